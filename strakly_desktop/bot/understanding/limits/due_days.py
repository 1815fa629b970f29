"""Reads for how long something is owed: "overdue by 30 days", "dues older than 2 weeks", "30 din se zyada baaki".

It is counted from the day on which the membership began, which is what makes dues overdue.
"""

import re

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.found import UNITS, Found

_LINKS = frozenset({
    "by", "for", "since", "from", "se", "than", "older", "old", "late", "more", "has", "have", "been", "is", "are",
    "of", "the", "to", "and", "-", "\u2013", "days", "those", "only", "hai", "hain", "ka", "ki", "ke",
    "\u0938\u0947", "\u0939\u0948", "\u0939\u0948\u0902",
})  # fmt: skip
"""What may stand between a length of time and the dues that it is said of."""
_BOUNDS = {"above": (1, None), "atleast": (0, None), "below": (None, -1), "atmost": (None, 0)}
""" "More than 30 days" are 31 and more."""
_LASTING = frozenset({"for", "since", "older", "old", "late", "se", "\u0938\u0947"})
"""One of these, or a bound, makes of "dues ... 30 days" how long they are owed; "overdue" does so by itself."""
_NOT_PAID = re.compile(r"(?<!^un)pa(?:y|id)$")
_OF_A_LENGTH = (*_BOUNDS, "between", "by", "sofar", "old")
_ONE = ("a", "an", "one", "ek", "\u090f\u0915")


def find_due_days(sentence: Sentence, found: Found) -> None:
    """How many days ago the membership began for which something is owed; the words are taken."""
    dues = sentence.at("due")
    for place in range(len(sentence.words)):
        span = _span_at(sentence, place)
        if span is None:
            continue
        first, last = _reach(sentence, span)
        beside = [at for at in (first - 1, last + 1) if at in dues]
        words = sentence.words[first : last + 1]
        overdue = any(sentence.meaning(at) == "overdue" for at in beside)
        lasting = any(word.means in _BOUNDS or word.typed.casefold() in _LASTING for word in words)
        if not beside or not (overdue or lasting):
            continue
        bounded = any(word.means in _BOUNDS for word in words)
        if not bounded and any(_NOT_PAID.search(sentence.words[at].typed.casefold()) for at in beside):
            continue  # "Has not paid for 2 months" is what did not happen in them.
        said = sentence.typed(range(first, last + 1))
        if any(at in sentence.negated for at in beside):
            found.unclear.append(said)
        put_days(sentence, found, span, range(first, last + 1))
        return


def bare_due_days(sentence: Sentence, found: Found) -> None:
    """ "More than 30 days", behind a question about dues."""
    for place in range(len(sentence.words)):
        if (span := _span_at(sentence, place)) is not None:
            first, last = _reach(sentence, span)
            put_days(sentence, found, span, range(first, last + 1))
            return


def put_days(sentence: Sentence, found: Found, span: range, used: range) -> None:
    """Keep the length of time at `span` as a limit, bounded by the words around it."""
    numbers = [number for place in span if (number := sentence.number(place)) is not None] or [1]
    unit = UNITS[sentence.meaning(span[-1])]
    said = sentence.typed(used)
    typed = {sentence.words[place].typed.casefold() for place in used}
    older = "above" if {"older", "than"} <= typed else "atleast"
    bound = next((sentence.meaning(place) for place in used if sentence.meaning(place) in _BOUNDS), older)
    more, less = _BOUNDS[bound]
    if len(numbers) > 1:
        found.put("due_days_least", min(numbers) * unit, said)
        found.put("due_days_most", max(numbers) * unit, said)
    elif more is not None:
        found.put("due_days_least", numbers[0] * unit + more, said)
    elif less is not None:
        found.put("due_days_most", numbers[0] * unit + less, said)
    sentence.taken.update(used)


def _span_at(sentence: Sentence, place: int) -> range | None:
    """From the first number to the unit: "30 days", "30 to 60 days", "30 or more days", "a month"."""
    if sentence.number(place) is None and sentence.words[place].typed.casefold() not in _ONE:
        return None
    for end in range(place + 1, min(place + 5, len(sentence.words))):
        word = sentence.words[end]
        if word.means in UNITS and end not in sentence.taken:
            return range(place, end + 1)
        linked = word.typed.casefold() in _LINKS or word.means in _BOUNDS or sentence.number(end) is not None
        if not linked:
            return None
    return None


def _reach(sentence: Sentence, span: range) -> tuple[int, int]:
    """The first and the last place of the words that belong to the length of time."""
    first, last = span[0], span[-1]
    while first > 0 and _belongs(sentence, first - 1):
        first -= 1
    while last + 1 < len(sentence.words) and _belongs(sentence, last + 1):
        last += 1
    return first, last


def _belongs(sentence: Sentence, place: int) -> bool:
    word = sentence.words[place]
    linked = word.means in _OF_A_LENGTH or word.typed.casefold() in _LINKS
    return linked and place not in sentence.taken
