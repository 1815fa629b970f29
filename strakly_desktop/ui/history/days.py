"""The days under which the history groups its conversations, and the words for a moment in it.

A group is known by the moment at which it ends, so a sorted list finds the place of a heading the way it
finds the place of a conversation.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import inf

# Not from the locale: the window speaks English whatever the system's language is.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayGroup:
    """A heading and its span in seconds since the epoch: from `start` up to, not including, `end`."""

    title: str
    start: float
    end: float

    def holds(self, timestamp: float) -> bool:
        """Whether a moment belongs under this heading."""
        return self.start <= timestamp < self.end


PINNED = DayGroup("Pinned", -inf, inf)


def day_group(moment: datetime, today: date) -> DayGroup:
    """The group of a moment (timezone-aware), by the days of this machine's time zone."""
    day = moment.astimezone().date()
    if day >= today:
        return DayGroup("Today", midnight(today), inf)
    yesterday = today - _DAY
    if day == yesterday:
        return DayGroup("Yesterday", midnight(yesterday), midnight(today))
    week = today - _WEEK
    if day >= week:
        return DayGroup("Previous 7 days", midnight(week), midnight(yesterday))
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    name = MONTHS[day.month - 1]
    title = name if day.year == today.year else f"{name} {day.year}"
    return DayGroup(title, midnight(first), midnight(min(after, week)))


def spoken_moment(moment: datetime, today: date) -> str:
    """A moment in words, for a screen reader: "today 18:42", "12 October 2026 18:42"."""
    local = moment.astimezone()
    day = local.date()
    if day == today:
        words = "today"
    elif day == today - _DAY:
        words = "yesterday"
    else:
        words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{words} {local:%H:%M}"


def midnight(day: date) -> float:
    """When a day begins here, in seconds since the epoch: by the time zone of now, which may be set while this runs."""
    # Naive on purpose: only so does it take the offset of that very day, summer time or not.
    return datetime.combine(day, time()).timestamp()
