"""Gives memory that is not used any more back to the system, after work that took much of it for a moment.

The C library keeps what is freed for the next request, in the middle of its heaps for good: an answer of 8 MB left
35 MB so, a printed one 26 MB, a page that was written anew 11 MB. Nor are the large blocks of a long answer put between
the small ones any more, where each would leave a hole. Only glibc has calls for both; elsewhere nothing is done.
"""

import sys
from typing import Any

from PySide6.QtCore import QObject, QTimer

MUCH = 250_000
"""Characters of one answer after which it is worth the time: some milliseconds."""
_AFTER_MS = 5_000
_MMAP_THRESHOLD = -3
"""M_MMAP_THRESHOLD of malloc.h."""
_LARGE_BLOCK = 128 * 1024


def give_back_memory() -> None:
    """Return the unused pages of all heaps."""
    trim = _call_of_libc("malloc_trim")
    if trim is not None:
        trim(0)


def keep_large_blocks_apart() -> None:
    """Take blocks of 128 KB and more from the system from now on, each by itself, and give them back when freed.

    The C library begins so, but takes larger and larger ones from its heaps once some were freed.
    """
    option = _call_of_libc("mallopt")
    if option is not None:
        option(_MMAP_THRESHOLD, _LARGE_BLOCK)


def _call_of_libc(name: str) -> Any:
    if sys.platform != "linux":
        return None
    # Not for a start: it is wanted with a long answer at the earliest.
    import ctypes

    return getattr(ctypes.CDLL(None), name, None)


class MemoryReturn(QObject):
    """Gives memory back some time after a long answer or the new writing of a page: by then all is drawn and saved."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._length = 0
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(give_back_memory)

    def note_text(self, text: str) -> None:
        """An answer got so much longer."""
        was_long = self._length > MUCH
        self._length += len(text)
        if self._length > MUCH and not was_long:
            keep_large_blocks_apart()

    def note_answer(self, length: int) -> None:
        """An answer of so many characters is over."""
        self._length = 0
        if length > MUCH:
            self._timer.start()

    def note_page(self) -> None:
        """A page was written anew, and what it was written with before is free: some 10 MB late in a long day."""
        self._timer.start()

    @property
    def is_due(self) -> bool:
        """Whether memory will be given back."""
        return self._timer.isActive()
