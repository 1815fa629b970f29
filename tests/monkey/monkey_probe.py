"""One run of the monkey, in a process of its own: `monkey_probe.py FOLDER --server URL (--seed N | --steps FILE) ...`.

It ends with 0 when nothing happened. Else FOLDER/failure.txt says what: a logged bug, a complaint of Qt or of the event
loop, an exception, a warning, a file outside FOLDER, a window that does not come to rest. A window that hangs, and
a process that dies, say it on stderr. FOLDER/steps.jsonl holds the steps that were begun.
"""

import argparse
import asyncio
import contextlib
import faulthandler
import gc
import itertools
import logging
import os
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import PySide6.QtPrintSupport
import PySide6.QtWidgets
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from strakly_desktop.app.process.event_loop import EventLoop

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monkey.hands import Hands
from monkey.steps import Step, as_line, draw, load

from strakly_desktop.app.composition.application import Application
from strakly_desktop.app.composition.bug_reports import BugReports
from strakly_desktop.app.composition.compose import compose
from strakly_desktop.app.process.garbage_collection import GarbageCollection
from strakly_desktop.app.settings.arguments import Arguments

HANGS_AFTER_S = 20
NESTED_AFTER_S = 0.5
AT_REST_WITHIN_S = 30
FAILED = 70
COMPLAINTS = ("bug: ", "event loop: ", "qt: ")
# Of the window system that the tests run on, and of hands that are faster than it is.
NO_COMPLAINT = (
    "This plugin does not support",
    "Mouse event ",
    "propagateSizeHints",
)
_last_trace: list[str] = []


def fail(folder: Path, what: str) -> None:
    """Write down what happened and end the process: what comes after the first failure tells nothing."""
    (folder / "failure.txt").write_text(f"{what}\n{''.join(_last_trace)}", "utf-8")
    os.write(2, f"{what}\n{''.join(_last_trace)}".encode())
    os._exit(FAILED)


