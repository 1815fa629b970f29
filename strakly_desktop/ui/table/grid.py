"""The grid of the table panel: rows to select, sort and copy, with the keyboard in the cells."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QTableView, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.tables.read_columns import ReadColumn
from strakly_desktop.rendering.tables.table_data import TableContent
from strakly_desktop.ui.controls.known_viewport import known_viewport
from strakly_desktop.ui.controls.menu import Menu
from strakly_desktop.ui.controls.typed import is_typed
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.table.cell_bars import CellBars
from strakly_desktop.ui.table.cells import ROW_HEIGHT, ColumnSides, TableCells, TableHeadings
from strakly_desktop.ui.table.clipboard_copy import ClipboardCopy
from strakly_desktop.ui.table.columns import TableColumns
from strakly_desktop.ui.table.edges import TableEdges
from strakly_desktop.ui.table.marked_cells import Block, blocks_of, copying, rows_of, selection_of, sources_of
from strakly_desktop.ui.table.model import SortOrder, TableModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Filler(Guarded, QWidget):
    """Fills what Qt leaves white: over the scroll bar with the tint of the headings, and between the two bars."""

    def __init__(self, look: Look, role: str, height: int = 0) -> None:
        super().__init__()
        self._role = role
        self._height = height
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        self._look = look
        if self._height:
            self.setFixedHeight(look.scaled(self._height))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._look, self._role))
        if self._height:
            painter.fillRect(0, self.height() - 1, self.width(), 1, color(self._look, "border"))


class TableGrid(Guarded, QTableView):
    """Shows one table; cells are selected one by one or side by side, whole rows with Shift+Space.

    Signals:
        link_activated(str): the address of a link was clicked or entered; nothing has been opened.
        changed(): other rows are shown or selected, or the keyboard is in another column.
        left_upwards(): Up in the first row.
        copied(str): what somebody copied is on the clipboard, and why it is not whole; "" if it is.
    """

    link_activated = Signal(str)
    changed = Signal()
    left_upwards = Signal()
    copied = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = known_viewport(self)
        self._look = look
        self.table = TableModel(self)
        self._bars = CellBars(self.table)
        self._edges = TableEdges(self)
        self._sides = ColumnSides(self._edges)
        self._columns = TableColumns(look, self.table.content)
        self._clipboard = ClipboardCopy(self)
        self._clipboard.copied.connect(self.copied)
        self._cells = TableCells(look, self.table, self._sides, self)
        self._headings = TableHeadings(look, self.table, self._sides, self._edges, self)
        self._over_bar = _Filler(look, "table-header-bg", ROW_HEIGHT)
        self._corner = _Filler(look, "background")
        self._pressed = QPersistentModelIndex()
        self._menu: Menu | None = None
        self.setObjectName("tableGrid")
        self.setModel(self.table)
        self.setItemDelegate(self._cells)
        self.setHorizontalHeader(self._headings)
        # Else a click on a heading selects the column; the model's own `sort` stays Qt's, which does nothing.
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.addScrollBarWidget(self._over_bar, Qt.AlignmentFlag.AlignTop)
        self.setCornerWidget(self._corner)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self._headings.sort_requested.connect(self.sort_by)
        self.horizontalScrollBar().valueChanged.connect(self._paint_edges)
        self.horizontalScrollBar().rangeChanged.connect(self._paint_edges)
        self.selectionModel().selectionChanged.connect(lambda *_: self.changed.emit())
        self.selectionModel().currentColumnChanged.connect(lambda *_: self.changed.emit())
        self.table.rowsInserted.connect(self._keep_place)
        self.set_look(look)

    def tab_stops(self) -> list[QWidget]:
        """What the Tab key visits, in order."""
        return [self, self._headings]

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in (self._cells, self._headings, self._over_bar, self._corner):
            part.set_look(look)
        height = look.scaled(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)
        self._measure(self.table.content, self._columns.readers)
        self._set_widths()
        self.viewport().update()

    def whole_width(self) -> int:
        """How many px show every cell whole, beside the scroll bar."""
        return self._columns.natural_width + self.verticalScrollBar().sizeHint().width()

    def show_table(self, content: TableContent, today: date, columns: Sequence[ReadColumn] = ()) -> None:
        """Show another table from its first row on, unsorted. `today`: see `value_of`. `columns`: it, if it is read."""
        if self._menu is not None:
            self._menu.close()  # What it offers is of the table before.
        self._measure(content, [column.reader for column in columns])
        self.table.set_content(content, today, columns)
        self._set_widths()
        self.scrollToTop()
        if content.rows and content.headers:
            self.selectionModel().setCurrentIndex(
                self.table.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self.changed.emit()

    def update_rows(self, content: TableContent, columns: Sequence[ReadColumn] = ()) -> None:
        """The same table with more rows, or with some corrected: all that the person did to it stays."""
        known = len(self.table.content.rows)
        if self.table.grow(content, columns):
            if self._columns.add(content.rows[known:]):
                self._sides.update(content, self._columns.numeric)
                self._set_widths()
            if not self.table.is_arranged:
                self._rearrange(self.table.arrange)
        else:
            self._measure(content, [column.reader for column in columns])
            self._rearrange(lambda: self.table.replace(content, columns))
            self._set_widths()
        self.changed.emit()

    def show_row(self, source: int) -> None:
        """Select a row of the answer's table, and scroll to it."""
        row = next(iter(self.table.rows_of([source])), None)
        if row is not None:
            self.selectRow(row)
            self.scrollTo(self.table.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def set_filter(self, text: str) -> None:
        """Show only the rows that hold every word of `text`."""
        self._rearrange(lambda: self.table.set_filter(text))
        self.changed.emit()

    def sort_by(self, column: int) -> None:
        """Sort by a column: upwards, the next time downwards, then as the answer has it."""
        now = self.table.sort_order
        order: SortOrder | None = SortOrder(column)
        if now is not None and now.column == column:
            order = None if now.descending else SortOrder(column, descending=True)
        self._rearrange(lambda: self.table.sort_by(order))
        self._headings.viewport().update()
        self.changed.emit()

    def selected_rows(self) -> list[int]:
        """The rows in which a cell is selected, as they are shown, top to bottom."""
        return rows_of(self._marked())

    def current_column(self) -> int:
        """The column that the keyboard is in; -1 if nowhere."""
        return self.currentIndex().column()

    @property
    def has_numbers(self) -> bool:
        """Whether a column holds numbers that a chart may show."""
        return any(self._columns.numeric)

    @property
    def may_have_bars(self) -> bool:
        """Whether a column holds numbers that bars can compare."""
        return self.has_numbers and self._bars.has_any()

    def show_bars(self, are_shown: bool) -> None:
        """Show a small bar with each number, or no longer."""
        self._cells.bars = self._bars if are_shown else None
        self.viewport().update()

    def copy_rows(self) -> None:
        """Put the rows in which a cell is selected on the clipboard, or all with the headings where none or all are."""
        last = self.table.columnCount() - 1
        rows = [(row, row, 0, last) for row in self.selected_rows()]
        self._clipboard.put(copying(self.table, rows))

    def copy_cells(self) -> None:
        """Put the selected cells on the clipboard, or all with the headings where none or all are."""
        self._clipboard.put(copying(self.table, self._marked()))

    def select_rows(self) -> None:
        """Select the whole of each row in which a cell is selected, or the keyboard is."""
        rows = self.selected_rows() or [row for row in [self.currentIndex().row()] if row >= 0]
        last = self.table.columnCount() - 1
        sources = {(0, last): [self.table.source_row(row) for row in rows]}
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(selection_of(self.table, sources), flags)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_cells()
        elif event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.select_rows()
        elif event.key() in _ENTER:
            self._open_link_at(index)
        elif event.key() == Qt.Key.Key_Up and index.row() <= 0 and not event.modifiers():
            self.left_upwards.emit()
        elif event.key() == Qt.Key.Key_Escape or is_typed(event):
            # Qt would look for a row that begins so, which nobody sees happen.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(event.rect(), color(self._look, "background"))
        super().paintEvent(event)
        self._edges.paint(self._viewport, self._look, "background")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().setAutoFillBackground(False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        self._pressed = QPersistentModelIndex(
            self._link_at(event.position().toPoint()) if plain else QModelIndex()
        )
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        link = self._link_at(event.position().toPoint())
        if link.isValid() and self._pressed == link:
            self.link_activated.emit(self.table.cell(link).href)
        self._pressed = QPersistentModelIndex()
        clipboard = QApplication.clipboard()
        if clipboard.supportsSelection() and self._marked():
            # Where the middle button pastes what is marked.
            self._clipboard.put(copying(self.table, self._marked()), QClipboard.Mode.Selection)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QPoint(-1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = (
            self.indexAt(event.pos())
            if event.reason() == QContextMenuEvent.Reason.Mouse
            else self.currentIndex()
        )
        menu = self._menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.aboutToHide.connect(self._forget_menu)
        if at.isValid():
            cell = self.table.cell(at)
            cells = [(at.row(), at.row(), at.column(), at.column())]
            label = "Copy cell"
            if self.selectionModel().isSelected(at):
                cells = self._marked()
                label = "Copy cell" if _is_one(cells) else "Copy cells"
            # More rows of the answer may come in above them.
            sources = sources_of(self.table, cells)
            copy = menu.addAction(label)
            copy.triggered.connect(lambda: self._copy_sources(sources))
            if cell.href:
                menu.addAction("Open link").triggered.connect(lambda: self.link_activated.emit(cell.href))
        label = "Copy rows" if self.selected_rows() else "Copy table"
        menu.addAction(label).triggered.connect(self.copy_rows)
        menu.addAction("Select rows").triggered.connect(self.select_rows)
        menu.addAction("Select all").triggered.connect(self.selectAll)
        menu.popup(event.globalPos())

    def _forget_menu(self) -> None:
        self._menu = None

    def _copy_sources(self, sources: dict[tuple[int, int], list[int]]) -> None:
        if blocks := blocks_of(selection_of(self.table, sources)):
            self._clipboard.put(copying(self.table, blocks))

    def _paint_edges(self) -> None:
        """Qt moves what is painted; the words of the outer columns, and where they fade, belong to the place."""
        self._viewport.update()
        self._headings.viewport().update()

    def _rearrange(self, change: Callable[[], None]) -> None:
        """Change which rows are shown where; the same ones stay selected, and the keyboard in its cell."""
        selected = sources_of(self.table, self._marked())
        current = self.currentIndex()
        source = self.table.source_row(current.row()) if current.isValid() else -1
        scrolled = self.verticalScrollBar().value()
        change()
        last = self.table.columnCount() - 1
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(selection_of(self.table, selected), flags)
        if self.table.rowCount() and last >= 0:
            row = next(iter(self.table.rows_of([source])), 0)
            index = self.table.index(row, min(max(current.column(), 0), last))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.verticalScrollBar().setValue(scrolled)

    def _marked(self) -> list[Block]:
        return blocks_of(self.selectionModel().selection())

    def _keep_place(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Rows came in above what is in sight: what the person reads stays where it is."""
        height = self.verticalHeader().defaultSectionSize()
        bar = self.verticalScrollBar()
        if bar.value() and first * height < bar.value():
            self.updateGeometries()
            bar.setValue(bar.value() + (last - first + 1) * height)

    def _measure(self, content: TableContent, readers: Sequence[ColumnValues]) -> None:
        """Know the columns before the model has them: it makes Qt resize, which asks for their widths."""
        self._columns = TableColumns(self._look, content, readers)
        self._sides.update(content, self._columns.numeric)

    def _set_widths(self) -> None:
        for column, width in enumerate(self._columns.widths(self.viewport().width())):
            self.setColumnWidth(column, width)

    def _open_link_at(self, index: QModelIndex) -> None:
        """The link of the cell, else the first of its row."""
        if not index.isValid():
            return
        row = [index, *(index.siblingAtColumn(column) for column in range(self.table.columnCount()))]
        href = next((href for one in row if (href := self.table.cell(one).href)), "")
        if href:
            self.link_activated.emit(href)

    def _link_at(self, position: QPoint) -> QModelIndex:
        index = self.indexAt(position)
        if index.isValid() and self._cells.link_area(index, self.visualRect(index)).contains(position):
            return index
        return QModelIndex()

    def _hover(self, position: QPoint) -> None:
        link, row = self._link_at(position), self.indexAt(position).row()
        if row != self._cells.hovered_row or self._cells.hovered_link != link:
            self._cells.hovered_row, self._cells.hovered_link = row, QPersistentModelIndex(link)
            self.viewport().update()
        hand = Qt.CursorShape.PointingHandCursor if link.isValid() else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(hand)


def _is_one(cells: list[Block]) -> bool:
    return len(cells) == 1 and cells[0][0] == cells[0][1] and cells[0][2] == cells[0][3]
