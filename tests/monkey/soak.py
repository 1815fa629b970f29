"""The soak: thousands of turns in one process, and what is left over: `python3 packaging/run.py soak [--turns 3000]`.

What is counted at rest after a warm-up must be there in the same number at the end: tasks, files and sockets, threads,
widgets, objects of Qt, timers. Memory is told beside it.
"""

import argparse
import asyncio
import collections
import gc
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from strakly_desktop.app.process.event_loop import EventLoop

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.desk import OpenDesk, open_desk

from strakly_desktop.app.process.garbage_collection import GarbageCollection

TOKEN_SERVER = Path(__file__).parent.parent / "support" / "token_server.py"
# What an answer costs is no matter here: 40 tokens as fast as they come.
QUESTION = "40 0"
TURNS_OF_A_CHAT = 20
WARM_UP_TURNS = 100
# Of a pool, or of a cache, that is full at other moments.
SLACK = {"files": 4, "threads": 2, "widgets": 0, "objects": 0, "timers": 0, "tasks": 0}


@dataclass(frozen=True)
class Left:
    """What there is of each."""

    tasks: int
    files: int
    threads: int
    widgets: int
    objects: int
    timers: int


def count() -> tuple[Left, "collections.Counter[str]"]:
    """What there is now, and the objects of Qt that Python knows, by class."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    known = [thing for thing in gc.get_objects() if isinstance(thing, QObject)]
    windows = QApplication.topLevelWidgets()
    objects = [thing for window in windows for thing in below(window)]
    return (
        Left(
            tasks=len(asyncio.all_tasks()),
            files=len(list(Path("/proc/self/fd").iterdir())),
            threads=threading.active_count(),
            widgets=len(QApplication.allWidgets()),
            objects=len(objects),
            timers=sum(1 for thing in objects if isinstance(thing, QTimer)),
        ),
        collections.Counter(type(thing).__name__ for thing in known),
    )


def below(thing: QObject) -> Iterator[QObject]:
    for child in thing.children():
        yield child
        yield from below(child)


async def turns(desk: OpenDesk, number: int) -> None:
    """So many questions and answers, with a new chat now and then."""
    for turn in range(1, number + 1):
        answer = await desk.ask(QUESTION)
        assert answer, "an answer is missing"
        if turn % TURNS_OF_A_CHAT == 0:
            QTest.keyClick(desk.house.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


async def soak(application: QApplication, url: str, home: Path, number: int) -> list[str]:
    """The turns, and what was left over by them."""
    desk = open_desk(application, home, url, "a.b.c")
    desk.house.connect()
    GarbageCollection(desk.house.window).start()
    process = psutil.Process()
    await turns(desk, WARM_UP_TURNS)
    before, known_before = count()
    memory, began = process.memory_info().rss, time.monotonic()
    await turns(desk, number)
    took = time.monotonic() - began
    after, known_after = count()
    grown = (process.memory_info().rss - memory) / 2**20
    say(f"{number} turns in {took:.0f} s ({took / number * 1000:.0f} ms each), memory {grown:+.1f} MB")
    problems = []
    for name, then in asdict(before).items():
        now = asdict(after)[name]
        say(f"{name:8} {then:6} {now:6}")
        if now > then + SLACK[name]:
            problems.append(f"{name}: {then} before, {now} after")
    more = known_after - known_before
    problems += [f"{kind}: {extra} more wrappers" for kind, extra in more.items() if extra > number // 20]
    await desk.close()
    return problems


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def token_server() -> Iterator[str]:
    """A fast assistant in a process of its own."""
    with subprocess.Popen(
        [sys.executable, str(TOKEN_SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("--turns", type=int, default=3000)
    wanted = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    application = QApplication(["strakly-desktop"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)
    with loop, token_server() as url, tempfile.TemporaryDirectory() as home:
        problems = loop.run_until_complete(soak(application, url, Path(home), wanted.turns))
    for problem in problems:
        say(f"LEFT OVER: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
