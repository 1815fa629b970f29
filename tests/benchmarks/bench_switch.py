"""How soon a shared desk is hidden, and the next person's: `python tests/benchmarks/bench_switch.py [rounds]`.

Two people with a PIN and 1,000 conversations each, the last answers on the page; a real window where DISPLAY is set.
Locking: from Ctrl+L to the painted lock. Switching: from the Enter after the PIN to the picture in which the next
person's conversations stand. Wall clock, and CPU time of the window's thread and of the whole process, which has the
servers in it as well. No frame after the lock may hold a word of the former person: each is looked at.
"""

# ruff: noqa: T201

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from strakly_desktop.app.process.program.interpreter import prepare_interpreter

if __name__ == "__main__":
    # Before anything else is imported, as in the app.
    prepare_interpreter()

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from support.answers import handwritten, styles
from support.desk import MemoryKeychain, OpenDesk, open_desk
from support.focused import focused
from support.hand_typing import type_keys
from support.history_use import HistoryUse
from support.lock_use import lock_page, secret_line
from support.pin_use import ask_for_pin
from support.sign_in_use import sign_in
from support.stand_in_backend import stand_in_backend

from strakly_desktop.app.process.background import worker_threads
from strakly_desktop.app.process.event_loop import EventLoop
from strakly_desktop.app.sign_in.pin_setting import PIN_NOTICE
from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role

PEOPLE = {
    "trainer@example.test": ("4711", "Tara Trainer"),
    "manager@example.test": ("8205", "Manager Person"),
}
CONVERSATIONS = 1_000
GOALS_MS = 16, 150


def now() -> tuple[float, float, float]:
    """Seconds: of the clock on the wall, of this thread's work, and of the process's."""
    return time.perf_counter(), time.thread_time(), time.process_time()


class Frames(QObject):
    """Notes what it had cost when `part` was painted first with `is_it` true, which is asked for each frame."""

    def __init__(self, part: QWidget, is_it: Callable[[], bool]) -> None:
        super().__init__()
        self._part, self._is_it = part, is_it
        self._begun = now()
        self._cost = self._begun
        self._painted = asyncio.Event()
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest and self._is_it():
            self._part.removeEventFilter(self)
            watched.event(event)
            wall, thread, process = (
                (end - begin) * 1e3 for begin, end in zip(self._begun, now(), strict=True)
            )
            self._cost = wall, thread, process
            self._painted.set()
            return True
        return False

    async def until_painted(self) -> tuple[float, float, float]:
        """Milliseconds: wall, CPU of this thread, CPU of the process."""
        await self._painted.wait()
        return self._cost


async def fill(desk: OpenDesk, name: str) -> None:
    """The person's conversations, and an answer on the page."""
    store = desk.house.history.store
    assert store is not None
    answers = [answer for style in styles() for answer in handwritten(style)]
    begun = datetime.now().astimezone() - timedelta(days=CONVERSATIONS)
    for number in range(CONVERSATIONS):
        at = begun + timedelta(days=number)
        summary = ConversationSummary(f"{name}-{number}", f"{name} {number}", at, at)
        question = Message(f"{name}-q{number}", Role.USER, f"{name} asks {number}", at)
        await store.begin_turn(
            summary,
            question,
            Message(f"{name}-a{number}", Role.ASSISTANT, "", at, MessageState.STREAMING),
        )
        whole = Message(
            f"{name}-a{number}", Role.ASSISTANT, answers[number % len(answers)], at, MessageState.COMPLETE
        )
        await store.finish_answer(summary.id, whole, None)


async def set_pin(desk: OpenDesk, pin: str) -> None:
    window = desk.house.window
    ask_for_pin(desk, pin)
    await desk.until(lambda: PIN_NOTICE in desk.notices)
    window.notices.dismiss(PIN_NOTICE)


async def lock(desk: OpenDesk) -> tuple[float, float, float]:
    window = desk.house.window
    window.activateWindow()
    await desk.until(window.isActiveWindow)
    frames = Frames(window, lambda: window.privacy.is_locked)
    QTest.keyClick(focused(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.privacy.is_locked
    return await frames.until_painted()


async def switch(
    desk: OpenDesk, history: HistoryUse, pin: str, name: str
) -> list[tuple[float, float, float]]:
    """To the desk of the next person without the lock, and to that with their conversations."""
    window = desk.house.window
    if name not in lock_page(desk)._face.accessibleName():
        QTest.keyClick(focused(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    await desk.until(secret_line(desk).isEnabled)
    await asyncio.sleep(0.2)
    type_keys(secret_line(desk), pin)
    (former,) = (other for _, other in PEOPLE.values() if other != name)

    def is_open() -> bool:
        if window.privacy.is_locked:
            return False
        assert former not in desk.shown
        assert former not in " ".join(history.titles)
        return True

    first = Frames(window, is_open)
    whole = Frames(window, lambda: is_open() and any(name in title for title in history.titles[:3]))
    type_keys(secret_line(desk), "\n")
    return [await first.until_painted(), await whole.until_painted()]


def report(what: str, costs: list[tuple[float, float, float]], goal: float) -> None:
    columns = [sorted(column) for column in zip(*costs, strict=True)]
    told = ", ".join(
        f"{name} {statistics.median(column):.1f} ms (at most {column[-1]:.1f})"
        for name, column in zip(
            ("wall", "CPU of the window's thread", "of the process"), columns, strict=True
        )
    )
    print(f"{what}: {told}; goal {goal} ms")


async def measure(application: QApplication, url: str, home: Path, rounds: int) -> None:
    desk = open_desk(application, home, url, "", keychain=MemoryKeychain(), site_file=None)
    history = HistoryUse(desk)
    desk.house.connect()
    for at, (email, (pin, name)) in enumerate(PEOPLE.items()):
        if at:
            desk.house.signing_in.open_card()
        await sign_in(desk, email)
        await desk.until(lambda: desk.house.history.store is not None)
        await fill(desk, name)
        await set_pin(desk, pin)
    locks, desks, lists = [], [], []
    for turn in range(rounds + 2):
        pin, name = list(PEOPLE.values())[turn % 2]
        cost = await lock(desk)
        first, whole = await switch(desk, history, pin, name)
        if turn >= 2:
            locks.append(cost)
            desks.append(first)
            lists.append(whole)
        await history.open(f"{name} {CONVERSATIONS - 1}")
        await asyncio.sleep(0.5)
    print(f"{application.platformName()}, {rounds} rounds")
    report("lock to hidden", locks, GOALS_MS[0])
    report("PIN to the next person's desk", desks, GOALS_MS[1])
    report("PIN to the next person's conversations", lists, GOALS_MS[1])
    await desk.close()


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    application = QApplication(["strakly-desktop"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    loop.set_default_executor(worker_threads())
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as home, stand_in_backend() as backend, loop:
        loop.run_until_complete(measure(application, backend.url, Path(home), rounds))


if __name__ == "__main__":
    main()
