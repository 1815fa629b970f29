"""Runs the local assistant (`serve`) as a child process, restarts it when it dies, and ends it with the app.

A process of its own, so that nothing the assistant imports and does can slow the window or take it down. Its
stdin is a pipe whose other end only this process holds: however this process ends (`kill -9` included, on every
system), the child reads the end of input and ends itself.
"""

import asyncio
import json
import secrets
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from strakly_desktop.app.process.bounded_log import BoundedLog
from strakly_desktop.app.process.program.executable import program_command

# How long to wait, in seconds.
_READY_WITHIN = 30.0
_GRACE = 1.0
_SETTLED_AFTER = 30.0
_PAUSES = (0.1, 0.5, 2.0, 5.0)
_LONGEST_LINE = 64 * 1024


@dataclass(frozen=True, slots=True)
class BotEndpoint:
    """Where the local assistant listens, and a token for its demo gym that only this process was told."""

    url: str
    token: str = field(repr=False)
    gym_id: int
    gym_name: str
    problem: tuple[str, str] = ("", "")
    """What is wrong with the language model that the settings name, and what to do; "" for nothing."""


def serve_command(*arguments: str) -> tuple[str, ...]:
    """The command that starts this program's own local assistant, with further `serve` arguments."""
    return (*program_command(), "serve", "--port", "0", "--json-ready", "--exit-with-stdin", *arguments)


class LocalBot(QObject):
    """Keeps one local assistant running from start() to stop().

    Each child gets its own random JWT secret, so an endpoint and its token die with the child.

    Signals:
        ready(BotEndpoint): a child listens; comes again with a new endpoint after each restart.
        restarting(): the child is gone and will be started again; `ready` or `died` follows.
        died(str): it will not come back by itself; says what to do. start() tries anew.
        stopped(): as wished, no child is left.
    """

    ready = Signal(object)
    restarting = Signal()
    died = Signal(str)
    stopped = Signal()

    def __init__(
        self,
        log_path: Path,
        command: Sequence[str] | None = None,
        *,
        ready_within: float = _READY_WITHIN,
        pauses: Sequence[float] = _PAUSES,
        parent: QObject | None = None,
    ) -> None:
        """`log_path` takes the child's stderr (bounded), `command` replaces `serve_command()`.

        `ready_within` is in seconds. `pauses` are the seconds before each restart of a child that died soon;
        after the last of them the next such death is final.
        """
        super().__init__(parent)
        self._log = BoundedLog(log_path)
        self._command = tuple(command or serve_command())
        self._ready_within = ready_within
        self._pauses = tuple(pauses)
        self._quick_deaths = 0
        self._child: _Child | None = None
        self._restart = QTimer(self, singleShot=True)
        self._restart.timeout.connect(self._launch)

    def start(self) -> None:
        """Start the assistant unless it is running or about to; the signals tell the rest."""
        if self._child is None and not self._restart.isActive():
            self._quick_deaths = 0
            self._launch()

    def stop(self) -> None:
        """Begin to end the assistant; `stopped` follows when it is gone, at most two seconds later."""
        self._restart.stop()
        if self._child is None:
            QTimer.singleShot(0, self, self.stopped.emit)
        else:
            self._child.end()

    async def aclose(self) -> None:
        """End the assistant and wait until it is gone, without holding up the event loop."""
        gone = asyncio.Event()
        self.stopped.connect(gone.set)
        self.stop()
        try:
            await gone.wait()
        finally:
            self.stopped.disconnect(gone.set)

    def _launch(self) -> None:
        self._child = child = _Child(self._command, self._log, self._ready_within, self)
        child.ready.connect(self.ready)
        child.gone.connect(self._on_gone)
        child.start()

    def _on_gone(self, how: "_Gone", settled: bool) -> None:
        child, self._child = self._child, None
        reason = child.refusal if child is not None else ""
        if child is not None:
            child.deleteLater()
        self._quick_deaths = 0 if settled else self._quick_deaths
        match how:
            case _Gone.ENDED:
                self.stopped.emit()
            case _Gone.NOT_STARTED:
                self.died.emit(_NOT_STARTED)
            case _Gone.NEVER_READY:
                # Whoever waited this long is told; another silent try would double the wait.
                self.died.emit(_NEVER_READY.format(seconds=round(self._ready_within), log=self._log.path))
            case _Gone.REFUSED:
                self.died.emit(reason)
            case _Gone.DIED if self._quick_deaths < len(self._pauses):
                self._restart.start(round(self._pauses[self._quick_deaths] * 1000))
                self._quick_deaths += 1
                self.restarting.emit()
            case _Gone.DIED:
                self.died.emit(_KEEPS_DYING.format(log=self._log.path))
            case _:
                assert_never(how)


class _Gone(Enum):
    ENDED = "by our wish"
    NOT_STARTED = "the program could not be run at all"
    NEVER_READY = "it did not get ready in time"
    REFUSED = "by itself, for a setting that cannot work"
    DIED = "by itself"


