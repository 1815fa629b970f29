"""A list view whose rows all have one height, so that it places them by arithmetic.

QListView asks the model for every row whenever one of them changes; with a model written in Python that is a
quarter of a second for 100,000 rows. It stays a QListView for what it is to a screen reader.
"""

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.controls.known_viewport import known_viewport

_Index = QModelIndex | QPersistentModelIndex
_Action = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint


class UniformList(Guarded, QListView):
    """Scrolls by pixels and skips disabled rows with the keyboard. Rows are as high as the first one."""

    def __init__(self, model: QAbstractItemModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._viewport = known_viewport(self)
        self._mouse: QPoint | None = None
        # Before all else: what follows lays out, and a view without a model has no rows to place.
        self.setModel(model)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)

    def row_height(self) -> int:
        """The height of every row in px."""
        return max(1, self.sizeHintForRow(0))

    def last_in_sight(self) -> int:
        """The last row of which some can be seen; behind the last where there is room for more."""
        bottom = self.verticalScrollBar().value() + self.viewport().height()
        return (bottom - 1) // self.row_height()

    def set_mouse(self, at: QPoint | None) -> None:
        """Where the mouse is on the viewport, None where it is not: its row is drawn as hovered."""
        self._mouse = at
        self.viewport().update()

    def sizeHintForRow(self, row: int) -> int:
        index = self.model().index(row, 0)
        if not index.isValid():
            return -1
        hint: QSize = self.itemDelegate().sizeHint(QStyleOptionViewItem(), index)
        return hint.height()

    def doItemsLayout(self) -> None:
        # Not QListView's, which would visit every row.
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        rows, height, page = self.model().rowCount(), self.row_height(), self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setSingleStep(height)
        bar.setPageStep(page)
        bar.setRange(0, max(0, rows * height - page))
        QAbstractItemView.updateGeometries(self)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # QListView's moves what it has laid out, which is nothing: the rows would stay as they were painted.
        self.viewport().update()

    def horizontalOffset(self) -> int:
        return 0

    def visualRect(self, index: _Index) -> QRect:
        if not index.isValid():
            return QRect()
        height = self.row_height()
        return QRect(0, index.row() * height - self.verticalOffset(), self.viewport().width(), height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        if not self.viewport().rect().contains(point):
            return QModelIndex()
        return self.model().index((point.y() + self.verticalOffset()) // self.row_height(), 0)

    def scrollTo(self, index: _Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        if not index.isValid():
            return
        self.executeDelayedItemsLayout()
        bar, height, page = self.verticalScrollBar(), self.row_height(), self.viewport().height()
        top = index.row() * height
        if hint == _Hint.PositionAtTop or (hint == _Hint.EnsureVisible and top < bar.value()):
            bar.setValue(top)
        elif hint == _Hint.PositionAtCenter:
            bar.setValue(top - (page - height) // 2)
        elif hint == _Hint.PositionAtBottom or top + height > bar.value() + page:
            bar.setValue(top + height - page)

    def moveCursor(self, action: _Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        at, last = self.currentIndex().row(), self.model().rowCount() - 1
        page = max(1, self.viewport().height() // self.row_height() - 1)
        match action:
            case _Action.MoveUp | _Action.MovePrevious | _Action.MoveLeft:
                return self._enabled_from(at - 1, -1)
            case _Action.MoveDown | _Action.MoveNext | _Action.MoveRight:
                return self._enabled_from(at + 1, 1)
            case _Action.MoveHome:
                return self._enabled_from(0, 1)
            case _Action.MoveEnd:
                return self._enabled_from(last, -1)
            case _Action.MovePageUp:
                return self._enabled_from(max(0, at - page), 1)
            case _Action.MovePageDown:
                return self._enabled_from(min(last, at + page), -1)

    def setSelection(self, rect: QRect, command: object) -> None:
        """Nothing is selected here."""

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.model().rowCount():
            return
        # With a dozen long enumerations: before the first paint there are no rows.
        from PySide6.QtWidgets import QStyle

        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~(QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus)
        current = self.currentIndex().row() if self.hasFocus() else -1
        hovered = self.indexAt(self._mouse).row() if self._mouse is not None else -1
        height, offset = self.row_height(), self.verticalOffset()
        first = (event.rect().top() + offset) // height
        last = min((event.rect().bottom() + offset) // height, self.model().rowCount() - 1)
        for row in range(first, last + 1):
            option.rect = QRect(0, row * height - offset, self.viewport().width(), height)
            option.state = plain
            if row == current:
                option.state |= QStyle.StateFlag.State_HasFocus
            if row == hovered:
                option.state |= QStyle.StateFlag.State_MouseOver
            self.itemDelegate().paint(painter, option, self.model().index(row, 0))

    def _enabled_from(self, row: int, step: int) -> QModelIndex:
        """The first row from `row` on that can be used, else the current one."""
        model = self.model()
        while 0 <= row < model.rowCount():
            index = model.index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsEnabled:
                return index
            row += step
        return self.currentIndex()
