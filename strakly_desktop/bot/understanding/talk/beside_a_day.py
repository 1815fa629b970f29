"""Reads days that are told from another one: "day after?", "same day last week"; as the dates that they are."""

import re
from calendar import monthrange
from datetime import date, timedelta

from strakly_desktop.bot.understanding.lexicon.words import plain
from strakly_desktop.bot.understanding.limits.periods import find_periods
from strakly_desktop.bot.understanding.requests import Intent, Request

_LAST = r"(?:last|previous|prev|pichle)"
_UNIT = r"(?:week|wk|month|year|hafte|mahine|saal)"
_SAME = r"(?:the )?(?:same day|isi din|usi din)"
_SAME_DAY = re.compile(
    rf"\b(?:{_SAME}(?: of| in)? {_LAST} (?P<one>{_UNIT})|{_LAST} (?P<other>{_UNIT})(?: ki| ke)? {_SAME})\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:the )?(?:(?P<after>day after|next day|following day|agle din)"
    r"|day before|previous day|day earlier|ek din pehle)(?= *[?.!]*$)",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(
    r"\b(?:the )?(?:month before(?: that)?|previous month|prev month|month earlier)(?= *[?.!]*$)",
    re.IGNORECASE,
)
_BACK = {"week": 7, "wk": 7, "hafte": 7}


def with_dates(message: str, last: Request | None, today: date) -> str:
    """The message with a date in the place of such words. `last`: what was asked before, of one day or of none."""
    day = _day_of(last, today)
    if (beside := _BESIDE.search(message)) is not None and day is not None:
        step = timedelta(1 if beside["after"] else -1)
        message = f"{message[: beside.start()]}{(day + step).isoformat()}{message[beside.end() :]}"
    month = _month_of(last)
    if (earlier := _MONTH_BEFORE.search(message)) is not None and month is not None:
        before = month - timedelta(1)
        message = f"{message[: earlier.start()]}{before:%B %Y}{message[earlier.end() :]}"
    if (same := _SAME_DAY.search(message)) is not None:
        # "Yesterday against the same day last week": the day that is named beside it, before that of the last answer.
        named = find_periods(plain(message[: same.start()]), today) or find_periods(
            plain(message[same.end() :]), today
        )
        if len(named) == 1 and named[0].start == named[0].end:
            day = named[0].start
        back = _so_long_before(day or today, (same["one"] or same["other"]).casefold())
        message = f"{message[: same.start()]}{back.isoformat()}{message[same.end() :]}"
    return message


def _month_of(last: Request | None) -> date | None:
    """The first day of the one month that the last answer was of."""
    period = last.limits.period or last.limits.ends or last.limits.joined if last is not None else None
    is_one = period is not None and period.start.day == 1
    is_one = (
        is_one
        and period is not None
        and (period.start.year, period.start.month)
        == (
            period.end.year,
            period.end.month,
        )
    )
    return period.start if period is not None and is_one and period.start < period.end else None


def _day_of(last: Request | None, today: date) -> date | None:
    """The one day that the last answer was of."""
    if last is None:
        return None
    limits = last.limits
    period = limits.period or limits.ends or limits.joined
    if period is None:
        return today if last.intent in (Intent.ATTENDANCE, Intent.INSIDE) else None
    return period.start if period.start == period.end else None


def _so_long_before(day: date, unit: str) -> date:
    if unit in _BACK:
        return day - timedelta(_BACK[unit])
    if unit in ("year", "saal"):
        year, month = day.year - 1, day.month
    else:
        year, month = day.year - (day.month == 1), day.month - 1 or 12
    return date(year, month, min(day.day, monthrange(year, month)[1]))
