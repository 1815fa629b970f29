"""Finds conversations that no disk has taken yet, and which are in no index: those that are listed as not saved."""

from collections.abc import Sequence
from dataclasses import replace

from strakly_desktop.conversation.model import ConversationSummary, Message, Role, SearchHit, TextPiece
from strakly_desktop.matching.terms import Term, terms_of
from strakly_desktop.matching.words import normal
from strakly_desktop.store.records.index_text import indexed
from strakly_desktop.store.search.excerpts import excerpt_of, parts_of
from strakly_desktop.store.search.growing import has_all
from strakly_desktop.store.search.hits import ExcerptFinder


def search_waiting(
    conversations: Sequence[tuple[ConversationSummary, Sequence[Message]]], text: str
) -> list[SearchHit]:
    """Those of `conversations`, the newest first, in whose title or in one of whose messages all of `text` is.

    As `search` finds them; each with its excerpt, of the newest message that is hit.
    """
    terms = terms_of(text)
    if not terms:
        return []
    finder = ExcerptFinder(terms)
    found = [_hit(summary, messages, terms, finder) for summary, messages in conversations]
    hits = [hit for hit in found if hit is not None]
    return sorted(hits, key=lambda hit: hit.conversation.updated_at, reverse=True)


def _hit(
    summary: ConversationSummary, messages: Sequence[Message], terms: Sequence[Term], finder: ExcerptFinder
) -> SearchHit | None:
    title = normal(summary.title)
    hit = None
    if has_all(indexed(title, is_markdown=False), terms):
        hit = SearchHit(summary, parts_of(title, finder.hits_in(title)))
    for message in reversed(messages):
        is_markdown = message.role is not Role.USER
        content = indexed(message.text, is_markdown=is_markdown)
        if has_all(content, terms):
            part, spans = finder.found_part(message.text, lambda: content, is_markdown=is_markdown)  # noqa: B023
            hit = hit or SearchHit(summary, (TextPiece(title),))
            return replace(hit, message_id=message.id, excerpt=excerpt_of(part, spans))
    return hit
