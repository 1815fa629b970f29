"""Gives the text of a document the colours of another look, in place: nothing is written again.

Qt lays out every block whose format changes, which for a long conversation takes longer than a frame: what is in
sight comes at once and the rest between frames.
"""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from strakly_desktop.rendering.document.drawing_bugs import DrawingBugs
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.document_cursor import editing
from strakly_desktop.rendering.writing.formats import Mark, set_color

_BLOCKS_AT_ONCE = 200


class Recoloring:
    """Re-colours one document."""

    def __init__(self, document: QTextDocument, bugs: DrawingBugs) -> None:
        self._document = document
        self._bugs = bugs
        self._formats: dict[str, QTextCharFormat] = {}
        self._plain = QColor()
        self._reached = QTextCursor(document)
        self._pass = QTimer(document, singleShot=True, interval=0)
        self._pass.timeout.connect(self._go_on)

    def recolor(self, look: Look) -> None:
        """Re-colour everything now."""
        self.stop()
        self._use(look)
        self._recolor(self._document.begin(), self._document.blockCount())

    def recolor_first(self, look: Look, start: int, end: int) -> None:
        """Re-colour the blocks between two positions now, and everything else between frames."""
        self._use(look)
        first, last = self._document.findBlock(start), self._document.findBlock(end)
        self._recolor(first, last.blockNumber() - first.blockNumber() + 1)
        self._reached.setPosition(0)
        self._pass.start()

    def stop(self) -> None:
        """Leave the rest as it is: it will be written anew."""
        self._pass.stop()

    def _go_on(self) -> None:
        """A cursor keeps the place, for the conversation may grow meanwhile, at either end."""
        block = self._recolor(self._reached.block(), _BLOCKS_AT_ONCE)
        if block.isValid():
            self._reached.setPosition(block.position())
            self._pass.start()

    def _use(self, look: Look) -> None:
        self._formats = {}
        self._plain = QColor(look.colors.get("text", ""))
        for role in look.colors:
            self._formats[role] = QTextCharFormat()
            set_color(self._formats[role], look, role)

    def _recolor(self, block: QTextBlock, count: int) -> QTextBlock:
        """Re-colour `count` blocks from `block` on; return the one after them."""
        with editing(self._document):
            while block.isValid() and count:
                self._bugs.attempt(partial(self._recolor_block, block), partial(self._recolor_plainly, block))
                block = block.next()
                count -= 1
        return block

    def _recolor_block(self, block: QTextBlock) -> None:
        iterator = block.begin()
        runs = []
        while not iterator.atEnd():
            fragment = iterator.fragment()
            old = fragment.charFormat()
            role = old.property(Mark.COLOR_ROLE)
            if role and old.foreground() != self._formats[role].foreground():
                runs.append((fragment.position(), fragment.length(), self._formats[role]))
            iterator += 1
        cursor = QTextCursor(self._document)
        for position, length, format_ in runs:
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(format_)

    def _recolor_plainly(self, block: QTextBlock) -> None:
        """All of a block in the colour of text: that can be read on any page."""
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        format_ = QTextCharFormat()
        format_.setForeground(self._plain)
        cursor.mergeCharFormat(format_)
