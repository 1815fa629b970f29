"""Cuts a paragraph of a printout between two of its lines, so that nothing is seen of it.

Qt lays out a paragraph as a whole at every change, and lets a page end in the middle of one of its lines. A very
long one comes in parts: all but its last line is cut off before the next part, which goes on in that line.
"""

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
    QTextFormat,
)

_LINE_END = "\u2028"


def cut_above_line(block: QTextBlock, index: int, *, begins_page: bool = False) -> None:
    """Make two blocks of one, the second from line `index` on, on a new page if it `begins_page`."""
    first, second = block.blockFormat(), block.blockFormat()
    items = block.textList()
    if items is not None:
        # Beside no marker, and as far in.
        second.setIndent(second.indent() + items.format().indent())
        second.setObjectIndex(-1)
    first.setBottomMargin(0)
    second.setTopMargin(0)
    second.setTextIndent(0)
    second.setPageBreakPolicy(
        QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
        if begins_page
        else QTextFormat.PageBreakFlag.PageBreak_Auto
    )
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + block.layout().lineAt(index).textStart())
    if block.document().characterAt(cursor.position() - 1) == _LINE_END:
        # It would leave an empty line above, on the next page.
        cursor.deletePreviousChar()
    cursor.insertBlock(second)
    QTextCursor(block).setBlockFormat(first)


def cut_above_last_line(document: QTextDocument) -> None:
    """Let the line that stands last be a block of its own."""
    block = document.lastBlock()
    document.documentLayout().blockBoundingRect(block)  # Qt lays it out now.
    if block.layout().lineCount() > 1:
        cut_above_line(block, block.layout().lineCount() - 1)


def take_last_line(document: QTextDocument) -> tuple[QTextDocumentFragment, QTextBlockFormat]:
    """Remove the line that stands last; return its text and the format of its block."""
    cut_above_last_line(document)
    cursor = QTextCursor(document.lastBlock())
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    taken, form = cursor.selection(), cursor.blockFormat()
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_Auto)
    cursor.removeSelectedText()
    cursor.deletePreviousChar()
    return taken, form
