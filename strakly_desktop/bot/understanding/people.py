"""Finds the name of a person in a message: what is left when every word with another meaning is taken away.

The spelling is kept as it was typed; the gym's own search is what forgives typos in names.
"""

import re

from strakly_desktop.bot.understanding.periods import Period
from strakly_desktop.bot.understanding.vocabulary import GYM_WORDS, NO_NAMES
from strakly_desktop.bot.understanding.words import POSSESSIVE, plain, repaired

_NAME_WORD = re.compile(r"[^\W\d_](?:[\w.-]|['\u2019](?!s\b))*")
_PLACE = re.compile(r"\b(?:at|in) (?:the )?[A-Z]\w+(?: [A-Z]\w+)?|\b[A-Z]\w+(?: [A-Z]\w+)? branch\b")
_POSSESSIVE = re.compile(r"['\u2019]s\b")


def find_name(raw: str, period: Period | None = None) -> str | None:
    """The name in `raw` (the message as typed), at most four words, or None."""
    without_email = re.sub(r"\S+@\S+", " ", raw)
    dates = set(period.words.split()) if period else set()
    words = _NAME_WORD.findall(_POSSESSIVE.sub("", without_email))
    kept = [word.rstrip(".-") for index, word in enumerate(words) if _may_be_name(word, index == 0, dates)]
    return " ".join(kept[:4]) or None


def is_bare_name(raw: str) -> bool:
    """Whether the message is nothing but a name written as one: "Asha Rao"."""
    words = raw.strip(" .?!").split()
    capitalised = all(_NAME_WORD.fullmatch(word) and word[0].isupper() for word in words)
    return 2 <= len(words) <= 3 and capitalised and find_name(raw) == " ".join(words)


def find_capitalised_name(raw: str) -> str | None:
    """A name written with capitals inside a message about something else: "attendance of Rohan Mehta"."""
    if raw.isupper():
        return None
    words = _NAME_WORD.findall(_POSSESSIVE.sub("", _PLACE.sub(" ", raw)))
    kept = [word for word in words[1:] if word[0].isupper() and _may_be_name(word, False, set())]
    return " ".join(kept[:4]) or None


def _may_be_name(word: str, is_first: bool, dates: set[str]) -> bool:
    lower = plain(word).removesuffix(f" {POSSESSIVE}")
    # A capital inside the message marks a name, however near it is to a word of the gym ("Marsh", "march").
    meant = lower if word[0].isupper() and not is_first else repaired(lower)
    return bool(lower) and lower not in NO_NAMES and lower not in dates and meant not in GYM_WORDS
