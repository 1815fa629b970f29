"""How wide the columns of a table are, and which of them hold numbers.

Numbers are the content: they never wrap and always align. What does not fit is taken from the widest text
columns (LOOK, "Table in an answer").
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

CELL_PADDING = 12
GAP_AFTER_NUMBER = 8
MINIMUM_WIDTH = 420
FILLS_COLUMN_FROM = 0.62
_FEW_COLUMNS = 3
_SPREAD = 1.3
_NARROWEST_TEXT = 72

_NUMBER = re.compile(
    r"[-+\u2212]?\s*(?:(?:Rs\.?|INR|₹|\$|€)\s*)?[-+]?[\d०-९][\d०-९.,\s]*(?:%| %)?(?:\s*(?:Lakh|Cr|k))?"
)
_DASHES = frozenset({"", "-", "\u2013", "\u2014"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The layout of one table: `widths` in px including padding; `numeric` per column."""

    widths: tuple[int, ...]
    numeric: tuple[bool, ...]


def is_number(text: str) -> bool:
    """Whether a cell is a number, a percentage or an amount of money."""
    return _NUMBER.fullmatch(text.strip()) is not None


def is_dash(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return text.strip() in _DASHES


def lay_out(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    available: int,
    header_width: Callable[[str], float],
    text_width: Callable[[str], float],
) -> Columns:
    """Choose the column widths for cells of plain text within `available` px.

    `header_width` and `text_width` measure one line of a header cell and of a body cell, in px.
    """
    count = len(header)
    columns = [[row[index] if index < len(row) else "" for row in rows] for index in range(count)]
    numeric = tuple(_is_numeric(column) for column in columns)
    natural = []
    for index, column in enumerate(columns):
        widest = max([header_width(header[index]), *map(text_width, column)])
        gap = GAP_AFTER_NUMBER if index and numeric[index - 1] and not numeric[index] else 0
        natural.append(int(widest + 1) + 2 * CELL_PADDING + gap)
    total = sum(natural)
    fits = total <= available
    widths = _stretch(natural, available) if fits else _shrink(natural, numeric, available)
    return Columns(tuple(widths), numeric)


def _is_numeric(cells: Sequence[str]) -> bool:
    values = [cell for cell in cells if not is_dash(cell)]
    return bool(values) and all(map(is_number, values))


def _stretch(natural: list[int], available: int) -> list[int]:
    total = sum(natural)
    if total > FILLS_COLUMN_FROM * available:
        wanted = available
    elif len(natural) <= _FEW_COLUMNS:
        wanted = max(total, MINIMUM_WIDTH)
    else:
        wanted = max(round(total * _SPREAD), MINIMUM_WIDTH)
    wanted = min(wanted, available)
    widths = [width * wanted // total for width in natural]
    widths[-1] += wanted - sum(widths)
    return widths


def _shrink(natural: list[int], numeric: Sequence[bool], available: int) -> list[int]:
    """Cap the widest text columns at one common width, as far as they can give."""
    widths = list(natural)
    while sum(widths) > available:
        text = [i for i, is_numeric in enumerate(numeric) if not is_numeric and widths[i] > _NARROWEST_TEXT]
        if not text:
            break
        widest = max(widths[i] for i in text)
        group = [i for i in text if widths[i] == widest]
        below = max([widths[i] for i in text if widths[i] < widest] + [_NARROWEST_TEXT])
        give = min(widest - below, -(-(sum(widths) - available) // len(group)))
        for i in group:
            widths[i] -= max(1, give)
    return widths
