"""The title of a conversation: the first words of its first question."""

from strakly_desktop.conversation.graphemes import cut_before
from strakly_desktop.conversation.text_safety import in_reading_order

TITLE_LENGTH = 60


def title_of(question: str) -> str:
    """At most 60 characters of `question` in one line, never cut inside a word where that can be helped.

    A single long word is cut between graphemes: never through an emoji or a letter and its accents.
    """
    words = " ".join(in_reading_order(question).split())
    if len(words) <= TITLE_LENGTH:
        return words
    start = words[:TITLE_LENGTH]
    cut = start.rsplit(" ", 1)[0] if " " in start else _part_of_word(words)
    return cut + "\u2026"


def _part_of_word(word: str) -> str:
    return word[: cut_before(word, TITLE_LENGTH) or TITLE_LENGTH]
