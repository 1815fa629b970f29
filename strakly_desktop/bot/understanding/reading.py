"""Decides what a message wants: small talk, an enquiry being taken down, a follow-up, or one or more intents.

`read` is a function of the message, the talk so far and today, and of nothing else. The talk itself is read
the same way (`read_talk`), so nothing about a conversation has to be kept beside its messages."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from strakly_desktop.bot.understanding.details import (
    find_accent,
    find_branch,
    find_days,
    find_group,
    find_limit,
    find_page,
    find_phone,
    find_place,
    find_plan,
    find_status,
    find_theme,
)
from strakly_desktop.bot.understanding.enquiries import read_enquiry, start_enquiry
from strakly_desktop.bot.understanding.followups import TAKES_PERIOD, read_followup
from strakly_desktop.bot.understanding.intents import Intent, best_wish
from strakly_desktop.bot.understanding.leftovers import left_over, say_left_over
from strakly_desktop.bot.understanding.people import find_capitalised_name, find_name, is_bare_name
from strakly_desktop.bot.understanding.periods import Period, find_period, find_periods
from strakly_desktop.bot.understanding.requests import PastTurn, Reading, Request, State
from strakly_desktop.bot.understanding.smalltalk import NOT_UNDERSTOOD, small_talk
from strakly_desktop.bot.understanding.words import plain, repaired

_ABOUT_A_PERSON = frozenset({Intent.CLIENT_SEARCH, Intent.CLIENT_DETAILS, Intent.CLIENT_MEMBERSHIP})
_MOST_CHARACTERS = 600
"""What is read of a message: a question at the desk is shorter, and a pasted book must not stop the server."""
_MAY_MEAN_ONE = frozenset(
    {
        Intent.ATTENDANCE_TODAY,
        Intent.ATTENDANCE_PERIOD,
        Intent.DUES,
        Intent.TRAINERS,
        Intent.IN_GYM_NOW,
        Intent.CLIENT_LIST,
    }
)
"""Intents that are about everybody unless somebody is named; then that person's record holds the answer."""
_WITHOUT_PLACE = _ABOUT_A_PERSON | {
    Intent.BRANCHES,
    Intent.NAVIGATE,
    Intent.CHANGE_THEME,
    Intent.GYM_INFO,
    Intent.ENQUIRY_CREATE,
}
_SEAMS = re.compile(r"[?!;\n]+|\.\s+|,?\s+\b(?:and|also|then|plus|aur)\b\s+|,\s+", re.IGNORECASE)
_WHICH_THEME = (
    "Which one? I can switch to **dark**, **light** or **system**, and to the accents green, blue, purple, red, "
    "orange, teal, pink, black and white."
)
_WHICH_PAGE = 'Which page? For example "open the attendance page", or "open Asha Rao\'s page".'
_WHOSE = "Whose? Please tell me the client's name or phone number."


def read_talk(turns: Sequence[PastTurn], today: date) -> State:
    """Where a talk stands after `turns`."""
    state = State()
    for index, turn in enumerate(turns):
        state = read(turn.question, state, turns[:index], today).state
    return state


def read(message: str, state: State, past: Sequence[PastTurn], today: date) -> Reading:
    """Understand `message`, given where the talk stands and what the tools answered before."""
    message = message[:_MOST_CHARACTERS]
    text = repaired(plain(message))
    if state.draft is not None:
        enquiry = read_enquiry(message, text, state.draft, best_wish(text))
        if enquiry is not None:
            return enquiry
    if not text:
        return Reading(say="Please type a question about the gym.", state=replace(state, draft=None))
    followup = read_followup(text, state.requests, past, today)
    if followup is not None:
        return _left_over(text, followup, state, today) or _asked(followup)
    talk = small_talk(text)
    if talk is not None:
        return Reading(say=talk, state=replace(state, draft=None))
    intents = _wishes(message, today) or _named_now(message, state)
    if not intents and is_bare_name(message):
        intents = [Request(Intent.CLIENT_SEARCH, name=find_name(message))]
    if not intents:
        return Reading(say=NOT_UNDERSTOOD, state=replace(state, draft=None))
    if len(intents) == 1 and intents[0].intent is Intent.ENQUIRY_CREATE:
        return start_enquiry(message, state)
    unnamed = [intent for intent in intents if intent.intent in _ABOUT_A_PERSON and not intent.names_somebody]
    if unnamed:
        return Reading(say=_WHOSE, state=State(requests=tuple(unnamed)))
    unclear = next((words for intent in intents if (words := _unclear(intent))), None)
    if unclear:
        return Reading(say=unclear, state=state)
    asked = tuple(intent for intent in intents if intent.intent is not Intent.ENQUIRY_CREATE)
    return _left_over(text, asked, state, today) or _asked(asked)


