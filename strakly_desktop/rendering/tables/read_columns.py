"""What all the cells of a table mean, for whoever shows it: grid, sums and charts then ask no cell twice.

Of a long table that takes longer than the window may hold still, so it is read before, in a thread.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Self

from strakly_desktop.rendering.tables.cell_values import CellValue
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.tables.table_data import TableContent


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """One column: what reads its cells, as all of them say, and what they mean, top to bottom."""

    reader: ColumnValues
    values: list[CellValue]

    def copy(self) -> Self:
        """One of its own for somebody who reads on."""
        return type(self)(copy(self.reader), list(self.values))


def read_columns(content: TableContent, today: date) -> tuple[ReadColumn, ...]:
    """Read every cell of a table. `today`: see `ColumnValues`."""
    return tuple(
        read_column(header, content.column(index), today) for index, header in enumerate(content.headers)
    )


def read_column(header: str, texts: Sequence[str], today: date) -> ReadColumn:
    """Read the cells of a whole column. `today`: see `ColumnValues`."""
    reader = ColumnValues(header, today)
    reader.note(texts)
    return ReadColumn(reader, [reader.read(text) for text in texts])
