"""The columns of a table stand in the panel where they stand on the page, and headings above their figures."""

from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QTextTable
from pytestqt.qtbot import QtBot
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.rendering.tables.read_columns import read_columns
from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.ui.table.cells import ColumnSides
from strakly_desktop.ui.transcript.view import TranscriptView

HTML = (
    "<table><tr><th>Name</th><th align='center'>Plan</th><th align='right'>Note</th><th>Due</th></tr>"
    "<tr><td>Asha</td><td>Gold</td><td>late</td><td>900</td></tr></table>"
)
MARKDOWN = (
    "| # | Name | Due | State |\n|---:|:---:|:---|---:|\n| 1 | Asha | 900 | x |\n| 2 | Imran | 1,200 | y |\n"
)
COUNTED = "| Name | # |\n|---|:---:|\n| Asha | 1 |\n| Imran | 2 |\n"
ARABIC = "| اسم | مبلغ |\n|---|---|\n| رافي | 12,500 |\n| بريا | 900 |\n"


def answered(qtbot: QtBot, text: str) -> TranscriptView:
    view = shown_view(qtbot)
    view.begin_answer("a1")
    view.append_text(text)
    view.finish_answer(text, AnswerEnd(message_id="a1"))
    view.draw_all()
    return view


def drawn(view: TranscriptView) -> QTextTable:
    (table,) = (one for one in view.document().rootFrame().childFrames() if isinstance(one, QTextTable))
    return table


@pytest.mark.parametrize("text", [HTML, MARKDOWN, COUNTED])
def test_each_column_stands_where_it_stands_on_the_page(qtbot: QtBot, text: str) -> None:
    table = drawn(answered(qtbot, text))
    (content,) = tables_of(text)
    sides = ColumnSides()
    numeric = [one.reader.is_numeric for one in read_columns(content, date(2026, 11, 22))]
    sides.update(content, numeric)
    shares = {Qt.AlignmentFlag.AlignRight: 100.0, Qt.AlignmentFlag.AlignHCenter: 50.0}
    for column in range(table.columns()):
        flags = table.cellAt(1, column).firstCursorPosition().blockFormat().alignment()
        on_page = next((share for flag, share in shares.items() if flags & flag), 0.0)
        assert sides.left_of(column, QRect(0, 0, 130, 36), 30) == on_page, content.headers[column]


def test_an_arabic_heading_stands_above_its_figures(qtbot: QtBot) -> None:
    table = drawn(answered(qtbot, ARABIC))

    def right_edge(row: int) -> float:
        block = table.cellAt(row, 1).firstCursorPosition().block()
        line = block.layout().lineAt(0)
        return line.x() + line.naturalTextRect().right() - line.rect().x()

    heading, figures = right_edge(0), right_edge(1)
    assert heading == pytest.approx(figures, abs=1.5)
