"""Writes turns. A growing answer is a list of deltas until it is finished, so a long one costs no more to grow."""

# ruff: noqa: S608 (only names of our own tables and columns are put into statements)

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace

from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, MessageState, Role
from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.store.database.bound_values import LONG_TEXT, forget_bound_values
from strakly_desktop.store.records.identity import number_of
from strakly_desktop.store.records.index_text import indexed
from strakly_desktop.store.records.rows import (
    CONVERSATION_COLUMNS,
    MESSAGE_COLUMNS,
    conversation_row,
    memory_columns,
    message_from,
    message_row,
    text_from,
    time_columns,
)
from strakly_desktop.store.records.server_copies import cancel_removal


def begin_turn(
    connection: sqlite3.Connection,
    conversation: ConversationSummary,
    question: Message,
    answer: Message,
    writer: str,
) -> None:
    """Save both messages, and the conversation if it is new. Doing it again changes nothing."""
    number = number_of(connection, "conversation", conversation.id)
    if number is None:
        number = add_conversation(connection, conversation)
    else:
        connection.execute(
            "UPDATE conversation SET updated_at = ?, updated_offset = ?, deleted_at = NULL WHERE number = ?",
            (*time_columns(conversation.updated_at), number),
        )
        cancel_removal(connection, number)
    add_message(connection, number, question)
    add_message(connection, number, answer, writer)


def keep(
    connection: sqlite3.Connection, conversation: ConversationSummary, messages: Sequence[Message]
) -> None:
    """Save the conversation and those of its messages that are not there, the streaming one excepted."""
    number = number_of(connection, "conversation", conversation.id)
    if number is None:
        number = add_conversation(connection, conversation)
    for message in messages:
        is_there = number_of(connection, "message", message.id) is not None
        if message.state is not MessageState.STREAMING and not is_there:
            add_message(connection, number, message)


def add_conversation(connection: sqlite3.Connection, conversation: ConversationSummary) -> int:
    """Insert one whose id is new, and index its title. Its number."""
    (number,) = connection.execute(
        f"INSERT INTO conversation ({CONVERSATION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " RETURNING number",
        conversation_row(conversation),
    ).fetchone()
    index_title(connection, number, conversation.title)
    return int(number)


def add_message(
    connection: sqlite3.Connection, conversation: int, message: Message, writer: str | None = None
) -> None:
    """Insert a message and index it, unless it streams or there is one of this id."""
    cursor = connection.execute(
        f"INSERT INTO message (conversation, writer, {MESSAGE_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING number",
        (conversation, writer, *message_row(message)),
    )
    row = cursor.fetchone()
    if row is not None and message.state is not MessageState.STREAMING:
        index_text(connection, row[0], message.role, message.text)


def index_title(connection: sqlite3.Connection, number: int, title: str) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO title_words (rowid, title) VALUES (?, ?)",
        (number, indexed(well_formed(title), is_markdown=False)),
    )


def append_answer(connection: sqlite3.Connection, message_id: str, text: str) -> None:
    """Save a delta. Nothing where the message is gone: its history was cleared while it streamed."""
    connection.execute(
        "INSERT INTO growth (message, text)"
        " SELECT number, ? FROM message WHERE number = ? AND state = 'streaming'",
        (well_formed(text), number_of(connection, "message", message_id)),
    )


def rewrite_answer(connection: sqlite3.Connection, answer: Message) -> None:
    """Save all that an answer is so far, whatever was saved of it. Nothing where it is gone or over."""
    row = connection.execute(
        "UPDATE message SET tools = ?, text = '' WHERE number = ? AND state = 'streaming' RETURNING number",
        (message_row(answer)[5], number_of(connection, "message", answer.id)),
    ).fetchone()
    if row is not None:
        connection.execute("DELETE FROM growth WHERE message = ?", row)
        connection.execute(
            "INSERT INTO growth (message, text) VALUES (?, ?)", (*row, well_formed(answer.text))
        )


