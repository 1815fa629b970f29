"""A search field with a leading icon, which is its label, and a button that clears it."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ICON_SMALL, IconButton
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.typography import Type

_HEIGHT = 34
_LEFT = 7
_GAP = 7
_CLEAR = 28
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(Guarded, QLineEdit):
    """Esc clears it, if `escape_clears`; else, and where it is empty, Esc is left to what is around it.

    Signals:
        left_downwards(): Down, to what was found.
        entered(bool): Enter; with Shift or not.
    """

    left_downwards = Signal()
    entered = Signal(bool)

    def __init__(
        self, look: Look, name: str, parent: QWidget | None = None, *, escape_clears: bool = True
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._escape_clears = escape_clears
        self.setObjectName("searchField")
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self._clear = IconButton(look, "x", "Clear the search", _CLEAR, self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.setFont(Type.SMALL.font(look))
        self.setFixedHeight(look.scaled(_HEIGHT))
        self._clear.set_look(look)
        self._clear.resize(self._clear.sizeHint())
        left = _LEFT + look.scaled(ICON_SMALL) + _GAP
        self.setTextMargins(left - 2, 0, look.scaled(_CLEAR), 0)
        self._place_clear()
        self.update()

    def forget(self) -> None:
        """Empty it, with no undo back to what stood there: `clear` can be undone, a text that is set cannot."""
        self.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.text() and self._escape_clears:
            self.clear()
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        elif key == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif key in _ENTER:
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self._look.scaled(ICON_SMALL)
        area = QRect(_LEFT, (self.height() - size) // 2, size, size)
        painter = QPainter(self)
        icon = icon_pixmap(self._look, "search", "text-muted", size, self.devicePixelRatioF())
        painter.drawPixmap(area.topLeft(), icon)

    def _place_clear(self) -> None:
        button = self._clear
        self._clear.move(QPoint(self.width() - button.width() - 3, (self.height() - button.height()) // 2))
