"""Copies the whole history into one file while it is in use: SQLite's own way, in steps that hold up nobody."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from strakly_desktop.store.database.database import connect_too
from strakly_desktop.store.database.errors import ExchangeError
from strakly_desktop.store.database.reasons import told_in_words

_STEP_PAGES = 256
_ATTENDANTS = ("-wal", "-shm", "-journal", ".lock", ".salvaged", ".salvaging", ".rescuing")


class BackupCancelled(ExchangeError):
    """The person cancelled the backup."""


def back_up(
    path: Path, target: Path, told: Callable[[int, int], None], is_cancelled: Callable[[], bool]
) -> None:
    """Fill the file at `target` with the history at `path`. `told` hears how many of how many pages are done.

    Call it in a thread. What is written meanwhile is not in it.

    Raises:
        BackupCancelled: it `is_cancelled`.
        StoreUnavailable: the disk does not give or take it.
    """

    def progress(_status: int, remaining: int, total: int) -> None:
        if is_cancelled():
            raise BackupCancelled("The backup was cancelled.", "No file was written.")
        told(total - remaining, total)

    with (
        told_in_words(),
        closing(connect_too(path)) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        # One state of the file from the first step to the last, whatever is written in between.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(copy, pages=_STEP_PAGES, progress=progress)
        source.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode = DELETE").close()


def refuse_live(path: Path, target: Path) -> None:
    """Keep a backup from being written over what it is a backup of.

    Raises:
        ExchangeError: `target` is the history itself, or one of the files that belong to it.
    """
    same_folder = target.absolute().parent.resolve() == path.absolute().parent.resolve()
    belongs = target.name == path.name or target.name in {path.name + end for end in _ATTENDANTS}
    if (target.exists() and path.exists() and target.samefile(path)) or (same_folder and belongs):
        raise ExchangeError(
            "This file is the history itself.", "Choose another name or another folder for the backup."
        )
