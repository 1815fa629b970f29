"""What was found to limit a question, with the words it was made of: they are named when it is refused."""

from dataclasses import dataclass, field
from typing import Any

from strakly_desktop.bot.understanding.requests import Period

SHIFTS = ("morning", "evening", "afternoon")
UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
"""The lengths of time that are counted, in days."""


@dataclass(slots=True)
class Found:
    """The limits of one message, and the words each was made of."""

    values: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    periods: list[Period] = field(default_factory=list)
    persons: list[dict[str, Any]] = field(default_factory=list)
    compared: dict[str, list[Any]] = field(default_factory=dict)
    """Several values of one limit: two branches, two methods."""
    unclear: list[str] = field(default_factory=list)
    """Words that limit something, which nothing here can apply."""
    side_by_side: bool = False
    """Whether several periods are named for themselves, and not one within the other."""

    def put(self, name: str, value: Any, words: str) -> None:
        """Keep a limit; a second value of the same one stands beside the first."""
        if name in self.values and self.values[name] != value:
            self.compared.setdefault(name, [self.values[name]]).append(value)
            self.words[name] += f", {words}"
        else:
            self.values[name] = value
            self.words[name] = words
