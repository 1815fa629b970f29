"""Finds what an answer says that is still growing: the index takes it only when it is over."""

# ruff: noqa: S608 (only names of our own columns are put into statements)

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from strakly_desktop.conversation.model import ConversationSummary, TextPiece
from strakly_desktop.matching.terms import Form, Term
from strakly_desktop.matching.words import words_in
from strakly_desktop.store.records.index_text import indexed
from strakly_desktop.store.records.journal import with_growth
from strakly_desktop.store.records.rows import (
    CONVERSATION_COLUMNS,
    MESSAGE_COLUMNS,
    conversation_from,
    message_from,
)
from strakly_desktop.store.search.excerpts import excerpt_of
from strakly_desktop.store.search.hits import ExcerptFinder

_MESSAGES = ", ".join(f"message.{name}" for name in MESSAGE_COLUMNS.split(", "))
_CONVERSATIONS = ", ".join(f"conversation.{name}" for name in CONVERSATION_COLUMNS.split(", "))
_GROWING = f"""
    SELECT {_MESSAGES}, {_CONVERSATIONS}
    FROM message CROSS JOIN conversation ON conversation.number = message.conversation
    WHERE message.state = 'streaming' AND conversation.deleted_at IS NULL
"""
_COUNT = len(MESSAGE_COLUMNS.split(", "))


@dataclass(frozen=True, slots=True)
class GrowingHit:
    """A conversation whose running answer has every word that was searched for."""

    conversation: ConversationSummary
    message_id: str
    excerpt: tuple[TextPiece, ...]


def find_growing(connection: sqlite3.Connection, terms: Sequence[Term]) -> list[GrowingHit]:
    """The hits among the answers that grow. There is one at most for each app that uses the file."""
    hits = []
    for row in connection.execute(_GROWING).fetchall():
        message = with_growth(connection, message_from(row[:_COUNT]))
        content = indexed(message.text, is_markdown=True)
        if not has_all(content, terms):
            continue
        part, spans = ExcerptFinder(terms).found_part(message.text, lambda: content, is_markdown=True)  # noqa: B023
        hits.append(GrowingHit(conversation_from(row[_COUNT:]), message.id, excerpt_of(part, spans)))
    return hits


def has_all(content: str, terms: Sequence[Term]) -> bool:
    """Whether what the index would hold of a text has all terms, as the index finds them."""
    content = content.lower()
    # Most of a text is never split into words: a form that is nowhere in it begins none of them.
    words: set[str] = set()
    if all(any(form.text in content for form in _forms(term)) for term in terms):
        words = {content[first:last] for first, last in words_in(content)}
    return bool(words) and all(_is_in(words, term) for term in terms)


def _forms(term: Term) -> Iterator[Form]:
    yield from term.forms
    yield from term.parts


def _is_in(words: set[str], term: Term) -> bool:
    def is_there(form: Form) -> bool:
        return any(map(form.begins, words))

    return any(map(is_there, term.forms)) or (bool(term.parts) and all(map(is_there, term.parts)))
