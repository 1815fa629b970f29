"""Tables as GitHub reads them: the delimiter row that makes one, and how a row falls into cells."""

import re
from collections.abc import Sequence
from itertools import pairwise

from strakly_desktop.rendering.markdown.grammar.limits import COLUMN_LIMIT, SLICE_SOFT

Alignments = tuple[str, ...]

_DELIMITER_ROW = re.compile(r"[ |:-]+$")
_DELIMITER_CELL = re.compile(r":?-+:?$")
_TICKS = re.compile(r"`+")
_BAR_OR_CODE = re.compile(r"\\.|\||`+", re.DOTALL)
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")
_HTML_TABLE = re.compile(
    r"[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*<(?:[^`]*<)?table(?:[\s>/]|$)", re.IGNORECASE
)
_CELL_END = re.compile(r"\\.|\|", re.DOTALL)


def split_row(line: str) -> list[str]:
    """The cells of a row, trimmed; `\\|` is a pipe within a cell, even inside code."""
    text = _without_edge(line)
    return _cells(text, _bars(text))


def read_table_head(header: str, delimiters: str) -> Alignments | None:
    """The alignment of each column ("left", "center", "right" or "") if the two lines begin a table."""
    if "|" not in header or len(header) > SLICE_SOFT or len(delimiters) > SLICE_SOFT:
        return None
    if "-" not in delimiters or not _DELIMITER_ROW.match(delimiters):
        return None
    cells = split_row(delimiters)
    if not all(_DELIMITER_CELL.match(cell) for cell in cells):
        return None
    if not 0 < len(cells) <= COLUMN_LIMIT or len(head_cells(header, len(cells))) != len(cells):
        return None
    return tuple(_alignment(cell) for cell in cells)


def head_cells(header: str, columns: int) -> list[str]:
    """The cells of a table's header that has `columns` columns by its delimiter row; perhaps more or fewer."""
    cells = split_row(header)
    if len(cells) > columns and "`" in header:
        text = _without_edge(header)
        return _cells(text, _bars_outside_code(text))
    return cells


def fit_row(line: str, columns: int) -> list[str]:
    """The cells of a body row, as many as there are columns.

    GitHub drops the cells that are too many (often an unescaped pipe in a name); nothing may be lost here, so
    they stay in the last cell. Nor does a pipe split what is code where the row would get too many cells by it.
    """
    cells = split_row(line)
    if len(cells) > columns:
        text = _without_edge(line)
        bars = _bars_outside_code(text) if "`" in text else _bars(text)
        if bars and bars[-1] == len(text) - 1:
            text = text[: bars.pop()]
        cells = _cells(text, bars[: columns - 1])
    return cells + [""] * (columns - len(cells))


def _without_edge(line: str) -> str:
    """A row without the blanks around it and the pipe in front of it."""
    return line.strip().removeprefix("|")


def _cells(text: str, bars: Sequence[int]) -> list[str]:
    """What stands between the pipes at these places; nothing after the last of them is no cell."""
    edges = [-1, *bars, len(text)]
    cells = [text[begin + 1 : end] for begin, end in pairwise(edges)]
    if edges[-2] + 1 == len(text):
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _bars(text: str) -> list[int]:
    return [match.start() for match in _CELL_END.finditer(text) if match[0] == "|"]


def _bars_outside_code(text: str) -> list[int]:
    """Where the pipes stand that split a row in which code holds pipes of its own."""
    last = {len(run[0]): run.start() for run in _TICKS.finditer(text)}
    bars: list[int] = []
    position = 0
    while (match := _BAR_OR_CODE.search(text, position)) is not None:
        position = match.end()
        if match[0] == "|":
            bars.append(match.start())
        elif match[0][0] == "`" and last[len(match[0])] > match.start():
            closing = re.compile(rf"(?<!`){match[0]}(?!`)").search(text, position)
            position = closing.end() if closing is not None else position
    return bars


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
    """Whether a line of `markdown` looks like the one below a table's headings, or like a table of HTML outside of
    fenced code. One look at each line."""
    fence = ""
    for line in markdown.splitlines():
        if 0 < line.count("|") <= COLUMN_LIMIT + 1 and "-" in line and not line.strip("|-: \t>"):
            return True
        begun = _FENCE.match(line)
        if begun is not None and (not fence or begun[1].startswith(fence)):
            fence = "" if fence else begun[1]
        elif not fence and "<" in line and _HTML_TABLE.match(line):
            return True
    return False
