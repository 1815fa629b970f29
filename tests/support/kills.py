"""Kills the real app while an answer streams into it, and looks at what is left."""

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from support.store_writer import integrity

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.store.conversations import ConversationStore

PROBE = Path(__file__).with_name("kill_probe.py")
ALLOWED_LOSS_S = 1.0
_PAUSE_S = 0.012
_LONGEST_STREAM_S = 2.5
_WITH_AN_ANSWER = 0.7


@dataclass
class NumberServer:
    """Answers each question with numbered tokens without an end; `asked` are the questions that it got."""

    url: str = ""
    asked: set[str] = field(default_factory=set)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            if not head.startswith("post /chat"):
                body = b'{"status":"healthy","version":"1.0.0"}'
                writer.write(_head("application/json") + body)
                return
            length = int(head.partition("content-length:")[2].split()[0])
            self.asked.add(json.loads(await reader.readexactly(length))["message"])
            writer.write(_head("text/event-stream") + _event({"conversation_id": "c-1"}))
            number = 0
            while True:
                number += 1
                writer.write(_event({"token": token(number)}))
                await writer.drain()
                await asyncio.sleep(_PAUSE_S)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()


@dataclass(frozen=True, slots=True)
class Kill:
    """What one kill left.

    `loss_s`: how long before the kill the first token was shown that is not on disk, 0.0 where nothing is missing.
    `problems`: what must not be, in words; none is well.
    """

    shown: int
    saved: int
    loss_s: float
    problems: tuple[str, ...]


def token(number: int) -> str:
    """The n-th token of every answer, from 1."""
    return f"{number:05}" + (".\n\n" if number % 40 == 0 else " ")


@asynccontextmanager
async def number_server() -> AsyncIterator[NumberServer]:
    """Listen on a free loopback port while the block runs."""
    numbers = NumberServer()
    server = await asyncio.start_server(numbers.handle, "127.0.0.1", 0)
    numbers.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield numbers
    finally:
        server.close()


async def kill_once(home: Path, server: NumberServer, moment: random.Random) -> Kill:
    """Start the app in `home`, ask, kill it at a random moment, and look at the file and at a second start."""
    question = f"Count in {home.name}"
    process = await _probe("ask", home, server.url, question)
    assert process.stdout is not None
    began = await process.stdout.readline()
    assert began == b"asked\n", f"the app did not start: {began!r}"
    # Some as soon as it was asked, most while the answer is on the page: on a busy machine that takes a while to come.
    first = await process.stdout.readline() if moment.random() < _WITH_AN_ANSWER else b""
    await asyncio.sleep(moment.uniform(0, _LONGEST_STREAM_S))
    killed_at = time.monotonic()
    process.kill()
    lines = (first + await process.stdout.read()).decode().splitlines(keepends=True)
    await process.wait()
    # The last line may be cut short.
    shown = [(float(line.split()[0]), int(line.split()[1])) for line in lines if line.endswith("\n")]
    return await _look_at(home, server, question, shown, killed_at)


async def kill_often(folder: Path, times: int, seed: int, *, at_once: int = 3) -> list[Kill]:
    """So many kills, each in a home of its own under `folder`."""
    moment = random.Random(seed)
    turns = asyncio.Semaphore(at_once)
    async with number_server() as server:

        async def one(number: int) -> Kill:
            async with turns:
                return await kill_once(folder / f"home-{number}", server, moment)

        # Each to its end: a task that is cancelled while it starts a process may never end.
        results = await asyncio.gather(*(one(number) for number in range(times)), return_exceptions=True)
    kills = []
    for result in results:
        if isinstance(result, BaseException):
            raise result
        kills.append(result)
    return kills


async def _look_at(
    home: Path, server: NumberServer, question: str, shown: list[tuple[float, int]], killed_at: float
) -> Kill:
    file = home / "history.sqlite3"
    problems = []
    store = await ConversationStore.open(file)
    if store.set_aside is not None:
        problems.append("the file was set aside as damaged")
    saved = 0
    found = await store.conversations()
    if found:
        asked, answer = await store.all_messages(found[0].id)
        saved = answer.text.count(" ") + answer.text.count("\n\n")
        if asked.text != question:
            problems.append("the question is not what was asked")
        if answer.state is not MessageState.INTERRUPTED:
            problems.append(f"the answer counts as {answer.state.value}")
        if answer.text != "".join(map(token, range(1, saved + 1))):
            problems.append("the answer is not the beginning of what was streamed")
    elif question in server.asked:
        problems.append("the request left before the question was on disk")
    await store.aclose()
    # Only now: a kill may have come before there was anything in the file.
    problems += [f"the file is damaged: {fault}" for fault in integrity(file)]
    missing = [killed_at - at for at, number in shown if number > saved]
    loss = max(missing, default=0.0)
    if loss > ALLOWED_LOSS_S:
        problems.append(f"something shown {loss:.2f} s before the kill is missing")
    if found:
        problems += await _look_on_page(home, server, question, saved)
    return Kill(shown[-1][1] if shown else 0, saved, loss, tuple(problems))


async def _look_on_page(home: Path, server: NumberServer, question: str, saved: int) -> list[str]:
    process = await _probe("look", home, server.url, question)
    assert process.stdout is not None
    page = (await process.stdout.read()).decode()
    await process.wait()
    problems = [] if "Interrupted" in page else [f"the second start does not say Interrupted: {page!r}"]
    if saved and f"{saved:05}" not in page:
        problems.append("the second start does not show what was saved")
    return problems


async def _probe(*arguments: str | Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(PROBE),
        *map(str, arguments),
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        limit=2**24,
    )


def _head(content_type: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\nconnection: close\r\n\r\n".encode()


def _event(payload: object) -> bytes:
    return f"data: {json.dumps(payload)}\n\n".encode()
