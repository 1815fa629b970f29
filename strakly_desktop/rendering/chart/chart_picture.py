"""Lays a chart out and paints it: bars with their names and numbers beside them, or a line over days.

The same for the window, for a file and for paper: what differs is the width, the look and the painter.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from math import ceil
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from strakly_desktop.rendering.chart.chart_data import Chart, ChartKind, ChartPoint
from strakly_desktop.rendering.chart.chart_scale import day_ticks, duration_ticks, tick_text, ticks
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.shortened import shortened, shortened_within
from strakly_desktop.rendering.tables.cell_values import ValueKind
from strakly_desktop.rendering.text_styles import SMALL, TABLE
from strakly_desktop.rendering.writing.formats import font_of

_ROW = 30
_BAR = 16
_GAP = 12
_EDGE = 4
_LABEL_SHARE = 0.36
_BARS_SHARE = 0.4  # Of the width; what is left of it beside short numbers is for names that would be cut.
_LEAST_BARS = 0.25  # Of the width; where there is less beside the names, those stand above their bars.
_LEAST_BAR = 2.0
"""px of a number that is not 0: beside a crore 3 rupees would look like none."""
_NAME = 24
_RADIUS = 4.0
_PLOT_HEIGHT = 210
_LEAST_PLOT = 50
_TICK_WIDTH = 84
_TICK_HEIGHT = 48
_POINT = 3.5
_HELD_POINT = 5.5


ColorOf: TypeAlias = Callable[[str], QColor | None]


class ChartPicture:
    """A chart at one width. Lengths are px of the painter; the picture begins at 0, 0.

    `height`: how high it is. `names`: of bars, as there is room for them. `alternates`: whether letters may have
    other forms, by their neighbours or as wide as all figures: good to see, but no text in a PDF. `room`: how high
    a line may be to be seen whole, as far as it can be that low; bars are as many as they are.
    """

    def __init__(
        self, chart: Chart, look: Look, width: float, *, alternates: bool = True, room: float | None = None
    ) -> None:
        self._chart = chart
        self._look = look
        self._width = width
        self._font = font_of(TABLE, look)
        self._small = font_of(SMALL, look)
        for font in (self._font, self._small):
            font.setFeature(*((QFont.Tag("tnum"), 1) if alternates else (QFont.Tag("calt"), 0)))
        self._color_of: ColorOf | None = None
        self._metrics = QFontMetricsF(self._font)
        self._row = look.scaled(_ROW)
        self._low, self._high = chart.range
        self._name_height = 0
        self.names: list[str] = []
        if chart.kind is ChartKind.BARS:
            self._lay_out_bars()
            self.height = float(len(chart.points) * self._row)
        else:
            # Large letters need room, and leave the line what it has: its days are to be in sight below it.
            around = 4 * QFontMetricsF(self._small).height()
            plot = _PLOT_HEIGHT if room is None else min(_PLOT_HEIGHT, max(_LEAST_PLOT, room - around))
            self.height = plot + around
            self._lay_out_line()

    def area_of(self, index: int) -> QRectF:
        """What belongs to a point: its row, or its part of the width."""
        if self._chart.kind is ChartKind.BARS:
            return QRectF(0, index * self._row, self._width, self._row)
        return self._columns[index]

    def point_at(self, place: QPointF) -> int | None:
        """The point that `place` belongs to; None beside all of them."""
        if self._chart.kind is ChartKind.BARS:
            index = int(place.y() // self._row)
            return index if 0 <= index < len(self._chart.points) and 0 <= place.x() < self._width else None
        return next((index for index, area in enumerate(self._columns) if area.contains(place)), None)

    def paint(
        self,
        painter: QPainter,
        seen: QRectF | None = None,
        held: int | None = None,
        color_of: ColorOf | None = None,
    ) -> None:
        """Paint what of it is in `seen`, all by default; the point `held` stands out.

        `color_of` gives the colour of a text in place of the role's, or None.
        """
        self._color_of = color_of
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chart.kind is ChartKind.BARS:
            self._paint_bars(painter, seen or QRectF(0, 0, self._width, self.height), held)
        else:
            self._paint_line(painter, held)

    def _lay_out_bars(self) -> None:
        points = self._chart.points
        widest = max(self._metrics.horizontalAdvance(point.label) for point in points)
        numbers = ceil(max(self._metrics.horizontalAdvance(point.text) for point in points))
        left = numbers + _GAP if self._low < 0 else 0
        right = self._width - (numbers + _GAP if self._high > 0 else 0) - _EDGE
        spare = right - left - _GAP - _BARS_SHARE * self._width
        self._labels = min(ceil(widest), max(self._width * _LABEL_SHARE, spare))
        if right - left - self._labels - _GAP < _LEAST_BARS * self._width:
            self._name_height = self._look.scaled(_NAME)
            self._row += self._name_height
            self._labels, self._left = self._width, float(left)
        else:
            self._left = self._labels + _GAP + left
        self.names = self._fitting([point.label for point in points])
        self._room = max(1.0, right - self._left)

    def _paint_bars(self, painter: QPainter, seen: QRectF, held: int | None) -> None:
        first = max(0, int(seen.top() // self._row))
        last = min(len(self._chart.points), int(seen.bottom() // self._row) + 1)
        scale = self._room / (self._high - self._low)
        zero = self._left - self._low * scale
        if self._low < 0:
            painter.setPen(QPen(self._color("control-border"), 1))
            painter.drawLine(QPointF(zero, first * self._row), QPointF(zero, last * self._row))
        for index in range(first, last):
            point, row = self._chart.points[index], self.area_of(index)
            if index == held:
                self._fill(painter, row, "table-row-hover")
            name_row = row
            if self._name_height:
                name_row = QRectF(0, row.top() + _EDGE, row.width(), self._name_height)
                row = row.adjusted(0, self._name_height, 0, 0)
            self._write(painter, self._font, "text", self.names[index], 0, name_row)
            length = max(abs(point.value) * scale, _LEAST_BAR) if point.value else 0.0
            bar = QRectF(zero if point.value >= 0 else zero - length, 0, length, self._look.scaled(_BAR))
            bar.moveTop(row.center().y() - bar.height() / 2)
            self._paint_bar(painter, bar, index == held, point.value < 0)
            width = self._metrics.horizontalAdvance(point.text)
            left = bar.right() + _GAP / 2 if point.value >= 0 else bar.left() - _GAP / 2 - width
            if index == held and self.names[index] != point.label and not self._name_height:
                left = max(left, self._write_whole(painter, point.label, row, width))
            self._write(painter, self._font, "text" if index == held else "text-muted", point.text, left, row)

    def _fitting(self, labels: list[str]) -> list[str]:
        """The names as there is room for them; those that would be cut alike lose their middle instead of their end."""
        cut = [shortened(self._metrics, one, self._labels) for one in labels]
        counts = Counter(cut)
        return [
            shortened_within(self._metrics, label, self._labels)
            if name != label and counts[name] > 1
            else name
            for name, label in zip(cut, labels, strict=True)
        ]

    def _write_whole(self, painter: QPainter, label: str, row: QRectF, number: float) -> float:
        """A name that is cut, over its bar while it is pointed at; returns where its number may begin, that wide."""
        room = self._width - number - _GAP - _EDGE
        name = shortened_within(self._metrics, label, room)
        end = self._metrics.horizontalAdvance(name) + _GAP / 2
        area = QRectF(0, row.top(), end + number + _GAP / 2, row.height())
        for role in ("background", "table-row-hover"):
            self._fill(painter, area, role)
        self._write(painter, self._font, "text", name, 0, row)
        return end

    def _paint_bar(self, painter: QPainter, bar: QRectF, is_held: bool, is_below_zero: bool) -> None:
        """In the colour that it has in the rows of the table panel as well."""
        if bar.width() <= 0:
            return
        accent, outline = self._color("accent"), self._color("accent-outline")
        has_outline = outline != accent and not is_below_zero
        painter.setPen(QPen(outline, 1) if has_outline else Qt.PenStyle.NoPen)
        role = "danger" if is_below_zero else "accent-hover" if is_held else "accent"
        painter.setBrush(self._color(role))
        radius = min(_RADIUS, bar.width() / 2)
        painter.drawRoundedRect(bar, radius, radius)

    def _lay_out_line(self) -> None:
        most = max(2, int(self.height // self._look.scaled(_TICK_HEIGHT)))
        is_of_time = self._chart.unit.kind is ValueKind.DURATION
        self._ticks = (duration_ticks if is_of_time else ticks)(self._low, self._high, most)
        step = self._ticks[1] - self._ticks[0]
        self._tick_texts = [tick_text(number, step, self._chart.unit) for number in self._ticks]
        small = QFontMetricsF(self._small)
        left = max(small.horizontalAdvance(text) for text in self._tick_texts) + _GAP
        line = small.height()
        self._plot = QRectF(left, 2 * line, self._width - left - 2 * _GAP, self.height - 4 * line)
        points = self._chart.points
        first, last = points[0].place, points[-1].place
        across = self._plot.width() / max(1, last - first)
        up = self._plot.height() / (self._ticks[-1] - self._ticks[0])
        self._places = [
            QPointF(
                self._plot.left() + (point.place - first) * across,
                self._plot.bottom() - (point.value - self._ticks[0]) * up,
            )
            for point in points
        ]
        edges = [(one.x() + other.x()) / 2 for one, other in pairwise(self._places)]
        edges = [0.0, *edges, self._width]
        self._columns = [QRectF(start, 0, end - start, self.height) for start, end in pairwise(edges)]
        days = set(day_ticks(first, last, max(2, int(self._plot.width() // self._look.scaled(_TICK_WIDTH)))))
        self._days = self._day_places(small, [at for at, point in enumerate(points) if point.place in days])

    def _day_places(self, metrics: QFontMetricsF, days: list[int]) -> list[tuple[int, float]]:
        """Which days are named below the line, and where: the first and the last, and between them `days`, or fewer
        that are as evenly apart, as there is room."""
        widths = [metrics.horizontalAdvance(point.label) for point in self._chart.points]
        lefts = [
            max(0.0, min(place.x() - width / 2, self._width - width))
            for place, width in zip(self._places, widths, strict=True)
        ]
        last = len(lefts) - 1
        for between in chain([days], self._even_days(len(days))):
            named = sorted({0, *between, last})
            if all(lefts[one] + widths[one] + _GAP <= lefts[other] for one, other in pairwise(named)):
                return [(index, lefts[index]) for index in named]
        return [(0, lefts[0])]

    def _even_days(self, most: int) -> Iterator[list[int]]:
        """The points that part the line evenly, in `most` parts and in ever fewer: days that are missing are passed."""
        points = self._chart.points
        first, last = points[0].place, points[-1].place
        for parts in range(most, 0, -1):
            days = (first + (last - first) * part / parts for part in range(1, parts))
            yield [_nearest(points, day) for day in days]

    def _paint_line(self, painter: QPainter, held: int | None) -> None:
        plot, small = self._plot, QFontMetricsF(self._small)
        line = small.height()
        height = plot.height() / (len(self._ticks) - 1)
        for index, text in enumerate(self._tick_texts):
            y = round(plot.bottom() - index * height) + 0.5
            role = "control-border" if self._ticks[index] == 0 else "border"
            painter.setPen(QPen(self._color(role), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(self._width, y))
            left = plot.left() - _GAP - small.horizontalAdvance(text)
            self._write(painter, self._small, "text-muted", text, left, QRectF(0, y - line / 2, 0, line))
        below = QRectF(0, plot.bottom() + line / 2, 0, line)
        for index, left in self._days:
            self._write(painter, self._small, "text-muted", self._chart.points[index].label, left, below)
        if held is not None:
            painter.setPen(QPen(self._color("control-border"), 1))
            x = round(self._places[held].x()) + 0.5
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        path = QPainterPath(self._places[0])
        for place in self._places[1:]:
            path.lineTo(place)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(self._color("accent-text"), 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color("accent-text"))
        is_close = len(self._places) > 1 and plot.width() / len(self._places) < 4 * _POINT
        for index, place in enumerate(self._places):
            if index == held or not is_close:
                radius = _HELD_POINT if index == held else _POINT
                painter.drawEllipse(place, radius, radius)
        if held is not None:
            point = self._chart.points[held]
            self._write_held(painter, f"{point.label}: {point.text}", self._places[held].x())

    def _write_held(self, painter: QPainter, text: str, x: float) -> None:
        """The number that is pointed at, above the line."""
        width = self._metrics.horizontalAdvance(text)
        left = max(self._plot.left(), min(x - width / 2, self._width - width))
        area = QRectF(left - _EDGE, 0, width + 2 * _EDGE, self._metrics.height())
        self._fill(painter, area, "background")
        self._write(painter, self._font, "text", text, left, area)

    def _write(self, painter: QPainter, font: QFont, role: str, text: str, left: float, row: QRectF) -> None:
        painter.setFont(font)
        color = self._color_of(text) if self._color_of is not None else None
        painter.setPen(color or self._color(role))
        painter.drawText(QPointF(left, row.center().y() + QFontMetricsF(font).capHeight() / 2), text)

    def _fill(self, painter: QPainter, area: QRectF, role: str) -> None:
        painter.fillRect(area, self._color(role))

    def _color(self, role: str) -> QColor:
        return QColor(self._look.colors[role])


def _nearest(points: Sequence[ChartPoint], day: float) -> int:
    """Which point stands nearest to a day."""
    return min(range(len(points)), key=lambda index: abs(points[index].place - day))
