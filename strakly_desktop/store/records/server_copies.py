"""Which conversation of a gym's server is the copy of which one here, for each account.

A copy outlives its conversation: what was removed here would else come again with the server's next list.
"""

import sqlite3
from secrets import randbits
from time import time

from strakly_desktop.conversation.text_safety import well_formed

LISTED_SINCE = "server-listed-since"
"""The mark of when all was removed here: what the server has of before is not listed again."""


def new_number() -> int:
    """For a copy: one that none had before.

    SQLite would give that of a removed one again, and what was still to be noted of that would be noted of another.
    """
    return randbits(62) | 1


def find_copy(connection: sqlite3.Connection, account: str, conversation: int) -> int | None:
    """The copy of a conversation; None where there is none."""
    row = connection.execute(
        "SELECT number FROM server_copy WHERE account = ? AND conversation = ?",
        (well_formed(account), conversation),
    ).fetchone()
    return None if row is None else int(row[0])


def copy_of(connection: sqlite3.Connection, account: str, conversation: int) -> int:
    """The same, begun where there is none: it has no id of the server yet."""
    found = find_copy(connection, account, conversation)
    if found is None:
        (found,) = connection.execute(
            "INSERT INTO server_copy (number, account, conversation) VALUES (?, ?, ?) RETURNING number",
            (new_number(), well_formed(account), conversation),
        ).fetchone()
    return int(found)


def note_creating(connection: sqlite3.Connection, copy: int, after: int, bot: str) -> None:
    """From now on it is not known whether the server has made it: see `Delivery.creating`."""
    connection.execute(
        "UPDATE server_copy SET creating = ?, bot_conversation = ? WHERE number = ?",
        (after, well_formed(bot), copy),
    )


def note_created(connection: sqlite3.Connection, copy: int, server_id: int, bot: str, title: str) -> None:
    """The server has it under this id, and knows it by `bot`."""
    connection.execute(
        "UPDATE server_copy SET server_id = ?, creating = NULL, bot_conversation = ?, title = ? WHERE number = ?",
        (server_id, well_formed(bot), well_formed(title), copy),
    )


def note_bot(connection: sqlite3.Connection, copy: int, bot: str) -> None:
    """The server knows it by `bot` from now on."""
    connection.execute(
        "UPDATE server_copy SET bot_conversation = ? WHERE number = ?", (well_formed(bot), copy)
    )


def lose(connection: sqlite3.Connection, copy: int) -> None:
    """The server does not have it any more: it is made anew for what comes next."""
    connection.execute(
        "UPDATE server_copy SET server_id = NULL, creating = NULL, title = '', fetched_at = 0 WHERE number = ?",
        (copy,),
    )


def forget_copy(connection: sqlite3.Connection, copy: int) -> None:
    """Neither side has it any more."""
    connection.execute("DELETE FROM server_copy WHERE number = ?", (copy,))


def cancel_removal(connection: sqlite3.Connection, conversation: int) -> None:
    """The conversation came back."""
    connection.execute(
        "DELETE FROM outbox WHERE state = 'undoable'"
        " AND copy IN (SELECT number FROM server_copy WHERE conversation = ?)",
        (conversation,),
    )


def detach(connection: sqlite3.Connection, conversation: int) -> None:
    """The conversation goes from this computer for good. Where somebody deleted it, from the server too; else it is
    only not listed again."""
    copies = connection.execute(
        "SELECT number, server_id, creating FROM server_copy WHERE conversation = ?", (conversation,)
    ).fetchall()
    for copy, server_id, creating in copies:
        connection.execute("DELETE FROM outbox WHERE copy = ? AND deed <> 'delete'", (copy,))
        removal = connection.execute(
            "UPDATE outbox SET state = 'waiting' WHERE copy = ? AND deed = 'delete' RETURNING text", (copy,)
        ).fetchone()
        if server_id is None and creating is None and (removal is None or not removal[0]):
            forget_copy(connection, copy)
        else:
            connection.execute(
                "UPDATE server_copy SET conversation = NULL, title = '', hidden_at = ? WHERE number = ?",
                (int(time() * 1000), copy),
            )
