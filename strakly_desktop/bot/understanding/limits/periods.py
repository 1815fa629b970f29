"""Finds the stretch of days a message speaks of: "yesterday", "last month", "in October", "between 1 and 10
Nov".

Weeks begin on Monday. Everything is counted from a given today, so the same words always mean the same days
in a test. Where a month is named without a year, the latest one that has begun is meant."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
            "ten": 10, "couple of": 2, "few": 3, "fourteen": 14, "thirty": 30, "a": 1}  # fmt: skip

_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?:\s+(?:(?:of|in)\s+)?(?P<{0}>20\d\d))?"
_NUMBER = r"(?P<n>\d{1,3}|" + "|".join(_NUMBERS) + ")"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_ISO = r"(?P<{0}>20\d\d-\d\d-\d\d)"
_AND = r"\s*(?:and|to|till|until|through|-|–)\s*(?:the\s+)?"


_TO = r"\s*(?:to|till|until|through|-|–)\s*"
_BARE_YEAR = r"(?<![./:\d-])(?P<{0}>20\d\d)(?![/:\d-]|\.\d)"
_NUMERIC = r"(?P<d{0}>\d{{1,2}})(?P<s{0}>[/.-])(?P<m{0}>\d{{1,2}})(?P=s{0})(?P<y{0}>20\d\d|\d\d)(?![\d/])"
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


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included. `words` is what was found in the message."""

    start: date
    end: date
    words: str


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


