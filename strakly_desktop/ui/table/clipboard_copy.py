"""Puts the cells of a table on the clipboard, made ready in slices: three thousand rows held the window for 170 ms.

Until all of them are ready the clipboard has what it had; what somebody copies meanwhile stays.
"""

from collections.abc import Generator
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

_SLICE_MS = 12


class Copied(NamedTuple):
    """What goes on the clipboard. `warning`: why it is not whole; "" if it is."""

    data: QMimeData
    warning: str


Copying = Generator[None, None, Copied]


class ClipboardCopy(QObject):
    """At most one copy that is being made ready for each of the clipboards; a further one takes its place.

    Signals:
        copied(str): it is on the clipboard, and why it is not whole ("" if it is); nothing of what is only marked.
    """

    copied = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._copying: dict[QClipboard.Mode, Copying] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)
        QApplication.clipboard().changed.connect(self._drop)

    @property
    def is_ready(self) -> bool:
        """Whether all that was copied is on the clipboard."""
        return not self._copying

    def put(self, copying: Copying, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
        """Put on the clipboard what `copying` makes: at once, if that is little."""
        self._copying[mode] = copying
        self._go_on()

    def _go_on(self) -> None:
        end = perf_counter() + _SLICE_MS / 1000
        for mode, copying in list(self._copying.items()):
            try:
                while perf_counter() < end:
                    next(copying)
            except StopIteration as done:
                del self._copying[mode]
                QApplication.clipboard().setMimeData(done.value.data, mode)
                if mode is QClipboard.Mode.Clipboard:
                    self.copied.emit(done.value.warning)
        if self._copying:
            self._timer.start(0)

    def _drop(self, mode: QClipboard.Mode) -> None:
        """Something else was copied since."""
        self._copying.pop(mode, None)
