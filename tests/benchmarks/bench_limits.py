"""What a server that sends too much, and a client that does, cost: `python tests/benchmarks/bench_limits.py`.

An answer of 100 MB is read by the real client and session in a process of their own, in each form that an answer
has; then a request of 600 MB is sent to the real local assistant. Told are the peak of memory over idle (goal: 32
MB each) and how long the event loop stood still at most (goal: 50 ms), also under floods of one event.
"""

# ruff: noqa: T201

import asyncio
import gzip
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice, repeat
from pathlib import Path
from time import perf_counter, process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

MEGABYTE = 1024 * 1024
ANSWER_MB, REQUEST_MB = 100, 600
GOAL_MB, GOAL_MS = 32, 50
WORD = b'data: {"token": "word "}\n\n'


def event(key: str, value: object) -> bytes:
    return f"data: {json.dumps({key: value})}\n\n".encode()


def theme(number: int) -> bytes:
    return event("action", {"type": "change_theme", "value": ("dark", "light")[number % 2]})


def answers() -> dict[str, tuple[str, Callable[[], Iterator[bytes]]]]:
    """By name: the headers, and what makes the body."""
    sse, as_json = "Content-Type: text/event-stream\r\n", "Content-Type: application/json\r\n"
    count = ANSWER_MB * 16
    filler = b"x" * (64 * 1024)
    questions = [f"Question {number}?" for number in range(1_000_000)]

    def zipped() -> Iterator[bytes]:
        yield gzip.compress(WORD * (ANSWER_MB * MEGABYTE // len(WORD)))

    def one_token() -> Iterator[bytes]:
        yield b'data: {"token": "'
        yield from repeat(filler, count)

    def one_json() -> Iterator[bytes]:
        yield b'{"success": true, "response": "'
        yield from repeat(filler, count)

    return {
        "100 MB of words": (sse, lambda: repeat(WORD * 2600, count)),
        "100 MB in one token": (sse, one_token),
        "100 MB as JSON": (as_json, one_json),
        "100 MB compressed": (f"{sse}Content-Encoding: gzip\r\n", zipped),
        "1,000,000 suggestions": (sse, lambda: iter([event("suggested_questions", questions)])),
        "4 suggestions of 3 MB": (sse, lambda: iter([event("suggested_questions", ["q" * 3 * MEGABYTE] * 4)])),
        "100,000 tool names": (sse, lambda: iter([event("tools_used", [f"get_{n}" for n in range(100_000)])])),
        "5,000 tool events": (sse, lambda: (event("tools_used", [f"t{n}"]) for n in range(5_000))),
        "1 MB conversation id": (sse, lambda: iter([event("conversation_id", "c" * MEGABYTE)])),
        "500 themes": (sse, lambda: map(theme, range(500))),
        "nesting": (sse, lambda: iter([b"data: " + b"[" * MEGABYTE + b"\n\n"])),
        "3 MB of objects": (sse, lambda: iter([b"data: [" + b"{}," * MEGABYTE + b"{}]\n\n"])),
        "1,000,000 empty events": (sse, lambda: repeat(b"data: {}\n\n" * 1000, 1000)),
        "60 MB of comments": (sse, lambda: repeat(b": ping\n" * 1000, 9000)),
    }  # fmt: skip


def peak_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


async def serve(name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    headers, body = answers()[name]
    with suppress(ConnectionError):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if head.startswith("get /health"):
            told = b'{"status": "ok", "model": "stand-in"}'
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + f"Content-Length: {len(told)}\r\n\r\n".encode()
                + told
            )
            writer.close()
            return
        if "content-length: " in head:
            await reader.readexactly(int(head.split("content-length: ")[1].split()[0]))
        writer.write(f"HTTP/1.1 200 OK\r\n{headers}Connection: close\r\n\r\n".encode())
        for piece in body():
            writer.write(piece)
            await writer.drain()
        if "json" not in headers and "gzip" not in headers and "in one" not in name:
            writer.write(b"data: [DONE]\n\n")
    writer.close()


async def server(name: str) -> None:
    """Serve one kind of answer until standard input ends."""
    listening = await asyncio.start_server(lambda r, w: serve(name, r, w), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.to_thread(sys.stdin.read)


def client(url: str) -> None:
    """Ask one question, and tell what it cost, as one line of JSON."""
    from PySide6.QtCore import QCoreApplication

    from strakly_desktop.app.process.event_loop import EventLoop
    from strakly_desktop.chat.session import ChatSession
    from strakly_desktop.client.bot_client import BotClient
    from strakly_desktop.client.server_connection import import_on_demand_parts

    application = QCoreApplication(sys.argv)
    loop = EventLoop(application)

    async def ask() -> None:
        longest, busiest, state = 0.0, 0.0, ""
        bot = BotClient(url, lambda: None)
        session = ChatSession(bot)
        done = asyncio.Event()

        def end(message: object, *_: object) -> None:
            nonlocal state
            state = message.state.value  # type: ignore[attr-defined]
            done.set()

        session.turn_finished.connect(end)
        session.turn_failed.connect(end)
        # What the first request imports is no cost of an answer.
        await asyncio.to_thread(import_on_demand_parts)
        idle = peak_mb()

        async def window() -> None:
            nonlocal longest, busiest
            while True:
                start, own = perf_counter(), process_time()
                await asyncio.sleep(0)
                longest = max(longest, perf_counter() - start)
                busiest = max(busiest, process_time() - own)

        watching = asyncio.create_task(window())
        started = perf_counter()
        session.ask("x")
        await done.wait()
        seconds = perf_counter() - started
        watching.cancel()
        await bot.aclose()
        cost = {
            "mb": peak_mb() - idle,
            "gap_ms": longest * 1000,
            "busy_ms": busiest * 1000,
            "seconds": seconds,
            "state": state,
        }
        print(json.dumps(cost | {"characters": len(session.messages[-1].text)}), flush=True)

    with loop:
        loop.run_until_complete(ask())


def measure_answer(name: str) -> None:
    me = [sys.executable, __file__]
    with subprocess.Popen(
        [*me, "server", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as serving:
        assert serving.stdout is not None
        assert serving.stdin is not None
        url = serving.stdout.readline().strip()
        try:
            done = subprocess.run(
                [*me, "client", url], capture_output=True, text=True, timeout=300, check=True
            )
            cost = json.loads(done.stdout)
            print(
                f"{name}: +{cost['mb']:.0f} MB (goal {GOAL_MB}), longest gap {cost['gap_ms']:.0f} ms, "
                f"{cost['busy_ms']:.0f} of its own (goal {GOAL_MS}), "
                f"{cost['seconds']:.1f} s, {cost['characters']:,} characters, {cost['state']}"
            )
        except (subprocess.SubprocessError, ValueError) as error:
            print(f"{name}: failed ({type(error).__name__})")
        finally:
            serving.stdin.close()


def measure_request() -> None:
    """Send 600 MB to the real assistant, with a good token, and tell what that cost it."""
    command = [sys.executable, "-m", "strakly_desktop", "serve", "--json-ready", "--exit-with-stdin"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        assert bot.stdin is not None
        ready = json.loads(bot.stdout.readline())

        def peak() -> float:
            lines = Path(f"/proc/{bot.pid}/status").read_text().splitlines()
            return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

        for sized in (True, False):
            idle = peak()
            host, port = ready["url"].removeprefix("http://").split(":")
            size = f"Content-Length: {REQUEST_MB * MEGABYTE}" if sized else "Transfer-Encoding: chunked"
            piece = b"x" * MEGABYTE if sized else b"100000\r\n" + b"x" * MEGABYTE + b"\r\n"
            with socket.create_connection((host, int(port))) as connection, suppress(ConnectionError):
                connection.sendall(
                    f"POST /chat HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ready['token']}\r\n"
                    f"Content-Type: application/json\r\n{size}\r\n\r\n".encode()
                )
                for data in islice(repeat(piece), REQUEST_MB):
                    connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                connection.recv(1000)
            kind = "with its length" if sized else "in chunks"
            print(f"request of {REQUEST_MB} MB {kind}: +{peak() - idle:.0f} MB (goal {GOAL_MB})")
        bot.stdin.close()


def main() -> None:
    match sys.argv[1:]:
        case ["server", name]:
            asyncio.run(server(name))
        case ["client", url]:
            client(url)
        case names:
            for name in names or answers():
                measure_answer(name)
            measure_request()


if __name__ == "__main__":
    main()