_Days = Callable[[re.Match[str], date], tuple[date, date] | None]


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def _month_number(name: str) -> int:
    return next(index for index, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _year_for(month: int, given: str | None, today: date) -> int:
    if given:
        return int(given)
    return today.year if month <= today.month else today.year - 1


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _shifted_month(today: date, months: int) -> tuple[date, date]:
    index = today.year * 12 + today.month - 1 + months
    return _month(index // 12, index % 12 + 1)


def _between_dates(match: re.Match[str], today: date) -> tuple[date, date] | None:
    groups = match.groupdict()
    last = _month_number(groups["m2"])
    year = _year_for(last, groups["y2"], today)
    first = _month_number(groups["m1"]) if groups.get("m1") else last
    start = _day(year - (first > last), first, int(match["d1"]))
    end = _day(year, last, int(match["d2"]))
    return (start, end) if start and end else None


def _month_first_dates(match: re.Match[str], today: date) -> tuple[date, date] | None:
    month = _month_number(match["m"])
    year = _year_for(month, None, today)
    start, end = _day(year, month, int(match["d1"])), _day(year, month, int(match["d2"]))
    return (start, end) if start and end else None


def _one_date(match: re.Match[str], today: date) -> tuple[date, date] | None:
    month = _month_number(match["m"])
    found = _day(_year_for(month, match["y"], today), month, int(match["d"]))
    return (found, found) if found else None


def _months(match: re.Match[str], today: date) -> tuple[date, date] | None:
    first, last = _month_number(match["m1"]), _month_number(match["m2"])
    year = _year_for(last, match["y"], today)
    return _month(year - (first > last), first)[0], _month(year, last)[1]


def _years(match: re.Match[str], _today: date) -> tuple[date, date] | None:
    around = match.string[: match.start()], match.string[match.end() :]
    if _NO_YEAR_BEFORE.search(around[0]) or _NO_YEAR_AFTER.match(around[1]):
        return None
    first, last = int(match["a"]), int(match.groupdict().get("b") or match["a"])
    if first < _FIRST_YEAR:
        return None  # "Paid 2000 cash" are rupees.
    return date(first, 1, 1), date(last, 12, 31)


def _numeric_dates(match: re.Match[str], _today: date) -> tuple[date, date] | None:
    """The day comes first, as it is written in India."""
    groups = match.groupdict()
    days = [_numeric_date(groups, which) for which in ("a", "b") if groups.get(f"d{which}")]
    found = [day for day in days if day is not None]
    return (found[0], found[-1]) if len(found) == len(days) else None


def _numeric_date(groups: dict[str, str], which: str) -> date | None:
    year, month, day = (int(groups[f"{part}{which}"]) for part in "ymd")
    return _day(year if year > 99 else 2000 + year, month, day) if 1 <= month <= 12 else None


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


def _iso_dates(match: re.Match[str], _today: date) -> tuple[date, date] | None:
    try:
        start = date.fromisoformat(match["a"])
        end = date.fromisoformat(match.groupdict().get("b") or match["a"])
    except ValueError:
        return None
    return start, end


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
    month = _month_number(match["m"])
    return _month(_year_for(month, match["y"], today), month)


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


def _days_of_this_month(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """ "10 tareekh": the tenth."""
    start = _day(today.year, today.month, int(match["a"] or match["d"]))
    end = _day(today.year, today.month, int(match["d"]))
    return None if start is None or end is None else (start, end)


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


def _around_today(days: int) -> _Days:
    return lambda _match, today: (today + timedelta(days), today + timedelta(days))


def _this_month(_match: re.Match[str], today: date) -> tuple[date, date]:
    return _shifted_month(today, 0)


def _compile(form: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{form})\b")


_OF_FISCAL = r"(?P<which>this|current|last|previous|next)\s+fiscal(?:\s+year)?"
_LINK = r"(?:\s+(?:of|in|for|ke|ki|ka|\u0915\u0947|\u0915\u0940|\u0915\u093e))*"
_Q, _QTH = r"(?:quarter|q)\s*(?P<n>[1-4])", r"(?P<n>first|second|third|fourth)\s+quarter"
_FORMS: tuple[tuple[re.Pattern[str], _Days], ...] = (
    (_compile(_Q + _LINK + r"\s+(?:the\s+)?" + _OF_FISCAL), _fiscal),
    (_compile(_QTH + _LINK + r"\s+(?:the\s+)?" + _OF_FISCAL), _fiscal),
    (_compile(_OF_FISCAL + _LINK + r"\s+" + _Q), _fiscal),
    (_compile(_OF_FISCAL + _LINK + r"\s+" + _QTH), _fiscal),
    (_compile(_OF_FISCAL), _fiscal),
    (_compile(r"(?:on\s+|last\s+)?diwali"), _feast),
    (_compile(r"(?:(?:in|for|during|of)\s+)?(?:the\s+)?(?P<unit>week|month|quarter |q)\s*(?P<n>\d{1,2})"
              r"(?P<part>\s+(?:of|in)\s+(?:the\s+)?[a-z]+)?" + _YEAR.format("y")), _numbered),
    (_compile(_ISO.format("a") + _AND + _ISO.format("b")), _iso_dates),
    (_compile(_ISO.format("a")), _iso_dates),
    (_compile(_NUMERIC.format("a") + "(?:" + _AND + _NUMERIC.format("b") + ")?"), _numeric_dates),
    (_compile(r"(?:between|from)?\s*(?:the\s+)?" + _DAY.format("d1")
              + r"(?:\s+(?:of\s+)?" + _MONTH.format("m1") + ")?"
              + _AND + _DAY.format("d2") + r"\s+(?:of\s+)?" + _MONTH.format("m2") + _YEAR.format("y2")),
     _between_dates),
    (_compile(_MONTH.format("m") + r"\s+" + _DAY.format("d1") + _AND + _DAY.format("d2")),
     _month_first_dates),
    (_compile(_DAY.format("d") + r"\s+(?:of\s+)?" + _MONTH.format("m") + _YEAR.format("y")), _one_date),
    (_compile(_MONTH.format("m") + r"\s+" + _DAY.format("d") + _YEAR.format("y")), _one_date),
    (_compile(r"(?:(?P<a>\d{1,2})(?: of month)?" + _AND + r")?(?P<d>\d{1,2}) of month"), _days_of_this_month),
    (_compile(_NUMBER + r"\s+" + _UNIT + r"\s+ago"), _past),
    (_compile(r"(?P<unit>week|month|year)\s+before\s+(?:the\s+)?last(?:\s+(?P=unit))?"), _past),
    (_compile(r"last\s+(?:to|se)\s+last\s+(?P<unit>week|month|year)"), _past),
    (_compile(r"day before yesterday"), _around_today(-2)),
    (_compile(r"day after tomorrow"), _around_today(2)),
    (_compile(r"yesterday|kal"), _around_today(-1)),
    (_compile(r"tomorrow"), _around_today(1)),
    (_compile(r"today|tonight|this (?:morning|afternoon|evening)|aaj|right now"), _around_today(0)),
    (_compile(r"(?P<which>last|past|previous|next|coming|upcoming)\s+" + _NUMBER + r"\s+" + _UNIT), _counted),
    (_compile(r"(?P<which>within|in|for|since)\s+(?:the\s+)?" + _NUMBER + r"\s+" + _UNIT), _counted),
    (_compile(r"(?P<which>this|current|last|previous|past|next|coming)\s+"
              r"(?P<unit>day|weekend|week|month|quarter|year)"), _named),
    (_compile(r"month to date|mtd|is mahine"), _this_month),
    (_compile(r"(?:(?:between|from|on)\s+)?(?P<d1>" + "|".join(WEEKDAYS) + ")" + _AND + "(?P<d2>" + "|".join(WEEKDAYS)
              + ")"), _between_weekdays),
    (_compile(r"(?:on\s+)?(?P<which>this|next|coming)\s+(?P<day>" + "|".join(WEEKDAYS) + ")"), _coming_weekday),
    (_compile(r"(?P<which>last |previous )?(?:on )?(?P<day>" + "|".join(WEEKDAYS) + ")"), _weekday),
    (_compile(_MONTH.format("m1") + _TO + _MONTH.format("m2") + _YEAR.format("y")), _months),
    (_compile(r"(?:(?:in|for|during|of|since)\s+)?" + _MONTH.format("m") + r"\s+(?:(?:of|in)\s+)?(?P<y>20\d\d)"),
     _named_month),
    (_compile(r"(?:(?:in|for|during|of|and|about|since)\s+)" + _MONTH.format("m") + _YEAR.format("y")),
     _named_month),
    (_compile(_MONTH.format("m").replace("|may", "") + _YEAR.format("y")), _named_month),
    (_compile(r"between\s+" + _BARE_YEAR.format("a") + r"\s+and\s+" + _BARE_YEAR.format("b")), _years),
    (_compile(_BARE_YEAR.format("a") + _TO + _BARE_YEAR.format("b")), _years),
    (_compile(r"(?:(?:in|for|during|of|since)\s+)?(?:the\s+)?(?:(?:calendar\s+)?year\s+)?" + _BARE_YEAR.format("a")),
     _years),
)  # fmt: skip
