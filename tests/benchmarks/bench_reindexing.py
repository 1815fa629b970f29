"""What it costs to index an older history anew, beside the work of the desk: 1,000,000 messages, and one kill.

    .venv/bin/python tests/benchmarks/bench_reindexing.py [--conversations 100000] [--file OLD]

A history whose index holds other words than today's rules make is opened, as after an update. Until it is indexed
anew, questions are saved and searched for. Told are how long they wait; how long the event loop stood still, beside
that of an idle process at the same time, since other programs hold up both; the memory over idle; and whether every
row is right at the end. In the middle the process is killed and goes on anew.
"""

# ruff: noqa: T201

import argparse
import asyncio
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from time import perf_counter
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_store import QUERIES, generate, told

from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.records.index_text import indexed

_CHECKED_ROWS = 50_000


def make_old(path: Path, conversations: int) -> None:
    """A history as an app without today's folding wrote it, to be indexed anew."""
    generate(path, conversations, lambda text, *, is_markdown: " ".join(text.split()))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO mark SELECT 'reindex-titles', max(number) FROM conversation")
        connection.execute("INSERT INTO mark SELECT 'reindex-messages', max(number) FROM message")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def left(path: Path) -> int | None:
    """The row down from which messages still have to be indexed; None where all are."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        marks = dict(connection.execute("SELECT name, value FROM mark"))
        return marks.get("reindex-messages", marks.get("reindex-titles"))


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def work_beside(path: Path, until: int | None) -> None:
    """Use the history as a desk does while it is indexed anew, down to the row `until` or to the end."""
    store = await ConversationStore.open(path)
    await store.conversations()
    idle, began = memory_mb(), perf_counter()
    program = [sys.executable, __file__, "--idle"]
    beside = None
    if until is None:
        beside = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220
    gaps: list[float] = []
    searches: list[float] = []
    saves: list[float] = []

    async def find() -> None:
        while True:
            for query in QUERIES:
                start = perf_counter()
                await store.search(query)
                searches.append((perf_counter() - start) * 1000)
                await asyncio.sleep(0.2)

    async def save() -> None:
        while True:
            now = datetime.now().astimezone()
            summary = ConversationSummary(str(uuid4()), "A question meanwhile", now, now)
            question = Message(str(uuid4()), Role.USER, "Which memberships expire this week?", now)
            answer = Message(str(uuid4()), Role.ASSISTANT, "", now, MessageState.STREAMING)
            start = perf_counter()
            await store.begin_turn(summary, question, answer)
            saves.append((perf_counter() - start) * 1000)
            await asyncio.sleep(0.5)

    tasks = [asyncio.create_task(watch(gaps)), asyncio.create_task(find()), asyncio.create_task(save())]
    while (number := await asyncio.to_thread(left, path)) is not None:
        if until is not None and number < until:
            print("half", flush=True)
            await asyncio.sleep(60)
        await asyncio.sleep(0.5)
    seconds = perf_counter() - began
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(f"indexed anew in {seconds:.0f} s; memory +{memory_mb() - idle:.0f} MB over {idle:.0f} MB idle")
    told("search meanwhile", searches)
    told("a question is on disk meanwhile", saves)
    told("event loop stood still", gaps)
    if beside is not None:
        print(beside.communicate()[0], end="")
    await store.aclose()


async def watch(gaps: list[float]) -> None:
    """Note for how many milliseconds the event loop did not come round."""
    last = perf_counter()
    while True:
        await asyncio.sleep(0.002)
        now = perf_counter()
        gaps.append((now - last) * 1000 - 2)
        last = now


async def idle() -> None:
    """Watch an event loop that has nothing else to do, until the input ends."""
    gaps: list[float] = []
    watching = asyncio.create_task(watch(gaps))
    await asyncio.to_thread(sys.stdin.read)
    watching.cancel()
    told("that of an idle process meanwhile", gaps)


def check(path: Path) -> None:
    """Compare what the index holds with what today's rules make."""
    chance = random.Random(8)
    with closing(sqlite3.connect(path)) as connection:
        (last,) = connection.execute("SELECT max(number) FROM message").fetchone()
        wrong = 0
        for number in chance.sample(range(1, last + 1), min(last, _CHECKED_ROWS)):
            row = connection.execute(
                "SELECT message.text, message.role, message_words.text FROM message"
                " JOIN message_words ON message_words.rowid = message.number"
                " WHERE message.number = ? AND state <> 'streaming'",
                (number,),
            ).fetchone()
            if row is not None:
                text, role, held = row
                wrong += indexed(text, is_markdown=role == "assistant").split() != held.split()
        print(f"{min(last, _CHECKED_ROWS):,} rows compared: {wrong} wrong (goal 0)")
        connection.execute("INSERT INTO message_words (message_words) VALUES ('integrity-check')")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--conversations", type=int, default=100_000)
    arguments.add_argument("--file", type=Path, help="an older history, which is copied")
    arguments.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("--until", type=int, help=argparse.SUPPRESS)
    arguments.add_argument("--idle", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.idle:
        asyncio.run(idle())
        return
    if options.work is not None:
        asyncio.run(work_beside(options.work, options.until))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite3"
        if options.file is not None:
            shutil.copyfile(options.file, path)
        else:
            make_old(path, options.conversations)
        command = [sys.executable, __file__, "--work", str(path)]
        half = str(options.conversations * 5)
        with subprocess.Popen([*command, "--until", half], stdout=subprocess.PIPE, text=True) as first:
            assert first.stdout is not None
            began = perf_counter()
            first.stdout.readline()
            first.kill()
        print(f"killed in the middle, after {perf_counter() - began:.0f} s; {left(path):,} messages left")
        subprocess.run(command, check=True)
        check(path)


if __name__ == "__main__":
    main()
