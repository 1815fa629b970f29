"""The three pulsing dots and the busy line, at the place where the text will come.

An answer may be waited for during minutes, below a page of any length: a step of the dots paints themselves alone,
from a picture that is drawn once, and the page behind them is not asked.
"""

import math

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
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
STEPS = 10
STEP_MS = 120
"""Ten steps of a slow pulse look smooth; each wakes the computer."""
_STAGGER = 4 / 3
"""Steps by which each dot is behind the one before it."""
_FAINTEST = 0.3


class WaitingDots(Guarded, QWidget):
    """Visible while an answer is awaited or still grows. Its timer runs only then.

    `meaning`: what they tell, for who cannot see them.
    """

    def __init__(self, look: Look, parent: QWidget, meaning: str = "The assistant is answering") -> None:
        super().__init__(parent)
        self._look = look
        self._dots_width = _width(look)
        self._pictures: dict[tuple[int, int, float], QPixmap] = {}
        """The dots at each step, in the height and for the screen that they are needed for."""
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
        self._dots_width = _width(look)
        self._pictures.clear()
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pictures.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, area = self._look, event.rect()
        painter = QPainter(self)
        painter.fillRect(area, color(look, "background"))
        painter.drawPixmap(0, 0, self._picture())
        left = self._dots_width
        if not self._text or area.right() < left:
            return
        left += look.scaled(6)
        font = Type.SMALL.font(look)
        painter.setPen(color(look, "text-muted"))
        text = elided(font, self._text, self.width() - left)
        draw_line(painter, QRectF(left, 0, self.width() - left, self.height()), font, text)

    def _picture(self) -> QPixmap:
        look, height, ratio = self._look, self.height(), self.devicePixelRatioF()
        step = -1 if look.reduced_motion else self._clock.elapsed() // STEP_MS % STEPS
        picture = self._pictures.get((step, height, ratio))
        if picture is None:
            picture = self._pictures[step, height, ratio] = _drawn(look, step, height, ratio)
        return picture

    def _tick(self) -> None:
        # Only the dots change: the busy line keeps its pixels.
        self.update(0, 0, self._dots_width, self.height())


def _width(look: Look) -> int:
    """Of the dots, in px."""
    return 3 * look.scaled(_DOT + _GAP)


def _drawn(look: Look, step: int, height: int, ratio: float) -> QPixmap:
    """The dots at a step of their pulse; at none where that is negative."""
    picture = QPixmap(math.ceil(_width(look) * ratio), math.ceil(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(color(look, "background"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(look, "accent-text"))
    radius = look.scaled(_DOT) / 2
    for index in range(3):
        phase = (step - index * _STAGGER) / STEPS
        painter.setOpacity(
            1.0 if step < 0 else _FAINTEST + (1 - _FAINTEST) * (0.5 + 0.5 * math.sin(2 * math.pi * phase))
        )
        painter.drawEllipse(QPointF(radius + index * look.scaled(_DOT + _GAP), height / 2), radius, radius)
    painter.end()
    return picture
