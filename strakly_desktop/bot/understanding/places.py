"""Tells where a message names a branch that there is not: figures of all branches would look like those of it."""

from collections.abc import Sequence
from typing import Any

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence


def place_like_a_name(sentence: Sentence) -> str | None:
    """A word beside "branch" that names none, and only resembles somebody's name: "the Baner branch"."""
    for place, named in sentence.named.items():
        near = "branch" in (sentence.meaning(place - 1), sentence.meaning(place + 1))
        if (
            near
            and set(named) == {"client"}
            and not _is_a_first_name(sentence.words[place].typed, named["client"])
        ):
            return sentence.words[place].typed.casefold()
    return None


def _is_a_first_name(typed: str, client: dict[str, Any]) -> bool:
    words = {word.casefold() for name in client["names"] for word in str(name).split()}
    return client["total"] == 1 or client["likeness"] == 100 or typed.casefold() in words


def unknown_plan(sentence: Sentence) -> str | None:
    """The unknown words beside "plan": "the Platinum plan"."""
    unnamed = sentence.unnamed()
    if not unnamed or "plan" not in (sentence.meaning(unnamed[0] - 1), sentence.meaning(unnamed[-1] + 1)):
        return None
    return sentence.typed(unnamed)


def unknown_place(sentence: Sentence, words: Sequence[str]) -> str | None:
    """The unknown words that stand where a branch would: "at Nowhere", "branch Nowhere", "the Nowhere branch"."""
    unnamed = sentence.unnamed()
    if not unnamed:
        return None
    first, last = unnamed[0], unnamed[-1]
    before = sentence.words[first - 1].typed.casefold() if first else ""
    before2 = sentence.words[first - 2].typed.casefold() if first > 1 else ""
    after = sentence.words[last + 1].means if last + 1 < len(sentence.words) else ""
    at = ("at", "in", "for")
    near = (
        before in at
        or (before == "the" and before2 in at)
        or after == "branch"
        or (first > 0 and sentence.words[first - 1].means == "branch")
    )
    return " ".join(sentence.words[place].typed for place in unnamed).casefold() if near else None
