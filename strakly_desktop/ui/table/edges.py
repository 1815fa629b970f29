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
"""So many px of the grid fade out at most at a side beyond which it goes on: no more than are out of sight there."""


class TableEdges:
    """Where the columns of a scrolled grid go on out of sight, in px of its viewport."""

    def __init__(self, view: QAbstractItemView) -> None:
        self._viewport = known_viewport(view)
        self._bar = view.horizontalScrollBar()

    def in_sight(self, area: QRect) -> QRect:
        """The part of an area that is neither out of sight nor within a fade; it may be empty."""
        left, right = self._fades()
        first = max(area.left(), left)
        end = min(area.left() + area.width(), self._viewport.width() - right)
        return QRect(first, area.top(), max(0, end - first), area.height())

    def paint(self, part: QWidget, look: Look, role: str) -> None:
        """Let the columns of the grid, or their headings, fade into the colour of `role` where they go on."""
        left, right = self._fades()
        width = part.width()
        sides = [(0, left)] if left else []
        sides += [(width, width - right)] if right else []
        solid = color(look, role)
        clear = QColor(solid)
        clear.setAlpha(0)
        painter = QPainter(part)
        for outer, inner in sides:
            gradient = QLinearGradient(outer, 0, inner, 0)
            gradient.setColorAt(0, solid)
            gradient.setColorAt(1, clear)
            painter.fillRect(QRectF(min(outer, inner), 0, abs(outer - inner), part.height()), gradient)

    def _fades(self) -> tuple[int, int]:
        """How far the left and the right side fade out, in px."""
        scrolled = self._bar.value()
        return min(FADE, scrolled), min(FADE, self._bar.maximum() - scrolled)
