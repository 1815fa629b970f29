"""How wide the columns of a table are, and which of them hold numbers.

Numbers are the content: they never wrap and always align. What does not fit is taken from the widest text
columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from strakly_desktop.rendering.tables.column_worth import GIVEN_UP, given_up

if TYPE_CHECKING:
    from strakly_desktop.rendering.tables.column_values import ColumnValues

CELL_PADDING = 12
EDGE = 2
"""More padding at the left and right edge of the card."""
GAP_AFTER_NUMBER = 8
TIGHTER = 4
"""What each side of a cell loses of its padding, in px, before a word breaks."""
MINIMUM_WIDTH = 420
FILLS_COLUMN_FROM = 0.62
_FEW_COLUMNS = 3
_SPREAD = 1.3
NARROWEST_TEXT = 72
# A column of row numbers needs no more room than they take.
_TINY = 44
# Words of a longer text are estimated from their share of it, and measured only where they may be the widest:
# measuring each would double the time of a cell.
_WORD_RESERVE = 1.4
_LETTER_WIDTHS = {
    **dict.fromkeys("ABCDEGHKNOPQRSTUVXYZ", 1.15),
    **dict.fromkeys("mwMW@%&", 1.5),
    **dict.fromkeys("ijltfrI1 .,:;'|!()[]/-", 0.55),
}

_WIDEST_TEXT = 360
"""A text column that is wider wraps rather than take more of the free page."""
_LONGEST_VALUE = 32
_LONGEST_KNOWN = 64
_SAMPLE = 12
_CALENDAR = frozenset(
    (
        *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    )
)
_VALUE_WORDS = frozenset(
    ("rs", "inr", "am", "pm", "a.m", "p.m", "at", "lakh", "lakhs", "cr", "crore", "k", "x")
)


@dataclass(slots=True)
class ColumnMeasure:
    """What is known of one column so far, in px without padding.

    `widest`: its widest cell on one line; `word`: about its widest word, which shall not break. `header`: what stands
    above it, which tells codes and telephones from amounts. `sampled`: of how many cells the `letters` were counted,
    and of them those of values.
    """

    widest: float
    word: float = 0
    header: str = ""
    reader: "ColumnValues | None" = None
    sampled: int = 0
    letters: int = 0
    value_letters: int = 0

    def add(self, text: str, width: float) -> None:
        """Take one more body cell."""
        self.note(width, widest_word(text, width))
        self.count((text,))

    def note(self, width: float, word: float) -> None:
        """Take the px of one more cell, and of the widest thing in it that shall not break."""
        self.widest = max(self.widest, width)
        self.word = max(self.word, word)

    def count(self, texts: Sequence[str]) -> None:
        """Take what more body cells say."""
        if self.reader is None:
            # Slow to import, and an empty page has no table: not at start-up.
            from strakly_desktop.rendering.tables.column_values import ColumnValues

            self.reader = ColumnValues(self.header, date.min)
        self.reader.note(texts)
        for text in filter(None, texts):
            if self.sampled == _SAMPLE:
                break
            self.sampled += 1
            self.letters += len(text)
            self.value_letters += _value_letters(text)

    @property
    def numeric(self) -> bool:
        """Whether every cell that has a value is a number, and no code or telephone."""
        return self.reader is not None and self.reader.is_numeric


class Room(NamedTuple):
    """What a table may take, in px: the reading column, and the free page at its `left` and `right`.

    `note`: the height of the line below a table that gave up columns.
    """

    column: int
    left: int = 0
    right: int = 0
    note: int = 0


class TableFit(NamedTuple):
    """How a table stands on the page.

    `widths`: px of each column, 0 for one that is given up; `hidden`: which are. `lost`: what each side of a cell
    loses of its padding. `reach`: how far the table begins left of the reading column. `note`: the height of what
    is said below it.
    """

    widths: tuple[int, ...]
    hidden: tuple[int, ...] = ()
    lost: int = 0
    reach: int = 0
    note: int = 0

    @property
    def width(self) -> int:
        """The px of the whole table."""
        return sum(self.widths) + GIVEN_UP * len(self.hidden)


def fit_table(
    natural: Sequence[int],
    numeric: Sequence[bool],
    words: Sequence[int],
    room: Room,
    worth: Sequence[int],
    gone: frozenset[int] = frozenset(),
) -> TableFit:
    """Choose the widths so that no value and no word breaks, as long as one column can be shown at all.

    A table takes the column; then free page at the right and left, before a name wraps; then its texts wrap; then
    the columns that are worth least are given up: they stay in the text, and the table panel shows them. `gone`:
    those that are given up already, so that none comes back while rows come in.
    """
    wanted = sum(
        width if fixed else max(word, min(width, _WIDEST_TEXT))
        for width, fixed, word in zip(natural, numeric, words, strict=True)
    )
    least = [width if fixed else word for width, fixed, word in zip(natural, numeric, words, strict=True)]
    widest = room.column + room.right + room.left
    hidden = given_up([width - 2 * TIGHTER for width in least], worth, widest, gone)
    shown = [column for column in range(len(natural)) if column not in hidden]
    if hidden:
        wanted = sum(least[column] for column in shown) + GIVEN_UP * len(hidden)
    available = min(max(room.column, wanted), widest)
    chosen, lost = wrapping_widths(
        [natural[column] for column in shown],
        [numeric[column] for column in shown],
        available - GIVEN_UP * len(hidden),
        [words[column] for column in shown],
    )
    widths = [0] * len(natural)
    for column, width in zip(shown, chosen, strict=True):
        widths[column] = width
    reach = max(0, sum(widths) + GIVEN_UP * len(hidden) - room.column - room.right)
    return TableFit(tuple(widths), hidden, lost, reach, room.note if hidden else 0)


def widest_word(text: str, width: float) -> float:
    """How wide at most the widest word of a text may be that is `width` px wide: by its share of the letters."""
    words = units(text)
    if len(words) < 2:
        return width
    return min(width, _WORD_RESERVE * width * max(map(_letters, words)) / _letters(text))


def _letters(text: str) -> float:
    """How wide a text is in letters of usual width."""
    return sum(_LETTER_WIDTHS.get(letter, 1.0) for letter in text)


def _value_letters(text: str) -> int:
    """How many letters of a text are those of values."""
    return sum(len(unit) for unit in units(text) if len(unit) < _LONGEST_VALUE and _has_digit(unit))


def units(text: str) -> Sequence[str]:
    """The parts of a text that shall not break: its words, and values of some words: a day, an amount, a telephone."""
    return _known_units(text) if len(text) <= _LONGEST_KNOWN else _units(text)


def _units(text: str) -> tuple[str, ...]:
    found: list[str] = []
    goes_on = False
    for word in text.split():
        is_value = _has_digit(word) or _is_value_word(word.casefold())
        if is_value and goes_on and len(found[-1]) + len(word) < _LONGEST_VALUE:
            found[-1] += f" {word}"
        else:
            found.append(word)
        goes_on = is_value
    return tuple(found)


_known_units = lru_cache(maxsize=2048)(_units)


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _is_value_word(word: str) -> bool:
    letters = word.strip(".,:()-+\u2212\u2013/%₹$€£")
    return letters in _VALUE_WORDS or letters[:3] in _CALENDAR or not letters


def natural_widths(columns: Sequence[ColumnMeasure]) -> list[int]:
    """The width of each column, padding included, that shows every cell on one line."""
    return [
        int(column.widest + 1) + 2 * (CELL_PADDING + EDGE) + gap
        for column, gap in zip(columns, _gaps(columns), strict=True)
    ]


def word_widths(columns: Sequence[ColumnMeasure]) -> list[int]:
    """The width of each column, padding included, in which about none of its words breaks."""
    widths = [int(column.word + 1) + 2 * CELL_PADDING for column in columns]
    widths[0] += EDGE
    widths[-1] += EDGE
    return [width + gap for width, gap in zip(widths, _gaps(columns), strict=True)]


def _gaps(columns: Sequence[ColumnMeasure]) -> list[int]:
    """More room before text that stands after a number."""
    before = [False, *(column.numeric for column in columns[:-1])]
    return [
        GAP_AFTER_NUMBER if after_number and not column.numeric else 0
        for after_number, column in zip(before, columns, strict=True)
    ]


def column_widths(natural: Sequence[int], numeric: Sequence[bool], available: int) -> list[int]:
    """Choose the widths within `available` px; only where even narrow text leaves no room do numbers give way."""
    if sum(natural) <= available:
        return _stretch(natural, available)
    narrowest = [NARROWEST_TEXT] * len(natural)
    return _shrink(natural, numeric, available, narrowest) or _squeeze(natural, available)


def wrapping_widths(
    natural: Sequence[int], numeric: Sequence[bool], available: int, words: Sequence[int]
) -> tuple[list[int], int]:
    """Choose the widths within `available` px for cells that wrap, and what each side of a cell loses of its padding.

    Text wraps between its words; then padding gives way, and only then words break.
    """
    if sum(natural) <= available:
        return _stretch(natural, available), 0
    comfortable = [max(word, NARROWEST_TEXT) for word in words]
    for least in (comfortable, words):
        if widths := _shrink(natural, numeric, available, least):
            return widths, 0
    tight = [width - 2 * TIGHTER for width in natural]
    tight_words = [width - 2 * TIGHTER for width in words]
    widths = _shrink(tight, numeric, available, tight_words) or column_widths(tight, numeric, available)
    return widths, TIGHTER


def _stretch(natural: Sequence[int], available: int) -> list[int]:
    total = sum(natural)
    if total > FILLS_COLUMN_FROM * available:
        wanted = available
    elif len(natural) <= _FEW_COLUMNS:
        wanted = max(total, MINIMUM_WIDTH)
    else:
        wanted = max(round(total * _SPREAD), MINIMUM_WIDTH)
    spare = min(wanted, available) - total
    growing = [width if width > _TINY else 0 for width in natural]
    shared = sum(growing) or 1
    widths = [width + spare * share // shared for width, share in zip(natural, growing, strict=True)]
    widths[-1] += total + spare - sum(widths)
    return widths


def _shrink(
    natural: Sequence[int], numeric: Sequence[bool], available: int, least: Sequence[int]
) -> list[int] | None:
    """Cap the widest text columns at one common width, none below its `least`; None where that is not enough."""
    widths = list(natural)
    while (excess := sum(widths) - available) > 0:
        text = [i for i, is_numeric in enumerate(numeric) if not is_numeric and widths[i] > least[i]]
        if not text:
            return None
        widest = max(widths[i] for i in text)
        group = [i for i in text if widths[i] == widest]
        lower = [widths[i] for i in text if widths[i] < widest] + [least[i] for i in group]
        give = max(1, min(widest - max(lower), -(-excess // len(group))))
        for i in group:
            widths[i] -= give
    widths[-1] += available - sum(widths)
    return widths


def _squeeze(natural: Sequence[int], available: int) -> list[int]:
    """Shrink evenly, but for the columns that are tiny anyway."""
    tiny = sum(width for width in natural if width <= _TINY)
    total = sum(natural) - tiny
    room = max(available - tiny, 0)
    squeezed = [width if width <= _TINY else width * room // (total or 1) for width in natural]
    squeezed[-1] += available - sum(squeezed)
    return squeezed
