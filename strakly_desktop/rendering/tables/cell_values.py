"""What the text of a table cell means: a number, an amount of money, a day, a time, or just words.

By it columns are sorted and added up and spreadsheets filled. It is strict, for a telephone number that is
added up or a code that loses its zeros is worse than a number that is sorted as words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, auto
from functools import lru_cache
from math import fsum
from typing import TypeAlias
from unicodedata import decimal

from strakly_desktop.rendering.tables.table_layout import is_dash


class ValueKind(Enum):
    """What a cell holds. In a column of several kinds they are sorted in this order."""

    NUMBER = auto()
    MONEY = auto()
    PERCENT = auto()
    DAY = auto()
    TIME = auto()
    TEXT = auto()
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell means.

    `number`: of NUMBER, MONEY and PERCENT the number as written (6.6 for "6.6 %"). `unit`: the currency or "%".
    `moment`: of DAY the day, with its time or at midnight. `clock`: of TIME. `has_time`: whether a DAY has one.
    `exact`: whether nothing had to be guessed: false for a day without a year that no weekday confirms, and for
    figures like "23/11/2026", which another country reads otherwise.
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


SortKey: TypeAlias = tuple[int, float, tuple[tuple[int, int, str], ...]]

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s*(?P<half>[ap])\.?m\.?)?"
_AT = rf"(?:(?:\s*,\s*|\s+at\s+|\s+|t){_CLOCK}z?)?"
_DAY_MONTH = rf"(?:(?P<weekday>[a-z]{{3,9}})\.?,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH}"
_TIME = re.compile(_CLOCK, re.ASCII)
_DAYS = (
    re.compile(rf"(?P<year>\d{{4}})-(?P<number>\d{{2}})-(?P<day>\d{{2}}){_AT}", re.ASCII),
    re.compile(rf"{_DAY_MONTH}(?:,?[\s-]+(?P<year>\d{{4}}))?{_AT}", re.ASCII),
    re.compile(
        rf"(?P<weekday>)?{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<year>\d{{4}}){_AT}", re.ASCII
    ),
    re.compile(
        rf"(?P<local>)(?P<day>\d{{1,2}})[/.-](?P<number>\d{{1,2}})[/.-](?P<year>\d{{4}}){_AT}", re.ASCII
    ),
)
# Plain, western (1,234,567) or Indian (12,34,567) groups. No leading zero: 0042 is a code.
_FIGURES = r"(?P<figures>(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})*,\d{3})(?:\.\d+)?)"
_NUMBER = re.compile(
    rf"(?P<sign>[-+\u2212]?)\s*(?P<unit>rs\.?|inr|₹|\$|€|£)?\s*(?P<inner>[-\u2212]?){_FIGURES}"
    r"(?:\s*(?P<percent>%)|\s+(?P<scale>lakhs?|lacs?|crores?|cr))?"
)
_SCALES = {"l": 100_000, "c": 10_000_000}
_RUPEES = frozenset({"rs.", "rs", "inr", "₹"})
# Beyond these a spreadsheet and a float round.
_MOST_DIGITS = 15
_CODE = re.compile(r"\+?\d{6,}")
_DIGITS = re.compile(r"(\d+)")
_LONGEST = 60
_DEVANAGARI = str.maketrans("०१२३४५६७८९", "0123456789")


def value_of(text: str, today: date) -> CellValue:
    """The meaning of a cell; a day without a year is the one next to `today`."""
    text = text.strip()
    if is_dash(text):
        return CellValue(ValueKind.EMPTY, text)
    if len(text) > _LONGEST:
        return CellValue(ValueKind.TEXT, text)
    return _number(text) or _time(text) or _day(text, today) or CellValue(ValueKind.TEXT, text)


def sort_key(value: CellValue) -> SortKey:
    """Sorts numbers, then days, then times, then words; words with figures in them by these ("9" before "10").

    Empty cells have a key too, but belong last in either direction: see `is_empty`.
    """
    rank = value.kind.value
    match value.kind:
        case ValueKind.NUMBER | ValueKind.MONEY | ValueKind.PERCENT:
            return (ValueKind.NUMBER.value, value.number, ())
        case ValueKind.DAY:
            return (rank, (value.moment - _EPOCH).total_seconds(), ())
        case ValueKind.TIME:
            return (rank, value.clock.hour * 3600.0 + value.clock.minute * 60 + value.clock.second, ())
        case _:
            return (rank, 0.0, _natural(value.text))


def is_empty(value: CellValue) -> bool:
    """Whether the cell says that there is no value."""
    return value.kind is ValueKind.EMPTY


def are_codes(values: Iterable[CellValue]) -> bool:
    """Whether numbers are names of something rather than amounts: telephones, postcodes, receipts.

    All are whole, long, and written without the commas that make an amount readable.
    """
    filled = [value for value in values if value.kind is not ValueKind.EMPTY]
    return bool(filled) and all(
        value.kind is ValueKind.NUMBER and _CODE.fullmatch(value.text.strip()) is not None for value in filled
    )


def sum_of(values: Iterable[CellValue]) -> CellValue | None:
    """The sum of numbers or of money in one currency; None where adding up means nothing."""
    filled = [value for value in values if value.kind is not ValueKind.EMPTY]
    units = {(value.kind, value.unit) for value in filled}
    if len(units) != 1:
        return None
    kind, unit = units.pop()
    if kind not in (ValueKind.NUMBER, ValueKind.MONEY):
        return None
    total = fsum(value.number for value in filled)
    decimals = max(value.decimals for value in filled)
    text = f"{unit} {grouped(total, decimals)}" if unit else grouped(total, decimals)
    return CellValue(kind, text, total, unit, decimals)


def grouped(number: float, decimals: int = 0) -> str:
    """A number with Indian grouping: 6,84,200."""
    sign = "-" if round(number, decimals) < 0 else ""
    whole, point, fraction = f"{abs(number):.{decimals}f}".partition(".")
    head, groups = whole[:-3], [whole[-3:]]
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return sign + ",".join(groups) + point + fraction


_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall clock's, as the cell is


@lru_cache(maxsize=4096)
def _number(text: str) -> CellValue | None:
    match = _NUMBER.fullmatch(text.casefold().translate(_DEVANAGARI))
    if match is None or (match["sign"] and match["inner"]):
        return None
    figures = match["figures"].replace(",", "")
    if sum(map(str.isdigit, figures)) > _MOST_DIGITS or (match["unit"] and match["percent"]):
        return None
    number = float(figures) * _SCALES.get((match["scale"] or " ")[0], 1)
    if match["sign"] in ("-", "\u2212") or match["inner"]:
        number = -number
    decimals = len(figures.partition(".")[2]) if match["scale"] is None else 0
    if match["percent"]:
        return CellValue(ValueKind.PERCENT, text, number, "%", decimals)
    if match["unit"]:
        unit = "Rs." if match["unit"] in _RUPEES else match["unit"]
        return CellValue(ValueKind.MONEY, text, number, unit, decimals)
    return CellValue(ValueKind.NUMBER, text, number, "", decimals)


def _time(text: str) -> CellValue | None:
    match = _TIME.fullmatch(text.casefold())
    clock = _clock(match) if match else None
    return None if clock is None else CellValue(ValueKind.TIME, text, clock=clock)


def _clock(match: re.Match[str]) -> time | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


@lru_cache(maxsize=4096)
def _day(text: str, today: date) -> CellValue | None:
    if not any(map(str.isdigit, text)):
        return None
    folded = text.casefold()
    for pattern in _DAYS:
        match = pattern.fullmatch(folded)
        if match is not None:
            return _day_of(text, match, today)
    return None


def _day_of(text: str, match: re.Match[str], today: date) -> CellValue | None:
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _place(_MONTHS, parts.get("month") or "") + 1
    weekday = _place(_WEEKDAYS, parts.get("weekday") or "")
    if month == 0 or (parts.get("weekday") and weekday < 0):
        return None
    year, day = parts["year"], int(parts["day"])
    found = _date(int(year), month, day) if year else _nearest(month, day, weekday, today)
    clock = _clock(match) if parts["hour"] else time.min
    if found is None or clock is None or (weekday >= 0 and found.weekday() != weekday):
        return None
    # A weekday confirms the year only where the nearest one has it.
    sure = year is not None or (weekday >= 0 and found == _nearest(month, day, -1, today))
    exact = sure and "local" not in parts
    moment = datetime.combine(found, clock)
    return CellValue(ValueKind.DAY, text, moment=moment, has_time=bool(parts["hour"]), exact=exact)


def _nearest(month: int, day: int, weekday: int, today: date) -> date | None:
    """The day next to `today`, in a year in which it is that weekday (if there is one given)."""
    years = range(today.year - 4, today.year + 5)
    days = [found for year in years if (found := _date(year, month, day)) is not None]
    if weekday >= 0:
        days = [found for found in days if found.weekday() == weekday]
    return min(days, key=lambda found: abs(found - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _place(names: tuple[str, ...], word: str) -> int:
    """Which of the names `word` is, in full or cut ("nov", "sept", "thurs"); -1 for none."""
    if len(word) < 3:
        return -1
    return next((index for index, name in enumerate(names) if name.startswith(word)), -1)


@lru_cache(maxsize=4096)
def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(_ordered(piece) for piece in _DIGITS.split(text.casefold()) if piece)


def _ordered(piece: str) -> tuple[int, int, str]:
    """Figures in the order of their numbers, before words. By their count: Python reads no number of any length."""
    if not piece.isdecimal():
        return (1, 0, piece)
    figures = "".join(str(decimal(figure)) for figure in piece).lstrip("0")
    return (0, len(figures), figures)
