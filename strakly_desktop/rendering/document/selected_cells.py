"""Which cells of a table a selection marks, and what reads them.

Who drags over a telephone wants that, not the row with name and dues: a selection within a table is the cells that it
crosses, one within a cell the words that it holds. One that goes beyond the table takes its rows whole.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtGui import QTextCursor, QTextTable, QTextTableCell

from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.writing.formats import Mark, table_of
from strakly_desktop.rendering.writing.long_text import blocks_of, whole_texts
from strakly_desktop.rendering.writing.whole_values import written_text

_PARTS_READ = 3


@dataclass(frozen=True, slots=True)
class SelectedCells:
    """Cells of one table that are marked side by side."""

    table: QTextTable
    rows: range
    columns: range

    @property
    def only(self) -> QTextTableCell | None:
        """The cell that the whole selection is in; None where there are several."""
        if len(self.rows) == len(self.columns) == 1:
            return self.table.cellAt(self.rows[0], self.columns[0])
        return None


def selected_cells(selection: QTextCursor) -> SelectedCells | None:
    """The cells that a selection marks which begins and ends in one table; None for any other."""
    table = selection.currentTable()
    if table is None or not selection.hasSelection():
        return None
    cells = [table.cellAt(place) for place in (selection.anchor(), selection.position())]
    if not all(cell.isValid() for cell in cells):
        return None
    rows, columns = sorted(cell.row() for cell in cells), sorted(cell.column() for cell in cells)
    return SelectedCells(table, range(rows[0], rows[1] + 1), range(columns[0], columns[1] + 1))


def cell_text(cell: QTextTableCell) -> str:
    """The text of a cell on one line, as the answer has it."""
    texts = ("".join(map(written_text, whole)) for whole in whole_texts(blocks_of(cell)))
    return " ".join(" ".join(texts).split())


def reading_columns(table: QTextTable) -> Generator[None, None, Sequence[ColumnValues]]:
    """What reads the columns of a table, by its headings and by the rows of its first parts and this one; it comes back
    after each column."""
    parts = _parts(table)
    first = next(iter(parts), table)
    heads = first.format().headerRowCount()
    readers = []
    for column in range(table.columns()):
        header = cell_text(first.cellAt(0, column)) if heads else ""
        reader = ColumnValues(header, date.today())  # noqa: DTZ011 - the days of cells are a wall clock's
        for part in (*parts[:_PARTS_READ], table):
            begin = part.format().headerRowCount()
            reader.note(cell_text(part.cellAt(row, column)) for row in range(begin, part.rows()))
        readers.append(reader)
        yield
    return readers


def _parts(table: QTextTable) -> list[QTextTable]:
    """The parts of the table down to this one."""
    return [*reversed(list(_before(table))), table]


def _before(table: QTextTable) -> Iterator[QTextTable]:
    group = table.format().property(Mark.GROUP)
    while table.format().property(Mark.ROWS_BEFORE):
        block = table.firstCursorPosition().block().previous()
        while block.isValid() and table_of(block) is None:
            block = block.previous()
        above = table_of(block) if block.isValid() else None
        if above is None or above.format().property(Mark.GROUP) != group:
            return
        yield above
        table = above
