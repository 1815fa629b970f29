"""A regular expression that is compiled for the first text in which it may find anything.

Thirty long ones, compiled at once beside the first table of a day, held the window for 45 ms and took 3 MB; most
answers have no word of most of them.
"""

import re
from collections.abc import Iterator
from functools import cached_property

_NUMBERS = (re.compile(""), re.compile(r"\d"), re.compile(r"\d\D+\d"))


class LazyPattern:
    """What `pattern` finds has at least one of `words`, and so many numbers: 0, 1 or 2. No other text is searched."""

    def __init__(self, pattern: str, words: str, numbers: int = 1) -> None:
        """`words`: parts of words in small letters, with "|" between."""
        self._pattern = pattern
        self._words = words.split("|")
        self._numbers = _NUMBERS[numbers]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All that is found in `text`, as by `re.finditer`."""
        return self._compiled.finditer(text) if self.may_be_in(text) else iter(())

    def may_be_in(self, text: str) -> bool:
        """Whether `text`, in small letters, has what each find has."""
        return any(word in text for word in self._words) and self._numbers.search(text) is not None

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern)