class Complaints(logging.Handler):
    """Ends the run at the first bug or complaint in the app's own log."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text.startswith(COMPLAINTS) and not any(known in text for known in NO_COMPLAINT):
            fail(self._folder, text)


def keep_traces() -> None:
    """The log has no words of an error; here they are wanted."""
    told = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        _last_trace[:] = traceback.format_exception(kind, error, trace)
        told(kind, error, trace)

    sys.excepthook = hook


def watch_files(folder: Path) -> None:
    """Nothing may be written, removed or started outside `folder`."""
    inside = f"{folder}{os.sep}"

    def check(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            wanted = isinstance(mode, str) and any(letter in mode for letter in "wax+")
            written = wanted or bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        elif event in ("os.remove", "os.rmdir", "os.mkdir", "os.rename", "os.truncate", "shutil.rmtree"):
            path, written = arguments[0], True
        elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "webbrowser.open"):
            fail(folder, f"started a program: {arguments[0]!r}")
            return
        else:
            return
        if written and isinstance(path, str | os.PathLike):
            place = str(Path(os.fsdecode(path)).absolute())
            if not place.startswith(inside) and not place.startswith(("/dev/", "/proc/self/")):
                fail(folder, f"wrote outside its folder: {place}")

    sys.addaudithook(check)


class FileDialog(QFileDialog):
    """The real dialog of Qt, which leads nowhere but into the folder of the run."""

    folder: Path

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setOption(QFileDialog.Option.ReadOnly)
        self.setDirectory(str(self.folder))

    def accept(self) -> None:
        chosen = [Path(name).resolve() for name in self.selectedFiles()]
        if chosen and all(path.parent == self.folder for path in chosen):
            super().accept()
        else:
            self.reject()


class NoPrinters:
    """A computer without printers."""

    @staticmethod
    def availablePrinterNames() -> list[str]:
        return []


class NoPrograms(QObject):
    """Opens no file that is to be opened."""

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """Do nothing with it."""


class Monkey(QObject):
    """Takes one step after the other, from Qt's own event loop: never in the midst of a task, as no person is."""

    def __init__(self, arguments: argparse.Namespace, steps: Iterator[Step]) -> None:
        super().__init__()
        self._arguments = arguments
        self._steps = steps
        self._ends_at = time.monotonic() + arguments.seconds
        self._journal = (arguments.folder / "steps.jsonl").open("w", encoding="utf-8")
        self._living: asyncio.Task[None] | None = None
        self._is_opening = False
        self._in_step_until = 0.0
        self._asleep: asyncio.Future[None] | None = None
        self.count = 0

    async def run(self) -> None:
        """All steps, and then to rest."""
        self._asleep = asyncio.get_running_loop().create_future()
        await self._open()
        QTimer.singleShot(0, self, self._go)
        await self._asleep
        await asyncio.wait_for(self._come_to_rest(), AT_REST_WITHIN_S)
        await self._close()
        self._journal.close()

    def _go(self) -> None:
        faulthandler.dump_traceback_later(HANGS_AFTER_S, exit=True)
        assert self._asleep is not None
        if self._is_opening or time.monotonic() < self._in_step_until:
            QTimer.singleShot(5, self, self._go)
            return
        step = next(self._steps, None) if time.monotonic() < self._ends_at else None
        if step is None:
            if not self._asleep.done():
                self._asleep.set_result(None)
            return
        self._journal.write(f"{as_line(step)}\n")
        self._journal.flush()
        self.count += 1
        # First: a drag of text, or a question that Qt asks by itself, does not return before the next steps.
        QTimer.singleShot(step.pause_ms, self, self._go)
        if step.act == "reopen" and not (
            QApplication.activeModalWidget() or QApplication.activePopupWidget()
        ):
            # What is modal does not let anybody close the window behind it.
            self._is_opening = True
            self._reopening = asyncio.ensure_future(self._reopen())
        elif step.act != "reopen":
            # Handing in an event lets others through: no step within a step, but where Qt waits for an answer.
            self._in_step_until = time.monotonic() + NESTED_AFTER_S
            self._hands.act(step.act, step.numbers)
            self._in_step_until = 0.0

    async def _open(self) -> None:
        arguments = self._arguments
        names = {"STRAKLY_TOKEN": "a.b.c", "STRAKLY_WEB_APP_URL": "https://app.strakly.example"}
        if arguments.server is None:
            del names["STRAKLY_TOKEN"]
        home = Arguments(server=arguments.server, home=arguments.folder / "home")
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        house = compose(app, home, names, arguments.folder / "no-site-settings.toml")
        house.web_app.open_url = lambda _url: True
        # Not every computer has programs for files, and none shall start here.
        self._programs = NoPrograms(self)
        QDesktopServices.setUrlHandler("file", self._programs, "open")  # type: ignore[arg-type]
        bugs = BugReports()
        bugs.follow(asyncio.get_running_loop())
        bugs.show_in(house.window.notices)
        keep_traces()
        self._collection = GarbageCollection(house.window)
        self._collection.start()
        self._house: Application = house
        self._hands = Hands(house, arguments.folder / "files")
        self._living = asyncio.ensure_future(house.live())
        while not house.window.isVisible():  # noqa: ASYNC110 - what it waits for is no event
            await asyncio.sleep(0.01)

    async def _reopen(self) -> None:
        await self._close()
        await self._open()
        self._is_opening = False

    async def _close(self) -> None:
        assert self._living is not None
        self._house.window.close()
        await asyncio.wait_for(self._living, AT_REST_WITHIN_S)
        window = self._house.window
        del self._house, self._hands, self._collection
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()

    async def _come_to_rest(self) -> None:
        """Close what is open; the last answer comes to its end, and all of it is drawn."""
        house = self._house
        while (popup := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
            popup.close()
            await asyncio.sleep(0.01)
        house.session.stop_turn()
        while house.session.is_running or not house.transcript.is_drawn:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def arguments_of(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--server")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=Path)
    parser.add_argument("--seconds", type=float, default=1e9)
    return parser.parse_args(argv)


def names_of(tasks: set[asyncio.Task[Any]]) -> list[str]:
    """What the tasks do, for the report."""
    return sorted(getattr(task.get_coro(), "__qualname__", "?") for task in tasks)


def main(argv: list[str]) -> int:
    arguments = arguments_of(argv)
    folder = arguments.folder = arguments.folder.resolve()
    (folder / "files").mkdir(parents=True, exist_ok=True)
    faulthandler.enable()
    FileDialog.folder = folder / "files"
    PySide6.QtWidgets.QFileDialog = FileDialog  # type: ignore[assignment, misc]
    PySide6.QtPrintSupport.QPrinterInfo = NoPrinters  # type: ignore[assignment, misc]
    steps = iter(load(arguments.steps)) if arguments.steps else itertools.islice(draw(arguments.seed), 10**6)
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    application = QApplication(["strakly-desktop"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)
    logging.getLogger("strakly_desktop").addHandler(Complaints(folder))
    watch_files(folder)
    monkey = Monkey(arguments, steps)
    with loop:
        try:
            loop.run_until_complete(monkey.run())
            left = asyncio.all_tasks(loop)
            if left:
                fail(folder, f"tasks left over: {names_of(left)}")
        except TimeoutError:
            fail(folder, "does not come to rest")
    faulthandler.cancel_dump_traceback_later()
    # Without a window system Qt keeps what was copied until Python is gone, and then asks Python to end it.
    application.clipboard().clear()
    gc.collect()
    with contextlib.suppress(OSError):
        os.write(1, f"{monkey.count}\n".encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
