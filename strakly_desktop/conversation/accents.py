"""The names of the accents, apart from the events: the window's menu has them before any answer is read."""

from typing import Literal, TypeAlias

AccentName: TypeAlias = Literal["green", "blue", "purple", "red", "orange", "teal", "pink", "black", "white"]
