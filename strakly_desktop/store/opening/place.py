"""Whether the file that is open is still the one that stands at its path.

A file that was deleted, renamed or replaced while the app runs takes changes as before, and nobody ever sees them
again. What is open can still be read, so nothing of it is lost if that is noticed.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from strakly_desktop.store.opening.opening import READY, free_name
from strakly_desktop.store.opening.unfinished import rescuing

LOST = (
    "The chat history file was moved, replaced or deleted while the app is open.",
    "What it held is being written into a new one. You can go on chatting.",
)


class Place:
    """The file at `path` as it is now."""

    def __init__(self, path: Path) -> None:
        """
        Raises:
            OSError: the disk does not give it.
        """
        self._path = path.absolute()
        self._identity = _identity(self._path)

    def is_lost(self) -> bool:
        """Whether another file, or none, stands there now. A disk that does not say has not lost it."""
        try:
            return _identity(self._path) != self._identity
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False


def rescue(connection: sqlite3.Connection, path: Path) -> Path | None:
    """Write all that `connection`, to a lost file, still reads into a new one.

    It takes the place of the lost one when the file is next opened; where another file has that place, it stands
    beside it under the name that comes back.

    Raises:
        sqlite3.Error, OSError: the disk does not take it.
    """
    path = path.absolute()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with rescuing(path) as partial:
        copy(connection, partial)
        aside = free_name(path, "replaced") if path.exists() else None
        partial.replace(aside or path.with_name(f"{path.name}{READY}"))
    return aside


def copy(connection: sqlite3.Connection, target: Path) -> None:
    """Fill `target` with all that `connection` reads, as one file without a log."""
    with closing(sqlite3.connect(target, isolation_level=None)) as new:
        connection.backup(new)
        new.execute("PRAGMA journal_mode = DELETE").close()
    with suppress(OSError):
        target.chmod(0o600)


def _identity(path: Path) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116 - twice as fast as by way of Path, before every write
    return found.st_dev, found.st_ino
