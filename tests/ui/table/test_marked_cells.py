"""One cell is one cell: what is marked is copied, and nothing beside it."""

from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, Qt
from PySide6.QtGui import QClipboard, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.tables import kept_table

from strakly_desktop.rendering.tables.table_data import TableContent, tables_of
from strakly_desktop.ui.table.clipboard_copy import ClipboardCopy, Copied, Copying
from strakly_desktop.ui.table.grid import TableGrid
from strakly_desktop.ui.table.marked_cells import copying
from strakly_desktop.ui.table.model import SortOrder, TableModel

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def grid(qtbot: QtBot, copies_at_once: None) -> TableGrid:
    grid = TableGrid(real_look())
    qtbot.addWidget(grid)
    grid.resize(1200, 400)
    grid.show_table(kept_table("dues"), date(2026, 11, 22))
    grid.show()
    grid.setFocus()
    return grid


def at(grid: TableGrid, row: int, column: int) -> QPoint:
    return grid.visualRect(grid.table.index(row, column)).center()


def drag(grid: TableGrid, begin: tuple[int, int], end: tuple[int, int]) -> None:
    QTest.mousePress(grid.viewport(), LEFT, pos=at(grid, *begin))
    QTest.mouseMove(grid.viewport(), at(grid, *end))
    QTest.mouseRelease(grid.viewport(), LEFT, pos=at(grid, *end))


def copied(grid: TableGrid) -> str:
    QTest.keyClick(grid, Qt.Key.Key_C, CONTROL)
    return QApplication.clipboard().text()


def test_a_click_and_a_double_click_mark_one_cell(grid: TableGrid) -> None:
    QTest.mouseClick(grid.viewport(), LEFT, pos=at(grid, 0, 1))
    assert copied(grid) == "+919876543210"
    html = QApplication.clipboard().mimeData().html()
    assert html.count("<td") == 1 and "x:str" in html
    QTest.mouseDClick(grid.viewport(), LEFT, pos=at(grid, 1, 1))
    assert copied(grid) == "+91 98765 43210"
    QTest.mouseClick(grid.viewport(), LEFT, pos=at(grid, 2, 0))
    assert copied(grid) == "सदस्यता शर्मा"
    assert "<table" not in QApplication.clipboard().mimeData().html()


def test_a_drag_marks_the_cells_that_it_crosses(grid: TableGrid) -> None:
    drag(grid, (1, 1), (2, 2))
    assert copied(grid) == "+91 98765 43210\t-₹1,23,456\n9876543210\t(Rs. 1,300)"
    html = QApplication.clipboard().mimeData().html()
    assert 'sdval="-1300"' in html and html.count("<tr>") == 2 and "Asha" not in html


def test_the_arrow_keys_mark_cells_and_shift_space_their_rows(grid: TableGrid) -> None:
    grid.setCurrentIndex(grid.table.index(0, 0))
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Down, SHIFT)
    assert copied(grid) == "+919876543210\n+91 98765 43210"
    QTest.keyClick(grid, Qt.Key.Key_Space, SHIFT)
    lines = copied(grid).split("\n")
    assert [line.split("\t")[0] for line in lines] == ["Asha Rao", "Vikram Sinh"]
    assert {line.count("\t") for line in lines} == {6}


def test_cells_that_are_apart_have_empty_ones_between(grid: TableGrid) -> None:
    QTest.mouseClick(grid.viewport(), LEFT, pos=at(grid, 0, 1))
    QTest.mouseClick(grid.viewport(), LEFT, CONTROL, pos=at(grid, 2, 3))
    assert copied(grid) == "+919876543210\t\n\t0%"


def test_everything_comes_with_its_headings(grid: TableGrid) -> None:
    for mark in (grid.clearSelection, grid.selectAll):
        mark()
        assert copied(grid).split("\n")[0].startswith("Member\tPhone")
        assert len(copied(grid).split("\n")) == 5


def test_the_copy_button_takes_whole_rows(grid: TableGrid) -> None:
    QTest.mouseClick(grid.viewport(), LEFT, pos=at(grid, 0, 1))
    grid.copy_rows()
    assert QApplication.clipboard().text().startswith("Asha Rao\t+919876543210\t-Rs. 500")


def test_the_same_cells_stay_marked_when_rows_move(grid: TableGrid) -> None:
    drag(grid, (0, 1), (1, 1))
    grid.sort_by(0)
    grid.sort_by(0)
    assert sorted(copied(grid).split("\n")) == ["+91 98765 43210", "+919876543210"]
    grid.set_filter("vikram")
    assert copied(grid) == "+91 98765 43210"


def test_the_menu_copies_the_cell_under_the_mouse(qtbot: QtBot, grid: TableGrid) -> None:
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    grid.selectionModel().setCurrentIndex(grid.table.index(3, 6), flags)
    grid.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5)))
    menu = grid.findChildren(QMenu)[-1]
    menu.actions()[0].trigger()
    assert (menu.actions()[0].text(), QApplication.clipboard().text()) == ("Copy cell", "3-4")
    for one in grid.findChildren(QMenu):
        one.close()


