"""Finds conversations by the beginnings of words: titles first, then the newest messages.

The index is read from its newest entry on and left as soon as there is enough, because the first letter typed
is in every message: nothing here ranks or counts all that matches.
"""

# ruff: noqa: S608 (only names of our own tables and columns are put into statements)

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from strakly_desktop.conversation.model import ConversationSummary, Role, SearchHit, TextPiece
from strakly_desktop.matching.terms import Term, terms_of
from strakly_desktop.matching.words import normal
from strakly_desktop.store.database.reasons import is_interruption
from strakly_desktop.store.records.identity import number_of
from strakly_desktop.store.records.rows import CONVERSATION_COLUMNS, conversation_from, text_from
from strakly_desktop.store.search.excerpts import excerpt_of, parts_of
from strakly_desktop.store.search.growing import find_growing
from strakly_desktop.store.search.hits import ExcerptFinder
from strakly_desktop.store.search.query import match_of

_Found: TypeAlias = tuple[SearchHit, int | None]
"""A hit without its excerpt, and the number of its message."""

# Of one long conversation in which every message is a hit, so many are passed over at most.
_MAX_MESSAGES_READ = 20_000

_COLUMNS = ", ".join(f"conversation.{name}" for name in CONVERSATION_COLUMNS.split(", "))
_TITLES = f"""
    SELECT conversation.number, {_COLUMNS}
    FROM title_words JOIN conversation ON conversation.number = title_words.rowid
    WHERE title_words MATCH ? AND conversation.deleted_at IS NULL
    ORDER BY title_words.rowid DESC LIMIT ?
"""
_MESSAGES = """
    SELECT message.number, conversation.number, coalesce(CAST(conversation.updated_at AS INTEGER), 0)
    FROM message_words CROSS JOIN message ON message.number = message_words.rowid
    CROSS JOIN conversation ON conversation.number = message.conversation
    WHERE message_words MATCH ? AND conversation.deleted_at IS NULL
    ORDER BY message_words.rowid DESC LIMIT ?
"""
_FOUND = f"""
    SELECT conversation.number, {_COLUMNS}, message.number, message.id
    FROM message CROSS JOIN conversation ON conversation.number = message.conversation
    WHERE message.number IN (SELECT value FROM json_each(?))
    ORDER BY message.number DESC
"""
_TEXTS = "SELECT number, role, text FROM message WHERE number IN (SELECT value FROM json_each(?))"


def search(
    connection: sqlite3.Connection, text: str, limit: int, with_excerpt: int | None = None
) -> list[SearchHit]:
    """At most `limit` conversations in which every word of `text` begins a word; none for an empty text.

    Only the first `with_excerpt` of them get their excerpt, None: all; `excerpts` makes those of others.
    """
    terms = terms_of(text)
    if not terms:
        return []
    try:
        titles = _search_titles(connection, terms, limit)
        messages = _search_messages(connection, terms, limit, titles)
        found = _with_growing(connection, terms, [*titles.values(), *messages], len(titles))[:limit]
        shown = found[:with_excerpt]
        made = _excerpts(connection, terms, [message for _, message in shown if message is not None])
    except sqlite3.OperationalError as error:
        if is_interruption(error) or "fts5" in str(error):
            # Stopped for a newer search; or a letter so new that this SQLite takes it for a space.
            return []
        raise
    return [
        hit if message is None or message not in made else replace(hit, excerpt=made[message])
        for hit, message in found
    ]


def excerpts(
    connection: sqlite3.Connection, text: str, message_ids: Sequence[str]
) -> dict[str, tuple[TextPiece, ...]]:
    """Of each message that is there, what to show of it for a search for `text`."""
    numbers = {number_of(connection, "message", id_): id_ for id_ in message_ids}
    made = _excerpts(connection, terms_of(text), [number for number in numbers if number is not None])
    return {numbers[number]: excerpt for number, excerpt in made.items()}


def _search_titles(connection: sqlite3.Connection, terms: Sequence[Term], limit: int) -> dict[int, _Found]:
    """Each under the number of its conversation."""
    finder = ExcerptFinder(terms)
    hits = [
        (number, (_hit(conversation_from(columns), finder), None))
        for number, *columns in connection.execute(_TITLES, (match_of(terms), limit))
    ]
    hits.sort(key=lambda hit: hit[1][0].conversation.updated_at, reverse=True)
    return dict(hits)


def _search_messages(
    connection: sqlite3.Connection, terms: Sequence[Term], limit: int, titles: dict[int, _Found]
) -> list[_Found]:
    """What only messages hit. A title hit that comes by again learns which message is hit too."""
    newest: dict[int, tuple[int, int]] = {}
    for message, number, updated_at in connection.execute(_MESSAGES, (match_of(terms), _MAX_MESSAGES_READ)):
        if number not in newest:
            newest[number] = (updated_at, message)
            if len(newest) >= limit:
                break
    others = sorted((number for number in newest if number not in titles), key=newest.__getitem__)
    shown = [number for number in newest if number in titles]
    if len(titles) < limit:
        shown += others[len(titles) - limit :]
    hits: list[_Found] = []
    for number, *columns, message, message_id in connection.execute(
        _FOUND, (json.dumps([newest[number][1] for number in shown]),)
    ):
        known = titles.get(number)
        if known is not None:
            titles[number] = replace(known[0], message_id=text_from(message_id)), message
        else:
            conversation = conversation_from(columns)
            title = (TextPiece(normal(conversation.title)),)
            hits.append((SearchHit(conversation, title, text_from(message_id)), message))
    return sorted(hits, key=lambda hit: hit[0].conversation.updated_at, reverse=True)


def _with_growing(
    connection: sqlite3.Connection, terms: Sequence[Term], found: list[_Found], titles: int
) -> list[_Found]:
    """With the answers that still grow: each is the newest message of its conversation."""
    for hit in find_growing(connection, terms):
        id_ = hit.conversation.id
        known = next((at for at, (other, _) in enumerate(found) if other.conversation.id == id_), None)
        if known is None:
            title = (TextPiece(normal(hit.conversation.title)),)
            found.insert(titles, (SearchHit(hit.conversation, title, hit.message_id, hit.excerpt), None))
        else:
            found[known] = (
                replace(found[known][0], message_id=hit.message_id, excerpt=hit.excerpt),
                None,
            )
    return found


def _excerpts(
    connection: sqlite3.Connection, terms: Sequence[Term], messages: Sequence[int]
) -> dict[int, tuple[TextPiece, ...]]:
    """Of each of the messages, by number. One costs more than to find its message: only what is shown gets it."""
    made: dict[int, tuple[TextPiece, ...]] = {}
    finder = ExcerptFinder(terms)
    for number, role, text in connection.execute(_TEXTS, (json.dumps(messages),)):
        part, spans = finder.found_part(
            text_from(text), partial(_content, connection, number), is_markdown=role != Role.USER.value
        )
        made[number] = excerpt_of(part, spans)
    return made


def _content(connection: sqlite3.Connection, message: int) -> str:
    """What the index holds of a message."""
    row = connection.execute("SELECT text FROM message_words WHERE rowid = ?", (message,)).fetchone()
    return "" if row is None else text_from(row[0])


def _hit(conversation: ConversationSummary, finder: ExcerptFinder) -> SearchHit:
    title = normal(conversation.title)
    return SearchHit(conversation, parts_of(title, finder.hits_in(title)))
