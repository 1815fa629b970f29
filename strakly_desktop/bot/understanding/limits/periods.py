"""Finds the stretch of days a message speaks of: "yesterday", "last month", "in October", "between 1 and 10
Nov".

Weeks begin on Monday. Everything is counted from a given today, so the same words always mean the same days
in a test. Where a month is named without a year, the latest one that has begun is meant."""

import re
from calendar import monthrange
from datetime import date, timedelta

from strakly_desktop.bot.understanding.limits.dates import (
    AND,
    MONTH,
    WRITTEN,
    YEAR,
    Days,
    compiled,
    month_number,
    year_for,
)
from strakly_desktop.bot.understanding.requests import Period

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
            "ten": 10, "couple of": 2, "few": 3, "fourteen": 14, "thirty": 30, "a": 1}  # fmt: skip
_NUMBER = r"(?P<n>\d{1,3}|" + "|".join(_NUMBERS) + ")"
_UNIT = r"(?P<unit>day|week|month|year)s?"


_TO = r"\s*(?:to|till|until|through|-|–)\s*"
_BARE_YEAR = r"(?<![./:\d-])(?P<{0}>20\d\d)(?![/:\d-]|\.\d)"
_NO_YEAR_BEFORE = re.compile(
    r"\b(?:fy|financial|fiscal|above|over|under|below|than|least|most|rs|inr|top|first|last|next|past|show|list)\s+$"
)
_NO_YEAR_AFTER = re.compile(
    r"\s+(?:rupees|rs|inr|days?|weeks?|months?|years?|clients?|members?|people|payments?)\b"
)
_FIRST_YEAR = 2010
_MOST_PERIODS = 3
_FISCAL_MONTH = 4
_DIWALI = (date(2024, 10, 31), date(2025, 10, 20), date(2026, 11, 8), date(2027, 10, 29), date(2028, 10, 17),
           date(2029, 11, 5), date(2030, 10, 26))  # fmt: skip


def find_period(text: str, today: date) -> Period | None:
    """The first period named in `text` (plain form, see words.py), or None."""
    for pattern, days in _FORMS:
        for match in pattern.finditer(text):
            try:
                found = days(match, today)
            except (ValueError, OverflowError):
                found = None
            if found is not None:
                return _reaching(match, min(found), max(found), today)
            # There is no 31 February, and all of February is not what was meant.
            text = text[: match.start()] + "." * len(match[0]) + text[match.end() :]
    return None


def find_periods(text: str, today: date) -> list[Period]:
    """Every period named in `text`, in its order: "this month and last month" are two."""
    found: list[tuple[int, Period]] = []
    while len(found) < _MOST_PERIODS and (period := find_period(text, today)) is not None:
        at = text.index(period.words)
        found.append((at, period))
        text = text[:at] + "." * len(period.words) + text[at + len(period.words) :]
    return [period for _, period in sorted(found, key=lambda pair: pair[0])]


