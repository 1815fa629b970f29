"""A chart on paper: grey on white, as wide as the page, a long one in parts that each fit on one."""

from collections.abc import Iterator

from PySide6.QtGui import QImage, QPainter

from strakly_desktop.rendering.chart.chart_data import Chart
from strakly_desktop.rendering.chart.chart_files import PAPER_LOOK
from strakly_desktop.rendering.chart.chart_picture import ChartPicture

_RATIO = 3
"""Pixels to a px: some 300 to an inch of paper."""
_BARS = 12


def paper_charts(chart: Chart, width: float) -> Iterator[QImage]:
    """The chart as pictures of `width` px of the screen."""
    for part in chart.in_parts(_BARS):
        picture = ChartPicture(part, PAPER_LOOK, width)
        image = QImage(round(width * _RATIO), round(picture.height * _RATIO), QImage.Format.Format_RGB32)
        image.fill(PAPER_LOOK.colors["background"])
        image.setDevicePixelRatio(_RATIO)
        painter = QPainter(image)
        picture.paint(painter)
        painter.end()
        yield image
