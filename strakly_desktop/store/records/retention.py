"""Removes what is not to be kept, in small steps, so that a question being asked never waits long for the disk."""

# ruff: noqa: S608 (only names of our own tables are put into statements)

import sqlite3
from datetime import datetime
from pathlib import Path

from strakly_desktop.store.database.database import transaction
from strakly_desktop.store.database.errors import StoreUnavailable
from strakly_desktop.store.database.schema import recreate
from strakly_desktop.store.records.identity import number_of
from strakly_desktop.store.records.rows import time_columns

STEP = 50
INDEX_STEP = 500
_EMPTIED = 0  # In place of the time at which it was deleted.


def purge_deleted(connection: sqlite3.Connection, limit: int = STEP) -> int:
    """Take every word out of up to `limit` deleted conversations; all where it is negative. How many it were.

    An empty row is left of each, which says that the index still has to be rewritten: see `last_emptied`.
    """
    rows = connection.execute(
        "SELECT number FROM conversation WHERE deleted_at > ? LIMIT ?", (_EMPTIED, limit)
    ).fetchall()
    for row in rows:
        _empty(connection, row)
    return len(rows)


def purge(connection: sqlite3.Connection, id_: str, deleted_at: int) -> None:
    """Take every word out of the conversation `id_`, if it is still deleted as it was at `deleted_at`."""
    row = connection.execute(
        "SELECT number FROM conversation WHERE number = ? AND deleted_at = ?",
        (number_of(connection, "conversation", id_), deleted_at),
    ).fetchone()
    if row is not None:
        _empty(connection, row)


def _empty(connection: sqlite3.Connection, row: tuple[int]) -> None:
    connection.execute("DELETE FROM message WHERE conversation = ?", row)
    connection.execute("DELETE FROM title_words WHERE rowid = ?", row)
    connection.execute(
        "UPDATE conversation SET id = hex(randomblob(16)), title = '', deleted_at = ?,"
        " bot_conversation = NULL, bot_account = NULL WHERE number = ?",
        (_EMPTIED, *row),
    )


def last_emptied(connection: sqlite3.Connection) -> int | None:
    """The newest emptied conversation whose words may still be in the index; None where there is none."""
    (number,) = connection.execute(
        "SELECT max(number) FROM conversation WHERE deleted_at = ?", (_EMPTIED,)
    ).fetchone()
    return None if number is None else int(number)


def remove_emptied(connection: sqlite3.Connection, last: int) -> None:
    """Forget the emptied conversations up to `last`: the index has been rewritten since."""
    connection.execute("DELETE FROM conversation WHERE deleted_at = ? AND number <= ?", (_EMPTIED, last))


def empty_log(connection: sqlite3.Connection) -> None:
    """Move the log into the file and leave nothing in it, unless another window reads."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def forget_before(connection: sqlite3.Connection, moment: datetime, limit: int = STEP) -> int:
    """Remove up to `limit` conversations last used before `moment`, unless pinned. How many it were."""
    return connection.execute(
        "DELETE FROM conversation WHERE number IN (SELECT number FROM conversation"
        " WHERE deleted_at IS NULL AND pinned = 0 AND updated_at < ? LIMIT ?)",
        (time_columns(moment)[0], limit),
    ).rowcount


def rewrite_index(connection: sqlite3.Connection, pages: int) -> bool:
    """Rewrite about `pages` pages of the index, so that the words of what was removed leave it too.

    The first step of a rewrite has negative `pages`. Returns whether there is more to rewrite.
    """
    before = connection.total_changes
    for index in ("title_words", "message_words"):
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (pages,))
    # A step that finds nothing to do still counts as one change (SQLite FTS5, section 6.8).
    return connection.total_changes - before > 2


def clear_all(connection: sqlite3.Connection, set_aside: list[Path]) -> None:
    """Leave no text behind: not in free pages, the index, the log, or the damaged files `set_aside`.

    Raises:
        StoreUnavailable: another process is reading; the conversations are gone, but their bytes may not be.
    """
    with transaction(connection):
        recreate(connection)
    connection.execute("VACUUM")
    (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    for file in set_aside:
        file.unlink(missing_ok=True)
    if is_busy:
        raise StoreUnavailable(
            "The history is cleared, but another window of this app still holds parts of it.",
            "Close the other window and clear the history again.",
        )


def drop_half_imports(connection: sqlite3.Connection) -> None:
    """Delete what was coming in when the app ended: `importing` marks it with a time below zero."""
    connection.execute("UPDATE conversation SET deleted_at = 1 WHERE deleted_at < ?", (_EMPTIED,))