class _Child(QObject):
    """One child process, from its start to its end.

    Signals:
        ready(BotEndpoint): it listens.
        gone(_Gone, bool): the process is gone; and whether it had been ready long enough to count as healthy.
    """

    ready = Signal(object)
    gone = Signal(object, bool)

    def __init__(self, command: Sequence[str], log: BoundedLog, ready_within: float, parent: QObject) -> None:
        super().__init__(parent)
        self._log = log
        self._ready_at: float | None = None
        self._line = b""
        self._end_as: _Gone | None = None
        self.refusal = ""
        self._ready_timer = QTimer(self, singleShot=True, interval=round(ready_within * 1000))
        self._ready_timer.timeout.connect(lambda: self._end(_Gone.NEVER_READY))
        self._process = process = QProcess(self)
        process.setProgram(command[0])
        process.setArguments(list(command[1:]))
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("JWT_SECRET", secrets.token_urlsafe(32))
        if not environment.contains("MALLOC_ARENA_MAX"):
            # Its threads take turns: memory of their own for each (glibc) is a megabyte that nobody gives back.
            environment.insert("MALLOC_ARENA_MAX", "1")
        process.setProcessEnvironment(environment)
        if sys.platform != "win32":
            # No other file of ours goes along, and a Ctrl+C in our terminal is ours to answer.
            flags = QProcess.UnixProcessFlag
            process.setUnixProcessParameters(flags.CloseFileDescriptors | flags.CreateNewSession)
        process.readyReadStandardOutput.connect(self._read_output)
        process.readyReadStandardError.connect(self._read_errors)
        process.errorOccurred.connect(self._on_error)
        process.finished.connect(self._on_finished)

    def start(self) -> None:
        self._log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} starting the local assistant\n".encode())
        self._ready_timer.start()
        self._process.start()

    def end(self) -> None:
        """Let the process end: first by the end of its input, then by asking, then by force."""
        self._end(_Gone.ENDED)

    def _end(self, how: _Gone) -> None:
        already_ending = self._end_as is not None
        if how is _Gone.ENDED or not already_ending:
            self._end_as = how
        if already_ending:
            return
        self._ready_timer.stop()
        self._process.closeWriteChannel()
        grace = round(_GRACE * 1000)
        QTimer.singleShot(grace, self._process, self._process.terminate)
        QTimer.singleShot(2 * grace, self._process, self._process.kill)

    def _read_output(self) -> None:
        data = bytes(self._process.readAllStandardOutput().data())
        if self._ready_at is not None or self._end_as is not None:
            return
        # A library may print something first: whatever is not the ready line is passed over.
        *lines, self._line = (self._line + data).split(b"\n")
        self._line = self._line[:_LONGEST_LINE]
        for line in lines:
            self.refusal = self.refusal or _parse_refusal(line)
            endpoint = _parse_ready_line(line)
            if endpoint is not None:
                self._ready_at = time.monotonic()
                self._ready_timer.stop()
                self.ready.emit(endpoint)
                return

    def _read_errors(self) -> None:
        self._log.write(bytes(self._process.readAllStandardError().data()))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        # Every other error comes with, or is followed by, `finished`.
        if error is QProcess.ProcessError.FailedToStart:
            self._log.write(f"{self._process.errorString()}\n".encode())
            self._ready_timer.stop()
            self.gone.emit(self._end_as or _Gone.NOT_STARTED, False)

    def _on_finished(self, code: int) -> None:
        self._ready_timer.stop()
        self._read_output()
        self._read_errors()
        self._log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} it ended with status {code}\n".encode())
        settled = self._ready_at is not None and time.monotonic() - self._ready_at > _SETTLED_AFTER
        by_itself = _Gone.REFUSED if self.refusal else _Gone.DIED
        self.gone.emit(self._end_as or by_itself, settled)


def _parse_ready_line(line: bytes) -> BotEndpoint | None:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match said:
        case {"url": str(url), "token": str(token), "gym_id": int(gym_id), "gym_name": str(gym_name)}:
            match said.get("problem"):
                case {"fact": str(fact), "advice": str(advice)}:
                    return BotEndpoint(url, token, gym_id, gym_name, (fact, advice))
            return BotEndpoint(url, token, gym_id, gym_name)
        case _:
            return None


def _parse_refusal(line: bytes) -> str:
    """Why the child cannot start with these settings; "" where it says nothing of the kind."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    match said:
        case {"failed": str(reason)}:
            return reason[:_LONGEST_REFUSAL]
        case _:
            return ""


_LONGEST_REFUSAL = 400
_NOT_STARTED = (
    "The demo assistant could not be started: its program is missing or may not be run."
    " Reinstall Strakly Desktop, then open it again."
)
_NEVER_READY = (
    "The demo assistant was not ready after {seconds} seconds."
    " Close other programs and open Strakly Desktop again; if that does not help, send {log} to your support."
)
_KEEPS_DYING = (
    "The demo assistant stopped working several times in a row."
    " Open Strakly Desktop again; if that does not help, send {log} to your support."
)
