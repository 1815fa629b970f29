"""Tells whether a message only changes what was asked before it, and is no question of its own."""

from collections.abc import Sequence

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.deeds import DEEDS
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.taken import TAKES
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, OF_THE_APP, Intent, Request

_GOES_ON = (
    "and",
    "aur",
    "\u0914\u0930",
    "what",
    "how",
    "also",
    "or",
    "then",
    "now",
    "but",
    "for",
    "in",
    "ok",
    "show",
    "same",
    "bhi",
)
_ANYBODY = ("anyone", "anybody", "koi", "\u0915\u094b\u0908")
_ADDS = ("and", "aur", "\u0914\u0930", "also", "or", "but", "for")
_ONES = ("ones", "wale", "waale", "wali", "\u0935\u093e\u0932\u0947", "\u0935\u093e\u0932\u0940")
""" "The active ones" are those of the answer before."""
_ASKS = frozenset(
    {"who", "count", "howmuch", "when", "list", "total", "all", "whole", "most", "least", "top"}
)
"""With one of these, words that only limit may be a question of their own."""
_OF_NOBODY = {"gender", "plan", "method", "source", "trainer", "speciality", "shift"}
"""Alone, such a limit is no question."""
_NOUNS = frozenset(
    {
        "member",
        "membership",
        "join",
        "expiring",
        "absent",
        "enquiry",
        "trainer",
        "payment",
        "revenue",
        "due",
        "attendance",
        "plan",
        "inside",
        "price",
        "sale",
        "come",
        "busiest",
    }
)
"""A message with one of these asks something of its own."""
WITHOUT_LIMITS = OF_THE_APP | {Intent.ENQUIRY_CREATE}


def goes_on(sentence: Sentence, found: Found, last: Sequence[Request]) -> bool:
    """Whether a sentence that could be a question of its own only changes what was asked last."""
    if not last or last[-1].intent in WITHOUT_LIMITS or last[-1].intent in ABOUT_ONE:
        return False
    meant = {word.means for word in sentence.words if word.means != FILLER}
    own = meant & _NOUNS - _of_limits(found)
    takes = set(found.values) <= TAKES.get(last[-1].intent, frozenset())
    if own or not (found.values or found.periods) or (DEEDS & set(found.values) and "only" not in meant):
        return False
    typed = sentence.words[0].typed.casefold() if sentence.words else ""
    if typed in _ANYBODY and len(meant) > 1:
        return False  # "Anyone expired yesterday" is whole, and not of the Gold members of before alone.
    if not takes:
        # What this subject cannot be limited by is told, and is no question about all.
        bare = len(meant) < 3 and set(found.values) <= _OF_NOBODY
        adds = typed in _ADDS or bool(meant & {"only", "without", "except", "compare"})
        adds = (
            adds or bool(sentence.negated) or any(word.typed.casefold() in _ONES for word in sentence.words)
        )
        return adds or (bare and not found.periods)
    asks = bool(meant & _ASKS) or any(
        word.typed.casefold() in ("which", "kaun", "kis") for word in sentence.words
    )
    return (
        typed in _GOES_ON
        or bool(meant & {"only", "same", "one"})
        or len(meant) <= 2
        or "group" in found.values
        or not asks
    )


def adds_only(sentence: Sentence, found: Found) -> bool:
    """Whether there is a limit, or the word "only", and nothing that a question could be about."""
    meant = {word.means for word in sentence.words if word.means != FILLER}
    own = meant & _NOUNS - _of_limits(found)
    if found.periods and "paid" in meant and meant & {"count", "howmuch", "who"}:
        return False  # "How many paid in cash today" is whole.
    return bool(found.values or found.periods or meant & {"only", "same"}) and not own


def _of_limits(found: Found) -> set[str]:
    """The nouns that are a part of a limit: "the Gold plan", "without a trainer", "by source"."""
    plan = {"plan"} if {"plan", "other_than_plan"} & set(found.values) else set()
    trainer = {"trainer"} if {"trainer", "without_trainer"} & set(found.values) else set()
    return {str(found.values.get("group"))} | plan | trainer
