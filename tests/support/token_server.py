"""A server for benchmarks: a process of its own that streams tokens at a given pace and notes who hangs up.

Run as a program it prints its URL, then, for each client that goes away in mid-answer, the moment at which it saw
that: seconds of the monotonic clock, which all processes of a machine share.
A question is two numbers: how many tokens to send (0: no end of them, for the kernel can hold a whole long answer
that nobody reads), and how many a second (0: as fast as they are taken). A third one may follow: for how many seconds
nothing comes before them. Given a folder, it hands out the files in it, and prints the name of each page that is asked
for and is not there.
"""

# ruff: noqa: T201

import asyncio
import itertools
import json
import random
import re
import sys
from pathlib import Path
from time import monotonic
from typing import Final

_NAMES = (
    "Asha Rao",
    "Bram de Wit",
    "Chloé Petit",
    "राहुल वर्मा",
    "Devika Nair",
    "Imran Shaikh",
    "Li Wei",
    "O'Neill",
)
_PLANS = ("Gold 12 months", "Silver 6 months", "Monthly", "Quarterly", "Student")
_TOKEN = re.compile(r"\s?[^\W\d]{1,6}|\s?\d{1,3}|\s?[^\w\s]{1,3}|\s+")
_WRITE_EVENTS = 200
_FILES: Final = Path(sys.argv[1]) if __name__ == "__main__" and len(sys.argv) > 1 else None


def gym_tokens(count: int) -> list[str]:
    """The first `count` tokens of an endless answer as the gym's assistant words them: mostly tables."""
    source = random.Random(7)
    tokens: list[str] = []
    while len(tokens) < count:
        tokens += _TOKEN.findall(_section(source))
    return tokens[:count]


def _section(source: random.Random) -> str:
    rows = "".join(
        f"| {row} | [{source.choice(_NAMES)}](/clients/{source.randint(1, 245)}) | {source.choice(_PLANS)} | "
        f"{source.randint(1, 28)} Nov 2026 | Rs. {source.randint(1, 40) * 500:,} |\n"
        for row in range(1, 11)
    )
    points = "".join(
        f"- **{source.choice(_NAMES)}** came {source.randint(1, 20)} times, last on a *Monday*\n"
        for _ in range(4)
    )
    return (
        f"### Memberships at {source.choice(('Main branch', 'Lake Road'))}\n\n"
        f"There are **{source.randint(100, 300)}** members whose plan ends soon; `{source.randint(1, 40)}` owe.\n\n"
        f"| # | Name | Plan | Valid until | Due |\n|---|------|------|-------------|-----:|\n{rows}\n"
        f"{points}\n> **Tip:** Ask for the open amount when they come to renew.\n\n"
    )


def _event(payload: object) -> bytes:
    return f"data: {json.dumps(payload)}\n\n".encode()


async def _stream(writer: asyncio.StreamWriter, count: int, rate: int, silence: float) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")
    writer.write(_event({"conversation_id": "bench"}) + _event({"tools_used": ["get_clients_list"]}))
    await asyncio.sleep(silence)
    endless = count == 0
    count = count or 5_000
    events = [_event({"token": token}) for token in gym_tokens(count)]
    if rate:
        start = monotonic()
        for number, event in enumerate(events):
            await asyncio.sleep(start + number / rate - monotonic())
            writer.write(event)
            await writer.drain()
    else:
        pieces = [b"".join(events[begin : begin + _WRITE_EVENTS]) for begin in range(0, count, _WRITE_EVENTS)]
        for piece in itertools.cycle(pieces) if endless else pieces:
            writer.write(piece)
            await writer.drain()
    writer.write(b"data: [DONE]\n\n")
    await writer.drain()


def _hand_out(file: Path, writer: asyncio.StreamWriter) -> None:
    if not file.is_file():
        print(file.name, flush=True)
    content = file.read_bytes() if file.is_file() else b""
    kind = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}.get(file.suffix, "text/plain")
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}; charset=utf-8\r\ncontent-length: {len(content)}\r\n"
    writer.write(f"{head}connection: close\r\n\r\n".encode() + content)


async def _handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    except asyncio.IncompleteReadError:
        writer.close()
        return  # A browser connects before it has anything to ask.
    path = head.split()[1].partition("?")[0].lstrip("/") or "index.html"
    if head.startswith("get ") and _FILES is not None:
        _hand_out(_FILES / path, writer)
    elif not head.startswith("post /chat"):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{}")
    else:
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        count, rate, *silence = json.loads(await reader.readexactly(length))["message"].split()
        streaming = asyncio.create_task(_stream(writer, int(count), int(rate), sum(map(float, silence))))
        listening = asyncio.create_task(reader.read(1))
        await asyncio.wait((streaming, listening), return_when=asyncio.FIRST_COMPLETED)
        whole = streaming.done() and streaming.exception() is None
        if not whole:
            print(monotonic(), flush=True)
        streaming.cancel()
        listening.cancel()
        await asyncio.gather(streaming, listening, return_exceptions=True)
    writer.close()


async def _serve() -> None:
    server = await asyncio.start_server(_handle, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    # Whoever started this ends it by closing its input.
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
