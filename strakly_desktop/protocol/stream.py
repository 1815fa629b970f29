"""Reads the answer to one question: bytes in, chat events out, and the end of input is an input too.

Knows what one event alone cannot tell: the first conversation id stays, `[DONE]` ends the answer, an end without
it means that the answer may be cut anywhere, and so does a piece that was lost on the way.
"""

from collections.abc import Iterator
from typing import Any, Final, assert_never

from strakly_desktop.conversation.cut_text import whole_words
from strakly_desktop.conversation.errors import ChatError, ProtocolError, StreamTruncated
from strakly_desktop.conversation.events import (
    ActionRequested,
    AnswerFinished,
    ChatEvent,
    ConversationStarted,
    ServerErrorReceived,
    SuggestionsReceived,
    TokenReceived,
    ToolsUsed,
)
from strakly_desktop.conversation.failures import (
    MAX_DETAILS_CHARS,
    answer_too_long,
    damaged,
    mixed_up,
    of_another_form,
    truncated,
    unreadable_characters,
)
from strakly_desktop.conversation.text_safety import HalfCharacters, well_formed_within
from strakly_desktop.protocol.answer_limits import (
    EVENT_COST,
    MAX_ANSWER_BYTES,
    MAX_STREAM_BYTES,
    ActionLimit,
    TextLimit,
    ToolLimit,
)
from strakly_desktop.protocol.decode import (
    IgnoredCounts,
    PieceLost,
    WireEvent,
    decode_event,
    decode_object,
    read_action,
)
from strakly_desktop.protocol.server_errors import error_in, reason_of
from strakly_desktop.protocol.sse import MAX_EVENT_BYTES, EventStreamDecoder, ServerSentEvent
from strakly_desktop.protocol.torn import looks_torn
from strakly_desktop.protocol.wire_json import UnboundedJSON, parse_json, short_token, text_so_far

_MOST_ACTIONS: Final = 100
_KEPT_BYTES: Final = 4 * 1024


class _Answer:
    """What one answer has come to, and what may still be added to it."""

    def __init__(self, max_bytes: int) -> None:
        self.ignored = IgnoredCounts()
        self.is_finished = False
        self.failure: ChatError | None = None
        self._text = TextLimit(max_bytes)
        self._max_bytes = max_bytes
        self._tools = ToolLimit(self.ignored)
        self.actions = ActionLimit(self.ignored)
        self._halves = HalfCharacters()
        self._conversation_id: str | None = None
        self.has_unreadable = False
        self._text_came = self._has_come = False
        self._lost: list[str] = []

    def add(self, event: WireEvent) -> list[ChatEvent]:
        """Take the next event of the wire and return what it means for the answer."""
        self._has_come = self._has_come or not isinstance(event, ConversationStarted | AnswerFinished)
        match event:
            case TokenReceived():
                return self._add_text(event.text)
            case ConversationStarted():
                return [event] if self._is_first_conversation(event) else []
            case ToolsUsed():
                tools = self._tools.admit(event)
                return [] if tools is None else [tools]
            case ActionRequested():
                self.actions.put(event)
                return []
            case SuggestionsReceived() | ServerErrorReceived():
                return [event]
            case PieceLost():
                return self._lose(event)
            case AnswerFinished():
                self.is_finished = True
                ending = self.end()
                if self.failure is None:
                    self.failure = self._flaw()
                return [*ending, event] if self.failure is None else ending
            case _:
                assert_never(event)

    def takes_token(self, text: str) -> bool:
        """Add a short token as it is, if nothing stands in the way; else it is for `add`."""
        if self.failure is not None or self._halves.is_waiting or not self._text.takes(text):
            return False
        self._tools.text_came = self._text_came = self._has_come = True
        return True

    def end(self) -> list[ChatEvent]:
        """Return what waited for the end of the answer."""
        return [*self._add_text("", self._halves.end()), *self.actions.take(at_end=True)]

    def failed(self, detail: str = "") -> ChatError:
        """Why the answer is not whole, though the server said nothing of it."""
        if self.failure is not None:
            return self.failure
        return StreamTruncated(truncated(detail))

    def _add_text(self, text: str, rest: str = "") -> list[ChatEvent]:
        if self.failure is not None:
            # Behind a gap it would read as if nothing were missing.
            return []
        self._tools.text_came = True
        self._text_came = self._text_came or bool(text)
        shown: list[ChatEvent] = list(self._text.pieces(self._halves.join(text) + rest if text else rest))
        if self._text.is_reached:
            self.failure = ProtocolError(answer_too_long(self._max_bytes))
        return shown

    def _flaw(self) -> ChatError | None:
        """What makes an answer that has its end one not to rely on."""
        if self.has_unreadable:
            return StreamTruncated(unreadable_characters())
        left_out = self.ignored.unknown_keys + self.ignored.foreign_events
        if left_out and not self._has_come:
            return ProtocolError(of_another_form(f"Parts of other names: {left_out}."))
        return None

    def _lose(self, lost: PieceLost) -> list[ChatEvent]:
        ending = self._add_text("", self._halves.end())
        self.ignored.lost_pieces += 1
        detail = lost.detail
        if detail and sum(map(len, self._lost)) < MAX_DETAILS_CHARS:
            self._lost.append(whole_words(detail, MAX_DETAILS_CHARS))
        if lost.was_too_large:
            self.failure = ProtocolError(answer_too_long(self._max_bytes))
        elif not isinstance(self.failure, ProtocolError):
            self.failure = StreamTruncated(damaged("\n".join(self._lost)))
        return ending

    def _is_first_conversation(self, event: ConversationStarted) -> bool:
        if self._conversation_id is None:
            self._conversation_id = event.conversation_id
            return True
        if event.conversation_id != self._conversation_id:
            self.ignored.conversation_changes += 1
            if self._text_came and self.failure is None:
                self.failure = StreamTruncated(mixed_up())
        return False


