"""The type scale of the design, and text drawn on a baseline that no fallback font can move.

QLabel and QPushButton centre the line box, which a fallback Devanagari makes taller: the text jumps by 2
px. What paints itself draws at a baseline computed from the first font's cap height.
"""

from enum import Enum

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from strakly_desktop.conversation.text_safety import in_reading_order
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.shortened import shortened
from strakly_desktop.rendering.text_styles import BODY, SMALL, TextStyle


class Type(Enum):
    """The text styles of the chrome; what the page has too is taken from there."""

    CAPTION = TextStyle(12, 16, 400)
    BADGE = TextStyle(12, 16, 600)
    SMALL = SMALL
    SMALL_MEDIUM = TextStyle(13, 18, 500)
    SMALL_STRONG = TextStyle(13, 18, 600)
    UI = TextStyle(14, 20, 400)
    UI_MEDIUM = TextStyle(14, 20, 500)
    UI_STRONG = TextStyle(14, 20, 600)
    BODY = BODY
    TITLE = TextStyle(15, 20, 600)
    DIALOG_TITLE = TextStyle(20, 28, 600)
    CLOCK = TextStyle(64, 76, 500)
    GREETING = TextStyle(28, 36, 600)

    def font(self, look: Look) -> QFont:
        """The application's font in this style at the current text scale."""
        font = QFont()
        font.setPixelSize(look.scaled(self.value.size))
        font.setWeight(QFont.Weight(self.value.weight))
        return font

    def line(self, look: Look) -> int:
        """The height of a line at the current text scale."""
        return look.scaled(self.value.line)


def text_width(font: QFont, text: str) -> float:
    """How wide `text` is drawn, in one line."""
    return QFontMetricsF(font).horizontalAdvance(text)


def elided(font: QFont, text: str, width: float) -> str:
    """`text` as one line, cut at its end with an ellipsis where it is wider than `width`, but within no number.

    It is empty where not even the ellipsis has room.
    """
    return shortened(QFontMetricsF(font), " ".join(in_reading_order(text).split()), width)


def wrapped(font: QFont, text: str, width: float) -> list[str]:
    """`text` in lines of at most `width`, broken between words; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(font, longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def draw_line(
    painter: QPainter,
    rect: QRect | QRectF,
    font: QFont,
    text: str,
    *,
    centred: bool = False,
    underline: bool = False,
) -> None:
    """Draw one line of `text` with its capitals in the vertical middle of `rect`, in the painter's pen."""
    area = QRectF(rect)
    text = in_reading_order(text)
    metrics = QFontMetricsF(font)
    left = area.left()
    if centred:
        left += (area.width() - metrics.horizontalAdvance(text)) / 2
    baseline = area.center().y() + metrics.capHeight() / 2
    painter.setFont(font)
    painter.drawText(QPointF(left, baseline), text)
    if underline:
        thickness = max(1.0, metrics.lineWidth())
        line = QRectF(left, baseline + 3, metrics.horizontalAdvance(text), thickness)
        painter.fillRect(line, painter.pen().color())
