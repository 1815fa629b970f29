"""Reads what people did in a period and what they did not: "who paid but did not come this month".

Each deed limits the clients by itself, so that both hold of whoever is listed.
"""

import re
from dataclasses import replace
from datetime import date

from strakly_desktop.bot.answers.markdown import BEGINNING
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER, Word
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.times import find_days
from strakly_desktop.bot.understanding.requests import Period

DEEDS = frozenset({"paid_in", "not_paid_in", "came_in", "not_came_in", "renewed_in"})
"""The limits that say what somebody did in a period."""
_KINDS = {"paid": "paid_in", "come": "came_in", "attendance": "came_in", "absent": "not_came_in"}
_STANDINGS = ("active", "expired", "inactive")
_NO_LISTS = (
    "payment",
    "revenue",
    "howmuch",
    "by",
    "wise",
    "inside",
    "join",
    "expiring",
    "average",
    "most",
    "least",
    "top",
)
"""With one of these something else is asked for than who did both."""
_BUT = ("but", "par", "lekin", "magar", "\u092a\u0930", "\u0932\u0947\u0915\u093f\u0928")
_UNPAID = re.compile(
    r"(?:^un|n.?t |not |no |without ).*pa(?:y|id|yments?)$|^fees? not |nahi|nahin|\u0928\u0939\u0940\u0902"
)
""" "Has not paid" is a deed where a time is named; "pending" and "has to pay" are only how things stand."""
_OF_PAYING = frozenset({
    "paisa", "paise", "fee", "fees", "payment", "payments", "\u092a\u0948\u0938\u093e", "\u092a\u0948\u0938\u0947",
    "\u092b\u0940\u0938", "\u092a\u0947\u092e\u0947\u0902\u091f",
})  # fmt: skip
"""What is paid: beside "not paid" it says nothing more."""
_LINKS = frozenset(
    {"but", "with", "has", "have", "having", "and", "still", "whose", "jiska", "jinka", "par", "lekin"}
)
_RELATIVE = frozenset({"who", "that", "jo", "jinhone", "and", "but", "par", "lekin"})
"""Between a deed and a due they say that both hold; "paid dues" is one deed."""


def find_deeds(sentence: Sentence, found: Found, today: date) -> None:
    """Two deeds together, or one beside how somebody stands: "expired members who came this month"."""
    deeds = _deeds(sentence)
    but_not = _but_not(sentence, deeds)
    if but_not is not None:
        (place, kind) = deeds[0]
        deeds = [(place, kind), (place, f"not_{kind}")]
    kinds = [kind for _, kind in deeds]
    about = set(kinds) if but_not is not None else {kind.removeprefix("not_") for kind in kinds}
    alone = len(kinds) == 1 and not kinds[0].startswith("not_") and _stands(sentence, deeds[0][0])
    unpaid = kinds == ["not_paid_in"] and but_not is None
    if len(about) < len(kinds) or not (len(kinds) == 2 or alone or unpaid):
        return
    looked, dated = sentence.copy(), Found()
    if unpaid:
        _leave_out_what_is_paid(looked)
    if looked.has(*_NO_LISTS) or any(looked.names("client")):
        return
    find_days(looked, dated, today)
    if (
        alone
        and kinds == ["paid_in"]
        and sentence.has("due")
        and not (dated.periods or dated.values or dated.unclear)
    ):
        dated.periods = [Period(BEGINNING, today, "so far")]  # "Who paid but still owes".
    periods = dated.periods if len(dated.periods) != 1 else dated.periods * len(deeds)
    if len(periods) != len(deeds) or dated.values or dated.unclear:
        return
    if but_not is not None and len(dated.periods) == 1:
        return  # Nobody came and did not come in the same days: the "not" is said of something else.
    if unpaid and (periods[0].words == "so far" or periods[0].start == periods[0].end == today):
        return  # Who owes today has not for that reason failed to pay today.
    if unpaid and _is_of_something_else(sentence, looked.taken - sentence.taken, deeds[0][0]):
        return
    sentence.words[:] = looked.words
    sentence.taken |= looked.taken
    if but_not is not None:
        sentence.taken.add(but_not)
        sentence.taken.update(at for at, word in enumerate(sentence.words) if word.typed.casefold() in _BUT)
    for (place, kind), period in zip(deeds, periods, strict=True):
        if period.start > today:
            found.unclear.append(period.words)
            continue
        word = sentence.words[place]
        found.put(kind, replace(period, end=min(period.end, today)), f"{word.typed} {period.words}")
        sentence.words[place] = Word(
            word.typed, FILLER
        )  # It limits, and is no question for payments or visits.


