"""A chart on paper: grey on white, as wide as the page, a long one in parts that each fit on one.

It is drawn and written, not a picture: its letters are sharp at any size, and can be found and copied in a PDF.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPyTextObject, QTextCharFormat, QTextDocument, QTextFormat

from strakly_desktop.rendering.chart.chart_data import Chart
from strakly_desktop.rendering.chart.chart_files import PAPER_LOOK
from strakly_desktop.rendering.chart.chart_picture import ChartPicture
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.printing.actual_text import ActualTexts

_BARS = 12
_OBJECT_TYPE = QTextFormat.ObjectTypes.UserObject.value + 1
_INDEX = QTextFormat.Property.UserProperty.value + 1


@dataclass(frozen=True, slots=True)
class PaperChart:
    """A part of a chart that is `width` px of the screen wide."""

    picture: ChartPicture
    width: float


def paper_charts(chart: Chart, width: float) -> Iterator[PaperChart]:
    """The chart in parts of `width` px of the screen."""
    for part in chart.in_parts(_BARS):
        yield PaperChart(ChartPicture(part, PAPER_LOOK, width, alternates=False), width)


class PaperCharts(Guarded, QPyTextObject):
    """The charts in the text of one document. `scale`: the px of its paint device to one of the screen."""

    def __init__(self, document: QTextDocument, scale: float, texts: ActualTexts | None) -> None:
        super().__init__(document)
        self._scale = scale
        self._texts = texts
        self._charts: list[PaperChart] = []
        document.documentLayout().registerHandler(_OBJECT_TYPE, self)

    def format_of(self, chart: PaperChart) -> QTextCharFormat:
        """The format of the character that stands for a chart."""
        format_ = QTextCharFormat()
        format_.setObjectType(_OBJECT_TYPE)
        format_.setProperty(_INDEX, len(self._charts))
        self._charts.append(chart)
        return format_

    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:  # noqa: A002, N803
        chart = self._charts[int(format.property(_INDEX))]
        return QSizeF(chart.width, chart.picture.height) * self._scale

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,  # noqa: N803
        format: QTextFormat,  # noqa: A002
    ) -> None:
        chart = self._charts[int(format.property(_INDEX))]
        painter.save()
        painter.translate(QRectF(rect).topLeft())
        painter.scale(self._scale, self._scale)
        chart.picture.paint(painter, color_of=self._texts.color_of if self._texts is not None else None)
        painter.restore()
