"""Keeps what was typed and not sent yet: for each conversation, and for a chat that has no question, what stands in
its field (the first row) and the questions that are queued behind it, in order.
"""

import sqlite3
from collections.abc import Sequence

from strakly_desktop.conversation.model import UnsentQuestion
from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.store.records.identity import number_of
from strakly_desktop.store.records.rows import text_from


def keep_draft(
    connection: sqlite3.Connection, conversation_id: str, text: str, queued: Sequence[UnsentQuestion] = ()
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
            "INSERT INTO draft (conversation, text, branch) VALUES (?, ?, ?)",
            [
                (number, well_formed(kept.text), well_formed(kept.branch))
                for kept in (UnsentQuestion(text), *queued)
            ],
        )
    return True


def drafts(connection: sqlite3.Connection) -> dict[str, str]:
    """All drafts by the id of their conversation, "" for a new chat."""
    return {place: kept[0].text for place, kept in _kept(connection).items() if kept[0].text}


def queued_questions(connection: sqlite3.Connection) -> dict[str, tuple[UnsentQuestion, ...]]:
    """The queued questions by the id of their conversation, the first one first."""
    return {place: tuple(kept[1:]) for place, kept in _kept(connection).items() if kept[1:]}


def _kept(connection: sqlite3.Connection) -> dict[str, list[UnsentQuestion]]:
    rows = connection.execute(
        "SELECT coalesce(conversation.id, ''), draft.text, draft.branch FROM draft"
        " LEFT JOIN conversation ON conversation.number = draft.conversation ORDER BY draft.number"
    )
    found: dict[str, list[UnsentQuestion]] = {}
    for id_, text, branch in rows:
        found.setdefault(text_from(id_), []).append(UnsentQuestion(text_from(text), text_from(branch)))
    return found
