"""The three pulsing dots and the busy line, at the place where the text will come.

An answer may be waited for during minutes, below a page of any length: a step of the dots paints themselves alone,
and the page behind them is not asked.
"""

import math

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.style.typography import Type, draw_line, elided

HEIGHT = 28
SPACE_ABOVE = 2
"""Between the text and the dots, in px."""
_DOT = 7
_GAP = 5
_PERIOD_MS = 1200
_STAGGER_MS = 160
STEP_MS = 100
"""Twelve steps of a slow pulse look smooth; each wakes the computer."""
_FAINTEST = 0.3


class WaitingDots(Guarded, QWidget):
    """Visible while an answer is awaited or still grows. Its timer runs only then.

    `meaning`: what they tell, for who cannot see them.
    """

    def __init__(self, look: Look, parent: QWidget, meaning: str = "The assistant is answering") -> None:
        super().__init__(parent)
        self._look = look
        self._text = ""
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._tick)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # Every pixel is painted here: what is behind is not.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(meaning)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.update()

    def set_text(self, text: str) -> None:
        """The busy line beside the dots; "" for none."""
        self._text = text
        self.setAccessibleDescription(text)
        self.update()

    def start(self) -> None:
        """Show the dots."""
        self.show()
        if not self._look.reduced_motion and not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Hide the dots."""
        self._timer.stop()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.fillRect(event.rect(), color(look, "background"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(look, "accent-text"))
        radius = look.scaled(_DOT) / 2
        step = look.scaled(_DOT + _GAP)
        for index in range(3):
            painter.setOpacity(self._opacity(index))
            painter.drawEllipse(QPointF(radius + index * step, self.height() / 2), radius, radius)
        left = self._dots_width
        if not self._text or event.rect().right() < left:
            return
        left += look.scaled(6)
        painter.setOpacity(1)
        font = Type.SMALL.font(look)
        painter.setPen(color(look, "text-muted"))
        text = elided(font, self._text, self.width() - left)
        draw_line(painter, QRectF(left, 0, self.width() - left, self.height()), font, text)

    @property
    def _dots_width(self) -> int:
        return 3 * self._look.scaled(_DOT + _GAP)

    def _opacity(self, index: int) -> float:
        if self._look.reduced_motion:
            return 1.0
        phase = (self._clock.elapsed() - index * _STAGGER_MS) % _PERIOD_MS / _PERIOD_MS
        return _FAINTEST + (1 - _FAINTEST) * (0.5 + 0.5 * math.sin(2 * math.pi * phase))

    def _tick(self) -> None:
        # Only the dots change: the busy line keeps its pixels.
        self.update(0, 0, self._dots_width, self.height())
