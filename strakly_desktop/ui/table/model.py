"""The rows of the table panel: arranged by sorting and filtering, growing while an answer streams.

It arranges the rows itself: a QSortFilterProxyModel would ask Python twice for each comparison, which costs
half a second where sorting by prepared keys costs a few milliseconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import combining, normalize

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from strakly_desktop.matching.numbers import with_numbers
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.tables.cell_values import CellValue, SortKey, is_empty, sort_key
from strakly_desktop.rendering.tables.column_values import ColumnValues, first_value
from strakly_desktop.rendering.tables.read_columns import ReadColumn
from strakly_desktop.rendering.tables.row_words import adds_rows_up, counts_up
from strakly_desktop.rendering.tables.table_data import TableCell, TableContent
from strakly_desktop.rendering.tables.table_part import extent_text

_TOTAL_WITHIN = 2
_TELEPHONE = 8
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class SortOrder:
    """By which column the rows are sorted."""

    column: int
    descending: bool = False


class TableModel(Guarded, QAbstractTableModel):
    """One table. Rows are counted as they are shown; `source_row` tells which row of the answer that is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = TableContent()
        self.warning = ""
        self.branch = ""
        """Goes out with all rows that are copied: that the answer they are from is not whole."""
        self._today = date.min
        self._order: list[int] = []
        self.is_arranged = True
        """Whether the rows stand as they are sorted: what has come in may tell that the others mean something else."""
        self._sort: SortOrder | None = None
        self._filter: list[str] = []
        self._filter_text = ""
        self._columns: dict[int, ColumnValues] = {}
        self._values: dict[int, list[CellValue]] = {}
        self._keys: dict[int, list[SortKey]] = {}
        self._searchable: list[str] = []
        self._totals: set[int] = set()

    @property
    def content(self) -> TableContent:
        """The whole table, as the answer has it."""
        return self._content

    @property
    def today(self) -> date:
        """The day next to which days without a year lie."""
        return self._today

    @property
    def sort_order(self) -> SortOrder | None:
        """By what the rows are sorted; None in the answer's own order."""
        return self._sort

    @property
    def is_filtered(self) -> bool:
        """Whether a filter may hide rows."""
        return bool(self._filter)

    @property
    def extent(self) -> str:
        """How much of its list is shown: "10 of 245 rows", "3 of 10 rows, filtered by 'gold'"."""
        return extent_text(len(self._order), len(self._content.rows), self._content.part, self._filter_text)

    @property
    def is_part(self) -> bool:
        """Whether there is more than is shown: rows that a filter hides, or that the answer left out."""
        return self._content.part is not None or self.is_filtered

    def set_content(self, content: TableContent, today: date, columns: Sequence[ReadColumn] = ()) -> None:
        """Show another table, unsorted and unfiltered. `today`: see `value_of`. `columns`: it, if it has been read."""
        self.beginResetModel()
        self._content, self._today = content, today
        self._sort, self._filter, self._filter_text = None, [], ""
        self._forget()
        self._take(columns)
        self._order = self._arranged()
        self.endResetModel()

    def grow(self, content: TableContent, columns: Sequence[ReadColumn] = ()) -> bool:
        """Take the same table with more rows; False, and nothing changes, if it is not the same."""
        known = len(self._content.rows)
        same = content.headers == self._content.headers and content.rows[:known] == self._content.rows
        if not same:
            return False
        self._content = content
        self._take(columns)
        for column in () if columns else self._values:
            texts = [row[column].text for row in content.rows[known:]]
            if self._columns[column].note(texts):
                # They tell that the others are something else: codes, durations.
                texts = content.column(column)
                self._values[column].clear()
                if column in self._keys:
                    self._keys[column].clear()
            added = [self._columns[column].read(text) for text in texts]
            self._values[column] += added
            if column in self._keys:
                self._keys[column] += map(sort_key, added)
        if self._searchable:
            self._searchable += map(_searchable, content.rows[known:])
        self._note_totals(known)
        self._insert(known)
        return True

    def replace(self, content: TableContent, columns: Sequence[ReadColumn] = ()) -> None:
        """Show other rows of the same kind; sorting and filter stay."""
        self.beginResetModel()
        self._content = content
        self._forget()
        self._take(columns)
        if self._sort is not None and self._sort.column >= len(content.headers):
            self._sort = None
        self._order = self._arranged()
        self.endResetModel()

    def sort_by(self, sort: SortOrder | None) -> None:
        """Sort; cells without a value and rows of totals come last. None: as the answer has them."""
        self.beginResetModel()
        self._sort = sort
        self._order = self._arranged()
        self.is_arranged = True
        self.endResetModel()

    def arrange(self) -> None:
        """Sort the rows anew, by what their cells mean now."""
        self.sort_by(self._sort)

    def set_filter(self, text: str) -> None:
        """Show only rows that hold every word of `text`; case, accents and commas do not matter."""
        self.beginResetModel()
        self._filter_text = " ".join(text.split())
        self._filter = [_sought(word) for word in _folded(text).split()]
        self._order = self._arranged()
        self.endResetModel()

    def shown(self, rows: Iterable[int] | None = None) -> TableContent:
        """The table as it is shown: these of its rows, or all."""
        sources = self._order if rows is None else [self._order[row] for row in rows]
        cells = tuple(self._content.rows[source] for source in sources)
        return TableContent(self._content.headers, self._content.alignments, cells, self._content.part)

    def source_row(self, row: int) -> int:
        """Which row of the answer's table a shown row is."""
        return self._order[row]

    def rows_of(self, sources: Iterable[int]) -> list[int]:
        """Where rows of the answer's table are shown, in order; hidden ones are left out."""
        wanted = set(sources)
        return [row for row, source in enumerate(self._order) if source in wanted] if wanted else []

    def cell(self, index: Index) -> TableCell:
        """The cell at an index."""
        return self._content.rows[self._order[index.row()]][index.column()]

    def values(self, column: int, rows: Iterable[int] | None = None) -> list[CellValue]:
        """What the shown cells of a column mean, or these of them, without the rows of totals."""
        values = self._values_of(column)
        sources = self._order if rows is None else [self._order[row] for row in rows]
        return [values[source] for source in sources if source not in self._totals]

    def addends(self, column: int) -> list[CellValue]:
        """What all cells of a column mean, hidden ones too, without the rows of totals."""
        values = self._values_of(column)
        return [value for source, value in enumerate(values) if source not in self._totals]

    def counts_up(self, column: int) -> bool:
        """Whether a column numbers the rows, by what stands in it: the first one alone does."""
        return column == 0 and counts_up(self.addends(column))

    def value(self, index: Index) -> CellValue | None:
        """What the cell at an index means; None in a row of totals."""
        source = self._order[index.row()]
        return None if source in self._totals else self._values_of(index.column())[source]

    def shown_columns(self) -> list[list[CellValue]]:
        """What the shown cells of every column mean, with the rows of totals."""
        columns = map(self._values_of, range(len(self._content.headers)))
        return [[values[source] for source in self._order] for values in columns]

    def reader(self, column: int) -> ColumnValues:
        """What reads the cells of a column, as all of them say."""
        self._values_of(column)
        return self._columns[column]

    def first_value(self, column: int) -> CellValue | None:
        """The first cell of a column that has a value, read by itself; None if none has."""
        return first_value(row[column].text for row in self._content.rows)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._content.headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index).text
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and self.cell(index).href:
            return "Link"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._content.headers):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._content.headers[section]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = self._content.headers[section]
            if self._sort is None or self._sort.column != section:
                return name
            return f"{name}, sorted {'descending' if self._sort.descending else 'ascending'}"
        return None

    def _forget(self) -> None:
        self._columns.clear()
        self._values.clear()
        self._keys.clear()
        self._searchable.clear()
        self._totals.clear()
        self._note_totals(0)

    def _take(self, columns: Sequence[ReadColumn]) -> None:
        for index, column in enumerate(column.copy() for column in columns):
            self._columns[index], self._values[index] = column.reader, column.values
            self._keys.pop(index, None)

    def _insert(self, known: int) -> None:
        """Give the rows from `known` on their places among those that are shown."""
        arranged = self._arranged()
        row = known if self._sort is None and not self._filter else 0
        while row < len(arranged):
            last = row
            while last < len(arranged) and arranged[last] >= known:
                last += 1
            if last > row:
                self.beginInsertRows(_ROOT, row, last - 1)
                self._order[row:row] = arranged[row:last]
                self.endInsertRows()
            row = last + 1
        self.is_arranged = self._order == arranged

    def _arranged(self) -> list[int]:
        shown: Sequence[int] = range(len(self._content.rows))
        if self._filter:
            if not self._searchable:
                self._searchable = [_searchable(row) for row in self._content.rows]
            texts = self._searchable
            shown = [row for row in shown if all(word in texts[row] for word in self._filter)]
        if self._sort is None:
            return list(shown)
        values = self._values_of(self._sort.column)
        if self._sort.column not in self._keys:
            self._keys[self._sort.column] = [sort_key(value) for value in values]
        keys = self._keys[self._sort.column]
        totals = [row for row in shown if row in self._totals]
        blanks = [row for row in shown if is_empty(values[row]) and row not in self._totals]
        apart = {*totals, *blanks}
        filled = [row for row in shown if row not in apart]
        filled.sort(key=keys.__getitem__, reverse=self._sort.descending)
        return [*filled, *blanks, *totals]

    def _values_of(self, column: int) -> list[CellValue]:
        if column not in self._values:
            texts = self._content.column(column)
            values = self._columns[column] = ColumnValues(self._content.headers[column], self._today)
            values.note(texts)
            self._values[column] = [values.read(text) for text in texts]
        return self._values[column]

    def _note_totals(self, known: int) -> None:
        """Find the rows that add up others among those from `known` on."""
        for source, row in enumerate(self._content.rows[known:], start=known):
            if any(adds_rows_up(cell.text) for cell in row[:_TOTAL_WITHIN]):
                self._totals.add(source)


def _searchable(row: Sequence[TableCell]) -> str:
    """The text of a row to search in. The cells are kept apart by what nobody types."""
    return "\n".join(with_numbers(_folded(cell.text)).replace(",", "") for cell in row)


def _sought(word: str) -> str:
    """A word of a filter: a telephone is found by its digits, however they are set apart."""
    digits = word.removeprefix("+")
    if len(digits) >= _TELEPHONE and digits.isdecimal():
        return digits
    return word.replace(",", "") or word


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(letter for letter in normalize("NFKD", text).casefold() if not combining(letter))
