"""Says in every picture of the demo gym that it is one: nobody takes its figures for real ones."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type, draw_line, text_width


class DemoBadge(Guarded, QWidget):
    """Says that the gym is a demonstration."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._text = "Demo gym"
        self.setAccessibleName("Demo gym")
        self.setToolTip(
            "A gym made up for trying things out: nothing here is real, and changes go with the next start."
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.updateGeometry()
        self.update()

    def set_short(self, short: bool) -> None:
        """Whether there is little room."""
        self._text = "Demo" if short else "Demo gym"
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = text_width(Type.BADGE.font(self._look), self._text) + 2 * self._look.scaled(12)
        return QSize(round(width + 0.5), self._look.scaled(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, self.rect(), self.height() / 2, color(self._look, "demo-bg"))
        painter.setPen(color(self._look, "demo-text"))
        draw_line(painter, self.rect(), Type.BADGE.font(self._look), self._text, centred=True)
