"""Bars in the rows of the table panel: as long as their numbers, on one scale, and only where numbers compare."""

from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTableView
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.ui.table.panel import TablePanel

SHOW, HIDE = "Show bars in the rows", "Hide bars in the rows"
HEAD = "| # | Client | Due | Visits | Phone |\n|--:|---|--:|--:|---|\n"
ROWS = (
    "| 1 | Rohan | Rs. 1,000 | 4 | 9876543210 |\n"
    "| 2 | Imran | Rs. 500 | 8 | 9876543211 |\n"
    "| 3 | Fatima | -Rs. 250 | — | 9876543212 |\n"
    "| 4 | José | Rs. 0 | 2 | 9876543213 |\n"
    "| | Total | Rs. 1,250 | 14 | |\n"
)
DUE, VISITS = 2, 3


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest) -> Look:
    return real_look(request.param)


@pytest.fixture
def panel(qtbot: QtBot, look: Look) -> TablePanel:
    made = TablePanel(look)
    qtbot.addWidget(made)
    made.resize(760, 420)
    made.show()
    return made


def show(panel: TablePanel, text: str) -> None:
    panel.show_table("Dues", tables_of(text)[0], date(2026, 11, 28))


def button(panel: TablePanel, name: str) -> QAbstractButton | None:
    found = panel.findChildren(QAbstractButton)
    return next((made for made in found if made.accessibleName() == name and made.isVisible()), None)


def press(panel: TablePanel, name: str) -> None:
    pressed = button(panel, name)
    assert pressed is not None
    QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)


def bar(panel: TablePanel, look: Look, row: int, column: int, role: str = "accent") -> tuple[int, int]:
    """From where to where, within its cell, a bar of this colour is seen; (0, 0) for none."""
    grid = panel.findChild(QTableView)
    assert grid is not None
    cell = grid.visualRect(grid.model().index(row, column))
    picture = grid.viewport().grab(QRect(cell)).toImage()
    wanted = QColor(look.colors[role])
    xs = [
        x
        for y in range(picture.height())
        for x in range(picture.width())
        if picture.pixelColor(x, y) == wanted
    ]
    return (min(xs), max(xs) + 1) if xs else (0, 0)


def length(panel: TablePanel, look: Look, row: int, column: int, role: str = "accent") -> int:
    first, end = bar(panel, look, row, column, role)
    return end - first


def test_each_is_as_long_as_its_number(panel: TablePanel, look: Look) -> None:
    show(panel, HEAD + ROWS)
    assert length(panel, look, 0, DUE) == 0, "only on demand"
    press(panel, SHOW)
    whole = length(panel, look, 0, DUE)
    assert whole > 20
    assert length(panel, look, 1, DUE) == pytest.approx(whole / 2, abs=2)
    assert length(panel, look, 2, DUE, "danger") == pytest.approx(whole / 4, abs=2)
    # What is owed begins where what is paid too much ends: at nothing.
    assert bar(panel, look, 2, DUE, "danger")[1] == pytest.approx(bar(panel, look, 0, DUE)[0], abs=2)
    assert length(panel, look, 1, VISITS) == pytest.approx(2 * length(panel, look, 0, VISITS), abs=3)


def test_what_compares_with_nothing_has_none(panel: TablePanel, look: Look) -> None:
    show(panel, HEAD + ROWS)
    press(panel, SHOW)
    assert length(panel, look, 2, VISITS) == 0, "a dash"
    assert length(panel, look, 3, DUE) == 0, "nothing owed"
    for row in range(5):
        assert length(panel, look, row, 0) == length(panel, look, row, 4) == 0, "its place, a telephone"
    assert length(panel, look, 4, DUE) == length(panel, look, 4, VISITS) == 0, "sums"


def test_a_filter_makes_none_longer_and_they_go_as_they_came(panel: TablePanel, look: Look) -> None:
    show(panel, HEAD + ROWS)
    press(panel, SHOW)
    before = bar(panel, look, 1, DUE)
    field = panel.findChild(QLineEdit)
    assert field is not None
    field.setText("Imran")
    assert bar(panel, look, 0, DUE) == before
    field.clear()
    press(panel, HIDE)
    assert bar(panel, look, 1, DUE) == (0, 0)


@pytest.mark.parametrize(
    "rows",
    [
        "| 1 | Rohan | paid | — | 9876543210 |\n| 2 | Imran | due | — | 9876543211 |\n",
        "| 1 | Rohan | Rs. 5 | | |\n",
        "| 1 | Rohan | Rs. 5 | | |\n| 2 | Imran | $ 5 | | |\n",
        "| 1 | Rohan | Rs. 0 | 0 | |\n| 2 | Imran | Rs. 0 | 0 | |\n",
    ],
)
def test_where_no_numbers_compare_none_are_offered(panel: TablePanel, rows: str) -> None:
    show(panel, HEAD + rows)
    assert button(panel, SHOW) is None


def test_the_next_table_has_them_too(panel: TablePanel, look: Look) -> None:
    show(panel, HEAD + ROWS)
    press(panel, SHOW)
    show(panel, "| Plan | Sold |\n|---|--:|\n| Gold | 12 |\n| Silver | 6 |\n")
    assert length(panel, look, 1, 1) == pytest.approx(length(panel, look, 0, 1) / 2, abs=2)
