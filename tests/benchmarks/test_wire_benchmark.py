"""How fast the wire is read, against its peers in the same run, and how soon a Stop reaches the server.

Not part of the normal run: `pytest tests/benchmarks/test_wire_benchmark.py --benchmark-only -s`.
"""

# ruff: noqa: T201

import asyncio
import codecs
import json
import random
import statistics
from collections.abc import Callable
from contextlib import aclosing
from time import perf_counter, process_time
from typing import Any

import pytest
from httpx_sse._decoders import SSEDecoder as HttpxSseDecoder
from httpx_sse._decoders import SSELineDecoder
from openai._streaming import SSEDecoder as OpenAIDecoder
from support.replay import replay

from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.conversation.model import Question
from strakly_desktop.protocol.sse import EventStreamDecoder
from strakly_desktop.protocol.stream import ChatStreamReader

EVENTS = 100_000
PIECES = [" Total", " |", " 245", "\n|-----", " Clients", "s", " active", " राहुल", " —", "**"]


def chat_stream() -> bytes:
    source = random.Random(2)
    return b"".join(
        f"data: {json.dumps({'token': source.choice(PIECES)})}\n\n".encode() for _ in range(EVENTS)
    )


def mixed_chunks(stream: bytes, even: bool) -> list[bytes]:
    """Cut into 1 B to 64 KB: `even` in the size (mostly large), else even in its magnitude."""
    source = random.Random(3)
    chunks, start = [], 0
    while start < len(stream):
        size = source.randint(1, 65_536) if even else int(2 ** source.uniform(0, 16))
        chunks.append(stream[start : start + size])
        start += size
    return chunks


def count_ours(chunks: list[bytes]) -> int:
    decoder = EventStreamDecoder()
    return sum(len(decoder.feed(chunk)) for chunk in chunks) + len(decoder.close())


def count_httpx_sse(chunks: list[bytes]) -> int:
    text, lines, decoder = (
        codecs.getincrementaldecoder("utf-8")("replace"),
        SSELineDecoder(),
        HttpxSseDecoder(),
    )
    events = 0
    for chunk in chunks:
        for line in lines.decode(text.decode(chunk)):
            events += decoder.decode(line.rstrip("\n")) is not None
    return events


def count_openai(chunks: list[bytes]) -> int:
    return sum(1 for _ in OpenAIDecoder().iter_bytes(iter(chunks)))


def median_seconds(count: Callable[[list[bytes]], int], chunks: list[bytes]) -> float:
    times = []
    for _ in range(5):
        start = process_time()
        assert count(chunks) == EVENTS
        times.append(process_time() - start)
    return statistics.median(times)


@pytest.mark.parametrize("even", [True, False], ids=["sizes evenly", "magnitudes evenly"])
def test_decoder_against_its_peers(benchmark: Any, even: bool) -> None:
    stream = chat_stream()
    chunks = mixed_chunks(stream, even)
    seconds = {
        name: median_seconds(count, chunks)
        for name, count in (("ours", count_ours), ("httpx-sse", count_httpx_sse), ("openai", count_openai))
    }
    for name, taken in seconds.items():
        print(
            f"\n{name}: {len(stream) / taken / 1e6:.1f} MB/s, ours is {taken / seconds['ours']:.1f} x", end=""
        )
    benchmark.extra_info.update({name: len(stream) / taken for name, taken in seconds.items()})
    benchmark.pedantic(count_ours, (chunks,), rounds=3)
    assert seconds["httpx-sse"] >= 2 * seconds["ours"]
    assert seconds["openai"] >= 4 * seconds["ours"]


def test_reader_of_chat_events(benchmark: Any) -> None:
    stream = chat_stream()
    chunks = mixed_chunks(stream, even=True)

    def read() -> int:
        reader = ChatStreamReader()
        return sum(len(reader.feed(chunk)) for chunk in chunks)

    assert benchmark(read) == EVENTS
    print(f"\n{benchmark.stats['median'] / EVENTS * 1e6:.2f} microseconds a token, JSON included", end="")


def test_cancel_latency(benchmark: Any) -> None:
    """From task.cancel() to the end of the connection as the server sees it."""
    pieces = [b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", b'data: {"token": "x"}\n\n']
    latencies: list[float] = []

    async def stop_once() -> None:
        async with replay(pieces) as server:
            client = BotClient(server.url, lambda: None)
            arrived = asyncio.Event()

            async def turn() -> None:
                async with aclosing(client.stream_chat(Question("?"))) as events:
                    async for _ in events:
                        arrived.set()

            task = asyncio.create_task(turn())
            await arrived.wait()
            start = perf_counter()
            task.cancel()
            await server.gone.wait()
            latencies.append(perf_counter() - start)
            await asyncio.gather(task, return_exceptions=True)
            await client.aclose()

    benchmark.pedantic(lambda: asyncio.run(stop_once()), rounds=50)
    print(
        f"\nmedian {statistics.median(latencies) * 1e3:.2f} ms, longest {max(latencies) * 1e3:.2f} ms", end=""
    )
    assert statistics.median(latencies) <= 0.020
