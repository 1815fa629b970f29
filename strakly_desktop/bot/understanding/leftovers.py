"""Finds what limits a question and was not understood: a period, a number, or words around them.

Figures for something else than was asked look like an answer. So every such word must have gone into the request;
what is left over is named, and nothing is looked up.
"""

import re
from collections.abc import Sequence
from datetime import date

from strakly_desktop.bot.understanding.details import find_ordinal
from strakly_desktop.bot.understanding.followups import HAS_PAGES, TAKES_PERIOD
from strakly_desktop.bot.understanding.intents import Intent
from strakly_desktop.bot.understanding.periods import Period, find_periods
from strakly_desktop.bot.understanding.requests import Request

_WITHOUT_FIGURES = frozenset({Intent.CHANGE_THEME, Intent.NAVIGATE, Intent.GYM_INFO, Intent.ENQUIRY_CREATE})
_READ = "\x00"
"""Stands for words that went into a request."""

_NUMBER_WORDS = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety"
    r"|hundred|thousand|lakhs?|crores?|dozen"
)
_MONTHS = (
    r"january|february|april|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_DAYS = r"mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekends?|weekdays?|yesterday|tomorrow"
_SPANS = r"ago|since|until|till|before|after|half|fortnights?|decades?|century|fy|financial year|fiscal year"
_UNITS = r"days?|weeks?|months?|quarters?|years?|hours?|rupees|rs|inr|percent"
_LIMIT = rf"\S*\d\S*|(?:{_NUMBER_WORDS}|{_MONTHS}|{_DAYS}|{_SPANS})\b"
_AROUND = r"last|past|next|previous|coming|first|second|third|month|week|quarter|year|day|above|over|under|below|than"
_LEFT_OVER = re.compile(
    rf"\b(?:(?:{_AROUND})\s+)*(?:{_LIMIT})(?:\s+(?:(?:to|and|till|until|of|the|-)\s+)*(?:{_LIMIT}|{_UNITS}))*"
)
_LEFT_OVER_START = re.compile(r"(?<!\S)[^\w\s\x00]\S*\d\S*")
_PART_OF_READ = re.compile(
    r"\b(?:(?:first|second|third|fourth|last|start|beginning|end|middle|mid|early|late|part|rest)"
    r"(?:\s+(?:week|half|days?|part|quarter|fortnight|weekend))?\s+(?:of\s+)?(?:the\s+)?"
    r"|(?:by|before|after|until|till|up\s?to|except|excluding|without|not|outside)\s+(?:in\s+|on\s+)?(?:the\s+)?)"
    rf"{_READ}"
)
_JOINED = re.compile(rf"{_READ}\s*(?:to|till|until|through|-|of|in)?\s*{_READ}")


def left_over(text: str, requests: Sequence[Request], today: date) -> list[str]:
    """The words of `text` (plain form) that limit it and are in none of `requests`."""
    if all(request.intent in _WITHOUT_FIGURES for request in requests):
        return []
    rest, words, unused = _without_what_was_read(text, requests, today)
    found = unused + [match[0] for match in (*_LEFT_OVER.finditer(rest), *_LEFT_OVER_START.finditer(rest))]
    for pattern in (_PART_OF_READ, _JOINED):
        found += [_restored(match[0], words) for match in pattern.finditer(rest)]
    return list(dict.fromkeys(" ".join(each.split()) for each in found))


def say_left_over(words: Sequence[str]) -> str:
    """What to answer in the place of figures."""
    named = ", ".join(f"**{each.replace('*', '')}**" for each in words)
    return (
        f"I cannot apply {named} to this, so I looked nothing up: the figures would be for something else.\n\n"
        'A period can be said like "this month", "October 2025", "2025", "5 to 20 November" or "last 30 days". '
        "Not everything can be limited to one."
    )


def _without_what_was_read(
    text: str, requests: Sequence[Request], today: date
) -> tuple[str, list[str], list[str]]:
    """What else the text says, and its periods: those that went into a request, and those that did not."""
    used: list[str] = []
    unused: list[str] = []
    for period in find_periods(text, today):
        is_used = _was_used(period, requests, today)
        (used if is_used else unused).append(period.words)
        joint = "and " if period.words.startswith("and ") else ""
        text = text.replace(period.words, joint + (_READ if is_used else " "), 1)
    for request in requests:
        for pattern in _read_patterns(request, text):
            text = re.sub(pattern, " ", text, count=1)
    return text, used, unused


def _was_used(period: Period, requests: Sequence[Request], today: date) -> bool:
    """Whether a request is limited to it; what is so now is also so today."""
    if period.start == period.end == today:
        return True
    for request in requests:
        own = request.period
        if own is None or (own.start, own.end) != (period.start, period.end):
            continue
        if request.intent is Intent.ATTENDANCE_TODAY:
            continue
        if request.intent in TAKES_PERIOD:
            return True
        if request.intent is Intent.ABSENT_CLIENTS and own.start <= today <= own.end:
            return True
    return False


def _read_patterns(request: Request, text: str) -> list[str]:
    """Where else the numbers of a request stand in the text."""
    patterns = []
    if request.limit is not None and request.intent in HAS_PAGES:
        patterns.append(rf"\b{request.limit}\b")
    if request.branch is not None:
        patterns.append(re.escape(request.branch))
    if request.page > 1:
        patterns.append(rf"\bnext {request.limit or 10}\b")
    if request.intent is Intent.ABSENT_CLIENTS and request.days is not None:
        patterns.append(r"\b(?:\d{1,3}|two|three|four|six) (?:day|week|month)s?\b")
    if request.phone is not None:
        patterns.append(r"\+?\d[\d -]{8,}\d")
    if request.person_id is not None and find_ordinal(text) is not None:
        patterns.append(r"#?\b\d{1,2}(?:st|nd|rd|th)?\b")
    if request.plan is not None:
        patterns.append(rf"\b{request.plan} \d{{1,2}} months?\b")
    if request.intent is Intent.PLANS:
        patterns.append(r"\b\d{1,2} ?(?:month|year|week|day)s?\b")
    if request.intent in (Intent.CLIENT_SEARCH, Intent.CLIENT_DETAILS, Intent.CLIENT_MEMBERSHIP):
        patterns.append(r"\S+@\S+")
    return patterns


def _restored(text: str, words: Sequence[str]) -> str:
    for each in words:
        text = text.replace(_READ, each, 1)
    return text
