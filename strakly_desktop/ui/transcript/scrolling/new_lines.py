"""Counts what came in below a place as its reader would: rows of tables, and lines of all other text.

It is asked for in each frame: what is settled is counted once, and nothing is counted beyond what a pill can tell.
"""

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from strakly_desktop.rendering.writing.document_cursor import is_filler
from strakly_desktop.rendering.writing.folded_rows import ROW_END, holds_rows, rows_in
from strakly_desktop.rendering.writing.formats import table_of
from strakly_desktop.ui.controls.jump_button import MOST_LINES

_EMPTY = 1
"""The length of a block that has nothing but its end."""


class NewLines:
    """The lines of `document` below `place`, which moves with its text."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self.place = _staying(document)
        self._counted_to = _staying(document)
        self._counted = 0

    def begin_at_end(self) -> None:
        """What comes in from now on is new."""
        last = self._document.lastBlock()
        above = last.previous()
        table = table_of(above) if is_filler(last) and above.isValid() else None
        # Rows come in above the empty block that stands below their table.
        if table is not None:
            end = table.lastPosition()
        elif above.isValid() and holds_rows(above):
            end = last.position() - 1
        else:
            end = self._document.characterCount() - 1
        self.place.setPosition(end)
        self.count_anew()

    def begin_below(self, position: int) -> None:
        """What stands below the line at a position is new."""
        self.place.setPosition(position)
        self.count_anew()

    def count_anew(self) -> None:
        """Forget what was counted: lines are other ones in another width."""
        self._counted = 0

    def count(self, settled: int) -> int:
        """How many lines there are, at most `MOST_LINES`. What stands above the position `settled` is counted once."""
        if not self._counted or self._counted_to.position() < self.place.position():
            self._counted = 0
            self._counted_to.setPosition(self.place.position())
        lines = self._counted
        block, offset = self._counted_to.block(), self._counted_to.positionInBlock()
        is_first = not lines
        while block.isValid() and lines < MOST_LINES:
            table = table_of(block)
            if table is None:
                lines += _lines_below(block, offset) if is_first else _lines_of(block)
                block = block.next()
            else:
                row = table.cellAt(self._counted_to.position()).row() if is_first else -1
                lines += table.rows() - 1 - row
                block = table.lastCursorPosition().block().next()
            is_first = False
            # Rows come in above the block below their table: where it is the last one, they may still.
            if block.isValid() and block.position() < settled and lines:
                self._counted = lines
                self._counted_to.setPosition(block.position())
        return min(lines, MOST_LINES)


def _staying(document: QTextDocument) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setKeepPositionOnInsert(True)
    return cursor


def _lines_of(block: QTextBlock) -> int:
    if holds_rows(block):
        return rows_in(block)
    return block.layout().lineCount() if block.isVisible() and block.length() > _EMPTY else 0


def _lines_below(block: QTextBlock, offset: int) -> int:
    """Its lines below the one that the place is in."""
    if holds_rows(block):
        below = QTextCursor(block)
        below.setPosition(block.position() + offset)
        below.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        return below.selectedText().count(ROW_END)
    lines = _lines_of(block)
    return lines - 1 - block.layout().lineForTextPosition(offset).lineNumber() if lines else 0
