"""Keeps what has still to be brought to a gym's server: each row belongs to one account, and goes in order.

A row is marked before it is sent, for its answer may never be heard; and what was saved keeps its digest, by which
an exchange of the same words is told from one that was sent twice.
"""

# ruff: noqa: S608 (only our own words are put into statements)

import sqlite3
from collections.abc import Collection, Iterable
from time import time_ns
from typing import Any

from strakly_desktop.conversation.model import Message
from strakly_desktop.conversation.server_history import Deed, Delivery, DeliveryState, sendable
from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.store.records.identity import number_of
from strakly_desktop.store.records.rows import MESSAGE_COLUMNS, message_from, text_from
from strakly_desktop.store.records.server_copies import cancel_removal, copy_of, find_copy, new_number

_OPEN = "('waiting', 'sending')"
# Behind all others, and none that one had before: see `server_copies.new_number`.
_PLACE = "(SELECT max(coalesce(max(number), 0) + 1, ?) FROM outbox)"


def book_answer(
    connection: sqlite3.Connection, account: str, conversation_id: str, answer: Message, bot: str
) -> bool:
    """A whole answer is to be saved for `account`, with its question. Doing it again changes nothing.

    False where it is booked already, or gone.
    """
    conversation = number_of(connection, "conversation", conversation_id)
    message = number_of(connection, "message", answer.id)
    if conversation is None or message is None:
        return False
    copy = copy_of(connection, account, conversation)
    booked = connection.execute(
        "INSERT INTO outbox (number, copy, deed, message, text, state)"
        f" SELECT {_PLACE}, ?, 'save', ?, ?, 'waiting' WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE message = ?)",
        (_now(), copy, message, well_formed(bot), message),
    ).rowcount
    return booked > 0


def book_title(connection: sqlite3.Connection, account: str, conversation_id: str, title: str) -> bool:
    """A new title is to be told. A conversation that is not on the server yet is made with the newest one."""
    conversation = number_of(connection, "conversation", conversation_id)
    copy = None if conversation is None else find_copy(connection, account, conversation)
    if copy is None:
        return False
    is_there = connection.execute(
        "SELECT 1 FROM server_copy WHERE number = ? AND (server_id NOT NULL OR creating NOT NULL)", (copy,)
    ).fetchone()
    connection.execute("DELETE FROM outbox WHERE copy = ? AND deed = 'rename'", (copy,))
    if is_there is None:
        return False
    connection.execute(
        f"INSERT INTO outbox (number, copy, deed, text, state) VALUES ({_PLACE}, ?, 'rename', ?, 'waiting')",
        (_now(), copy, well_formed(title)),
    )
    return True


def book_later_title(connection: sqlite3.Connection, copy: int, sent: str) -> None:
    """The server made the copy as `sent`: where it has been renamed here meanwhile, the new title follows."""
    row = connection.execute(
        "SELECT conversation.title FROM server_copy"
        " JOIN conversation ON conversation.number = server_copy.conversation WHERE server_copy.number = ?",
        (copy,),
    ).fetchone()
    if row is not None and (title := sendable(text_from(row[0]))).strip() not in ("", sent):
        connection.execute("DELETE FROM outbox WHERE copy = ? AND deed = 'rename'", (copy,))
        connection.execute(
            f"INSERT INTO outbox (number, copy, deed, text, state) VALUES ({_PLACE}, ?, 'rename', ?, 'waiting')",
            (_now(), copy, title),
        )


def book_removal(connection: sqlite3.Connection, account: str, conversation_id: str) -> None:
    """A conversation is deleted, and goes from the server too as soon as nobody can take that back."""
    conversation = number_of(connection, "conversation", conversation_id)
    if conversation is None:
        return
    row = connection.execute(
        "SELECT bot_conversation, bot_account FROM conversation WHERE number = ?", (conversation,)
    ).fetchone()
    bot = text_from(row[0]) if row[1] == account else ""
    copy = find_copy(connection, account, conversation)
    if copy is None and bot:
        copy = copy_of(connection, account, conversation)
    if copy is not None:
        cancel_removal(connection, conversation)
        connection.execute(
            f"INSERT INTO outbox (number, copy, deed, text, state) VALUES ({_PLACE}, ?, 'delete', ?, 'undoable')",
            (_now(), copy, bot),
        )


def next_delivery(connection: sqlite3.Connection, account: str, resting: Collection[int]) -> Delivery | None:
    """The first that `account` has to bring, but for the copies that are `resting`; None for none.

    What waits behind one that was given up waits with it: the order of a conversation stays. It is read as of one
    moment: a conversation that goes meanwhile must not leave an empty exchange to send.
    """
    connection.execute("BEGIN").close()
    try:
        return _first(connection, account, resting)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK").close()


def _first(connection: sqlite3.Connection, account: str, resting: Collection[int]) -> Delivery | None:
    rows = connection.execute(
        "SELECT outbox.number, outbox.copy FROM outbox JOIN server_copy ON server_copy.number = outbox.copy"
        f" WHERE outbox.state IN {_OPEN} AND server_copy.account = ? AND NOT EXISTS"
        " (SELECT 1 FROM outbox AS earlier WHERE earlier.copy = outbox.copy AND earlier.number < outbox.number"
        f" AND earlier.state IN ('given-up', 'waiting', 'sending')) ORDER BY outbox.number",
        (account,),
    ).fetchall()
    # All at once: of a cursor that is left open, an interruption would reach the next statements too.
    found = next((number for number, copy in rows if copy not in resting), None)
    return None if found is None else _delivery(connection, found)


