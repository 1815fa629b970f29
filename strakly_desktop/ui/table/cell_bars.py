"""Small bars below the numbers of the table panel's rows: which is large is seen without reading them."""

from PySide6.QtCore import QRectF

from strakly_desktop.rendering.tables.cell_values import CellValue, ValueKind
from strakly_desktop.rendering.tables.row_words import is_serial
from strakly_desktop.rendering.tables.table_data import TableContent
from strakly_desktop.ui.table.model import Index, TableModel

_NUMBERS = (ValueKind.NUMBER, ValueKind.MONEY, ValueKind.PERCENT, ValueKind.DURATION)
_FEWEST = 2
_SHORTEST = 2.0
_Span = tuple[float, float]


class CellBars:
    """How long the bar of each cell is: of a column's numbers, all on one scale, which has 0 on it.

    The scale is that of the whole table: a filter makes no bar longer. What is no number, in a column of several
    units or one that counts the rows, or in a row of sums, has none.
    """

    def __init__(self, model: TableModel) -> None:
        self._model = model
        self._known_of: TableContent | None = None
        self._spans: dict[int, _Span | None] = {}

    def has_any(self) -> bool:
        """Whether a column of the table has bars."""
        return any(self._span(column) is not None for column in range(len(self._model.content.headers)))

    def bar(self, index: Index, line: QRectF) -> QRectF:
        """The part of `line`, the whole scale, that the bar of a cell takes; empty where it has none."""
        span, value = self._span(index.column()), self._model.value(index)
        if span is None or value is None or value.kind not in _NUMBERS or not value.number:
            return QRectF()
        low, high = span
        scale = line.width() / (high - low)
        zero = line.left() - low * scale
        length = max(abs(value.number) * scale, _SHORTEST)
        left = zero if value.number > 0 else zero - length
        return QRectF(min(max(left, line.left()), line.right() - length), line.top(), length, line.height())

    def is_below_zero(self, index: Index) -> bool:
        """Whether the number of a cell is negative."""
        value = self._model.value(index)
        return value is not None and value.number < 0

    def _span(self, column: int) -> _Span | None:
        if self._known_of is not self._model.content:
            self._known_of = self._model.content
            self._spans.clear()
        if column not in self._spans:
            numbers_rows = is_serial(self._model.content.headers[column]) or self._model.counts_up(column)
            self._spans[column] = None if numbers_rows else _span_of(self._model.addends(column))
        return self._spans[column]


def _span_of(values: list[CellValue]) -> _Span | None:
    values = [value for value in values if value.kind is not ValueKind.EMPTY]
    if len(values) < _FEWEST or len({(value.kind, value.unit) for value in values}) != 1:
        return None
    if values[0].kind not in _NUMBERS:
        return None
    low = min(0.0, *(value.number for value in values))
    high = max(0.0, *(value.number for value in values))
    return (low, high) if low < high else None
