"""Brings the index of an older file to today's form, the newest first, in steps that hold up nobody.

Until it is through, older messages are found as they were found before.
"""

import sqlite3
from time import perf_counter

from strakly_desktop.conversation.model import Role
from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.store.records.index_text import indexed
from strakly_desktop.store.records.marks import mark, set_mark
from strakly_desktop.store.records.rows import text_from

_STEP_S = 0.02
_ROWS = 200
# CROSS: an index asked first would be read whole for each row (SQLite, "Manual Control Of Query Plans").
_TITLES = (
    "reindex-titles",
    "SELECT number FROM conversation",
    "SELECT title_words.title, conversation.title, 'user' FROM conversation"
    " CROSS JOIN title_words ON title_words.rowid = conversation.number WHERE conversation.number = ?",
    "INSERT OR REPLACE INTO title_words (rowid, title) VALUES (?, ?)",
)
_MESSAGES = (
    "reindex-messages",
    "SELECT number FROM message",
    "SELECT message_words.text, message.text, message.role FROM message"
    " CROSS JOIN message_words ON message_words.rowid = message.number WHERE message.number = ?",
    "INSERT OR REPLACE INTO message_words (rowid, text) VALUES (?, ?)",
)


def reindex_step(connection: sqlite3.Connection) -> bool:
    """Index some rows anew, inside the caller's transaction. Returns whether there are more."""
    return any(_step(connection, *work) for work in (_TITLES, _MESSAGES))


def _step(connection: sqlite3.Connection, name: str, numbers: str, select: str, insert: str) -> bool:
    last = mark(connection, name)
    if last is None:
        return False
    end = perf_counter() + _STEP_S
    rows = connection.execute(f"{numbers} WHERE number <= ? ORDER BY number DESC LIMIT ?", (last, _ROWS))
    following = None
    for (number,) in rows.fetchall():
        # One at a time: an answer may have 8 MB.
        row = connection.execute(select, (number,)).fetchone()
        if row is not None:
            before, text, role = row
            content = indexed(well_formed(text_from(text)), is_markdown=role != Role.USER.value)
            if content.split() != text_from(before).split():
                connection.execute(insert, (number, content))
        following = number - 1
        if perf_counter() > end:
            break
    set_mark(connection, name, following)
    return True
