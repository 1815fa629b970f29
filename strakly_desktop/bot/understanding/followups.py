"""Reads a message that only makes sense after another: "list them", "and last month?", "the second one".

Each rule is a pattern and a function from the match and the talk to the new request; the first rule that
gives one wins. A message with a intent of its own is never taken for a follow-up, unless it points back
("them", "his")."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from strakly_desktop.bot.understanding.details import find_branch, find_group, find_ordinal, find_status
from strakly_desktop.bot.understanding.intents import Intent, best_wish
from strakly_desktop.bot.understanding.periods import find_period
from strakly_desktop.bot.understanding.requests import PastTurn, Request
from strakly_desktop.bot.understanding.rows import people_of

_LISTS = {
    Intent.CLIENT_STATS: Intent.CLIENT_LIST,
    Intent.MEMBERSHIP_STATS: Intent.ACTIVE_MEMBERSHIPS,
    Intent.ENQUIRY_STATS: Intent.ENQUIRY_LIST,
    Intent.SALES_BY_PLAN: Intent.PLANS,
}
HAS_PAGES = frozenset(
    {
        Intent.CLIENT_LIST,
        Intent.ABSENT_CLIENTS,
        Intent.ACTIVE_MEMBERSHIPS,
        Intent.EXPIRING_MEMBERSHIPS,
        Intent.EXPIRED_MEMBERSHIPS,
        Intent.ATTENDANCE_TODAY,
        Intent.IN_GYM_NOW,
        Intent.DUES,
        Intent.ENQUIRY_LIST,
    }
)
"""What is answered with a list, of which so many rows or a further page can be asked for."""
_NO_LIST = (Intent.CHANGE_THEME, Intent.NAVIGATE)
_ABOUT_ONE = (Intent.CLIENT_SEARCH, Intent.CLIENT_DETAILS, Intent.CLIENT_MEMBERSHIP)
TAKES_PERIOD = frozenset(
    {
        Intent.CLIENT_LIST,
        Intent.CLIENT_STATS,
        Intent.EXPIRING_MEMBERSHIPS,
        Intent.EXPIRED_MEMBERSHIPS,
        Intent.ATTENDANCE_TODAY,
        Intent.ATTENDANCE_PERIOD,
        Intent.REVENUE,
        Intent.SALES_BY_PLAN,
        Intent.ENQUIRY_LIST,
        Intent.ENQUIRY_STATS,
    }
)
_ABOUT_BRANCHES = (Intent.BRANCHES, Intent.GYM_INFO, Intent.CLIENT_DETAILS)
_BY_STATUS = {
    Intent.ACTIVE_MEMBERSHIPS: {"expired": Intent.EXPIRED_MEMBERSHIPS},
    Intent.EXPIRED_MEMBERSHIPS: {"active": Intent.ACTIVE_MEMBERSHIPS},
    Intent.EXPIRING_MEMBERSHIPS: {"expired": Intent.EXPIRED_MEMBERSHIPS, "active": Intent.ACTIVE_MEMBERSHIPS},
    Intent.MEMBERSHIP_STATS: {"expired": Intent.EXPIRED_MEMBERSHIPS, "active": Intent.ACTIVE_MEMBERSHIPS},
}


@dataclass(frozen=True, slots=True)
class _Talk:
    text: str
    requests: tuple[Request, ...]
    past: Sequence[PastTurn]
    today: date

    @property
    def last(self) -> Request | None:
        return self.requests[-1] if self.requests else None


_Rule = Callable[[_Talk, re.Match[str]], tuple[Request, ...] | None]


def read_followup(
    text: str, requests: tuple[Request, ...], past: Sequence[PastTurn], today: date
) -> tuple[Request, ...] | None:
    """The requests that `text` (plain form) makes of the last ones, or None when it stands on its own."""
    talk = _Talk(text, requests, past, today)
    for pattern, rule in _RULES:
        match = pattern.search(text)
        if match is not None:
            found = rule(talk, match)
            if found is not None:
                return found
    return None


def _again(talk: _Talk, _match: re.Match[str]) -> tuple[Request, ...] | None:
    clear = all(request.intent not in _ABOUT_ONE or request.names_somebody for request in talk.requests)
    return talk.requests if talk.requests and clear else None


def _list_them(talk: _Talk, _match: re.Match[str]) -> tuple[Request, ...] | None:
    if talk.last is None or talk.last.intent in _NO_LIST:
        return None
    status = find_status(talk.text) or talk.last.status
    intent = _LISTS.get(talk.last.intent, talk.last.intent)
    return (_with_status(replace(talk.last, intent=intent, page=1), status),)


def _more(talk: _Talk, _match: re.Match[str]) -> tuple[Request, ...] | None:
    if talk.last is None:
        return None
    intent = _LISTS.get(talk.last.intent, talk.last.intent)
    if intent not in HAS_PAGES:
        return None
    return (replace(talk.last, intent=intent, page=talk.last.page + 1),)


def _other_period(talk: _Talk, _match: re.Match[str]) -> tuple[Request, ...] | None:
    period = find_period(talk.text, talk.today)
    if period is None or best_wish(talk.text.replace(period.words, " ").strip()) is not None:
        return None
    able = [request for request in talk.requests if request.intent in TAKES_PERIOD]
    return tuple(_at(request, period.start == period.end == talk.today, talk) for request in able) or None


def _at(request: Request, is_today: bool, talk: _Talk) -> Request:
    intent = request.intent
    if intent in (Intent.ATTENDANCE_TODAY, Intent.ATTENDANCE_PERIOD):
        intent = Intent.ATTENDANCE_TODAY if is_today else Intent.ATTENDANCE_PERIOD
    return replace(request, intent=intent, period=find_period(talk.text, talk.today), page=1)


def _other_branch(talk: _Talk, _match: re.Match[str]) -> tuple[Request, ...] | None:
    branch = find_branch(talk.text)
    if branch is None or not talk.requests or best_wish(talk.text) not in (None, *_ABOUT_BRANCHES):
        return None
    return tuple(replace(request, branch=branch, name=None, page=1) for request in talk.requests)


def _branch_or_person(talk: _Talk, match: re.Match[str]) -> tuple[Request, ...] | None:
    """ "What about Lake Road?" may name a branch or a person; calls.py looks the branches up to tell."""
    if talk.last is None or talk.last.intent in _ABOUT_ONE or find_period(talk.text, talk.today) is not None:
        return None
    if best_wish(talk.text) not in (None, Intent.CLIENT_DETAILS) or find_status(talk.text) is not None:
        return None
    return (replace(talk.last, branch=match["name"], name=match["name"], page=1),)


def _only(talk: _Talk, _match: re.Match[str]) -> tuple[Request, ...] | None:
    status = find_status(talk.text)
    if talk.last is None or status is None:
        return None
    intent = {Intent.CLIENT_STATS: Intent.CLIENT_LIST, Intent.ENQUIRY_STATS: Intent.ENQUIRY_LIST}.get(
        talk.last.intent
    )
    return (_with_status(replace(talk.last, intent=intent or talk.last.intent, page=1), status),)


def _with_status(request: Request, status: str | None) -> Request:
    if status is None:
        return request
    other = _BY_STATUS.get(request.intent, {}).get(status)
    return replace(request, intent=other) if other else replace(request, status=status)


def _split(talk: _Talk, _match: re.Match[str]) -> tuple[Request, ...] | None:
    group = find_group(talk.text)
    if group is None or talk.last is None:
        return None
    match talk.last.intent, group:
        case (Intent.REVENUE, "day" | "month" | "plan" | "method") | (
            Intent.ATTENDANCE_PERIOD,
            "day" | "hour",
        ):
            return (replace(talk.last, group=group),)
        case Intent.SALES_BY_PLAN, "day" | "month" | "method":
            return (replace(talk.last, intent=Intent.REVENUE, group=group),)
        case _:
            return None


def _that_is_the_one(talk: _Talk, _match: re.Match[str]) -> tuple[Request, ...] | None:
    if talk.last is None or talk.last.intent not in _ABOUT_ONE or not talk.past:
        return None
    people = people_of(talk.past[-1])
    intent = (
        Intent.CLIENT_MEMBERSHIP if talk.last.intent is Intent.CLIENT_MEMBERSHIP else Intent.CLIENT_DETAILS
    )
    return (
        (Request(intent, name=people[0].name, person_id=people[0].client_id),) if len(people) == 1 else None
    )


def _that_row(talk: _Talk, match: re.Match[str]) -> tuple[Request, ...] | None:
    ordinal = find_ordinal(talk.text)
    if ordinal is None:
        return None
    people = next((found for turn in reversed(talk.past) if (found := people_of(turn))), ())
    if not people or abs(ordinal) > len(people):
        return None
    person = people[ordinal - 1] if ordinal > 0 else people[ordinal]
    return (_about(person.name, person.client_id, talk.text),)


def _that_person(talk: _Talk, _match: re.Match[str]) -> tuple[Request, ...] | None:
    if talk.last is not None and (talk.last.name or talk.last.person_id):
        return (_about(talk.last.name, talk.last.person_id, talk.text),)
    people = people_of(talk.past[-1]) if talk.past else ()
    if len(people) != 1:
        return None
    return (_about(people[0].name, people[0].client_id, talk.text),)


def _its_end(talk: _Talk, match: re.Match[str]) -> tuple[Request, ...] | None:
    named = talk.last is not None and (talk.last.name is not None or talk.last.person_id is not None)
    return _that_person(talk, match) if named else None


def _about(name: str | None, client_id: int | None, text: str) -> Request:
    asks_membership = re.search(r"\b(?:membership|plan|package|expire\w*|renew\w*)\b", text)
    intent = Intent.CLIENT_MEMBERSHIP if asks_membership else Intent.CLIENT_DETAILS
    return Request(intent, name=name, person_id=client_id)


_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"^(?:again|repeat(?: that)?|once more|refresh|same again|update)$", _again),
        (r"^(?:yes|yep|yeah|ok|okay|right|correct|that one|this one|haan?|ji)(?: please| that one| it is)*$",
         _that_is_the_one),
        (r"^(?:and |show |now |please |split |it )*(?:by|per) (?:\w+ )?\w+$", _split),
        (r"^(?:and )?(?:daily|monthly|hourly)$", _split),
        (r"\b(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d(?:st|nd"
         r"|rd|th))"
         r"(?: (?:one|client|member|person|row|name))?$|\b(?:number|no|row|#) ?\d{1,2}$"
         r"|\b(?:first|second|third|fourth|fifth|last|\d(?:st|nd|rd|th)) (?:one|person|row)\b", _that_row),
        (r"\b(?:his|her|hers|him|she|he|(?:that|this) (?:client|member|person))\b", _that_person),
        (r"\b(?:it|that|this)\b.*\b(?:expire|expires|end|ends|renew|over)\b", _its_end),
        (r"^(?:and |please |ok |yes )*(?:show|list|see|name|give|display)(?: me)?(?: all)?(?: of)? (?:them"
         r"|those|these|the names?|it|all$)\b"
         r"|^(?:and )?(?:who|which ones?|which|what) (?:are|were) (?:they|those|these|them)$|^(?:their"
         r" )?names?(?: please)?$"
         r"|^(?:list|list please|the list)$", _list_them),
        (r"^(?:and )?(?:please )?(?:show |see |list |give )?(?:me )?(?:some )?(?:more|the next(?: \w+)?"
         r"|next(?: page| \d+)?|the rest|the others|all of them)"
         r"(?: please| clients?| members?| rows| of them)?$", _more),
        (r"\b(?:branch|branches)\b", _other_branch),
        (r"^(?:and )?(?:what|how) about (?:the )?(?P<name>\w+(?: \w+)?)$", _branch_or_person),
        (r"^(?:and |show |list |ok |please |me |but |now )*(?:only|just)\b|^(?:and )?(?:the )?\w+ (?:ones?"
         r"|only)$", _only),
        (r"^(?:and|what about|how about|same|also|or|ok|for|in|then|now|on|compared? (?:to|with)|vs)\b"
         r"|^(?:the )?\w+(?: \w+){0,5}$", _other_period),
    )
)  # fmt: skip
