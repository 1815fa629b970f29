"""Memory of a large import, and what Cancel in its middle costs: `bench_import.py [MEGABYTES] [CANCEL_AFTER_S]`.

An exported file of that size is made, then taken in by a process of its own; what it needed at most is compared
with what it needed before. With a second number it is cancelled after so many seconds: told are how long that takes,
how long questions wait while what came in is removed, and what is left.
"""

# ruff: noqa: T201

import asyncio
import json
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.conversations import ConversationStore

MEGABYTES = 1000
_MESSAGES = 200
_TEXT = "| Anita Rao | Gold | 12,500 | active |\n" * 80


def make(path: Path, megabytes: int) -> None:
    """Write an export of about that size."""
    moment = "2026-03-02T12:00:00+05:30"
    number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"format": "strakly-desktop-conversations", "version": 1, "conversations": [')
        while file.tell() < megabytes * 1_000_000:
            messages = [
                {"id": f"m{number}-{n}", "role": "assistant", "text": f"{_TEXT}{n}", "created_at": moment}
                | {"state": "complete"}
                for n in range(_MESSAGES)
            ]
            head = {
                "id": f"c{number}",
                "title": f"Title {number}",
                "created_at": moment,
                "updated_at": moment,
            }
            file.write((", " if number else "") + json.dumps(head | {"messages": messages}))
            number += 1
        file.write("]}\n")


def peak() -> float:
    """The most memory that this process has needed so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def take_in(path: Path, size: float, home: Path) -> None:
    """Import and print the figures."""
    store = await ConversationStore.open(home / "history.sqlite3")
    await store.conversations()
    idle, began = peak(), time.monotonic()
    with path.open("rb") as file:
        await store.import_from(file)
    seconds = time.monotonic() - began
    print(
        f"{size:,.0f} MB in {seconds:.0f} s: {idle:.0f} MB before, {peak():.0f} MB at most: +{peak() - idle:.0f}"
    )
    await store.aclose()


async def cancel(path: Path, after_s: float, home: Path) -> None:
    """Import, cancel, and print the figures."""
    file = home / "history.sqlite3"
    store = await ConversationStore.open(file)
    idle, cancelled_at = peak(), 0.0
    with path.open("rb") as export:
        importing = asyncio.create_task(store.import_from(export, lambda: bool(cancelled_at)))
        await asyncio.sleep(after_s)
        came_in = count(file, "message")
        cancelled_at = time.monotonic()
        try:
            await importing
        except StoreError as error:
            told = f"{error.headline} {error.advice}"
        stopped_s = time.monotonic() - cancelled_at
    waits: list[float] = []
    while count(file, "message WHERE id LIKE 'm%'"):
        waits.append(await ask(store))
        await asyncio.sleep(0.2)
    gone_s = time.monotonic() - cancelled_at
    listed = len(await store.conversations())
    print(
        f"cancelled after {after_s:.0f} s and {came_in:,} messages: stopped within {stopped_s:.2f} s: {told}"
    )
    print(
        f"all of it gone {gone_s:.0f} s after that; a question meanwhile waits at most"
        f" {max(waits, default=0) * 1000:.0f} ms; {listed - len(waits)} conversations of it are listed;"
        f" {peak() - idle:+.0f} MB over idle"
    )
    await store.aclose()


async def ask(store: ConversationStore) -> float:
    """Seconds until a question is on disk."""
    now, name = datetime.now().astimezone(), str(time.monotonic())
    question = Message(f"q{name}", Role.USER, "Who is Anita?", now)
    answer = Message(f"a{name}", Role.ASSISTANT, "", now, MessageState.STREAMING)
    began = time.monotonic()
    await store.begin_turn(ConversationSummary(f"s{name}", "Asked meanwhile", now, now), question, answer)
    return time.monotonic() - began


def count(file: Path, what: str) -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.json"
        make(path, megabytes)
        if len(sys.argv) > 2:
            asyncio.run(cancel(path, float(sys.argv[2]), Path(folder)))
        else:
            asyncio.run(take_in(path, path.stat().st_size / 1e6, Path(folder)))


if __name__ == "__main__":
    main()
