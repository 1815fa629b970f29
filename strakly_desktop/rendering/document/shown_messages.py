"""The messages of a conversation as the page shows them."""

from dataclasses import dataclass
from typing import TypeAlias

from strakly_desktop.rendering.writing.turn_writer import AnswerEnd


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """The person's words, verbatim. `note` stands above them as a quiet line, "" for none."""

    text: str
    message_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer that is over: its markdown, and what stands under it."""

    text: str
    end: AnswerEnd


ShownMessage: TypeAlias = ShownQuestion | ShownAnswer
