"""What a token costs, what waiting costs, and what a turn late in a long day costs, beside another build and the floor.

    .venv/bin/python tests/benchmarks/bench_cost.py [--old DIR] [--runs 3] [--only stream-400 waiting]

`--old`: the root of another checkout (a git worktree), measured in turns with this one, so that both meet the same
mood of the machine. The floor is a bare socket whose words go by `insertText` into a QTextBrowser. Every figure comes
from a process of its own and is the CPU time of that process, all threads; the server is another process and is not
counted.
"""

# ruff: noqa: T201

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from time import monotonic, process_time
from typing import Any, Final

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
sys.path.insert(0, os.environ.get("BENCH_ROOT", str(Path(__file__).parents[2])))
sys.path.insert(1, sys.path[0] + "/tests")

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtNetwork import QTcpSocket
from PySide6.QtWidgets import QApplication, QTextBrowser

HERE: Final = Path(__file__).parents[2]
FRAME: Final = 60
TOKENS: Final = {400: 5_000, 50: 500, 0: 5_000}
WAIT_S: Final = 3.0
LONGEST: Final = 298_000
LATE: Final = 12_000
IDLE_S: Final = 5.5
ANSWERS: Final = 200
FILLED: Final = 300
TURNS: Final = int(os.environ.get("BENCH_TURNS", "1200"))

Figures = dict[str, float]


