"""Reads a message as words with meanings: English, Hindi in either script, and with the slips of a hurried hand.

All later rules see meanings alone ("last month" for "pichhle maheene"), so there is one grammar for every way to write.
A word that is on no list stays as it is and is `known` False: a name, or something that nobody here understands.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from strakly_desktop.bot.gym.spelling import is_devanagari, skeleton, sound, with_plain_digits
from strakly_desktop.bot.understanding.lexicon.app_words import APP_WORDS
from strakly_desktop.bot.understanding.lexicon.english import ENGLISH
from strakly_desktop.bot.understanding.lexicon.fillers import FILLERS, NO_SLIPS
from strakly_desktop.bot.understanding.lexicon.hindi import HINDI, HINDI_FILLERS

FILLER = "\N{MIDDLE DOT}"
"""The meaning of a word that means nothing here."""
_PART = r"[\w\u0300-\u036f\u0900-\u0dff]"
_WORD = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\d{1,2}:\d\d|\d+(?:,\d+)+|\d+(?:[./-]\d+)+|\d+(?:st|nd|rd|th)\b|\d+"
    rf"|(?:rs|no)\.(?=\s|\d|$)|e-mail|check-ins?|#|/-|%|(?<=\s)[-\u2013](?=\s)|{_PART}+(?:['\u2019]{_PART}+)*",
    re.IGNORECASE,
)
_MOST_WORDS_OF_A_PHRASE = 6
_SHORT = 3
"""So short a word is none with a letter doubled: "moon" is no "mon"."""
_CONTRACTIONS = {
    "what's": "what",
    "who's": "who",
    "how's": "how",
    "haven't": "not",
    "hasn't": "not",
    "didn't": "not",
    "don't": "not",
    "doesn't": "not",
    "isn't": "not",
    "aren't": "not",
    "wasn't": "not",
    "weren't": "not",
    "won't": "not",
    "can't": "not",
}
_SUM = r"(?:rs\.? ?|\u20b9 ?)?(?P<{}>\d[\d,]{{2,9}}|\d{{1,3}} ?k\b)"
_LONGEST_SUMS = 8
_FROM_TO = re.compile(
    rf"(?<![\w./-])(?:(?:between|from) )?{_SUM.format('a')}(?: ?- ?| (?:to|se|\u0938\u0947) ){_SUM.format('b')}"
    r"(?![\w./-])(?: (?:tak|\u0924\u0915)(?!\w))?",
    re.IGNORECASE,
)
_DAYS = r"(?:days|weeks|months|din\b)"
_SIGNS = (
    (re.compile(r"(?:>=|=>|\u2265) ?(?=(?:rs|\u20b9)?\.? ?\d)", re.IGNORECASE), " at least "),
    (re.compile(r"(?:<=|=<|\u2264) ?(?=(?:rs|\u20b9)?\.? ?\d)", re.IGNORECASE), " at most "),
    (re.compile(r"> ?(?=(?:rs|\u20b9)?\.? ?\d)", re.IGNORECASE), " more than "),
    (re.compile(r"< ?(?=(?:rs|\u20b9)?\.? ?\d)", re.IGNORECASE), " less than "),
    (
        re.compile(rf"(?<![\w./-])(\d{{1,3}}) ?[-\u2013] ?(\d{{1,3}})(?= ?{_DAYS})", re.IGNORECASE),
        r"\1 to \2",
    ),
    (re.compile(rf"(?<![\d,])(\d{{1,3}})\+ ?(?={_DAYS})", re.IGNORECASE), r"at least \1 "),
    (re.compile(r"(?<![\d,])(\d[\d,]{2,9}|\d{1,3}k)\+(?![\d\w])", re.IGNORECASE), r"\1 or more"),
    (re.compile(r"\bwalkins?\b", re.IGNORECASE), "walk in"),
)
""" "5000+", "> 3000": signs are no words, and a limit that is not read is refused. "18+" is an age."""
_AGAINST_LAST = re.compile(
    r"(\bthis (day|week|month|quarter|year)\b.*?\b(?:vs\.?|versus|to|with|than|against|and)) (?:the )?(?:last|previous)"
    r"(?: one)?\s*[?.!]*$",
    re.IGNORECASE,
)
""" "This month compared to last": the last month."""
_AGAINST_BEFORE = re.compile(
    r"(\b(?:last|previous) (week|month)\b.*?\b(?:vs\.?|versus|to|with|than|against|and)) (?:the )?\2 before"
    r"(?: that| it)?(?! last)",
    re.IGNORECASE,
)
""" "Last week against the week before": the one before the last."""
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_SHORT_YEAR = re.compile(
    rf"(?<![\w./-])(\d{{1,2}}(?:st|nd|rd|th)?)(?:[-/.] ?| )({_MONTHS})"
    r"(?:[-/.] ?| ?['\u2019] ?| (?=\d\d[\s?.!]*$))(\d\d|20\d\d)(?![\w/-])",
    re.IGNORECASE,
)
""" "15-nov-26", "15 Nov '26": the day with its year; behind a blank the year stands at the end."""
_VOWELS = re.compile(r"(?<=.)[aeiou]+")
_TWICE = re.compile(r"(.)\1+")
_IN_ENGLISH = f"{ENGLISH.strip()}\n{APP_WORDS.strip()}"
_AMOUNT_OF = {"thousand": 1_000, "lakh": 100_000}


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or a phrase with one meaning. `typed` keeps the person's own spelling.

    `exact` says that it stands on a list as it was typed: what only resembles a known word may be a name. `read_as` is
    then the known word.
    """

    typed: str
    means: str
    known: bool = True
    exact: bool = True
    read_as: str = ""


