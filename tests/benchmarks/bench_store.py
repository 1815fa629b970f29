"""How the history answers when it is large: searching, listing, opening and saving; and 200 kills.

    .venv/bin/python tests/benchmarks/bench_store.py [--conversations 100000]
    .venv/bin/python tests/benchmarks/bench_store.py --kills 200

The generated database (ten messages a conversation) stays in the temporary directory for the next run.
"""

# ruff: noqa: T201

import argparse
import asyncio
import os
import random
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from threading import Lock
from time import perf_counter, sleep
from typing import Any
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.store_writer import WriterProcess, check_after_kill

from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.database import connect, transaction
from strakly_desktop.store.database.schema import migrate
from strakly_desktop.store.records.index_text import indexed
from strakly_desktop.store.records.rows import (
    CONVERSATION_COLUMNS,
    MESSAGE_COLUMNS,
    conversation_row,
    message_row,
)

TURNS = 5
CHUNK = 500
SEARCH_GOAL_MS, OPEN_GOAL_MS = 50, 100
INDIA = timezone(timedelta(hours=5, minutes=30))
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=INDIA)

FIRST = (
    *("Anita", "Ravi", "Priya", "Arjun", "Meera", "Rohan", "Kavya", "Vikram", "Neha", "Sanjay", "Divya"),
    *("Rahul", "Pooja", "Amit", "Sneha", "Karan", "José", "Zoë"),
)
LAST = (
    *("Rao", "Sharma", "Patel", "Singh", "Kumar", "Iyer", "Nair", "Reddy", "Das", "Gupta", "Mehta"),
    *("Joshi", "Kapoor", "Bose", "Menon", "Shetty"),
)
PLANS = (
    *("Gold", "Silver", "Platinum", "Student", "Family", "Morning", "Corporate", "Trial", "Annual"),
    "Quarterly",
)
QUESTIONS = (
    "Which memberships expire this week?",
    "Show me the revenue of {plan} this month",
    "Who checked in today before nine?",
    "Is {first} {last} still an active client?",
    "List all clients with the {plan} plan who have not paid",
    "How many new members joined in the {plan} offer?",
    "{first} की सदस्यता कब समाप्त होती है?",
    "Attendance of {first} {last} for the last month please",
)
QUERIES = (
    "a", "s", "r", "e", "1", "g", "₹", "ह", "z",
    "an", "me", "pl", "ac", "mem", "the", "act", "gold", "memb", "activ", "client", "members", "membership",
    "anita rao", "gold anita", "g a", "a b c d", "membership expire week", "jose", "josé", "सदस्य", "सदस्यता समाप्त",
    "receipt", "r1234", "r499999", "98765", "zebra", "anita zebra", "membership zebra", "a zebra", "clients/5",
    "silver platinum trial", "zoe kapoor student", "active paid r777",
)  # fmt: skip


def answer_text(chance: random.Random) -> str:
    """A short paragraph, mostly with a table, as the assistant writes it."""
    rows = [
        f"| [{chance.choice(FIRST)} {chance.choice(LAST)}](/clients/{chance.randrange(9000)}) |"
        f" {chance.choice(PLANS)} | ₹{chance.randrange(500, 20000):,} | {chance.choice(('active', 'expired'))} |"
        for _ in range(chance.choice((0, 2, 4, 8)))
    ]
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    table = "\n| Client | Plan | Paid | Status |\n|---|---|--:|---|\n" + "\n".join(rows) if rows else ""
    return (
        f"**{name}** has the {chance.choice(PLANS)} membership since {chance.randrange(2015, 2026)};"
        f" phone 9{chance.randrange(10**9):09}.\n{table}\n"
    )


def turns(chance: random.Random, conversations: int) -> Iterator[tuple[int, str, str]]:
    """(conversation, question, answer) of each turn. Answers are drawn from a stock, made unique by a receipt."""
    stock = [answer_text(chance) for _ in range(20_000)]
    for number in range(conversations * TURNS):
        question = chance.choice(QUESTIONS).format(
            first=chance.choice(FIRST), last=chance.choice(LAST), plan=chance.choice(PLANS)
        )
        yield number // TURNS + 1, question, f"{chance.choice(stock)}\nReceipt R{number}."


