"""Makes requests of a sentence: its subject with its limits, for one client, for each of several values to compare.

A limit that the subject does not take, and every word that nothing accounts for, refuses the request by its name.
"""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.applied import (
    LIMIT_NAMES,
    NotApplied,
    changed,
    limits_of,
    refuse_what_is_left,
)
from strakly_desktop.bot.understanding.question.one_client import about_person, pages_beside, person_in
from strakly_desktop.bot.understanding.question.roles import SHIFT_HOURS, give_roles
from strakly_desktop.bot.understanding.question.subjects import Subject
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, Intent, Limits, Period, Request

_BOTH = frozenset({"both", "dono", "donon", "\u0926\u094b\u0928\u094b\u0902"})
_OR = frozenset({"or", "ya", "\u092f\u093e"})


def requests_of(subject: Subject | None, sentence: Sentence, found: Found, today: date) -> list[Request]:
    """The requests of a sentence. Raises NotApplied."""
    person = person_in(sentence, subject)
    if person is None and subject is None and any(True for _ in sentence.names("trainer")):
        subject = Subject(
            Intent.TRAINERS,
            lambda _sentence, _found: True,
            frozenset({"phone", "trainer", "timing", "details"}),
        )
    intent = subject.intent if subject is not None else Intent.CLIENT_DETAILS
    if subject is not None:
        sentence.take(*subject.explains)
    if person is not None:
        asked = about_person(person, intent, sentence, found, today)
        return [asked, *pages_beside(asked, sentence)]
    if intent is Intent.BRANCHES and sentence.has("compare") and not sentence.has(*_OF_A_BRANCH):
        return _branches_compared(sentence, found, today)
    if intent is Intent.MEMBERS and len(found.periods) > 1:
        return _in_each_period(sentence, found, today)
    give_roles(intent, sentence, found, today)
    if intent is Intent.MEMBERS and _asks_for_all_and_some(sentence, found):
        found.values = {"counted": True} | {
            name: value for name, value in found.values.items() if name == "branch_id"
        }
        found.compared = {}
        sentence.take("member", "membership")
    _refuse_both(intent, sentence, found)
    _refuse_either(intent, sentence, found)
    refuse_what_is_left(intent, sentence, found)
    request = Request(intent, limits_of(found))
    return each_of(request, found, compared=sentence.take("compare"))


_OF_A_BRANCH = ("timing", "phone", "address", "email", "gym", "open", "number")
"""What a branch itself has; else they are compared by figures."""


def _branches_compared(sentence: Sentence, found: Found, today: date) -> list[Request]:
    """ "Compare the branches", with nothing said of by what: by their clients, and by what came in and who came."""
    for name in ("branch_id", "group"):
        found.values.pop(name, None)
        found.compared.pop(name, None)
    sentence.take("compare", "branch", "branchwise")
    month = found.periods.pop(0) if found.periods else Period(today.replace(day=1), today, "this month")
    refuse_what_is_left(Intent.BRANCHES, sentence, found)
    dated = Limits(period=month, group="branch")
    return [
        Request(Intent.MEMBERS, Limits(group="branch")),
        Request(Intent.REVENUE, dated),
        Request(Intent.ATTENDANCE, dated),
    ]


_TOLD_OF_ALL = frozenset({"active", "expired", "pending"})


def _asks_for_all_and_some(sentence: Sentence, found: Found) -> bool:
    """ "Total members and active members": how many there are of each status is told with all of them."""
    statuses = {found.values.get("status"), *found.compared.get("status", ())}
    others = found.values.keys() - {"status", "counted", "branch_id"} or found.compared.keys() - {"status"}
    several = len(statuses) > 1 or len(sentence.at("member", "membership")) > 1
    return sentence.has("total") and several and statuses <= _TOLD_OF_ALL and not others and not found.periods


def _refuse_both(intent: Intent, sentence: Sentence, found: Found) -> None:
    """ "Who paid cash and UPI both": those who did both are not told by two lists, nor by one of all."""
    both = [word.typed for word in sentence.words if word.typed.casefold() in _BOTH]
    several = bool(found.compared) or len(found.periods) > 1
    people = sentence.has("who", "member") or intent in (Intent.MEMBERS, Intent.DUES)
    if both and (people or not several) and intent not in ABOUT_ONE:
        values = [found.words[name] for name in found.compared] + [each.words for each in found.periods[1:]]
        raise NotApplied([" ".join([*both, *values])], intent)


def _refuse_either(intent: Intent, sentence: Sentence, found: Found) -> None:
    """ "With dues or expired": what one of two kinds of limits holds for is told by no list of both."""
    either = [word.typed for word in sentence.words if word.typed.casefold() in _OR]
    alike = found.compared or len(found.periods) > 1
    if either and not alike and len(found.values) + ("due" in sentence.meanings) > 1:
        raise NotApplied(either, intent)


def _in_each_period(sentence: Sentence, found: Found, today: date) -> list[Request]:
    """ "Expiring today and tomorrow": each period has its own part in it (ends, joined)."""
    if not (sentence.take("compare") or found.side_by_side):
        raise NotApplied([period.words for period in found.periods[1:]], Intent.MEMBERS)
    asked = []
    for period in found.periods:
        alone = deepcopy(found)
        alone.periods = [period]
        give_roles(Intent.MEMBERS, sentence, alone, today)
        refuse_what_is_left(Intent.MEMBERS, sentence, alone)
        asked.append(Request(Intent.MEMBERS, limits_of(alone), compared=True))
    return asked


def each_of(request: Request, found: Found, *, compared: bool) -> list[Request]:
    """One request for each of several periods, branches and so on; the same one alone where there is one value.

    Raises NotApplied where they differ by two things at once ("UPI this month and cash last month").
    """
    kinds = [name for name in found.compared if name in LIMIT_NAMES]
    dated = len(found.periods) > 1 and request.limits.period is not None
    if dated + len(kinds) > 1:
        days = [period.words for period in found.periods] if dated else []
        raise NotApplied([*(found.words[name] for name in kinds), *days], request.intent)
    if dated:
        if not (compared or found.side_by_side):
            raise NotApplied([period.words for period in found.periods[1:]], request.intent)
        return [
            replace(request, limits=replace(request.limits, period=period), compared=True)
            for period in found.periods
        ]
    for name in kinds:
        return [
            replace(changed(request, _value(request.intent, name, value)), compared=name != "group")
            for value in found.compared[name]
        ]
    if compared and request.limits.group is None and request.intent not in ABOUT_ONE:
        raise NotApplied(["compare"], request.intent)
    return [request]


def _value(intent: Intent, name: str, value: Any) -> dict[str, Any]:
    """One of several values as limits; a part of the day is hours of check-ins."""
    if name == "shift" and intent is Intent.ATTENDANCE:
        return {"from_hour": None, "to_hour": None} | SHIFT_HOURS[value]
    return {name: value}
