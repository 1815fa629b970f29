"""Where a text may be cut: between graphemes, what a reader takes for one letter, never inside one.

Python's standard library has no such function, Qt's is for the shell alone, and titles, search results and paper
have to agree. The rules are the main ones of Unicode's annex 29.
"""

import unicodedata

_ZERO_WIDTH_JOINER = "\u200d"
_VIRAMA = 9
"""The combining class of what joins two consonants."""


def cut_before(text: str, place: int) -> int:
    """The last place up to `place` (in code points) where `text` may be cut."""
    if place >= len(text):
        return len(text)
    while place > 0 and _is_inside_grapheme(text, place):
        place -= 1
    return place


def cut_after(text: str, place: int) -> int:
    """The first place from `place` on (in code points) where `text` may be cut."""
    while 0 < place < len(text) and _is_inside_grapheme(text, place):
        place += 1
    return place


def _is_inside_grapheme(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if after.isascii():
        return before == _ZERO_WIDTH_JOINER
    if unicodedata.category(after)[0] == "M" or _ZERO_WIDTH_JOINER in (before, after):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True  # Skin tones; the letters of a subdivision's flag.
    if after in "\u0e33\u0eb3":
        return True  # Vowels of Thai and Lao that are letters to Unicode.
    if "\u1160" <= after <= "\u11ff" and "\u1100" <= before <= "\u11ff":
        return True  # The vowels and ends of a Korean syllable.
    if unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo":
        return True
    if _is_flag_letter(before) and _is_flag_letter(after):
        letters = 0
        while place - letters > 0 and _is_flag_letter(text[place - letters - 1]):
            letters += 1
        return letters % 2 == 1
    return False


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
