"""Asks the assistant: one question out, the events of its answer back, over HTTP.

Implements `chat.ports.ChatTransport`. The answer is read from raw bytes, because httpx's line iterator also
cuts at characters that end no line of an event stream.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import asdict
from typing import Final
from urllib.parse import quote

import httpx

from strakly_desktop.client.http_errors import empty_answer, not_an_answer
from strakly_desktop.client.server_connection import (
    CONNECT_SECONDS,
    ServerConnection,
    TokenSource,
    read_beginning,
    reading,
)
from strakly_desktop.client.socket_options import Patience
from strakly_desktop.client.spell import Spell
from strakly_desktop.client.transport import rest_between_reads
from strakly_desktop.conversation.errors import ChatError, FailureKind, StreamTruncated
from strakly_desktop.conversation.events import ChatEvent, TokenReceived
from strakly_desktop.conversation.failures import truncated
from strakly_desktop.conversation.health import Health
from strakly_desktop.conversation.model import Question
from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.protocol.answer_limits import MAX_ANSWER_BYTES
from strakly_desktop.protocol.decode import IgnoredCounts
from strakly_desktop.protocol.stream import ChatStreamReader, read_json_answer

_log = logging.getLogger(__name__)

_EVENT_STREAM: Final = "text/event-stream"
_STREAM_TYPES: Final = (_EVENT_STREAM, "text/plain")
_JSON: Final = "application/json"
_WITHOUT_BODY: Final = (204, 205)

# One read can hold thousands of tokens. They are parsed in slices, and the window gets its turn between them.
_SLICE_BYTES: Final = 8 * 1024

_MAX_JSON_BYTES: Final = MAX_ANSWER_BYTES
_SHOWN_BYTES: Final = 4 * 1024

_HEALTH_SECONDS: Final = 5.0
# What our own server tells beside the real one's words: which of its processes answers.
_INSTANCE: Final = "x-strakly-instance"


class BotClient:
    """The assistant at one address.

    `base_url` is what `/chat` is below. `token` is asked before every request, so that a refreshed one is
    used at once. `connect_seconds` bounds DNS, connecting and TLS; an answer itself may be silent for as long
    as it likes: the assistant may be busy with its tools for minutes (protocol rule 13). Only a
    network that is gone ends it, after `patience`.

    Raises:
        ValueError: `base_url` is no http or https address.
    """

    def __init__(
        self,
        base_url: str,
        token: TokenSource,
        connect_seconds: float = CONNECT_SECONDS,
        patience: Patience | None = None,
    ) -> None:
        self._connection = ServerConnection(base_url, token, connect_seconds, patience)

    async def stream_chat(self, question: Question) -> AsyncGenerator[ChatEvent, None]:
        """Yield the events of one answer, ending with AnswerFinished.

        Closing the generator, or cancelling the task that reads it, closes the connection at once, and the
        server stops its work.

        Raises:
            ChatError: the turn failed; what was yielded before stays valid.
            StreamTruncated: the answer ended without `[DONE]`, or a piece of it was lost.
            ProtocolError: the answer is longer than this app takes.
        """
        body = _request_body(question)
        async with self._connection.stream("POST", "/chat", accept=_EVENT_STREAM, content=body) as response:
            if response.status_code in _WITHOUT_BODY or response.headers.get("content-length") == "0":
                raise ChatError(empty_answer(f"HTTP {response.status_code}"))
            content_type = _content_type(response)
            if content_type not in _STREAM_TYPES:
                async for event in _unhurried(await _read_json_answer(response, content_type)):
                    yield event
                return
            reader = ChatStreamReader()
            try:
                async with aclosing(_read_stream(response, reader)) as events:
                    async for event in events:
                        yield event
            finally:
                _log_ignored(reader.ignored)

    async def forget(self, conversation_id: str) -> None:
        """Make the assistant forget a conversation. Unknown ones are forgotten already.

        Raises:
            ChatError: the assistant could not be told.
        """
        path = f"/chat/{quote(well_formed(conversation_id), safe='')}"
        async with self._connection.stream("DELETE", path, accept=_JSON):
            pass

    @property
    def proxy_problems(self) -> tuple[str, ...]:
        """What of this PC's proxy settings cannot be used and was left out: a sentence each, without secrets."""
        return self._connection.proxy_problems

    async def health(self) -> Health:
        """Ask whether an assistant is at this address; the answer takes five seconds at most."""
        try:
            async with (
                asyncio.timeout(_HEALTH_SECONDS),
                self._connection.stream("GET", "/health", accept=_JSON) as response,
            ):
                if _content_type(response) != _JSON:
                    return Health(FailureKind.NOT_AN_ANSWER)
                return Health(instance=response.headers.get(_INSTANCE, ""))
        except TimeoutError:
            return Health(FailureKind.TIMEOUT)
        except ChatError as error:
            return Health(error.failure.kind)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._connection.aclose()


