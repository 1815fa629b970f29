"""Keeps cursors on their text while what they stand in is written anew.

A cursor of Qt moves with the text around it, but text that is taken away and written again takes it along. So a
place in such text is noted by its block and how far into it, and is found again when the same text is there; a
place whose text is gone for good is lost, and never stands on other text.
"""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from strakly_desktop.rendering.writing.document_cursor import anchored, utf16_units
from strakly_desktop.rendering.writing.whole_values import JOINT

_KEEP = QTextCursor.MoveMode.KeepAnchor


class KeptPlaces:
    """The places of `cursors` before a change that writes anew what stands from position `start` on."""

    def __init__(self, document: QTextDocument, start: int, cursors: Iterable[QTextCursor]) -> None:
        self._document = document
        self._texts: dict[int, str] = {}
        self._start = anchored(_at(document, start))
        # Text that is added right where a cursor stands would take it along.
        self._kept = [
            (cursor, self._note(cursor.anchor()), self._note(cursor.position()))
            for cursor in cursors
            if max(cursor.anchor(), cursor.position()) >= start
        ]

    def restore(self) -> list[QTextCursor]:
        """Set the cursors to their text again; return those that stand elsewhere than the change left them."""
        self._texts.clear()
        moved = []
        for cursor, noted_anchor, noted_position in self._kept:
            anchor, position = self._now(noted_anchor), self._now(noted_position)
            if anchor is None or position is None:
                # Part of it is gone: then nothing is selected, rather than other words.
                anchor = position = position if position is not None else self._start.position()
            if (cursor.anchor(), cursor.position()) != (anchor, position):
                cursor.setPosition(anchor)
                cursor.setPosition(position, _KEEP)
                moved.append(cursor)
        return moved

    def _now(self, place: "_Place | _Above") -> int | None:
        return place.cursor.position() if isinstance(place, _Above) else self._found(place)

    def _note(self, position: int) -> "_Place | _Above":
        start = self._start.position()
        if position <= start:
            return _Above(anchored(_at(self._document, position)))
        first, block = self._document.findBlock(start), self._document.findBlock(position)
        begin = max(block.position(), start)
        text = self._text_of(block)[begin - block.position() :]
        return _Place(block.blockNumber() - first.blockNumber(), position - begin, text)

    def _text_of(self, block: QTextBlock) -> str:
        """Asked for once: many places may stand in one long block."""
        number = block.blockNumber()
        if number not in self._texts:
            self._texts[number] = utf16_units(block.text().replace(JOINT, " "))
        return self._texts[number]

    def _found(self, place: "_Place") -> int | None:
        """Where a place is now; None where its text is gone."""
        start = self._start.position()
        block = self._document.findBlockByNumber(self._start.block().blockNumber() + place.blocks)
        if not block.isValid():
            return None
        begin = max(block.position(), start)
        offset = offset_in(self._text_of(block)[begin - block.position() :], place.text, place.offset)
        return None if offset is None else begin + offset


class _Above(NamedTuple):
    """A place in text that stays."""

    cursor: QTextCursor


class _Place(NamedTuple):
    """So many blocks below the one in which the change begins, and so far into that block's `text`."""

    blocks: int
    offset: int
    text: str


def offset_in(new: str, old: str, offset: int) -> int | None:
    """Where the place `offset` of an old text is in the new one, which says more, or the same with less marks."""
    if new[:offset] == old[:offset]:
        return offset
    if not new:
        return None
    kept, found = 0, 0
    for index, unit in enumerate(old):
        if index == offset:
            found = kept
        if kept < len(new) and unit == new[kept]:
            kept += 1
    if kept < len(new):
        return None
    return kept if offset >= len(old) else found


def _at(document: QTextDocument, position: int) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(min(position, document.characterCount() - 1))
    return cursor
