"""Reads how long a server wants to be left alone, and says it (RFC 9110 section 10.2.3)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST_S = 10 * 365 * 86_400.0
NO_MOMENT = (ValueError, OverflowError, TypeError, IndexError)
"""What `moment_of` raises for what is no date: Python has a word of its own for each way of being none."""
_SECONDS_UP_TO = 90
_MINUTES_UP_TO = 90 * 60
_HOURS_UP_TO = 12 * 3600


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from now, by a number or a date; None where the header is absent or means nothing."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _LONGEST_S)
    try:
        wait = (moment_of(value) - _server_now(headers)).total_seconds()
    except NO_MOMENT:
        return None
    return min(max(0.0, wait), _LONGEST_S)


def _server_now(headers: Mapping[str, str]) -> datetime:
    """By the server's own clock, where it says it: the one of this computer may be wrong."""
    try:
        return moment_of(headers.get("date", ""))
    except NO_MOMENT:
        return datetime.now(UTC)


def moment_of(text: str) -> datetime:
    """The moment that a date of HTTP tells, in UTC where it names no zone.

    Raises:
        ValueError, OverflowError, TypeError, IndexError: see NO_MOMENT.
    """
    moment = parsedate_to_datetime(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def when_to_retry(seconds: float | None) -> str:
    """The sentence that says when to press Retry."""
    if seconds is None:
        return "Wait a minute, then press Retry."
    if seconds <= _SECONDS_UP_TO:
        return f"Wait {_counted(max(1, round(seconds)), 'second')}, then press Retry."
    if seconds <= _MINUTES_UP_TO:
        return f"Wait {_counted(round(seconds / 60), 'minute')}, then press Retry."
    if seconds <= _HOURS_UP_TO:
        return f"Wait about {_counted(round(seconds / 3600), 'hour')}, then press Retry."
    return "Ask again later. If it cannot wait, tell your administrator."


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