def _delivery(connection: sqlite3.Connection, number: int) -> Delivery:
    row = connection.execute(
        "SELECT outbox.copy, deed, outbox.state, server_id, creating, conversation.title, outbox.text,"
        " outbox.message, server_copy.bot_conversation"
        " FROM outbox JOIN server_copy ON server_copy.number = outbox.copy"
        " LEFT JOIN conversation ON conversation.number = server_copy.conversation WHERE outbox.number = ?",
        (number,),
    ).fetchone()
    copy, deed, state, server_id, creating, title, text, message, known_bot = row
    deed = Deed(deed)
    question, answer = _pair(connection, message)
    return Delivery(
        number,
        copy,
        deed,
        state == DeliveryState.SENDING.value,
        server_id,
        creating,
        text_from(text if deed is Deed.RENAME else title),
        "" if deed is Deed.RENAME else text_from(text),
        text_from(known_bot),
        "" if question is None else question.text,
        "" if answer is None else answer.text,
        () if answer is None else answer.tools,
    )


def _pair(connection: sqlite3.Connection, message: int | None) -> tuple[Message | None, Message | None]:
    answer = connection.execute(
        f"SELECT {MESSAGE_COLUMNS} FROM message WHERE number = ?", (message,)
    ).fetchone()
    # A question and its answer come to the disk together: it is the last one before.
    question = connection.execute(
        f"SELECT {MESSAGE_COLUMNS} FROM message WHERE role = 'user' AND number < ?"
        " AND conversation = (SELECT conversation FROM message WHERE number = ?) ORDER BY number DESC LIMIT 1",
        (message, message),
    ).fetchone()
    return (
        None if question is None else message_from(question),
        None if answer is None else message_from(answer),
    )


def note_sending(connection: sqlite3.Connection, number: int, digest: str) -> None:
    """From now on it is not known whether the server has it."""
    connection.execute("UPDATE outbox SET state = 'sending', digest = ? WHERE number = ?", (digest, number))


def note_done(connection: sqlite3.Connection, number: int, digest: str = "") -> None:
    """The server has it. Of what was saved, the digest stays; nothing else does."""
    connection.execute(
        "UPDATE outbox SET state = 'saved', text = '', digest = coalesce(nullif(?, ''), digest)"
        " WHERE number = ? AND deed = 'save'",
        (digest, number),
    )
    connection.execute("DELETE FROM outbox WHERE number = ? AND deed <> 'save'", (number,))


def note_failed(connection: sqlite3.Connection, number: int, state: DeliveryState) -> None:
    """It stays here for now, GIVEN_UP, or for good, KEPT_HERE."""
    connection.execute("UPDATE outbox SET state = ? WHERE number = ?", (state.value, number))


def saved_digests(connection: sqlite3.Connection, copy: int, apart_from: int = 0) -> list[str]:
    """Of all pairs that this app saved in the copy, in order, but for the delivery of that number."""
    rows = connection.execute(
        "SELECT digest FROM outbox WHERE copy = ? AND state = 'saved' AND number <> ? ORDER BY number",
        (copy, apart_from),
    )
    return [text_from(digest) for (digest,) in rows]


def forget_saved(connection: sqlite3.Connection, copy: int) -> None:
    """The copy is another one from now on, in which nothing is."""
    connection.execute("DELETE FROM outbox WHERE copy = ? AND state = 'saved'", (copy,))


def try_again(connection: sqlite3.Connection, account: str) -> int:
    """What was given up waits again; whether the server has it is read back. How many it are."""
    return connection.execute(
        "UPDATE outbox SET state = iif(digest = '', 'waiting', 'sending') WHERE state = 'given-up'"
        " AND copy IN (SELECT number FROM server_copy WHERE account = ?)",
        (account,),
    ).rowcount


def counts(connection: sqlite3.Connection, account: str) -> dict[DeliveryState, int]:
    """How many there are in each state."""
    rows = connection.execute(
        "SELECT state, count(*) FROM outbox JOIN server_copy ON server_copy.number = outbox.copy"
        " WHERE account = ? AND state <> 'saved' GROUP BY state",
        (account,),
    )
    return {DeliveryState(state): int(count) for state, count in rows}


def drop_open(connection: sqlite3.Connection, copy: int) -> None:
    """What waits for this copy needs not be brought any more."""
    connection.execute("DELETE FROM outbox WHERE copy = ? AND deed <> 'delete' AND state <> 'saved'", (copy,))


def kept_removals(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """The removals that wait, without any text of a conversation: for `bring_back`, when all else is cleared."""
    return connection.execute(
        "SELECT account, server_id, creating, server_copy.bot_conversation, outbox.text FROM outbox"
        " JOIN server_copy ON server_copy.number = outbox.copy"
        " WHERE deed = 'delete' AND (server_id NOT NULL OR creating = -1 OR outbox.text <> '')"
    ).fetchall()


def bring_back(connection: sqlite3.Connection, removals: Iterable[tuple[Any, ...]]) -> None:
    """Put `kept_removals` into a file that was emptied."""
    for account, server_id, creating, known, bot in removals:
        (copy,) = connection.execute(
            "INSERT INTO server_copy (number, account, server_id, creating, bot_conversation)"
            " VALUES (?, ?, ?, ?, ?) RETURNING number",
            (new_number(), account, server_id, creating, known),
        ).fetchone()
        connection.execute(
            f"INSERT INTO outbox (number, copy, deed, text, state) VALUES ({_PLACE}, ?, 'delete', ?, 'waiting')",
            (_now(), copy, bot),
        )


def _now() -> int:
    return time_ns() // 1000
