"""Brings a message into one plain form: lower case, no punctuation, known words without typos.

Only words of the gym's own vocabulary are repaired, and only in the copy that is matched against the intents:
names of people are read from the text as it was typed.
"""

import re

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from strakly_desktop.bot.understanding.vocabulary import EVERYDAY_WORDS, GYM_WORDS

POSSESSIVE = "ofperson"
"""Stands in the plain form for the 's after a word that is no word of the gym's own: most likely a name."""

_SPELLINGS = {
    "color": "colour",
    "inquiry": "enquiry",
    "inquiries": "enquiries",
    "canceled": "cancelled",
    "check-in": "checkin",
    "check-ins": "checkins",
    "checkins": "checkins",
}
_SHORTEST_REPAIRED = 5
_TARGETS = tuple(sorted(GYM_WORDS))
_CONTRACTIONS = {
    "what's": "what is",
    "who's": "who is",
    "how's": "how is",
    "where's": "where is",
    "haven't": "have not",
    "hasn't": "has not",
    "didn't": "did not",
    "don't": "do not",
    "let's": "let us",
}


def plain(text: str) -> str:
    """`text` in lower case, single-spaced, without punctuation except inside numbers, dates and e-mails."""
    lowered = text.lower().replace("\u2019", "'").replace("\u2018", "'")
    for short, long in _CONTRACTIONS.items():
        lowered = lowered.replace(short, long)
    lowered = re.sub(r"(\w+)'s\b", _possessive, lowered).replace("'", "")
    lowered = re.sub(r"[^\w\s@.:/+%-]|[.:/](?!\w)|(?<!\w)[.:](?=\w)", " ", lowered)
    return " ".join(_SPELLINGS.get(word, word) for word in lowered.split())


def _possessive(match: re.Match[str]) -> str:
    owner = match[1]
    return owner if owner in GYM_WORDS else f"{owner} {POSSESSIVE}"


def repaired(text: str) -> str:
    """`text` (in plain form) with the typos in the gym's own words corrected."""
    return " ".join(_repaired_word(word) for word in text.split())


def _repaired_word(word: str) -> str:
    known = word in EVERYDAY_WORDS or word in GYM_WORDS or word.removesuffix("s") in GYM_WORDS
    if known or len(word) < _SHORTEST_REPAIRED or not word.isalpha():
        return word
    allowed = 1 if len(word) < 7 else 2
    found = extractOne(word, _TARGETS, scorer=OSA.distance, score_cutoff=allowed)
    return word if found is None else found[0]
