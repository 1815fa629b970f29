"""Reads the answer to one question: bytes in, chat events out, and the end of input is an input too.

Knows what one event alone cannot tell: the first conversation id stays, `[DONE]` ends the answer, and an end
without it means that the answer may be cut anywhere.
"""

import json
from collections.abc import Iterator
from typing import Any

from strakly_desktop.conversation.errors import StreamTruncated
from strakly_desktop.conversation.events import (
    AnswerFinished,
    ChatEvent,
    ConversationStarted,
)
from strakly_desktop.conversation.failures import truncated

from .decode import IgnoredCounts, decode_event, decode_object, read_action
from .sse import MAX_EVENT_BYTES, EventStreamDecoder, ServerSentEvent


class ChatStreamReader:
    """Reads one event stream of `POST /chat`; make a new one for every answer.

    `finished` turns true with `[DONE]`; what comes after it is ignored. `ignored` counts what was left out.
    """

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._decoder = EventStreamDecoder(max_event_bytes)
        self._conversation_id: str | None = None
        self.finished = False
        self.ignored = IgnoredCounts()

    def feed(self, data: bytes) -> list[ChatEvent]:
        """Return the chat events that these bytes complete.

        Raises:
            ProtocolError: an event is too large to be read.
        """
        return self._read(self._decoder.feed(data))

    def close(self) -> Iterator[ChatEvent]:
        """Yield what the last whole line still held, then make sure that the answer is whole.

        An iterator, so that the last words before a cut reach the screen before the failure does.

        Raises:
            StreamTruncated: the stream ended without `[DONE]`.
        """
        yield from self._read(self._decoder.close())
        if not self.finished:
            raise StreamTruncated(truncated())

    def _read(self, wire_events: list[ServerSentEvent]) -> list[ChatEvent]:
        events: list[ChatEvent] = []
        for wire_event in wire_events:
            if self.finished:
                self.ignored.after_done += 1
                continue
            for event in decode_event(wire_event, self.ignored):
                match event:
                    case ConversationStarted() if not self._is_first_conversation(event):
                        continue
                    case AnswerFinished():
                        self.finished = True
                events.append(event)
        return events

    def _is_first_conversation(self, event: ConversationStarted) -> bool:
        if self._conversation_id is None:
            self._conversation_id = event.conversation_id
            return True
        self.ignored.conversation_changes += event.conversation_id != self._conversation_id
        return False


def read_json_answer(body: bytes) -> list[ChatEvent] | None:
    """Read the JSON form of an answer (STRAKLY_API section 1): the whole text is one token.

    The real server leaves the actions out; the local one sends them as a list. Returns None if the body is no
    such answer.
    """
    try:
        answer = json.loads(body, parse_int=float)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    if answer.get("success") is False:
        answer.setdefault("error", answer.get("message") or "")
    elif "response" not in answer and "error" not in answer:
        return None
    ignored = IgnoredCounts()
    events = decode_object(_as_stream_keys(answer), ignored)
    actions = answer.get("actions")
    if isinstance(actions, list):
        events += filter(None, (read_action(action, ignored) for action in actions))
    return [*events, AnswerFinished()]


def _as_stream_keys(answer: dict[str, Any]) -> dict[str, Any]:
    """Name the parts of a JSON answer as the stream names them."""
    keys = ("conversation_id", "tools_used", "error", "action", "suggested_questions")
    return {"token": answer.get("response")} | {key: answer[key] for key in keys if key in answer}
