"""Saves what can be read of a damaged file into a new one: every row of every page that is whole."""

# ruff: noqa: S608 (only names of our own tables and columns are put into statements)

import sqlite3
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from strakly_desktop.conversation.model import MessageState, Role
from strakly_desktop.store.database.database import transaction
from strakly_desktop.store.database.schema import migrate
from strakly_desktop.store.opening.pages import PageFile, Row
from strakly_desktop.store.opening.salvaged_deliveries import FoundDeliveries, keep_deliveries
from strakly_desktop.store.records.identity import Table, number_of
from strakly_desktop.store.records.journal import index_text, index_title
from strakly_desktop.store.records.rows import CONVERSATION_COLUMNS, MESSAGE_COLUMNS, text_from, time_columns

_STEP = 2000
_CONVERSATION, _MESSAGE, _GROWTH, _MARK = 13, 12, 3, 2
# What SQLite's search names a number of its own by, and the app its marks.
_OWN_NAMES = frozenset({"version", "reindex-titles", "reindex-messages"})
_REPLACED = "\N{REPLACEMENT CHARACTER}"
_RECOVERED_TITLE = "Recovered conversation"
_STATES = frozenset(state.value for state in MessageState) - {MessageState.ELSEWHERE.value}
_ALL_CONVERSATION = f"number, deleted_at, {CONVERSATION_COLUMNS}"
_ALL_MESSAGE = f"number, conversation, writer, {MESSAGE_COLUMNS}"


@dataclass(slots=True)
class Salvaged:
    """How many messages were recovered, and in how many conversations; and how many the damaged file still knew of.

    There may have been more: what the file knew them by may be gone with them. `not_brought`: answers that waited for
    a gym's server, and are not brought there any more.
    """

    recovered: int = 0
    known: int = 0
    not_brought: int = 0
    conversations: int = 0


@dataclass(slots=True)
class _Findings:
    conversations: dict[int, Row] = field(default_factory=dict)
    numbers: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    deliveries: FoundDeliveries = field(default_factory=FoundDeliveries)


