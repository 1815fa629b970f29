"""Reads a cell that is a day, a time of day, or how long something took.

Each comes with the pattern by which a spreadsheet shows it as it is written, zeros included. Whether "1:45" is a time
or a duration, and which of two figures is the month, `column_values` says.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time

from strakly_desktop.rendering.tables.cell_values import CellValue, ValueKind

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s*(?P<half>[ap])\.?m\.?)?"
# Behind a "z" stands the time of another place.
_AT = rf"(?:(?:\s*,\s*|\s+at\s+|\s+|t){_CLOCK}(?P<zone>z)?)?"
_DAY_MONTH = rf"(?:(?P<weekday>[a-z]{{3,9}})\.?,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH}"
_TIME = re.compile(_CLOCK, re.ASCII)
_DAYS = (
    re.compile(rf"(?P<year>\d{{4}})-(?P<number>\d{{2}})-(?P<day>\d{{2}}){_AT}", re.ASCII),
    re.compile(rf"{_DAY_MONTH}(?:,?[\s-]+'?(?P<year>\d{{4}}|\d{{2}}))?{_AT}", re.ASCII),
    re.compile(
        rf"(?:(?P<weekday>[a-z]{{3,9}})\.?,?\s+)?{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<year>\d{{4}}){_AT}",
        re.ASCII,
    ),
    re.compile(
        rf"(?P<first>\d{{1,2}})(?P<mark>[/.-])(?P<second_figure>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d{{2}}){_AT}",
        re.ASCII,
    ),
)
_RUNNING = re.compile(r"(?P<hour>0?\d|[1-9]\d{1,3}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?", re.ASCII)
_COUNT = r"(0|[1-9][0-9]{0,4})"
_SPELT = re.compile(
    rf"(?:{_COUNT}(\s*(?:hours?|hrs?\.?|h|घंटे|घंटा)))?(?:(?:^|\s*){_COUNT}(\s*(?:minutes?|mins?\.?|m|मिनट)))?"
    rf"(?:(?:^|\s*){_COUNT}(\s*(?:seconds?|secs?\.?|s)))?"
)
_AMBIGUOUS = ("m", "s")  # Metres, and the thirties.
_PLAIN = frozenset(" -/,:.")
_COMING_YEARS = 12
_MIXED = "mixed"


def read_time(text: str) -> CellValue | None:
    """The time of day that `text` is: "18:42", "6:30 PM"; None for anything else."""
    match = _TIME.fullmatch(text.lower())
    clock = _clock(match) if match else None
    if match is None or clock is None:
        return None
    return CellValue(ValueKind.TIME, text, clock=clock, pattern=_pattern_of(text, match))


def read_duration(text: str) -> CellValue | None:
    """How long something took: "26:30", "1:45:30", "90 min", "1h 30m"; None for anything else."""
    match = _RUNNING.fullmatch(text)
    if match is not None:
        seconds = int(match["hour"]) * 3600 + int(match["minute"]) * 60 + int(match["second"] or 0)
        hours = "[hh]" if match["hour"].startswith("0") and len(match["hour"]) > 1 else "[h]"
        return CellValue(ValueKind.DURATION, text, float(seconds), pattern=f"{hours}:mm:ss")
    return _spelt_duration(text)


def read_day(text: str, today: date, first: str = "") -> CellValue | None:
    """The day that `text` is, with its time; None for anything else. A day without a year is the one next to `today`.

    `first`: which of two figures comes first in this column, "day" or "month"; "" where nothing tells.
    """
    folded = text.lower()
    if len(folded) != len(text) or not any(map(str.isdigit, text)):
        return None
    for pattern in _DAYS:
        match = pattern.fullmatch(folded)
        if match is not None:
            return (
                _figures(text, match, today, first) if pattern is _DAYS[-1] else _day_of(text, match, today)
            )
    return None


def order_of(texts: Iterable[str]) -> str:
    """Which figure comes first in days like "27/11/2026", as those tell that allow one reading only: "day",
    "month", "mixed", or "" where none tells."""
    found = set()
    for text in texts:
        if "/" in text or "." in text or "-" in text:
            match = _DAYS[-1].fullmatch(text.strip().lower())
            if match is not None:
                first, second = int(match["first"]), int(match["second_figure"])
                found |= {"day"} if first > 12 >= second else {"month"} if second > 12 >= first else set()
    return _MIXED if len(found) > 1 else next(iter(found), "")


def _clock(match: re.Match[str]) -> time | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _spelt_duration(text: str) -> CellValue | None:
    match = _SPELT.fullmatch(text.lower()) if text else None
    if match is None or len(text) != len(text.lower()):
        return None
    counts = [match[1], match[3], match[5]]
    words = [match[2], match[4], match[6]]
    given = [place for place in range(3) if counts[place] is not None]
    alone = len(given) == 1 and words[given[0]].strip() in _AMBIGUOUS
    if not given or alone or any(int(counts[place]) > 59 for place in given[1:]):
        return None
    seconds = 0
    pattern = ""
    for place in given:
        letter = "hms"[place]
        figures = counts[place]
        seconds += int(figures) * (3600, 60, 1)[place]
        end = match.end(2 * place + 2)
        start = match.end(2 * place + 1)
        later = [other for other in given if other > place]
        until = match.start(2 * later[0] + 1) if later else end
        shown = f"[{letter}]" if place == given[0] else letter * len(figures)
        pattern += f'{shown}"{text[start:until]}"'
    return CellValue(ValueKind.DURATION, text, float(seconds), pattern=pattern)


def _figures(text: str, match: re.Match[str], today: date, order: str) -> CellValue | None:
    """A day in figures alone. Where both orders are possible, it is the one of its column, else the Indian one."""
    first, second = int(match["first"]), int(match["second_figure"])
    year = _whole_year(match["year"], today)
    is_certain = first > 12 or second > 12 or first == second
    is_day_first = second <= 12 and (first > 12 or order != "month")
    day, month = (first, second) if is_day_first else (second, first)
    found = _date(year, month, day)
    clock = _clock(match) if match["hour"] else time.min
    if found is None or clock is None:
        return None
    # With a year of two figures it may as well come first.
    exact = (is_certain or order in ("day", "month")) and len(match["year"]) == 4 and not match["zone"]
    return CellValue(
        ValueKind.DAY,
        text,
        moment=datetime.combine(found, clock),
        has_time=bool(match["hour"]),
        exact=exact,
        pattern=_pattern_of(text, match, is_day_first=is_day_first),
    )


def _day_of(text: str, match: re.Match[str], today: date) -> CellValue | None:
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _place(_MONTHS, parts.get("month") or "") + 1
    weekday = _place(_WEEKDAYS, parts.get("weekday") or "")
    if month == 0 or (parts.get("weekday") and weekday < 0):
        return None
    year, day = parts["year"], int(parts["day"])
    found = _date(_whole_year(year, today), month, day) if year else _nearest(month, day, weekday, today)
    clock = _clock(match) if parts["hour"] else time.min
    if found is None or clock is None or (weekday >= 0 and found.weekday() != weekday):
        return None
    # A weekday confirms the year only where the nearest one has it.
    sure = year is not None or (weekday >= 0 and found == _nearest(month, day, -1, today))
    return CellValue(
        ValueKind.DAY,
        text,
        moment=datetime.combine(found, clock),
        has_time=bool(parts["hour"]),
        exact=sure and not parts["zone"],
        pattern=_pattern_of(text, match),
    )


def _whole_year(year: str, today: date) -> int:
    """A year of two figures is one of the last thirty, or of the next twelve; else it lies further back."""
    if len(year) > 2:
        return int(year)
    whole = today.year - today.year % 100 + int(year)
    if whole > today.year + _COMING_YEARS:
        whole -= 100
    elif whole < today.year - 100 + _COMING_YEARS:
        whole += 100
    return whole


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


def _pattern_of(text: str, match: re.Match[str], *, is_day_first: bool = True) -> str:
    """The number format that shows a value as `text` has it; a day without a year gets one."""
    groups = match.groupdict()
    places = sorted((match.start(name), name) for name, part in groups.items() if part and name != "mark")
    pattern, at = "", 0
    for start, name in places:
        pattern += _literal(text[at:start]) + _shown(name, groups[name], is_day_first, groups)
        at = match.end(name)
        if name == "half":
            at += len(text) - at if text[at:].lower().strip(".") == "m" else 0
        if name == "month" and not groups.get("year"):
            pattern += " yyyy"
    return pattern + _literal(text[at:])


def _shown(name: str, part: str, is_day_first: bool, groups: dict[str, str | None]) -> str:
    match name:
        case "year":
            return "y" * len(part)
        case "month":
            return "mmmm" if part in _MONTHS and len(part) > 3 else "mmm"
        case "number":
            return "m" * len(part)
        case "first" | "second_figure":
            return ("d" if (name == "first") == is_day_first else "m") * len(part)
        case "day":
            return "dd" if part.startswith("0") or groups.get("number") else "d"
        case "weekday":
            return "dddd" if part in _WEEKDAYS else "ddd"
        case "hour":
            return "hh" if part.startswith("0") or (len(part) > 1 and not groups.get("half")) else "h"
        case "minute":
            return "mm"
        case "second":
            return "ss"
        case "half":
            return "AM/PM"
        case _:
            return ""


def _literal(text: str) -> str:
    return text if set(text) <= _PLAIN else f'"{text}"'
