"""Reads of what length a plan is asked for: "price for 6 months", "yearly fees"."""

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER, Word
from strakly_desktop.bot.understanding.limits.found import Found

_IN_MONTHS = {"month": 1, "year": 12}
_YEARLY = ("yearly", "annual", "year")
_NO_PRICES = ("member", "membership", "revenue", "received", "payment", "paid", "due", "attendance", "come", "sale",
              "enquiry", "expiring", "join", "absent", "last", "next", "ago", "this")  # fmt: skip


def find_length(sentence: Sentence, found: Found) -> None:
    """ "Price for 6 months", "yearly fees": plans of that length, and no time in which something happened."""
    asked = sentence.has("price") or (sentence.has("howmuch") and "method" not in sentence.meanings)
    if not asked or sentence.has(*_NO_PRICES) or any(sentence.named):
        return
    for place in sentence.at(*_IN_MONTHS):
        before = sentence.beside(place, -1)
        number = sentence.number(before)
        yearly = sentence.meaning(place) == "year" and sentence.words[place].typed.casefold() in _YEARLY
        if number is None and not yearly:
            continue
        used = [place] if number is None else [before, place]
        found.put("months", (number or 1) * _IN_MONTHS[sentence.meaning(place)], sentence.typed(used))
        sentence.taken.update(used)
        for at in used:
            sentence.words[at] = Word(sentence.words[at].typed, FILLER)
        return
