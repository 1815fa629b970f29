"""Removes what is not to be kept, in small steps, so that a question being asked never waits long for the disk."""

# ruff: noqa: S608 (only names of our own tables are put into statements)

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from time import perf_counter

from strakly_desktop.store.database.database import transaction
from strakly_desktop.store.database.errors import StoreUnavailable
from strakly_desktop.store.database.schema import recreate
from strakly_desktop.store.records.identity import number_of
from strakly_desktop.store.records.marks import set_mark
from strakly_desktop.store.records.outbox import bring_back, kept_removals
from strakly_desktop.store.records.rows import time_columns
from strakly_desktop.store.records.server_copies import LISTED_SINCE, cancel_removal, detach

INDEX_STEP = 500
_STEP_S = 0.05
_MESSAGES_AT_ONCE, _GIVEN_UP_AT_ONCE = 20, 1000
# In place of the time at which it was deleted: nobody takes it back any more; and no word of it is left.
_GONE, _EMPTIED = 1, 0


def take_back(connection: sqlite3.Connection, number: int) -> None:
    """A deleted conversation is one as before, on the server too."""
    connection.execute("UPDATE conversation SET deleted_at = NULL WHERE number = ?", (number,))
    cancel_removal(connection, number)


def give_up_deleted(connection: sqlite3.Connection, spared: Collection[int] = ()) -> None:
    """From now on no deletion can be taken back but those of the moments `spared`; `purge_step` removes them."""
    others = "deleted_at > ? AND deleted_at NOT IN (SELECT value FROM json_each(?))"
    _give_up(connection, others, _GONE, json.dumps([*spared]))


def give_up(connection: sqlite3.Connection, id_: str, deleted_at: int) -> None:
    """The same for the conversation `id_`, if it is still deleted as it was at `deleted_at`."""
    number = number_of(connection, "conversation", id_)
    _give_up(connection, "number = ? AND deleted_at = ?", number, deleted_at)


def give_up_older(connection: sqlite3.Connection, moment: datetime, spared: str = "") -> int:
    """The same for some of what was last used before `moment`, unless it is pinned or `spared`. How many it were."""
    old = "deleted_at IS NULL AND pinned = 0 AND updated_at < ? AND id != ?"
    some = f"number IN (SELECT number FROM conversation WHERE {old} LIMIT {_GIVEN_UP_AT_ONCE})"
    return _give_up(connection, some, time_columns(moment)[0], spared)


def give_up_imports(connection: sqlite3.Connection, mark: int | None = None) -> None:
    """The same for what an import brought in under `mark`, a time below zero; None: for that of every import."""
    if mark is None:
        _give_up(connection, "deleted_at < ?", _EMPTIED)
    else:
        _give_up(connection, "deleted_at = ?", mark)


def _give_up(connection: sqlite3.Connection, which: str, *values: object) -> int:
    numbers = connection.execute(f"SELECT number FROM conversation WHERE {which}", values).fetchall()
    for (number,) in numbers:
        detach(connection, number)
    # Under an id that nobody knows: asking in it, or importing it, begins a new one.
    return connection.execute(
        f"UPDATE conversation SET id = hex(randomblob(16)), deleted_at = {_GONE} WHERE {which}", values
    ).rowcount


def purge_step(connection: sqlite3.Connection) -> bool:
    """Take every word out of some messages of what was given up. Returns whether there are more.

    However long a conversation is, a question that is to be saved waits for one step only. An empty row is left of
    each, which says that the index still has to be rewritten: see `last_emptied`.
    """
    end = perf_counter() + _STEP_S
    while perf_counter() < end:
        row = connection.execute(
            "SELECT number FROM conversation WHERE deleted_at = ? LIMIT 1", (_GONE,)
        ).fetchone()
        if row is None:
            return False
        removed = connection.execute(
            "DELETE FROM message WHERE number IN (SELECT number FROM message WHERE conversation = ? LIMIT ?)",
            (*row, _MESSAGES_AT_ONCE),
        ).rowcount
        if not removed:
            _empty(connection, row)
    return True


def _empty(connection: sqlite3.Connection, row: tuple[int]) -> None:
    connection.execute("DELETE FROM title_words WHERE rowid = ?", row)
    connection.execute("DELETE FROM draft WHERE conversation = ?", row)
    connection.execute(
        "UPDATE conversation SET title = '', deleted_at = ?,"
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


def empty_log(connection: sqlite3.Connection) -> bool:
    """Move the log into the file and leave nothing in it; whether it is so.

    False while somebody reads, as a backup does for minutes: that is not waited for, or a question would wait as well.
    """
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0").close()
    try:
        (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}").close()
    return not is_busy


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
        removals = kept_removals(connection)
        recreate(connection)
        bring_back(connection, removals)
        # Or the server's list would bring it all again.
        set_mark(connection, LISTED_SINCE, time_columns(datetime.now().astimezone())[0])
    connection.execute("VACUUM")
    (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    for file in set_aside:
        file.unlink(missing_ok=True)
    if is_busy:
        raise StoreUnavailable(
            "The history is cleared, but another window of this app still holds parts of it.",
            "Close the other window and clear the history again.",
        )
