"""Finds which words of a message have to be looked up, and puts into it what they were found to name."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from strakly_desktop.bot.gym.spelling import is_devanagari
from strakly_desktop.bot.understanding.lexicon.sentence import NAME, Named, Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER, Word

_MAY_BE_PLANS = frozenset({"monthly", "yearly", "annual", "weekly"})
_ENDS_OF_NAMES = frozenset({"training", "monthly"})
"""Behind an unknown word they may be the end of a name: "student monthly", "personal training"."""
_LINKS = frozenset(
    {"vs", "v/s", "versus", "and", "or", "&", "with", "to", "against", "aur", "ya", "banam", "\u0914\u0930"}
)
_OF_PLANS = ("member", "membership", "plan", "price", "sale", "active", "expired", "expiring", "due")
_SURE_OF_A_SLIP = 88


def unknown_spans(sentence: Sentence, *, drafting: bool = False) -> list[str]:
    """What has to be looked up: runs of words that are unknown, or only resemble a known one.

    `drafting`: an enquiry is being taken down, in which "monthly" is rather a plan.
    """
    spans: list[list[str]] = []
    last = -2
    for place, word in enumerate(sentence.words):
        noted_down = drafting or (sentence.has("enquiry") and (sentence.has("add") or _has_a_phone(sentence)))
        may_be_plan = word.typed.casefold() in _MAY_BE_PLANS and (
            noted_down
            or sentence.has(*_OF_PLANS)
            or _is_beside_another(sentence, place)
            or _are_on_it(sentence, place)
        )
        may_be_taught = last == place - 1 and word.typed.casefold() in _ENDS_OF_NAMES
        if (
            (word.known and word.exact and not (may_be_plan or may_be_taught))
            or place in sentence.taken
            or any(map(str.isdecimal, word.typed))
        ):
            continue
        if last == place - 1:
            spans[-1].append(word.typed)
        else:
            spans.append([word.typed])
        last = place
    return [" ".join(span) for span in spans]


def _are_on_it(sentence: Sentence, place: int) -> bool:
    """ "How many on monthly": that is no "on a monthly basis"."""
    typed = [word.typed.casefold() for word in sentence.words[max(0, place - 1) : place + 2]]
    return sentence.has("count", "who") and place > 0 and typed[0] == "on" and typed[-1] != "basis"


def _is_beside_another(sentence: Sentence, place: int) -> bool:
    """ "Monthly vs quarterly": beside another plan it is one as well, and no months to split by."""
    for step in (1, -1):
        linked = False
        at = place + step
        while 0 <= at < len(sentence.words) and (
            sentence.words[at].means in ("compare", FILLER) and sentence.words[at].typed.casefold() != "of"
        ):
            linked = linked or sentence.words[at].typed.casefold() in _LINKS
            at += step
        if linked and 0 <= at < len(sentence.words):
            word = sentence.words[at]
            return word.typed.casefold() in _MAY_BE_PLANS or not (word.known and word.exact)
    return False


def _has_a_phone(sentence: Sentence) -> bool:
    return phone_in(" ".join(word.typed for word in sentence.words)) is not None


def with_names(sentence: Sentence, parts: Sequence[Mapping[str, Any]]) -> Sentence:
    """The sentence with what the look-up found: the words of one name become one word."""
    words: list[Word] = []
    named: dict[int, Named] = {}
    # What is one phrase here ("cont of") was looked up word by word, and stands nowhere.
    waiting = [part for part in parts if part.get("words") and _stands(sentence.words, str(part["words"]))]
    place = 0
    while place < len(sentence.words):
        word = sentence.words[place]
        length = _length(sentence.words, place, str(waiting[0]["words"])) if waiting else 0
        if not length:
            words.append(word)
            place += 1
            continue
        part, those = waiting.pop(0), sentence.words[place : place + length]
        meanings = {str(each["kind"]): dict(each) for each in part.get("meanings", ())}
        if meanings and _is_meant(those, meanings):
            named[len(words)] = meanings
            words.append(Word(str(part["words"]), NAME, True, True))
        else:
            words.extend(those)
        place += length
    return Sentence(words, named)


def _stands(words: Sequence[Word], text: str) -> bool:
    return any(_length(words, place, text) for place in range(len(words)))


def _length(words: Sequence[Word], place: int, text: str) -> int:
    """How many words from `place` on are `text`; 0 when they are not."""
    joined = ""
    for length, word in enumerate(words[place:], 1):
        joined = f"{joined} {word.typed}".strip()
        if joined == text:
            return length
        if not text.startswith(joined):
            return 0
    return 0


def _is_meant(words: Sequence[Word], meanings: Named) -> bool:
    """A word of the desk that is only misspelt is a name when it is exactly one."""
    if any(not word.known for word in words):
        return True
    return any(
        each["likeness"] == 100
        or (kind in ("speciality", "source") and each["likeness"] >= _SURE_OF_A_SLIP)
        or (kind == "plan" and each["likeness"] >= _SURE_OF_A_SLIP and is_devanagari(words[0].typed))
        for kind, each in meanings.items()
    )


def phone_in(text: str) -> str | None:
    """An Indian mobile number, as ten digits."""
    match = re.search(r"(?<!\d)(?:\+?91[ -]?)?([6-9]\d{4}[ -]?\d{5})(?!\d)", text)
    return re.sub(r"\D", "", match[1]) if match else None
