"""Paints the table panel's cells and column headings, after the tables in the answers."""

from PySide6.QtCore import QEvent, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from strakly_desktop.conversation.cut_text import ELLIPSIS
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.tables.cell_values import is_dash
from strakly_desktop.rendering.tables.row_words import counts_rows
from strakly_desktop.rendering.tables.status_words import status_role
from strakly_desktop.rendering.tables.table_data import TableContent
from strakly_desktop.rendering.tables.table_layout import CELL_PADDING, EDGE, GAP_AFTER_NUMBER
from strakly_desktop.ui.controls.known_viewport import known_viewport
from strakly_desktop.ui.controls.links import target_of
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import draw_line, elided, text_width
from strakly_desktop.ui.table.cell_bars import CellBars
from strakly_desktop.ui.table.columns import PILL_PADDING, SORT_GAP, SORT_ICON, TableFonts
from strakly_desktop.ui.table.edges import TableEdges
from strakly_desktop.ui.table.model import Index, TableModel

ROW_HEIGHT = 36
_PILL_HEIGHT = 22
_BAR_HEIGHT = 3
_RING = 2
_FEWEST_LETTERS = 3
"""With the ellipsis: so much of a heading is none."""
_SORT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ColumnSides:
    """Where the text of each column stands, as on the page: numbers at the right, all else as the answer has it."""

    def __init__(self, edges: TableEdges | None = None) -> None:
        """`edges`: of the grid that may show only a part of a column."""
        self._edges = edges
        self._sides: list[str] = []
        self._ordinal: list[bool] = []

    def update(self, content: TableContent, numeric: list[bool]) -> None:
        """Take the columns as they are now."""
        self._ordinal = [counts_rows(header) for header in content.headers]
        self._sides = [
            "right" if fixed and not ordinal else alignment
            for fixed, alignment, ordinal in zip(numeric, content.alignments, self._ordinal, strict=True)
        ]

    def is_right(self, column: int) -> bool:
        """Whether the texts end at the right."""
        return self._sides[column] == "right"

    def left_of(self, column: int, area: QRect | QRectF, width: float) -> float:
        """Where a text of `width` px begins in `area`; at its left edge where it is wider."""
        free = max(0.0, area.width() - width)
        share = {"right": 1.0, "center": 0.5}.get(self._sides[column], 0.0)
        return area.left() + free * share

    def is_ordinal(self, column: int) -> bool:
        """Whether the column only counts the rows."""
        return self._ordinal[column]

    def text_area(self, column: int, cell: QRect) -> QRect:
        """The part of a cell that is for its text, as far as it can be seen; empty for a row number that is cut.

        The short ones would have room a little longer, and rows 1 to 9 a number, but not row 10.
        """
        before = column > 0 and self.is_right(column - 1) and not self.is_right(column)
        left = CELL_PADDING + (EDGE if column == 0 else 0) + (GAP_AFTER_NUMBER if before else 0)
        right = CELL_PADDING + (EDGE if column == len(self._sides) - 1 else 0)
        area = cell.adjusted(left, 0, -right, 0)
        if self._edges is None:
            return area
        seen = self._edges.in_sight(area)
        if self.is_ordinal(column) and seen.width() < area.width():
            seen.setWidth(0)
        return seen