def salvage(damaged: Path, new: Path, is_stopped: Callable[[], bool]) -> Salvaged:
    """Make a file at `new` of what the file at `damaged`, and the log beside it, still hold.

    Raises:
        InterruptedError: it `is_stopped`.
        sqlite3.Error, OSError: the disk does not give or take it.
    """
    pages = PageFile(damaged)
    with closing(pages), closing(sqlite3.connect(new, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        with transaction(connection):
            migrate(connection)
        found = _Findings()
        # Messages name their conversations by number: these first.
        for rows in _pages(pages, is_stopped):
            for row in rows:
                _note(found, row)
        with transaction(connection):
            for row in found.conversations.values():
                _keep_conversation(connection, row)
        others = (
            {text_from(row.columns[1]) for row in found.conversations.values()} | found.marks | _OWN_NAMES
        )
        batch: list[Row] = []
        for rows in _pages(pages, is_stopped):
            if found.conversations:
                found.known |= _messages_named(rows, others)
            batch += (row for row in rows if _is_message(row) or _is_growth(row))
            if len(batch) >= _STEP:
                _keep(connection, batch, found)
                batch.clear()
        _keep(connection, batch, found)
        connection.execute("DELETE FROM growth WHERE message NOT IN (SELECT number FROM message)")
        with transaction(connection):
            not_brought = keep_deliveries(connection, found.deliveries)
        known = found.known | found.numbers
        return Salvaged(len(found.numbers), len(known), not_brought, len(found.conversations))


def _pages(pages: PageFile, is_stopped: Callable[[], bool]) -> Iterator[list[Row]]:
    for number in pages.numbers:
        if is_stopped():
            raise InterruptedError
        yield list(pages.rows(number))


def _messages_named(rows: Sequence[Row], others: Set[str]) -> set[int]:
    """The numbers in a page of the index of message ids, by which one is known whose own page is gone.

    Each page belongs to one index: of a name that is no message's, all of them are none.
    """
    named = {}
    for row in rows:
        match row.number, row.columns:
            case None, (str(name), int(number)):
                named[name] = number
    return set() if named.keys() & others else set(named.values())


def _note(found: _Findings, row: Row) -> None:
    columns = row.columns
    found.deliveries.note(row)
    if row.number is None:
        return
    if len(columns) == _MARK and isinstance(columns[0], str):
        found.marks.add(columns[0])
    elif len(columns) == _CONVERSATION and isinstance(columns[1], str | bytes) and row.number > 0:
        found.conversations[row.number] = row


def _is_message(row: Row) -> bool:
    columns = row.columns
    return (
        row.number is not None
        and row.number > 0
        and len(columns) == _MESSAGE
        and isinstance(columns[1], str | bytes)
        and isinstance(columns[2], int)
        and isinstance(columns[11], str)
    )


def _is_growth(row: Row) -> bool:
    columns = row.columns
    return (
        row.number is not None
        and len(columns) == _GROWTH
        and isinstance(columns[1], int)
        and isinstance(columns[2], str)
    )


def _keep_conversation(connection: sqlite3.Connection, row: Row) -> None:
    _, identifier, title, *times, pinned, deleted_at = row.columns[:9]
    memory = row.columns[9:]
    if memory[0] is None or not all(isinstance(part, int) for part in memory[2:]):
        memory = (None, None, None, None)
    identifier = _own_id(connection, "conversation", row, identifier)
    values = (identifier, text_from(title), *map(_whole, times), _whole(pinned), *memory)
    deleted = deleted_at if isinstance(deleted_at, int) else None
    marks = ", ".join("?" * (len(values) + 2))
    added = connection.execute(
        f"INSERT OR IGNORE INTO conversation ({_ALL_CONVERSATION}) VALUES ({marks})",
        (row.number, deleted, *values),
    ).rowcount
    if added and row.number is not None:
        index_title(connection, row.number, text_from(title))


def _keep(connection: sqlite3.Connection, batch: list[Row], found: _Findings) -> None:
    with transaction(connection):
        for row in batch:
            if _is_growth(row):
                connection.execute(
                    "INSERT OR IGNORE INTO growth VALUES (?, ?, ?)", (row.number, *row.columns[1:])
                )
            else:
                _keep_message(connection, row, found)


def _keep_message(connection: sqlite3.Connection, row: Row, found: _Findings) -> None:
    assert row.number is not None
    _, identifier, conversation, role, state, writer, moment, offset, tools, branch, author, text = (
        row.columns
    )
    role, state = text_from(role), text_from(state)
    if role not in (Role.USER.value, Role.ASSISTANT.value):
        role = Role.ASSISTANT.value
    if state not in _STATES or (row.is_cut and state == MessageState.COMPLETE.value):
        state = MessageState.INTERRUPTED.value  # Half an answer must not look whole.
    if conversation not in found.conversations:
        found.conversations[conversation] = _lost_conversation(conversation, moment, offset)
        _keep_conversation(connection, found.conversations[conversation])
    values = (
        _own_id(connection, "message", row, identifier),
        role,
        state,
        _whole(moment),
        _whole(offset),
        *map(text_from, (tools, branch, author, text)),
    )
    marks = ", ".join("?" * (len(values) + 3))
    added = connection.execute(
        f"INSERT OR IGNORE INTO message ({_ALL_MESSAGE}) VALUES ({marks})",
        (row.number, conversation, writer if isinstance(writer, str) else None, *values),
    ).rowcount
    if added:
        found.numbers.add(row.number)
        if state != MessageState.STREAMING.value:
            index_text(connection, row.number, Role(role), text_from(text))


def _own_id(connection: sqlite3.Connection, table: Table, row: Row, held: object) -> str:
    """The id that `row` is kept under: a new one where another row's reads the same, for what is broken in both."""
    identifier = text_from(held)
    if isinstance(held, str) and _REPLACED not in identifier:
        return identifier
    other = number_of(connection, table, identifier)
    return identifier if other in (None, row.number) else str(uuid4())


def _lost_conversation(number: int, moment: object, offset: object) -> Row:
    """In the place of one whose own row is gone."""
    now, here = time_columns(datetime.now().astimezone())
    when = (moment, offset) if isinstance(moment, int) and isinstance(offset, int) else (now, here)
    columns = (None, str(uuid4()), _RECOVERED_TITLE, *when, *when, 0, None, None, None, None, None)
    return Row(number, columns)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
