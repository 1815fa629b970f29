"""How the real window keeps up with a stream: tokens a second, gaps of its event loop, typing, and Stop.

    .venv/bin/python tests/benchmarks/bench_streaming.py [--runs 3] [--only full-50000]

Prints a table. Offscreen unless QT_QPA_PLATFORM (or a DISPLAY with QT_QPA_PLATFORM=xcb) says otherwise. The server
is a process of its own on loopback, so what is measured here is the window's process alone.
"""

# ruff: noqa: T201

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, process_time, sleep
from typing import Any

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputDevice, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from support.desk import OpenDesk, open_desk

from strakly_desktop.app.process.event_loop import EventLoop

TOKEN_SERVER = Path(__file__).parents[1] / "support" / "token_server.py"
KEY_EVERY_S = 0.05


@dataclass
class LoopGaps:
    """The time between two rounds of the event loop, by a timer of 1 ms; in seconds."""

    gaps: list[float] = field(default_factory=list)
    _last: float = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        self._last = monotonic()
        timer.start()
        yield
        timer.stop()

    def _tick(self) -> None:
        now = monotonic()
        self.gaps.append(now - self._last)
        self._last = now

    def felt(self, share: float) -> float:
        """How long something that comes at any moment waits at most, in `share` of all moments.

        The percentile over gaps counts a gap of 100 ms like one of 1 ms, although a hundred times as many moments
        fall into it; this one does not.
        """
        late = 1 - share
        low, high = 0.0, max(self.gaps)
        total = sum(self.gaps)
        for _ in range(40):
            middle = (low + high) / 2
            waiting = sum(gap - middle for gap in self.gaps if gap > middle)
            low, high = (middle, high) if waiting > late * total else (low, middle)
        return high


