"""What the columns of a table are worth to the desk, so that the least goes first where there is no room.

Who it is comes first, then what they owe, how they stand and until when; an address or a note can be opened.
It is judged by the heading, which is there before any row, and only where that says nothing by the first rows:
a choice that changed with every row would make columns come and go.
"""

from collections.abc import Sequence
from typing import Protocol

from strakly_desktop.rendering.tables.heading_words import (
    ADDRESSES,
    BESIDE_WEAK,
    CLIENTS,
    CODES,
    DAYS,
    FIGURES,
    MONEY,
    NO_MONEY,
    NOTES,
    PHONES,
    PLACES,
    STAFF,
    STATES,
    WEAK,
    words_of,
)

FIRST = 100
"""Of the first column, which is never given up: rows are found by it."""
_NAME, _MONEY, _STATUS, _FIGURE, _PHONE, _SHORT, _CODE, _ADDRESS, _LONG = range(9, 0, -1)
GIVEN_UP = 1
"""What a column takes that is given up, in px: Qt leaves none without."""
_LONG_LETTERS = 24
# The first that knows a word of the heading decides.
_BY_HEADING = (
    (_LONG, NOTES),
    (_ADDRESS, ADDRESSES),
    (_CODE, CODES),
    (_MONEY, MONEY),
    (_STATUS, STATES),
    (_FIGURE, FIGURES),
    (_PHONE, PHONES),
)


class ColumnContent(Protocol):
    """What the first rows say of a column: how many cells have a text, its letters, and those of values in it."""

    @property
    def sampled(self) -> int: ...
    @property
    def letters(self) -> int: ...
    @property
    def value_letters(self) -> int: ...


def worth_of(headers: Sequence[str], columns: Sequence[ColumnContent]) -> list[int]:
    """What each column is worth; of two that are worth the same, the left one is to be kept."""
    words = [words_of(header) for header in headers]
    found = [_worth(one, column) for one, column in zip(words, columns, strict=True)]
    if any(one & PLACES for one in words):
        # A state of the country.
        found = [_ADDRESS if one == {"state"} else worth for one, worth in zip(words, found, strict=True)]
    named = [i for i, one in enumerate(words) if one and one <= CLIENTS | STAFF]
    name = next((i for i in named if words[i] & CLIENTS), named[0] if named else None)
    if name is None:
        # Without a heading that says so, the first text names the row.
        name = next((i for i, one in enumerate(found) if one == _SHORT and words[i]), 0)
    found[name] = max(found[name], _NAME)
    if found:
        found[0] = FIRST
    return found


def given_up(
    least: Sequence[int], worth: Sequence[int], available: int, gone: frozenset[int] = frozenset()
) -> tuple[int, ...]:
    """The columns to give up so that the others, `least` px each, stand in `available` px.

    `gone`: those that are given up already, and do not come back. The first column is never given up.
    """
    hidden = set(gone)
    total = sum(GIVEN_UP if column in hidden else width for column, width in enumerate(least))
    for column in sorted(range(1, len(least)), key=lambda column: (worth[column], -column)):
        if total <= available:
            break
        if column not in hidden:
            hidden.add(column)
            total -= least[column] - GIVEN_UP
    # A narrow one that went before a wide one may still fit.
    for column in sorted(hidden - gone, key=lambda column: (-worth[column], column)):
        if total + least[column] - GIVEN_UP <= available:
            hidden.remove(column)
            total += least[column] - GIVEN_UP
    return tuple(sorted(hidden))


def _worth(words: frozenset[str], column: ColumnContent) -> int:
    if words & WEAK and not words <= WEAK | BESIDE_WEAK:
        words -= WEAK
    for worth, known in _BY_HEADING:
        if words & known and not (worth == _MONEY and words & NO_MONEY):
            return _FIGURE if worth == _MONEY and words & DAYS else worth
    if not column.sampled:
        return _SHORT
    if 2 * column.value_letters >= column.letters:
        return _FIGURE
    return _ADDRESS if column.letters > _LONG_LETTERS * column.sampled else _SHORT
