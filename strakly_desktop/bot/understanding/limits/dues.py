"""Finds which dues are meant: those that are overdue, or those that are pending and not overdue yet.

"Pending" is also a status of memberships. Of money it is what is to be paid: all of it where nothing else says so
("pending dues"), and the part that is not overdue where it limits ("only pending dues", "dues except pending").
"""

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER, Word
from strakly_desktop.bot.understanding.limits.found import Found

OVERDUE, PENDING = "overdue", "pending"
_OTHER = {OVERDUE: PENDING, PENDING: OVERDUE}
_PENDING = ("pend", "\u092a\u0947\u0902\u0921")
_AND = frozenset({"and", "or", "aur", "ya", "&", "+", "plus", "\u0914\u0930", "\u092f\u093e"})
_OF_AN_AMOUNT = ("amount", "howmuch", "revenue", "total")


def find_due_state(sentence: Sentence, found: Found) -> None:
    """ "Overdue", "not overdue", "only pending dues", "overdue and pending": they still say that dues are meant."""
    for place in sentence.at("price"):
        word = sentence.words[place]
        if word.typed.casefold().startswith("how much") and sentence.has(PENDING, "due"):
            sentence.words[place] = Word(word.typed, "howmuch")  # "How much is pending" asks for no price.
    for place in sentence.at("overdue"):
        left_out = place in sentence.negated
        sentence.taken.add(place)
        found.put("due_state", PENDING if left_out else OVERDUE, _told(sentence, place))
    phrases = [place for place in sentence.at("due") if _says_pending(sentence, place)]
    for place in phrases:
        if place in sentence.negated:
            found.put("due_state", OVERDUE, _told(sentence, place))
        elif _is_only(sentence, place) or (
            found.values.get("due_state") == OVERDUE
            and not found.compared
            and any(word.typed.casefold() in _AND for word in sentence.words)
        ):
            found.put("due_state", PENDING, _told(sentence, place))
    if (
        found.values.get("due_state") == OVERDUE
        and not sentence.has("enquiry")
        and not _is_of_members(sentence)
    ):
        for place in sentence.at(PENDING):
            if (
                place not in sentence.negated
            ):  # "Overdue and pending": beside the one the other is of dues as well.
                found.put("due_state", PENDING, _told(sentence, place))
                sentence.taken.add(place)


def settle_pending(sentence: Sentence, found: Found) -> None:
    """Make of "pending", where dues are asked for, which of the dues are meant."""
    for name, state in (("status", PENDING), ("other_than_status", OVERDUE)):
        if found.values.get(name) != PENDING:
            continue
        said = found.words.get(name, PENDING)
        if _is_of_status(sentence) or _of_either(sentence, found):
            continue
        del found.values[name]
        amounts = {"least", "most"} & set(found.values) or sentence.has(*_OF_AN_AMOUNT)
        alone = name == "status" and amounts and not sentence.has("due", "only")
        if not alone:  # "The total pending amount" is all that is to be paid.
            found.put("due_state", state, said)


_NOTHING_ELSE = {PENDING, "list", "count", "only", "who", "all", "whole"}


def two_meanings(sentence: Sentence, found: Found) -> bool:
    """Whether it cannot be told if "pending" is said of the memberships or of what is to be paid."""
    meant = {word.means for word in sentence.words if word.means != FILLER}
    return _of_either(sentence, found) or (PENDING in meant and meant <= _NOTHING_ELSE)


def _of_either(sentence: Sentence, found: Found) -> bool:
    """ "Pending members with dues": of members and of dues at once."""
    of_status = PENDING in (found.values.get("status"), found.values.get("other_than_status"))
    return of_status and sentence.has("due") and _is_of_members(sentence) and not _is_of_status(sentence)


TWO_MEANINGS = (
    "**Pending** can be said of the membership (nothing is paid for it yet, or it begins later) or of what is still to "
    "be paid (the membership began in the last 7 days, so that it is not overdue). Which one do you mean?"
)
ASK_WHICH = ("Only pending dues", "Dues where membership status is pending")
"""The questions that have one of the two meanings each."""


def _says_pending(sentence: Sentence, place: int) -> bool:
    return any(word.startswith(_PENDING) for word in sentence.words[place].typed.casefold().split())


def _is_only(sentence: Sentence, place: int) -> bool:
    """Whether "only" stands beside it, and not beside something else that it limits to."""
    near = (place - 1, place + 1)
    return any(sentence.meaning(each) == "only" for each in near)


def _is_of_members(sentence: Sentence) -> bool:
    """ "Pending members": the word stands before those that it is said of."""
    return any(
        sentence.meaning(_behind_plans(sentence, place)) in ("member", "membership", "male", "female")
        for place in sentence.at(PENDING)
    )


def _behind_plans(sentence: Sentence, place: int) -> int:
    """What follows, past the plan between: "pending quarterly members"."""
    beside = sentence.beside(place)
    return sentence.beside(beside) if "plan" in sentence.named.get(beside, {}) else beside


def _is_of_status(sentence: Sentence) -> bool:
    """ "Status is pending" is the membership's."""
    return any(sentence.meaning(sentence.beside(place, -1)) == "status" for place in sentence.at(PENDING))


def _told(sentence: Sentence, place: int) -> str:
    word = sentence.words[place]
    return f"not {word.typed}" if place in sentence.negated and word.means != FILLER else word.typed