class ChatStreamReader:
    """Reads one event stream of `POST /chat`; make a new one for every answer.

    `finished` turns true with `[DONE]`; what comes after it is ignored. `is_over` is true as well when the answer
    can only fail: then nothing more need be read. `ignored` counts what was left out.
    """

    def __init__(
        self,
        max_event_bytes: int = MAX_EVENT_BYTES,
        max_answer_bytes: int = MAX_ANSWER_BYTES,
        max_stream_bytes: int = MAX_STREAM_BYTES,
    ) -> None:
        self._decoder = EventStreamDecoder(max_event_bytes)
        self._answer = _Answer(max_answer_bytes)
        self._max_answer_bytes = max_answer_bytes
        self._bytes_left = max_stream_bytes
        self._joined = 0
        """Of the events that were fed last, those that have no chat event of their own, because others took them in."""

    @property
    def ignored(self) -> IgnoredCounts:
        return self._answer.ignored

    @property
    def finished(self) -> bool:
        return self._answer.is_finished

    @property
    def is_over(self) -> bool:
        # Of a damaged answer the rest is read for the server's own reason, which often comes last.
        return self._answer.is_finished or isinstance(self._answer.failure, ProtocolError)

    def feed(self, data: bytes) -> list[ChatEvent]:
        """Return the chat events that these bytes complete."""
        wire_events = self._decoder.feed(data)
        events = self._read(wire_events)
        self._bytes_left -= len(data) + EVENT_COST * max(0, len(wire_events) - self._joined - len(events))
        if self._bytes_left < 0 and not self.is_over:
            self._answer.failure = ProtocolError(answer_too_long(self._max_answer_bytes))
        return events

    def pause(self) -> list[ChatEvent]:
        """Return the actions that wait: call it whenever nothing more has come for now."""
        return [*self._answer.actions.take()]

    def close(self) -> Iterator[ChatEvent]:
        """Yield what the last whole line still held, then make sure that the answer is whole.

        An iterator, so that the last words before a cut reach the screen before the failure does.

        Raises:
            StreamTruncated: the stream ended without `[DONE]`, or a piece of it was lost.
            ProtocolError: the answer is longer than this app takes.
        """
        unfinished = self._decoder.unfinished_line.decode("utf-8", "replace")
        yield from self._read(self._decoder.close())
        if self._answer.is_finished and self._answer.failure is None:
            return
        if not self._answer.is_finished:
            yield from self._answer.end()
            reason, detail = _said_at_the_end(unfinished)
            if reason is not None:
                yield ServerErrorReceived(reason)
            raise self._answer.failed(detail)
        raise self._answer.failed()

    def _read(self, wire_events: list[ServerSentEvent]) -> list[ChatEvent]:
        answer = self._answer
        events: list[ChatEvent] = []
        tokens: list[str] = []
        self._joined = 0
        answer.has_unreadable = self._decoder.has_unreadable
        is_over = self.is_over
        for wire_event in wire_events:
            if is_over:
                answer.ignored.after_done += 1
                continue
            data, kind, _ = wire_event
            token = short_token(data) if kind == "message" else ""
            if token:
                tokens.append(token)
                continue
            events += self._take(tokens)
            tokens.clear()
            is_over = self.is_over
            if is_over:
                answer.ignored.after_done += 1
                continue
            for event in decode_event(wire_event, answer.ignored):
                events += answer.add(event)
            is_over = self.is_over
        return events + self._take(tokens)

    def _take(self, tokens: list[str]) -> list[ChatEvent]:
        """Add short tokens that came together, as one if nothing stands in the way: each event has its price."""
        text = "".join(tokens)
        if len(tokens) > 1 and self._answer.takes_token(text):
            self._joined += len(tokens) - 1
            return [TokenReceived(text)]
        events: list[ChatEvent] = []
        for token in tokens:
            if self.is_over:
                self._answer.ignored.after_done += 1
            elif self._answer.takes_token(token):
                events.append(TokenReceived(token))
            else:
                events += self._answer.add(TokenReceived(well_formed_within(token)))
        return events


