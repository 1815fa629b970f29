"""Reads conversations and their messages by the page."""

# ruff: noqa: S608 (only names of our own tables and columns are put into statements)

import sqlite3
from collections.abc import Callable
from typing import Any

from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState
from strakly_desktop.store.records.identity import number_of
from strakly_desktop.store.records.journal import as_known
from strakly_desktop.store.records.rows import (
    CONVERSATION_COLUMNS,
    MESSAGE_COLUMNS,
    conversation_from,
    message_from,
    time_columns,
)

_NEWEST = 2**63 - 1


def conversations(
    connection: sqlite3.Connection, after: ConversationSummary | None, limit: int
) -> list[ConversationSummary]:
    """Pinned ones first, then the newest; those that follow `after`."""
    where = ""
    values: tuple[Any, ...] = ()
    if after is not None:
        where, values = _behind(connection, after)
    rows = connection.execute(
        f"SELECT {CONVERSATION_COLUMNS} FROM conversation WHERE deleted_at IS NULL {where}"
        " ORDER BY pinned DESC, updated_at DESC, id DESC LIMIT ?",
        (*values, limit),
    )
    return [conversation_from(row) for row in rows]


def _behind(connection: sqlite3.Connection, after: ConversationSummary) -> tuple[str, tuple[Any, ...]]:
    """What follows where `after` was listed. Of what cannot be shown, the row knows more than the summary does."""
    number = number_of(connection, "conversation", after.id)
    row = connection.execute(
        f"SELECT {CONVERSATION_COLUMNS} FROM conversation WHERE number = ?", (number,)
    ).fetchone()
    if row is not None and conversation_from(row).updated_at == after.updated_at:
        place = "(SELECT pinned, updated_at, id FROM conversation WHERE number = ?)"
        return f"AND (pinned, updated_at, id) < {place}", (number,)
    values = (after.pinned, time_columns(after.updated_at)[0], after.id)
    return "AND (pinned, updated_at, id) < (?, ?, ?)", values


def conversation(connection: sqlite3.Connection, conversation_id: str) -> ConversationSummary | None:
    row = connection.execute(
        f"SELECT {CONVERSATION_COLUMNS} FROM conversation WHERE number = ? AND deleted_at IS NULL",
        (number_of(connection, "conversation", conversation_id),),
    ).fetchone()
    return None if row is None else conversation_from(row)


def messages(
    connection: sqlite3.Connection,
    conversation_id: str,
    before: str | None,
    limit: int,
    state_of: Callable[[str], MessageState],
) -> list[Message]:
    """The last `limit` messages, or those before the message `before`; oldest first. All where negative.

    `state_of`: see `journal.as_known`.
    """
    place = _NEWEST if before is None else _number_of(connection, conversation_id, before)
    rows = connection.execute(
        f"SELECT {MESSAGE_COLUMNS} FROM message WHERE conversation = ? AND number < ?"
        " ORDER BY number DESC LIMIT ?",
        (number_of(connection, "conversation", conversation_id), place, limit),
    ).fetchall()
    return [as_known(connection, message_from(row), state_of) for row in reversed(rows)]


def messages_around(
    connection: sqlite3.Connection,
    conversation_id: str,
    message_id: str,
    limit: int,
    state_of: Callable[[str], MessageState],
) -> list[Message]:
    """From half of `limit` messages before `message_id` to the end, and `limit` messages at least."""
    place = _number_of(connection, conversation_id, message_id)
    conversation = number_of(connection, "conversation", conversation_id)
    (start,) = connection.execute(
        "SELECT min(number) FROM (SELECT number FROM message"
        " WHERE conversation = ? AND number <= ? ORDER BY number DESC LIMIT ?)",
        (conversation, place, limit // 2 + 1),
    ).fetchone()
    (last_page,) = connection.execute(
        "SELECT min(number) FROM (SELECT number FROM message"
        " WHERE conversation = ? ORDER BY number DESC LIMIT ?)",
        (conversation, limit),
    ).fetchone()
    if start is None:
        return []
    rows = connection.execute(
        f"SELECT {MESSAGE_COLUMNS} FROM message WHERE conversation = ? AND number >= ? ORDER BY number",
        (conversation, min(start, last_page)),
    ).fetchall()
    return [as_known(connection, message_from(row), state_of) for row in rows]


def _number_of(connection: sqlite3.Connection, conversation_id: str, message_id: str) -> int:
    """The place of a message; behind the last where it is not (any more) in that conversation."""
    row = connection.execute(
        "SELECT number FROM message WHERE number = ? AND conversation = ?",
        (
            number_of(connection, "message", message_id),
            number_of(connection, "conversation", conversation_id),
        ),
    ).fetchone()
    return _NEWEST if row is None else int(row[0])
