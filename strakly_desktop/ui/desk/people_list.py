"""A list of people, one line each: the name, and at the right what matters of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.uniform_list import UniformList
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width

_ROW = 40
_FEWEST_ROWS = 2
_INSET = 12
_APART = 16
_NAME_AT_LEAST = 0.45
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person. `detail` stands at the right, in a muted colour. `is_exact`: nobody else can be meant."""

    id: int
    name: str
    detail: str = ""
    is_exact: bool = False


class _People(Guarded, QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[PersonRow, ...] = ()

    def show_rows(self, rows: Sequence[PersonRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{row.name}, {row.detail}" if row.detail else row.name
        return None


class _Rows(Guarded, QStyledItemDelegate):
    def __init__(self, look: Look, people: _People, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._people = people
        self.next_row = -1
        """The row that Enter takes, from wherever the keyboard is beside the list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self.look.scaled(_ROW))

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        look, area = self.look, QRect(option.rect)
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, area, 8, color(look, "list-selected-bg"), color(look, "focus-ring"), width=2)
        elif index.row() == self.next_row:
            draw_box(painter, area, 8, color(look, "list-selected-bg"))
        elif state & QStyle.StateFlag.State_MouseOver:
            draw_box(painter, area, 8, color(look, "surface-hover"))
        row = self._people.rows[index.row()]
        inside = area.adjusted(_INSET, 0, -_INSET, 0)
        small, medium = Type.SMALL.font(look), Type.UI_MEDIUM.font(look)
        room = inside.width() - _APART
        name_width = min(text_width(medium, row.name), room)
        detail = elided(small, row.detail, max(room - name_width, room * (1 - _NAME_AT_LEAST)))
        detail_width = text_width(small, detail)
        painter.setPen(color(look, "text"))
        draw_line(painter, inside, medium, elided(medium, row.name, room - detail_width + 1))
        painter.setPen(color(look, "text-muted"))
        draw_line(painter, inside.adjusted(round(inside.width() - detail_width), 0, 0, 0), small, detail)


class PeopleList(UniformList):
    """One tab stop, arrows inside; Enter or a click chooses.

    Signals:
        chosen(int): the id of a person.
        left_upwards(): Up on the first row.
    """

    chosen = Signal(int)
    left_upwards = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        self._people = _People(parent)
        super().__init__(self._people, parent)
        self._painter = _Rows(look, self._people, self)
        self.setItemDelegate(self._painter)
        self.setObjectName("historyList")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setMinimumHeight(_FEWEST_ROWS * look.scaled(_ROW))
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        # It takes what room there is; a wish for more would scroll the dialog around it too.
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def set_look(self, look: Look) -> None:
        """Take new colours."""
        self._painter.look = look
        self.setMinimumHeight(_FEWEST_ROWS * look.scaled(_ROW))
        self.viewport().update()

    @property
    def rows(self) -> tuple[PersonRow, ...]:
        """Who is listed."""
        return self._people.rows

    def show_rows(self, rows: Sequence[PersonRow], name: str) -> None:
        """List these; `name` is what a screen reader calls them."""
        if tuple(rows) != self._people.rows:
            self._people.show_rows(rows)
        self.setAccessibleName(name)

    def mark_next(self, *, marks: bool) -> None:
        """Whether the first row is marked as the one that Enter goes to from outside."""
        self._painter.next_row = 0 if marks and self._people.rows else -1
        self.viewport().update()

    def enter(self) -> None:
        """Put the keyboard on the first row."""
        if self._people.rows:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.currentIndex().isValid():
                self.setCurrentIndex(self._people.index(0, 0))

    def choose_only(self) -> None:
        """Choose who alone can be meant; of several nobody is chosen: the keyboard goes to the first of them.

        Two of one name stand in many lists, and the one that nobody looked at was checked in.
        """
        rows = self._people.rows
        if rows and (len(rows) == 1 or rows[0].is_exact):
            self.chosen.emit(self._people.rows[0].id)
        elif self._people.rows:
            self.setCurrentIndex(self._people.index(0, 0))
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in _ENTER:
            # One press, one step: held down it would go from the field through the list to the card.
            if not event.isAutoRepeat():
                self._choose(index)
        elif event.key() == Qt.Key.Key_Up and index.row() <= 0:
            self.left_upwards.emit()
        elif event.text().isprintable() and event.text():
            # Qt would look for a row that begins so, which nobody sees happen.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.indexAt(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and not self.currentIndex().isValid() and self._people.rows:
            self.setCurrentIndex(self._people.index(0, 0))
        return super().viewportEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._people.rows[index.row()].id)
