"""Finds conversations by the beginnings of words: titles first, then the newest messages.

The index is read from its newest entry on and left as soon as there is enough, because the first letter typed
is in every message: nothing here ranks or counts all that matches.
"""

# ruff: noqa: S608 (only names of our own tables and columns are put into statements)

import json
import sqlite3
from dataclasses import replace

from strakly_desktop.conversation.model import SearchHit, TextPiece
from strakly_desktop.store.excerpts import HIT_END, HIT_START, excerpt_of, pieces_of
from strakly_desktop.store.reasons import is_interruption
from strakly_desktop.store.rows import CONVERSATION_COLUMNS, conversation_from
from strakly_desktop.store.words import normal, query_words

# Of one long conversation in which every message is a hit, so many are passed over at most.
_MAX_MESSAGES_READ = 20_000

_COLUMNS = ", ".join(f"conversation.{name}" for name in CONVERSATION_COLUMNS.split(", "))
_TITLES = f"""
    SELECT {_COLUMNS}, highlight(title_words, 0, ?, ?)
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
# The plus keeps SQLite from looking each message up in the index, which costs more than to pass by it again.
_MARKED = f"""
    SELECT {_COLUMNS}, message.id, highlight(message_words, 0, ?, ?)
    FROM message_words CROSS JOIN message ON message.number = message_words.rowid
    CROSS JOIN conversation ON conversation.number = message.conversation
    WHERE message_words MATCH ? AND message_words.rowid >= ?
    AND +message_words.rowid IN (SELECT value FROM json_each(?))
    ORDER BY message_words.rowid DESC
"""


def search(connection: sqlite3.Connection, text: str, limit: int) -> list[SearchHit]:
    """At most `limit` conversations in which every word of `text` begins a word; none for an empty text."""
    words = query_words(text)
    if not words:
        return []
    query = " ".join(f'"{word}" *' for word in words)
    try:
        titles = _search_titles(connection, query, limit)
        messages = _search_messages(connection, query, limit, titles)
        return [*titles.values(), *messages][:limit]
    except sqlite3.OperationalError as error:
        if is_interruption(error) or "fts5" in str(error):
            # Stopped for a newer search; or a letter so new that this SQLite takes it for a space.
            return []
        raise


def _search_titles(connection: sqlite3.Connection, query: str, limit: int) -> dict[str, SearchHit]:
    hits = []
    for *columns, marked in connection.execute(_TITLES, (HIT_START, HIT_END, query, limit)):
        hits.append(SearchHit(conversation_from(columns), pieces_of(marked)))
    hits.sort(key=lambda hit: hit.conversation.updated_at, reverse=True)
    return {hit.conversation.id: hit for hit in hits}


def _search_messages(
    connection: sqlite3.Connection, query: str, limit: int, titles: dict[str, SearchHit]
) -> list[SearchHit]:
    """What only messages hit. A title hit that comes by again learns which message is hit too."""
    newest: dict[int, int] = {}
    for message, number in connection.execute(_MESSAGES, (query, _MAX_MESSAGES_READ)):
        newest.setdefault(number, message)
        if len(newest) >= limit:
            break
    numbers = list(newest.values())
    if not numbers:
        return []
    hits = []
    values = (HIT_START, HIT_END, query, min(numbers), json.dumps(numbers))
    for *columns, message_id, marked in connection.execute(_MARKED, values):
        conversation = conversation_from(columns)
        known = titles.get(conversation.id)
        if known is not None:
            titles[conversation.id] = replace(known, message_id=message_id, excerpt=excerpt_of(marked))
        else:
            title = (TextPiece(normal(conversation.title)),)
            hits.append(SearchHit(conversation, title, message_id, excerpt_of(marked)))
    return sorted(hits, key=lambda hit: hit.conversation.updated_at, reverse=True)
