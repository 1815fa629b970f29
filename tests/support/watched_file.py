"""Tells whether anything in this process, Qt's own C++ included, has opened a file (Linux: inotify)."""

import ctypes
import os
from pathlib import Path

_IN_ANY_READ = 0x1 | 0x20  # IN_ACCESS | IN_OPEN
_IN_NONBLOCK = 0o4000


class WatchedFile:
    """Watches one file from now on."""

    def __init__(self, path: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self.path = path
        self._handle = libc.inotify_init1(_IN_NONBLOCK)
        if self._handle < 0 or libc.inotify_add_watch(self._handle, os.fsencode(path), _IN_ANY_READ) < 0:
            raise OSError(ctypes.get_errno(), "inotify")

    def was_opened(self) -> bool:
        """Whether it was opened since the last call."""
        try:
            return bool(os.read(self._handle, 4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._handle)
