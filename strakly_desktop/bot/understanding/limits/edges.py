"""Reads where a period begins or ends: "before 12 October", "after 1 Nov and before 10 Nov", "12 october se pehle".

What is open on one side reaches to the beginning of the records or to the end of time, which answers call so.
"""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from strakly_desktop.bot.answers.markdown import BEGINNING, END_OF_TIME
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.dates import MONTHS
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.periods import WEEKDAYS
from strakly_desktop.bot.understanding.requests import Period

_EDGES = {"before": "before", "until": "until", "atmost": "until", "by": "by", "after": "after"}
"""Of days "up to" is an edge as well; of rupees it is none."""
_IN_FRONT = frozenset(
    {
        "before",
        "earlier than",
        "until",
        "till",
        "up till",
        "by",
        "per",
        "up to",
        "upto",
        "after",
        "later than",
    }
)
"""Those words speak of what follows them: in "revenue this month by mode" none of the month."""
_OPENING = ("since", "from", "starting")
_FROM_THERE = ("se", "\u0938\u0947")
_AHEAD = ("within", "in ")
_OF_ENDS = ("expired", "absent")
_TO = re.compile(r"\b(?:to|and|till|until|through)\b|[-\u2013]")
_WEEK = timedelta(7)


def bounded(sentence: Sentence, found: Found, period: Period, places: list[int], today: date) -> Period:
    """The period; where a word beside it says that it only begins or ends there, what lies on that side of it."""
    ahead = sentence.has("expiring")
    if period.words.endswith(" ago") and sentence.meaning(places[0] - 1) == "above":
        sentence.taken.add(places[0] - 1)
        return Period(BEGINNING, _so_long_ago(period, today) - timedelta(1), f"more than {period.words}")
    edge = _edge(sentence, places)
    if edge is not None:
        return _beyond(sentence, found, coming(period, today) if ahead else period, edge, today)
    if period.words.startswith(_OPENING):
        begins = coming(period, today) if ahead else period
        # "Since Monday" goes on until today, and what expires from Friday on has no end.
        if ahead and begins.start < today:
            found.unclear.append(period.words)  # What expires is still to come.
        opens = ahead and begins.start >= today and not _TO.search(period.words)
        return replace(begins, end=END_OF_TIME) if opens else period
    if (
        period.words.startswith(_AHEAD)
        and period.start == today
        and not ahead
        and not sentence.has(*_OF_ENDS)
    ):
        # "Joined within 10 days" are those that have been.
        return replace(period, start=today - (period.end - today) + timedelta(1), end=today)
    after = sentence.words[places[-1] + 1 : places[-1] + 2]
    if (
        after
        and after[0].typed.casefold() in _FROM_THERE
        and period.start <= today
        and not sentence.has("above", "below", "compare")
    ):
        return Period(period.start, today, f"{period.words} se")
    return period


def _so_long_ago(period: Period, today: date) -> date:
    """The day just so long before today; "2 months ago" alone is that whole month."""
    length = re.search(r"(\d{1,3}|a|one) (month|year)", period.words)
    if length is None:
        return min(period.end, today)
    number = int(length[1]) if length[1].isdecimal() else 1
    index = today.year * 12 + today.month - 1 - number * (12 if length[2] == "year" else 1)
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def coming(period: Period, today: date) -> Period:
    """What is still to come on a weekday or in a month without a year is meant of the next one, unless it is named."""
    if period.end >= today or re.search(r"20\d\d|last|previous|this|yesterday|ago", period.words):
        return period
    if _SHORT_DATE.search(period.words):
        return replace(period, start=_year_later(period.start), end=_year_later(period.end))
    if _DAY_ALONE.search(period.words) and not any(month in period.words for month in MONTHS):
        return replace(period, start=_month_later(period.start), end=_month_later(period.end))
    if any(day in period.words for day in WEEKDAYS):
        return replace(period, start=period.start + _WEEK, end=period.end + _WEEK)
    if any(month in period.words for month in MONTHS):
        return replace(period, start=_year_later(period.start), end=_year_later(period.end))
    return period


def _year_later(day: date) -> date:
    later = date(day.year + 1, day.month, 1)
    return later.replace(day=min(day.day, monthrange(later.year, later.month)[1]))


_SHORT_DATE = re.compile(r"\d/\d{1,2}$")
_DAY_ALONE = re.compile(r"\d(?:st|nd|rd|th| of month)$")


def _month_later(day: date) -> date:
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _edge(sentence: Sentence, places: list[int]) -> int | None:
    """Where the word stands that makes an edge of the period; what an hour took is none of the day's."""
    behind = sentence.beside(places[-1])
    in_front = behind >= 0 and sentence.words[behind].typed.casefold() in _IN_FRONT
    near = (places[0] - 1, sentence.beside(places[0], -1), *(() if in_front else (behind,)))
    return next(
        (
            place
            for place in near
            if place >= 0 and sentence.meaning(place) in _EDGES and place not in sentence.taken
        ),
        None,
    )


def _beyond(sentence: Sentence, found: Found, period: Period, edge: int, today: date) -> Period:
    kind, ahead = _EDGES[sentence.meaning(edge)], sentence.has("expiring") and period.end >= today
    words = f"{kind} {period.words}"
    if kind == "after":
        if not ahead and period.end >= today:
            found.unclear.append(words)  # It has not come yet.
        first = period.end + timedelta(1)
        sentence.taken.add(edge)
        return Period(first, max(first, END_OF_TIME if ahead else today), words)
    last = period.start - timedelta(1) if kind == "before" else period.end
    if not ahead and last > today:
        found.unclear.append(words)
    if ahead and last < today:
        return period  # "Expiring before today" are none: the word is left over, and told.
    sentence.taken.add(edge)
    return Period(today if ahead else BEGINNING, last if ahead else min(last, today), words)


def between_edges(found: Found) -> None:
    """ "After 1 Nov and before 10 Nov" is one period: what lies within both."""
    if len(found.periods) != 2:
        return
    first, second = sorted(found.periods, key=lambda period: period.start)
    open_ended = {each.words.partition(" ")[0] for each in (first, second)}
    if (
        open_ended & {"before", "until", "by"}
        and open_ended & {"after", "since", "from"}
        and second.start <= first.end
    ):
        words = f"{found.periods[0].words} {found.periods[1].words}"
        found.periods = [Period(second.start, min(first.end, second.end), words)]
