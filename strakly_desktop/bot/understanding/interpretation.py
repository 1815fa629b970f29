"""Makes requests of a sentence: its subject with its limits, for one client, for each of several values to compare.

A limit that the subject does not take, and every word that nothing accounts for, refuses the request by its name.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import fields, replace
from datetime import date
from typing import Any

from strakly_desktop.bot.gym.spelling import folded
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.taken import GROUPS, TAKES
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, Intent, Limits, Request
from strakly_desktop.bot.understanding.roles import SHIFT_HOURS, give_roles
from strakly_desktop.bot.understanding.subjects import Subject
from strakly_desktop.bot.understanding.talk.pointing import somebody_in

_LIMIT_NAMES = frozenset(each.name for each in fields(Limits))
_OF_A_PERSON = {
    Intent.DUES: Intent.CLIENT_MEMBERSHIP,
    Intent.PLANS: Intent.CLIENT_MEMBERSHIP,
    Intent.REVENUE: Intent.CLIENT_PAYMENTS,
    Intent.PAYMENTS: Intent.CLIENT_PAYMENTS,
    Intent.CLIENT_PAYMENTS: Intent.CLIENT_PAYMENTS,
    Intent.ATTENDANCE: Intent.CLIENT_VISITS,
    Intent.INSIDE: Intent.CLIENT_DETAILS,
    Intent.TRAINERS: Intent.CLIENT_DETAILS,
    Intent.GYM_INFO: Intent.CLIENT_DETAILS,
    Intent.BRANCHES: Intent.CLIENT_DETAILS,
    Intent.MEMBERS: Intent.CLIENT_DETAILS,
    Intent.CLIENT_DETAILS: Intent.CLIENT_DETAILS,
}
_ABOUT_A_PERSON = (
    "member",
    "phone",
    "email",
    "address",
    "details",
    "trainer",
    "trains with",
    "branch",
    "gym",
    "who",
    "find",
    "his",
    "number",
    "timing",
    "inside",
    "count",
    "join",
    "left",
    "now",
    "last",
    "final",
    "latest",
    "times",
    "plan",
    "price",
    "howmuch",
    "paid",
    "payment",
    "received",
    "due",
    "settled",
    "paid nothing",
    "expiring",
    "membership",
    "come",
    "attendance",
    "total",
)


_OF_PAYMENTS = ("total", "sofar", "when", "last", "latest", "final", "howmuch")
"""Beside "paid" they ask for what somebody paid, and not for how the last membership stands."""
_KIND_WORDS = {
    "branch_id": "branch",
    "plan": "plan",
    "other_than_plan": "plan",
    "method": "method",
    "other_than_method": "method",
    "source": "source",
    "other_than_source": "source",
    "speciality": "speciality",
    "shift": "shift",
    "from_hour": "hour",
}
"""The word for a kind of thing says no more than the thing itself: "the Lake Road branch"."""


_BOTH = frozenset({"both", "dono", "donon", "\u0926\u094b\u0928\u094b\u0902"})
_OR = frozenset({"or", "ya", "\u092f\u093e"})
_WANTED = frozenset({"chahiye", "chaahiye", "\u091a\u093e\u0939\u093f\u090f"})
""" "Is wanted": of an enquiry it tells the interest, and of anything else nothing."""


class NotApplied(Exception):
    """A request that cannot be made as it was meant. `words` are those that nothing accounts for."""

    def __init__(self, words: Sequence[str], intent: Intent | None) -> None:
        super().__init__(", ".join(words))
        self.words = list(dict.fromkeys(words))
        self.intent = intent


def requests_of(subject: Subject | None, sentence: Sentence, found: Found, today: date) -> list[Request]:
    """The requests of a sentence. Raises NotApplied."""
    person = _person(sentence, subject)
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
        asked = _about(person, intent, sentence, found, today)
        return [asked, *_pages_beside(asked, sentence)]
    if intent is Intent.MEMBERS and len(found.periods) > 1:
        return _in_each_period(sentence, found, today)
    give_roles(intent, sentence, found, today)
    _refuse_both(intent, sentence, found)
    _refuse_either(intent, sentence, found)
    refuse_what_is_left(intent, sentence, found)
    request = Request(intent, limits_of(found))
    return each_of(request, found, compared=sentence.take("compare"))


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


def limits_of(found: Found) -> Limits:
    """The values that were found, as limits."""
    return Limits(**{name: value for name, value in found.values.items() if name in _LIMIT_NAMES})


def clients_in(sentence: Sentence) -> Iterator[tuple[int, dict[str, Any]]]:
    """The names of clients, with where they stand; who is rather a trainer is none."""
    for place, named in list(sentence.names("client")):
        trainer = sentence.named[place].get("trainer")
        if trainer is None or not (
            trainer["likeness"] > named["likeness"] or sentence.has("trainer", "trains with")
        ):
            yield place, named


def _person(sentence: Sentence, subject: Subject | None) -> Request | None:
    """The client that is named, by name or by a part of the phone number."""
    for place, named in clients_in(sentence):
        if subject is not None and subject.intent in (Intent.ENQUIRIES, Intent.SALES):
            continue
        if place in sentence.negated:
            raise NotApplied([f"not {sentence.words[place].typed}"], subject.intent if subject else None)
        sentence.taken.add(place)
        typed = sentence.words[place].typed
        called = not typed.isascii() or set(folded(typed).split()) <= set(folded(named["names"][0]).split())
        sure = named["total"] == 1 and named["likeness"] >= 95 and called
        return Request(
            Intent.CLIENT_DETAILS,
            name=sentence.words[place].typed,
            person_id=named["ids"][0] if sure else None,
        )
    numbers = [
        place
        for place, word in enumerate(sentence.words)
        if word.means.isdecimal() and place not in sentence.taken
    ]
    asked = sentence.has("phone", "ending with", "number", "find")
    together = "".join(sentence.words[place].means for place in numbers)
    if numbers and (
        len(together) >= 10
        or (len(together) >= 3 and asked)
        or (len(together) >= 5 and len(numbers) == 1 and subject is None)
    ):
        sentence.taken.update(numbers)
        sentence.take("phone", "ending with", "number")
        return Request(Intent.CLIENT_SEARCH, name=together[-10:])
    return None


def _about(person: Request, intent: Intent, sentence: Sentence, found: Found, today: date) -> Request:
    """What is asked about one client."""
    own = _OF_A_PERSON.get(intent)
    if own is None:
        raise NotApplied([person.name or ""], intent)
    if person.intent is Intent.CLIENT_SEARCH and intent in (
        Intent.CLIENT_DETAILS,
        Intent.MEMBERS,
        Intent.BRANCHES,
        Intent.GYM_INFO,
    ):
        own = Intent.CLIENT_SEARCH
    elif intent is Intent.MEMBERS and not {"absent_days", "never_came"} & set(found.values):
        ends = sentence.has("expiring", "membership", "plan", "settled", "paid nothing") or found.values.get(
            "status"
        ) in (
            "active",
            "expired",
        )
        own = Intent.CLIENT_MEMBERSHIP if ends else Intent.CLIENT_DETAILS
    elif intent is Intent.MEMBERS:
        own = Intent.CLIENT_VISITS
    if (
        sentence.has("phone", "email", "address")
        and own is Intent.CLIENT_MEMBERSHIP
        and intent is not Intent.DUES
    ):
        own = Intent.CLIENT_DETAILS
    if (
        own is Intent.CLIENT_DETAILS
        and sentence.has("paid")
        and (found.periods or sentence.has(*_OF_PAYMENTS))
    ):
        own = Intent.CLIENT_PAYMENTS
    return of_one(replace(person, intent=own), sentence, found, today)


def _pages_beside(asked: Request, sentence: Sentence) -> list[Request]:
    """The other pages of a client whose words stand in the same sentence: "her visits with her dues"."""
    wanted = {Intent.CLIENT_VISITS: ("attendance",), Intent.CLIENT_MEMBERSHIP: ("due",)}
    if asked.intent not in wanted:
        return []
    return [
        replace(asked, intent=page, limits=Limits())
        for page, words in wanted.items()
        if page is not asked.intent and sentence.has(*words)
    ]


def of_one(asked: Request, sentence: Sentence, found: Found, today: date) -> Request:
    """What is asked about one client, with what limits it. Raises NotApplied."""
    sentence.take(*_ABOUT_A_PERSON)
    found.unclear += [period.words for period in found.periods[1:]]
    if asked.intent is Intent.CLIENT_VISITS and not found.periods:
        found.values.pop("absent_days", None)
        found.values.pop("never_came", None)
    if asked.intent not in (Intent.CLIENT_VISITS, Intent.CLIENT_PAYMENTS) and sentence.has(
        "paid", "payment", "received", "revenue"
    ):
        found.unclear += [
            period.words for period in found.periods
        ]  # "Did she pay today?" is no page about her.
    for place in sentence.at("same"):
        if sentence.meaning(beside := sentence.beside(place)) in ("trainer", "plan", "branch"):
            found.unclear.append(
                sentence.typed([place, beside])
            )  # "Members with the same trainer as Asha Rao".
    if asked.intent is Intent.CLIENT_MEMBERSHIP and sentence.has("paid", "received", "payment"):
        # What was paid for the last membership is not all that was ever paid.
        found.unclear += [
            sentence.typed([place]) for place in sentence.at("total", "sofar", "all", "average")
        ]
    give_roles(asked.intent, sentence, found, today)
    refuse_what_is_left(asked.intent, sentence, found)
    return replace(asked, limits=limits_of(found))


def refuse_what_is_left(intent: Intent, sentence: Sentence, found: Found) -> None:
    """Raises NotApplied when a limit or a word is not accounted for."""
    for name, word in _KIND_WORDS.items():
        if found.values.get(name) is not None:
            sentence.take(word)
    left_out = [name for name in found.values if name.startswith("other_than_")]
    if any(name.removeprefix("other_than_") in found.values or name in found.compared for name in left_out):
        # "Except cash and UPI": it is not clear how far the "except" reaches.
        raise NotApplied([found.words[name] for name in left_out], intent)
    takes = TAKES.get(intent, frozenset())
    left = [found.words.get(name) or str(value) for name, value in found.values.items() if name not in takes]
    group = found.values.get("group")
    if group is not None and "group" in takes and group not in GROUPS.get(intent, frozenset()):
        left.append(found.words["group"])
    left += found.unclear
    if intent in (Intent.MEMBERS, Intent.ATTENDANCE, Intent.PAYMENTS):
        left += [word.typed for word in sentence.words if word.typed.casefold() == "left"]
    left += [word for word in sentence.left() if word not in ("compare",) and not _only(sentence, word)]
    if intent not in ABOUT_ONE:
        left += somebody_in(sentence)  # The figures of all are not "his".
    else:
        left += [sentence.typed([place]) for place in sentence.at("compare")]
    if left:
        raise NotApplied(left, intent)


def refuse_split_parts(request: Request) -> None:
    """Raises NotApplied where some enquiries were to be split: by source or status all are told."""
    limits = request.limits
    some = (limits.status, limits.other_than_status, limits.source, limits.other_than_source, limits.plan,
            limits.speciality)  # fmt: skip
    if request.intent is Intent.ENQUIRIES and limits.group is not None and any(some):
        raise NotApplied([f"by {limits.group}", *filter(None, some)], request.intent)


def _only(sentence: Sentence, words: str) -> bool:
    """Words that say how the rest is meant, and are read elsewhere."""
    if words.casefold() in _WANTED:
        return True
    said = {word.typed: word.means for word in sentence.words}
    return said.get(words, "") in ("only", "same", "compare", "sort", "descending", "his")


def each_of(request: Request, found: Found, *, compared: bool) -> list[Request]:
    """One request for each of several periods, branches and so on; the same one alone where there is one value.

    Raises NotApplied where they differ by two things at once ("UPI this month and cash last month").
    """
    kinds = [name for name in found.compared if name in _LIMIT_NAMES]
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


def changed(request: Request, values: dict[str, Any]) -> Request:
    """A request with other limits."""
    return replace(
        request,
        limits=replace(
            request.limits, **{name: value for name, value in values.items() if name in _LIMIT_NAMES}
        ),
    )