def test_the_filter_finds_a_telephone_however_it_is_written(grid: TableGrid) -> None:
    for sought, found in (
        ("9876543210", 4),
        ("+919876543210", 2),
        ("98765 43210", 4),
        ("09876543210", 1),
        ("123456", 2),
        ("1,23,456", 2),
    ):
        grid.set_filter(sought)
        assert grid.table.rowCount() == found, sought


def test_three_thousand_rows_are_copied_in_slices_and_what_is_copied_meanwhile_stays(qtbot: QtBot) -> None:
    rows = "".join(f"| {n} | Asha Rao | Rs. {n},000 | {n % 28 + 1} Nov 2026 |\n" for n in range(3_000))
    (content,) = tables_of(f"| # | Name | Due | Until |\n|---|---|---|---|\n{rows}")
    grid = TableGrid(real_look())
    qtbot.addWidget(grid)
    grid.show_table(content, date(2026, 11, 22))
    clipboard = QApplication.clipboard()
    clipboard.setText("before")
    grid.copy_rows()
    assert clipboard.text() == "before"
    qtbot.waitUntil(lambda: clipboard.text() != "before")
    assert clipboard.text().count("\n") == 3_000
    assert clipboard.mimeData().html().count("<tr>") == 3_001
    grid.copy_rows()
    clipboard.setText("another")
    qtbot.wait(1)
    assert grid.findChildren(ClipboardCopy)[0].is_ready
    assert clipboard.text() == "another"


def test_it_is_told_when_all_rows_are_on_the_clipboard(qtbot: QtBot) -> None:
    rows = "".join(f"| {n} | Asha Rao | Rs. {n},000 | {n % 28 + 1} Nov 2026 |\n" for n in range(3_000))
    (content,) = tables_of(f"| # | Name | Due | Until |\n|---|---|---|---|\n{rows}")
    grid = TableGrid(real_look())
    qtbot.addWidget(grid)
    grid.show_table(content, date(2026, 11, 22))
    lines: list[int] = []
    grid.copied.connect(lambda: lines.append(QApplication.clipboard().text().count("\n")))
    with qtbot.waitSignal(grid.copied):
        grid.copy_rows()
        assert lines == [], "a part of them is no copy"
    assert lines == [3_000]


def table_of(rows: range, columns: str = "# | Name | Due | Until") -> TableContent:
    lines = "".join(f"| {n} | Asha Rao | Rs. {n},000 | {n % 28 + 1} Nov 2026 |\n" for n in rows)
    bars = "|---" * (columns.count("|") + 1)
    (content,) = tables_of(f"| {columns} |\n{bars}|\n{lines}")
    return content


def test_the_menu_copies_its_cell_though_rows_came_in_above_it(qtbot: QtBot, grid: TableGrid) -> None:
    grid.show_table(table_of(range(1, 4)), date(2026, 11, 22))
    grid.sort_by(0)
    grid.sort_by(0)
    place = at(grid, 1, 2)
    grid.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, place))
    menu = grid.findChildren(QMenu)[-1]
    grid.update_rows(table_of(range(1, 9)))
    assert grid.table.cell(grid.table.index(1, 2)).text == "Rs. 7,000", "the newest are on top"
    menu.actions()[0].trigger()
    assert QApplication.clipboard().text() == "Rs. 2,000"
    menu.close()


def test_a_menu_of_the_table_before_is_closed(qtbot: QtBot, grid: TableGrid) -> None:
    place = at(grid, 1, 2)
    grid.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, place))
    menu = grid.findChildren(QMenu)[-1]
    assert menu.isVisible()
    with qtbot.waitSignal(menu.destroyed):
        grid.show_table(table_of(range(1, 4)), date(2026, 11, 22))


def test_a_copy_is_of_the_table_that_was_shown_when_it_was_wished_for(qtbot: QtBot) -> None:
    grid = TableGrid(real_look())
    qtbot.addWidget(grid)
    grid.show_table(table_of(range(1, 3_001)), date(2026, 11, 22))
    clipboard = QApplication.clipboard()
    clipboard.setText("before")
    grid.copy_rows()
    assert clipboard.text() == "before"
    grid.show_table(table_of(range(1, 3), "#"), date(2026, 11, 22))
    qtbot.waitUntil(lambda: clipboard.text() != "before")
    lines = clipboard.text().split("\n")
    assert (lines[0], lines[3_000]) == ("#\tName\tDue\tUntil", "3000\tAsha Rao\tRs. 3000,000\t5 Nov 2026")
    assert "x:num" in clipboard.mimeData().html() or "sdval" in clipboard.mimeData().html()


def test_a_copy_that_waits_for_another_is_of_the_rows_as_they_were(qtbot: QtBot) -> None:
    def endless() -> Copying:
        while not done:
            yield
        return Copied(QMimeData(), "")

    done: list[bool] = []
    table = TableModel()
    table.set_content(table_of(range(1, 4)), date(2026, 11, 22))
    table.sort_by(SortOrder(0, descending=True))
    copy = ClipboardCopy(table)
    copy.put(endless(), QClipboard.Mode.Selection)
    copy.put(copying(table, [(0, 0, 0, 0)]))
    table.grow(table_of(range(1, 9)))
    done.append(True)
    qtbot.waitUntil(lambda: copy.is_ready)
    assert QApplication.clipboard().text() == "3"
