"""Found text as pieces to show: one line, the hits marked, cut between whole signs only."""

import unicodedata
from collections.abc import Sequence
from typing import TypeAlias

from strakly_desktop.conversation.model import TextPiece

_CHARS_BEFORE_HIT = 40
_CHARS = 160
_ZERO_WIDTH_JOINER = "\u200d"
_ELLIPSIS = "…"


Spans: TypeAlias = Sequence[tuple[int, int]]


def parts_of(text: str, hits: Spans) -> tuple[TextPiece, ...]:
    """The whole of `text`; `hits` are where in it they start and end, in order."""
    return _pieces(text, hits, 0, len(text))


def excerpt_of(text: str, hits: Spans) -> tuple[TextPiece, ...]:
    """The part of `text` around its first hit."""
    start = _word_start(text, hits[0][0] - _CHARS_BEFORE_HIT) if hits else 0
    end = _whole_signs(text, start + _CHARS)
    return _pieces(text, hits, start, end)


def _pieces(text: str, hits: Spans, start: int, end: int) -> tuple[TextPiece, ...]:
    pieces = [TextPiece(_ELLIPSIS)] if start else []
    place = start
    for hit_start, hit_end in hits:
        first = max(place, _whole_signs(text, hit_start))
        last = min(end, _signs_after(text, hit_end))
        if first < last:
            pieces += (TextPiece(text[place:first]), TextPiece(text[first:last], hit=True))
            place = last
    pieces.append(TextPiece(text[place:end]))
    if end < len(text):
        pieces.append(TextPiece(_ELLIPSIS))
    return tuple(piece for piece in pieces if piece.text)


def _word_start(text: str, place: int) -> int:
    """The next start of a word; of a sign where the words are that long."""
    if place <= 0:
        return 0
    space = text.find(" ", place, place + _CHARS_BEFORE_HIT // 2)
    return space + 1 if space >= 0 else _whole_signs(text, place)


def _whole_signs(text: str, place: int) -> int:
    """The last place up to `place` where `text` may be cut."""
    if place >= len(text):
        return len(text)
    while place > 0 and _is_inside_sign(text, place):
        place -= 1
    return place


def _signs_after(text: str, place: int) -> int:
    while place < len(text) and _is_inside_sign(text, place):
        place += 1
    return place


def _is_inside_sign(text: str, place: int) -> bool:
    """Whether a cut at `place` would take one visible sign apart (the main rules of UAX 29)."""
    before, after = text[place - 1], text[place]
    if after.isascii():
        return before == _ZERO_WIDTH_JOINER
    if unicodedata.category(after)[0] == "M" or _ZERO_WIDTH_JOINER in (before, after):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True  # Skin tones; the letters of a subdivision's flag.
    if unicodedata.combining(before) == 9 and unicodedata.category(after) == "Lo":
        return True  # A virama joins two consonants.
    if _is_flag_letter(before) and _is_flag_letter(after):
        letters = 0
        while place - letters > 0 and _is_flag_letter(text[place - letters - 1]):
            letters += 1
        return letters % 2 == 1
    return False


def _is_flag_letter(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
