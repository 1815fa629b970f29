"""Which cells of the table are marked: to copy just them, and to mark the same ones when their rows move.

A cell is a cell: who drags over two telephones copies these, not the names and dues beside them. Whole rows are whole
where all of their cells are marked.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelection, QMimeData

from strakly_desktop.rendering.export.copied_table import (
    html_of,
    html_rows,
    table_html,
    table_text,
    text_lines,
)
from strakly_desktop.rendering.export.table_facts import branch_text
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.tables.read_columns import read_column
from strakly_desktop.rendering.tables.table_data import TableCell, TableContent
from strakly_desktop.ui.table.clipboard_copy import Copied, Copying
from strakly_desktop.ui.table.model import TableModel

Block = tuple[int, int, int, int]
"""The first and last row, and the first and last column, of cells that are marked side by side."""
_BLANK = TableCell("")


def blocks_of(selection: QItemSelection) -> list[Block]:
    """What is marked; one cell may be in several blocks."""
    ranges = (selection.at(place) for place in range(selection.count()))
    return [(one.top(), one.bottom(), one.left(), one.right()) for one in ranges]


def rows_of(blocks: Iterable[Block]) -> list[int]:
    """The rows in which a cell is marked, top to bottom."""
    return sorted({row for first, last, _, _ in blocks for row in range(first, last + 1)})


def sources_of(table: TableModel, blocks: Sequence[Block]) -> dict[tuple[int, int], list[int]]:
    """For each span of columns the rows of the answer's table in which it is marked."""
    found: dict[tuple[int, int], list[int]] = {}
    for first, last, left, right in blocks:
        rows = (table.source_row(row) for row in range(first, last + 1))
        found.setdefault((left, right), []).extend(rows)
    return found


def selection_of(table: TableModel, sources: dict[tuple[int, int], list[int]]) -> QItemSelection:
    """The same cells, where their rows are shown now."""
    selection = QItemSelection()
    last = table.columnCount() - 1
    for (left, right), rows in sources.items():
        # In a table of fewer columns there is less of them.
        for first, end in _runs(table.rows_of(rows)) if left <= last else ():
            selection.select(table.index(first, left), table.index(end, min(right, last)))
    return selection


def copying(table: TableModel, blocks: Sequence[Block]) -> Copying:
    """The marked cells for the clipboard; where none or all are, the whole table with its headings.

    Between cells that are not marked side by side stand empty ones. It comes back after each row; what is copied is
    what the table shows now, whatever comes into it until then.
    """
    rows = rows_of(blocks)
    columns = sorted({column for _, _, left, right in blocks for column in range(left, right + 1)})
    every = range(table.columnCount())
    is_whole = not blocks or (len(rows) == table.rowCount() and _is_full(blocks, rows, every))
    if is_whole:
        columns = list(every)
        content = table.shown()
    else:
        whole = table.shown(rows)
        marked = None if _is_full(blocks, rows, columns) else _marked(blocks)
        cells = tuple(
            tuple(row[c] if marked is None or (number, c) in marked else _BLANK for c in columns)
            for number, row in zip(rows, whole.rows, strict=True)
        )
        content = TableContent(tuple(whole.headers[c] for c in columns), ("",) * len(columns), cells)
    # Who chose cells knows that they are not all.
    warning = table.warning if is_whole else ""
    extent = table.extent if is_whole and table.is_part else ""
    branch = branch_text(table.branch) if is_whole else ""
    note = ". ".join(note for note in (extent, warning, branch) if note)
    every_row, today = table.content, table.today

    def reader(column: int) -> ColumnValues:
        if table.content is every_row:
            return table.reader(column)
        return read_column(every_row.headers[column], every_row.column(column), today).reader

    def copy() -> Copying:
        readers = []
        for column in columns:
            readers.append(reader(column))
            yield
        data = QMimeData()
        if len(content.rows) * len(columns) == 1:
            data.setText(table_text(content, headers=is_whole, note=note))
            data.setHtml(table_html(content, readers, headers=is_whole, note=note))
            return Copied(data, warning)
        lines, html = [], []
        for line in text_lines(content, headers=is_whole, note=note):
            lines.append(line)
            yield
        for row in html_rows(content, readers, headers=is_whole, note=note):
            html.append(row)
            yield
        data.setText("\n".join(lines))
        data.setHtml(html_of(html))
        return Copied(data, warning)

    return copy()


def _is_full(blocks: Sequence[Block], rows: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether all the cells where these rows and columns meet are marked, in blocks that do not overlap."""
    return sum((last - first + 1) * (right - left + 1) for first, last, left, right in blocks) == len(
        rows
    ) * len(columns)


def _marked(blocks: Iterable[Block]) -> set[tuple[int, int]]:
    return {
        (row, column)
        for first, last, left, right in blocks
        for row in range(first, last + 1)
        for column in range(left, right + 1)
    }


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Neighbouring rows as (first, last)."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
