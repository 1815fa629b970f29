"""How many are in the gym now, in the header; a press tells who."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ICON_SMALL, PaintedButton
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type, draw_line, text_width

_SIDE, _GAP = 10, 6


class PresenceButton(PaintedButton):
    """An icon and a number. Hidden while the number is not known, and where there is no room."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, 8, parent)
        self._count: int | None = None
        self._has_room = True
        self.hide()

    def set_count(self, count: int | None) -> None:
        """How many; None where that is not known."""
        self._count = count
        words = "Nobody is in now" if count == 0 else f"{count} in now: press to see who"
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()
        self._show()

    @property
    def is_known(self) -> bool:
        """Whether there is a number to show."""
        return self._count is not None

    def set_has_room(self, has_room: bool) -> None:
        """Whether the header has room for it."""
        self._has_room = has_room
        self._show()

    def sizeHint(self) -> QSize:
        width = text_width(Type.SMALL_MEDIUM.font(self._look), self._text())
        around = 2 * _SIDE + self._look.scaled(ICON_SMALL) + _GAP
        return QSize(round(width + 0.5) + around, self._look.scaled(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isDown() or self.underMouse():
            role = "surface-pressed" if self.isDown() else "surface-hover"
            draw_box(painter, self.rect(), 8, color(self._look, role))
        size = self._look.scaled(ICON_SMALL)
        self._draw_icon(painter, "user-check", "text-muted", QRect(_SIDE, 0, size, self.height()))
        painter.setPen(color(self._look, "text-muted"))
        area = self.rect().adjusted(_SIDE + size + _GAP, 0, 0, 0)
        draw_line(painter, area, Type.SMALL_MEDIUM.font(self._look), self._text())

    def _text(self) -> str:
        return "" if self._count is None else f"{self._count:,} in"

    def _show(self) -> None:
        self.setVisible(self._count is not None and self._has_room)
