"""Brings names and words of several scripts and spellings into forms that can be compared.

A vowel sign of Hindi is a part of its word and no punctuation: without it two people would have one name. To find
a name that is kept in Latin letters by its Hindi spelling, Devanagari is also written out in Latin letters.
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

_VOWELS = dict(
    zip("अआइईउऊऋएऐओऔऑऍ", ("a", "aa", "i", "ee", "u", "oo", "ri", "e", "ai", "o", "au", "o", "e"), strict=True)
)
_SIGNS = dict(zip("ािीुूृेैोौॉॅ", ("aa", "i", "ee", "u", "oo", "ri", "e", "ai", "o", "au", "o", "e"), strict=True))
_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह",
        (
            "k",
            "kh",
            "g",
            "gh",
            "n",
            "ch",
            "chh",
            "j",
            "jh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "p",
            "ph",
            "b",
            "bh",
            "m",
            "y",
            "r",
            "l",
            "l",
            "v",
            "sh",
            "sh",
            "s",
            "h",
        ),
        strict=True,
    )
)
_NUKTA = {"क": "q", "ख": "kh", "ग": "g", "ज": "z", "ड": "r", "ढ": "rh", "फ": "f"}
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_VIRAMA, _NUKTA_SIGN, _NASAL = "्", "़", "ंँ"
_NOT_PART = re.compile(r"[^\w\u0300-\u036f\u0900-\u0dff]+")
"""What parts words. The signs of India's scripts are no letters to Unicode, but they are parts of words."""
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("chh", "ch"),
        ("tion|sion", "san"),
        ("c(?=[eiy])", "s"),
        ("qu(?=[ae])", "kv"),
        ("q|c(?!h)", "k"),
        ("ph", "f"),
        ("ksh|x", "ks"),
        ("w", "v"),
        ("z", "j"),
        ("([bdgjkt])h", r"\1"),
        ("sh", "s"),
        ("aa", "a"),
        ("ee", "i"),
        ("oo", "u"),
        ("ai|ay", "e"),
        ("au|ou|oa", "o"),
        ("y$", "i"),
        ("ii+", "i"),
        (r"(.)\1+", r"\1"),
        ("h$", ""),
        ("m(?=[bp])", "n"),
    )
)
SURE = 80.0
"""A name that is so much like what was typed is the one that is meant, if it is the only one."""

_VOWEL = re.compile("[aeiou]+")
_CLOSE = 80.0
_SAME = 95.0


def with_plain_digits(text: str) -> str:
    """`text` with the digits of every script written 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def folded(text: str) -> str:
    """`text` in small letters and one form of Unicode, words apart by one space, without punctuation."""
    known = unicodedata.normalize("NFC", with_plain_digits(text)).casefold()
    return " ".join(_NOT_PART.sub(" ", known.replace("'", "").replace("\u2019", "")).split())


def is_devanagari(text: str) -> bool:
    """Whether a letter of Hindi is in it."""
    return not text.isascii() and _DEVANAGARI.search(text) is not None


@lru_cache(maxsize=512)
def latin(text: str) -> str:
    """`text` with its Devanagari words as they would be typed in Latin letters: "rohan mehata"."""
    return " ".join(_latin_word(word) if is_devanagari(word) else word for word in text.split(" "))


def _latin_word(word: str) -> str:
    sounds: list[str] = []
    letters = unicodedata.normalize("NFD", word)
    inherent = False
    for index, char in enumerate(letters):
        if char in _CONSONANTS:
            marked = letters[index + 1 : index + 2] == _NUKTA_SIGN
            sounds += ["a"] if inherent else []
            sounds.append(_NUKTA.get(char, _CONSONANTS[char]) if marked else _CONSONANTS[char])
            inherent = True
        elif char in _SIGNS:
            sounds.append(_SIGNS[char])
            inherent = False
        elif char == _VIRAMA:
            inherent = False
        elif char in _NASAL:
            sounds += ["a", "n"] if inherent else ["n"]
            inherent = False
        elif char != _NUKTA_SIGN:
            sounds += ["a"] if inherent else []
            sounds.append(_VOWELS.get(char, char if char.isalnum() else ""))
            inherent = False
    return "".join(sounds)


@lru_cache(maxsize=1024)
def sound(word: str) -> str:
    """A word as it sounds, so that "mahine", "maheene" and "महीने" are one."""
    heard = latin(word)
    for pattern, by in _SOUNDS:
        heard = pattern.sub(by, heard)
    return heard or word


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    return tuple(folded(text).split())


def skeleton(word: str) -> str:
    """The consonants of a word as they sound."""
    return _VOWEL.sub("", sound(word))


def likeness(query: str, name: str) -> float:
    """How like a name is to what was typed, 0 to 100: each typed word is held against the best word of the name.

    So "rohn mheta" finds Rohan Mehta, and so does his name in Devanagari. 100 is kept for words that are the same.
    """
    words, names = _words(query), _words(name)
    if not words or not names:
        return 0.0
    found = [max(word_likeness(word, other) for other in names) for word in words]
    return min(sum(found) / len(found), min(found) + 25)


@lru_cache(maxsize=1024)
def word_likeness(word: str, name: str) -> float:
    """How like two words are, 0 to 100; words of two scripts, or that sound the same, are at most 98."""
    if word == name:
        return 100.0
    if is_devanagari(word) != is_devanagari(name):
        return min(98.0, _of_sounds(word, name))
    if is_devanagari(word):
        # Every sign counts: with four of them to a name, one that differs makes another name.
        return 96.0 if len(word) >= 3 and name.startswith(word) else min(fuzz.ratio(word, name), _CLOSE - 1)
    if len(word) >= 3 and name.startswith(word):
        return 96.0
    if len(word) > 3 and sound(word) == sound(name):
        return 95.0
    return fuzz.ratio(word, name)


def _of_sounds(word: str, name: str) -> float:
    one, other = sound(word), sound(name)
    same_consonants = len(one) > 1 and one[0] == other[:1] and _VOWEL.sub("", one) == _VOWEL.sub("", other)
    return max(fuzz.ratio(one, other), 88.0 if same_consonants else 0.0)


def may_be_misspelt(typed: str, name: str) -> bool:
    """Whether a name may be meant by what was typed: Rohan Verma is not Mohan Varma.

    A word that is the same is enough alone; words that differ must each begin as one of the name, as in "rohn mheta".
    """
    for word in folded(typed).split():
        part = max(folded(name).split(), key=lambda part: word_likeness(word, part))
        if word_likeness(word, part) < _SAME and sound(word)[:1] != sound(part)[:1]:
            return False
    return True
