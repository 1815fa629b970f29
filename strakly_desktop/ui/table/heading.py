"""The head of the table panel: the title of its table, how many rows it has, and how far its answer came."""

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ICON_SMALL
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width

HEIGHT = 52
_GAP = 10


class TableHeading(Guarded, QWidget):
    """The title, which gives way first, the number of rows, and what there is to know of them."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._title = self._count = self._word = ""
        self._warns = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.updateGeometry()
        self.update()

    def set_texts(self, title: str, count: str, word: str, *, warns: bool) -> None:
        """Say this of the table. `warns`: its answer is not whole."""
        self._title, self._count, self._word, self._warns = title, count, word, warns
        self.setAccessibleName(", ".join(part for part in (title, count, word) if part))
        self.setToolTip(title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._look.scaled(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        font, small = Type.TITLE.font(look), Type.SMALL.font(look)
        count = f"{self._count}  \u00b7  {self._word}" if self._word and not self._warns else self._count
        icon = look.scaled(ICON_SMALL)
        warning = icon + 6 + text_width(small, self._word) if self._warns else 0.0
        taken = text_width(small, count) + _GAP + (warning + _GAP if self._warns else 0)
        title = elided(font, self._title, max(0.0, self.width() - taken))
        painter.setPen(color(look, "text"))
        draw_line(painter, self.rect(), font, title)
        left = round(text_width(font, title)) + _GAP
        painter.setPen(color(look, "text-muted"))
        draw_line(painter, self.rect().adjusted(left, 0, 0, 0), small, count)
        if self._warns:
            left += round(text_width(small, count)) + _GAP
            pixmap = icon_pixmap(look, "triangle-alert", "warning", icon, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, (self.height() - icon) // 2), pixmap)
            painter.setPen(color(look, "warning"))
            draw_line(painter, self.rect().adjusted(left + icon + 6, 0, 0, 0), small, self._word)
