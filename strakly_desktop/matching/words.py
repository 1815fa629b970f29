"""Words of a text, and the one line in which it is searched."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Control and direction characters would break a line of the history; two of them mark hits.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]+")
# In Indic words a joiner only chooses between shapes of the same letters.
INDIC_JOINER = re.compile("(?<=[\u0900-\u0dff])[\u200c\u200d]")
# Any of the three; blanks are taken together anyway.
UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200c\u200d\u202a-\u202e\u2066-\u2069]")
_ASCII_WORD = re.compile("[0-9A-Za-z]+")


def normal(text: str) -> str:
    """`text` in one line, its letters composed."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    if UNSEEN.search(text):
        text = INDIC_JOINER.sub("", DIRECTIONS.sub("", _CONTROLS.sub(" ", text)))
    return " ".join(unicodedata.normalize("NFC", text).split())


def words_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the words are, as the index splits them (schema.py): letters, digits and the marks on them."""
    if text.isascii():
        for found in _ASCII_WORD.finditer(text):
            yield found.span()
        return
    start = -1
    for place, character in enumerate(text + " "):
        if is_word_character(character):
            start = place if start < 0 else start
        elif start >= 0:
            if any(unicodedata.category(one)[0] != "M" for one in text[start:place]):
                yield start, place
            start = -1


@lru_cache(4096)
def is_word_character(character: str) -> bool:
    """Whether it is part of a word, not between words."""
    if character in "\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}":
        return False
    category = unicodedata.category(character)
    return category[0] in "LN" or category in ("Co", "Mn", "Mc")
