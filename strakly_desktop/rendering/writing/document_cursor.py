"""The end of the document, where every writer writes: starts blocks there and knows whether one stands ready."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from strakly_desktop.conversation.text_safety import TURNING
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.tables.table_layout import Room
from strakly_desktop.rendering.text_styles import TextStyle
from strakly_desktop.rendering.writing.formats import Mark, text_format

_groups = count(1)
_NOTE_HEIGHT = 34
_GUTTER = 32
"""Stays free at the edges of the page."""
_TINY = 1
_STRUCTURE: dict[int, str | None] = {
    **TURNING,
    0x2029: "\u2028",
    0xFDD0: "\ufffd",
    0xFDD1: "\ufffd",
    0x0D: " ",
    # At the beginning of a text Qt takes these for its encoding: it drops the one, and swaps all bytes for the other.
    0xFEFF: None,
    0xFFFE: "\ufffd",
}


@dataclass(slots=True)
class DocumentCursor:
    """Where and how writing goes on.

    `width`: of the reading column in px. `fresh`: the last block is empty and may be used for the next one, as
    after a table.
    """

    cursor: QTextCursor
    look: Look
    width: int
    fresh: bool = True
    _formats: dict[tuple[TextStyle, str, bool], tuple[Look, QTextCharFormat]] = field(default_factory=dict)
    measures: object = None
    """What `cell_fonts` keeps here from one table to the next."""

    @classmethod
    def at_end_of(cls, document: QTextDocument, look: Look, width: int, *, fresh: bool) -> "DocumentCursor":
        """The page at the end of `document`."""
        cursor = QTextCursor(document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cls(cursor, look, width, fresh)

    @property
    def room(self) -> Room:
        """The px that a table at the cursor may be wide."""
        return room_of(self.cursor.document(), self.width, self.look)

    def text_format(self, style: TextStyle, role: str = "", *, code: bool = False) -> QTextCharFormat:
        """As `formats.text_format`, made once for all blocks. Not to be changed."""
        key = style, role, code
        known = self._formats.get(key)
        if known is None or known[0] is not self.look:
            known = self._formats[key] = self.look, text_format(style, self.look, role, code=code)
        return known[1]

    def start_block(self, format_: QTextBlockFormat) -> None:
        """Begin a new block with `format_`, or use the fresh one.

        Qt ignores the top margin of the first block after a table: then the fresh one stays between them.
        """
        if self.fresh and (format_.topMargin() == 0 or not self._is_below_table()):
            self._leave_list()
            self.cursor.setBlockFormat(format_)
            self.cursor.setBlockCharFormat(QTextCharFormat())
            self.fresh = False
        else:
            self.cursor.insertBlock(format_, QTextCharFormat())
            self.fresh = False

    def to_end(self) -> None:
        """Go on at the end of the document."""
        self.cursor.movePosition(QTextCursor.MoveOperation.End)

    def hide_empty_block(self, *, below_table: bool) -> None:
        """Make the empty block beside a table one pixel high; the next block may use it."""
        thin = QTextBlockFormat()
        if below_table:
            thin.setProperty(Mark.BELOW_TABLE, True)
        thin.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        self.cursor.setBlockFormat(thin)
        tiny = QTextCharFormat()
        tiny.setProperty(QTextFormat.Property.FontPixelSize, _TINY)
        self.cursor.setBlockCharFormat(tiny)
        self.fresh = True

    def _is_below_table(self) -> bool:
        return bool(self.cursor.blockFormat().property(Mark.BELOW_TABLE))

    def _leave_list(self) -> None:
        text_list = self.cursor.block().textList()
        if text_list is not None:
            text_list.remove(self.cursor.block())


@contextmanager
def editing(document: QTextDocument) -> Iterator[None]:
    """Make several changes as one. Also where one of them fails: an edit left open is never laid out."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()


def keep_glyphs(document: QTextDocument, *, keep: bool) -> None:
    """Let the block that stands last keep what it was laid out by for its paint, which else works all of it out again.

    `keep`: false before another one comes to stand there, within the same edit, or its memory is never given back.
    """
    document.lastBlock().layout().setCacheEnabled(keep)


def anchored(cursor: QTextCursor) -> QTextCursor:
    """A place that stays where `cursor` is now: it moves with what is above it, and what is written there follows."""
    place = QTextCursor(cursor)
    place.clearSelection()
    place.setKeepPositionOnInsert(True)
    return place


def room_of(document: QTextDocument, width: int, look: Look) -> Room:
    """The reading column of `width` px, and how much of the page beside it is free."""
    margins = document.rootFrame().frameFormat()
    left, right = (
        max(0, round(margin) - _GUTTER) for margin in (margins.leftMargin(), margins.rightMargin())
    )
    return Room(width, left, right, look.scaled(_NOTE_HEIGHT))


def is_filler(block: QTextBlock) -> bool:
    """Whether this is the empty block that stands beside a table."""
    return block.charFormat().intProperty(QTextFormat.Property.FontPixelSize) == _TINY


def insertable(text: str) -> str:
    """Text without the characters by which Qt begins new blocks and tables, or that turn other text round."""
    return text.translate(_STRUCTURE)


def utf16_length(text: str) -> int:
    """The length of a text in a document, where some characters count as two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_units(text: str) -> str:
    """A text as the document counts it: a character beyond U+FFFF as two."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    return "".join(map(chr, memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")))


def utf16_text(units: str) -> str:
    """The text of such units; half a character becomes U+FFFD."""
    if units.isascii():
        return units
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def new_group() -> int:
    """A number for blocks that are painted as one area."""
    return next(_groups)
