"""Gives memory that is not used any more back to the system, after work that took much of it for a moment.

The C library keeps what is freed for the next request, in the middle of its heaps for good: an answer of 8 MB left
35 MB so, a printed one 26 MB. Only glibc has a call for it; elsewhere nothing is done.
"""

import sys

from PySide6.QtCore import QObject, QTimer

MUCH = 250_000
"""Characters of one answer after which it is worth the time: some milliseconds."""
_AFTER_MS = 5_000


def give_back_memory() -> None:
    """Return the unused pages of all heaps."""
    if sys.platform != "linux":
        return
    # Not for a start: it is wanted after a long answer at the earliest.
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class MemoryReturn(QObject):
    """Gives memory back some time after a long answer: by then it is drawn and saved."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(give_back_memory)

    def note_answer(self, length: int) -> None:
        """An answer of so many characters is over."""
        if length > MUCH:
            self._timer.start()

    @property
    def is_due(self) -> bool:
        """Whether memory will be given back."""
        return self._timer.isActive()
