"""The messages of a conversation as the page shows them.

A long answer is there in parts that can be read alone: those far above what is read leave the page, as turns do.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from strakly_desktop.rendering.markdown.whole_answers import item_seams, sure_seams
from strakly_desktop.rendering.writing.turn_writer import AnswerEnd

DRAWN_LIMIT = 300_000
"""Characters of one answer that are drawn: a page takes some fifty bytes of memory for each, and nobody reads on."""
LONG = 6_000
"""Characters of an answer that is written in parts: more than is seen of it at once."""
_FROM_BELOW = (1_200, 2_000)
"""Characters that the last parts have at least: they fill the page, and are written at once."""
_PART = 8_000
"""Those of all others: to put one above the rest costs a good part of a frame."""


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """The person's words, verbatim. `note` stands above them as a quiet line, "" for none."""

    text: str
    message_id: str = ""
    note: str = ""

    @property
    def shown(self) -> str:
        """What of it stands here."""
        return self.text


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A part of a long answer, the rest of which stands below it: its markdown, which names no label of a link.

    `tables`: how many there are in it; `has_numbers`: whether one of them has numbers that a chart can compare. Both
    are known when it has left the page: None and False before it was there. `in_list`: the list at its end goes on
    below.
    """

    text: str
    message_id: str = ""
    tables: int | None = 0
    has_numbers: bool = False
    in_list: bool = False

    @property
    def shown(self) -> str:
        """What of it stands here."""
        return self.text


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer that is over: its markdown, and what stands under it.

    `start`: what comes before it, in characters, is shown by the parts above.
    """

    text: str
    end: AnswerEnd
    start: int = 0

    @property
    def shown(self) -> str:
        """What of it stands here."""
        return self.text[self.start :]


ShownMessage: TypeAlias = ShownQuestion | AnswerPart | ShownAnswer


@dataclass(frozen=True, slots=True)
class BegunAnswer:
    """An answer that streams in, as far as it has come: `text` stands on the page, `above` no more."""

    message_id: str
    above: str
    text: str


def id_of(message: ShownMessage) -> str:
    """The id of a message; "" where it has none."""
    return message.end.message_id if isinstance(message, ShownAnswer) else message.message_id


def with_source_line(message: ShownMessage, message_id: str, line: str) -> ShownMessage:
    """The answer of this id with another line of sources, if it has one; any other message as it is."""
    if not isinstance(message, ShownAnswer) or message.end.message_id != message_id:
        return message
    return (
        replace(message, end=replace(message.end, source_line=line)) if message.end.source_line else message
    )


def with_others(messages: Iterable[ShownMessage], others: Mapping[str, ShownMessage]) -> list[ShownMessage]:
    """Messages with `others` in the places of those with their ids; a question keeps the note above it."""
    found: list[ShownMessage] = []
    for message in messages:
        other = others.get(id_of(message), message)
        if isinstance(message, ShownQuestion) and isinstance(other, ShownQuestion):
            other = ShownQuestion(other.text, message.message_id, message.note)
        elif isinstance(message, ShownAnswer) and isinstance(other, ShownAnswer) and other is not message:
            # Where it came from is said as it was.
            end = replace(message.end, values=other.end.values)
            other = ShownAnswer(other.text, end)
        elif isinstance(message, AnswerPart) and other is not message:
            continue  # The other is whole.
        found.append(other)
    return found


def joined(messages: Sequence[ShownMessage]) -> list[ShownMessage]:
    """The same with each answer in one that has parts of it right above."""
    found: list[ShownMessage] = []
    for message in messages:
        start = message.start if isinstance(message, ShownAnswer) else 0
        while start and found and isinstance(part := found[-1], AnswerPart):
            found.pop()
            start -= len(part.text)
        found.append(replace(message, start=start) if isinstance(message, ShownAnswer) else message)
    return found


def without_last_parts(messages: Sequence[ShownMessage]) -> tuple[list[ShownMessage], list[AnswerPart]]:
    """Messages without the parts at their end, whose answer goes on below, and those parts."""
    rest, parts = list(messages), list[AnswerPart]()
    while rest and isinstance(part := rest[-1], AnswerPart):
        parts.insert(0, part)
        rest.pop()
    return rest, parts


def borders(messages: Sequence[ShownMessage]) -> Iterator[int]:
    """How many messages may leave from the top: all above a question or below a part. An answer that opens the page
    goes with the turn below it."""
    is_whole = False
    for index, message in enumerate(messages):
        if isinstance(message, ShownQuestion):
            if is_whole:
                yield index
            is_whole = True
        elif isinstance(message, AnswerPart):
            yield index + 1
            is_whole = True


def units(messages: Sequence[ShownMessage]) -> list[list[ShownMessage]]:
    """Messages as they are written together: turns, and parts of an answer; a long one is parted."""
    found: list[list[ShownMessage]] = []
    for message in chain.from_iterable(map(_in_parts, messages)):
        goes_on = (
            found and not isinstance(message, ShownQuestion) and not isinstance(found[-1][-1], AnswerPart)
        )
        if not goes_on:
            found.append([])
        found[-1].append(message)
    return found


def taken_off(messages: Iterable[ShownMessage]) -> list[ShownMessage]:
    """Messages that stood on the page, as they are written there again: of an answer that goes on below them, the last
    part in short ones, for its end is seen first."""
    found = [replace(one, tables=None) if isinstance(one, AnswerPart) else one for one in messages]
    if found and isinstance(found[-1], AnswerPart):
        found[-1:] = _parted(found[-1])
    return found


def _in_parts(message: ShownMessage) -> Iterator[ShownMessage]:
    return _parted(message) if isinstance(message, ShownAnswer) else iter([message])


def _parted(message: ShownAnswer | AnswerPart) -> Iterator[ShownMessage]:
    """A long answer, or a part of one, in parts, small ones at its end, which is seen first."""
    if len(message.shown) <= LONG:
        yield message
        return
    borders, sizes = deque[int](), [*_FROM_BELOW]
    begin = message.start if isinstance(message, ShownAnswer) else 0
    end = min(len(message.text), DRAWN_LIMIT)
    text = message.text[begin:end]
    in_list = set(item_seams(text))
    for seam in sorted(in_list.union(sure_seams(text)), reverse=True):
        least = sizes[0] if sizes else _PART
        if end - begin - seam >= least:
            end = begin + seam
            borders.appendleft(end)
            del sizes[:1]
    start = begin
    for border in borders:
        part = message.text[begin:border]
        yield AnswerPart(part, id_of(message), tables=None, in_list=border - start in in_list)
        begin = border
    if isinstance(message, ShownAnswer):
        yield replace(message, start=begin)
    else:
        yield replace(message, text=message.text[begin:])