_OTHERS_DATED = ("new", "expired", "absent", "active")


def _is_of_something_else(sentence: Sentence, period: set[int], deed: int) -> bool:
    """ "New members this week who have not paid": the week is not that of the payment."""
    return any(
        min(abs(place - other) for place in period) <= min(abs(place - deed) for place in period)
        for other in sentence.at(*_OTHERS_DATED)
        if other not in sentence.negated
    )


def _leave_out_what_is_paid(sentence: Sentence) -> None:
    """ "Paise nahi diye", "fees not paid": the money is what was not paid, and no revenue or price is asked for."""
    for place, word in enumerate(sentence.words):
        if word.typed.casefold() in _OF_PAYING:
            sentence.words[place] = Word(word.typed, FILLER)


def _but_not(sentence: Sentence, deeds: list[tuple[int, str]]) -> int | None:
    """Where the same deed is denied of another time: "who came yesterday but not today"."""
    if len(deeds) != 1 or deeds[0][1].startswith("not_"):
        return None
    if sentence.meaning(deeds[0][0]) == "attendance" and not sentence.has("who", "member", "male", "female"):
        return None  # "Visits this month except ..." are visits, and no people.
    said = [place for place in sentence.at("not", "notback", "except") if place > deeds[0][0]]
    return said[0] if len(said) == 1 and not sentence.negated else None


def _deeds(sentence: Sentence) -> list[tuple[int, str]]:
    """Where a deed is told, and the limit that it is."""
    found = []
    for place, word in enumerate(sentence.words):
        kind = _KINDS.get(word.means)
        alone = sentence.has("come", "attendance") or not sentence.has("absent")
        unpaid = word.means == "due" and alone and _UNPAID.search(word.typed.casefold())
        if unpaid or word.means == "paid nothing":
            kind = "not_paid_in"
        elif kind is not None and place in sentence.negated:
            kind = f"not_{kind}"
        if kind is not None:
            found.append((place, kind))
    return found


def _stands(sentence: Sentence, deed: int) -> bool:
    """Whether the sentence says how those stand who did it: expired, or with dues."""
    people = sentence.has("who", "member") or any(word.typed.casefold() in _BUT for word in sentence.words)
    if not sentence.words[deed].typed.casefold().startswith("attendance"):
        people = people or sentence.has("male", "female")  # "Attendance and dues of women" are two questions.
    linked = False
    for due in sentence.at("due"):
        links = _LINKS if due > deed else _RELATIVE
        between = sentence.words[min(due, deed) + 1 : max(due, deed)]
        linked = linked or bool(links & {word.typed.casefold() for word in between})
    return people and (linked or sentence.has(*_STANDINGS))


def find_without_plan(sentence: Sentence, found: Found) -> None:
    """ "Members without a plan" have no membership at all, not even one that is over."""
    for place in sentence.at("without", "not", "exceptback"):
        back = (
            sentence.words[place].means == "exceptback"
            and sentence.words[place].typed.casefold() not in _FORWARD
        )
        beside = sentence.beside(place, -1 if back else 1)
        further = sentence.beside(beside, -1 if back else 1)
        of_it = "plan" in sentence.named.get(further, {})
        if sentence.meaning(beside) in ("plan", "membership") and not of_it and beside not in sentence.taken:
            found.put("without_plan", True, sentence.typed([place, beside]))
            sentence.taken.update((place, beside))
            sentence.words[beside] = Word(sentence.words[beside].typed, FILLER)


_FORWARD = ("bina", "\u092c\u093f\u0928\u093e")
