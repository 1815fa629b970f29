"""The foot of the table panel: how many rows are selected and shown, and what a column of them adds up to."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.tables.cell_values import ValueKind, average_text, sum_of
from strakly_desktop.rendering.tables.column_values import adds_up
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.style.typography import Type, draw_line, text_width
from strakly_desktop.ui.table.model import TableModel

HEIGHT = 44
_SIDE = 16
_EDGE = 4
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
_MORE_THAN_ONE = 2


def count_text(count: int) -> str:
    """ "22 rows"."""
    return "1 row" if count == 1 else f"{count:,} rows"


def total_text(model: TableModel, column: int, selected: Sequence[int], *, whole: bool) -> tuple[str, str]:
    """What is added up, and the sum: ("Due in total", "Rs. 89,800"); empty texts where nothing can be.

    `column`: the one to prefer; else money, else a number. `selected`: shown rows; two and more are added up
    alone, with their average and how many of them have a number. `whole`: whether the table has all its rows, for
    only then there is a total.
    """
    rows = selected if len(selected) >= _MORE_THAN_ONE else None
    headers = model.content.headers
    candidates = _summable(model)
    if column in candidates:
        candidates = [column, *candidates]
    for chosen in candidates:
        values = model.values(chosen, rows)
        total = sum_of(values)
        if total is not None:
            break
    else:
        return "", ""
    text = total.text
    if rows is not None:
        count = sum(value.kind is not ValueKind.EMPTY for value in values)
        what = f"{len(rows):,} selected" + (f", {count:,} with a number" if count != len(rows) else "")
        if count >= _MORE_THAN_ONE:
            text = f"{text}  \u00b7  average {average_text(total, count)}"
    elif model.is_part:
        what = f"total of the {count_text(model.rowCount())} shown"
    else:
        what = ""
    label = f"{headers[chosen]}, {what}" if what else f"{headers[chosen]} in total"
    if not whole:
        label = f"{headers[chosen]} so far" if not what else f"{label}, so far"
    return label, text


def _summable(model: TableModel) -> list[int]:
    """Columns that seem to hold money, then those that seem to hold numbers, by their first values."""
    first = {
        index: model.first_value(index)
        for index, header in enumerate(model.content.headers)
        if adds_up(header)
    }
    return [
        index
        for wanted in (ValueKind.MONEY, ValueKind.NUMBER)
        for index, value in first.items()
        if value is not None and value.kind is wanted and not model.counts_up(index)
    ]


class TableFooter(Guarded, QWidget):
    """Draws the two lines, side by side or one below the other; they are its accessible name too.

    Nothing of it gives way: how many rows are shown is what the sum means.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows = self._label = self._sum = ""
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """What it says, in one line."""
        return "  ".join(part for part in (self._rows, self._label, self._sum) if part)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.updateGeometry()
        self.update()

    def set_texts(self, rows: str, label: str, total: str) -> None:
        """How many rows at the left; what is added up, and the sum, at the right."""
        self._rows, self._label, self._sum = rows, label, total
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._look.scaled(HEIGHT))

    def heightForWidth(self, width: int) -> int:
        one = self._look.scaled(HEIGHT)
        if self._fits(width):
            return one
        rows, total = self._heights(width)
        return max(one, rows + total + 2 * _EDGE + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._look, "background"))
        painter.fillRect(0, 0, self.width(), 1, color(self._look, "border"))
        area = self.rect().adjusted(_SIDE, 1, -_SIDE, 0)
        strong, plain = self._fonts()
        if self._fits(self.width()):
            painter.setPen(color(self._look, "text"))
            right = area.adjusted(round(area.width() - text_width(strong, self._total)), 0, 0, 0)
            draw_line(painter, right, strong, self._total)
            painter.setPen(color(self._look, "text-muted"))
            draw_line(painter, area, plain, self._rows)
            return
        rows, total = self._heights(self.width())
        top = area.top() + max(0, area.height() - rows - total) // 2
        painter.setFont(plain)
        painter.setPen(color(self._look, "text-muted"))
        painter.drawText(QRect(area.left(), top, area.width(), rows), _WRAPPED, self._rows)
        painter.setFont(strong)
        painter.setPen(color(self._look, "text"))
        painter.drawText(QRect(area.left(), top + rows, area.width(), total), _WRAPPED, self._total)

    @property
    def _total(self) -> str:
        return f"{self._label}  {self._sum}" if self._label else self._sum

    def _fonts(self) -> tuple[QFont, QFont]:
        return Type.SMALL_STRONG.font(self._look), Type.SMALL.font(self._look)

    def _fits(self, width: int) -> bool:
        """Whether both stand side by side."""
        strong, plain = self._fonts()
        wanted = text_width(plain, self._rows) + text_width(strong, self._total)
        return wanted + 2 * _SIDE + (_SIDE if self._rows and self._total else 0) <= width

    def _heights(self, width: int) -> tuple[int, int]:
        """Of both, one below the other."""
        room = QRect(0, 0, max(1, width - 2 * _SIDE), 10_000)
        strong, plain = self._fonts()
        heights = [
            QFontMetrics(font).boundingRect(room, _WRAPPED, text).height() if text else 0
            for font, text in ((plain, self._rows), (strong, self._total))
        ]
        return heights[0], heights[1]
