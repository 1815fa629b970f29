"""What may be seen of saved conversations and of what a search found, where texts are masked."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from strakly_desktop.conversation.model import ConversationSummary, SearchHit, TextPiece

Seen = Callable[[str], str]


def seen_conversation(conversation: ConversationSummary, seen: Seen) -> ConversationSummary:
    """The same, with what may be `seen` of its title."""
    title = seen(conversation.title)
    return conversation if title == conversation.title else replace(conversation, title=title)


def seen_hits(hits: Sequence[SearchHit], seen: Seen, seen_part: Seen) -> list[SearchHit]:
    """The same, with what may be `seen` of their titles, and `seen_part` of a text that is cut anywhere."""
    return [_seen_hit(hit, seen, seen_part) for hit in hits]


def seen_pieces(pieces: tuple[TextPiece, ...], seen_part: Seen) -> tuple[TextPiece, ...]:
    """Those of an excerpt; where something of it may not be seen, its hits are not marked."""
    whole = "".join(piece.text for piece in pieces)
    seen = seen_part(whole)
    return pieces if seen == whole else (TextPiece(seen),)


def _seen_hit(hit: SearchHit, seen: Seen, seen_part: Seen) -> SearchHit:
    conversation = seen_conversation(hit.conversation, seen)
    same = conversation.title == hit.conversation.title
    title = hit.title if same else (TextPiece(conversation.title),)
    return replace(hit, conversation=conversation, title=title, excerpt=seen_pieces(hit.excerpt, seen_part))
