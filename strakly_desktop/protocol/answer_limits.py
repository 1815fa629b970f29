"""Keeps one answer within what a person at a desk can use, however much a server sends.

What the assistant we know sends stays far below all of this (protocol rules 6 and 9); what is over it is counted.
"""

from collections.abc import Iterator
from typing import Final

from strakly_desktop.conversation.events import (
    ActionRequested,
    AppCommand,
    BotAction,
    Navigate,
    TokenReceived,
    ToolsUsed,
)
from strakly_desktop.protocol.decode import MAX_TOOLS, IgnoredCounts

MAX_ANSWER_BYTES: Final = 8 * 1024 * 1024
MAX_STREAM_BYTES: Final = 64 * 1024 * 1024
"""Of the stream, without compression: text with all its escapes, comments, and what is passed over."""

EVENT_COST: Final = 64
"""Bytes that an event from which nothing comes counts as besides its own: reading very many takes long."""

_PIECE_CHARS: Final = 4_096
"""Characters of text that are handed on in one go: more would hold the window up."""

_MOST_ROUNDS: Final = 20
"""Rounds of tools, of which the real bot has ten at most."""


class TextLimit:
    """Counts the text of one answer, in bytes of UTF-8, and cuts it where it is too long."""

    def __init__(self, max_bytes: int = MAX_ANSWER_BYTES) -> None:
        self._left = max_bytes
        self.is_reached = False

    def takes(self, text: str) -> bool:
        """Count a short text that is whole characters, if there is room for it; else it is for `pieces`."""
        try:
            size = len(text) if text.isascii() else len(text.encode())
        except UnicodeEncodeError:
            return False
        if size > self._left:
            return False
        self._left -= size
        return True

    def pieces(self, text: str) -> Iterator[TokenReceived]:
        """Yield the text as far as there is room for it, in pieces that are quickly shown."""
        for start in range(0, len(text), _PIECE_CHARS):
            piece = text[start : start + _PIECE_CHARS]
            size = len(piece) if piece.isascii() else len(piece.encode())
            if size > self._left:
                self.is_reached = True
                piece = piece.encode()[: self._left].decode("utf-8", "ignore")
                size = self._left
            self._left -= size
            if piece:
                yield TokenReceived(piece)
            if self.is_reached:
                return


class ToolLimit:
    """Lets the first twelve tools of one answer through, and of many rounds those after a text.

    `text_came` is for the reader of the answer to set.
    """

    def __init__(self, ignored: IgnoredCounts) -> None:
        self._ignored = ignored
        self._known: set[str] = set()
        self._rounds = 0
        self.text_came = False

    def admit(self, event: ToolsUsed) -> ToolsUsed | None:
        """Return what is to be told of one round, or None."""
        new = [name for name in event.names if name not in self._known][: MAX_TOOLS - len(self._known)]
        self._known.update(new)
        self._rounds += 1
        if not (new or self.text_came or self._rounds <= _MOST_ROUNDS):
            self._ignored.too_many += 1
            return None
        names = tuple(name for name in event.names if name in self._known)
        self._ignored.too_many += len(event.names) - len(names)
        self.text_came = False
        return ToolsUsed(names or tuple(self._known)[:1])


class ActionLimit:
    """Lets the first page and the first of each command through, and of theme and accent only the last change.

    `take` gives what was asked for until now, when there is a pause. What is asked for after that waits for the
    end of the answer, so that a storm of changes is two at most, and an ordinary one is seen at once. Commands wait
    for it in any case.
    """

    def __init__(self, ignored: IgnoredCounts) -> None:
        self._ignored = ignored
        self._waiting: dict[type[BotAction], BotAction] = {}
        self._taken: set[type[BotAction]] = set()

    def put(self, event: ActionRequested) -> None:
        """Count an action, and keep it where it is within the limits."""
        action = event.action
        kind = type(action)
        if isinstance(action, Navigate | AppCommand) and (kind in self._waiting or kind in self._taken):
            self._ignored.too_many += 1
            return
        self._ignored.too_many += kind in self._waiting
        self._waiting[kind] = action

    def take(self, *, at_end: bool = False) -> list[ActionRequested]:
        """Return what is to be done now, in the order of the first wish of each kind."""
        now = [
            kind
            for kind, action in self._waiting.items()
            if at_end or not (kind in self._taken or isinstance(action, AppCommand))
        ]
        self._taken.update(now)
        return [ActionRequested(self._waiting.pop(kind)) for kind in now]