def _lines(table: str) -> Iterator[tuple[str, list[str]]]:
    for line in table.replace("\n ", " ").strip().splitlines():
        meaning, _, words = line.partition(":")
        yield meaning.strip(), [word.strip() for word in words.split(",") if word.strip()]


_Phrase = tuple[str, ...]


def _phrases() -> tuple[dict[_Phrase, str], dict[_Phrase, str]]:
    exact: dict[_Phrase, str] = {}
    sounds: dict[_Phrase, str] = {}
    for table in (_IN_ENGLISH, HINDI):
        for meaning, others in _lines(table):
            if table is _IN_ENGLISH:
                exact.setdefault(tuple(meaning.split()), meaning)
            for other in others:
                exact.setdefault(tuple(other.split()), meaning)
                if table is HINDI and not is_devanagari(other):
                    sounds.setdefault(tuple(map(sound, other.split())), meaning)
    for word in FILLERS | HINDI_FILLERS:
        exact.setdefault((word,), FILLER)
    return exact, sounds


_EXACT, _SOUNDS = _phrases()
_ENGLISH_WORDS = sorted(
    {
        word
        for meaning, others in _lines(_IN_ENGLISH)
        for each in (meaning, *others)
        for word in each.split()
        if len(word) > 2 and word.isalpha()
    }
    | {word for word in FILLERS if len(word) > 3 and word.isalpha()}
)
_SKELETONS: dict[str, set[str]] = defaultdict(set)
for _meaning, _others in _lines(_IN_ENGLISH):
    for _word in (_meaning, *_others):
        if " " not in _word:
            _SKELETONS[skeleton(_word)].add(_meaning)
KNOWN_WORDS = frozenset(word for phrase in _EXACT for word in phrase)
"""Every word that is a part of something known."""
_BARE: dict[str, list[str]] = defaultdict(list)
_ONCE: dict[str, str] = {}
for _word in _ENGLISH_WORDS:
    _BARE[_VOWELS.sub("", _TWICE.sub(r"\1", _word))].append(_word)
    _ONCE.setdefault(_TWICE.sub(r"\1", _word), _word)


def plain(text: str) -> str:
    """`text` in small letters, single-spaced, without punctuation except inside numbers, dates and e-mails."""
    lowered = unicodedata.normalize("NFC", with_plain_digits(text)).casefold().replace("\u2019", "'")
    lowered = re.sub(r"[^\w\s@.:/+%'\u0300-\u036f\u0900-\u0dff-]|[.:/](?!\w)|(?<!\w)[.:](?=\w)", " ", lowered)
    return " ".join(lowered.replace("'", "").split())


def words_of(message: str) -> list[Word]:
    """The words of a message, in its order, the fillers included."""
    text = (
        unicodedata.normalize("NFC", with_plain_digits(message)).replace("\u2019", "'").replace("\u2018", "'")
    )
    typed = [match[0] for match in _WORD.finditer(_spelt_out(text))]
    lowered = [_lowered(word) for word in typed]
    shouted = not any(word[0].islower() for word in typed)
    repaired = [
        word
        if word in KNOWN_WORDS or (place and typed[place][0].isupper() and not shouted)
        else _repaired(word)
        for place, word in enumerate(lowered)
    ]
    found: list[Word] = []
    at = 0
    while at < len(typed):
        length, word = _longest(typed, lowered, repaired, at)
        found.append(word)
        at += length
    return list(_with_amounts(found))


def _spelt_out(text: str) -> str:
    """ "> 3000" and "1000-3000" as they are said: "more than 3000", "between 1000 and 3000"."""
    for sign, words in _SIGNS:
        text = sign.sub(words, text)
    text = _SHORT_YEAR.sub(lambda match: f"{match[1]} {match[2]} {f'20{match[3]}'[-4:]}", text)
    text = _AGAINST_LAST.sub(r"\1 last \2", text)
    text = _AGAINST_BEFORE.sub(r"\1 \2 before last", text)
    return _FROM_TO.sub(_said, text)