def answers(size: int) -> str:
    """Text of an answer as the assistant words them, tables and lists."""
    from support.token_server import gym_tokens

    return "".join(gym_tokens(size // 3))[:size]


def _paragraphs(sentence: str) -> str:
    return (6 * sentence).strip() + "\n\n"


_ROWS = "".join(
    f"| {row} | [Bram de Wit](/clients/{row}) | Gold 12 months | {row % 28 + 1} Nov 2026 | Rs. {row * 500:,} |\n"
    for row in range(1, 40)
)
KINDS: Final = {
    "rows": f"Some words first:\n\n| # | Name | Plan | Valid until | Due |\n|---|---|---|---|---:|\n{_ROWS}\n",
    "words": _paragraphs(
        "The branch had a quiet week, and most of the members who came on Monday came again. "
    ),
    "marks": _paragraphs(
        "It had **a quiet week** and *most* of the members who came on `Monday` came [again](/clients/5) later. "
    ),
}


def of_kind(kind: str) -> str:
    """Text of 20 KB of one kind."""
    return (KINDS[kind] * (20_000 // len(KINDS[kind]) + 1))[:20_000]


# The app.


def in_the_window(url: str, measure: Callable[[Any, Callable[..., Any]], Any]) -> Figures:
    """Open the real window, composed as the app is, and measure in it: with the desk, and what asks it a question."""
    from support.desk import open_desk

    from strakly_desktop.app.process.event_loop import EventLoop

    application = QApplication(["bench"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)

    async def run() -> Figures:
        with tempfile.TemporaryDirectory() as home:
            desk = open_desk(application, Path(home), url, "a.b.c")
            session, page = desk.house.session, desk.house.transcript
            desk.house.connect()

            async def ask(question: str, every_s: float = 0.1) -> None:
                session.ask(question)
                while session.is_running or not page.is_drawn:  # noqa: ASYNC110 - seldom, for it costs, too
                    await asyncio.sleep(every_s)

            await ask("500 0")  # Imports and caches.
            session.new_conversation()
            await session.finish_cancelling()
            await asyncio.sleep(1)
            found: Figures = await measure(desk, ask)
            await desk.close()
            return found

    with loop:
        figures: Figures = loop.run_until_complete(run())
    return figures


def stream(url: str, rate: int) -> Figures:
    """An answer over a real socket."""

    async def measure(desk: Any, ask: Callable[..., Any]) -> Figures:
        start = process_time()
        await ask(f"{TOKENS[rate]} {rate}")
        desk.house.transcript.viewport().repaint()
        spent = process_time() - start
        return {f"us a token at {rate or 'full'}": spent / TOKENS[rate] * 1e6}

    return in_the_window(url, measure)


def waiting(url: str, rate: int) -> Figures:
    """A question that nothing answers yet, below pages of several lengths: percent of a core."""

    async def measure(desk: Any, ask: Callable[..., Any]) -> Figures:
        found: Figures = {}
        for size in (0, 88_000, 500_000):
            if size:
                await ask(f"{size // 4} 0")
            asked = asyncio.create_task(ask(f"1 0 {WAIT_S + 1.5}", WAIT_S))
            await asyncio.sleep(1)
            start, began = process_time(), monotonic()
            await asyncio.sleep(WAIT_S)
            share = (process_time() - start) / (monotonic() - began)
            found[f"waiting at {size // 1000} KB, % of a core"] = share * 100
            await asked
        return found

    return in_the_window(url, measure)


def _view() -> Any:
    from support.looks import real_look

    from strakly_desktop.theme.fonts import install_fonts
    from strakly_desktop.ui.transcript.view import TranscriptView

    install_fonts()
    view = TranscriptView(replace(real_look(), reduced_motion=False))
    view.resize(1000, 760)
    view.show()
    QApplication.processEvents()
    return view


def _drawn_frames(view: Any, text: str) -> list[float]:
    times = []
    for start in range(0, len(text), FRAME):
        before = process_time()
        view.append_text(text[start : start + FRAME])
        view._queue.draw_frame()
        QApplication.processEvents()
        times.append((process_time() - before) * 1e3)
    return times


def frames(url: str, rate: int) -> Figures:
    """Frames of 60 characters, in an answer of 20 KB and in one of nearly as much as a page draws."""
    application = QApplication(["bench"])
    found: Figures = {}
    _drawn_frames(_view(), answers(2_000))  # Imports and caches.
    means: list[float] = []
    for size in (20_000, LONGEST):
        view = _view()
        view.add_user_message("Question?")
        view.begin_answer()
        text = answers(size)
        view.append_text(text[:-LATE])
        view.draw_all()
        # What is far above leaves the page, as it had already in an answer that had come in frames.
        _run_for(application, 4)
        late = sorted(_drawn_frames(view, text[-LATE:]))
        means.append(sum(late) / len(late))
        found[f"frame at {size // 1000} KB, ms"] = means[-1]
        found[f"frame at {size // 1000} KB, p95 ms"] = late[int(len(late) * 0.95)]
        view.close()
        view.deleteLater()
        application.processEvents()
    found["frame, the long against the short, x"] = means[1] / means[0]
    return found


def kinds(url: str, rate: int) -> Figures:
    """Frames of 60 characters at 20 KB of one kind."""
    application = QApplication(["bench"])
    found: Figures = {}
    _drawn_frames(_view(), answers(2_000))  # Imports and caches.
    for kind in KINDS:
        view, text = _view(), of_kind(kind)
        view.add_user_message("Question?")
        view.begin_answer()
        view.append_text(text[:-4_000])
        view.draw_all()
        application.processEvents()
        late = _drawn_frames(view, text[-4_000:])
        found[f"frame of {kind}, ms"] = sum(late) / len(late)
        view.close()
        view.deleteLater()
        application.processEvents()
    return found


def _rest(application: QApplication, view: Any) -> None:
    """Nobody asks for some seconds, in which the page may be written anew."""
    _run_for(application, IDLE_S)
    while getattr(view, "_rewritten", None) is not None:
        _run_for(application, 1)


def _run_for(application: QApplication, seconds: float) -> None:
    QTimer.singleShot(round(seconds * 1000), application.quit)
    application.exec()


def turns(url: str, rate: int) -> Figures:
    """One turn of 1.5 KB in frames, at the 50th and at the last turn of a long day.

    Memory is compared where the page has just been written anew: by the 300th turn it holds all that it ever does, and
    what is added later is what an old turn leaves, beside its text, which is the same one here.
    """
    from strakly_desktop.rendering.document.document import AnswerEnd

    application = QApplication(["bench"])
    view = _view()
    text = answers(1_500)
    costs: dict[int, float] = {}
    memory: dict[int, int] = {}

    def turn(number: int, draw: Callable[[Any, str], object]) -> None:
        view.add_user_message(f"Question {number}?", f"q{number}")
        view.begin_answer(f"a{number}")
        draw(view, text)
        view.finish_answer(text, AnswerEnd("From memberships", message_id=f"a{number}"))
        view.draw_all()
        _run_for(application, 0.05)

    def at_once(view: Any, text: str) -> None:
        view.append_text(text)
        view.draw_all()

    for number in range(TURNS + 1):
        if number in (50, TURNS):
            start = process_time()
            for repeat in range(5):
                turn(number * 10 + repeat, _drawn_frames)
            costs[number] = (process_time() - start) / 5 * 1e3
        else:
            view.add_user_message(f"Question {number}?", f"q{number}")
            view.begin_answer(f"a{number}")
            at_once(view, text)
            view.finish_answer(text, AnswerEnd("From memberships", message_id=f"a{number}"))
            view.draw_all()
            application.processEvents()
        if number % 150 == 149:
            _rest(application, view)
        if number in (100, FILLED, TURNS):
            memory[number] = _resident_kb()
    grown = (memory[TURNS] - memory[FILLED]) / (TURNS - FILLED)
    return {
        "turn 50, ms": costs[50],
        f"turn {TURNS}, ms": costs[TURNS],
        f"turn {TURNS} against turn 50, x": costs[TURNS] / costs[50],
        "memory an old turn, KB": grown,
        "the page filling up after turn 100, MB": (memory[FILLED] - memory[100]) / 1000,
    }


def holds(url: str, rate: int) -> Figures:
    """Another theme, text size and width with many rich answers, at rest and while one comes: the longest step."""
    from support.looks import real_look

    from strakly_desktop.app.process.garbage_collection import GarbageCollection, keep_what_start_up_made
    from strakly_desktop.rendering.document.document import AnswerEnd

    application = QApplication(["bench"])
    view = _view()
    text = answers(1_800)
    # As the app does once its window is there: what Python collects on its own would fall into any step.
    keep_what_start_up_made()
    GarbageCollection(application).start()

    def ask(number: int) -> None:
        view.add_user_message(f"Question {number}?", f"q{number}")
        view.begin_answer(f"a{number}")
        view.append_text(text)
        view.draw_all()

    for number in range(ANSWERS):
        ask(number)
        view.finish_answer(text, AnswerEnd("From memberships", message_id=f"a{number}"))
        view.draw_all()
        application.processEvents()

    def longest(change: Callable[[], None]) -> float:
        steps: list[float] = []
        work, until = change, monotonic() + 4
        while monotonic() < until:
            start = process_time()
            work()
            steps.append((process_time() - start) * 1e3)
            work = application.processEvents
        return max(steps)

    look = real_look("dark")
    found: Figures = {}
    for moment in ("at rest", "while an answer comes"):
        if moment != "at rest":
            ask(ANSWERS)
        scale, width = view._look.text_scale, view.width() - 250
        changes: dict[str, Callable[[], None]] = {
            "theme": partial(view.set_look, replace(look, text_scale=scale)),
            "text size": partial(view.set_look, replace(look, text_scale=scale + 0.25)),
            "width": partial(view.resize, width, view.height()),
        }
        for name, change in changes.items():
            found[f"{name} {moment}, longest step, ms"] = longest(change)
        look = real_look("light")
    return found


def _resident_kb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


# The floor.


def floor(url: str, rate: int) -> Figures:
    """A bare socket, and `insertText`."""
    application = QApplication(["bench"])
    browser = QTextBrowser()
    browser.resize(1000, 760)
    browser.show()
    end = QTextCursor(browser.document())
    socket = QTcpSocket()
    rest = b""
    host, _, port = url.removeprefix("http://").partition(":")

    def read() -> None:
        nonlocal rest
        *lines, rest = (rest + socket.readAll().data()).split(b"\n")
        for line in lines:
            if line.startswith(b"data: {"):
                end.insertText(json.loads(line[6:]).get("token", ""))
        browser.verticalScrollBar().setValue(browser.verticalScrollBar().maximum())

    socket.readyRead.connect(read)
    socket.disconnected.connect(application.quit)
    _run_for(application, 0.5)
    socket.connectToHost(host, int(port))
    body = json.dumps({"message": f"{TOKENS[rate]} {rate}"}).encode()
    socket.write(b"POST /chat HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
    start = process_time()
    application.exec()
    browser.viewport().repaint()
    spent = process_time() - start
    return {f"us a token at {rate or 'full'}": spent / TOKENS[rate] * 1e6}


def floor_frames(url: str, rate: int) -> Figures:
    """Sixty characters by `insertText`, and their paint."""
    return {"frame at 20 KB, ms": _plain_frame(QApplication(["bench"]), answers(20_000))}


def floor_kinds(url: str, rate: int) -> Figures:
    """The same of one kind."""
    application = QApplication(["bench"])
    return {f"frame of {kind}, ms": _plain_frame(application, of_kind(kind)) for kind in KINDS}


def _plain_frame(application: QApplication, text: str) -> float:
    browser = QTextBrowser()
    browser.resize(1000, 760)
    browser.show()
    application.processEvents()
    end = QTextCursor(browser.document())
    times = []
    for start in range(0, len(text), FRAME):
        before = process_time()
        end.insertText(text[start : start + FRAME])
        browser.verticalScrollBar().setValue(browser.verticalScrollBar().maximum())
        application.processEvents()
        times.append((process_time() - before) * 1e3)
    browser.close()
    late = times[-4_000 // FRAME :]
    return sum(late) / len(late)


PROBES: Final[dict[str, tuple[Callable[[str, int], Figures], int, Callable[[str, int], Figures] | None]]] = {
    "stream-400": (stream, 400, floor),
    "stream-50": (stream, 50, floor),
    "stream-full": (stream, 0, floor),
    "frames": (frames, 0, floor_frames),
    "kinds": (kinds, 0, floor_kinds),
    "waiting": (waiting, 0, None),
    "turns": (turns, 0, None),
    "holds": (holds, 0, None),
}


def probe(name: str, build: str, url: str, root: Path) -> Figures:
    """Measure in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--probe", name, build, url],
        env={**os.environ, "BENCH_ROOT": str(root), "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--old", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=PROBES, default=list(PROBES))
    parser.add_argument("--probe", nargs=3)
    wanted = parser.parse_args()
    if wanted.probe:
        name, build, url = wanted.probe
        measure, rate, bare = PROBES[name]
        chosen = bare if build == "floor" else measure
        assert chosen is not None
        print(json.dumps(chosen(url, rate)), flush=True)
        os._exit(0)  # What is measured is over.
    builds = {"new": HERE, "floor": HERE} | ({"old": wanted.old} if wanted.old else {})
    command = [sys.executable, str(HERE / "tests" / "support" / "token_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        print(
            f"load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}; medians of {wanted.runs} runs"
        )
        print(f"{'':<52}{'old':>9}{'new':>9}{'floor':>9}{'new/old':>9}{'new/floor':>10}")
        for name in wanted.only:
            found: dict[str, dict[str, list[float]]] = {}
            for _ in range(wanted.runs):
                for build, root in builds.items():
                    if build == "floor" and PROBES[name][2] is None:
                        continue
                    for what, value in probe(name, build, url, root).items():
                        found.setdefault(what, {}).setdefault(build, []).append(value)
            for what, values in found.items():
                old, new, least = (median(values.get(build, [0])) for build in ("old", "new", "floor"))
                row = [old, new, least, new / old if old else 0, new / least if least else 0]
                cells = "".join(f"{format(cell, '.2f') if cell else '':>9}" for cell in row)
                print(f"{what:<52}{cells}", flush=True)
        server.communicate()


if __name__ == "__main__":
    main()
