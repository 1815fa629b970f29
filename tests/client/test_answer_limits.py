"""A server that sends too much, against real sockets: what is shown, that the line is cut, that the window moves."""

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import aclosing, asynccontextmanager
from itertools import chain, repeat
from time import perf_counter

import brotli
import pytest
from support.replay import http_answer, replay

from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.conversation.errors import ChatError, ProtocolError
from strakly_desktop.conversation.events import (
    ActionRequested,
    AnswerFinished,
    ChatEvent,
    SuggestionsReceived,
    TokenReceived,
    ToolsUsed,
)
from strakly_desktop.conversation.model import Question

MEGABYTE = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nConnection: close\r\n\r\n"
HELLO = b'data: {"token": "Hello"}\n\n'
DONE = b"data: [DONE]\n\n"


class Flood:
    """A server that sends pieces without end; `gone` is set when its client has left."""

    def __init__(self, pieces: Iterable[bytes], content_type: bytes = b"text/event-stream") -> None:
        self._pieces = pieces
        self._content_type = content_type
        self.sent = 0
        self.gone = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(HEAD % self._content_type)
        try:
            for piece in self._pieces:
                self.sent += len(piece)
                writer.write(piece)
                await writer.drain()
            await reader.read()
        except ConnectionError:
            pass
        finally:
            self.gone.set()
            writer.close()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()


async def drink(url: str, *, watch: bool = False) -> tuple[list[ChatEvent], ChatError | None, float]:
    """What one question gives, why it failed, and the longest time in seconds that the loop stood still."""
    client, events, longest = BotClient(url, lambda: None), [], 0.0

    async def window() -> None:
        nonlocal longest
        while True:
            start = perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, perf_counter() - start)

    watching = asyncio.create_task(window()) if watch else None
    failure = None
    try:
        async with aclosing(client.stream_chat(Question("x"))) as stream:
            async for event in stream:
                events.append(event)
    except ChatError as error:
        failure = error
    finally:
        if watching is not None:
            watching.cancel()
        await client.aclose()
    return events, failure, longest


def flooded(
    pieces: Iterable[bytes], content_type: bytes = b"text/event-stream"
) -> tuple[str, ChatError | None, int]:
    """The text of the answer, why it failed, and how many bytes the server got rid of."""

    async def converse() -> tuple[str, ChatError | None, int]:
        flood = Flood(pieces, content_type)
        async with flood.listening() as url:
            events, failure, _ = await drink(url)
            await asyncio.wait_for(flood.gone.wait(), 60)
        text = "".join(event.text for event in events if isinstance(event, TokenReceived))
        return text, failure, flood.sent

    return asyncio.run(asyncio.wait_for(converse(), 60))


TOKENS = repeat(json.dumps({"token": "x" * 4000}).join(("data: ", "\n\n")).encode() * 16)


def test_an_answer_of_100_mb_is_cut_at_8_and_the_line_closed() -> None:
    text, failure, sent = flooded(TOKENS)
    assert text == "x" * (8 * MEGABYTE)
    assert isinstance(failure, ProtocolError)
    assert "cut" in failure.failure.headline
    assert "smaller part" in failure.failure.advice
    assert sent < 24 * MEGABYTE


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (chain([b'data: {"token": "'], repeat(b"x" * 65_536)), 4 * MEGABYTE),
        (chain([HELLO], repeat(b": ping\n" * 9_000)), 5),
        (chain([HELLO], repeat(b"\n" * 65_536)), 5),
        (chain([HELLO, b": "], repeat(b"x" * 65_536)), 5),
        (chain([HELLO], repeat(b"data: {}\n" * 7_000)), 5),
    ],
    ids=["endless line", "comments", "blank lines", "endless comment", "endless event"],
)
def test_a_stream_without_end_is_left(pieces: Iterable[bytes], shown: int) -> None:
    text, failure, sent = flooded(pieces)
    assert abs(len(text) - shown) <= 32
    assert isinstance(failure, ProtocolError)
    assert sent < 100 * MEGABYTE


