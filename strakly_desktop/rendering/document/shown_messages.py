"""The messages of a conversation as the page shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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


def id_of(message: ShownMessage) -> str:
    """The id of a message; "" where it has none."""
    return message.message_id if isinstance(message, ShownQuestion) else message.end.message_id


def with_others(messages: Iterable[ShownMessage], others: Mapping[str, ShownMessage]) -> list[ShownMessage]:
    """Messages with `others` in the places of those with their ids; a question keeps the note above it."""
    found: list[ShownMessage] = []
    for message in messages:
        other = others.get(id_of(message), message)
        if isinstance(message, ShownQuestion) and isinstance(other, ShownQuestion):
            other = ShownQuestion(other.text, message.message_id, message.note)
        elif isinstance(message, ShownAnswer) and isinstance(other, ShownAnswer):
            # Where it came from is said as it was.
            end = replace(message.end, values=other.end.values)
            other = ShownAnswer(other.text, end)
        found.append(other)
    return found
