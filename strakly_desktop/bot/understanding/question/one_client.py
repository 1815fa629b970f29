"""Reads what is asked about one client, whom a sentence names by name or by a part of the phone number."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from strakly_desktop.bot.gym.spelling import folded
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.applied import NotApplied, limits_of, refuse_what_is_left
from strakly_desktop.bot.understanding.question.roles import give_roles
from strakly_desktop.bot.understanding.question.subjects import Subject
from strakly_desktop.bot.understanding.requests import Intent, Limits, Request

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

_TELEPHONE = 10
"""Figures of a whole telephone number."""
_OF_PAYMENTS = ("total", "sofar", "when", "last", "latest", "final", "howmuch")
"""Beside "paid" they ask for what somebody paid, and not for how the last membership stands."""


def clients_in(sentence: Sentence) -> Iterator[tuple[int, dict[str, Any]]]:
    """The names of clients, with where they stand; who is rather a trainer is none."""
    for place, named in list(sentence.names("client")):
        trainer = sentence.named[place].get("trainer")
        if trainer is None or not (
            trainer["likeness"] > named["likeness"] or sentence.has("trainer", "trains with")
        ):
            yield place, named


def person_in(sentence: Sentence, subject: Subject | None) -> Request | None:
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
    asked = sentence.has("phone", "ending with", "number", "find")
    for number in sentence.numbers():
        figures = sentence.figures(number)
        alone = len(number) == 1 and subject is None
        if len(figures) >= _TELEPHONE or (len(figures) >= 3 and asked) or (len(figures) >= 5 and alone):
            sentence.taken.update(number)
            sentence.take("phone", "ending with", "number")
            return Request(Intent.CLIENT_SEARCH, name=figures)
    return None


def about_person(person: Request, intent: Intent, sentence: Sentence, found: Found, today: date) -> Request:
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
    if own is Intent.CLIENT_DETAILS and _asks_how_it_stands(sentence) and not found.periods:
        own = Intent.CLIENT_MEMBERSHIP
    if (
        own is Intent.CLIENT_DETAILS
        and sentence.has("paid")
        and (found.periods or sentence.has(*_OF_PAYMENTS))
    ):
        own = Intent.CLIENT_PAYMENTS
    return of_one(replace(person, intent=own), sentence, found, today)


def _asks_how_it_stands(sentence: Sentence) -> bool:
    """ "Has she paid", "how many days left": the membership tells it in its first line."""
    has_paid = sentence.has("paid") and not sentence.has(*_OF_PAYMENTS, "who", "count")
    return has_paid or sentence.has("left")


def pages_beside(asked: Request, sentence: Sentence) -> list[Request]:
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
    if asked.intent is Intent.CLIENT_VISITS or sentence.has("left"):
        sentence.take_free("day")  # "How many days did she come", "how many days left".
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
