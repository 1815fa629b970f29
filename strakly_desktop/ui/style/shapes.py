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