def test_a_json_answer_without_end_is_cut() -> None:
    pieces = chain([b'{"success": true, "response": "'], repeat(b"x" * 65_536))
    text, failure, sent = flooded(pieces, b"application/json")
    assert 8 * MEGABYTE - 64 < len(text) <= 8 * MEGABYTE
    assert isinstance(failure, ProtocolError)
    assert sent < 24 * MEGABYTE


def test_a_page_without_end_is_no_answer() -> None:
    text, failure, _ = flooded(repeat(b"<p>" * 20_000), b"application/json")
    assert text == ""
    assert failure is not None


COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, 9),
    "deflate": lambda body: zlib.compress(body, 9),
    "br": lambda body: brotli.compress(body, quality=5),
}


@pytest.mark.parametrize("coding", COMPRESSED)
def test_a_bomb_is_cut_like_any_answer(coding: str) -> None:
    async def converse() -> tuple[list[ChatEvent], ChatError | None, float]:
        body = COMPRESSED[coding]((b'data: {"token": "' + b"x" * 4000 + b'"}\n\n') * 20_000)
        async with replay([http_answer(body, Content_Encoding=coding)]) as server:
            return await drink(server.url)

    events, failure, _ = asyncio.run(converse())
    assert sum(len(event.text) for event in events if isinstance(event, TokenReceived)) == 8 * MEGABYTE
    assert isinstance(failure, ProtocolError)


def many(key: str, count: int, make: Callable[[int], str]) -> bytes:
    return f"data: {json.dumps({key: [make(n) for n in range(count)]})}\n\n".encode()


def wish(kind: str, value: str) -> bytes:
    return f"data: {json.dumps({'action': {'type': kind, 'value': value}})}\n\n".encode()


FLOODS = {
    "suggestions": lambda: many("suggested_questions", 1_000_000, lambda n: f"Question number {n}?"),
    "long suggestions": lambda: many("suggested_questions", 4, lambda n: f"{n}" * 3 * MEGABYTE),
    "tool names": lambda: many("tools_used", 100_000, lambda n: f"get_number_{n}"),
    "tool events": lambda: b"".join(b'data: {"tools_used": ["t%d"]}\n\n' % n for n in range(5_000)),
    "conversation id": lambda: b'data: {"conversation_id": "%s"}\n\n' % (b"c" * MEGABYTE),
    "themes": lambda: b"".join(wish("change_theme", ("dark", "light")[n % 2]) for n in range(500)),
    "pages": lambda: b"".join(wish("navigate", f"/clients/{n}") for n in range(300)),
    "nesting": lambda: b'data: {"x": ' + b"[" * 500_000 + b"]" * 500_000 + b"}\n\n",
    "objects": lambda: b'data: {"x": [' + b"{}," * MEGABYTE + b"{}]}\n\n",
    "numbers": lambda: b'data: {"x": ' + b"9" * 3 * MEGABYTE + b"}\n\n",
    "keys": lambda: b"data: {" + b",".join(b'"k%d": 1' % n for n in range(200_000)) + b', "x": 1}\n\n',
    "tiny events": lambda: b"data: {}\n\n" * 300_000,
    "data lines": lambda: b"data: \n" * 400_000 + b"\n",
}


@pytest.mark.parametrize("kind", FLOODS)
def test_one_flood_harms_neither_the_answer_nor_the_window(kind: str) -> None:
    async def converse() -> tuple[list[ChatEvent], ChatError | None, float]:
        flood = Flood([HELLO, FLOODS[kind](), DONE])
        async with flood.listening() as url:
            return await drink(url)

    events, failure, _ = asyncio.run(converse())
    shown = "".join(event.text for event in events if isinstance(event, TokenReceived))
    assert shown.strip() == "Hello"
    assert failure is None
    assert events[-1] == AnswerFinished()
    for event in events:
        if isinstance(event, SuggestionsReceived):
            assert event.questions == tuple(f"Question number {n}?" for n in range(3))
    names = {name for event in events if isinstance(event, ToolsUsed) for name in event.names}
    assert len(names) == (12 if kind.startswith("tool") else 0)
    actions = [event.action for event in events if isinstance(event, ActionRequested)]
    assert len(actions) == {"themes": 2, "pages": 1}.get(kind, 0) or (kind == "themes" and len(actions) == 1)
