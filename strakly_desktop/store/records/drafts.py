"""Keeps what was typed and not sent yet: for each conversation, and for a chat that has no question, what stands in
its field (the first row) and the questions that are queued behind it, in order.
"""

import sqlite3
from collections.abc import Sequence

from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.store.records.identity import number_of
from strakly_desktop.store.records.rows import text_from


def keep_draft(
    connection: sqlite3.Connection, conversation_id: str, text: str, queued: Sequence[str] = ()
) -> bool:
    """Keep `text` in place of the earlier draft, "" for none, and `queued` in place of what was queued.

    `conversation_id` "" is a new chat. Returns False, and keeps nothing, where there is no such conversation.
    """
    number = number_of(connection, "conversation", conversation_id) if conversation_id else None
    if conversation_id and number is None:
        return False
    connection.execute("DELETE FROM draft WHERE conversation IS ?", (number,))
    if text or queued:
        connection.executemany(
            "INSERT INTO draft (conversation, text) VALUES (?, ?)",
            [(number, well_formed(kept)) for kept in (text, *queued)],
        )
    return True


def drafts(connection: sqlite3.Connection) -> dict[str, str]:
    """All drafts by the id of their conversation, "" for a new chat."""
    return {place: texts[0] for place, texts in _kept(connection).items() if texts[0]}


def queued_questions(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """The queued questions by the id of their conversation, the first one first."""
    return {place: tuple(texts[1:]) for place, texts in _kept(connection).items() if texts[1:]}


def _kept(connection: sqlite3.Connection) -> dict[str, list[str]]:
    rows = connection.execute(
        "SELECT coalesce(conversation.id, ''), draft.text FROM draft"
        " LEFT JOIN conversation ON conversation.number = draft.conversation ORDER BY draft.number"
    )
    found: dict[str, list[str]] = {}
    for id_, text in rows:
        found.setdefault(text_from(id_), []).append(text_from(text))
    return found
