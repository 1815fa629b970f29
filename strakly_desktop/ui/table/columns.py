"""How wide the columns of the table panel are: numbers, states and names as they need, notes share the rest."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from heapq import nlargest

from PySide6.QtGui import QFont, QFontMetricsF

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.tables.row_words import counts_rows
from strakly_desktop.rendering.tables.status_words import status_role
from strakly_desktop.rendering.tables.table_data import TableContent, TableRow
from strakly_desktop.rendering.tables.table_layout import (
    CELL_PADDING,
    EDGE,
    GAP_AFTER_NUMBER,
    ColumnMeasure,
    column_widths,
)
from strakly_desktop.rendering.text_styles import STATUS, TABLE, TABLE_HEADER
from strakly_desktop.rendering.writing.formats import font_of

PILL_PADDING = 9
SORT_ICON = 16
SORT_GAP = 4
# Measuring every cell of a long table would take longer than all the rest: the longest ones decide.
_MEASURED = 24
_NARROWER = 1.6  # So much narrower letters may be.
_TINY = 48
_NARROWEST_TEXT = 96
_WIDEST_TEXT = 220
# A column of no longer texts holds names, or words of a state or a plan: half a name is no name.
_NAME_LETTERS = 32
_LONGEST_NAME = 64
_NAMES = frozenset({"name", "client", "client name", "member", "member name", "trainer", "नाम", "सदस्य"})


class TableFonts:
    """The fonts of cells and headings in a look."""

    def __init__(self, look: Look) -> None:
        self.cell = font_of(TABLE, look)
        self.cell.setFeature(QFont.Tag("tnum"), 1)
        self.header = font_of(TABLE_HEADER, look)
        self.sorted_header = QFont(self.header)
        self.sorted_header.setWeight(QFont.Weight.DemiBold)
        self.status = font_of(STATUS, look)


class TableColumns:
    """What is known of the columns of one table."""

    def __init__(self, look: Look, content: TableContent, readers: Sequence[ColumnValues] = ()) -> None:
        """`readers`: what is known of the cells of each column already, where they have been read."""
        self._headers = content.headers
        fonts = TableFonts(look)
        self._cell = QFontMetricsF(fonts.cell)
        self._status = QFontMetricsF(fonts.status)
        heading = QFontMetricsF(fonts.sorted_header)
        icon = SORT_GAP + look.scaled(SORT_ICON)
        self._look = look
        self._columns = [
            ColumnMeasure(heading.horizontalAdvance(text) + (0 if counts_rows(text) else icon))
            for text in content.headers
        ]
        self._longest = [0] * len(content.headers)
        if readers:
            self.readers = [copy(reader) for reader in readers]
            self._measure_rows(content.rows)
        else:
            self.readers = [ColumnValues(header, date.min) for header in content.headers]
            self.add(content.rows)

    @property
    def numeric(self) -> list[bool]:
        """Which columns hold numbers only."""
        return [reader.is_numeric for reader in self.readers]

    def add(self, rows: Sequence[TableRow]) -> bool:
        """Take more rows; True if a column must now be wider, or holds no numbers any more."""
        before = self._decided()
        for index, reader in enumerate(self.readers):
            reader.note(row[index].text for row in rows)
        self._measure_rows(rows)
        return before != self._decided()

    @property
    def natural_width(self) -> int:
        """How many px show every cell whole."""
        return sum(self._natural_widths()) if self._columns else 0

    def widths(self, available: int) -> list[int]:
        """The widths within `available` px, or more than that where numbers or names would be cut."""
        if not self._columns:
            return []
        natural = self._natural_widths()
        fixed = [
            is_number or letters <= (_LONGEST_NAME if header.casefold() in _NAMES else _NAME_LETTERS)
            for is_number, letters, header in zip(self.numeric, self._longest, self._headers, strict=True)
        ]
        if sum(natural) <= available:
            return _spread(natural, available)
        if sum(self._capped(natural, fixed, _NARROWEST_TEXT)) <= available:
            return column_widths(natural, fixed, available)
        # There is no room for all: one has to scroll anyway, so words are not crushed.
        return self._capped(natural, fixed, _WIDEST_TEXT)

    def _decided(self) -> list[tuple[float, bool]]:
        widest = (column.widest for column in self._columns)
        return list(zip(widest, self.numeric, strict=True))

    def _capped(self, natural: Sequence[int], fixed: Sequence[bool], most: int) -> list[int]:
        cap = self._look.scaled(most)
        return [
            width if is_fixed else min(width, cap) for width, is_fixed in zip(natural, fixed, strict=True)
        ]

    def _natural_widths(self) -> list[int]:
        """What shows every cell whole."""
        widths = [round(column.widest + 1.5) + 2 * CELL_PADDING for column in self._columns]
        widths[0] += EDGE
        widths[-1] += EDGE
        numeric = self.numeric
        for index in range(1, len(widths)):
            if numeric[index - 1] and not numeric[index]:
                widths[index] += GAP_AFTER_NUMBER
        return widths

    def _measure_rows(self, rows: Sequence[TableRow]) -> None:
        for index in range(len(self._columns)):
            for text in nlargest(_MEASURED, {row[index].text for row in rows}, key=len):
                self._measure(index, text)

    def _measure(self, index: int, text: str) -> None:
        if len(text) * _NARROWER < self._longest[index]:
            return
        self._longest[index] = max(self._longest[index], len(text))
        if status_role(self._headers[index], text):
            width = self._status.horizontalAdvance(text) + 2 * PILL_PADDING
        else:
            width = self._cell.horizontalAdvance(text)
        self._columns[index].widest = max(self._columns[index].widest, width)


def _spread(natural: Sequence[int], available: int) -> list[int]:
    """Share what is left over among all columns but the tiny ones."""
    widths = list(natural)
    growing = [width if width > _TINY else 0 for width in widths]
    spare, shared = available - sum(widths), sum(growing) or 1
    widths = [width + spare * share // shared for width, share in zip(widths, growing, strict=True)]
    widths[-1] += available - sum(widths)
    return widths
