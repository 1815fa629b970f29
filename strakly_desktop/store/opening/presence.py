"""Which processes have the database file open: each holds a lock on a small file of its own beside it.

A process that dies lets go of its lock but leaves its file. So the next one knows that the end was not clean,
and which answers nobody will finish.
"""

import secrets
from contextlib import suppress
from pathlib import Path

from strakly_desktop.store.database.real_path import real_path
from strakly_desktop.store.opening.file_lock import FileLock, is_held

_ENTRY_TIMEOUT_S = 5


class Presence:
    """This process at the file. `name` marks the answers it writes."""

    def __init__(self, path: Path) -> None:
        self.name = secrets.token_hex(6)
        self._path = path
        self._mark = self._mark_of(self.name)
        self._lock = FileLock(self._mark)

    @staticmethod
    def entry_lock(path: Path) -> FileLock:
        """Held while a process comes or goes, so that no two judge the file at once."""
        return FileLock(path.with_name(f"{path.name}.lock"), _ENTRY_TIMEOUT_S)

    def others(self) -> tuple[frozenset[str], tuple[Path, ...]]:
        """The names of the living, and the files that the dead left. Call it while holding `entry_lock`."""
        living, dead = set(), []
        for mark in self._path.parent.glob(f"{self._path.name}.*.open"):
            lock = FileLock(mark)
            if lock.take():
                lock.release()
                dead.append(mark)
            else:
                living.add(mark.name.split(".")[-2])
        return frozenset(living), tuple(dead)

    @staticmethod
    def is_living(path: Path, name: str) -> bool:
        """Whether the process of this name has the file at `path` open. Nothing is written for it."""
        path = real_path(path)
        marks = path.parent.glob(f"{path.name}.*.open")
        return any(is_held(mark) for mark in marks if mark.name.split(".")[-2] == name)

    def enter(self, dead: tuple[Path, ...]) -> None:
        """From now on this process is seen, and the dead are not. Call it while holding `entry_lock`."""
        self._lock.take()
        for mark in dead:
            mark.unlink(missing_ok=True)

    def leave(self, *, clean: bool) -> None:
        """Let go of the file; where the end is not `clean`, our mark stays, and the next process checks it."""
        self._lock.release()
        if clean:
            with suppress(OSError):
                self._mark.unlink(missing_ok=True)

    def _mark_of(self, name: str) -> Path:
        return self._path.with_name(f"{self._path.name}.{name}.open")
