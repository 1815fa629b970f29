"""Finds places again while a conversation is written anew: they are counted from its end, or from where an answer
begins that goes on meanwhile; the line that is read from what is written first, where that is not the end."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from strakly_desktop.rendering.writing.document_cursor import anchored, utf16_units
from strakly_desktop.rendering.writing.whole_values import JOINT
from strakly_desktop.ui.transcript.kept_places import offset_in

_KEEP = QTextCursor.MoveMode.KeepAnchor


class _Place(NamedTuple):
    """So many blocks below the one that is counted from, above it where that is negative, and so far into that block's
    `text`."""

    blocks: int
    offset: int
    text: str

    def further_up(self, blocks: int) -> "_Place":
        """The same, counted from so many blocks further down."""
        return self._replace(blocks=self.blocks - blocks)

    def offset_in(self, block: QTextBlock) -> int | None:
        """How far into a block it is; None where that has other words."""
        return offset_in(_text_of(block), self.text, self.offset)


class RewrittenPlaces:
    """The line that is read, `above` px below the upper edge of the page, what is selected, and places of `cursors`.

    A line of None: the reader is at the end. All are counted from the end. As long as that is not written they are
    found from what is written first, of which is known how far above the end it is.
    """

    def __init__(
        self,
        document: QTextDocument,
        start: QTextCursor | None,
        line: QTextCursor | None,
        above: int,
        cursors: Iterable[QTextCursor],
        first: QTextBlock | None = None,
    ) -> None:
        """`start`: of the answer that goes on meanwhile, None for none; see `note_start`. `first`: see
        `note_line_again`."""
        self._document = document
        self.counts_from_answer = start is not None
        self._start: QTextCursor | None = None
        self.note_start(start)
        self._top: QTextCursor | None = None
        """Where what was written first begins now."""
        self._top_at = 0
        self._line: _Place | None = None
        self._selected: _Marked | None = None
        self.counts_from_top = False
        self.above = 0
        if line is not None:
            self.note_line_again(line, above, first)
        self._cursors = [self._marked(cursor) for cursor in cursors]

    def note_line_again(self, line: QTextCursor, above: int, first: QTextBlock | None) -> None:
        """A line is read that is to be found when all has been written again, `above` px below the upper edge.

        `first`: the block that the page will begin with, and from which it is found; None where the end is written
        first. Nothing where the page is empty.
        """
        if self._origin is None:
            return
        self.above, self.counts_from_top = above, first is not None
        if first is not None:
            self._top_at = self._blocks_below_origin(first)
        self._line = self._noted(line.position())

    def note_selected(self, selected: QTextCursor) -> None:
        """That is selected, and what was before is not any more; nothing where the page is empty."""
        if self._origin is not None:
            self._selected = self._marked(selected)

    def count_again(self, start: QTextCursor | None) -> None:
        """The page is about to be emptied once more: it may end with a question by now, or with an answer that goes
        on from `start`."""
        if self._start is not None:
            end = start or _end_of(self._document)
            below = end.block().blockNumber() - self._start.block().blockNumber()
            self.counts_from_answer = start is not None
            self._top_at -= below
            self._line = None if self._line is None else self._line.further_up(below)
            self._selected = None if self._selected is None else self._selected.further_up(below)
            self._cursors = [marked.further_up(below) for marked in self._cursors]
        self._start = self._top = None

    def note_top(self) -> None:
        """What is written first stands on the page, and nothing above it yet."""
        if self._top is None:
            self._top = QTextCursor(self._document)

    def note_start(self, start: QTextCursor | None) -> None:
        """The last of all messages stands there: its end is counted from, or the `start` of an answer that goes on."""
        if self._start is None:
            self._start = anchored(start or _end_of(self._document))

    @property
    def origins(self) -> list[QTextCursor]:
        """What the places are found from, to be kept where its text is written anew meanwhile."""
        return [origin for origin in (self._start, self._top) if origin is not None]

    @property
    def line(self) -> QTextCursor | None:
        """The line that is read, when it stands on the page, until it is forgotten: where its words are others now, the
        one in its place."""
        origin = self._origin_of_top if self.counts_from_top else self._origin
        block = QTextBlock() if self._line is None or origin is None else self._block(self._line, origin)
        if self._line is None or not block.isValid():
            return None
        offset = self._line.offset_in(block)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + (0 if offset is None else offset))
        return cursor

    @property
    def waits_for_line(self) -> bool:
        """Whether the line that is read does not stand there yet."""
        return self._line is not None

    @property
    def waits_for_selected(self) -> bool:
        """Whether what was selected does not stand there yet."""
        return self._selected is not None

    def take_selected(self) -> QTextCursor | None:
        """What was selected, once, as soon as all of it stands on the page."""
        if self._selected is None or not self._selected.restore(self._found):
            return None
        selected, self._selected = self._selected.cursor, None
        return selected

    def restore(self) -> None:
        """Set the cursors to their text again; one whose text is gone selects nothing."""
        for marked in self._cursors:
            if not marked.restore(self._found):
                marked.cursor.setPosition(marked.cursor.position())

    def forget_line(self) -> None:
        """It is where it was, or the reader goes elsewhere."""
        self._line = None

    @property
    def _origin(self) -> int | None:
        """The number of the block that is counted from, as if all above it and nothing else stood on the page."""
        return self._origin_of_top if self._start is None else self._start.block().blockNumber()

    @property
    def _origin_of_top(self) -> int | None:
        return None if self._top is None else self._top.block().blockNumber() - self._top_at

    def _marked(self, cursor: QTextCursor) -> "_Marked":
        return _Marked(cursor, self._noted(cursor.anchor()), self._noted(cursor.position()))

    def _noted(self, position: int) -> _Place:
        at = QTextCursor(self._document)
        at.setPosition(position)
        block = at.block()
        return _Place(self._blocks_below_origin(block), at.positionInBlock(), _text_of(block))

    def _blocks_below_origin(self, block: QTextBlock) -> int:
        origin = self._origin
        assert origin is not None
        return block.blockNumber() - origin

    def _found(self, place: _Place) -> int | None:
        origin = self._origin
        block = QTextBlock() if origin is None else self._block(place, origin)
        offset = place.offset_in(block) if block.isValid() else None
        return None if offset is None else block.position() + offset

    def _block(self, place: _Place, origin: int) -> QTextBlock:
        number = origin + place.blocks
        return self._document.findBlockByNumber(number) if number >= 0 else QTextBlock()


class _Marked(NamedTuple):
    """A cursor, and where its ends are to be."""

    cursor: QTextCursor
    anchor: _Place
    position: _Place

    def further_up(self, blocks: int) -> "_Marked":
        """The same, counted from so many blocks further down."""
        return _Marked(self.cursor, self.anchor.further_up(blocks), self.position.further_up(blocks))

    def restore(self, found: Callable[[_Place], int | None]) -> bool:
        """Set it to its text, if both ends are `found`."""
        anchor, position = found(self.anchor), found(self.position)
        if anchor is None or position is None:
            return False
        self.cursor.setPosition(anchor)
        self.cursor.setPosition(position, _KEEP)
        return True


def _end_of(document: QTextDocument) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return cursor


def _text_of(block: QTextBlock) -> str:
    return utf16_units(block.text().replace(JOINT, " "))
