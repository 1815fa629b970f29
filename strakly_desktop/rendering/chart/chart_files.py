"""A chart as a picture in a file or on the clipboard: PNG, SVG, or an image; with its heading, on the page's colour."""

import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from strakly_desktop.rendering.chart.chart_data import Chart
from strakly_desktop.rendering.chart.chart_picture import ChartPicture
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.shortened import shortened
from strakly_desktop.rendering.text_styles import SMALL, TABLE
from strakly_desktop.rendering.writing.formats import font_of

WIDTH = 760
_MARGIN = 24
_GAP = 12
_PNG_RATIO = 2.0
_SVG_PPI = 96
"""Px to the inch, as what reads SVG has it; with Qt's own it would be a third larger."""
_FAMILIES = re.compile(rb'(font-family="[^"]*)"')


# In black on white, whatever the window looks like.
_PAPER = {
    "background": "#ffffff",
    "text": "#000000",
    "text-muted": "#333333",
    "border": "#c4c4c4",
    "control-border": "#7a7a7a",
    "accent": "#6e6e6e",
    "accent-hover": "#6e6e6e",
    "accent-outline": "#6e6e6e",
    "accent-text": "#3a3a3a",
    "danger": "#3a3a3a",
    "table-row-hover": "#ffffff",
}


PAPER_LOOK = Look(colors=_PAPER, icons=Path())
"""How a chart looks on paper."""


class ChartSheet:
    """A chart below its title and what is drawn, above what there is to know of it.

    `lines`: said in small letters at its foot.
    """

    def __init__(
        self, title: str, chart: Chart, lines: tuple[str, ...], look: Look, width: float = WIDTH
    ) -> None:
        self.lines = tuple(line for line in lines if line)
        self._title, self._look = title, look
        self._caption = chart.caption
        self._picture = ChartPicture(chart, look, width - 2 * _MARGIN)
        self._strong = font_of(TABLE, look)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._small = font_of(SMALL, look)
        line = QFontMetricsF(self._small).lineSpacing()
        self._top = _MARGIN + QFontMetricsF(self._strong).lineSpacing() + line + _GAP
        foot = len(self.lines) * line + (_GAP if self.lines else 0)
        self.size = QSize(round(width), round(self._top + self._picture.height + foot + _MARGIN))

    def paint(self, painter: QPainter) -> None:
        """Paint all of it from 0, 0 on."""
        text, muted = QColor(self._look.colors["text"]), QColor(self._look.colors["text-muted"])
        painter.fillRect(
            QRectF(0, 0, self.size.width(), self.size.height()), QColor(self._look.colors["background"])
        )
        metrics, room = QFontMetricsF(self._strong), self.size.width() - 2 * _MARGIN
        painter.setFont(self._strong)
        painter.setPen(text)
        title = shortened(metrics, self._title, room)
        painter.drawText(QPointF(_MARGIN, _MARGIN + metrics.ascent()), title)
        small = QFontMetricsF(self._small)
        painter.setFont(self._small)
        painter.setPen(muted)
        caption = shortened(small, self._caption, room)
        painter.drawText(QPointF(_MARGIN, _MARGIN + metrics.lineSpacing() + small.ascent()), caption)
        painter.save()
        painter.translate(_MARGIN, self._top)
        self._picture.paint(painter)
        painter.restore()
        painter.setFont(self._small)
        painter.setPen(muted)
        place = self._top + self._picture.height + _GAP + small.ascent()
        for line in self.lines:
            painter.drawText(QPointF(_MARGIN, place), shortened(small, line, room))
            place += small.lineSpacing()


def image_of(sheet: ChartSheet, ratio: float = _PNG_RATIO) -> QImage:
    """The sheet as pixels, `ratio` of them to each of its px."""
    image = QImage(sheet.size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    sheet.paint(painter)
    painter.end()
    return image


def png_of(sheet: ChartSheet) -> bytes:
    """The sheet as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image_of(sheet).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg_of(sheet: ChartSheet, title: str, description: str) -> bytes:
    """The sheet as an SVG file. `description`: for whoever cannot see it."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(sheet.size)
    generator.setViewBox(QRectF(0, 0, sheet.size.width(), sheet.size.height()))
    generator.setResolution(_SVG_PPI)
    generator.setTitle(title)
    generator.setDescription(_in_full(sheet, description))
    painter = QPainter(generator)
    sheet.paint(painter)
    painter.end()
    # Where our fonts are not installed, one with serifs would take their place.
    return _FAMILIES.sub(rb'\1,sans-serif"', bytes(buffer.data().data()))


def chart_data(sheet: ChartSheet, title: str, description: str) -> QMimeData:
    """The sheet for the clipboard: pixels, the drawing, and words where neither can be pasted."""
    data = QMimeData()
    data.setImageData(image_of(sheet))
    data.setData("image/svg+xml", svg_of(sheet, title, description))
    words = _in_full(sheet, description)
    data.setText(f"{title}. {words}" if title else words)
    return data


def _in_full(sheet: ChartSheet, description: str) -> str:
    """A description with what stands at the foot of the sheet: that rows may be missing is not for eyes alone."""
    return " ".join(filter(None, (description, *sheet.lines)))
