"""Which one client is meant: the one who was shown, the one who is named now, or one of whom the gym knows nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace

from strakly_desktop.bot.gym.spelling import with_plain_digits
from strakly_desktop.bot.understanding.lexicon.sentence import NAME, Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.question.subjects import Subject
from strakly_desktop.bot.understanding.requests import (
    ABOUT_ONE,
    BY_CODE,
    Intent,
    Limits,
    PastTurn,
    Request,
    State,
)
from strakly_desktop.bot.understanding.rows import people_of
from strakly_desktop.bot.understanding.talk.pointing import ORDINALS

_ALSO_OF_ONE = {
    Intent.DUES: Intent.CLIENT_MEMBERSHIP,
    Intent.PAYMENTS: Intent.CLIENT_PAYMENTS,
    Intent.REVENUE: Intent.CLIENT_PAYMENTS,
    Intent.ATTENDANCE: Intent.CLIENT_VISITS,
}
_KEPT = frozenset({"period", "counted", "limit", "whole", "page", "sort", "named"})
"""What an answer about one client may leave out of a list of all, or keeps."""
_WHOLE = 100
_OF_SOMEBODY = ("due", "phone", "membership", "details", "attendance", "payment")
"""Before these a name may have lost the apostrophe of its "'s"."""


_CODE = re.compile(
    r"(?:(?:whose|which member has|who has)?\s*(?:is\s+)?(?:the\s+)?(?:member\s+|check in\s+)?code\s*"
    r"(?:is|no|number)?\s*)?"
    r"(\d{4})(?:\s+(?:kiska|kiski|kis ka)(?:\s+code)?(?:\s+hai)?|\s+is whose code)?"
)
_NUMBER = re.compile(r"(?:who is|find|search|member|client|customer)(?: no| number| code)? (\d{4})")
_YEARS = ("19", "20")


def asked_by_number(text: str, state: State) -> Request | None:
    """The client of a check-in code, where `text` (plain form) asks for four digits and nothing else.

    After a question a year may be meant. Who is searched by them may also have them in the telephone number.
    """
    digits = with_plain_digits(text)
    if (found := _NUMBER.fullmatch(digits)) is not None:
        return Request(Intent.CLIENT_SEARCH, name=found[1])
    code = _CODE.fullmatch(digits)
    if code is None or (state.requests and text.isdecimal() and text.startswith(_YEARS)):
        return None
    return Request(Intent.CLIENT_DETAILS, name=code[1], value=BY_CODE)


def the_one(state: State, past: Sequence[PastTurn]) -> Request | None:
    """The only client that was shown, when the person confirms that it is the one."""
    last = state.requests[-1] if state.requests else None
    people = people_of(past[-1]) if past else ()
    if last is None or last.intent not in ABOUT_ONE or len(people) != 1:
        return None
    intent = Intent.CLIENT_DETAILS if last.intent is Intent.CLIENT_SEARCH else last.intent
    return Request(intent, last.limits, name=people[0].name, person_id=people[0].client_id)


def named_now(sentence: Sentence, waiting: Request) -> Request | None:
    """The request whose person was asked for, once the message names them."""
    number = max(map(sentence.figures, sentence.numbers()), key=len, default="")
    typed = [
        word.typed for place, word in enumerate(sentence.words) if not word.known or place in sentence.named
    ]
    if not typed and len(number) < 4:
        return None
    return replace(waiting, name=" ".join(typed[:4]) or number)


def as_asked(pointed: Request, sentence: Sentence, last: Request | None) -> Request | None:
    """What was asked of one of several, of the one that is pointed at now: "payments of Kiran", "the second one"."""
    if last is None or last.intent not in ABOUT_ONE - {Intent.CLIENT_SEARCH} or last.person_id is not None:
        return None
    left = {word.means for place, word in enumerate(sentence.words) if place not in sentence.taken}
    own = left - {FILLER, "one", "number", *ORDINALS}
    return None if own else replace(last, name=pointed.name, person_id=pointed.person_id)


def asked_of_another(sentence: Sentence, last: Request | None, *, starts_on: bool) -> Request | None:
    """What was asked last, of the client who is named now: "what about Priya?"; None where more is said.

    Of several with one name, the name of one of them alone is enough.
    """
    names = list(sentence.names("client"))
    if last is None or len(names) != 1 or {word.means for word in sentence.words} - {FILLER, NAME}:
        return None
    waits = (
        last.names_somebody and last.intent in ABOUT_ONE - {Intent.CLIENT_SEARCH} and last.person_id is None
    )
    intent = last.intent if last.intent in ABOUT_ONE else _ALSO_OF_ONE.get(last.intent)
    if (
        intent is None
        or not (starts_on or waits)
        or (last.intent not in ABOUT_ONE and last.limits.given - _KEPT)
    ):
        return None
    ((place, named),) = names
    sure = named["total"] == 1 and named["likeness"] == _WHOLE
    period = last.limits.period if intent in (Intent.CLIENT_PAYMENTS, Intent.CLIENT_VISITS) else None
    return Request(
        intent,
        last.limits if last.intent in ABOUT_ONE else Limits(period=period),
        name=sentence.words[place].typed,
        person_id=named["ids"][0] if sure else None,
    )


def may_be_about_one(subject: Subject, sentence: Sentence) -> bool:
    able = (Intent.MEMBERS, Intent.DUES, Intent.ATTENDANCE, Intent.PLANS, Intent.TRAINERS)
    several = sentence.has("count", "list", "all", "total", "whole")
    return subject.intent in able and not (
        several or (sentence.has("howmuch") and subject.intent is not Intent.DUES)
    )


def somebody(sentence: Sentence, subject: Subject | None) -> Request | None:
    """A person of whom the gym knows nothing, so that the answer can say so by their name.

    None beside a telephone, which says who it is: "9876543210 with two kids" asks for nobody called "kids".
    """
    if sentence.has_telephone:
        return None
    places = sentence.unnamed()
    if (
        not places
        or any(sentence.names("client"))
        or len(places) > 4
        or places[-1] - places[0] >= len(places) + 1
    ):
        return None
    words = [sentence.words[place].typed for place in places]
    if not all(
        word.replace("'", "").replace("-", "").replace(".", "").isprintable() and not word[0].isdecimal()
        for word in words
    ):
        return None
    asked = sentence.has(
        "details",
        "phone",
        "email",
        "address",
        "find",
        "membership",
        "birthday",
        "trainer",
        "due",
        "attendance",
        "come",
        "expiring",
        "expired",
        "active",
        "member",
        "plan",
    )
    capitals = all(word[0].isupper() for word in words) and len(words) <= 3
    others = [
        word for place, word in enumerate(sentence.words) if word.means != FILLER and place not in places
    ]
    if subject is None and not (
        asked or (capitals and not others) or (len(words) == 1 and sentence.has("who"))
    ):
        return None
    if (
        subject is not None
        and not capitals
        and not (sentence.has("details", "phone", "find") or _owned(sentence, places[-1]))
    ):
        return None
    intent = (
        Intent.CLIENT_MEMBERSHIP
        if sentence.has("membership", "due", "expiring", "plan")
        else Intent.CLIENT_DETAILS
    )
    if not sentence.has("membership", "due", "expiring", "plan", "details", "phone", "email", "address"):
        intent = Intent.CLIENT_SEARCH
    return Request(intent, name=" ".join(words))


def _owned(sentence: Sentence, place: int) -> bool:
    following = sentence.words[place + 1].typed.casefold() if place + 1 < len(sentence.words) else ""
    bare = (
        sentence.words[place].typed.casefold().endswith("s") and sentence.meaning(place + 1) in _OF_SOMEBODY
    )
    return bare or following in ("ka", "ki", "ke", "\u0915\u093e", "\u0915\u0940", "\u0915\u0947")
