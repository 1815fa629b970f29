"""Connections that break, at each stage, and servers that close them between two questions."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

import pytest
from support.asking import QUESTION, failure_at, run_bounded
from support.replay import http_answer, replay

from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.conversation.errors import ChatError, FailureKind
from strakly_desktop.conversation.events import AnswerFinished, ChatEvent, TokenReceived

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
HELLO = b'data: {"token": "Hello"}\n\n'
DONE = b"data: [DONE]\n\n"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[str]:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def reset(writer: asyncio.StreamWriter) -> None:
    """Close it so that the other side gets a reset, as from a machine that lost its memory of it."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@pytest.mark.parametrize("stage", ["at once", "after the question", "after the head", "in mid-answer"])
def test_a_reset_is_told_at_every_stage_and_nothing_is_sent_again(stage: str) -> None:
    async def story() -> None:
        connections = 0

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal connections
            connections += 1
            if stage != "at once":
                await reader.readuntil(b"}")
            if stage in ("after the head", "in mid-answer"):
                writer.write(HEAD + (HELLO if stage == "in mid-answer" else b""))
                await writer.drain()
                await asyncio.sleep(0.05)
            reset(writer)

        async with serving(serve) as url:
            client = BotClient(url, lambda: None)
            arrived: list[ChatEvent] = []
            with pytest.raises(ChatError) as caught:
                async for event in client.stream_chat(QUESTION):
                    arrived.append(event)
            await client.aclose()
        assert caught.value.failure.kind is FailureKind.NETWORK
        assert caught.value.failure.headline == "The server broke off the connection."
        assert arrived == ([TokenReceived("Hello")] if stage == "in mid-answer" else [])
        assert connections == 1

    run_bounded(story())


def test_a_server_that_has_said_all_it_will_say_is_answered_for() -> None:
    """It closed its side only: what came is an answer that was cut, and not one to wait for."""

    async def story() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"}")
            writer.write(HEAD + HELLO)
            writer.write_eof()
            await reader.read()

        async with serving(serve) as url:
            assert (await failure_at(url)).kind is FailureKind.TRUNCATED

    run_bounded(story())


def test_a_slow_first_byte_is_waited_for() -> None:
    async def story() -> None:
        may_begin = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"}")
            await may_begin.wait()
            writer.write(HEAD + DONE)
            await writer.drain()

        async with serving(serve) as url:
            client = BotClient(url, lambda: None, connect_seconds=0.2)
            async with aclosing(client.stream_chat(QUESTION)) as events:
                first = asyncio.ensure_future(anext(events))
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(first), 0.5)
                may_begin.set()
                assert await first == AnswerFinished()
            await client.aclose()

    run_bounded(story())


def test_a_server_that_closes_between_two_questions_answers_both() -> None:
    """Whatever it promised of the connection: none is used twice, so none can have gone stale."""

    async def story() -> None:
        kept = http_answer(DONE, Connection="keep-alive", Keep_Alive="timeout=600")
        async with replay([kept], closes=True) as server:
            client = BotClient(server.url, lambda: None)
            for _ in range(3):
                assert [event async for event in client.stream_chat(QUESTION)] == [AnswerFinished()]
            await client.aclose()
        assert len(server.requests) == 3

    run_bounded(story())


def test_a_network_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    # Set aside for documentation: nobody routes it. Where it is swallowed silently, it is a timeout.
    failure = run_bounded(failure_at("http://[2001:db8::1]:8000", connect_seconds=0.5))
    assert failure.kind in (FailureKind.NETWORK, FailureKind.TIMEOUT)
    assert "cable or Wi-Fi" in failure.advice


def test_a_handshake_that_is_given_up_leaves_no_socket_open() -> None:
    async def story() -> None:
        gone = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            gone.set()

        async with serving(serve) as url:
            client = BotClient(url.replace("http:", "https:"), lambda: None)
            asking = asyncio.ensure_future(anext(client.stream_chat(QUESTION)))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.shield(asking), 0.2)
            asking.cancel()
            await asyncio.wait([asking])
            await asyncio.wait_for(gone.wait(), 60)
            await client.aclose()

    run_bounded(story())
