"""Between two reads of a slow stream the client rests, and nobody waits for that: no first word, no end, no Stop."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest
import trustme

from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.client.resting_stream import REST_SECONDS
from strakly_desktop.conversation.events import ChatEvent, TokenReceived
from strakly_desktop.conversation.model import Question
from strakly_desktop.protocol.stream import ChatStreamReader

QUESTION = Question("how many clients?", "conversation-1", 2)
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
START = b'data: {"conversation_id": "conversation-1"}\n\n'
TOKEN = b'data: {"token": "word "}\n\n'
DONE = b"data: [DONE]\n\n"
LONG = 0.5
FOR_EVER = 3600.0


@asynccontextmanager
async def answering(
    *pieces: bytes, head: bytes = HEAD, every: float = 0.0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[str, asyncio.Event]]:
    """The address of a server that answers so and then waits; the event tells that the client has gone."""
    gone = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in (head, *pieces):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(every)
        while await reader.read(1024):
            pass
        writer.close()
        await writer.wait_closed()
        gone.set()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    async with server:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}", gone
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


def test_chunks_that_have_come_already_are_not_kept_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real server sends each token as a chunk of its own: hundreds of them come in one read."""
    monkeypatch.setattr("strakly_desktop.client.resting_stream.REST_SECONDS", LONG)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (START, *[TOKEN] * 300, DONE))
    head = HEAD.replace(b"connection: close", b"transfer-encoding: chunked")

    async def ask() -> tuple[list[ChatEvent], float]:
        async with answering(chunks, head=head) as (url, _), asked(url) as events:
            start = monotonic()
            return [event async for event in events], monotonic() - start

    events, seconds = asyncio.run(ask())
    assert words(events) == "word " * 300
    assert seconds < 300 * LONG / 10


def test_records_of_tls_that_have_come_already_are_not_kept_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("strakly_desktop.client.resting_stream.REST_SECONDS", LONG)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    async def ask() -> tuple[list[ChatEvent], float]:
        async with answering(START, *[TOKEN] * 300, DONE, tls=context) as (url, _), asked(url) as events:
            start = monotonic()
            return [event async for event in events], monotonic() - start

    events, seconds = asyncio.run(ask())
    assert words(events) == "word " * 300
    assert seconds < 300 * LONG / 10


def test_the_first_word_and_the_end_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("strakly_desktop.client.resting_stream.REST_SECONDS", FOR_EVER)

    async def ask() -> list[ChatEvent]:
        pieces = (START, b'data: {"tools_used": ["get_clients_list"]}\n\n', TOKEN + TOKEN + DONE)
        async with answering(*pieces, every=0.001) as (url, _), asked(url) as events:
            return [event async for event in events]

    assert words(asyncio.run(asyncio.wait_for(ask(), 60))) == "word word "


def test_stop_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("strakly_desktop.client.resting_stream.REST_SECONDS", FOR_EVER)

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
            assert reading.done(), "the reader ended before the server was told"

    asyncio.run(asyncio.wait_for(ask(), 60))
