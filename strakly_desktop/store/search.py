"""Finds conversations by the beginnings of words: titles first, then the newest messages.

The index is read from its newest entry on and left as soon as there is enough, because the first letter typed
is in every message: nothing here ranks or counts all that matches.
"""

# ruff: noqa: S608 (only names of our own tables and columns are put into statements)

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from strakly_desktop.conversation.model import ConversationSummary, Role, SearchHit, TextPiece
from strakly_desktop.store.excerpts import excerpt_of, pieces_of
from strakly_desktop.store.hits import found_part, hits_in
from strakly_desktop.store.query import Term, match_of, terms_of
from strakly_desktop.store.reasons import is_interruption
from strakly_desktop.store.rows import CONVERSATION_COLUMNS, conversation_from, text_from
from strakly_desktop.store.words import normal

# Of one long conversation in which every message is a hit, so many are passed over at most.
_MAX_MESSAGES_READ = 20_000

_COLUMNS = ", ".join(f"conversation.{name}" for name in CONVERSATION_COLUMNS.split(", "))
_TITLES = f"""
    SELECT {_COLUMNS}
    FROM title_words JOIN conversation ON conversation.number = title_words.rowid
    WHERE title_words MATCH ? AND conversation.deleted_at IS NULL
    ORDER BY title_words.rowid DESC LIMIT ?
"""
_MESSAGES = """
    SELECT message.number, conversation.number
    FROM message_words CROSS JOIN message ON message.number = message_words.rowid
    CROSS JOIN conversation ON conversation.number = message.conversation
    WHERE message_words MATCH ? AND conversation.deleted_at IS NULL
    ORDER BY message_words.rowid DESC LIMIT ?
"""
_FOUND = f"""
    SELECT {_COLUMNS}, message.id, message.role, message.text, message_words.text
    FROM message CROSS JOIN conversation ON conversation.number = message.conversation
    CROSS JOIN message_words ON message_words.rowid = message.number
    WHERE message.number IN (SELECT value FROM json_each(?))
    ORDER BY message.number DESC
"""


def search(connection: sqlite3.Connection, text: str, limit: int) -> list[SearchHit]:
    """At most `limit` conversations in which every word of `text` begins a word; none for an empty text."""
    terms = terms_of(text)
    if not terms:
        return []
    try:
        titles = _search_titles(connection, terms, limit)
        messages = _search_messages(connection, terms, limit, titles)
        return [*titles.values(), *messages][:limit]
    except sqlite3.OperationalError as error:
        if is_interruption(error) or "fts5" in str(error):
            # Stopped for a newer search; or a letter so new that this SQLite takes it for a space.
            return []
        raise


def _search_titles(connection: sqlite3.Connection, terms: Sequence[Term], limit: int) -> dict[str, SearchHit]:
    rows = connection.execute(_TITLES, (match_of(terms), limit))
    hits = [_hit(conversation_from(row), terms) for row in rows]
    hits.sort(key=lambda hit: hit.conversation.updated_at, reverse=True)
    return {hit.conversation.id: hit for hit in hits}


def _search_messages(
    connection: sqlite3.Connection, terms: Sequence[Term], limit: int, titles: dict[str, SearchHit]
) -> list[SearchHit]:
    """What only messages hit. A title hit that comes by again learns which message is hit too."""
    newest: dict[int, int] = {}
    for message, number in connection.execute(_MESSAGES, (match_of(terms), _MAX_MESSAGES_READ)):
        newest.setdefault(number, message)
        if len(newest) >= limit:
            break
    if not newest:
        return []
    hits = []
    for *columns, message_id, role, text, content in connection.execute(
        _FOUND, (json.dumps(list(newest.values())),)
    ):
        conversation = conversation_from(columns)
        part, spans = found_part(
            text_from(text), text_from(content), terms, is_markdown=role != Role.USER.value
        )
        known = titles.get(conversation.id)
        if known is not None:
            titles[conversation.id] = replace(known, message_id=message_id, excerpt=excerpt_of(part, spans))
        else:
            title = (TextPiece(normal(conversation.title)),)
            hits.append(SearchHit(conversation, title, message_id, excerpt_of(part, spans)))
    return sorted(hits, key=lambda hit: hit.conversation.updated_at, reverse=True)


def _hit(conversation: ConversationSummary, terms: Sequence[Term]) -> SearchHit:
    title = normal(conversation.title)
    return SearchHit(conversation, pieces_of(title, hits_in(title, terms)))
