"""The speech bubble around a question: on the page, and in the first moment of a start before there is one."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.style.shapes import color

PADDING = (16, 10)
"""Between its edge and its words, beside and above them, in px."""
LINE_SHIFT = 2
"""Qt puts all extra line height above the text; painted shapes go along."""
_RADIUS = 16
_TAIL = 6


def paint_bubble(painter: QPainter, look: Look, bubble: QRectF) -> None:
    """Paint one without its words."""
    outlined = look.colors["bubble-border"] != look.colors["bubble-bg"]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color(look, "bubble-border"), 2) if outlined else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(color(look, "bubble-bg"))
    inset = 1 if outlined else 0
    painter.drawPath(_bubble_path(bubble.adjusted(inset, inset, -inset, -inset)))


def _bubble_path(rect: QRectF) -> QPainterPath:
    """A rounded rectangle whose lower right corner is nearly square, as speech bubbles have it."""
    r, tail = min(_RADIUS, rect.height() / 2), _TAIL
    path = QPainterPath(QPointF(rect.left() + r, rect.top()))
    path.lineTo(rect.right() - r, rect.top())
    path.arcTo(QRectF(rect.right() - 2 * r, rect.top(), 2 * r, 2 * r), 90, -90)
    path.lineTo(rect.right(), rect.bottom() - tail)
    path.arcTo(QRectF(rect.right() - 2 * tail, rect.bottom() - 2 * tail, 2 * tail, 2 * tail), 0, -90)
    path.lineTo(rect.left() + r, rect.bottom())
    path.arcTo(QRectF(rect.left(), rect.bottom() - 2 * r, 2 * r, 2 * r), 270, -90)
    path.lineTo(rect.left(), rect.top() + r)
    path.arcTo(QRectF(rect.left(), rect.top(), 2 * r, 2 * r), 180, -90)
    path.closeSubpath()
    return path
