"""Tables as GitHub reads them: the delimiter row that makes one, and how a row falls into cells."""

import re

from strakly_desktop.rendering.limits import COLUMN_LIMIT, SLICE_SOFT

Alignments = tuple[str, ...]

_DELIMITER_ROW = re.compile(r"[ |:-]+$")
_DELIMITER_CELL = re.compile(r":?-+:?$")
_CELL_END = re.compile(r"\\.|\|", re.DOTALL)


def split_row(line: str) -> list[str]:
    """The cells of a row, trimmed; `\\|` is a pipe within a cell, even inside code."""
    text = line.strip()
    if text.startswith("|"):
        text = text[1:]
    cells = []
    start = 0
    for match in _CELL_END.finditer(text):
        if match[0] == "|":
            cells.append(text[start : match.start()])
            start = match.end()
    if start < len(text):
        cells.append(text[start:])
    return [cell.strip().replace("\\|", "|") for cell in cells]


def read_table_head(header: str, delimiters: str) -> Alignments | None:
    """The alignment of each column ("left", "center", "right" or "") if the two lines begin a table."""
    if "|" not in header or len(header) > SLICE_SOFT or len(delimiters) > SLICE_SOFT:
        return None
    if "-" not in delimiters or not _DELIMITER_ROW.match(delimiters):
        return None
    cells = split_row(delimiters)
    if not all(_DELIMITER_CELL.match(cell) for cell in cells):
        return None
    if not 0 < len(cells) <= COLUMN_LIMIT or len(split_row(header)) != len(cells):
        return None
    return tuple(_alignment(cell) for cell in cells)


def fit_row(line: str, columns: int) -> list[str]:
    """The cells of a body row, as many as there are columns.

    GitHub drops the cells that are too many (often an unescaped pipe in a name); nothing may be lost here, so
    they stay in the last cell.
    """
    cells = split_row(line)
    if len(cells) > columns:
        cells[columns - 1 :] = [" | ".join(cells[columns - 1 :])]
    return cells + [""] * (columns - len(cells))


def _alignment(cell: str) -> str:
    match (cell.startswith(":"), cell.endswith(":")):
        case (True, True):
            return "center"
        case (False, True):
            return "right"
        case (True, False):
            return "left"
        case _:
            return ""


def may_hold_table(markdown: str) -> bool:
    """Whether a line of `markdown` looks like the one below a table's headings. One look at each line."""
    return any("|" in line and "-" in line and not line.strip("|-: \t>") for line in markdown.splitlines())
