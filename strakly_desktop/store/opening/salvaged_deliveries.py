"""Saves what waits for a gym's server out of a damaged file, so that it is still brought, or said to be lost.

How far each delivery had come may be on a page that is gone. So none is sent again before the server was read, and one
whose words are not whole any more is never sent.
"""

# ruff: noqa: S608 (only our own words are put into statements)

import sqlite3
from dataclasses import dataclass, field

from strakly_desktop.conversation.server_history import CREATING_BY_NAME, Deed, DeliveryState
from strakly_desktop.store.opening.pages import Row
from strakly_desktop.store.records.marks import set_mark
from strakly_desktop.store.records.server_copies import LISTED_SINCE

_COPY, _DELIVERY, _MARK = 11, 7, 2
_DEEDS = frozenset(deed.value for deed in Deed)
_STATES = frozenset(state.value for state in DeliveryState)
_OPEN = "('waiting', 'sending', 'given-up')"


@dataclass(slots=True)
class FoundDeliveries:
    """What the pages hold of it, by number."""

    copies: dict[int, Row] = field(default_factory=dict)
    deliveries: dict[int, Row] = field(default_factory=dict)
    listed_since: int | None = None

    def note(self, row: Row) -> None:
        """Take the row, if it is one of these."""
        number, columns = row.number, row.columns
        if number is None or number <= 0 or row.is_cut:
            return
        if len(columns) == _COPY and _is_copy(columns):
            self.copies[number] = row
        elif len(columns) == _DELIVERY and _is_delivery(columns):
            self.deliveries[number] = row
        elif len(columns) == _MARK and columns[0] == LISTED_SINCE and isinstance(columns[1], int):
            self.listed_since = columns[1]


def _is_copy(columns: tuple[object, ...]) -> bool:
    _, account, conversation, server_id, bot, creating, title, used, fetched, elsewhere, hidden = columns
    return (
        all(isinstance(text, str) for text in (account, bot, title))
        and all(isinstance(number, int) for number in (used, fetched, elsewhere))
        and all(
            number is None or isinstance(number, int)
            for number in (conversation, server_id, creating, hidden)
        )
    )


def _is_delivery(columns: tuple[object, ...]) -> bool:
    _, copy, deed, message, text, digest, state = columns
    return (
        isinstance(copy, int)
        and deed in _DEEDS
        and state in _STATES
        and (message is None or isinstance(message, int))
        and isinstance(text, str)
        and isinstance(digest, str)
    )


def keep_deliveries(connection: sqlite3.Connection, found: FoundDeliveries) -> int:
    """Put them into the new file, whose conversations and messages are there already.

    How many answers waited that will not be brought any more.
    """
    for number, row in found.copies.items():
        connection.execute(
            f"INSERT OR IGNORE INTO server_copy VALUES ({_marks(_COPY)})", (number, *row.columns[1:])
        )
    for number, row in found.deliveries.items():
        connection.execute(
            f"INSERT OR IGNORE INTO outbox VALUES ({_marks(_DELIVERY)})", (number, *row.columns[1:])
        )
    if found.listed_since is not None:
        set_mark(connection, LISTED_SINCE, found.listed_since)
    lost = _drop_what_cannot_be_brought(connection)
    _drop_copies_of_nothing(connection)
    # Nobody knows whether it was on its way: what is doubtful is looked for on the server first.
    connection.execute("UPDATE outbox SET state = 'sending' WHERE state = 'waiting' AND deed = 'save'")
    connection.execute(
        "UPDATE server_copy SET creating = ?, bot_conversation = coalesce(nullif(bot_conversation, ''),"
        " (SELECT text FROM outbox WHERE copy = server_copy.number AND deed = 'save' ORDER BY number LIMIT 1))"
        " WHERE server_id IS NULL AND creating IS NULL"
        " AND EXISTS (SELECT 1 FROM outbox WHERE copy = server_copy.number AND deed = 'save')",
        (CREATING_BY_NAME,),
    )
    return lost


def _drop_what_cannot_be_brought(connection: sqlite3.Connection) -> int:
    connection.execute(
        "UPDATE outbox SET message = NULL WHERE state = 'saved'"
        " AND message NOT IN (SELECT number FROM message)"
    )
    connection.execute(
        "DELETE FROM outbox WHERE copy NOT IN (SELECT number FROM server_copy) AND NOT"
        f" (deed = 'save' AND state IN {_OPEN})"
    )
    # Its question is the row before it: without that, it would be saved as the answer to another one.
    return connection.execute(
        f"DELETE FROM outbox WHERE deed = 'save' AND state IN {_OPEN} AND (copy NOT IN (SELECT number FROM server_copy)"
        " OR NOT EXISTS (SELECT 1 FROM message AS answer WHERE answer.number = outbox.message"
        " AND answer.state = 'complete' AND (SELECT role FROM message AS before"
        " WHERE before.conversation = answer.conversation AND before.number < answer.number"
        " ORDER BY number DESC LIMIT 1) = 'user'))"
    ).rowcount


def _drop_copies_of_nothing(connection: sqlite3.Connection) -> None:
    """A conversation whose own row is gone, with all its messages, comes again with the server's list."""
    connection.execute(
        "DELETE FROM server_copy WHERE conversation NOT NULL"
        " AND conversation NOT IN (SELECT number FROM conversation)"
        " AND number NOT IN (SELECT copy FROM outbox WHERE deed = 'delete')"
    )
    connection.execute(
        "UPDATE server_copy SET conversation = NULL WHERE conversation NOT IN (SELECT number FROM conversation)"
    )
    connection.execute("DELETE FROM outbox WHERE copy NOT IN (SELECT number FROM server_copy)")


def _marks(count: int) -> str:
    return ", ".join("?" * count)
