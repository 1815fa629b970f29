"""Reads days that are written as dates: "15 Nov", "5 to 20 November", "2026-11-15", "15/11/26", "15/11", "the 15th"."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip

MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
YEAR = r"(?:\s+(?:(?:of|in)\s+)?(?P<{0}>20\d\d))?"
_ISO = r"(?P<{0}>20\d\d-\d\d-\d\d)"
AND = r"\s*(?:and|to|till|until|through|-|–)\s*(?:the\s+)?"
_SHORT = r"(?<![\d/])(?P<d{0}>\d{{1,2}})/(?P<m{0}>\d{{1,2}})(?![\d/])"
_ORDINAL = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)"
_NO_DAY = (
    r"(?!\s+(?:one|member|week|month|quarter|year|row|payment|enquiry|trainer|time|number|details|membership|due"
    r"|phone)\b)"
)
_ALWAYS = (24, 7)
""" "Open 24/7" is no day."""
_NUMERIC = r"(?P<d{0}>\d{{1,2}})(?P<s{0}>[/.-])(?P<m{0}>\d{{1,2}})(?P=s{0})(?P<y{0}>20\d\d|\d\d)(?![\d/])"


Days = Callable[[re.Match[str], date], tuple[date, date] | None]
"""What days a form means, of a today: the first and the last; None where there are no such days."""


def day_of(year: int, month: int, day: int) -> date | None:
    """The day; None where that month has none of this number."""
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def month_number(name: str) -> int:
    """1 for "jan" or "january"; only the first three letters count."""
    return next(index for index, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def year_for(month: int, given: str | None, today: date) -> int:
    """The year that is `given`, or the latest one in which the month has begun."""
    if given:
        return int(given)
    return today.year if month <= today.month else today.year - 1


def _between_dates(match: re.Match[str], today: date) -> tuple[date, date] | None:
    groups = match.groupdict()
    last = month_number(groups["m2"])
    year = year_for(last, groups["y2"], today)
    first = month_number(groups["m1"]) if groups.get("m1") else last
    begun = int(groups["y1"]) if groups.get("y1") else year - (first > last)
    start = day_of(begun, first, int(match["d1"]))
    end = day_of(year, last, int(match["d2"]))
    return (start, end) if start and end else None


def _month_first_dates(match: re.Match[str], today: date) -> tuple[date, date] | None:
    month = month_number(match["m"])
    year = year_for(month, None, today)
    start, end = day_of(year, month, int(match["d1"])), day_of(year, month, int(match["d2"]))
    return (start, end) if start and end else None


def _one_date(match: re.Match[str], today: date) -> tuple[date, date] | None:
    month = month_number(match["m"])
    found = day_of(year_for(month, match["y"], today), month, int(match["d"]))
    return (found, found) if found else None


def _numeric_dates(match: re.Match[str], _today: date) -> tuple[date, date] | None:
    """The day comes first, as it is written in India."""
    groups = match.groupdict()
    days = [_numeric_date(groups, which) for which in ("a", "b") if groups.get(f"d{which}")]
    found = [day for day in days if day is not None]
    return (found[0], found[-1]) if len(found) == len(days) else None


def _numeric_date(groups: dict[str, str], which: str) -> date | None:
    year, month, day = (int(groups[f"{part}{which}"]) for part in "ymd")
    return day_of(year if year > 99 else 2000 + year, month, day) if 1 <= month <= 12 else None


def _short_dates(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """ "15/11", of the latest year in which that month has begun."""
    groups = match.groupdict()
    told = [
        (int(groups[f"d{which}"]), int(groups[f"m{which}"]))
        for which in ("a", "b")
        if groups.get(f"d{which}")
    ]
    if _ALWAYS in told or not all(1 <= month <= 12 for _, month in told):
        return None
    year = year_for(told[-1][1], None, today)
    first = year - (told[0][1] > told[-1][1])
    days = [
        day_of(of, month, day) for of, (day, month) in zip((first, year)[-len(told) :], told, strict=True)
    ]
    found = [day for day in days if day is not None]
    return (found[0], found[-1]) if len(found) == len(days) else None


def _iso_dates(match: re.Match[str], _today: date) -> tuple[date, date] | None:
    try:
        start = date.fromisoformat(match["a"])
        end = date.fromisoformat(match.groupdict().get("b") or match["a"])
    except ValueError:
        return None
    return start, end


def _days_alone(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """ "10 tareekh", "the 15th", "5th to 20th": the latest ones that have begun."""
    end = _latest(int(match["d"]), today)
    start = _latest(int(match["a"] or match["d"]), end or today)
    return None if start is None or end is None else (start, end)


def _latest(day: int, until: date) -> date | None:
    """The last day of this number up to a day; None where the month before has none either."""
    before = date(until.year - (until.month == 1), until.month - 1 or 12, 1)
    found = [day_of(month.year, month.month, day) for month in (until, before)]
    return next((each for each in found if each is not None and each <= until), None)


def compiled(form: str) -> re.Pattern[str]:
    """A form as a pattern that begins and ends where words do."""
    return re.compile(rf"\b(?:{form})\b")


WRITTEN: tuple[tuple[re.Pattern[str], Days], ...] = (
    (compiled(_ISO.format("a") + AND + _ISO.format("b")), _iso_dates),
    (compiled(_ISO.format("a")), _iso_dates),
    (compiled(_NUMERIC.format("a") + "(?:" + AND + _NUMERIC.format("b") + ")?"), _numeric_dates),
    (compiled(_SHORT.format("a") + "(?:" + AND + _SHORT.format("b") + ")?"), _short_dates),
    (compiled(r"(?:between|from)?\s*(?:the\s+)?" + _DAY.format("d1")
              + r"(?:\s+(?:of\s+)?" + MONTH.format("m1") + YEAR.format("y1") + ")?"
              + AND + _DAY.format("d2") + r"\s+(?:of\s+)?" + MONTH.format("m2") + YEAR.format("y2")),
     _between_dates),
    (compiled(MONTH.format("m") + r"\s+" + _DAY.format("d1") + AND + _DAY.format("d2")),
     _month_first_dates),
    (compiled(_DAY.format("d") + r"\s+(?:of\s+)?" + MONTH.format("m") + YEAR.format("y")), _one_date),
    (compiled(MONTH.format("m") + r"\s+" + _DAY.format("d") + YEAR.format("y")), _one_date),
    (compiled(r"(?:(?P<a>\d{1,2})(?: of month)?" + AND + r")?(?P<d>\d{1,2}) of month"), _days_alone),
    (compiled(r"(?:(?:on|of)\s+)?(?:the\s+)?(?:" + _ORDINAL.format("a") + AND + ")?" + _ORDINAL.format("d") + _NO_DAY),
     _days_alone),
)  # fmt: skip
"""The forms of written dates, and what days each means; the first that fits is taken."""