def _said(match: re.Match[str]) -> str:
    one, other = match["a"], match["b"]
    if "-" in match[0] and len(one) + len(other) > _LONGEST_SUMS:
        return f"{one} {other}"  # The halves of a telephone number.
    if all(re.fullmatch(r"(?:19|20)\d\d", each) for each in (one, other)):
        return match[0].replace("-", " to ")
    return match[0] if one.startswith("0") else f"between {one} and {other}"


def _lowered(word: str) -> str:
    lowered = word.casefold()
    if lowered in _CONTRACTIONS:
        return _CONTRACTIONS[lowered]
    return lowered.removesuffix("'s") if lowered.endswith("'s") else lowered.replace("'", "")


def _longest(typed: list[str], lowered: list[str], repaired: list[str], at: int) -> tuple[int, Word]:
    """How many words the longest phrase that begins at `at` takes, and what it means."""
    most = min(_MOST_WORDS_OF_A_PHRASE, len(typed) - at)
    for length in range(most, 0, -1):
        whole, own = " ".join(typed[at : at + length]), tuple(lowered[at : at + length])
        for phrase in (own, tuple(repaired[at : at + length])):
            if (meaning := _EXACT.get(phrase)) is not None and _worth_it(own, phrase):
                return length, Word(whole, meaning, True, phrase == own, " ".join(phrase))
        if (meaning := _heard(own)) is not None:
            return length, Word(whole, meaning, True, False)
    number = lowered[at].replace(",", "")
    known = any(char.isdecimal() for char in number) or not any(char.isalnum() for char in number)
    own_typed = typed[at] if known else re.sub(r"['\u2019]s$", "", typed[at])
    return 1, Word(own_typed, number if known else lowered[at], known, known)


def _worth_it(own: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """A phrase of several words is not made of slips alone."""
    return (
        len(own) == 1
        or own == phrase
        or any(word == other for word, other in zip(own, phrase, strict=True))
        or len(own) < 3
    )


def _heard(words: tuple[str, ...]) -> str | None:
    """What words mean by their sound: Hindi in other spellings, and English written in Devanagari."""
    if words[0] in NO_SLIPS and len(words) == 1:
        return None  # "Share" is no "saare".
    if len(words[0]) < 3 or any(word.isdecimal() for word in words) or len(words) > 4:
        return None
    found = _SOUNDS.get(tuple(map(sound, words)))
    if found is None and len(words) == 1 and is_devanagari(words[0]) and len(bones := skeleton(words[0])) > 2:
        heard = _SKELETONS.get(bones, set())
        found = next(iter(heard)) if len(heard) == 1 else None
    return found


@lru_cache(maxsize=512)
def _repaired(word: str) -> str:
    """The known word that was most likely meant, or `word` itself."""
    if not (word.isascii() and word.isalpha()) or len(word) < 3 or word in NO_SLIPS:
        return word
    once = _TWICE.sub(r"\1", word)
    if once in _ONCE and len(once) > _SHORT:
        return _ONCE[once]
    if not re.search("[aeiou]", once[1:]) and (bare := _BARE.get(once) or _BARE.get(word)):
        return min(bare, key=len)
    allowed = 2 if len(word) > 6 else 1
    found = extract(word, _ENGLISH_WORDS, scorer=OSA.distance, score_cutoff=allowed, limit=6)
    near = [
        (score, sorted(other) != sorted(word), other[-1] != word[-1], -len(other), other)
        for other, score, _ in found
        if _may_be(word, other)
    ]
    return min(near)[-1] if near else word


def _may_be(word: str, other: str) -> bool:
    """Whether a slip may have made one of the other: short words, and such as mean nothing, only lost a letter or two
    changed places; hardly ever is the first letter wrong."""
    if len(word) < 5 or other in FILLERS or (len(word) < 7 and len(other) < len(word)):
        return other[0] == word[0] and (len(other) == len(word) + 1 or sorted(other) == sorted(word))
    return other[0] == word[0] or (len(word) > 5 and other[1:3] in word[:4])


def _with_amounts(words: list[Word]) -> Iterator[Word]:
    """The words, with "5k", "10,000" and "2 lakh" as plain numbers."""
    at = 0
    while at < len(words):
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else None
        counts = following is not None and following.means in _AMOUNT_OF
        if following is not None and counts and re.fullmatch(r"\d{1,7}(?:\.\d{1,3})?", word.means):
            number = round(float(word.means) * _AMOUNT_OF[following.means])
            yield Word(f"{word.typed} {following.typed}", str(number))
            at += 2
        else:
            yield word
            at += 1
