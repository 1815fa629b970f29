"""Letters as they are searched: without what writers leave out or put in, whatever script they write.

SQLite's own tokenizer takes accents away, but knows neither strokes and ligatures of Latin letters nor the
spellings that Hindi has for one word. So the index holds this form, and what is typed is brought to it too.
"""

import re
import unicodedata
from collections.abc import Sequence

_LETTER_WITH = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
_OWN_LETTERS = {"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ŋ": "ng", "ĸ": "k", "ȷ": "j"}
_FULL_WIDTH = range(0xFF01, 0xFF5F)
# Scripts of India whose blocks are laid out alike: Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Telugu, Kannada.
_BLOCKS = (0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0C00, 0x0C80)
_CANDRABINDU, _ANUSVARA, _NUKTA, _VIRAMA = 0x01, 0x02, 0x3C, 0x4D
_TIPPI = "\u0a70"  # Gurmukhi's other sign for the same nasal.
# Nasal consonant to the consonants of its own class, before which it may be written as a dot.
_CLASSES = {
    0x19: (0x15, 0x18),
    0x1E: (0x1A, 0x1D),
    0x23: (0x1F, 0x22),
    0x28: (0x24, 0x27),
    0x2E: (0x2A, 0x2D),
}


def _nasal_pattern() -> re.Pattern[str]:
    pairs = (
        f"{chr(block + nasal)}{chr(block + _VIRAMA)}(?=[{chr(block + first)}-{chr(block + last)}])"
        for block in _BLOCKS
        for nasal, (first, last) in _CLASSES.items()
    )
    return re.compile("|".join(pairs))


_NASAL = _nasal_pattern()
_TRAILING_NASAL = re.compile(
    "|".join(f"{chr(block + nasal)}{chr(block + _VIRAMA)}?" for block in _BLOCKS for nasal in _CLASSES)
)
# What stands in many lines and folds to itself.
_OTHER_SIGNS = re.compile("[^\x00-\x7f·–—‘’“”•…₹€£]")
_OTHER_SCRIPTS = re.compile("([^\x00-\x7f]+)")
_INDIC = re.compile("[\u0900-\u0cff]")


class _Folds(dict[int, str]):
    """Character to what it is searched as, each worked out once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded_character(chr(code))
        if len(folded) != 1:
            _MOVING.add(chr(code))
        return folded


# The characters met so far that are folded to none, or to several.
_MOVING: set[str] = set()
_FOLDS = _Folds()


def folded(text: str) -> str:
    """`text` as it is searched. Capitals that are plain ASCII stay: the index makes no difference there."""
    if text.isascii():
        return text
    text = text.translate(_FOLDS)
    return _NASAL.sub(_anusvara, text) if _INDIC.search(text) else text


def folded_lines(text: str) -> str:
    """Each line of `text` as `folded` makes it."""
    if text.isascii():
        return text
    if not _is_easy(text):
        return "\n".join([folded(line) for line in text.split("\n")])
    return "\n".join([line if line.isascii() else line.lower() for line in text.split("\n")])


def folded_small(text: str) -> str:
    """`text` as it is searched, in small letters."""
    return text.lower() if _is_easy(text) else folded(text)


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The same in small letters, and for each of its characters the place in `text` that it comes from."""
    if _is_easy(text):
        return text.lower(), range(len(text))
    # Most of a page is ASCII, for which there is no need to look up each letter: that would take four times as long.
    runs = _OTHER_SCRIPTS.split(text)
    others = "".join(runs[1::2])
    runs[::2] = [run.lower() for run in runs[::2]]
    runs[1::2] = [run.translate(_FOLDS) for run in runs[1::2]]
    whole = "".join(runs)
    if _MOVING.isdisjoint(others) and not (_INDIC.search("".join(runs[1::2])) and _NASAL.search(whole)):
        return whole, range(len(text))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in _FOLDS[ord(character)]:
            characters.append(one)
            places.append(place)
    whole = "".join(characters)
    removed = {found.start() + 1 for found in _NASAL.finditer(whole)}
    if removed:
        places = [place for index, place in enumerate(places) if index not in removed]
        whole = _NASAL.sub(_anusvara, whole)
    return whole, places


def _is_easy(text: str) -> bool:
    """Whether small letters are all that it takes."""
    return text.isascii() or _OTHER_SIGNS.search(text) is None


def other_beginnings(word: str) -> tuple[str, ...]:
    """How `word`, folded, may begin a word too: its last nasal is a dot, should the consonant of its class follow."""
    found = _TRAILING_NASAL.search(word, max(0, len(word) - 2))
    if found is None or found.end() != len(word) or not found.start():
        return ()
    return (word[: found.start()] + _anusvara(found),)


def _anusvara(found: re.Match[str]) -> str:
    return chr((ord(found[0][0]) & ~0x7F) + _ANUSVARA)


def _folded_character(character: str) -> str:
    code = ord(character)
    if code in _FULL_WIDTH:
        character = chr(code - 0xFEE0)
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character == _TIPPI:
        return chr(0x0A00 + _ANUSVARA)
    folds = (_folded_letter(part) for part in unicodedata.normalize("NFD", character.casefold()))
    # Hangul and kana are put together again; what Latin lost on the way stays lost.
    return unicodedata.normalize("NFC", "".join(folds))


def _folded_letter(letter: str) -> str:
    if "\u0300" <= letter <= "\u036f":
        return ""
    block, place = ord(letter) & ~0x7F, ord(letter) & 0x7F
    if block in _BLOCKS:
        if place == _NUKTA:
            return ""
        return chr(block + _ANUSVARA) if place == _CANDRABINDU else letter
    if letter in _OWN_LETTERS:
        return _OWN_LETTERS[letter]
    if letter > "\x7f":
        name = unicodedata.name(letter, "")
        if (found := _LETTER_WITH.match(name)) is not None:
            return found[1].lower()
        if name.startswith("LATIN SMALL"):
            whole = unicodedata.normalize("NFKD", letter)
            return "".join(part for part in whole if not unicodedata.combining(part))
    return letter
