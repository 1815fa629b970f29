"""One window per person and home: a second start asks the first to come forward, and ends.

A lock that the operating system lets go of with the process says whether somebody is there, so a crash blocks
nobody. The asking is one datagram on loopback, with a secret from a file that only this user can read.
QLocalServer would do it too, but QtNetwork costs the start 11 ms.
"""

import os
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from strakly_desktop.app.process.plain_file import read_plain
from strakly_desktop.store.opening.file_lock import take

LOOPBACK = "127.0.0.1"
PATIENCE_S = 3.0
"""How long a busy or a hanging window may take to answer; after that the second start opens its own."""
_ACTIVATION_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - a name
_RETRY_S = 0.05
_LONGEST = 4096


class SingleInstance(QObject):
    """Holds the place of the running app.

    Signals:
        come_forward_requested(str): the app was started again; carries the Wayland activation token of that
            start, "" for none.
    """

    come_forward_requested = Signal(str)

    def __init__(self, directory: Path) -> None:
        """`directory` is the home that no two windows shall share; it is made if it is missing."""
        super().__init__()
        self._lock = directory / "running.lock"
        self._address = directory / "running.address"
        self._held: int | None = None
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._secret = ""

    def claim(self, environment: Mapping[str, str]) -> bool:
        """Take the place, or ask its holder to come forward. False: the holder did, and this start can end.

        A holder that is just starting or ending is waited for. Where nobody answers, the app opens all the same.
        """
        end = time.monotonic() + PATIENCE_S
        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            while (held := take(self._lock)) is None and (left := end - time.monotonic()) > 0:
                if self._ask_holder(environment.get(_ACTIVATION_TOKEN, ""), left):
                    return False
                time.sleep(_RETRY_S)
            if held is not None:
                self._held = held
                self._open_door()
        except OSError:
            # A full or a read-only disk: better two windows than none.
            self.release()
        return True

    def listen(self) -> None:
        """From now on, tell of every further start. Needs the event loop's thread."""
        if self._socket is not None:
            self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._answer)

    def stop_answering(self) -> None:
        """The app is about to end: who starts it now shall wait for the place and not for this window."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
        if self._socket is not None:
            self._socket.close()
            self._socket = None
            with suppress(OSError):
                self._address.unlink(missing_ok=True)

    def release(self) -> None:
        """Release the claim, so that another start may open a window."""
        self.stop_answering()
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _open_door(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((LOOPBACK, 0))
        self._secret = os.urandom(16).hex()
        partial = self._address.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{self._socket.getsockname()[1]} {self._secret}")
        partial.replace(self._address)

    def _answer(self) -> None:
        assert self._socket is not None
        with suppress(OSError):
            said, asker = self._socket.recvfrom(_LONGEST)
            secret, _, token = said.decode("utf-8", "replace").partition(" ")
            if secret == self._secret:
                self._socket.sendto(self._secret[::-1].encode(), asker)
                self.come_forward_requested.emit(token)

    def _ask_holder(self, token: str, patience_s: float) -> bool:
        """Whether the holder answered."""
        _let_others_come_forward()
        with suppress(OSError, ValueError):
            port, secret = read_plain(self._address, _LONGEST).decode("ascii").split()
            return _ask(int(port), secret, token, patience_s)
        return False


def use_activation_token(token: str) -> None:
    """Have Qt show with its next activation that the person asked for it, as Wayland wants to know."""
    if token:
        os.environ[_ACTIVATION_TOKEN] = token


def _ask(port: int, secret: str, token: str, patience_s: float) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(patience_s)
        asker.connect((LOOPBACK, port))
        asker.send(f"{secret} {token}"[:_LONGEST].encode("utf-8"))
        return asker.recv(_LONGEST) == secret[::-1].encode()


if sys.platform == "win32":
    import ctypes

    def _let_others_come_forward() -> None:
        """Windows lets only the process come forward that the person started last: this one."""
        any_process = -1
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)

else:

    def _let_others_come_forward() -> None:
        """Elsewhere the window manager decides."""
