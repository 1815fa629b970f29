"""Copies the whole history into one file while it is in use: SQLite's own way, in steps that hold up nobody."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from strakly_desktop.store.database.database import connect_too
from strakly_desktop.store.database.errors import ExchangeError
from strakly_desktop.store.database.real_path import real_path
from strakly_desktop.store.database.reasons import is_damage, is_full, told_in_words

_STEP_PAGES = 256
_ATTENDANTS = ("-wal", "-shm", "-journal", ".lock", ".salvaged", ".salvaging", ".rescuing", ".untold")


class BackupCancelled(ExchangeError):
    """The person cancelled the backup."""


def back_up(
    path: Path, target: Path, told: Callable[[int, int], None], is_cancelled: Callable[[], bool]
) -> None:
    """Fill the file at `target` with the history at `path`. `told` hears how many of how many pages are done.

    Call it in a thread. What is written meanwhile is not in it.

    Raises:
        BackupCancelled: it `is_cancelled`.
        ExchangeError: the disk that it goes to does not take it.
        StoreUnavailable: the disk does not give it.
    """

    def progress(_status: int, remaining: int, total: int) -> None:
        if is_cancelled():
            raise BackupCancelled("The backup was cancelled.", "No file was written.")
        told(total - remaining, total)

    with told_in_words(), closing(connect_too(path)) as source:
        # One state of the file from the first step to the last, whatever is written in between.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        try:
            with closing(sqlite3.connect(target, isolation_level=None)) as copy:
                source.backup(copy, pages=_STEP_PAGES, progress=progress)
                copy.execute("PRAGMA journal_mode = DELETE").close()
        except sqlite3.Error as error:
            if is_damage(error):
                raise
            # The history itself was read a moment ago: it is the other disk.
            raise _not_taken(error) from error
        source.execute("ROLLBACK")


def _not_taken(error: sqlite3.Error) -> ExchangeError:
    if is_full(error):
        return ExchangeError(
            "The backup was not written: there is no room for it.",
            "Free some space there, or choose another place.",
        )
    return ExchangeError(
        "The backup was not written: its folder does not take it.", "Choose another place for the backup."
    )


def refuse_live(path: Path, target: Path) -> None:
    """Keep a backup from being written over what it is a backup of.

    Raises:
        ExchangeError: `target` is the history itself, or one of the files that belong to it.
    """
    path = real_path(path)
    same_folder = target.absolute().parent.resolve() == path.absolute().parent.resolve()
    belongs = target.name == path.name or target.name in {path.name + end for end in _ATTENDANTS}
    if (target.exists() and path.exists() and target.samefile(path)) or (same_folder and belongs):
        raise ExchangeError(
            "This file is the history itself.", "Choose another name or another folder for the backup."
        )
