"""Reads an exported file piece by piece, so that its size does not matter: a message is in memory, not the file."""

import codecs
import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from strakly_desktop.conversation.model import ConversationSummary, Message
from strakly_desktop.store.database.errors import ExchangeError
from strakly_desktop.store.exchange.export_format import (
    NOTHING_IMPORTED,
    broken,
    check_head,
    from_json,
    message_from_json,
    no_export,
    no_json,
    summary_from,
)

MOST_BYTES = 4 * 1024**3
# A file up to here is read in one, whatever the order of what is in it.
_READ_WHOLE_BYTES = 4_000_000
# An answer has 8 MB at most; escaped, it may be longer.
_LONGEST_VALUE = 12_000_000
_CHUNK_BYTES = 65_536
_BACKUP = b"SQLite format 3\0"
_SPACE = " \t\r\n"
_HEAD = frozenset(("format", "version"))


def read_export(file: BinaryIO) -> Iterator[ConversationSummary | Message]:
    """Each conversation, and behind it its messages.

    Raises:
        ExchangeError: the file is no export, a newer one, broken or too large. What came before it is void.
        OSError: the disk does not give it.
    """
    head = file.read(_READ_WHOLE_BYTES + 1)
    if head.startswith(_BACKUP):
        raise ExchangeError(
            "This file is a backup of all conversations, not an export.",
            "Nothing was imported. To bring it back, close the app and put it in the place of history.sqlite3.",
        )
    if len(head) > _READ_WHOLE_BYTES:
        yield from _Reader(file, head).conversations()
        return
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_text() from error
    for conversation in from_json(text):
        yield conversation.summary
        yield from conversation.messages


def _no_text() -> ExchangeError:
    return ExchangeError("This file is no text.", NOTHING_IMPORTED)


class _Reader:
    """A JSON text of which only the part that is looked at is in memory. The keys are in the order of an export."""

    def __init__(self, file: BinaryIO, head: bytes) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._read = len(head)
        self._place = 0
        self._is_whole = False
        self._json = json.JSONDecoder()
        self._text = self._decoded(head).removeprefix("\ufeff")

    def conversations(self) -> Iterator[ConversationSummary | Message]:
        if self._sign() != "{":
            raise no_export()
        head = self._fields("conversations", no_export, check_head)
        check_head(head)
        if self._sign() != "[":
            raise broken("conversations")
        index = 0
        for index, _ in enumerate(self._items("conversations"), 1):
            yield from self._conversation(f"conversations[{index - 1}]")
        if not index:
            raise broken("conversations")
        self._fields("", no_json)
        if self._peek():
            raise no_json()

    def _conversation(self, place: str) -> Iterator[ConversationSummary | Message]:
        if self._sign() != "{":
            raise broken(place)
        yield summary_from(self._fields("messages", lambda: broken(f"{place}.messages")), place)
        if self._sign() != "[":
            raise broken(f"{place}.messages")
        for index, _ in enumerate(self._items(f"{place}.messages")):
            yield message_from_json(self._value(), f"{place}.messages[{index}]")
        self._fields("", no_json)

    def _fields(
        self, last: str, missing: Any, look: Callable[[dict[str, Any]], None] | None = None
    ) -> dict[str, Any]:
        """The fields of an object up to the key `last`, whose value comes next; all that are left for "".

        `look` is called once those of the head are there: what is behind them may be of a newer kind.
        """
        found: dict[str, Any] = {}
        while (character := self._peek()) != "}":
            if character == ",":
                self._sign()
            key = self._value()
            if not isinstance(key, str) or self._sign() != ":":
                raise no_json()
            if key == last:
                return found
            found[key] = self._value()
            if look is not None and found.keys() >= _HEAD:
                look(found)
                look = None
        self._sign()
        if last:
            raise missing()
        return found

    def _items(self, place: str) -> Iterator[None]:
        """Once before each value of a list that has begun."""
        while (character := self._peek()) != "]":
            if not character:
                raise no_json()
            yield
            match self._peek():
                case ",":
                    self._sign()
                case "]":
                    break
                case _:
                    raise no_json()
        self._sign()

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._place)
            except RecursionError as error:
                raise no_json() from error
            except ValueError as error:
                if self._is_whole:
                    raise no_json() from error
            else:
                if end < len(self._text) or self._is_whole:
                    self._place = end
                    return value
            if len(self._text) - self._place > _LONGEST_VALUE:
                raise ExchangeError(
                    "This file cannot be imported: a message in it is too long, or its end is missing.",
                    NOTHING_IMPORTED,
                )
            self._more(max(_CHUNK_BYTES, len(self._text) - self._place))

    def _peek(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            while self._place < len(self._text):
                if self._text[self._place] not in _SPACE:
                    return self._text[self._place]
                self._place += 1
            if self._is_whole:
                return ""
            self._more(_CHUNK_BYTES)

    def _sign(self) -> str:
        character = self._peek()
        self._place += len(character)
        return character

    def _more(self, size: int) -> None:
        data = self._file.read(size)
        self._read += len(data)
        if self._read > MOST_BYTES:
            raise ExchangeError("This file is too large to be imported.", NOTHING_IMPORTED)
        self._is_whole = not data
        self._text = self._text[self._place :] + self._decoded(data)
        self._place = 0

    def _decoded(self, data: bytes) -> str:
        try:
            return self._decoder.decode(data, not data)
        except UnicodeDecodeError as error:
            raise _no_text() from error
