"""Found text as pieces to show: one line, the hits marked, cut between graphemes only."""

from collections.abc import Sequence
from typing import TypeAlias

from strakly_desktop.conversation.cut_text import end_in_word, end_of_words
from strakly_desktop.conversation.graphemes import cut_after, cut_before
from strakly_desktop.conversation.model import TextPiece

_CHARS_BEFORE_HIT = 40
_CHARS_AFTER_HIT = 20
_CHARS = 160
_ELLIPSIS = "…"


Spans: TypeAlias = Sequence[tuple[int, int]]


def parts_of(text: str, hits: Spans) -> tuple[TextPiece, ...]:
    """The whole of `text`; `hits` are where in it they start and end, in order."""
    return _pieces(text, hits, 0, len(text))


def excerpt_of(text: str, hits: Spans) -> tuple[TextPiece, ...]:
    """The part of `text` around its first hit."""
    start = _word_start(text, hits[0][0] - _CHARS_BEFORE_HIT) if hits else 0
    end = end_of_words(text, start + _CHARS)
    if hits and end < hits[0][1] + _CHARS_AFTER_HIT:
        # A word without an end stands there: what was found is seen, with some of that.
        end = max(end, end_in_word(text, start + _CHARS)) if len(text) > start + _CHARS else end
    return _pieces(text, hits, start, end)


def _pieces(text: str, hits: Spans, start: int, end: int) -> tuple[TextPiece, ...]:
    pieces = [TextPiece(_ELLIPSIS)] if start else []
    place = start
    for hit_start, hit_end in hits:
        first = max(place, cut_before(text, hit_start))
        last = min(end, cut_after(text, hit_end))
        if first < last:
            pieces += (TextPiece(text[place:first]), TextPiece(text[first:last], hit=True))
            place = last
    pieces.append(TextPiece(text[place:end]))
    if end < len(text):
        pieces.append(TextPiece(_ELLIPSIS))
    return tuple(piece for piece in pieces if piece.text)


def _word_start(text: str, place: int) -> int:
    """The next start of a word; of a grapheme where the words are that long."""
    if place <= 0:
        return 0
    space = text.find(" ", place, place + _CHARS_BEFORE_HIT // 2)
    return space + 1 if space >= 0 else cut_before(text, place)
