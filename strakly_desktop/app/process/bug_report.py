"""What happens with a bug: it is logged without any message text, and the person is told once.

A windowed build has no stderr, and an exception in a task stays silent until garbage collection: both end here,
and so does what `rendering.guarded` kept from unwinding into Qt.
"""

import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from strakly_desktop.app.process.bounded_log import BoundedLog
from strakly_desktop.app.process.plain_file import open_plain_to_write

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

_LOG_BYTES = 500_000
_MOST_PLACES = 30

_log = logging.getLogger("strakly_desktop")


def open_log(directory: Path) -> None:
    """Log to `directory`/strakly-desktop.log, bounded; to stderr where the directory cannot be written."""
    handler: logging.Handler
    try:
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / "strakly-desktop.log"
        open_plain_to_write(path, append=True).close()
        handler = _FileHandler(BoundedLog(path, _LOG_BYTES))
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    try:
        _catch_crashes(directory / "crash.log")
    except OSError as error:
        _log.warning("A crash would not be logged: %s", error.strerror)


class _FileHandler(logging.Handler):
    """Writes into `file`. Those of `logging.handlers` stand on pickle, sockets and queues."""

    def __init__(self, file: BoundedLog) -> None:
        super().__init__()
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        self._file.write(f"{self.format(record)}\n".encode("utf-8", "replace"))


def _catch_crashes(path: Path) -> None:
    """Let the interpreter write a crash into `path`. The last crash stays readable beside it."""
    if path.is_file() and path.stat().st_size:
        path.replace(path.with_suffix(".previous.log"))
    # A bare descriptor, open to the end: it is written to when nothing can be opened any more.
    with open_plain_to_write(path, append=False) as file:
        faulthandler.enable(os.dup(file.fileno()))


def describe_without_text(error: BaseException) -> str:
    """Type and places of an error. Its message is left out: it may quote an answer (one-time passwords)."""
    # A recursion without end has a thousand frames that say the same.
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    places = " <- ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    return f"{type(error).__name__} at {places or 'unknown place'}"


class BugHooks:
    """Catches what nothing else caught. `tell` shows one notice; it is called once per process."""

    def __init__(self, tell: Callable[[str], None], is_expected_warning: Callable[[str], bool]) -> None:
        self._tell = tell
        self._is_expected_warning = is_expected_warning
        self._known: set[str] = set()

    def install(self) -> None:
        """Catch what this thread and Qt say."""
        sys.excepthook = self._on_exception
        sys.unraisablehook = self._on_unraisable
        qInstallMessageHandler(self._on_qt_message)

    def follow(self, loop: "AbstractEventLoop") -> None:
        """Catch what the tasks of `loop` and other threads raise."""
        threading.excepthook = partial(self._on_thread_exception, loop)
        loop.set_exception_handler(self._on_loop_exception)

    def report(self, error: BaseException) -> None:
        """Log a bug, the same one only once: what fails in a paint fails sixty times a second."""
        places = describe_without_text(error)
        if places in self._known:
            return
        self._known.add(places)
        _log.error("bug: %s", places)
        if len(self._known) == 1:
            self._tell(places)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error)

    def _on_unraisable(self, unraisable: "sys.UnraisableHookArgs") -> None:
        if unraisable.exc_value is not None:
            self.report(unraisable.exc_value)

    def _on_thread_exception(self, loop: "AbstractEventLoop", failed: threading.ExceptHookArgs) -> None:
        # A thread that outlives the loop has nobody left to tell.
        if failed.exc_value is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.report, failed.exc_value)

    def _on_loop_exception(self, loop: "AbstractEventLoop", context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is not None:
            self.report(error)
        else:
            _log.error("event loop: %s", context.get("message", ""))

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if not self._is_expected_warning(text):
            _log.warning("qt: %s", text)
