"""A log file that never grows past its bound: at the bound it becomes the one older file beside it.

A log that cannot be written must never stop the app.
"""

from contextlib import suppress
from pathlib import Path

from strakly_desktop.app.process.plain_file import open_plain_to_write

_LIMIT = 256 * 1024


class BoundedLog:
    """Appends to `path`; together with its predecessor `path`.1 it holds at most twice `limit` bytes."""

    def __init__(self, path: Path, limit: int = _LIMIT) -> None:
        self.path = path
        self._limit = limit

    def write(self, data: bytes) -> None:
        """Append the last `limit` bytes of `data`. A full or read-only disk is passed over in silence."""
        data = data[-self._limit :]
        if not data:
            return
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.exists() and self.path.stat().st_size + len(data) > self._limit:
                self.path.replace(self.path.with_name(f"{self.path.name}.1"))
            with open_plain_to_write(self.path, append=True) as file:
                file.write(data)
