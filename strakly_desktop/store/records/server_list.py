"""Takes in what a gym's server lists and holds: conversations made elsewhere, other titles, further messages.

Nothing that was said here is changed by it. Messages are told apart by digests of what this app saved there: the
server names no one who wrote them.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, Role
from strakly_desktop.conversation.server_history import (
    ListedConversation,
    ServerConversation,
    ServerMessage,
    pair_digest,
    sendable,
)
from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.store.records.journal import add_conversation, add_message, index_title
from strakly_desktop.store.records.marks import mark, set_mark
from strakly_desktop.store.records.outbox import forget_saved, saved_digests
from strakly_desktop.store.records.rows import text_from, time_columns, time_from
from strakly_desktop.store.records.server_copies import LISTED_SINCE, lose, new_number

_CLOCKS_APART_MS = 10 * 60 * 1000
_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class Missing:
    """What the server does not list: `copy`, its id there, the conversation's here. `has_some`: a message is here."""

    copy: int
    server_id: int
    conversation_id: str
    has_some: bool


@dataclass(frozen=True, slots=True)
class ListChanges:
    """`changed` are ids of conversations here. `reused`: so many copies had a number that another conversation has.

    `is_loss`: so much is missing at once, or another, that nobody deleted it: the server lost it, or is another one.
    """

    changed: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    reused: int = 0
    is_loss: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A conversation of which the server has messages that are not here: `copy`, and its id there. `has_some`: whether
    there is anything of it here. `used_at`: when it was last used as far as the list told by then (UTC milliseconds).
    """

    copy: int
    server_id: int
    has_some: bool
    used_at: int


def take_list(
    connection: sqlite3.Connection,
    account: str,
    rows: Sequence[ListedConversation],
    *,
    is_whole: bool,
    may_add: bool,
    since: datetime | None,
) -> ListChanges:
    """Bring what is known of the account's conversations up to the server's list.

    New ones are added where that is allowed, if they were used after `since`.
    """
    cleared = _cleared_at(connection, rows)
    if cleared is not None:
        since = cleared if since is None else max(since, cleared)
    reused = _detach_reused(connection, account, rows)
    changed = [_take_row(connection, account, row, may_add=may_add, since=since) for row in rows]
    missing, known = _missing(connection, account, {row.id for row in rows}) if is_whole else ([], 0)
    is_loss = bool(reused) or len(missing) > _NEARLY_ALL * known
    return ListChanges(tuple(filter(None, changed)), tuple(missing), reused, is_loss)


def _missing(connection: sqlite3.Connection, account: str, listed: Set[int]) -> tuple[list[Missing], int]:
    """What should be among the `listed`, and is not; and how many should be."""
    copies = connection.execute(
        "SELECT server_copy.number, server_id, conversation.id,"
        " EXISTS (SELECT 1 FROM message WHERE message.conversation = conversation.number) FROM server_copy"
        " JOIN conversation ON conversation.number = server_copy.conversation"
        " WHERE account = ? AND server_id NOT NULL AND deleted_at IS NULL",
        (account,),
    ).fetchall()
    missing = [
        Missing(copy, server_id, text_from(identifier), bool(has_some))
        for copy, server_id, identifier, has_some in copies
        if server_id not in listed
    ]
    return missing, len(copies)


def _detach_reused(connection: sqlite3.Connection, account: str, rows: Sequence[ListedConversation]) -> int:
    """Detach the copies whose number another conversation has by now, after a restore. How many are seen here.

    Else what waits would be saved into that one, and a title or a removal would be its own.
    """
    reused = 0
    for row in rows:
        known = connection.execute(
            "SELECT server_copy.number, used_at, server_copy.bot_conversation, coalesce(updated_at, hidden_at),"
            " conversation NOT NULL AND deleted_at IS NULL FROM server_copy"
            " LEFT JOIN conversation ON conversation.number = server_copy.conversation"
            " WHERE account = ? AND server_id = ?",
            (account, row.id),
        ).fetchone()
        if known is None:
            continue
        copy, used_at, bot, used_here, is_seen = known
        if _is_another(row, used_at, bot, used_here):
            lose(connection, copy)
            forget_saved(connection, copy)
            reused += is_seen
    return reused


def _is_another(row: ListedConversation, used_at: int, bot: object, used_here: int | None) -> bool:
    """Whether this row was made only after the last use that is known of the copy with its number."""
    has_other_name = text_from(bot) != well_formed(row.bot_conversation)
    if not used_at:
        # It was not listed yet: by the clock of this computer, and where both have names.
        has_other_name &= bool(text_from(bot) and row.bot_conversation)
        used_at = time_columns(row.created_at)[0] if used_here is None else used_here
    return has_other_name and time_columns(row.created_at)[0] > used_at


def _cleared_at(connection: sqlite3.Connection, rows: Sequence[ListedConversation]) -> datetime | None:
    """When all was removed here; None where it never was.

    A clock that was ahead then would keep everything out of the list until its day comes. It is taken back to now, if
    nothing on the server is later: else it is now that the clock is wrong, and what was removed would come back.
    """
    cleared = mark(connection, LISTED_SINCE)
    if cleared is None:
        return None
    now = time_columns(datetime.now().astimezone())[0]
    newest = max((time_columns(row.used_at)[0] for row in rows), default=now)
    if cleared > now + _CLOCKS_APART_MS and newest <= now + _CLOCKS_APART_MS:
        cleared = now
        set_mark(connection, LISTED_SINCE, cleared)
    return time_from(cleared, 0)


def _take_row(
    connection: sqlite3.Connection,
    account: str,
    row: ListedConversation,
    *,
    may_add: bool,
    since: datetime | None,
) -> str:
    """The id of the conversation here that is another one by this row, "" for none."""
    used_at = time_columns(row.used_at)[0]
    known = connection.execute(
        "SELECT number, conversation, title, used_at, hidden_at FROM server_copy"
        " WHERE account = ? AND server_id = ?",
        (account, row.id),
    ).fetchone()
    if known is not None and known[1] is not None:
        return _renew(connection, known, row, used_at)
    if not may_add or row.is_empty or (since is not None and row.used_at < since):
        return ""
    if known is not None:
        if known[4] is None or used_at <= known[4] + _CLOCKS_APART_MS or _is_going(connection, known[0]):
            return ""
        connection.execute("DELETE FROM server_copy WHERE number = ?", (known[0],))
    elif _is_being_made(connection, account, row):
        return ""
    return _add(connection, account, row, used_at)


def _is_going(connection: sqlite3.Connection, copy: int) -> bool:
    found = connection.execute("SELECT 1 FROM outbox WHERE copy = ? AND deed = 'delete'", (copy,))
    return found.fetchone() is not None


def _is_being_made(connection: sqlite3.Connection, account: str, row: ListedConversation) -> bool:
    """Whether this app has asked for it and not heard that it is there."""
    found = connection.execute(
        "SELECT 1 FROM server_copy WHERE account = ? AND server_id IS NULL AND creating NOT NULL"
        " AND bot_conversation = ? AND bot_conversation <> ''",
        (account, row.bot_conversation),
    )
    return found.fetchone() is not None


def _add(connection: sqlite3.Connection, account: str, row: ListedConversation, used_at: int) -> str:
    memory = None
    if row.bot_conversation:
        memory = BotMemory(row.bot_conversation, account, row.used_at)
    title = " ".join(row.title.split()) or "Conversation"
    summary = ConversationSummary(
        token_hex(16), title, row.created_at.astimezone(), row.used_at.astimezone(), bot_memory=memory
    )
    number = add_conversation(connection, summary)
    connection.execute(
        "INSERT INTO server_copy"
        " (number, account, conversation, server_id, bot_conversation, title, used_at, made_elsewhere)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
        (
            new_number(),
            account,
            number,
            row.id,
            well_formed(row.bot_conversation),
            well_formed(row.title),
            used_at,
        ),
    )
    return summary.id


def _renew(
    connection: sqlite3.Connection,
    known: tuple[int, int, str, int, object],
    row: ListedConversation,
    used_at: int,
) -> str:
    copy, conversation, title, known_use, _ = known
    is_changed = False
    new_title = well_formed(row.title)
    if new_title != title:
        is_changed = _take_title(connection, copy, conversation, title, new_title)
    if used_at > known_use:
        is_ours = _is_last_of_ours(connection, copy, row)
        # What stands before an answer from here, and was not fetched yet, is fetched still.
        connection.execute(
            "UPDATE server_copy SET used_at = ?, fetched_at = iif(? AND fetched_at >= used_at, ?, fetched_at)"
            " WHERE number = ?",
            (used_at, is_ours, used_at, copy),
        )
        if not is_ours:
            is_changed = True
            connection.execute(
                "UPDATE conversation SET updated_at = max(updated_at, ?) WHERE number = ?",
                (used_at, conversation),
            )
    if not is_changed:
        return ""
    (identifier,) = connection.execute(
        "SELECT id FROM conversation WHERE number = ?", (conversation,)
    ).fetchone()
    return text_from(identifier)


def _take_title(connection: sqlite3.Connection, copy: int, conversation: int, known: str, title: str) -> bool:
    waits = connection.execute("SELECT 1 FROM outbox WHERE copy = ? AND deed = 'rename'", (copy,)).fetchone()
    if waits is not None:
        return False
    connection.execute("UPDATE server_copy SET title = ? WHERE number = ?", (title, copy))
    shown = " ".join(title.split())
    if not known or not shown:
        return False
    connection.execute("UPDATE conversation SET title = ? WHERE number = ?", (shown, conversation))
    index_title(connection, conversation, shown)
    return True


def _is_last_of_ours(connection: sqlite3.Connection, copy: int, row: ListedConversation) -> bool:
    found = connection.execute(
        "SELECT message.text FROM outbox JOIN message ON message.number = outbox.message"
        " WHERE outbox.copy = ? AND outbox.state = 'saved' ORDER BY outbox.number DESC LIMIT 1",
        (copy,),
    ).fetchone()
    return found is not None and sendable(text_from(found[0])) == row.last_text


def made_elsewhere(connection: sqlite3.Connection) -> frozenset[str]:
    """The ids of the conversations that were not begun here."""
    rows = connection.execute(
        "SELECT conversation.id FROM server_copy"
        " JOIN conversation ON conversation.number = server_copy.conversation WHERE made_elsewhere"
    )
    return frozenset(text_from(identifier) for (identifier,) in rows)


def to_fetch(connection: sqlite3.Connection, account: str, conversation_id: str) -> Wanted | None:
    """What is to be fetched of a conversation; None where all is here."""
    row = connection.execute(
        "SELECT server_copy.number, server_id, conversation, used_at FROM server_copy"
        " JOIN conversation ON conversation.number = server_copy.conversation"
        " WHERE account = ? AND conversation.id = ? AND server_id NOT NULL AND fetched_at < used_at",
        (account, conversation_id),
    ).fetchone()
    if row is None:
        return None
    copy, server_id, conversation, used_at = row
    has_some = connection.execute(
        "SELECT 1 FROM message WHERE conversation = ? LIMIT 1", (conversation,)
    ).fetchone()
    return Wanted(int(copy), int(server_id), has_some is not None, int(used_at))


def take_messages(connection: sqlite3.Connection, wanted: Wanted, held: ServerConversation) -> None:
    """Add those that are not here, at the end. Doing it again changes nothing.

    What the list has told since it was asked for need not be among them, and is still to be fetched.
    """
    row = connection.execute(
        "SELECT conversation.number, conversation.id FROM server_copy"
        " JOIN conversation ON conversation.number = server_copy.conversation WHERE server_copy.number = ?",
        (wanted.copy,),
    ).fetchone()
    if row is None:
        return
    number, identifier = row
    for message in _not_ours(held.messages, Counter(saved_digests(connection, wanted.copy))):
        kept = Message(
            f"{text_from(identifier)}-{message.id}",
            message.role,
            message.text,
            message.created_at.astimezone(),
            tools=message.tools,
        )
        add_message(connection, number, kept)
    last = max((time_columns(message.created_at)[0] for message in held.messages), default=0)
    connection.execute(
        "UPDATE server_copy SET fetched_at = ? WHERE number = ?", (max(wanted.used_at, last), wanted.copy)
    )


def _not_ours(messages: Sequence[ServerMessage], ours: "Counter[str]") -> list[ServerMessage]:
    """Without the exchanges that this app saved there itself."""
    others: list[ServerMessage] = []
    place = 0
    while place < len(messages):
        pair = messages[place : place + 2]
        if [message.role for message in pair] == [Role.USER, Role.ASSISTANT]:
            digest = pair_digest(pair[0].text, pair[1].text)
            if ours[digest] > 0:
                ours[digest] -= 1
                place += 2
                continue
        others.append(messages[place])
        place += 1
    return others
