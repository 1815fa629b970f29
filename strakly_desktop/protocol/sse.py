"""Turns the bytes of an event stream into events, however the network cut them.

The rules are those of the HTML standard, section 9.2.6 "Interpreting an event stream". Nothing here waits or
reads: bytes go in, events come out, so that the same code serves a socket, a recording and a property test.

Lines are cut from bytes, never from text: a line end can only be CR or LF (text has more of them), and UTF-8
never hides either inside a character, so each line can be decoded on its own whatever the chunks were.
"""

import re
from collections.abc import Callable
from functools import partial
from itertools import repeat
from typing import NamedTuple

from strakly_desktop.conversation.errors import ProtocolError
from strakly_desktop.conversation.failures import answer_too_large

MAX_EVENT_BYTES = 16 * 1024 * 1024

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CARRIAGE_RETURN = re.compile(rb"\r\n?")


class ServerSentEvent(NamedTuple):
    """One event. A named tuple: thousands a second are made, and a frozen dataclass costs thrice as much."""

    data: str
    event: str = "message"
    id: str = ""


# The tuple's own constructor: what the generated one adds in Python code is a third of this module's time.
_new_event: Callable[[tuple[str, str, str]], ServerSentEvent] = partial(tuple.__new__, ServerSentEvent)


class EventStreamDecoder:
    """Reads one event stream from its first byte to its last; make a new one for every response.

    `max_event_bytes` bounds a single line and the data lines of a single event, in bytes. The time to feed a
    stream is linear in its length, however it is cut.
    """

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_event_bytes = max_event_bytes
        self._partial_line = bytearray()
        self._at_start = True
        self._after_cr = False
        self._data_lines: list[str] = []
        self._event_bytes = 0
        self._event_type = ""
        self._last_id = ""

    def feed(self, data: bytes) -> list[ServerSentEvent]:
        """Return the events that these bytes complete, oldest first.

        Raises:
            ProtocolError: a line or an event is larger than `max_event_bytes`; the stream cannot be read on.
        """
        if self._after_cr or b"\r" in data:
            data = self._with_line_feeds_only(data)
        end = data.rfind(b"\n")
        if end < 0:
            self._partial_line += data
            events = []
        else:
            lines = data[:end]
            if self._partial_line:
                lines = bytes(self._partial_line) + lines
            self._partial_line = bytearray(data[end + 1 :])
            events = self._read_lines(lines)
        if len(self._partial_line) > self._max_event_bytes:
            raise self._too_large()
        return events

    def close(self) -> list[ServerSentEvent]:
        """End the stream: a last event without its blank line counts, a line without its end does not."""
        self._partial_line.clear()
        return self._take_event()

    def _with_line_feeds_only(self, data: bytes) -> bytes:
        if self._after_cr and data:
            # The CR before already ended its line; an LF now only completes the pair.
            self._after_cr = False
            data = data.removeprefix(b"\n")
        self._after_cr = self._after_cr or data.endswith(b"\r")
        return _CARRIAGE_RETURN.sub(b"\n", data)

    def _read_lines(self, lines: bytes) -> list[ServerSentEvent]:
        """Read whole lines, separated by LF and without the last LF."""
        if self._at_start:
            self._at_start = False
            lines = lines.removeprefix(_BYTE_ORDER_MARK)
        events: list[ServerSentEvent] = []
        if self._event_bytes and lines.startswith(b"\n"):
            # The chunk before ended between an event and its blank line.
            events = self._take_event()
            lines = lines[1:]
        if lines.startswith(b"data: ") and not self._event_bytes and not self._event_type:
            end = len(lines) - 1 if lines.endswith(b"\n") else lines.rfind(b"\n\n")
            plain = self._read_plain_events(lines[6:end]) if end > 0 else []
            if plain:
                events += plain
                lines = lines[end + 2 :]
                if not lines:
                    return events
        for line in lines.split(b"\n"):
            if line:
                self._read_field(line)
            else:
                events += self._take_event()
        return events

    def _read_plain_events(self, events: bytes) -> list[ServerSentEvent]:
        """Read events of one `data: ` line each, all at once; return none if one of them is anything else.

        This is what the chat sends, and cutting it at the marks between two events is four times as fast as
        line by line. `events` lacks the first mark and the last blank line.
        """
        payloads = events.decode("utf-8", "replace").split("\n\ndata: ")
        longest = len(events) + len(b"data: ")
        if events.count(b"\n") != 2 * (len(payloads) - 1) or longest > self._max_event_bytes:
            return []
        return list(map(_new_event, zip(payloads, repeat("message"), repeat(self._last_id), strict=False)))

    def _read_field(self, line: bytes) -> None:
        if len(line) > self._max_event_bytes:
            raise self._too_large()
        name, _, value = line.partition(b":")
        if name == b"data":
            self._event_bytes += len(line) + 1
            if self._event_bytes > self._max_event_bytes + 1:
                raise self._too_large()
            self._data_lines.append(_text(value))
        elif name == b"event":
            self._event_type = _text(value)
        elif name == b"id" and b"\0" not in value:
            self._last_id = _text(value)

    def _take_event(self) -> list[ServerSentEvent]:
        """Return the event whose lines have been read, if it has data, and start the next one."""
        data_lines, event_type = self._data_lines, self._event_type
        self._data_lines, self._event_type, self._event_bytes = [], "", 0
        if not data_lines:
            return []
        return [ServerSentEvent("\n".join(data_lines), event_type or "message", self._last_id)]

    def _too_large(self) -> ProtocolError:
        return ProtocolError(answer_too_large(self._max_event_bytes))


def _text(value: bytes) -> str:
    return value.removeprefix(b" ").decode("utf-8", "replace")