def _reaching(match: re.Match[str], start: date, end: date, today: date) -> Period:
    """The period; one that only begins there goes on until today."""
    before = match.string[: match.start()]
    since = re.search(r"\bsince (?:the )?$", before)
    if since is None and start == end:
        since = re.search(r"\b(?:from|starting)(?: on| the)* $", before)
    words = (since[0] if since else "") + match[0]
    if start <= today and words.startswith(("since", "from ", "starting")) and (since or "since" in match[0]):
        end = today
    return Period(start, end, words)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _shifted_month(today: date, months: int) -> tuple[date, date]:
    index = today.year * 12 + today.month - 1 + months
    return _month(index // 12, index % 12 + 1)


def _months(match: re.Match[str], today: date) -> tuple[date, date] | None:
    first, last = month_number(match["m1"]), month_number(match["m2"])
    year = year_for(last, match["y"], today)
    return _month(year - (first > last), first)[0], _month(year, last)[1]


def _years(match: re.Match[str], _today: date) -> tuple[date, date] | None:
    around = match.string[: match.start()], match.string[match.end() :]
    if _NO_YEAR_BEFORE.search(around[0]) or _NO_YEAR_AFTER.match(around[1]):
        return None
    first, last = int(match["a"]), int(match.groupdict().get("b") or match["a"])
    if first < _FIRST_YEAR:
        return None  # "Paid 2000 cash" are rupees.
    return date(first, 1, 1), date(last, 12, 31)


def _numbered(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """A week, month or quarter by its number, of this year where none is named."""
    number, year = int(match["n"]), int(match["y"] or today.year)
    if match["part"]:
        return None  # The third week of October is none of these.
    match match["unit"]:
        case "week":
            return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)
        case "month":
            return _month(year, number)
        case _ if 1 <= number <= 4:
            return _month(year, 3 * number - 2)[0], _month(year, 3 * number)[1]
        case _:
            return None


def _counted(match: re.Match[str], today: date) -> tuple[date, date]:
    number = _NUMBERS.get(match["n"]) or int(match["n"])
    days = max(1, number) * {"day": 1, "week": 7, "month": 30, "year": 365}[match["unit"]]
    if match["which"] in ("next", "coming", "upcoming", "within", "in"):
        return today, today + timedelta(days)
    return today - timedelta(days - 1), today


def _named(match: re.Match[str], today: date) -> tuple[date, date]:
    step = {"this": 0, "current": 0, "last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}[
        match["which"]
    ]
    match match["unit"]:
        case "day":
            return today + timedelta(step), today + timedelta(step)
        case "week":
            monday = today - timedelta(today.weekday()) + timedelta(7 * step)
            return monday, monday + timedelta(6)
        case "weekend":
            saturday = today - timedelta(today.weekday()) + timedelta(5 + 7 * step)
            return saturday, saturday + timedelta(1)
        case "quarter":
            first = (today.month - 1) % 3
            return _shifted_month(today, 3 * step - first)[0], _shifted_month(today, 3 * step - first + 2)[1]
        case "year":
            return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
        case _:
            return _shifted_month(today, step)


def _named_month(match: re.Match[str], today: date) -> tuple[date, date]:
    month = month_number(match["m"])
    return _month(year_for(month, match["y"], today), month)


def _fiscal(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """A year of account, which begins in April here, or a quarter of it."""
    step = {"this": 0, "current": 0, "last": -1, "previous": -1, "next": 1}[match["which"]]
    first = today.year + step - (today.month < _FISCAL_MONTH)
    numbers = {"first": 1, "second": 2, "third": 3, "fourth": 4}
    told = match.groupdict().get("n")
    if not told:
        return date(first, 4, 1), date(first + 1, 3, 31)
    number = numbers.get(told) or int(told)
    if not 1 <= number <= 4:
        return None
    start = _shifted_month(date(first, 4, 1), 3 * number - 3)[0]
    return start, _shifted_month(start, 2)[1]


def _feast(_match: re.Match[str], today: date) -> tuple[date, date] | None:
    """The last Diwali, or this year's: it follows the moon, so its days are written down."""
    past = [each for each in _DIWALI if each <= today]
    return (past[-1], past[-1]) if past and today.year <= _DIWALI[-1].year else None


def _weekday(match: re.Match[str], today: date) -> tuple[date, date]:
    back = (today.weekday() - WEEKDAYS.index(match["day"])) % 7
    found = today - timedelta(back or (7 if match["which"] else 0))
    return found, found


def _coming_weekday(match: re.Match[str], today: date) -> tuple[date, date]:
    """ "Next Friday" is still to come; "this Friday" is that of this week."""
    ahead = (WEEKDAYS.index(match["day"]) - today.weekday()) % 7 or 7
    if match["which"] == "this":
        ahead = WEEKDAYS.index(match["day"]) - today.weekday()
    return today + timedelta(ahead), today + timedelta(ahead)


def _between_weekdays(match: re.Match[str], today: date) -> tuple[date, date]:
    """ "Friday to Sunday": the last ones that are over or have begun."""
    last = today - timedelta((today.weekday() - WEEKDAYS.index(match["d2"])) % 7)
    return last - timedelta((last.weekday() - WEEKDAYS.index(match["d1"])) % 7), last


def _past(match: re.Match[str], today: date) -> tuple[date, date]:
    """ "3 days ago" is that day; "2 months ago" and "the month before last" are the whole month."""
    number = match.groupdict().get("n")
    back = 2 if number is None else _NUMBERS.get(number) or int(number)
    match match["unit"]:
        case "day":
            return today - timedelta(back), today - timedelta(back)
        case "week":
            monday = today - timedelta(today.weekday() + 7 * back)
            return monday, monday + timedelta(6)
        case "month":
            return _shifted_month(today, -back)
        case _:
            return date(today.year - back, 1, 1), date(today.year - back, 12, 31)


def _around_today(days: int) -> Days:
    return lambda _match, today: (today + timedelta(days), today + timedelta(days))


def _this_month(_match: re.Match[str], today: date) -> tuple[date, date]:
    return _shifted_month(today, 0)


_OF_FISCAL = r"(?P<which>this|current|last|previous|next)\s+fiscal(?:\s+year)?"
_LINK = r"(?:\s+(?:of|in|for|ke|ki|ka|\u0915\u0947|\u0915\u0940|\u0915\u093e))*"
_Q, _QTH = r"(?:quarter|q)\s*(?P<n>[1-4])", r"(?P<n>first|second|third|fourth)\s+quarter"
_FORMS: tuple[tuple[re.Pattern[str], Days], ...] = (
    (compiled(_Q + _LINK + r"\s+(?:the\s+)?" + _OF_FISCAL), _fiscal),
    (compiled(_QTH + _LINK + r"\s+(?:the\s+)?" + _OF_FISCAL), _fiscal),
    (compiled(_OF_FISCAL + _LINK + r"\s+" + _Q), _fiscal),
    (compiled(_OF_FISCAL + _LINK + r"\s+" + _QTH), _fiscal),
    (compiled(_OF_FISCAL), _fiscal),
    (compiled(r"(?:on\s+|last\s+)?diwali"), _feast),
    (compiled(r"(?:(?:in|for|during|of)\s+)?(?:the\s+)?(?P<unit>week|month|quarter |q)\s*(?P<n>\d{1,2})"
              r"(?P<part>\s+(?:of|in)\s+(?:the\s+)?[a-z]+)?" + YEAR.format("y")), _numbered),
    *WRITTEN,
    (compiled(_NUMBER + r"\s+" + _UNIT + r"\s+ago"), _past),
    (compiled(r"(?P<unit>week|month|year)\s+before\s+(?:the\s+)?last(?:\s+(?P=unit))?"), _past),
    (compiled(r"last\s+(?:to|se)\s+last\s+(?P<unit>week|month|year)"), _past),
    (compiled(r"day before yesterday"), _around_today(-2)),
    (compiled(r"day after tomorrow"), _around_today(2)),
    (compiled(r"yesterday|kal"), _around_today(-1)),
    (compiled(r"tomorrow"), _around_today(1)),
    (compiled(r"today|tonight|this (?:morning|afternoon|evening)|aaj|right now"), _around_today(0)),
    (compiled(r"(?P<which>last|past|previous|next|coming|upcoming)\s+" + _NUMBER + r"\s+" + _UNIT), _counted),
    (compiled(r"(?P<which>within|in|for|since)\s+(?:the\s+)?" + _NUMBER + r"\s+" + _UNIT), _counted),
    (compiled(r"(?P<which>this|current|last|previous|past|next|coming)\s+"
              r"(?P<unit>day|weekend|week|month|quarter|year)"), _named),
    (compiled(r"month to date|mtd|is mahine"), _this_month),
    (compiled(r"(?:(?:between|from|on)\s+)?(?P<d1>" + "|".join(WEEKDAYS) + ")" + AND + "(?P<d2>" + "|".join(WEEKDAYS)
              + ")"), _between_weekdays),
    (compiled(r"(?:on\s+)?(?P<which>this|next|coming)\s+(?P<day>" + "|".join(WEEKDAYS) + ")"), _coming_weekday),
    (compiled(r"(?P<which>last |previous )?(?:on )?(?P<day>" + "|".join(WEEKDAYS) + ")"), _weekday),
    (compiled(MONTH.format("m1") + _TO + MONTH.format("m2") + YEAR.format("y")), _months),
    (compiled(r"(?:(?:in|for|during|of|since)\s+)?" + MONTH.format("m") + r"\s+(?:(?:of|in)\s+)?(?P<y>20\d\d)"),
     _named_month),
    (compiled(r"(?:(?:in|for|during|of|and|about|since)\s+)" + MONTH.format("m") + YEAR.format("y")),
     _named_month),
    (compiled(MONTH.format("m").replace("|may", "") + YEAR.format("y")), _named_month),
    (compiled(r"between\s+" + _BARE_YEAR.format("a") + r"\s+and\s+" + _BARE_YEAR.format("b")), _years),
    (compiled(_BARE_YEAR.format("a") + _TO + _BARE_YEAR.format("b")), _years),
    (compiled(r"(?:(?:in|for|during|of|since)\s+)?(?:the\s+)?(?:(?:calendar\s+)?year\s+)?" + _BARE_YEAR.format("a")),
     _years),
)  # fmt: skip
