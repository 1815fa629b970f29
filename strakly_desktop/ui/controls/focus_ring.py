"""The ring around the control that has the keyboard.

Stylesheets know no outline offset, and QFocusFrame is clipped by its parent, so one transparent child of
the window is drawn over everything and follows the focus. It shows only when the focus moved by the
keyboard.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import FOCUS_RADIUS
from strakly_desktop.ui.style.shapes import color, draw_box

WIDTH = 2
GAP = 2
_REACH = WIDTH + GAP
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show)


class FocusRing(Guarded, QWidget):
    """Draws around any control in its window that states a `focusRadius` property."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def set_look(self, look: Look) -> None:
        """Take new colours."""
        self._look = look
        self.update()

    def place(self) -> None:
        """Draw it where its control is now; a control that scrolls along with others does not tell."""
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._target is None:
            return
        radius = int(self._target.property(FOCUS_RADIUS)) + _REACH
        painter = QPainter(self)
        draw_box(painter, self.rect(), radius, None, color(self._look, "focus-ring"), width=WIDTH)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
            # Else the end of a control that was left long ago takes the ring from the one that has it now.
            self._target.destroyed.disconnect(self._forget)
        self._target = now if now is not None and self._wants_ring(now) else None
        if self._target is not None:
            self._target.installEventFilter(self)
            self._target.destroyed.connect(self._forget)
        self._place()

    def _wants_ring(self, widget: QWidget) -> bool:
        by_keyboard = self._window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return by_keyboard and widget.window() is self._window and widget.property(FOCUS_RADIUS) is not None

    def _forget(self) -> None:
        self._target = None
        self.hide()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        corner = target.mapTo(self._window, QPoint(0, 0))
        self.setGeometry(QRect(corner, target.size()).adjusted(-_REACH, -_REACH, _REACH, _REACH))
        self.raise_()
        self.show()
        self.update()