def name_branch(connection: sqlite3.Connection, messages: Sequence[str], branch: str) -> None:
    """Save that these messages, by their ids, are about `branch`."""
    for message in messages:
        connection.execute(
            "UPDATE message SET branch = ? WHERE number = ?",
            (well_formed(branch), number_of(connection, "message", message)),
        )


def finish_answer(
    connection: sqlite3.Connection, conversation_id: str, answer: Message, bot_memory: BotMemory | None
) -> None:
    """Save the whole answer as it ended. Nothing where the message is gone."""
    number = number_of(connection, "message", answer.id)
    if number is None:
        return
    _settle(connection, number, answer)
    connection.execute(
        "UPDATE conversation SET bot_conversation = ?, bot_account = ?, bot_used_at = ?, bot_used_offset = ?"
        " WHERE number = ?",
        (*memory_columns(bot_memory), number_of(connection, "conversation", conversation_id)),
    )


def as_known(
    connection: sqlite3.Connection, message: Message, state_of: Callable[[str], MessageState]
) -> Message:
    """A message as far as it has come. `state_of` tells how one is that is not over, by the name of its writer."""
    if message.state is not MessageState.STREAMING:
        return message
    row = connection.execute(
        "SELECT writer FROM message WHERE number = ?", (number_of(connection, "message", message.id),)
    ).fetchone()
    writer = "" if row is None else text_from(row[0])
    return replace(with_growth(connection, message), state=state_of(writer))


def with_growth(connection: sqlite3.Connection, message: Message) -> Message:
    """A streaming message together with what it has grown by."""
    if message.state is not MessageState.STREAMING:
        return message
    deltas = connection.execute(
        "SELECT text FROM growth WHERE message = ? ORDER BY number",
        (number_of(connection, "message", message.id),),
    )
    return replace(message, text=message.text + "".join(text_from(text) for (text,) in deltas))


def interrupt_abandoned(connection: sqlite3.Connection, living: frozenset[str]) -> None:
    """Keep what arrived of the answers whose process is dead, and say that they were interrupted.

    The assistant may hold a tool call without a result of each, and would answer with errors under that id: it is
    asked under a new one (protocol rules 21 and 22).
    """
    rows = connection.execute(
        f"SELECT number, writer, {MESSAGE_COLUMNS} FROM message WHERE state = 'streaming'"
    ).fetchall()
    for number, writer, *columns in rows:
        if writer not in living:
            message = with_growth(connection, message_from(columns))
            _settle(connection, number, replace(message, state=MessageState.INTERRUPTED))
            connection.execute(
                "UPDATE conversation SET bot_conversation = NULL, bot_account = NULL, bot_used_at = NULL,"
                " bot_used_offset = NULL"
                " WHERE number = (SELECT conversation FROM message WHERE number = ?)",
                (number,),
            )


def _settle(connection: sqlite3.Connection, number: int, message: Message) -> None:
    _, _, state, _, _, tools, branch, author, text = message_row(message)
    connection.execute(
        "UPDATE message SET state = ?, writer = NULL, tools = ?, branch = ?, author = ?, text = ?"
        " WHERE number = ?",
        (state, tools, branch, author, text, number),
    )
    connection.execute("DELETE FROM growth WHERE message = ?", (number,))
    index_text(connection, number, message.role, message.text)


def index_text(connection: sqlite3.Connection, number: int, role: Role, text: str) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO message_words (rowid, text) VALUES (?, ?)",
        (number, indexed(well_formed(text), is_markdown=role is Role.ASSISTANT)),
    )
    if len(text) > LONG_TEXT:
        # The index has statements of its own, which hold what they had last as well.
        connection.execute("INSERT INTO message_words (rowid, text) VALUES (0, '')")
        connection.execute("DELETE FROM message_words WHERE rowid = 0")
        forget_bound_values(connection)
