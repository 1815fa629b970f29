"""Turns the bytes of an event stream into events, however the network cut them.

The rules are those of the HTML standard, section 9.2.6 "Interpreting an event stream". Nothing here waits or
reads: bytes go in, events come out, so that the same code serves a socket, a recording and a property test.

Lines are cut from bytes, never from text: a line end can only be CR or LF (text has more of them), and UTF-8
never hides either inside a character, so each line can be decoded on its own whatever the chunks were.

Beyond the standard, nothing is lost in silence: a line that is no field, and an event that is too large to be
kept, are handed on under names that no stream can send.
"""

import re
from collections.abc import Callable
from functools import partial
from itertools import repeat
from typing import Final, NamedTuple

MAX_EVENT_BYTES: Final = 4 * 1024 * 1024

# Types of events that are none. No stream can send them: a line feed ends the line of a type.
STRAY: Final = "\nstray"
CUT: Final = "\ncut"

_MOST_STRAY_LINES: Final = 20
_LONGEST_STRAY: Final = 16_000
"""Bytes of one that are kept: an error with a long trace in it is read whole, and what is told of others cut later."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CARRIAGE_RETURN = re.compile(rb"\r\n?")
_BLANK_LINES = re.compile(rb"\n{3,}")
_OTHER_FIELD = re.compile(rb"[A-Za-z][\w.-]*:")


class ServerSentEvent(NamedTuple):
    """One event. A named tuple: thousands a second are made, and a frozen dataclass costs thrice as much."""

    data: str
    event: str = "message"
    id: str = ""


# The tuple's own constructor: what the generated one adds in Python code is a third of this module's time.
_new_event: Callable[[tuple[str, str, str]], ServerSentEvent] = partial(tuple.__new__, ServerSentEvent)


class EventStreamDecoder:
    """Reads one event stream from its first byte to its last; make a new one for every response.

    `max_event_bytes` bounds a single line and the data lines of a single event, in bytes. Of a larger event the
    beginning comes at once as an event of the type CUT, and the rest is passed over. A line that is no field of
    an event stream comes as an event of the type STRAY; the first twenty of them. The time to feed a stream is
    linear in its length, however it is cut. `has_unreadable` turns true with the first byte that is no text: a stream
    is UTF-8 by the standard, whatever the server calls it.
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
        self._skips_line = False
        self._skips_event = False
        self._stray_lines = 0
        self.has_unreadable = False

    def feed(self, data: bytes) -> list[ServerSentEvent]:
        """Return the events that these bytes complete, oldest first."""
        if self._after_cr or b"\r" in data:
            data = self._with_line_feeds_only(data)
        if self._skips_line:
            data = data[self._end_of_skipped_line(data) :]
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
            events += self._cut_line(bytes(self._partial_line[: self._max_event_bytes]))
            self._partial_line.clear()
            self._skips_line = True
        return events

    def close(self) -> list[ServerSentEvent]:
        """End the stream: a last event without its blank line counts, a line without its end does not."""
        self._partial_line.clear()
        return self._take_event()

    @property
    def unfinished_line(self) -> bytes:
        """The line whose end has not come yet, as far as it is kept."""
        return bytes(self._partial_line[:_LONGEST_STRAY])

    def _with_line_feeds_only(self, data: bytes) -> bytes:
        if self._after_cr and data:
            # The CR before already ended its line; an LF now only completes the pair.
            self._after_cr = False
            data = data.removeprefix(b"\n")
        self._after_cr = self._after_cr or data.endswith(b"\r")
        return _CARRIAGE_RETURN.sub(b"\n", data)

    def _end_of_skipped_line(self, data: bytes) -> int:
        end = data.find(b"\n") + 1
        self._skips_line = not end
        return end or len(data)

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
        if lines.startswith(b"data: ") and not (self._event_bytes or self._event_type or self._skips_event):
            end = len(lines) - 1 if lines.endswith(b"\n") else lines.rfind(b"\n\n")
            plain = self._read_plain_events(lines[6:end]) if end > 0 else []
            if plain:
                events += plain
                lines = lines[end + 2 :]
                if not lines:
                    return events
        if b"\n\n\n" in lines:
            lines = _BLANK_LINES.sub(b"\n\n", lines)
        for line in lines.split(b"\n"):
            if not line:
                events += self._take_event()
            elif len(line) > self._max_event_bytes:
                events += self._cut_line(line[: self._max_event_bytes])
            else:
                events += self._read_field(line)
        return events

    def _read_plain_events(self, events: bytes) -> list[ServerSentEvent]:
        """Read events of one `data: ` line each, all at once; return none if one of them is anything else.

        This is what the chat sends, and cutting it at the marks between two events is four times as fast as
        line by line. `events` lacks the first mark and the last blank line.
        """
        payloads = self._decode(events).split("\n\ndata: ")
        longest = len(events) + len(b"data: ")
        if events.count(b"\n") != 2 * (len(payloads) - 1) or longest > self._max_event_bytes:
            return []
        return list(map(_new_event, zip(payloads, repeat("message"), repeat(self._last_id), strict=False)))

    def _read_field(self, line: bytes) -> list[ServerSentEvent]:
        name, colon, value = line.partition(b":")
        if name == b"data":
            self._event_bytes += len(line) + 1
            if not self._skips_event:
                if self._event_bytes > self._max_event_bytes + 1:
                    return self._cut_event()
                self._data_lines.append(self._decode(value.removeprefix(b" ")))
        elif name == b"event":
            self._event_type = _text(value)
        elif name == b"id":
            if b"\0" not in value:
                self._last_id = _text(value)
        elif name and name != b"retry" and _is_no_field(line, name, bool(colon)):
            return self._stray(line)
        return []

    def _decode(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError:
            self.has_unreadable = True
            return data.decode("utf-8", "replace")

    def _stray(self, line: bytes) -> list[ServerSentEvent]:
        self._stray_lines += 1
        if self._stray_lines > _MOST_STRAY_LINES:
            return []
        return [ServerSentEvent(line[:_LONGEST_STRAY].decode("utf-8", "replace"), STRAY, self._last_id)]

    def _cut_line(self, line: bytes) -> list[ServerSentEvent]:
        """Read the beginning of a line that is too long; only one of data is missed."""
        name, _, value = line.partition(b":")
        if name != b"data":
            return self._stray(line) if name and _is_no_field(line, name, has_colon=True) else []
        self._event_bytes += len(line)
        if self._skips_event:
            return []
        self._data_lines.append(_text(value))
        return self._cut_event()

    def _cut_event(self) -> list[ServerSentEvent]:
        """Hand on what has come of an event that is too large, and pass over its other lines."""
        data = "\n".join(self._data_lines)
        self._data_lines = []
        self._skips_event = True
        return [ServerSentEvent(data, CUT, self._last_id)]

    def _take_event(self) -> list[ServerSentEvent]:
        """Return the event whose lines have been read, if it has data, and start the next one.

        One that is named an error says something without any data, too.
        """
        data_lines, event_type = self._data_lines, self._event_type
        self._data_lines, self._event_type, self._event_bytes = [], "", 0
        if self._skips_event:
            self._skips_event = False
            return []
        if not data_lines and not is_error_type(event_type):
            return []
        return [ServerSentEvent("\n".join(data_lines), event_type or "message", self._last_id)]


def is_error_type(event_type: str) -> bool:
    """Whether an event of this type says that the answer failed."""
    name = event_type[:64].lower()
    return "error" in name or name.strip() in ("exception", "failure", "failed", "fatal")


def _is_no_field(line: bytes, name: bytes, has_colon: bool) -> bool:
    """Whether a line has no place in an event stream: the rest of a torn one, a page, or what should be data.

    A field of another name is one, and of no concern; but not `error`, which llama.cpp writes without a type.
    """
    if name.lower() in (b"data", b"error"):
        return True
    return not (has_colon and _OTHER_FIELD.match(line))


def _text(value: bytes) -> str:
    return value.removeprefix(b" ").decode("utf-8", "replace")
