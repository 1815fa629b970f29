"""Knows from the words around a table when it is not the whole list: "Showing 10 of 245", "and 235 more".

A part that is added up, printed or saved as if it were all is a false answer. So is a whole list that is called a
part: a number alone says nothing ("10 of 12 paid"), it must be said of what is listed, beside the table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from strakly_desktop.rendering.tables.part_words import Said, linked_total, says_complete, statements, totals

NEAR = 2
"""Paragraphs above and below a table that may speak of it."""
_NEAR_TITLE = 4  # A heading reaches further.
_VIEW_ALL_FROM = 5  # The assistant lists five and links to the rest.
_OVER = 2  # Rows beyond those announced that a list may have: a sum, one too many.


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table is a part of a list. `total`: how many rows the list has; None where nobody said.

    `is_first`: it is said to be the beginning of the list; `is_top`: its best, and there may be no others.
    """

    total: int | None = None
    is_first: bool = False
    is_top: bool = False


@dataclass(frozen=True, slots=True)
class TableShape:
    """What of a table matters here. `is_card`: it tells of one thing, a line per field, and is a part of nothing.

    `is_grouped`: it counts, and a link to all that is counted does not say that it has more lines.
    """

    rows: int
    is_card: bool = False
    is_grouped: bool = False


def rows_text(rows: int, part: TablePart | None) -> str:
    """ "22 rows", "10 of 245 rows", "first 10 rows; more exist"."""
    counted = "1 row" if rows == 1 else f"{rows:,} rows"
    if part is None:
        return counted
    if part.total is not None:
        return f"{rows:,} of {part.total:,} rows"
    if part.is_top:
        return f"top {counted}; more may exist"
    return f"{'first ' if part.is_first else ''}{counted}; more exist"


def extent_text(shown: int, rows: int, part: TablePart | None, filter_text: str) -> str:
    """How much of its list a table shows: `shown` of its `rows`, and by which filter ("" for none).

    "3 of 10 rows, filtered by 'gold'; the answer has 10 of 245 rows".
    """
    if not filter_text:
        return rows_text(rows, part)
    found = f"{shown:,} of {rows_text(rows, None)}, filtered by '{filter_text}'"
    return found if part is None else f"{found}; the answer has {rows_text(rows, part)}"


def absent_text(rows: int, part: TablePart | None, *, is_whole: bool) -> str:
    """What a search through its `rows` could not see, as a sentence; "": it has seen the whole list.

    `is_whole`: the answer has come to its end, so that no more rows come by themselves.
    """
    if not is_whole:
        return "The answer is not whole: more rows may belong to this table."
    if part is None:
        return ""
    if part.total is not None:
        more = part.total - rows
        return f"{more:,} more {'row of the list is' if more == 1 else 'rows of the list are'} not in this table."
    return f"The list {'may have' if part.is_top else 'has'} more rows than this table."


def parts_of(items: Sequence[str | int | TableShape]) -> list[TablePart | None]:
    """For each table what part of a list it is; None for a whole one.

    `items`: an answer from top to bottom, a text of markdown for each paragraph and for each table its shape, or
    the number of its rows.
    """
    tables: list[TableShape] = []
    between: list[list[str]] = [[]]
    for item in items:
        if isinstance(item, str):
            between[-1].append(item)
        else:
            tables.append(TableShape(item) if isinstance(item, int) else item)
            between.append([])
    neighbours = [None, *tables, None]
    return [
        _part(tables[index], between[index], between[index + 1], neighbours[index], neighbours[index + 2])
        for index in range(len(tables))
    ]


def _part(
    shape: TableShape,
    above: Sequence[str],
    below: Sequence[str],
    before: TableShape | None,
    after: TableShape | None,
) -> TablePart | None:
    rows = shape.rows
    if not rows or shape.is_card:
        return None
    first = _first_of_next(above, before)
    own_above, their_below = above[first:], above[:first]
    first = len(below) if after is None else _first_of_next(below, shape)
    own_below, their_above = below[:first], below[first:]
    titles = [text for text in own_above[-_NEAR_TITLE:-NEAR] if _is_title(text)]
    own = [*own_below[:NEAR], *reversed([*titles, *own_above[-NEAR:]])]
    best: TablePart | None = None
    for said in _said(own, rows, (before, after)):
        part = _applied(said, rows, own)
        if part is False:
            return None
        if part is not None and (best is None or (best.total is None and part.total is not None)):
            best = part
    if best is None:
        foreign = [(before, their_below[-NEAR:]), (after, their_above[:NEAR])]
        for other, texts in foreign:
            for said in (said for text in texts for said in statements(text)):
                if other is not None and said.shown == rows != other.rows and best is None:
                    best = _applied(said, rows, own) or None
    if best is None and not shape.is_grouped:
        best = _by_link(rows, own_below[:NEAR], own)
    if best is not None and best.total is None and any(map(says_complete, own)):
        return None
    return best


def _first_of_next(texts: Sequence[str], before: TableShape | None) -> int:
    """Where in the texts between two tables those begin that speak of the second."""
    if before is None or before.is_card:
        return 0
    leading = (index for index, text in enumerate(texts) if _is_title(text) or _leads(text))
    return next(leading, len(texts))


def _said(texts: Sequence[str], rows: int, others: tuple[TableShape | None, ...]) -> Iterator[Said]:
    """What is said beside a table, but for what names the rows of its neighbour instead."""
    for said in (said for text in texts for said in statements(text)):
        if said.shown in (rows, None) or all(other is None or other.rows != said.shown for other in others):
            yield said


def _by_link(rows: int, below: Sequence[str], around: Sequence[str]) -> TablePart | None:
    """What a link to all of them below a table says of it."""
    links = [found for found in map(linked_total, below) if found is not False]
    if not links:
        return None
    total = links[0] if links[0] is not None else _stated(around, rows)
    if total is None:
        return TablePart() if rows >= _VIEW_ALL_FROM else None
    return TablePart(total) if total > rows else None


def _applied(said: Said, rows: int, around: Sequence[str]) -> TablePart | Literal[False] | None:
    """What is said, of a table of `rows`: a part; False: it is the whole; None: it is said of something else."""
    if said.more is not None:
        return TablePart(rows + said.more) if said.more else None
    if said.total is not None:
        if said.total == rows:
            return False
        if said.total < rows or (said.shown is not None and rows > said.shown + _OVER):
            return None
        return TablePart(said.total) if said.shown != said.total else None
    if said.shown is not None and said.shown != rows:
        # "The first 10", and there are 6: these are all.
        return None
    total = _stated(around, rows)
    if total == rows:
        return None
    return TablePart(total, said.place == "first", said.place == "top" and total is None)


def _stated(texts: Sequence[str], rows: int) -> int | None:
    """How many there are in all, as the words around a part say; the smallest number that holds the rows."""
    found = (total for text in texts for total in totals(text))
    return min((total for total in found if total >= rows), default=None)


def _leads(text: str) -> bool:
    """Whether a paragraph announces what follows it."""
    return text.rstrip().rstrip("*_").endswith(":")


def _is_title(text: str) -> bool:
    """Whether a paragraph is a heading, or a line in bold that stands for one."""
    text = text.strip()
    return text.startswith("#") or (text.startswith("**") and text.endswith("**") and "**" not in text[2:-2])
