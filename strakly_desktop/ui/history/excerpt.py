"""Cuts a found text to the width of a row so that the first hit stays in sight."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from strakly_desktop.conversation.cut_text import ELLIPSIS, with_whole_numbers

if TYPE_CHECKING:
    from strakly_desktop.conversation.model import TextPiece

# How far to the right the first hit may end: what follows it tells as much as what is before it.
_HIT_ENDS_BY = 0.7


class FittedText(NamedTuple):
    """One line of text and the places of its hits: start and length in characters of `text`."""

    text: str
    hits: tuple[tuple[int, int], ...]


def fit_pieces(pieces: "Sequence[TextPiece]", font: QFont, width: float) -> FittedText:
    """`pieces` as one line of at most `width` px: words in front of a far hit give way, then the end."""
    metrics = QFontMetricsF(font)
    text = "".join(piece.text for piece in pieces)
    hits = _places(pieces)
    if hits and metrics.horizontalAdvance(text) > width:
        first = hits[0][0] + hits[0][1]
        starts = [0, *(at + 1 for at in range(hits[0][0]) if text[at] == " "), hits[0][0]]
        room = width * _HIT_ENDS_BY

        def fits(start: int) -> bool:
            return metrics.horizontalAdvance(_from(text[:first], start)) <= room

        start = starts[min(bisect_left(starts, True, key=fits), len(starts) - 1)]
        if start:
            text = _from(text, start)
            hits = [(at - start + len(ELLIPSIS), length) for at, length in hits]
    shown = with_whole_numbers(metrics.elidedText(text, Qt.TextElideMode.ElideRight, width), text)
    kept = len(text) if shown == text else len(shown) - len(ELLIPSIS)
    return FittedText(shown, tuple((at, min(length, kept - at)) for at, length in hits if at < kept))


def _places(pieces: "Sequence[TextPiece]") -> list[tuple[int, int]]:
    at, places = 0, []
    for piece in pieces:
        if piece.hit and piece.text:
            places.append((at, len(piece.text)))
        at += len(piece.text)
    return places


def _from(text: str, start: int) -> str:
    return ELLIPSIS + text[start:] if start else text
