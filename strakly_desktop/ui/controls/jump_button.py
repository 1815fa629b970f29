"""Jump to latest: a pill above the composer that tells how much came in below what is read."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import PaintedButton
from strakly_desktop.ui.style.shapes import SHADOW_REACH, color, draw_box, draw_shadow, outline_role
from strakly_desktop.ui.style.typography import Type, draw_line, text_width

HEIGHT = 34
MOST_LINES = 999
"""More is not counted."""

_ICON = 16
_PADDING = 14


class JumpButton(PaintedButton):
    """Shown while the reader is not at the end. Clicking it is the wish to go there."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, HEIGHT // 2, parent)
        self._label = ""
        self.set_lines(0)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes; nothing lays it out, so it takes its own size."""
        super().set_look(look)
        self.resize(self.sizeHint())

    def set_lines(self, lines: int) -> None:
        """How many lines came in since the reader left the end."""
        match lines:
            case 0:
                self._label = "Latest"
            case 1:
                self._label = "1 new line"
            case _ if lines < MOST_LINES:
                self._label = f"{lines} new lines"
            case _:
                self._label = f"{MOST_LINES}+ new lines"
        self.setAccessibleName(f"Jump to the end, {self._label}")
        self.resize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        look = self._look
        width = text_width(Type.SMALL_MEDIUM.font(look), self._label) + look.scaled(_ICON) + 6 + 2 * _PADDING
        return QSize(round(width) + 2 * SHADOW_REACH, look.scaled(HEIGHT) + 2 * SHADOW_REACH)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        pill = self.rect().adjusted(SHADOW_REACH, SHADOW_REACH, -SHADOW_REACH, -SHADOW_REACH)
        draw_shadow(painter, pill, pill.height() / 2, color(look, "shadow"))
        fill = "surface-hover" if self.underMouse() else "surface-raised"
        draw_box(painter, pill, pill.height() / 2, color(look, fill), color(look, outline_role(look)))
        icon = look.scaled(_ICON)
        left = pill.left() + _PADDING
        self._draw_icon(painter, "arrow-down", "accent-text", QRect(left, pill.top(), icon, pill.height()))
        painter.setPen(color(look, "text"))
        text = pill.adjusted(_PADDING + icon + 6, 0, 0, 0)
        draw_line(painter, text, Type.SMALL_MEDIUM.font(look), self._label)
