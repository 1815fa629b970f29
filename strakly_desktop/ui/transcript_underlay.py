"""Paints what a QTextDocument cannot: bubbles, cards, row lines, quote bars and pills, below the text.

Only the blocks in sight are looked at: walking the whole document costs a hundred times as much.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPainterPath,
    QPen,
    QTextBlock,
    QTextDocument,
    QTextLayout,
    QTextLine,
    QTextTable,
)

from strakly_desktop.rendering.formats import BlockRole, Mark, table_of
from strakly_desktop.rendering.inline_writer import INLINE_CODE
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.icons import icon_pixmap
from strakly_desktop.ui.shapes import color, draw_box, outline_role

_BUBBLE_PADDING = (16, 10)
_BUBBLE_RADIUS = 16
_BUBBLE_TAIL = 6
_CARD_RADIUS = 10
_CELL_PADDING = 8
_CODE_PADDING = 16
_QUOTE_BAR = 3
_QUOTE_INDENT = 19
# Qt puts all extra line height above the text; painted shapes go along.
_LINE_SHIFT = 2


class Underlay:
    """Paints the backgrounds of the visible part of one document.

    `area`: the visible part in document coordinates.
    """

    def __init__(self, painter: QPainter, document: QTextDocument, look: Look, area: QRectF) -> None:
        self._painter = painter
        self._layout: QAbstractTextDocumentLayout = document.documentLayout()
        self._look = look
        self._area = area
        self._tables: set[int] = set()
        self._groups: set[int] = set()

    def paint(self, first: QTextBlock) -> None:
        """Paint for `first` and the blocks after it, to the end of the visible area."""
        block = first
        while block.isValid():
            rect = self._layout.blockBoundingRect(block)
            if rect.top() > self._area.bottom() and table_of(block) is None:
                return
            if rect.top() > self._area.bottom() + 400:
                return
            self._paint_block(block, rect)
            block = block.next()

    def _paint_block(self, block: QTextBlock, rect: QRectF) -> None:
        table = table_of(block)
        if table is not None and table.firstPosition() not in self._tables:
            self._tables.add(table.firstPosition())
            self._paint_table(table, block)
        format_ = block.blockFormat()
        match format_.property(Mark.ROLE):
            case BlockRole.USER:
                self._paint_bubble(block, rect)
            case BlockRole.CODE | BlockRole.QUOTE as role:
                group = int(format_.property(Mark.GROUP))
                if group not in self._groups:
                    self._groups.add(group)
                    self._paint_group(role, block, group)
            case BlockRole.RULE:
                y = round(rect.center().y())
                self._painter.fillRect(QRectF(rect.left(), y, rect.width(), 1), color(self._look, "border"))
            case BlockRole.STATE_STOPPED:
                side = self._look.scaled(10)
                box = QRectF(rect.left() + 2, rect.center().y() - side / 2 + 1, side, side)
                draw_box(self._painter, box, 2.5, color(self._look, "text-muted"))
            case BlockRole.STATE_INCOMPLETE:
                size = self._look.scaled(16)
                ratio = self._painter.device().devicePixelRatio()
                icon = icon_pixmap(self._look, "triangle-alert", "warning", size, ratio)
                self._painter.drawPixmap(QPointF(rect.left(), rect.center().y() - size / 2), icon)
            case _:
                pass
        if format_.property(Mark.HAS_PILLS):
            self._paint_pills(block, rect)

    def _paint_bubble(self, block: QTextBlock, rect: QRectF) -> None:
        layout = block.layout()
        lines = [layout.lineAt(i) for i in range(layout.lineCount())]
        if not lines:
            return
        width = max(line.naturalTextWidth() for line in lines)
        left = rect.left() + min(line.naturalTextRect().left() for line in lines)
        height = len(lines) * block.blockFormat().lineHeight()
        x, y = _BUBBLE_PADDING
        bubble = QRectF(left - x, rect.top() - y + _LINE_SHIFT, width + 2 * x + 2, height + 2 * y)
        look = self._look
        path = _bubble_path(bubble)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outlined = look.colors["bubble-border"] != look.colors["bubble-bg"]
        pen = QPen(color(look, "bubble-border"), 2) if outlined else QPen(Qt.PenStyle.NoPen)
        self._painter.setPen(pen)
        self._painter.setBrush(color(look, "bubble-bg"))
        self._painter.drawPath(path)

    def _paint_group(self, role: str, block: QTextBlock, group: int) -> None:
        """One area for a run of blocks of one code block or quote, whose ends may be out of sight."""
        first = block
        while _is_of(first.previous(), group) and self._is_near(first):
            first = first.previous()
        last = block
        while _is_of(last.next(), group) and self._is_near(last):
            last = last.next()
        top = self._layout.blockBoundingRect(first)
        bottom = self._layout.blockBoundingRect(last)
        end = bottom.top() + _text_height(last)
        look = self._look
        if role == BlockRole.CODE:
            height = end - top.top() + 2 * _CODE_PADDING
            left = top.left() + first.blockFormat().leftMargin() - _CODE_PADDING
            area = QRectF(left, top.top() - _CODE_PADDING, top.width() + 2 * _CODE_PADDING, height)
            draw_box(
                self._painter, area, _CARD_RADIUS, color(look, "code-bg"), color(look, outline_role(look))
            )
        else:
            x = top.left() + first.blockFormat().leftMargin() - _QUOTE_INDENT
            area = QRectF(x, top.top() + _LINE_SHIFT, _QUOTE_BAR, end - top.top())
            draw_box(self._painter, area, _QUOTE_BAR / 2, color(look, "quote-bar"))

    def _is_near(self, block: QTextBlock) -> bool:
        rect = self._layout.blockBoundingRect(block)
        return rect.bottom() > self._area.top() - 40 and rect.top() < self._area.bottom() + 40

    def _paint_table(self, table: QTextTable, block: QTextBlock) -> None:
        look = self._look
        width = float(table.format().property(Mark.TABLE_WIDTH))
        first_row = table.cellAt(block.position()).row()
        tops: list[tuple[int, float]] = []
        left = 0.0
        bottom = 0.0
        for row in range(first_row, table.rows()):
            top = self._cell_rect(table, row, 0).top() - _CELL_PADDING
            if top > self._area.bottom():
                break
            tops.append((row, top))
            left = self._cell_rect(table, row, 0).left()
            bottom = self._row_bottom(table, row)
        if not tops:
            return
        card_top = tops[0][1] if first_row == 0 else self._area.top() - 2 * _CARD_RADIUS
        at_end = tops[-1][0] == table.rows() - 1
        card = QRectF(left, card_top, width, (bottom if at_end else self._area.bottom() + 40) - card_top)
        self._painter.save()
        path = QPainterPath()
        path.addRoundedRect(card, _CARD_RADIUS, _CARD_RADIUS)
        self._painter.setClipPath(path)
        for row, top in tops:
            if row == 0:
                header = QRectF(left, top, width, self._row_bottom(table, 0) - top)
                self._painter.fillRect(header, color(look, "table-header-bg"))
            else:
                line = QRectF(left, round(top), width, 1)
                self._painter.fillRect(line, color(look, "border" if row == 1 else "table-row-line"))
        self._painter.restore()
        draw_box(self._painter, card, _CARD_RADIUS, None, color(look, outline_role(look)))

    def _cell_rect(self, table: QTextTable, row: int, column: int) -> QRectF:
        cell = table.cellAt(row, column)
        rect = self._layout.blockBoundingRect(cell.firstCursorPosition().block())
        return rect.adjusted(-_CELL_PADDING, 0, 0, 0)

    def _row_bottom(self, table: QTextTable, row: int) -> float:
        if row + 1 < table.rows():
            return self._cell_rect(table, row + 1, 0).top() - _CELL_PADDING
        bottoms = []
        for column in range(table.columns()):
            block = table.cellAt(row, column).lastCursorPosition().block()
            bottoms.append(self._layout.blockBoundingRect(block).top() + _text_height(block))
        return max(bottoms) + _CELL_PADDING

    def _paint_pills(self, block: QTextBlock, rect: QRectF) -> None:
        layout = block.layout()
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            pill = fragment.charFormat().property(Mark.PILL)
            if pill:
                start = fragment.position() - block.position()
                self._paint_pill(str(pill), layout, rect.topLeft(), start, start + fragment.length())
            iterator += 1

    def _paint_pill(self, pill: str, layout: QTextLayout, origin: QPointF, start: int, end: int) -> None:
        look = self._look
        code = pill == INLINE_CODE
        padding = 4 if code else 9
        height = look.scaled(20 if code else 22)
        for index in range(layout.lineCount()):
            line = layout.lineAt(index)
            line_end = line.textStart() + line.textLength()
            if line_end <= start or line.textStart() >= end:
                continue
            x1 = _x_of(line, max(start, line.textStart()))
            x2 = _x_of(line, min(end, line_end))
            middle = origin.y() + line.y() + line.height() / 2
            box = QRectF(origin.x() + x1 - padding, middle - height / 2, x2 - x1 + 2 * padding, height)
            if code:
                draw_box(self._painter, box, 5, color(look, "inline-code-bg"))
            else:
                outline = color(look, f"{pill}-border") if look.high_contrast else None
                draw_box(self._painter, box, height / 2, color(look, f"{pill}-soft"), outline)


def _x_of(line: QTextLine, position: int) -> float:
    """Where a character stands in its line. Qt hands back a pair, which its annotations do not know."""
    return float(line.cursorToX(position)[0])  # type: ignore[index]


def _is_of(block: QTextBlock, group: int) -> bool:
    return block.isValid() and block.blockFormat().property(Mark.GROUP) == group


def _text_height(block: QTextBlock) -> float:
    """The height of a block's lines, without its bottom margin."""
    layout = block.layout()
    if not layout.lineCount():
        return 0.0
    last = layout.lineAt(layout.lineCount() - 1)
    return last.y() + last.height()


def _bubble_path(rect: QRectF) -> QPainterPath:
    """A rounded rectangle whose lower right corner is nearly square, as speech bubbles have it."""
    r, tail = min(_BUBBLE_RADIUS, rect.height() / 2), _BUBBLE_TAIL
    path = QPainterPath(QPointF(rect.left() + r, rect.top()))
    path.lineTo(rect.right() - r, rect.top())
    path.arcTo(QRectF(rect.right() - 2 * r, rect.top(), 2 * r, 2 * r), 90, -90)
    path.lineTo(rect.right(), rect.bottom() - tail)
    path.arcTo(QRectF(rect.right() - 2 * tail, rect.bottom() - 2 * tail, 2 * tail, 2 * tail), 0, -90)
    path.lineTo(rect.left() + r, rect.bottom())
    path.arcTo(QRectF(rect.left(), rect.bottom() - 2 * r, 2 * r, 2 * r), 270, -90)
    path.lineTo(rect.left(), rect.top() + r)
    path.arcTo(QRectF(rect.left(), rect.top(), 2 * r, 2 * r), 180, -90)
    path.closeSubpath()
    return path
