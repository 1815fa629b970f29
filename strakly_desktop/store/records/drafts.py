"""Keeps what was typed and not sent yet, one text for each conversation and one for a chat that has no question."""

import sqlite3

from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.store.records.identity import number_of
from strakly_desktop.store.records.rows import text_from


def keep_draft(connection: sqlite3.Connection, conversation_id: str, text: str) -> bool:
    """Keep `text` in place of the earlier draft, "" for none. `conversation_id` "" is a new chat.

    Returns False, and keeps nothing, where there is no such conversation.
    """
    number = number_of(connection, "conversation", conversation_id) if conversation_id else None
    if conversation_id and number is None:
        return False
    connection.execute("DELETE FROM draft WHERE conversation IS ?", (number,))
    if text:
        connection.execute(
            "INSERT INTO draft (conversation, text) VALUES (?, ?)", (number, well_formed(text))
        )
    return True


def drafts(connection: sqlite3.Connection) -> dict[str, str]:
    """All drafts by the id of their conversation, "" for a new chat."""
    rows = connection.execute(
        "SELECT coalesce(conversation.id, ''), draft.text FROM draft"
        " LEFT JOIN conversation ON conversation.number = draft.conversation"
    )
    return {text_from(id_): text_from(text) for id_, text in rows}