class Painted(QObject):
    """Notes when a widget has been painted and flushed: the end of the paint round it took part in.

    What is posted while Qt paints comes a round of the event loop later, with whatever is due by then; what is posted
    before, with less priority than a paint, comes right behind it.
    """

    _FLUSHED = QEvent.Type(QEvent.registerEventType())
    _BEHIND_PAINT = Qt.EventPriority.LowEventPriority.value - 1

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        self.delays: list[float] = []
        self._waiting: list[float] = []
        self._is_painted = False
        widget.installEventFilter(self)

    def expect(self, due: float) -> None:
        """Note how long after `due` it is painted."""
        self._waiting.append(due)
        self._is_painted = False
        QCoreApplication.postEvent(self, QEvent(self._FLUSHED), self._BEHIND_PAINT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._is_painted = True
            QCoreApplication.postEvent(self, QEvent(self._FLUSHED), Qt.EventPriority.HighEventPriority.value)
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() != self._FLUSHED:
            return super().event(event)
        if self._is_painted:
            self.at = monotonic()
            self.delays += [self.at - due for due in self._waiting]
            self._waiting.clear()
        return True


class TypedKeys(QObject):
    """Types a letter every 50 ms by the clock, and notes how long each took to be seen in the composer."""

    def __init__(self, edit: Any) -> None:
        super().__init__()
        self._edit = edit
        self._painted = Painted(edit.viewport())
        self._due: list[float] = []
        self._stop = threading.Event()
        edit.textChanged.connect(lambda: self._painted.expect(self._due.pop(0)) if self._due else None)

    @contextmanager
    def typing(self) -> Iterator[list[float]]:
        QInputDevice.primaryKeyboard()  # Made by the first key event: not in the typing thread.
        thread = threading.Thread(target=self._type)
        thread.start()
        yield self._painted.delays
        self._stop.set()
        thread.join()

    def _type(self) -> None:
        due = monotonic()
        letters = "members "
        while not self._stop.is_set():
            due += KEY_EVERY_S
            sleep(max(0.0, due - monotonic()))
            self._due.append(due)
            letter = letters[round(due / KEY_EVERY_S) % len(letters)]
            key = Qt.Key.Key_Space if letter == " " else Qt.Key[f"Key_{letter.upper()}"]
            press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.postEvent(self._edit, press)


@dataclass
class Bench:
    """One window, one server process; every measurement opens a new chat."""

    desk: OpenDesk
    server: "subprocess.Popen[str]"

    async def stream(self, tokens: int, rate: int) -> str:
        """Ask once; a line with speed and gaps."""
        await self.settle()
        session, transcript = self.desk.house.session, self.desk.house.transcript
        painted, gaps = Painted(transcript.viewport()), LoopGaps()
        cpu = process_time()
        with gaps.watched():
            start = monotonic()
            session.ask(f"{tokens} {rate}")
            await self.desk.until(lambda: not session.is_running and transcript.is_drawn)
            drawn_at = monotonic()
            transcript.viewport().update()
            await self.desk.until(lambda: painted.at > drawn_at)
        seconds = painted.at - start
        cpu = process_time() - cpu
        assert session.messages[-1].text.count("|") > tokens / 100, "the whole answer came"
        spread = " / ".join(f"{percentile(gaps.gaps, share) * 1e3:.1f}" for share in (0.5, 0.99, 1.0))
        return (
            f"{tokens / seconds:>8,.0f} tokens/s  gap p50/p99/max {spread} ms  felt p99 {gaps.felt(0.99) * 1e3:.1f} ms"
            f"  ({seconds:.2f} s, {cpu / tokens * 1e6:.0f} us CPU a token)"
        )

    async def typing(self, tokens: int, rate: int) -> str:
        """Type while an answer comes; a line with the delays until a key is seen."""
        await self.settle()
        edit = self.desk.house.window.composer.focusProxy()
        with TypedKeys(edit).typing() as delays:
            self.desk.house.session.ask(f"{tokens} {rate}")
            await self.desk.until_idle()
            await self.desk.until(lambda: self.desk.house.transcript.is_drawn)
        self.desk.house.window.composer.set_text("")
        spread = " / ".join(f"{percentile(delays, share) * 1e3:.1f}" for share in (0.5, 0.99, 1.0))
        return f"key seen p50/p99/max {spread} ms  ({len(delays)} keys)"

    async def cancel(self, tokens: int, rate: int) -> str:
        """Press Esc in mid-answer; a line with how long the server took to see it."""
        delays = []
        assert self.server.stdout is not None
        for number in range(10):
            await self.settle()
            self.desk.house.session.ask(f"{tokens} {rate}")
            await self.desk.until(lambda: len(self.desk.house.transcript.toPlainText()) > 200)
            await asyncio.sleep(0.007 * number)
            press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            pressed = monotonic()
            QCoreApplication.postEvent(self.desk.house.window, press)
            seen = await asyncio.to_thread(self.server.stdout.readline)
            delays.append(float(seen) - pressed)
        return f"server sees it p50/max {percentile(delays, 0.5) * 1e3:.1f} / {max(delays) * 1e3:.1f} ms"

    async def settle(self) -> None:
        """A new chat, and nothing left of the one before."""
        self.desk.house.session.new_conversation()
        await self.desk.house.session.finish_cancelling()
        await asyncio.sleep(0.3)


MEASUREMENTS = {
    "full-2000": (Bench.stream, 2_000, 0, "full speed >= 10,000 tokens/s, gap p99 <= 33 ms"),
    "full-50000": (Bench.stream, 50_000, 0, "full speed >= 10,000 tokens/s, gap p99 <= 33 ms"),
    "400-2000": (Bench.stream, 2_000, 400, "400 tokens/s: gap p99 <= 8 ms"),
    "typing-full": (Bench.typing, 50_000, 0, "key seen p99 <= 33 ms"),
    "typing-400": (Bench.typing, 2_000, 400, "key seen p99 <= 33 ms"),
    "cancel-full": (Bench.cancel, 0, 0, "server sees Esc <= 20 ms"),
    "cancel-400": (Bench.cancel, 50_000, 400, "server sees Esc <= 20 ms"),
}


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def measure(application: QApplication, names: Sequence[str], runs: int) -> None:
    command = [sys.executable, str(TOKEN_SERVER)]
    with (
        tempfile.TemporaryDirectory() as home,
        subprocess.Popen(  # noqa: ASYNC220 - before anything is measured
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server,
    ):
        assert server.stdout is not None
        desk = open_desk(application, Path(home), server.stdout.readline().strip(), "a.b.c")
        bench = Bench(desk, server)
        desk.house.connect()
        await bench.stream(500, 0)  # Imports and caches.
        for name in names:
            run, tokens, rate, goal = MEASUREMENTS[name]
            print(f"\n{name}: goal {goal}")
            for _ in range(runs):
                print("  " + await run(bench, tokens, rate), flush=True)
        await desk.close()
        server.communicate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=list(MEASUREMENTS))
    wanted = parser.parse_args()
    application = QApplication(["bench"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)
    load = os.getloadavg()[0]
    print(
        f"{application.platformName()}, {os.cpu_count()} cores, load {load:.1f}, Python {sys.version.split()[0]}"
    )
    with loop:
        loop.run_until_complete(measure(application, wanted.only, wanted.runs))


if __name__ == "__main__":
    main()
