"""Rounded boxes and soft shadows, drawn by hand.

Qt's drop shadow effect blurs text and is slow, and its stylesheets know no half pixels: outlines here lie
on whole device pixels whatever the screen's ratio.
"""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from strakly_desktop.rendering.look import Look

SHADOW_REACH = 10
_SHADOW_DROP = 2
_SHADOW_STEPS = 8


def color(look: Look, role: str) -> QColor:
    """The colour of a role."""
    return QColor(look.colors[role])


def outline_role(look: Look) -> str:
    """The role that outlines neutral controls: soft lines, but solid ones in high contrast."""
    return "control-border" if look.high_contrast else "border"


def draw_box(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    fill: QColor | None,
    outline: QColor | None = None,
    *,
    width: float = 1.0,
) -> None:
    """Draw a rounded box inside `rect`; the outline's outer edge is the edge of `rect`."""
    if fill is None and outline is None:
        return  # Qt would work out its shape all the same.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(rect)
    radius = min(radius, area.width() / 2, area.height() / 2)
    if outline is not None:
        inset = width / 2
        area = area.adjusted(inset, inset, -inset, -inset)
        radius -= inset
        painter.setPen(QPen(outline, width))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area, radius, radius)


def fill_area(painter: QPainter, area: QRect, fill: QColor) -> None:
    """Fill a rectangle, its edges as they are.

    As `fillRect` does, at whose first call PySide makes five enumerations of gradients to tell what it was given.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRect(area)


def draw_outline(painter: QPainter, rect: QRectF, radius: float, outline: QColor, area: QRectF) -> None:
    """Draw what of the outline of a rounded box lies in `area`, as `draw_box` does; a tall box costs no more."""
    if min(rect.width(), rect.height()) < 2 * radius:
        draw_box(painter, rect, radius, None, outline)
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    across, down = rect.width() - 2 * radius, rect.height() - 2 * radius
    for x in (rect.left(), rect.right() - 1):
        painter.fillRect(QRectF(x, rect.top() + radius, 1, down), outline)
    painter.setPen(QPen(outline, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    side = 2 * radius - 1
    ends = ((rect.top(), rect.top() + 0.5, 90), (rect.bottom() - 1, rect.bottom() - 0.5 - side, 180))
    for line, corner, left_angle in ends:
        if not area.top() - radius <= line <= area.bottom() + radius:
            continue
        painter.fillRect(QRectF(rect.left() + radius, line, across, 1), outline)
        right_angle = 0 if left_angle == 90 else 270
        for x, angle in ((rect.left() + 0.5, left_angle), (rect.right() - 0.5 - side, right_angle)):
            painter.drawArc(QRectF(x, corner, side, side), angle * 16, 90 * 16)


def draw_shadow(painter: QPainter, rect: QRect | QRectF, radius: float, shadow: QColor) -> None:
    """Draw a soft shadow a little below `rect`; it reaches at most `SHADOW_REACH` px out of it."""
    if shadow.alpha() == 0:
        return
    layer = QColor(shadow)
    layer.setAlphaF(shadow.alphaF() / _SHADOW_STEPS * 1.3)
    area = QRectF(rect).translated(0, _SHADOW_DROP)
    for step in range(_SHADOW_STEPS):
        grow = step - _SHADOW_STEPS / 2 + 1
        draw_box(painter, area.adjusted(-grow, -grow, grow, grow), max(0.0, radius + grow), layer)