def _said_at_the_end(line: str) -> tuple[str | None, str]:
    """Read a last line without its end: (the server's reason or None, what else it says, for Details)."""
    value = line.removeprefix("data:").removeprefix("error:")
    content = _object(value)
    if content is not None:
        return error_in(content), ""
    is_data = not line or "data:".startswith(line[:5])
    return (reason_of(value.strip()), "") if line.startswith("error:") else (None, "" if is_data else line)


def read_json_answer(
    body: bytes | bytearray, *, is_cut: bool = False, max_bytes: int = MAX_ANSWER_BYTES
) -> Iterator[ChatEvent] | None:
    """Read the JSON form of an answer (protocol rule 14): the whole text is one token, in pieces.

    The real server leaves the actions out; the local one sends them as a list. `is_cut`: the body is longer, or
    ended too early. A bytearray gives its memory back but for its beginning. Returns None if the body is no such
    answer.

    The iterator raises:
        StreamTruncated: the text is not whole.
        ProtocolError: the answer is longer than this app takes.
    """
    size, (text, is_readable) = len(body), _decoded(body)
    if isinstance(body, bytearray):
        del body[_KEPT_BYTES:]
    try:
        answer = None if is_cut else parse_json(text)
    except (ValueError, UnboundedJSON):
        answer = None
    if isinstance(answer, dict):
        reason = error_in(answer)
        if "response" not in answer and reason is None:
            return None
        return _whole_json(answer, reason, max_bytes, is_readable)
    if answer is None and looks_torn(text) and (found := text_so_far(text, "response")):
        return _cut_json(found, is_too_long=is_cut and size >= max_bytes, max_bytes=max_bytes)
    return None


def _decoded(body: bytes | bytearray) -> tuple[str, bool]:
    """The text of a body, and whether all of it is text."""
    try:
        return body.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return body.decode("utf-8-sig", "replace"), False


def _whole_json(
    content: dict[str, Any], reason: str | None, max_bytes: int, is_readable: bool
) -> Iterator[ChatEvent]:
    answer = _Answer(max_bytes)
    answer.has_unreadable = not is_readable
    for event in decode_object(_as_stream_keys(content), answer.ignored):
        yield from answer.add(event)
    if reason is not None:
        yield ServerErrorReceived(reason)
    actions = content.get("actions")
    if isinstance(actions, list):
        for wish in actions[:_MOST_ACTIONS]:
            action = read_action(wish, answer.ignored)
            if action is not None:
                answer.add(action)
    yield from answer.add(AnswerFinished())
    if answer.failure is not None:
        raise answer.failure


def _cut_json(text: str, *, is_too_long: bool, max_bytes: int) -> Iterator[ChatEvent]:
    answer = _Answer(max_bytes)
    yield from answer.add(TokenReceived(text))
    if is_too_long:
        raise ProtocolError(answer_too_long(max_bytes))
    raise answer.failed()


def _as_stream_keys(answer: dict[str, Any]) -> dict[str, Any]:
    """Name the parts of a JSON answer as the stream names them."""
    keys = ("conversation_id", "tools_used", "action", "suggested_questions")
    return {"token": answer.get("response")} | {key: answer[key] for key in keys if key in answer}


def _object(text: str) -> dict[str, Any] | None:
    try:
        content = parse_json(text)
    except (ValueError, UnboundedJSON):
        return None
    return content if isinstance(content, dict) else None
