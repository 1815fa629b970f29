"""What lies over a window while it is hidden: soft blocks as if a page were seen out of focus, and how to get it back.

Painted, and the same whatever lies behind: a blur of the real page would cost a picture of it for each frame, and
numbers can be read out of a blur. Opaque, so that Qt paints nothing of what is behind.
"""

from math import ceil

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.style.column import column
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color, draw_box, outline_role
from strakly_desktop.ui.style.typography import Type, draw_line, text_width

HIDDEN = "Hidden. Press any key."
RUSH_MS = 60
"""Keys that follow each other faster are of one scan: nothing of it goes into a question. Whose code it is, the
window's watch of scans hears."""
_MODIFIERS = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
    *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R),
)
_SIDE = 264
_SIDE_FROM = 860
_HEADER = 52
_LABEL_HEIGHT, _LABEL_SIDE, _LABEL_GAP, _EYE = 84, 28, 16, 20
# Lines of a page out of focus: how far down, from where and to where in the column, in hundredths; how high.
_BLOCKS = (
    *((40, 58, 100, 40), (112, 0, 92, 12), (136, 0, 97, 12), (160, 0, 64, 12)),
    *((196, 0, 100, 30), (234, 0, 100, 12), (258, 0, 88, 12), (282, 0, 100, 12), (306, 0, 76, 12)),
    *((360, 44, 100, 40), (432, 0, 95, 12), (456, 0, 71, 12)),
)


class PrivacyCover(Guarded, QWidget):
    """Lies over all of `window`, and keeps keyboard and mouse from it.

    Signals:
        ended(): somebody pressed a key, or clicked.
        lifted(): nothing of it is left: the keyboard may go back to where it was.
    """

    ended = Signal()
    lifted = Signal()

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._is_glass = False
        self._by_click = False
        self._lifting = QTimer(self, singleShot=True)
        self._lifting.timeout.connect(self._lift)
        self.setAccessibleName(HIDDEN)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setGeometry(window.rect())

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.update()

    def come(self) -> None:
        """Lie over everything, now: not with the next frame."""
        self.raise_()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.repaint()

    def go(self) -> None:
        """Let all be seen at once, but for a moment let neither the rest of a scan nor a second click through."""
        self._is_glass = True
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.setAccessibleName("")
        # The second click of two is not to take the keyboard.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.update()
        if self._by_click:
            self._lifting.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
            self.lifted.emit()
        else:
            self._lifting.start(RUSH_MS)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # Said to be a key of ours: no shortcut of the window gets past it.
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        # Who switches to another program with Alt+Tab wants it hidden; so does a hand that rests on the key.
        if event.isAutoRepeat() or event.key() in _MODIFIERS:
            return
        if self._is_glass:
            self._lifting.start()
        else:
            self._end(by_click=False)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # Not at its press: the release would go to what lies behind.
        event.accept()
        if not self._is_glass:
            self._end(by_click=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_glass:
            return
        painter, look = QPainter(self), self._look
        painter.fillRect(self.rect(), color(look, "background"))
        left = look.scaled(_SIDE) if self.width() / look.text_scale >= _SIDE_FROM else 0
        if left:
            painter.fillRect(0, 0, left, self.height(), color(look, "sidebar"))
            for row in range(2, max(2, (self.height() // look.scaled(36)) - 2)):
                width = look.scaled((150, 190, 120, 170)[row % 4])
                self._block(painter, QRect(look.scaled(20), row * look.scaled(36), width, look.scaled(12)))
        header = look.scaled(_HEADER)
        self._block(
            painter, QRect(left + 24, header // 2 - look.scaled(7), look.scaled(180), look.scaled(14))
        )
        painter.fillRect(left, header, self.width() - left, 1, color(look, "border"))
        place = column(self.width() - left, look.text_scale)
        for down, start, end, height in _BLOCKS:
            top, x = header + look.scaled(down), left + place.left + place.width * start // 100
            width = place.width * (end - start) // 100
            if top < self.height() - look.scaled(120):
                self._block(painter, QRect(x, top, width, look.scaled(height)))
        bottom = QRect(left + place.left, self.height() - look.scaled(54) - 33, place.width, look.scaled(54))
        draw_box(painter, bottom, 18, color(look, "surface-raised"), color(look, "control-border"))
        self._say(painter, left)

    def _block(self, painter: QPainter, area: QRect) -> None:
        radius = min(area.height() / 2, 10)
        draw_box(painter, area, radius, color(self._look, "surface-hover"))

    def label_area(self, left: int = 0) -> QRect:
        """Where it says what it is: as wide as that takes, in the middle of what is right of `left`."""
        look = self._look
        first, second = self._label_words()
        words = max(text_width(Type.UI_STRONG.font(look), first), text_width(Type.SMALL.font(look), second))
        width = 2 * look.scaled(_LABEL_SIDE) + look.scaled(_EYE) + look.scaled(_LABEL_GAP) + ceil(words)
        box = QRect(0, 0, min(self.width() - left, width), look.scaled(_LABEL_HEIGHT))
        box.moveCenter(self.rect().adjusted(left, 0, 0, 0).center())
        return box

    def _label_words(self) -> tuple[str, str]:
        first, second = HIDDEN.split(" ", 1)
        return first.rstrip("."), second

    def _say(self, painter: QPainter, left: int) -> None:
        """What it is, in the middle: else the next shift takes it for a window that hangs."""
        look, box = self._look, self.label_area(left)
        draw_box(painter, box, 16, color(look, "surface-raised"), color(look, outline_role(look)))
        size, half = look.scaled(_EYE), box.height() // 2
        pixmap = icon_pixmap(look, "eye", "accent-text", size, self.devicePixelRatioF())
        first, second = self._label_words()
        upper = QRect(box.left(), box.top() + half // 3, box.width(), half * 2 // 3)
        begin = box.left() + look.scaled(_LABEL_SIDE)
        painter.drawPixmap(begin, box.center().y() - size // 2, pixmap)
        text_left = begin + size + look.scaled(_LABEL_GAP)
        upper.setLeft(text_left)
        painter.setPen(color(look, "text"))
        draw_line(painter, upper, Type.UI_STRONG.font(look), first)
        painter.setPen(color(look, "text-muted"))
        draw_line(painter, upper.translated(0, half * 2 // 3), Type.SMALL.font(look), second)

    def _end(self, *, by_click: bool) -> None:
        self._by_click = by_click
        self.ended.emit()

    def _lift(self) -> None:
        if not self._by_click:
            self.lifted.emit()
        self.hide()
        self.deleteLater()
