"""Ctrl+C and SIGTERM close the window like a person would, so that nothing is lost.

Qt's loop runs no Python while it sleeps, so a plain signal handler would wait for the next event; the wakeup
descriptor makes the signal itself that event.
"""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class TerminationSignals(QObject):
    """Signals:
    received(): the process was asked to end.
    """

    received = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)

    def install(self) -> None:
        """Take over SIGINT and SIGTERM. Main thread only."""
        # In this order: a signal that is taken over must be able to wake the loop.
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)

    def restore(self) -> None:
        """Give the signals back to Python: after the loop, Ctrl+C ends whatever still hangs."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()

    def _drain(self) -> None:
        received = self._read.recv(64)
        if any(number in received for number in (signal.SIGINT, signal.SIGTERM)):
            self.received.emit()