def generate(path: Path, conversations: int, index_text: Callable[..., str] = indexed) -> None:
    """Fill a new file in one transaction. Its index holds what `index_text` makes."""
    chance = random.Random(5)
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        with transaction(connection):
            migrate(connection)
            fill(connection, chance, conversations, index_text)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def fill(
    connection: sqlite3.Connection,
    chance: random.Random,
    conversations: int,
    index_text: Callable[..., str] = indexed,
) -> None:
    """Insert everything, a chunk of rows at a time."""
    summaries: list[Any] = []
    titles: list[Any] = []
    messages: list[Any] = []
    words: list[Any] = []

    def flush() -> None:
        marks = ", ".join("?" * len(conversation_row(summary)))
        connection.executemany(
            f"INSERT INTO conversation (number, {CONVERSATION_COLUMNS}) VALUES (?, {marks})", summaries
        )
        connection.executemany("INSERT INTO title_words (rowid, title) VALUES (?, ?)", titles)
        connection.executemany(
            f"INSERT INTO message (number, conversation, {MESSAGE_COLUMNS})"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            messages,
        )
        connection.executemany("INSERT INTO message_words (rowid, text) VALUES (?, ?)", words)
        for rows in (summaries, titles, messages, words):
            rows.clear()

    last = 0
    number = 0
    for conversation, question, answer in turns(chance, conversations):
        moment = NOW - timedelta(minutes=20 * (conversations - conversation))
        if conversation != last:
            last = conversation
            title = f"{question} {conversation}"
            summary = ConversationSummary(str(UUID(int=conversation)), title, moment, moment)
            summaries.append((conversation, *conversation_row(summary)))
            titles.append((conversation, index_text(title, is_markdown=False)))
        for role, text in ((Role.USER, question), (Role.ASSISTANT, answer)):
            number += 1
            message = Message(
                str(UUID(int=number)), role, text, moment, tools=("find_clients",), author="Ravi"
            )
            messages.append((number, conversation, *message_row(message)))
            words.append((number, index_text(text, is_markdown=role is Role.ASSISTANT)))
        if len(messages) >= CHUNK * TURNS:
            flush()
    flush()


async def timed(work: Callable[..., Awaitable[object]], *arguments: Any) -> float:
    """How long `work` takes, in milliseconds."""
    start = perf_counter()
    await work(*arguments)
    return (perf_counter() - start) * 1000


def told(name: str, times: list[float], goal: float | None = None) -> None:
    """Print one line of the table."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    verdict = "" if goal is None else f"   goal {goal:g}: {'met' if ordered[-1] <= goal else 'MISSED'}"
    print(
        f"{name:44} p50 {statistics.median(times):8.2f}  p95 {p95:8.2f}  max {ordered[-1]:8.2f} ms{verdict}"
    )


def forget_pages(path: Path) -> None:
    """Have the system read the file from the disk again, as after the PC was started (Linux)."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


async def measure(path: Path, conversations: int, *, verbose: bool) -> None:
    """Print the figures of a generated file."""
    if hasattr(os, "posix_fadvise"):
        forget_pages(path)
    start = perf_counter()
    store = await ConversationStore.open(path)
    print(f"{'open the file':44} {(perf_counter() - start) * 1000:.0f} ms")
    await searching(store, verbose)
    await reading(store, conversations)
    await writing(store)
    await store.aclose()


async def searching(store: ConversationStore, verbose: bool) -> None:
    """Each query once as the first of its kind, then five times more, with the excerpts that the panel shows."""
    search = partial(store.search, with_excerpt=20)
    first, again = [], []
    for query in QUERIES:
        first.append(await timed(search, query))
        runs = [await timed(search, query) for _ in range(5)]
        again += runs
        if verbose:
            hits = len(await store.search(query))
            print(
                f"    {query:26} first {first[-1]:8.2f}  then {statistics.median(runs):8.2f} ms  {hits} hits"
            )
    told(f"search, {len(QUERIES)} queries, first time", first, SEARCH_GOAL_MS)
    told("search, again", again, SEARCH_GOAL_MS)
    sentence = "membership anita gold"
    typed = [await timed(search, sentence[:end]) for end in range(1, len(sentence) + 1)]
    told("search as you type, each key", typed, SEARCH_GOAL_MS)


