"""A table that is sorted while it grows stands as one does that was whole when it was sorted."""

from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.rendering.tables.table_data import TableContent, tables_of
from strakly_desktop.ui.table.grid import TableGrid

TODAY = date(2026, 11, 22)
COLUMNS = {
    "the last day tells that the day comes first": ["03/04/2026", "01/05/2026", "02/06/2026", "25/06/2026"],
    "the last day tells that the month comes first": ["04/03/2026", "05/01/2026", "06/02/2026", "06/25/2026"],
    "the last one tells that they are codes": ["120", "13", "7", "A-12"],
}


def table_of(cells: list[str]) -> TableContent:
    rows = "".join(f"| {number} | {cell} |\n" for number, cell in enumerate(cells))
    (content,) = tables_of(f"| # | Valid until |\n|---|---|\n{rows}")
    return content


def shown(grid: TableGrid) -> list[str]:
    return list(grid.table.shown().column(1))


@pytest.mark.parametrize("cells", COLUMNS.values(), ids=COLUMNS)
@pytest.mark.parametrize("clicks", [1, 2], ids=["upwards", "downwards"])
def test_what_the_last_rows_tell_of_the_first_sorts_them_anew(
    qtbot: QtBot, cells: list[str], clicks: int
) -> None:
    growing, whole = TableGrid(real_look()), TableGrid(real_look())
    for grid in (growing, whole):
        qtbot.addWidget(grid)
    growing.show_table(table_of(cells[:3]), TODAY)
    whole.show_table(table_of(cells), TODAY)
    for _ in range(clicks):
        growing.sort_by(1)
        whole.sort_by(1)
    marked = growing.table.shown().rows[0][1].text
    growing.selectionModel().select(
        growing.table.index(0, 1), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    growing.update_rows(table_of(cells))
    assert shown(growing) == shown(whole)
    assert [growing.table.cell(index).text for index in growing.selectedIndexes()] == [marked]
