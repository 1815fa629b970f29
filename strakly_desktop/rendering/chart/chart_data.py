"""What of a table a chart shows: one column of numbers, over names or over days.

A chart is believed at a glance, so it shows nothing that the rows do not say: numbers of one kind only, no row that
adds up others, and what is left out is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from heapq import nlargest

from strakly_desktop.rendering.tables.cell_values import CellValue, Grouping, ValueKind
from strakly_desktop.rendering.tables.row_words import adds_rows_up, counts_up, is_serial
from strakly_desktop.rendering.tables.table_data import TableContent

MOST_DAYS = 2_000
MOST_ROWS = 10_000
"""Of a table that is longer, a chart would hold up whoever filters it."""
_MOST_BARS = 120
# More than these say nothing at a glance.
_LEAST_POINTS = 2
_NUMBERS = (ValueKind.NUMBER, ValueKind.MONEY, ValueKind.PERCENT, ValueKind.DURATION)
_ALL = "all"


class ChartKind(Enum):
    """How the numbers are drawn."""

    BARS = "Bar chart"
    LINE = "Line chart"


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One number: what it is of, its place on the scale, and how the table writes it.

    `place`: of LINE the day as a count of days; of BARS nothing.
    """

    label: str
    value: float
    text: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """`value_name` over `label_name`. `left_out`: how many rows have no such number. `sums`: rows that add up others.
    `smaller`: rows for which there is no room beside those with larger numbers.

    `unit`: the cell whose currency, percent sign and grouping the scale is written in. `span`: the lowest and highest
    number of its scale where that is another's. `column`: which of the table it draws, from 0: two may have one name.
    """

    kind: ChartKind
    label_name: str
    value_name: str
    points: tuple[ChartPoint, ...]
    unit: CellValue
    left_out: int = 0
    sums: int = 0
    smaller: int = 0
    span: tuple[float, float] | None = None
    column: int = 0

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and the highest number of its scale; 0 is on every scale, or lengths would mislead."""
        values = self.span or [point.value for point in self.points]
        low, high = min(0.0, *values), max(0.0, *values)
        return (low, high) if low < high else (low, low + 1)

    def in_parts(self, most: int) -> tuple["Chart", ...]:
        """Charts of at most `most` bars each, all on the scale of the whole; a line is never parted."""
        if self.kind is ChartKind.LINE or len(self.points) <= most:
            return (self,)
        starts = range(0, len(self.points), most)
        return tuple(
            replace(self, points=self.points[start : start + most], span=self.range) for start in starts
        )

    @property
    def lowest(self) -> ChartPoint:
        """The point with the lowest number, the first of several."""
        return min(self.points, key=lambda point: point.value)

    @property
    def highest(self) -> ChartPoint:
        """The point with the highest number, the first of several."""
        return max(self.points, key=lambda point: point.value)

    @property
    def caption(self) -> str:
        """What is drawn: "Amount by Month"; a column without a heading is not named."""
        return " by ".join(name for name in (self.value_name, self.label_name) if name)

    @property
    def note(self) -> str:
        """What the picture does not show of its rows; "" for all of them."""
        rows = "1 row" if self.left_out == 1 else f"{self.left_out:,} rows"
        parts = [f"{rows} without a number"] if self.left_out else []
        parts += ["the row of sums" if self.sums == 1 else f"{self.sums:,} rows of sums"] if self.sums else []
        parts += [f"{self.smaller:,} rows with smaller numbers"] if self.smaller else []
        return f"Not shown: {', '.join(parts)}." if parts else ""

    @property
    def sentence(self) -> str:
        """The chart for whoever cannot see it."""
        low, high = self.lowest, self.highest
        over = (
            f"from {self.points[0].label} to {self.points[-1].label}"
            if self.kind is ChartKind.LINE
            else f"of {len(self.points):,} by {self.label_name}"
        )
        return (
            f"{self.kind.value}: {self.value_name} {over}. Highest {high.text} ({high.label}), "
            f"lowest {low.text} ({low.label})."
        )


def charts_of(content: TableContent, columns: Sequence[Sequence[CellValue]]) -> tuple[Chart, ...]:
    """A chart for each column of numbers that can be seen as one; none where there are no two to compare.

    `columns`: what the cells of each column mean, see `read_columns`.
    """
    labels = _label_column(content, columns)
    if labels is None:
        return ()
    charts = (_chart(content, columns, labels, index) for index in range(len(columns)) if index != labels)
    return tuple(chart for chart in charts if chart is not None)


def _label_column(content: TableContent, columns: Sequence[Sequence[CellValue]]) -> int | None:
    """The first column that names its rows: words or days."""
    for index, (header, values) in enumerate(zip(content.headers, columns, strict=True)):
        if is_serial(header):
            continue
        kinds = {value.kind for value in values} - {ValueKind.EMPTY}
        if not kinds <= set(_NUMBERS):
            return index
    return None


def _chart(
    content: TableContent, columns: Sequence[Sequence[CellValue]], labels: int, index: int
) -> Chart | None:
    header, values = content.headers[index], columns[index]
    if is_serial(header) or (index == 0 and counts_up(values)):
        return None
    numbers = [value for value in values if value.kind is not ValueKind.EMPTY]
    if not numbers or any(value.kind not in _NUMBERS for value in numbers):
        return None
    if len({(value.kind, value.unit) for value in numbers}) > 1:
        # Rupees beside visits: no scale holds both.
        return None
    is_line = all(value.kind in (ValueKind.DAY, ValueKind.EMPTY) for value in columns[labels])
    points, sums = [], 0
    for label, value in zip(columns[labels], values, strict=True):
        if adds_rows_up(label.text) or label.text.strip().casefold() == _ALL:
            sums += 1
        elif value.kind is not ValueKind.EMPTY and label.kind is not ValueKind.EMPTY:
            place = label.moment.toordinal() if is_line else 0
            points.append(ChartPoint(label.text, value.number, value.text, place))
    # Several rows of a day are no line.
    is_line = is_line and len({point.place for point in points}) == len(points)
    if len(points) < _LEAST_POINTS or (is_line and len(points) > MOST_DAYS):
        return None
    if is_line:
        points.sort(key=lambda point: point.place)
    left_out = len(values) - len(points) - sums
    smaller = 0 if is_line else max(0, len(points) - _MOST_BARS)
    if smaller:
        points = _largest(points, _MOST_BARS)
    kind = ChartKind.LINE if is_line else ChartKind.BARS
    return Chart(
        kind,
        content.headers[labels],
        header,
        tuple(points),
        _unit_of(numbers),
        left_out,
        sums,
        smaller,
        column=index,
    )


def _largest(points: Sequence[ChartPoint], count: int) -> list[ChartPoint]:
    """Those with the largest numbers, whatever their sign, in the order of their rows."""
    chosen = nlargest(count, range(len(points)), key=lambda index: abs(points[index].value))
    return [points[index] for index in sorted(chosen)]


def _unit_of(numbers: Sequence[CellValue]) -> CellValue:
    """The cell by which the scale is written: of those whose figures are grouped, one that shows how."""
    return max(numbers, key=lambda value: (value.grouping is not Grouping.NONE, len(value.text)))
