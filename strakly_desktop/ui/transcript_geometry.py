"""Where parts of the transcript stand, in document coordinates."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextBlock, QTextDocument

from strakly_desktop.rendering.formats import Mark, table_of

CELL_PADDING = 8
CODE_PADDING = 16


def row_at(document: QTextDocument, block: QTextBlock, point: QPointF) -> int:
    """The position of the first cell of the table row under `point`, or -1; header rows do not count.

    `block` is the one next to the point, which may lie in the padding of a cell.
    """
    table = table_of(block)
    if table is None:
        return -1
    row = table.cellAt(block.position()).row()
    if row < table.format().headerRowCount():
        return -1
    layout = document.documentLayout()
    first = table.cellAt(row, 0).firstCursorPosition().block()
    top = layout.blockBoundingRect(first).top() - CELL_PADDING
    bottoms = [
        layout.blockBoundingRect(table.cellAt(row, column).lastCursorPosition().block()).bottom()
        for column in range(table.columns())
    ]
    left = layout.frameBoundingRect(table).left()
    width = float(table.format().property(Mark.TABLE_WIDTH))
    inside = top <= point.y() <= max(bottoms) + CELL_PADDING and left <= point.x() <= left + width
    return table.cellAt(row, 0).firstPosition() if inside else -1


def code_corner(document: QTextDocument, block: QTextBlock) -> QPointF:
    """The upper right corner of the card whose first line is `block`."""
    rect = document.documentLayout().blockBoundingRect(block)
    right = rect.left() + block.blockFormat().leftMargin() + rect.width() + CODE_PADDING
    return QPointF(right, rect.top() - CODE_PADDING)