async def reading(store: ConversationStore, conversations: int) -> None:
    """The list, page by page to its end, and conversations opened at random."""
    told("first page of the list", [await timed(store.conversations) for _ in range(20)])
    pages, last = [], None
    while True:
        start = perf_counter()
        page = await store.conversations(last)
        pages.append((perf_counter() - start) * 1000)
        if not page:
            break
        last = page[-1]
    told(f"each of {len(pages)} pages to the end", pages)
    chance = random.Random(6)
    opened = [str(UUID(int=chance.randrange(1, conversations + 1))) for _ in range(200)]
    told(
        "open a conversation",
        [await timed(store.messages, name) for name in opened],
        OPEN_GOAL_MS,
    )


async def writing(store: ConversationStore) -> None:
    """A turn of 400 KB in a new conversation, as the recorder saves it; removed again afterwards."""
    begun, grown, finished, deletions = [], [], [], []
    for _ in range(20):
        now = datetime.now(INDIA)
        summary = ConversationSummary(str(uuid4()), "A measured turn", now, now)
        question = Message(str(uuid4()), Role.USER, "Which memberships expire this week?", now)
        answer = Message(str(uuid4()), Role.ASSISTANT, "", now, MessageState.STREAMING)
        begun.append(await timed(store.begin_turn, summary, question, answer))
        delta = answer_text(random.Random(7)) * 10
        for _ in range(100):
            grown.append(await timed(store.append_answer, answer.id, delta))
        whole = Message(answer.id, Role.ASSISTANT, delta * 100, now)
        finished.append(await timed(store.finish_answer, summary.id, whole, None))
        deletions.append((summary.id, await store.delete(summary.id)))
    told("begin a turn (on disk)", begun)
    told("append to an answer, first half", grown[:1000])
    told("append to an answer, second half", grown[1000:])
    told(f"finish an answer of {len(delta) * 100 // 1000} KB", finished)
    start = perf_counter()
    await store.purge(deletions)
    print(f"{'purge the 20 conversations':44} {(perf_counter() - start) * 1000:.0f} ms")


def kill(kills: int) -> None:
    """Kill writers that save as the app does, twice a second; four at a time, each at a file of its own."""
    chance = random.Random()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(4) as rows:

        def killed(number: int) -> tuple[int, float, int]:
            path = Path(folder) / f"history-{number % 4}.db"
            with guards[number % 4]:
                writer = WriterProcess(path, f"run{number}", turns=50, tokens=150, token_s=0.005, save_s=0.5)
                writer.read_until("begun")
                sleep(chance.uniform(0, 2.5))
                writer.kill()
                lost, oldest = asyncio.run(check_after_kill(path, writer))
                return lost, oldest, sum(told.shown[-1][0] for told in writer.turns.values() if told.shown)

        guards = [Lock() for _ in range(4)]
        results = list(rows.map(killed, range(kills)))
    lost = [result[0] for result in results]
    print(
        f"{kills} kills: every file intact, every question there; {sum(result[2] for result in results):,} tokens"
        f" shown, {sum(lost):,} of them lost (at most {max(lost)} in one kill); the oldest lost one had been on"
        f" screen for {max(result[1] for result in results):.2f} s"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--conversations", type=int, default=100_000)
    arguments.add_argument("--verbose", action="store_true", help="print each query")
    arguments.add_argument("--kills", type=int, default=0, help="kill so many writing processes instead")
    options = arguments.parse_args()
    if options.kills:
        kill(options.kills)
        return
    path = Path(tempfile.gettempdir()) / f"strakly-bench-store-{options.conversations}" / "history.db"
    if not path.exists():
        start = perf_counter()
        building = path.with_name("building.db")
        building.unlink(missing_ok=True)
        generate(building, options.conversations)
        building.rename(path)
        print(f"generated {options.conversations:,} conversations in {perf_counter() - start:.0f} s")
    print(f"{path.stat().st_size / 1e6:,.0f} MB, SQLite {sqlite3.sqlite_version}")
    asyncio.run(measure(path, options.conversations, verbose=options.verbose))


if __name__ == "__main__":
    main()
