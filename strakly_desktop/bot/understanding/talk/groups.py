"""Reads what is asked of several who were listed before: "their dues", "unke plan", "their clients".

Those of everybody would look like theirs; so what cannot be told of just these is refused.
"""

from strakly_desktop.bot.understanding.interpretation import NotApplied, changed
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, OF_THE_APP, Intent, Request
from strakly_desktop.bot.understanding.subjects import Subject
from strakly_desktop.bot.understanding.talk.pointing import those_in

_NOUNS = frozenset({
    "member", "membership", "trainer", "plan", "branch", "enquiry", "payment", "due", "join", "expiring", "absent",
    "expired", "active", "inside",
})  # fmt: skip
_OF_ONE = ("his", "her", "hers", "he", "she")
_INVERTED = ("do", "did", "does", "have", "are", "will")
_IN_THE_LIST = {
    Intent.MEMBERS: ("plan", "membership", "status", "expiring", "when"),
    Intent.DUES: ("due", "plan", "membership", "howmuch", "status", "phone", "amount", "total"),
    Intent.ENQUIRIES: ("phone", "number", "status", "source", "interest"),
    Intent.TRAINERS: ("phone", "number", "shift", "speciality", "branch", "timing", "count"),
    Intent.PAYMENTS: ("amount", "method", "plan", "howmuch"),
    Intent.INSIDE: ("branch", "times"),
}
"""What the list itself tells of each, so that it is shown again."""


def of_those(
    sentence: Sentence, found: Found, subject: Subject | None, last: Request | None
) -> list[Request] | None:
    """What is asked of those of the last answer; None when nobody of it is meant. Raises NotApplied."""
    of_one = last is not None and last.intent is Intent.TRAINERS and last.limits.trainer is not None
    places = [
        place
        for place, word in enumerate(sentence.words)
        if those_in(Sentence([word]))
        or (of_one and (word.means == "his" or word.typed.casefold() in _OF_ONE))
    ]
    back = [place for place in places if not _is_said_here(sentence, place)]
    if not back or last is None or last.intent in ABOUT_ONE | OF_THE_APP or any(sentence.names("client")):
        return None
    if subject is None and not sentence.has(*_IN_THE_LIST.get(last.intent, ()), "phone"):
        return None
    said = sentence.typed(range(back[0], min(back[0] + 3, len(sentence.words))))
    limited = set(found.values) - {"counted", "limit", "whole"} or found.periods
    asked = None if limited else _asked(sentence, subject, last)
    if asked is None:
        raise NotApplied([said], subject.intent if subject is not None else last.intent)
    return [asked]


def _is_said_here(sentence: Sentence, place: int) -> bool:
    """Whether the sentence itself says of whom it speaks: "members and their dues"."""
    before = sentence.words[:place]
    if (
        before
        and before[-1].typed.casefold() in _INVERTED
        and sentence.words[place].typed.casefold() == "they"
    ):
        return False  # "How many clients do they have?"
    return any(word.means in _NOUNS for word in before)


def _asked(sentence: Sentence, subject: Subject | None, last: Request) -> Request | None:
    about = subject.intent if subject is not None else None
    if sentence.has("phone", "number") and last.intent in (Intent.MEMBERS, Intent.DUES):
        return changed(last, {"phones": True if last.intent is Intent.MEMBERS else None, "counted": None})
    if last.intent is Intent.MEMBERS and about is Intent.DUES and last.limits.group is None:
        return changed(last, {"least": last.limits.least or 1, "counted": None})
    if sentence.has("member") and about in (Intent.MEMBERS, Intent.TRAINERS):
        return _members_of(last, counted=sentence.has("count", "howmuch"))
    others = Intent.REVENUE, Intent.ATTENDANCE, Intent.PAYMENTS
    in_the_list = sentence.has(*_IN_THE_LIST.get(last.intent, ()))
    return changed(last, {"counted": None}) if in_the_list and about not in others else None


def _members_of(last: Request, *, counted: bool) -> Request | None:
    """The clients of the trainers, plans or branches that were listed."""
    if last.intent is Intent.TRAINERS:
        if last.limits.trainer is not None:
            return changed(Request(Intent.MEMBERS), {"trainer": last.limits.trainer})
        return last if counted else None  # The list of trainers tells how many each has.
    if last.intent is Intent.PLANS and last.limits.other_than_plan is None:
        plan = last.limits.plan
        return changed(Request(Intent.MEMBERS), {"plan": plan} if plan else {"group": "plan"})
    if last.intent is Intent.BRANCHES:
        branch = last.limits.branch_id
        return changed(Request(Intent.MEMBERS), {"branch_id": branch} if branch else {"group": "branch"})
    return None
