"""The rows of a long table that the page does not draw: their text stands below it, out of sight.

Qt takes a millisecond and more to draw a row, and lays out all of them again for each new width or text size:
thousands would hold the window for seconds, and nobody reads them there. The table panel shows all. The text stays in
the document, so that find, copy and screen readers have every row.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextTable

from strakly_desktop.rendering.writing.document_cursor import DocumentCursor, insertable, utf16_length
from strakly_desktop.rendering.writing.formats import BlockRole, Mark

if TYPE_CHECKING:
    # The window is painted before anything can read a table.
    from strakly_desktop.rendering.tables.table_data import TableRow

CELL_END = "\t"
ROW_END = "\u2028"
ROWS_PER_BLOCK = 64
"""Many rows share a block: whatever walks through a document takes its time for each block."""


class FoldedRows:
    """Writes the rows of one table, whose number is `group`, that are not drawn."""

    def __init__(self, group: int) -> None:
        self._format = QTextBlockFormat()
        self._format.setProperty(Mark.ROLE, BlockRole.ROWS)
        self._format.setProperty(Mark.GROUP, group)
        self._rows_in_block = 0

    def add(self, page: DocumentCursor, rows: "Sequence[TableRow]") -> None:
        """Write rows at the end of the document, which is the end of the table."""
        cursor = QTextCursor(page.cursor)
        is_first = not self._rows_in_block
        last = cursor.document().lastBlock()
        if not is_first:
            # Qt's empty block below the table, or below the rows, stays the last one.
            last = last.previous()
        cursor.setPosition(last.position() + last.length() - 1)
        for row in rows:
            if self._rows_in_block % ROWS_PER_BLOCK == 0:
                cursor.insertBlock(self._format, QTextCharFormat())
                cursor.block().setVisible(False)
                self._rows_in_block = 0
            _write_row(cursor, row, first=not self._rows_in_block)
            self._rows_in_block += 1
        if is_first:
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            cursor.block().setVisible(True)
            page.to_end()
            page.hide_empty_block(below_table=True)
        page.to_end()


def _write_row(cursor: QTextCursor, row: "TableRow", *, first: bool) -> None:
    text = "" if first else ROW_END
    for number, cell in enumerate(row):
        text += CELL_END if number else ""
        if not cell.href:
            text += insertable(cell.text)
            continue
        if text:
            cursor.insertText(text, QTextCharFormat())
            text = ""
        link = QTextCharFormat()
        link.setAnchor(True)
        link.setAnchorHref(cell.href)
        cursor.insertText(insertable(cell.text), link)
    if text:
        cursor.insertText(text, QTextCharFormat())


def holds_rows(block: QTextBlock) -> bool:
    """Whether a block is rows of a table that are not drawn."""
    return bool(block.blockFormat().property(Mark.ROLE) == BlockRole.ROWS)


def folded_blocks(last_part: QTextTable) -> Iterator[QTextBlock]:
    """The blocks of the rows of a table that are not drawn, by the last of its parts that are."""
    if not last_part.format().property(Mark.FOLDED):
        return
    # Below the empty block that Qt wants behind a table.
    block = last_part.lastCursorPosition().block().next().next()
    while block.isValid() and holds_rows(block):
        yield block
        block = block.next()


def folded_count(last_part: QTextTable) -> int:
    """How many rows of a table are not drawn."""
    last, blocks = None, 0
    for block in folded_blocks(last_part):
        last, blocks = block, blocks + 1
    return 0 if last is None else (blocks - 1) * ROWS_PER_BLOCK + rows_in(last)


def folded_row_at(place: QTextCursor) -> int:
    """Which of the rows that are not drawn a place is in, from 0."""
    block, blocks = place.block(), 0
    before = QTextCursor(block)
    before.setPosition(place.selectionStart(), QTextCursor.MoveMode.KeepAnchor)
    row = before.selectedText().count(ROW_END)
    while holds_rows(block.previous()):
        block, blocks = block.previous(), blocks + 1
    return blocks * ROWS_PER_BLOCK + row


def rows_within(block: QTextBlock, start: int, end: int) -> slice:
    """Which rows of a block have a part between two positions."""
    first = last = 0
    begin = block.position()
    for number, row in enumerate(block.text().split(ROW_END)):
        until = begin + utf16_length(row)
        if until < start:
            first = number + 1
        if begin < end:
            last = number + 1
        begin = until + 1
    return slice(first, last)


def links_in(block: QTextBlock) -> Iterator[tuple[str, str]]:
    """All text of a block in runs, each with the address of its link or ""."""
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        yield fragment.text(), fragment.charFormat().anchorHref()
        iterator += 1


def rows_in(block: QTextBlock) -> int:
    """How many rows a block of them holds."""
    return block.text().count(ROW_END) + 1
