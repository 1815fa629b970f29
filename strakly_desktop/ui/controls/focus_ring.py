"""The ring around the control that has the keyboard.

Stylesheets know no outline offset, and QFocusFrame is clipped by its parent, so one transparent child of
the window is drawn over everything and follows the focus. It shows only when the focus moved by the
keyboard, and no more of it than can be seen of its control: what scrolls has a border.
"""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

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
        # It and all that it lies in: what scrolls moves one of them.
        self._watched: list[QWidget] = []
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._target is None:
            return
        radius = int(self._target.property(FOCUS_RADIUS)) + _REACH
        painter = QPainter(self)
        whole = _around(self._place_of(self._target)).translated(-self.pos())
        draw_box(painter, whole, radius, None, color(self._look, "focus-ring"), width=WIDTH)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._target is not None:
            # Else the end of a control that was left long ago takes the ring from the one that has it now.
            self._target.destroyed.disconnect(self._forget)
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._target = now if now is not None and self._wants_ring(now) else None
        self._watched = [] if self._target is None else [*_with_parents(self._target, self._window)]
        for widget in self._watched:
            widget.installEventFilter(self)
        if self._target is not None:
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
        place = seen = self._place_of(target)
        for parent in self._watched[1:]:
            # Not in place: both would be cut.
            seen = seen & self._place_of(parent)
        if seen.isEmpty():
            self.hide()
            return
        reach = [
            _REACH if side else 0
            for side in (
                seen.left() == place.left(),
                seen.top() == place.top(),
                seen.right() == place.right(),
                seen.bottom() == place.bottom(),
            )
        ]
        left, top, right, bottom = reach
        self.setGeometry(seen.adjusted(-left, -top, right, bottom))
        self.raise_()
        self.show()
        self.update()

    def _place_of(self, widget: QWidget) -> QRect:
        """In the window."""
        return QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())


def _around(place: QRect) -> QRect:
    return place.adjusted(-_REACH, -_REACH, _REACH, _REACH)


def _with_parents(widget: QWidget, window: QWidget) -> Iterator[QWidget]:
    """From the inside out, without the window."""
    at: QWidget | None = widget
    while at is not None and at is not window:
        yield at
        at = at.parentWidget()
