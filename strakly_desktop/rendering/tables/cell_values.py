"""What a cell of a table can mean, how such values are ordered, and what they add up to.

`column_values` reads them out of a column. They are strict, for a telephone number that is added up or a code that
loses its zeros is worse than a number that is sorted as words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum, auto
from functools import lru_cache
from math import fsum
from re import compile as pattern
from typing import TypeAlias
from unicodedata import decimal


class ValueKind(Enum):
    """What a cell holds. In a column of several kinds they are sorted in this order, codes among the words."""

    NUMBER = auto()
    MONEY = auto()
    PERCENT = auto()
    DAY = auto()
    TIME = auto()
    DURATION = auto()
    CODE = auto()
    PHONE = auto()
    TEXT = auto()
    EMPTY = auto()


class Grouping(Enum):
    """How the figures of a number are set apart: not at all, 1,234,567, or 12,34,567."""

    NONE = auto()
    WESTERN = auto()
    INDIAN = auto()


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell means. `text` is what is written, all of it.

    `number`: of NUMBER, MONEY and PERCENT the number as written (6.6 for "6.6 %"); of DURATION its seconds.
    `unit`: the currency or "%", one for all its spellings. `prefix`, `suffix`: what stands before and after the
    figures, without a sign: "Rs. ", "/-". `has_plus`: whether a plus is written. `is_bracketed`: (500) for -500.
    `moment`: of DAY the day, with its time or at midnight. `clock`: of TIME. `has_time`: whether a DAY has one.
    `pattern`: of DAY, TIME and DURATION the number format by which a spreadsheet shows it as it is written.
    `exact`: whether nothing had to be guessed or was rounded: false for a day without a year that no weekday
    confirms, for figures like "05/11/2026", which another country reads otherwise, and for "1.2 Lakh". Such a value
    has its place among others, but leaves the app as the text that it is.
    """

    kind: ValueKind
    text: str
    number: float = 0.0
    unit: str = ""
    decimals: int = 0
    moment: datetime = datetime.min  # noqa: DTZ901 - a wall clock's, as the cell is
    clock: time = time.min
    has_time: bool = False
    exact: bool = True
    prefix: str = ""
    suffix: str = ""
    grouping: Grouping = Grouping.NONE
    has_plus: bool = False
    is_bracketed: bool = False
    pattern: str = ""

    @property
    def is_bare(self) -> bool:
        """Whether it is nothing but figures, so that it may as well be a name for something."""
        return self.kind is ValueKind.NUMBER and self.text.isdecimal()


SortKey: TypeAlias = tuple[int, float, tuple[tuple[int, int, str], ...]]

_DASHES = frozenset({"", "-", "\u2013", "\u2014"})
_NUMBERS = (ValueKind.NUMBER, ValueKind.MONEY, ValueKind.PERCENT)
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall clock's, as the cell is
_DIGITS = pattern(r"(\d+)")
_NO_DIGIT = pattern(r"\D+")
_LOCAL_PHONE = 10
_AVERAGE_DECIMALS = 2


def sort_key(value: CellValue) -> SortKey:
    """Sorts numbers, then days, times and durations, then words; words with figures by these ("9" before "10").

    Telephones are sorted by the number in their country. Empty cells have a key too, but belong last in either
    direction: see `is_empty`.
    """
    rank = value.kind.value
    match value.kind:
        case ValueKind.NUMBER | ValueKind.MONEY | ValueKind.PERCENT:
            return (ValueKind.NUMBER.value, value.number, ())
        case ValueKind.DAY:
            return (rank, (value.moment - _EPOCH).total_seconds(), ())
        case ValueKind.TIME:
            return (rank, seconds_of(value), ())
        case ValueKind.DURATION:
            return (rank, value.number, ())
        case ValueKind.PHONE:
            digits = _NO_DIGIT.sub("", value.text)[-_LOCAL_PHONE:]
            return (ValueKind.TEXT.value, 0.0, _natural(digits))
        case ValueKind.CODE | ValueKind.TEXT:
            return (ValueKind.TEXT.value, 0.0, _natural(value.text))
        case ValueKind.EMPTY:
            return (rank, 0.0, ())


def is_dash(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return text.strip() in _DASHES


def is_empty(value: CellValue) -> bool:
    """Whether the cell says that there is no value."""
    return value.kind is ValueKind.EMPTY


def is_figure(value: CellValue) -> bool:
    """Whether it is a number, an amount or a percentage, which stand at the right of their column."""
    return value.kind in _NUMBERS


def seconds_of(value: CellValue) -> float:
    """Of a DURATION how long it is; of a TIME how long after midnight."""
    if value.kind is ValueKind.DURATION:
        return value.number
    return value.clock.hour * 3600.0 + value.clock.minute * 60 + value.clock.second


_EXACT_BELOW = 2**53
"""Of the smallest decimal: from there on a float leaves figures out."""


def sum_of(values: Iterable[CellValue]) -> CellValue | None:
    """The sum of numbers or of money in one currency; None where adding up means nothing, or is not exact.

    Money keeps the sign that all of it has; of several spellings it is "Rs.".
    """
    filled = [value for value in values if value.kind is not ValueKind.EMPTY]
    units = {(value.kind, value.unit) for value in filled}
    if len(units) != 1 or not all(value.exact for value in filled):
        return None
    kind, unit = units.pop()
    if kind not in (ValueKind.NUMBER, ValueKind.MONEY):
        return None
    total = fsum(value.number for value in filled)
    decimals = max(value.decimals for value in filled)
    if abs(total) * 10**decimals >= _EXACT_BELOW:
        return None
    spellings = {value.prefix for value in filled}
    sign = spellings.pop() if len(spellings) == 1 and "" not in spellings else unit and f"{unit} "
    text = _written(total, decimals, sign)
    return CellValue(kind, text, total, unit, decimals, prefix=sign, grouping=Grouping.INDIAN)


def average_text(total: CellValue, count: int) -> str:
    """What a sum of `count` numbers comes to for each: amounts to the paisa, where they are not even."""
    average = total.number / count
    decimals = max(total.decimals, 0 if average == round(average) else _AVERAGE_DECIMALS)
    return _written(average, decimals, total.prefix)


def _written(number: float, decimals: int, prefix: str) -> str:
    figures = grouped(number, decimals)
    return f"-{prefix}{figures[1:]}" if figures.startswith("-") else f"{prefix}{figures}"


def grouped(number: float, decimals: int = 0) -> str:
    """A number with Indian grouping: 6,84,200."""
    sign = "-" if round(number, decimals) < 0 else ""
    whole, point, fraction = f"{abs(number):.{decimals}f}".partition(".")
    head, groups = whole[:-3], [whole[-3:]]
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return sign + ",".join(groups) + point + fraction


@lru_cache(maxsize=4096)
def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(_ordered(piece) for piece in _DIGITS.split(text.casefold()) if piece)


def _ordered(piece: str) -> tuple[int, int, str]:
    """Figures in the order of their numbers, before words. By their count: Python reads no number of any length."""
    if not piece.isdecimal():
        return (1, 0, piece)
    figures = "".join(str(decimal(figure)) for figure in piece).lstrip("0")
    return (0, len(figures), figures)
