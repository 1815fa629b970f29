"""Finds the client a message points at: "the second one", "her dues", "the same client's phone".

Only who is meant is told here; what is asked about them, and what limits it, is read as in any other question.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from strakly_desktop.bot.gym.spelling import folded
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.times import find_days
from strakly_desktop.bot.understanding.question.pronouns import (
    OF_ONE,
    OF_THEM,
    THAT,
    THEY,
    is_typed,
    points_back,
)
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, Intent, PastTurn, Request
from strakly_desktop.bot.understanding.rows import people_of

ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "last": -1,
    "last one": -1,
    "final": -1,
}
_OF_PAYMENTS = (
    "payment",
    "month",
    "year",
    "week",
    "day",
    "today",
    "yesterday",
    "total",
    "sofar",
    "when",
    "last",
    "final",
)
_SEVERAL = ("log", "logo", "logon", "\u0932\u094b\u0917", "\u0932\u094b\u0917\u094b\u0902")
_IT = ("it", "its", "their")


def that_row(sentence: Sentence, past: Sequence[PastTurn]) -> Request | None:
    """The client in the row that is meant by "the second one" or "#2"."""
    number = None
    used: tuple[int, ...] = ()
    for place, word in enumerate(sentence.words):
        ordinal = ORDINALS.get(word.means)
        following = [each.means for each in sentence.words[place + 1 :] if each.means != FILLER]
        if ordinal is not None and (
            not following
            or following[0] in ("one", "member", "details", "membership", "due", "phone", "number")
        ):
            number = ordinal
            used = (place,)
        elif (
            word.means.isdecimal()
            and place
            and sentence.words[place - 1].means in ("number", "one")
            and len(word.means) < 3
        ):
            number = int(word.means)
            used = (place - 1, place)
        elif (
            word.typed.startswith("#")
            and place + 1 < len(sentence.words)
            and sentence.words[place + 1].means.isdecimal()
        ):
            number = int(sentence.words[place + 1].means[:3])
            used = (place, place + 1)
        elif _is_a_row(sentence, place, following):
            number = int(word.means[:-2][:3])
            used = (place,)
    if number is None:
        return None
    people = next((found for turn in reversed(past) if (found := people_of(turn))), ())
    if not people or not 0 < abs(number) <= len(people):
        return None
    sentence.taken.update(used)
    person = people[number - 1] if number > 0 else people[number]
    return _about(person.name, person.client_id, sentence)


_OF_A_DAY = frozenset({
    "on", "since", "from", "till", "until", "before", "after", "between", "to", "by", "of", "and", "aur", "expiring",
    "joined", "revenue", "attendance",
})  # fmt: skip
_ASKED_OF_DAYS = (
    "revenue",
    "attendance",
    "come",
    "payment",
    "paid",
    "expiring",
    "expired",
    "join",
    "enquiry",
    "sale",
)


def _is_a_row(sentence: Sentence, place: int, following: Sequence[str]) -> bool:
    """Whether "5th" is a row of the list before, and no day: "the 5th", "details of the 5th one"; not "on 5th"."""
    means = sentence.words[place].means
    if not means[:-2].isdecimal() or means[-2:] not in ("st", "nd", "rd", "th"):
        return False
    if following:
        return following[0] in ("one", "member", "details", "membership", "due", "phone", "number")
    before = [
        word.typed.casefold()
        for word in sentence.words[max(0, place - 2) : place]
        if word.typed.casefold() != "the"
    ]
    dated = bool(before) and before[-1] in _OF_A_DAY and not sentence.has("details", "page", "phone")
    return not dated and not sentence.has(*_ASKED_OF_DAYS)


def that_person(
    sentence: Sentence, last: Request | None, past: Sequence[PastTurn], today: date
) -> Request | None:
    """The client that "her dues" or "uska phone" speaks of."""
    if last is not None and (chosen := _one_of_them(sentence, last, past)) is not None:
        return chosen
    one = last is not None and last.intent in ABOUT_ONE and last.names_somebody
    back = points_back(sentence) or is_typed(sentence, *_IT, *(THEY if one else ()))
    if not back and not (one and _asks_about_one(sentence, today)):
        return None
    people = people_of(past[-1]) if past else ()
    if len(people) == 1:
        return _about(people[0].name, people[0].client_id, sentence)
    if last is not None and last.intent in ABOUT_ONE and last.names_somebody:
        return _about(last.name, last.person_id, sentence)
    return None


def _one_of_them(sentence: Sentence, last: Request, past: Sequence[PastTurn]) -> Request | None:
    """ "Nair", behind four who are called Asha: the one of them who is called so too."""
    people = people_of(past[-1]) if past else ()
    if (
        last.intent not in ABOUT_ONE
        or not last.names_somebody
        or last.person_id is not None
        or len(people) < 2
    ):
        return None
    places = [place for place, word in enumerate(sentence.words) if word.means not in (FILLER, "one", "only")]
    said = {part for place in places for part in folded(sentence.words[place].typed).split()}
    chosen = [person for person in people if said and said <= set(folded(person.name).split())]
    if len(chosen) != 1:
        return None
    sentence.taken.update(places)
    intent = Intent.CLIENT_DETAILS if last.intent is Intent.CLIENT_SEARCH else last.intent
    return replace(last, intent=intent, name=chosen[0].name, person_id=chosen[0].client_id)


def point_at_things(sentence: Sentence, found: Found, last: Request | None) -> None:
    """ "Who bought it", "that plan", "the same branch": the plan or branch of the last question limits this one too.

    What points at none is unclear, and refused: all plans are not "that plan".
    """
    kept = {"plan": last.limits.plan, "branch_id": last.limits.branch_id} if last is not None else {}
    for name, word in (("plan", "plan"), ("branch_id", "branch")):
        for place in sentence.at(word):
            pointer = sentence.words[place - 1].typed.casefold() if place else ""
            if pointer not in THAT or sentence.words[place].typed.casefold().endswith("s"):
                continue
            said = sentence.typed([place - 1, place])
            sentence.taken.add(place - 1)
            _put(found, name, kept.get(name), said)
    if kept.get("branch_id") is not None and (there := _said_of_a_place(sentence)):
        found.values.setdefault("branch_id", kept["branch_id"])
        found.words.setdefault("branch_id", there)
    if kept.get("plan") is not None and is_typed(sentence, "it") and not sentence.has("due"):
        found.values.setdefault("plan", kept["plan"])


_THERE = frozenset(
    {"there", "wahan", "vahan", "udhar", "\u0935\u0939\u093e\u0901", "\u0935\u0939\u093e\u0902"}
)
_EXISTS = frozenset({"is", "are", "was", "were", "hi", "hello", "hey", "theres", "there's"})


def _said_of_a_place(sentence: Sentence) -> str:
    """ "Who owes there": the word for a place, and not "there are", "is there"; "" where there is none."""
    typed = [word.typed.casefold() for word in sentence.words]
    for place, word in enumerate(typed):
        beside = set(typed[max(0, place - 1) : place + 2])
        if word in _THERE and not beside & _EXISTS:
            sentence.taken.add(place)
            return sentence.words[place].typed
    return ""


def _put(found: Found, name: str, value: str | int | None, said: str) -> None:
    if name in found.values:
        return
    if value is None:
        found.unclear.append(said)
    else:
        found.put(name, value, said)


def of_those_people(sentence: Sentence, last: Request | None) -> bool:
    """Whether the phone numbers of all that were listed are wanted: "their numbers", "unke phone"."""
    return (
        last is not None
        and last.intent in (Intent.MEMBERS, Intent.DUES)
        and sentence.has("phone", "number")
        and {word.means for word in sentence.words}
        <= {FILLER, "phone", "number", "his", "list", "all", "only"}
        and (is_typed(sentence, *OF_THEM) or not sentence.has("his"))
    )


def _asks_about_one(sentence: Sentence, today: date) -> bool:
    """ "And last visit?", "phone": short, and of what one person has."""
    several = sentence.has("count") and sentence.has("come") and not sentence.has("times")
    if several or is_typed(sentence, *_SEVERAL):
        return False  # "How many came", "kitne log aaye" is of the whole gym.
    own, found = sentence.copy(), Found()
    find_days(own, found, today)
    meant = {own.words[place].means for place in own.without_fillers() if place not in own.taken}
    if found.periods:
        # "Attendance today" is what is asked of the whole gym; "visits this month" of the one who is spoken of.
        return bool(meant) and meant <= {"attendance", "come", "times", "count"} and not own.has("today")
    if "left" in meant:
        meant -= {"count", "day"}  # "How many days left?"
    return 0 < len(meant) < 4 and meant <= OF_ONE and not meant <= {"last", "when", "expired", "active"}


def _about(name: str | None, client_id: int | None, sentence: Sentence) -> Request:
    intent = Intent.CLIENT_DETAILS
    if sentence.has(
        "membership",
        "plan",
        "expiring",
        "expired",
        "due",
        "price",
        "paid",
        "renew",
        "pending",
        "howmuch",
        "left",
    ):
        intent = Intent.CLIENT_MEMBERSHIP
    if (
        sentence.has("paid", "payment", "received")
        and sentence.has(*_OF_PAYMENTS)
        and not sentence.has("due")
    ):
        intent = Intent.CLIENT_PAYMENTS
    elif intent is Intent.CLIENT_DETAILS and sentence.has("attendance", "come"):
        intent = Intent.CLIENT_VISITS
    return Request(intent, name=name, person_id=client_id)
