"""The fade at the lower edge of a page that goes on below it."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.style.shapes import color

HEIGHT = 20


def paint_fade(viewport: QWidget, look: Look) -> None:
    """Let the text fade into the page; call it in the paint event of `viewport`, after the text."""
    area = fade_area(viewport, 0)
    page = color(look, "background")
    clear = QColor(page)
    clear.setAlpha(0)
    gradient = QLinearGradient(0, area.top(), 0, area.bottom())
    gradient.setColorAt(0, clear)
    gradient.setColorAt(1, page)
    QPainter(viewport).fillRect(QRectF(area), gradient)


def fade_area(viewport: QWidget, scrolled: int) -> QRect:
    """What the fade covers, and what it covered before the page was scrolled by so many px.

    Qt scrolls what is painted: this would go along.
    """
    top = viewport.height() - HEIGHT - max(0, scrolled)
    return QRect(0, top, viewport.width(), viewport.height() - top)