class TableCells(Guarded, QStyledItemDelegate):
    """Paints the cells: links, states as pills, quiet dashes, the selected and the hovered row."""

    def __init__(self, look: Look, model: TableModel, sides: ColumnSides, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._model = model
        self._sides = sides
        self._view = parent
        self.hovered_row = -1
        self.hovered_link = QPersistentModelIndex()
        self.bars: CellBars | None = None
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._fonts = TableFonts(look)
        self._metrics = QFontMetricsF(self._fonts.cell)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        look = self._look
        if selected:
            painter.fillRect(rect, color(look, "selection"))
        elif index.row() == self.hovered_row:
            painter.fillRect(rect, color(look, "table-row-hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color(look, "table-row-line"))
        cell = self._model.cell(index)
        column = index.column()
        area = self._sides.text_area(column, rect).adjusted(0, 0, 0, -1)
        status = status_role(self._model.content.headers[column], cell.text)
        if status:
            self._paint_pill(painter, column, area, cell.text, status)
        else:
            role = "selection-text" if selected else "text"
            if cell.href and not selected:
                role = "link"
            elif not selected and (self._sides.is_ordinal(column) or is_dash(cell.text)):
                role = "text-muted"
            painter.setPen(color(look, role))
            underline = bool(cell.href) and (look.links_underlined or self.hovered_link == index)
            text = self._fitting(cell.text, area.width())
            placed = self._placed(column, area, text)
            draw_line(painter, placed, self._fonts.cell, text, underline=underline)
            if self.bars is not None and not area.isEmpty():
                self._paint_bar(painter, self.bars, index, area, selected=selected)
        if state & QStyle.StateFlag.State_HasFocus and self._is_keyboard_used():
            draw_box(painter, rect.adjusted(1, 1, -1, -2), 4, None, color(look, "focus-ring"), width=_RING)

    def link_area(self, index: Index, rect: QRect) -> QRectF:
        """Where the link of a cell is drawn; empty where there is none."""
        cell = self._model.cell(index)
        if not cell.href:
            return QRectF()
        area = self._sides.text_area(index.column(), rect)
        text = self._fitting(cell.text, area.width())
        placed = QRectF(self._placed(index.column(), area, text))
        placed.setWidth(self._metrics.horizontalAdvance(text))
        return placed

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        text = ""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            cell = self._model.cell(index)
            rect = option.rect
            area = self._sides.text_area(index.column(), rect)
            if self._metrics.horizontalAdvance(cell.text) > area.width():
                text = cell.text
            elif cell.href and self.link_area(index, rect).contains(event.pos()):
                text = target_of(cell.href)
        QToolTip.showText(event.globalPos(), text, view)
        return True

    def _fitting(self, text: str, width: int) -> str:
        return (
            text
            if self._metrics.horizontalAdvance(text) <= width + 1
            else elided(self._fonts.cell, text, width)
        )

    def _placed(self, column: int, area: QRect, text: str) -> QRectF:
        placed = QRectF(area)
        placed.setLeft(self._sides.left_of(column, placed, self._metrics.horizontalAdvance(text)))
        return placed

    def _paint_bar(
        self, painter: QPainter, bars: CellBars, index: Index, area: QRect, *, selected: bool
    ) -> None:
        """Below the figures, never behind them: they stay as readable as they were."""
        height = self._look.scaled(_BAR_HEIGHT)
        line = QRectF(area.left(), area.bottom() - height - 1, area.width(), height)
        bar = bars.bar(index, line)
        if not bar.isEmpty():
            role = "danger" if bars.is_below_zero(index) else "accent"
            draw_box(painter, bar, height / 2, color(self._look, "selection-text" if selected else role))

    def _paint_pill(self, painter: QPainter, column: int, area: QRect, text: str, role: str) -> None:
        font = self._fonts.status
        height = self._look.scaled(_PILL_HEIGHT)
        shown = elided(font, text, area.width() - 2 * PILL_PADDING)
        if not shown:
            return
        width = text_width(font, shown) + 2 * PILL_PADDING
        top = area.top() + (area.height() - height) / 2
        pill = QRectF(self._sides.left_of(column, area, width), top, width, height)
        outline = color(self._look, f"{role}-border") if self._look.high_contrast else None
        draw_box(painter, pill, height / 2, color(self._look, f"{role}-soft"), outline)
        painter.setPen(color(self._look, role))
        draw_line(painter, pill.adjusted(PILL_PADDING, 0, 0, 0), font, shown)

    def _is_keyboard_used(self) -> bool:
        return self._view.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


class TableHeadings(Guarded, QHeaderView):
    """The column headings: a click, or Enter on one that the arrow keys have reached, sorts by it.

    Signals:
        sort_requested(int): by which column.
    """

    sort_requested = Signal(int)

    def __init__(
        self, look: Look, model: TableModel, sides: ColumnSides, edges: TableEdges, parent: QWidget
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._viewport = known_viewport(self)
        self._model = model
        self._sides = sides
        self._edges = edges
        self._at = 0
        self.setAccessibleName("Column headings")
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.sectionClicked.connect(self.sort_requested)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._fonts = TableFonts(look)
        self.setFixedHeight(look.scaled(ROW_HEIGHT))
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and self.count():
            self._at = min(max(self._at + _STEPS[key], 0), self.count() - 1)
            self.viewport().update()
        elif key in _SORT_KEYS and self._at < self.count():
            self.sort_requested.emit(self._at)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._edges.paint(self._viewport, self._look, "table-header-bg")

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        look = self._look
        painter.fillRect(rect, color(look, "table-header-bg"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color(look, "border"))
        area = self._sides.text_area(section, rect)
        order = self._model.sort_order
        is_sorted = order is not None and order.column == section
        font: QFont = self._fonts.sorted_header if is_sorted else self._fonts.header
        painter.setPen(color(look, "text" if is_sorted else "table-header-text"))
        icon = look.scaled(SORT_ICON)
        room = area.width() - (icon + SORT_GAP if is_sorted else 0)
        text = elided(font, self._model.content.headers[section], room)
        if text.endswith(ELLIPSIS) and len(text) <= _FEWEST_LETTERS:
            text = ""  # "S..." at the edge tells nobody which column goes on there.
        placed = QRectF(area)
        free = QRectF(area.left(), area.top(), room, area.height())
        placed.setLeft(self._sides.left_of(section, free, text_width(font, text)))
        draw_line(painter, placed, font, text)
        if order is not None and is_sorted and room >= 0:
            name = "arrow-down" if order.descending else "arrow-up"
            pixmap = icon_pixmap(look, name, "text", icon, self.devicePixelRatioF())
            left = placed.left() + text_width(font, text) + SORT_GAP
            painter.drawPixmap(QPoint(round(left), rect.top() + (rect.height() - icon) // 2), pixmap)
        keyboard = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if self.hasFocus() and keyboard and section == self._at:
            draw_box(painter, rect.adjusted(1, 1, -1, -2), 4, None, color(look, "focus-ring"), width=_RING)
