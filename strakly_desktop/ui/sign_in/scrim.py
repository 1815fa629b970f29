"""Darkens the window behind a card and keeps keyboard and mouse in the card.

No second window: some desktops place one anywhere, and a member at the counter would see two of them. What lies behind
is disabled, so that Tab and screen readers stay in the card, and no shortcut of the window gets past it.
"""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.style.shapes import color, draw_box, draw_shadow, outline_role

RADIUS = 16
_AROUND = 16


class Card(Protocol):
    """What a scrim carries."""

    def size_within(self, room: QSize) -> QSize:
        """How large it wants to be where there is this much room."""
        ...

    def geometry(self) -> QRect: ...

    def setGeometry(self, place: QRect, /) -> None: ...


class Scrim(Guarded, QWidget):
    """Lies over all of `window` while it is shown. `close_over()` gives the window back."""

    def __init__(self, look: Look, window: QWidget, behind: QWidget) -> None:
        """`behind` is what of the window is out of reach meanwhile."""
        super().__init__(window)
        self._look = look
        self._window = window
        self._card: Card | None = None
        self._top: int | None = None
        self._behind = behind
        window.installEventFilter(self)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes; the card gets its own from whoever made it."""
        self._look = look
        self._top = None
        self.place()

    def open_over(self, card: Card) -> None:
        """Show `card`, a child of this, in the middle of the window."""
        self._card = card
        self._top = None
        self._behind.setEnabled(False)
        self.place()
        self.raise_()
        self.show()

    def close_over(self) -> None:
        """Give the window back."""
        self.hide()
        self._behind.setEnabled(True)
        self._card = None

    def place(self) -> None:
        """Put the card where it belongs; call it when the card wants another size.

        It opens in the middle, and grows and shrinks at its foot: its heading stays under the eye as long as the
        window stays as it is.
        """
        self.setGeometry(self._window.rect())
        if self._card is not None:
            room = self.size() - QSize(2 * _AROUND, 2 * _AROUND)
            size = self._card.size_within(room)
            left, lowest = (self.width() - size.width()) // 2, self.height() - _AROUND - size.height()
            if self._top is None:
                self._top = (self.height() - size.height()) // 2
            top = min(self._top, lowest)
            self._card.setGeometry(QRect(left, top, size.width(), size.height()))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._top = None
            self.place()
        return False

    def event(self, event: QEvent) -> bool:
        # But for F8 and Ctrl+L, which hide the card as well.
        if isinstance(event, QKeyEvent) and _hides_all(event):
            event.ignore()
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # Said to be a key of ours: else New chat behind the card would stop the answer that runs there.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        painter.fillRect(self.rect(), color(look, "scrim"))
        if self._card is not None:
            box = self._card.geometry()
            draw_shadow(painter, box, RADIUS, color(look, "shadow"))
            line = color(look, outline_role(look)) if look.dark or look.high_contrast else None
            draw_box(painter, box, RADIUS, color(look, "surface-raised"), line)


def _hides_all(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_F8 or (
        event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )
