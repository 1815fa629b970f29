"""The round button of the composer: Send, Stop, or Queue."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import FOCUS_RADIUS, ICON, PaintedButton
from strakly_desktop.ui.style.shapes import color, draw_box

_SEND = 36


class SendButton(PaintedButton):
    """Send, or Stop while an answer arrives; one beside Stop queues.

    A press means what the button said when it began. Nor does one count that comes within a double click of the
    button's change: the second click on Send is no wish to stop, the second on Stop none to send a draft.

    Signals:
        send_pressed(), stop_pressed(): it was pressed and let go as this.
    """

    send_pressed = Signal()
    stop_pressed = Signal()

    def __init__(
        self, look: Look, parent: QWidget, clock: Callable[[], float], *, queues: bool = False
    ) -> None:
        """`queues`: what it sends is asked later."""
        super().__init__(look, _SEND // 2, parent)
        self._clock = clock
        self._queues = queues
        self._stops = False
        self._changed_at = float("-inf")
        self._meant_stop = False
        self.set_stops(False)
        self.pressed.connect(self._note_meaning)
        self.clicked.connect(self._act)

    def set_stops(self, stops: bool) -> None:
        """Switch between Send and Stop."""
        if stops != self._stops:
            self._changed_at = self._clock()
        self._stops = stops
        self.setAccessibleName("Stop" if stops else "Queue" if self._queues else "Send")
        self._explain()
        self.update()

    def set_ready(self, ready: bool) -> None:
        """Whether a press would do something."""
        self.setEnabled(ready)
        self._explain()

    def set_look(self, look: Look) -> None:
        super().set_look(look)
        self.setProperty(FOCUS_RADIUS, look.scaled(_SEND) // 2)

    def sizeHint(self) -> QSize:
        side = self._look.scaled(_SEND)
        return QSize(side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        within_s = QGuiApplication.styleHints().mouseDoubleClickInterval() / 1000
        if self._clock() - self._changed_at < within_s:
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # By the events' own times: after a busy moment both clicks arrive late, and then together.
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, round_ = self._look, self.width() / 2
        if not self.isEnabled():
            off = color(look, "text-disabled") if look.high_contrast else None
            draw_box(painter, self.rect(), round_, color(look, "surface-hover") if off is None else None, off)
            self._arrow(painter, "text-muted" if off is None else "text-disabled")
            return
        state = "-pressed" if self.isDown() else "-hover" if self.underMouse() else ""
        if self._queues:
            fill = "accent-soft-hover" if self.isDown() or self.underMouse() else "accent-soft"
            draw_box(painter, self.rect(), round_, color(look, fill), color(look, "accent-outline"))
            self._arrow(painter, "accent-text")
            return
        if self._stops:
            draw_box(painter, self.rect(), round_, color(look, f"stop{state}"))
            side = look.scaled(12)
            square = QRect(0, 0, side, side)
            square.moveCenter(self.rect().center())
            draw_box(painter, square, look.scaled(3), color(look, "on-stop"))
            return
        draw_box(painter, self.rect(), round_, color(look, f"accent{state}"), color(look, "accent-outline"))
        self._arrow(painter, "on-accent")

    def _note_meaning(self) -> None:
        self._meant_stop = self._stops

    def _act(self) -> None:
        if self._meant_stop == self._stops:
            (self.stop_pressed if self._stops else self.send_pressed).emit()

    def _arrow(self, painter: QPainter, role: str) -> None:
        size = self._look.scaled(ICON)
        self._draw_icon(painter, "arrow-up", role, QRect((self.width() - size) // 2, 0, size, self.height()))

    def _explain(self) -> None:
        if self._stops:
            self.setToolTip("Stop (Esc)")
        elif self._queues:
            self.setToolTip("Ask this when the answer is complete (Enter)")
        else:
            self.setToolTip("Send (Enter)" if self.isEnabled() else "Write a question first")
