"""Makes requests of the parts of a message: a period or a condition that one of them names may be meant for all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.taken import TAKES
from strakly_desktop.bot.understanding.question.applied import NotApplied
from strakly_desktop.bot.understanding.question.interpretation import requests_of
from strakly_desktop.bot.understanding.question.parts import DATED, are_two_lists, only_tells_more
from strakly_desktop.bot.understanding.question.pronouns import those_in
from strakly_desktop.bot.understanding.question.subjects import Subject
from strakly_desktop.bot.understanding.requests import OF_THE_APP, Intent, Period, Request

_OF_VISITS = (Intent.INSIDE, Intent.ATTENDANCE, Intent.PAYMENTS, Intent.REVENUE)


def _only_limits(sentence: Sentence, found: Found) -> bool:
    """Whether a part names no clients by itself, but only a limit of what was asked before it."""
    nouns = ("member", "membership", "join", "expiring", "absent", "new", "active", "expired", "due")
    return not sentence.has(*nouns) and set(found.values) <= {"gender", "counted"}


def requests_of_parts(
    parts: Sequence[tuple[Sentence, Found, Subject | Request]], today: date
) -> list[Request]:
    """The requests of several parts; a period that is named once is meant for all that can take it.

    Raises NotApplied for two conditions on the same people that no list can have both.
    """
    for before, after in pairwise(parts):
        if (
            isinstance(before[2], Subject)
            and isinstance(after[2], Subject)
            and before[2].intent != after[2].intent
            and only_tells_more(before[0], after[0])
        ):
            raise NotApplied([f"{before[0].source} and {after[0].source}"], before[2].intent)
    for before, (sentence, found, subject) in pairwise(parts):
        if (
            before[2].intent in _OF_VISITS
            and subject.intent is Intent.MEMBERS
            and _only_limits(sentence, found)
        ):
            # "Who is inside and how many women": those of all are not those inside.
            raise NotApplied([sentence.source.strip()], before[2].intent)
        if isinstance(subject, Subject) and (those := those_in(sentence)):
            # "Expired members and their dues": those of all are not theirs.
            raise NotApplied([f"{' '.join(those)} ({sentence.source.strip()})"], subject.intent)
    _share_conditions([part for part in parts if isinstance(part[2], Subject)])
    shared = _shared_periods([found for _, found, _ in parts])
    two_lists = are_two_lists(parts)
    asked: list[Request] = []
    for sentence, found, subject in parts:
        if isinstance(subject, Request):
            of_this = subject.value == "previous" and any(each.intent not in OF_THE_APP for each in asked)
            asked.append(replace(subject, value="this") if of_this else subject)
            continue
        able = (
            subject.intent in DATED
            or _is_of_new(sentence, subject)
            or (two_lists and _can_be_then(sentence, shared, today))
        )
        if not found.periods and able:
            found.periods, found.side_by_side = list(shared), len(shared) > 1
        asked += requests_of(subject, sentence, found, today)
    return _in_the_branch(list(dict.fromkeys(asked)))


_SHARED = ("branch_id", "plan", "gender", "method")
"""What limits every subject of a question that can be limited by it."""


def _share_conditions(parts: Sequence[tuple[Sentence, Found, Subject | Request]]) -> None:
    """ "Revenue and dues of Lake Road" are both of it. Raises NotApplied where the first cannot be limited by it."""
    for name in _SHARED:
        named = [
            place
            for place, (_, found, _) in enumerate(parts)
            if {name, f"other_than_{name}"} & set(found.values)
        ]
        if len(named) != 1 or name not in (limits := parts[named[0]][1]).values or name in limits.compared:
            continue
        leading = name in _OF_WHAT_FOLLOWS and _leads(*parts[named[0]][:2], name)
        for place, (_, found, subject) in enumerate(parts):
            if place == named[0]:
                continue
            if name in TAKES.get(subject.intent, frozenset()):
                found.put(name, limits.values[name], limits.words[name])
            elif place < named[0] or leading:
                raise NotApplied([limits.words[name]], subject.intent)


_OF_WHAT_FOLLOWS = ("branch_id", "plan", "gender")


def _leads(sentence: Sentence, found: Found, name: str) -> bool:
    """Whether a condition stands in front of all subjects: "women attendance and enquiries"."""
    first = next(iter(sentence.without_fillers()), -1)
    return first >= 0 and sentence.words[first].typed in found.words[name]


def _can_be_then(sentence: Sentence, periods: Sequence[Period], today: date) -> bool:
    """Whether memberships can end, or have ended, in days that the other list is of."""
    return all(
        period.end >= today if sentence.has("expiring") else period.start <= today for period in periods
    )


def _is_of_new(sentence: Sentence, subject: Subject) -> bool:
    """Whether a part asks who joined, of which days the whole question may tell."""
    return subject.intent is Intent.MEMBERS and sentence.has("new", "join")


def _shared_periods(limits: Sequence[Found]) -> list[Period]:
    """The days that one part names: they are meant for the others too; where two parts name some, each has its own."""
    dated = [found.periods for found in limits if found.periods]
    return dated[0] if len(dated) == 1 else []


def _in_the_branch(asked: list[Request]) -> list[Request]:
    """What is asked beside a switch of the branch is asked of that branch."""
    number = next((each.value for each in asked if each.command == "change_branch"), None)
    if number is None or not number.isdecimal():
        return asked
    return [
        replace(each, limits=replace(each.limits, branch_id=int(number)))
        if each.intent not in OF_THE_APP and each.limits.branch_id is None
        else each
        for each in asked
    ]