def _left_over(text: str, requests: tuple[Request, ...], state: State, today: date) -> Reading | None:
    words = left_over(text, requests, today)
    return Reading(say=say_left_over(words), state=replace(state, draft=None)) if words else None


def _named_now(message: str, state: State) -> list[Request]:
    """The request whose person was asked for, once the message names them."""
    name, phone = find_name(message), find_phone(message)
    waiting = [
        request
        for request in state.requests
        if request.intent in _ABOUT_A_PERSON and not request.names_somebody
    ]
    return [replace(request, name=name, phone=phone) for request in waiting[:1]] if name or phone else []


def _unclear(request: Request) -> str | None:
    match request:
        case Request(intent=Intent.CHANGE_THEME, theme=None, accent=None):
            return _WHICH_THEME
        case Request(intent=Intent.NAVIGATE, path=None, name=None):
            return _WHICH_PAGE
        case _:
            return None


def _asked(requests: tuple[Request, ...]) -> Reading:
    return Reading(requests=requests, state=State(requests=requests))


def _wishes(message: str, today: date) -> list[Request]:
    """The intents of a message, in its order. Words joined by "and" are one intent unless each part is one."""
    whole = _request(message, today)
    parts = [part for part in _SEAMS.split(message) if part.strip()]
    found = [request for part in parts if (request := _request(part, today)) is not None]
    different = {request.intent for request in found}
    if len(different) < 2:
        return _for_each_period(whole, message, today) if whole is not None else found
    period = find_period(repaired(plain(message)), today)
    merged = {request.intent: request for request in reversed(found)}
    ordered = [merged[intent] for intent in dict.fromkeys(request.intent for request in found)]
    return [request if request.period else replace(request, period=period) for request in ordered]


def _for_each_period(request: Request, message: str, today: date) -> list[Request]:
    if request.intent not in TAKES_PERIOD:
        return [request]
    periods = find_periods(repaired(plain(message)), today)
    return [replace(request, period=period) for period in periods] if len(periods) > 1 else [request]


def _request(message: str, today: date) -> Request | None:
    text = repaired(plain(message))
    period = find_period(text, today)
    intent = best_wish(text) or _about_somebody(message, text, period)
    if intent is None:
        return None
    if intent in _MAY_MEAN_ONE and (name := find_capitalised_name(message)) is not None:
        return Request(Intent.CLIENT_DETAILS, name=name)
    branch = None if intent is Intent.NAVIGATE else find_branch(text, message)
    if branch is None and intent not in _WITHOUT_PLACE:
        branch = find_place(text if period is None else text.replace(period.words, " . "))
    return _with_details(
        Request(_refined(intent, period, today), period=period, branch=branch), message, text
    )


def _about_somebody(message: str, text: str, period: Period | None) -> Intent | None:
    """ "Ashas membership", "Priya Nair plan": a name beside a word that alone says too little."""
    if len(text.split()) > 5 or find_name(message, period) is None:
        return None
    return Intent.CLIENT_MEMBERSHIP if re.search(r"\b(?:membership|package|plan)$", text) else None


def _refined(intent: Intent, period: Period | None, today: date) -> Intent:
    if intent is Intent.ATTENDANCE_TODAY and period is not None and period.start != today:
        return Intent.ATTENDANCE_PERIOD
    if intent is Intent.ATTENDANCE_PERIOD and (period is None or period.start == period.end == today):
        return Intent.ATTENDANCE_TODAY
    if intent is Intent.EXPIRING_MEMBERSHIPS and period is not None and period.end < today:
        return Intent.EXPIRED_MEMBERSHIPS
    return intent


def _with_details(request: Request, message: str, text: str) -> Request:
    match request.intent:
        case Intent.REVENUE | Intent.ATTENDANCE_PERIOD:
            return replace(request, group=find_group(text))
        case Intent.CHANGE_THEME:
            accent = find_accent(text)
            return replace(request, theme=find_theme(text), accent=accent)
        case Intent.NAVIGATE:
            path = find_page(text)
            return replace(request, path=path, name=None if path else find_name(message))
        case Intent.CLIENT_SEARCH | Intent.CLIENT_DETAILS | Intent.CLIENT_MEMBERSHIP:
            phone = find_phone(message)
            return replace(request, phone=phone, name=None if phone else find_name(message, request.period))
        case Intent.ABSENT_CLIENTS:
            return replace(request, days=find_days(text))
        case Intent.CLIENT_LIST if find_status(text) == "new":
            # New is no status of a client: those are meant who joined lately.
            return replace(request, status=None, plan=find_plan(text), limit=find_limit(text))
        case _:
            return replace(request, status=find_status(text), plan=find_plan(text), limit=find_limit(text))
