"""Finds places again while a conversation is written anew from its end upwards: they are counted from there, or from
where an answer begins that goes on meanwhile."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from strakly_desktop.rendering.writing.document_cursor import anchored, utf16_units
from strakly_desktop.rendering.writing.whole_values import JOINT
from strakly_desktop.ui.transcript.kept_places import offset_in

_KEEP = QTextCursor.MoveMode.KeepAnchor


class _Place(NamedTuple):
    """So many blocks above the one that is counted from, and so far into that block's `text`."""

    blocks: int
    offset: int
    text: str


class RewrittenPlaces:
    """The line that is read, `above` px below the upper edge of the page, and the places of `cursors`.

    A line of None: the reader is at the end.
    """

    def __init__(
        self,
        document: QTextDocument,
        start: QTextCursor | None,
        line: QTextCursor | None,
        above: int,
        cursors: Iterable[QTextCursor],
    ) -> None:
        """`start`: of the answer that goes on meanwhile, None for none; see `note_start`."""
        self._document = document
        self.counts_from_answer = start is not None
        self._start: QTextCursor | None = None
        self.note_start(start)
        self.above = above
        self._line = None if line is None else self._noted(line.position())
        self._cursors = [
            (cursor, self._noted(cursor.anchor()), self._noted(cursor.position())) for cursor in cursors
        ]

    def note_line_again(self, line: QTextCursor, above: int) -> None:
        """The line that was found again is read, or another one by now: it is to be found once more."""
        if self._start is not None and self._line is None:
            self._line, self.above = self._noted(line.position()), above

    def start_again(self) -> None:
        """The page is empty once more."""
        self._start = None

    def note_start(self, start: QTextCursor | None) -> None:
        """The last of all messages stands there: its end is counted from, or the `start` of an answer that goes on."""
        if self._start is None:
            self._start = anchored(start or _end_of(self._document))

    def take_line(self) -> QTextCursor | None:
        """The line that is read, once, when it stands on the page."""
        position = None if self._line is None else self._found(self._line)
        if position is None:
            return None
        self._line = None
        cursor = QTextCursor(self._document)
        cursor.setPosition(position)
        return cursor

    @property
    def waits_for_line(self) -> bool:
        """Whether the line that is read does not stand there yet."""
        return self._line is not None

    def restore(self) -> None:
        """Set the cursors to their text again; one whose text is gone selects nothing."""
        for cursor, noted_anchor, noted_position in self._cursors:
            anchor, position = self._found(noted_anchor), self._found(noted_position)
            if anchor is None or position is None:
                anchor = position = cursor.position()
            cursor.setPosition(anchor)
            cursor.setPosition(position, _KEEP)

    def forget_line(self) -> None:
        """The reader goes elsewhere."""
        self._line = None

    def _noted(self, position: int) -> _Place:
        assert self._start is not None
        at = QTextCursor(self._document)
        at.setPosition(position)
        block = at.block()
        return _Place(
            self._start.block().blockNumber() - block.blockNumber(),
            at.positionInBlock(),
            _text_of(block),
        )

    def _found(self, place: _Place) -> int | None:
        if self._start is None:
            return None
        number = self._start.block().blockNumber() - place.blocks
        block = self._document.findBlockByNumber(number) if number >= 0 else QTextBlock()
        if not block.isValid():
            return None
        offset = offset_in(_text_of(block), place.text, place.offset)
        return None if offset is None else block.position() + offset


def _end_of(document: QTextDocument) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return cursor


def _text_of(block: QTextBlock) -> str:
    return utf16_units(block.text().replace(JOINT, " "))
