"""Indexing an older history anew: as dear for each message in a large file as in a small one."""

import sqlite3
from contextlib import closing
from pathlib import Path

from support.store_use import NOON, conversation

from strakly_desktop.conversation.model import Message, Role
from strakly_desktop.store.database.database import connect, transaction
from strakly_desktop.store.database.schema import migrate
from strakly_desktop.store.records.journal import add_conversation, add_message
from strakly_desktop.store.records.marks import mark, set_mark
from strakly_desktop.store.search.reindexing import reindex_step


def cost_of_a_row(path: Path, rows: int) -> float:
    """Instructions of SQLite for each row of the first step in a file of so many."""
    with closing(connect(path)) as connection:
        with transaction(connection):
            migrate(connection)
            for number in range(rows):
                conversation_number = add_conversation(connection, conversation(number))
                message = Message(f"m{number}", Role.USER, f"Question {number}", NOON)
                add_message(connection, conversation_number, message)
        costs = []
        for name in ("reindex-titles", "reindex-messages"):
            with transaction(connection):
                set_mark(connection, name, rows)
                used = _instructions(connection)
                assert mark(connection, name) != rows
                costs.append(used / (rows - (mark(connection, name) or 0)))
                set_mark(connection, name, None)
        return max(costs)


def _instructions(connection: sqlite3.Connection) -> int:
    used = 0

    def count() -> int:
        nonlocal used
        used += 1
        return 0

    connection.set_progress_handler(count, 1)
    reindex_step(connection)
    connection.set_progress_handler(None, 0)
    return used


def test_a_step_does_not_look_at_the_whole_index(tmp_path: Path) -> None:
    small = cost_of_a_row(tmp_path / "small.db", 100)
    large = cost_of_a_row(tmp_path / "large.db", 3000)
    assert large < 2 * small
