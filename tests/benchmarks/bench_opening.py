"""What opening a saved conversation costs: `python tests/benchmarks/bench_opening.py`, window offscreen.

Conversations of 200 and of 5,000 messages, with tables, are opened from a real store by a click in the history.
`first picture` is the CPU time of this process until the end of the conversation is painted; `settled` until the
rest of its last page stands above it, written between frames.
"""

# ruff: noqa: T201

import asyncio
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil
from PySide6.QtWidgets import QApplication
from support.answers import handwritten, styles
from support.desk import OpenDesk, open_desk

from strakly_desktop.app.process.event_loop import EventLoop
from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.conversations import ConversationStore

SIZES = (200, 5_000)
ROUNDS = 9
GOAL_RATIO, GOAL_CPU_MS, GOAL_MB = 1.3, 100, 30


async def fill(path: Path) -> None:
    """Conversations of each size; both end with the same messages, so that their ends cost the same."""
    answers = [answer for style in styles() for answer in handwritten(style)]
    store = await ConversationStore.open(path)
    for size in SIZES:
        start = datetime.now().astimezone() - timedelta(days=1)
        summary = ConversationSummary(f"c{size}", f"{size} messages", start, start)
        for turn in range(size // 2):
            back = size // 2 - turn
            question = Message(
                f"{size}-q{turn}", Role.USER, f"Question {back}?", start + timedelta(seconds=turn)
            )
            answer = Message(
                f"{size}-a{turn}",
                Role.ASSISTANT,
                answers[back % len(answers)],
                question.created_at,
                MessageState.STREAMING,
            )
            await store.begin_turn(summary, question, replace(answer, text=""))
            await store.finish_answer(summary.id, replace(answer, state=MessageState.COMPLETE), None)
    await store.aclose()


async def open_once(desk: OpenDesk, size: int) -> tuple[float, float, float]:
    """CPU ms until the first picture, until all is settled, and the growth of the process in MB."""
    house = desk.house
    house.session.new_conversation()
    await asyncio.sleep(0.1)
    memory = psutil.Process().memory_info().rss
    started = time.process_time()
    house.window.history.conversation_chosen.emit(f"c{size}", "")
    await desk.until(lambda: house.session.summary is not None)
    house.window.grab()
    first = time.process_time() - started
    await desk.until(lambda: "Question 25?" in desk.shown)
    settled = time.process_time() - started
    grown = psutil.Process().memory_info().rss - memory
    return first * 1e3, settled * 1e3, grown / 1e6


async def measure(application: QApplication, home: Path) -> None:
    await fill(home / "history.sqlite3")
    desk = open_desk(application, home, "http://127.0.0.1:9", "")
    desk.house.connect()
    await asyncio.sleep(1)
    found: dict[int, list[tuple[float, float, float]]] = {size: [] for size in SIZES}
    for size in SIZES:
        await open_once(desk, size)  # Imports, fonts and glyphs.
    for _ in range(ROUNDS):
        for size in SIZES:
            found[size].append(await open_once(desk, size))
    first = {}
    for size, rounds in found.items():
        first[size], settled, grown = (statistics.median(values) for values in zip(*rounds, strict=True))
        print(
            f"{size:5} messages: first picture {first[size]:.0f} ms CPU (goal {GOAL_CPU_MS}), settled {settled:.0f} ms,"
            f" memory {grown:+.1f} MB (goal {GOAL_MB})"
        )
    print(f"5,000 against 200: {first[SIZES[1]] / first[SIZES[0]]:.2f}x (goal {GOAL_RATIO}x)")
    await desk.close()


def main() -> None:
    application = QApplication([])
    loop = EventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)
    with loop, tempfile.TemporaryDirectory() as home:
        loop.run_until_complete(measure(application, Path(home)))


if __name__ == "__main__":
    main()
