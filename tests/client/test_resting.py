"""Between two reads of a slow stream the client rests, and nobody waits for that: no first word, no end, no Stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from time import monotonic

import pytest

from strakly_desktop.client.bot_client import REST_SECONDS, BotClient
from strakly_desktop.conversation.events import ChatEvent, TokenReceived
from strakly_desktop.conversation.model import Question
from strakly_desktop.protocol.stream import ChatStreamReader

QUESTION = Question("how many clients?", "conversation-1", 2)
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
START = b'data: {"conversation_id": "conversation-1"}\n\n'
TOKEN = b'data: {"token": "word "}\n\n'
DONE = b"data: [DONE]\n\n"
FOR_EVER = 3600.0


@asynccontextmanager
async def answering(*pieces: bytes, every: float = 0.0) -> AsyncIterator[tuple[str, asyncio.Event]]:
    """The address of a server that answers so and then waits; the event tells that the client has gone."""
    gone = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in (HEAD, *pieces):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(every)
        while await reader.read(1024):
            pass
        writer.close()
        await writer.wait_closed()
        gone.set()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", gone
        await gone.wait()


@asynccontextmanager
async def asked(url: str) -> AsyncIterator[AsyncIterator[ChatEvent]]:
    client = BotClient(url, lambda: None)
    try:
        async with aclosing(client.stream_chat(QUESTION)) as events:
            yield events
    finally:
        await client.aclose()


def words(events: list[ChatEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TokenReceived))


def test_a_slow_stream_is_read_at_most_once_in_the_time_of_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = 0

    def feed(reader: ChatStreamReader, data: bytes) -> object:
        nonlocal reads
        reads += 1
        return as_it_is(reader, data)

    as_it_is = ChatStreamReader.feed
    monkeypatch.setattr(ChatStreamReader, "feed", feed)

    async def ask() -> tuple[list[ChatEvent], float]:
        async with answering(START, *[TOKEN] * 200, DONE, every=0.002) as (url, _), asked(url) as events:
            start = monotonic()
            return [event async for event in events], monotonic() - start

    events, seconds = asyncio.run(ask())
    assert words(events) == "word " * 200
    # A busy machine makes less of them, never more.
    assert reads <= seconds / REST_SECONDS + 4


def test_the_first_word_and_the_end_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("strakly_desktop.client.bot_client.REST_SECONDS", FOR_EVER)

    async def ask() -> list[ChatEvent]:
        pieces = (START, b'data: {"tools_used": ["get_clients_list"]}\n\n', TOKEN + TOKEN + DONE)
        async with answering(*pieces, every=0.001) as (url, _), asked(url) as events:
            return [event async for event in events]

    assert words(asyncio.run(asyncio.wait_for(ask(), 20))) == "word word "


def test_stop_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("strakly_desktop.client.bot_client.REST_SECONDS", FOR_EVER)

    async def ask() -> None:
        async with answering(START, TOKEN) as (url, gone):
            shown = asyncio.Event()

            async def read() -> None:
                async with asked(url) as events:
                    async for event in events:
                        if isinstance(event, TokenReceived):
                            shown.set()

            reading = asyncio.create_task(read())
            await shown.wait()
            await asyncio.sleep(0.01)  # It rests.
            reading.cancel()
            await gone.wait()

    asyncio.run(asyncio.wait_for(ask(), 20))
