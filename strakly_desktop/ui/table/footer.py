"""The foot of the table panel: how many rows are selected and shown, and what a column of them adds up to."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.tables.cell_values import ValueKind, are_codes, sum_of
from strakly_desktop.ui.controls.guarded import Guarded
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width
from strakly_desktop.ui.table.model import TableModel

HEIGHT = 44
_SIDE = 16
_GAP = 6
# Numbers under such a heading mean nothing added up.
_NAMES = frozenset(
    (
        *("#", "no", "sr", "id", "pin", "phone", "mobile", "contact", "age", "year", "rank"),
        *(
            "whatsapp",
            "telephone",
            "tel",
            "cell",
            "postcode",
            "pincode",
            "postal",
            "zip",
            "aadhaar",
            "account",
        ),
        *("code", "otp", "number", "nr", "ref", "reference", "receipt", "invoice", "bill", "locker", "card"),
        *("फोन", "मोबाइल", "पिन", "उम्र", "day", "days", "left", "hour", "average", "avg", "rate", "price"),
    )
)
# Under these even long numbers without commas are amounts.
_AMOUNTS = frozenset(
    (
        *("amount", "due", "dues", "total", "paid", "revenue", "fee", "fees", "balance", "income", "sales"),
        *(
            "collected",
            "collection",
            "pending",
            "outstanding",
            "salary",
            "expense",
            "expenses",
            "rs",
            "inr",
            "₹",
        ),
    )
)
_WORD = re.compile(r"[^\W_]+|[#₹]")
_MORE_THAN_ONE = 2


def count_text(count: int) -> str:
    """ "22 rows"."""
    return "1 row" if count == 1 else f"{count:,} rows"


def total_text(model: TableModel, column: int, selected: Sequence[int], *, whole: bool) -> tuple[str, str]:
    """What is added up, and the sum: ("Due in total", "Rs. 89,800"); empty texts where nothing can be.

    `column`: the one to prefer; else money, else a number. `selected`: shown rows; two and more are added up
    alone. `whole`: whether the table has all its rows, for only then there is a total.
    """
    rows = selected if len(selected) >= _MORE_THAN_ONE else None
    headers = model.content.headers
    candidates = _summable(model)
    if column in candidates:
        candidates = [column, *candidates]
    for chosen in candidates:
        is_amount = bool(_AMOUNTS.intersection(_words(headers[chosen])))
        total = (
            None if not is_amount and are_codes(model.values(chosen)) else sum_of(model.values(chosen, rows))
        )
        if total is not None:
            break
    else:
        return "", ""
    if rows is not None:
        what = f"{len(rows):,} selected"
    elif model.is_part:
        what = f"total of the {count_text(model.rowCount())} shown"
    else:
        what = ""
    label = f"{headers[chosen]}, {what}" if what else f"{headers[chosen]} in total"
    if not whole:
        label = f"{headers[chosen]} so far" if not what else f"{label}, so far"
    return label, total.text


def _summable(model: TableModel) -> list[int]:
    """Columns that seem to hold money, then those that seem to hold numbers, by their first values."""
    kinds = {
        index: model.first_kind(index)
        for index, header in enumerate(model.content.headers)
        if not _NAMES.intersection(_words(header)) or _AMOUNTS.intersection(_words(header))
    }
    return [
        index
        for wanted in (ValueKind.MONEY, ValueKind.NUMBER)
        for index, kind in kinds.items()
        if kind is wanted
    ]


def _words(header: str) -> list[str]:
    return _WORD.findall(header.casefold())


class TableFooter(Guarded, QWidget):
    """Draws the two lines; they are its accessible name too."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows = self._label = self._sum = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

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
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._look.scaled(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._look, "background"))
        painter.fillRect(0, 0, self.width(), 1, color(self._look, "border"))
        area = self.rect().adjusted(_SIDE, 1, -_SIDE, 0)
        strong = Type.SMALL_STRONG.font(self._look)
        plain = Type.SMALL.font(self._look)
        # The sum never gives way: first the number of rows does, then what is added up.
        room = area.width() - text_width(strong, self._sum)
        label = elided(strong, self._label, max(0.0, room - _GAP))
        room -= text_width(strong, label) + _GAP + _SIDE
        painter.setPen(color(self._look, "text"))
        line = f"{label}  {self._sum}" if label else self._sum
        right = area.adjusted(round(area.width() - text_width(strong, line)), 0, 0, 0)
        draw_line(painter, right, strong, line)
        painter.setPen(color(self._look, "text-muted"))
        draw_line(painter, area, plain, elided(plain, self._rows, max(0.0, room)))
        painter.setPen(Qt.PenStyle.NoPen)
