"""What of a document is in sight: only these blocks are ever looked at, or a long one would cost its length."""

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextDocument

from strakly_desktop.rendering.writing.formats import Mark, table_of

# Cards, bubbles and code heads reach this far above the first line and below the last one of their blocks.
REACH = 40


class VisibleBlock:
    """A block in sight.

    `format`: its block format. `role`: what is painted for it, None for nothing. `group`: the number of the card
    or quote that it is part of, 0 for none. `column`: of a table, None outside. Read once, for a painting asks
    every block for them.
    """

    __slots__ = ("_bounding_rect", "_rect", "block", "column", "format", "group", "role")

    def __init__(self, block: QTextBlock, bounding_rect: Callable[[QTextBlock], QRectF]) -> None:
        self.block = block
        self.format = block.blockFormat()
        self.column: int | None = self.format.property(Mark.COLUMN)
        # Most blocks in sight are cells, for which nothing of their own is painted: their table is.
        is_cell = self.column is not None
        self.role: str | None = None if is_cell else self.format.property(Mark.ROLE)
        self.group: int = 0 if is_cell else self.format.property(Mark.GROUP) or 0
        self._bounding_rect = bounding_rect
        self._rect: QRectF | None = None

    @property
    def rect(self) -> QRectF:
        """Its rectangle in document coordinates, asked for when it is needed: most cells of a table have none."""
        if self._rect is None:
            self._rect = self._bounding_rect(self.block)
        return self._rect

    @property
    def bottom(self) -> float:
        """Where its last line ends; its rectangle would end with its margin."""
        layout = self.block.layout()
        count = layout.lineCount()
        if not count:
            return self.rect.top()
        last = layout.lineAt(count - 1)
        return self.rect.top() + last.y() + last.height()

    @property
    def left(self) -> float:
        """Where its lines may begin; its rectangle ignores the margins."""
        return self.rect.left() + self.block.layout().lineAt(0).x() if self._has_lines else self.rect.left()

    @property
    def right(self) -> float:
        """Where its lines must end."""
        if not self._has_lines:
            return self.rect.right()
        line = self.block.layout().lineAt(0)
        return self.rect.left() + line.x() + line.width()

    @property
    def _has_lines(self) -> bool:
        return self.block.layout().lineCount() > 0


def starts_group(seen: VisibleBlock) -> bool:
    """Whether a card or quote begins with this block."""
    before = seen.block.previous()
    return not before.isValid() or before.blockFormat().property(Mark.GROUP) != seen.group


def ends_group(seen: VisibleBlock) -> bool:
    """Whether a card or quote ends with this block."""
    after = seen.block.next()
    return not after.isValid() or after.blockFormat().property(Mark.GROUP) != seen.group


def block_at(document: QTextDocument, y: float) -> QTextBlock:
    """The last block that begins at or above a height, found by halves: Qt's own search asks every table.

    Looked for from the end on, in steps that grow: that is where a frame paints.
    """
    bounding_rect = document.documentLayout().blockBoundingRect

    def begins_above(number: int) -> bool:
        return bounding_rect(shown(document.findBlockByNumber(number))).top() <= y

    high, step = document.blockCount() - 1, 1
    if begins_above(high):
        return shown(document.lastBlock())
    while step < high and not begins_above(high - step):
        high -= step
        step *= 2
    low = max(0, high - step)
    while high - low > 1:
        middle = (low + high) // 2
        if begins_above(middle):
            low = middle
        else:
            high = middle
    return shown(document.findBlockByNumber(low))


def shown(block: QTextBlock) -> QTextBlock:
    """The block itself, or the one before it that has a place on the page: cells that a table gave up have none."""
    while not block.isVisible() and block.previous().isValid():
        block = block.previous()
    return block


def row_block(block: QTextBlock) -> QTextBlock:
    """The first block on the page of the row of a table that a block stands in; the block itself outside of tables."""
    table = table_of(block)
    if table is None:
        return block
    row = table.cellAt(block.position()).row()
    cells = (table.cellAt(row, column).firstCursorPosition().block() for column in range(table.columns()))
    return next((cell for cell in cells if cell.isVisible()), block)


def visible_blocks(document: QTextDocument, first: QTextBlock, area: QRectF) -> list[VisibleBlock]:
    """The blocks from around `first`, at the top of `area`, to its bottom; rows of tables are whole."""
    bounding_rect = document.documentLayout().blockBoundingRect
    end = area.bottom() + REACH
    block = _row_start(first)
    if block.previous().isValid():
        block = _row_start(block.previous())
    seen = []
    while block.isValid():
        if not block.isVisible():
            block = block.next()
            continue
        one = VisibleBlock(block, bounding_rect)
        # The cells of a row begin together.
        if not one.column and one.rect.top() > end:
            break
        seen.append(one)
        block = block.next()
    return seen


def _row_start(block: QTextBlock) -> QTextBlock:
    table = table_of(block)
    if table is None:
        return block
    return table.cellAt(table.cellAt(block.position()).row(), 0).firstCursorPosition().block()