def _request_body(question: Question) -> bytes:
    return json.dumps(
        {
            "message": well_formed(question.message),
            "conversation_id": question.conversation_id,
            "branch_id": question.branch_id,
        }
    ).encode()


async def _read_stream(response: httpx.Response, reader: ChatStreamReader) -> AsyncGenerator[ChatEvent, None]:
    # A broken-off body is no failure of its own: without `[DONE]` close() tells of the cut.
    with suppress(httpx.RemoteProtocolError):
        async with reading(response) as pieces:
            spell = Spell()
            async for piece in pieces:
                for part in _slices(piece):
                    for event in _joined(reader.feed(part)):
                        if isinstance(event, TokenReceived):
                            rest_between_reads(response)  # Never before the first word.
                        yield event
                        await spell.end_if_long()
                    await spell.end_if_long()  # Also where nothing of it is an event.
                    if reader.is_over:
                        break
                for event in reader.pause():
                    yield event
                if reader.is_over:
                    break
    for event in reader.close():
        yield event


def _joined(events: Sequence[ChatEvent]) -> Iterator[ChatEvent]:
    """Tokens that came together as one: on its way to the page each costs more than its words do."""
    words: list[str] = []
    for event in events:
        if isinstance(event, TokenReceived):
            words.append(event.text)
            continue
        if words:
            yield TokenReceived("".join(words))
            words = []
        yield event
    if words:
        yield TokenReceived("".join(words))


async def _read_json_answer(response: httpx.Response, content_type: str) -> Iterator[ChatEvent]:
    """Read the whole answer of a server that does not stream (protocol rule 14)."""
    if content_type not in ("", _JSON):
        raise ChatError(not_an_answer(f"HTTP {response.status_code} {content_type}"))
    body = bytearray()
    is_cut = False
    try:
        await read_beginning(response, body, _MAX_JSON_BYTES)
    except httpx.RemoteProtocolError as error:
        is_cut = True
        if not body:
            raise StreamTruncated(truncated(str(error))) from error
    if not body.strip():
        raise ChatError(empty_answer(f"HTTP {response.status_code}"))
    events = read_json_answer(body, is_cut=is_cut or len(body) == _MAX_JSON_BYTES)
    if events is not None:
        return events
    if is_cut:
        raise StreamTruncated(truncated())
    raise ChatError(not_an_answer(body[:_SHOWN_BYTES].decode("utf-8", "replace")))


async def _unhurried(events: Iterator[ChatEvent]) -> AsyncGenerator[ChatEvent, None]:
    """Give out events that have all come, and the window its turn between them."""
    spell = Spell()
    for event in events:
        yield event
        await spell.end_if_long()


def _log_ignored(ignored: IgnoredCounts) -> None:
    """Say how much of an answer was left out, never what: it may hold what is nobody's business."""
    counts = {name: count for name, count in asdict(ignored).items() if count}
    if counts:
        _log.info("left out of an answer: %s", counts)


def _content_type(response: httpx.Response) -> str:
    media_type: str = response.headers.get("content-type", "").partition(";")[0]
    return media_type.strip().lower()


def _slices(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _SLICE_BYTES):
        yield data[start : start + _SLICE_BYTES]
