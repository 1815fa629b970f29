"""The sides of the table panel's grid, beyond which more columns stand.

A column that is half in sight has its words in that half: whole, or with an ellipsis. Cut by the edge itself, "Rs.
18,500" read "Rs. 18,5", a figure that looked whole.
"""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter
from PySide6.QtWidgets import QAbstractItemView, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.known_viewport import known_viewport
from strakly_desktop.ui.style.shapes import color

FADE = 20
"""So many px of the grid fade out at a side beyond which it goes on."""


class TableEdges:
    """Where the columns of a scrolled grid go on out of sight, in px of its viewport."""

    def __init__(self, view: QAbstractItemView) -> None:
        self._viewport = known_viewport(view)
        self._bar = view.horizontalScrollBar()

    def in_sight(self, area: QRect) -> QRect:
        """The part of an area that is neither out of sight nor within a fade; it may be empty."""
        left, right = self._goes_on()
        first = max(area.left(), FADE if left else 0)
        end = min(area.left() + area.width(), self._viewport.width() - (FADE if right else 0))
        return QRect(first, area.top(), max(0, end - first), area.height())

    def paint(self, part: QWidget, look: Look, role: str) -> None:
        """Let the columns of the grid, or their headings, fade into the colour of `role` where they go on."""
        left, right = self._goes_on()
        width = part.width()
        sides = [(0, FADE)] if left else []
        sides += [(width, width - FADE)] if right else []
        solid = color(look, role)
        clear = QColor(solid)
        clear.setAlpha(0)
        painter = QPainter(part)
        for outer, inner in sides:
            gradient = QLinearGradient(outer, 0, inner, 0)
            gradient.setColorAt(0, solid)
            gradient.setColorAt(1, clear)
            painter.fillRect(QRectF(min(outer, inner), 0, FADE, part.height()), gradient)

    def _goes_on(self) -> tuple[bool, bool]:
        scrolled = self._bar.value()
        return scrolled > 0, scrolled < self._bar.maximum()
