"""The button that opens the table of an answer which still arrives: its rows can be used before the last is there."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton


class GrowingTableButton(TextButton):
    """Comes with the first table of an answer, and goes with the answer's end. The keyboard has Ctrl+T for it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, "Open table", ButtonKind.QUIET, small=True, icon="table-2", parent=parent)
        self.setToolTip("Open table (Ctrl+T)")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row = QRect()
        self._place = QRect()
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._row = QRect()
        super().set_look(look)

    def place(self, row: QRect) -> None:
        """Stand at the right end of the row in which the dots are."""
        if row != self._row:
            size = self.sizeHint()
            top = row.top() + (row.height() - size.height()) // 2
            self._row, self._place = row, QRect(QPoint(row.right() + 1 - size.width(), top), size)
        self.setGeometry(self._place)
