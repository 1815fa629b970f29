"""How much of a growing line of text no later text can change, so that a frame reads only what comes after it.

A paragraph with many marks would else be read from its first word on with each frame: that costs its length.
"""

import re
from functools import lru_cache

from strakly_desktop.rendering.markdown.grammar.inline import read_alone

_STEP = 48
"""Of what comes after the beginning so many characters are read again with each frame, and at most twice as many."""
_LINK = re.compile(r"\[[^\[\]`\\\n]*\]\([^()\[\]\s`]*\)")
_UNSURE = re.compile(r"[\\<>\[\]|&!\0]|[^\S ]")


class SettledBeginning:
    """Of one line at a time, given again and again as it grows; another line is looked through anew."""

    def __init__(self) -> None:
        self._seen = ""
        self._length = 0
        self._is_stuck = False

    def length_in(self, text: str) -> int:
        """How many characters of `text` can be read by themselves, and the rest by itself; 0 for none.

        The rest begins with the blank at which the line was cut. Where that is depends on the text alone, not on
        how it grew.
        """
        if not self._seen or not text.startswith(self._seen):
            self._length, self._is_stuck = 0, not text[:1].isalpha()
        while len(text) - self._length > 2 * _STEP and not self._is_stuck:
            end = _next_end(text, self._length)
            self._is_stuck = end is None
            self._length = end or self._length
        # What was looked at: a line that differs only behind it is the same one.
        self._seen = text[: self._length + (2 * _STEP + 1 if self._is_stuck else 2)]
        return self._length


def _next_end(text: str, begin: int) -> int | None:
    """The next place to cut: a single blank at which nothing is open."""
    reach = begin + 2 * _STEP
    end = text.find(" ", begin + _STEP, reach)
    while end > 0:
        if text[end + 1].strip() and text[end - 1].strip() and _is_settled(text[begin:end]):
            return end
        end = text.find(" ", end + 1, reach)
    return None


# A frame asks twice: for what is read of a line, and for what is written of it.
@lru_cache(maxsize=64)
def _is_settled(text: str) -> bool:
    """Whether all that may mean something in `text` does so within it, by the plainest of rules."""
    return not _UNSURE.search(_LINK.sub("", text)) and read_alone(text).is_settled
