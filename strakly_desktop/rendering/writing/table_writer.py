"""Writes a table, its rows as they come.

A table is written as parts of some rows each, one below the other: Qt lays out a whole QTextTable again for
each row that joins it, so one of two thousand rows would stop the window. The view paints the parts as one.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextTable, QTextTableFormat

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.markdown.html_tree import HtmlNode
from strakly_desktop.rendering.tables.cell_values import is_dash
from strakly_desktop.rendering.tables.column_worth import worth_of
from strakly_desktop.rendering.tables.row_words import counts_rows
from strakly_desktop.rendering.tables.status_words import has_status, status_role
from strakly_desktop.rendering.tables.table_layout import (
    CELL_PADDING,
    EDGE,
    GAP_AFTER_NUMBER,
    TableFit,
    fit_table,
    natural_widths,
    word_widths,
)
from strakly_desktop.rendering.text_styles import STATUS, TABLE, TABLE_HEADER
from strakly_desktop.rendering.writing.cell_fonts import fonts_of
from strakly_desktop.rendering.writing.document_cursor import DocumentCursor, new_group
from strakly_desktop.rendering.writing.folded_rows import FoldedRows
from strakly_desktop.rendering.writing.formats import Mark, block_format, text_format
from strakly_desktop.rendering.writing.inline_writer import write_inline
from strakly_desktop.rendering.writing.long_text import blocks_of, mark_text
from strakly_desktop.rendering.writing.table_fit import (
    GAP_BELOW,
    VERTICAL_PADDING,
    gap_below,
    room_for,
    set_fit,
    show_columns,
)

if TYPE_CHECKING:
    # The window is painted before a table can be read.
    from strakly_desktop.rendering.tables.table_data import TableRow

ROWS_PER_PART = 4
ROWS_DRAWN = 60
"""Of a longer table the page draws so many rows: some screens of them; the table panel is better for more."""
_CELLS_DRAWN = 480
_FEWEST_DRAWN = 12
"""Of a table with many columns."""
PILL_PADDING = 9
_SIDE = CELL_PADDING - VERTICAL_PADDING
_ALIGNMENTS = {
    # Whichever way a heading is written, it stands above its figures.
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


_Sizes: TypeAlias = tuple[list[int], list[int], list[bool], TableFit]
"""Of all columns: natural widths, those of words, whether they hold numbers, how they fit."""


class TableWriter:
    """One table that is being written.

    Its columns keep their widths while rows join, unless a number would have to wrap, a word to break, or a name to
    wrap beside free room; then they widen, or some are given up, and none comes back. `settle` gives them the
    widths that the whole table asks for.
    """

    def __init__(self, page: DocumentCursor, header: Sequence[HtmlNode], left: float) -> None:
        """A table whose header cells are `header`, `left` px from the column's left edge.

        The header is written with its first rows, which tell how, or by `begin`.
        """
        self._left = left
        self._group = new_group()
        self._fonts = fonts_of(page)
        self._header = [cell.text().strip() for cell in header]
        self._has_status = [has_status(name) for name in self._header]
        self._formats: tuple[Look, list[bool], list[QTextBlockFormat]] | None = None
        self._columns = [
            self._fonts.measured(cell, text, TABLE_HEADER)
            for text, cell in zip(self._header, header, strict=True)
        ]
        self._aligned = [cell.attributes.get("align", "") for cell in header]
        self._fit = TableFit(())
        self._room = page.room
        self._numeric = [False] * len(header)
        self._parts: list[QTextTable] = []
        # What all parts were given: a later one may know more.
        self._noted: tuple[_Sizes, list[int]] | None = None
        self._part_format: QTextTableFormat | None = None
        """That of a part, as far as it follows from the cells that are measured; None until it is needed again."""
        self._rows = 0
        self._most = max(_FEWEST_DRAWN, min(ROWS_DRAWN, _CELLS_DRAWN // len(header)))
        self._folded = FoldedRows(self._group)
        self._head = header
        self._choose_widths(page)

    def begin(self, page: DocumentCursor) -> None:
        """Write the header at the end of the document, if it does not stand there yet."""
        if not self._parts:
            self._begin_part(page)
            self._write_rows(page, 0, (self._head,), is_header=True)
            page.to_end()

    @property
    def parts(self) -> Sequence[QTextTable]:
        """The tables, one below the other, that show as this one; the sequence grows with it."""
        return self._parts

    @property
    def room(self) -> int:
        """How many more rows are drawn."""
        return self._most - self._rows

    def add_rows(self, page: DocumentCursor, rows: Sequence[Sequence[HtmlNode]]) -> None:
        """Write body rows at the end of the document, which is the end of this table; fold what is too many."""
        rows = [_fitted(row, len(self._columns)) for row in rows]
        drawn, folded = rows[: self.room], rows[self.room :]
        if drawn:
            self._draw_rows(page, drawn)
        if folded:
            from strakly_desktop.rendering.tables.table_data import cell_of

            self.fold_rows(page, [tuple(map(cell_of, row)) for row in folded])

    def fold_rows(self, page: DocumentCursor, rows: "Sequence[TableRow]") -> None:
        """Write rows for which there is no room any more: as text, out of sight."""
        from strakly_desktop.rendering.tables.table_data import TableCell

        none = (TableCell(""),) * len(self._columns)
        rows = [(*row, *none)[: len(none)] for row in rows]
        last = self._parts[-1]
        if not last.format().property(Mark.FOLDED):
            format_ = last.format().toTableFormat()
            format_.setProperty(Mark.FOLDED, True)
            self._note_widths(format_, self._sizes(), self._worth())
            last.setFormat(format_)
        self._folded.add(page, rows)

    def _draw_rows(self, page: DocumentCursor, rows: Sequence[Sequence[HtmlNode]]) -> None:
        self._part_format = None
        for column, cells in enumerate(zip(*rows, strict=True)):
            padding = [2 * PILL_PADDING if self._pill_of(column, cell) else 0 for cell in cells]
            self._fonts.measure(self._columns[column], cells, padding)
        if self._rows == 0 or self._must_widen() or self._wraps_beside_room(page):
            self._choose_widths(page, frozenset(self._fit.hidden))
            self._apply_widths()
        if not self._parts:
            self._numeric = [column.numeric for column in self._columns]
            self.begin(page)
        if self._numeric != [column.numeric for column in self._columns]:
            self._realign(page.look)
        waiting = list(rows)
        while waiting:
            first = self._parts[-1].rows()
            if first == ROWS_PER_PART:
                joining = waiting[:ROWS_PER_PART]
                self._begin_part(page, len(joining))
                first = 0
            else:
                joining = waiting[: ROWS_PER_PART - first]
                self._parts[-1].appendRows(len(joining))
            del waiting[: len(joining)]
            self._rows += len(joining)
            self._write_rows(page, first, joining, is_header=False)
        page.to_end()

    def settle(self, page: DocumentCursor) -> None:
        """The table may be whole: give its columns the widths that all its cells ask for."""
        self._choose_widths(page)
        if self._noted != (self._sizes(), self._worth()):
            self._apply_widths()

    def _must_widen(self) -> bool:
        natural, words, numeric, fit = self._sizes()
        least = [width if fixed else word for width, fixed, word in zip(natural, numeric, words, strict=True)]
        return any(
            width - 2 * fit.lost > given for width, given in zip(least, fit.widths, strict=True) if given
        )

    def _wraps_beside_room(self, page: DocumentCursor) -> bool:
        """Whether a text wraps that need not, for there is room that no other column wants."""
        natural, words, numeric, fit = self._sizes()
        given = [(width, now) for width, now in zip(natural, fit.widths, strict=True) if now]
        if all(width - 2 * fit.lost <= now for width, now in given):
            return False
        room = room_for(page.room, self._left)
        better = fit_table(natural, numeric, words, room, self._worth(), frozenset(fit.hidden))
        columns = list(zip(natural, fit.widths, better.widths, strict=True))
        wider = any(now < new and now < width - 2 * fit.lost for width, now, new in columns if now)
        return wider and all(new >= min(width - 2 * better.lost, now) for width, now, new in columns)

    def _choose_widths(self, page: DocumentCursor, gone: frozenset[int] = frozenset()) -> None:
        numeric = [column.numeric for column in self._columns]
        self._room = page.room
        room = room_for(self._room, self._left)
        natural, words = natural_widths(self._columns), word_widths(self._columns)
        self._fit = fit_table(natural, numeric, words, room, self._worth(), gone)
        self._part_format = None

    def _worth(self) -> list[int]:
        return worth_of(self._header, self._columns)

    def _begin_part(self, page: DocumentCursor, rows: int = 1) -> None:
        page.to_end()
        if self._part_format is None:
            self._part_format = self._begun_format()
        format_ = QTextTableFormat(self._part_format)
        format_.setTopMargin(0 if page.fresh else gap_below(page.cursor.blockFormat()))
        format_.setHeaderRowCount(0 if self._parts else 1)
        format_.setProperty(Mark.ROWS_BEFORE, self._rows + 1 if self._parts else 0)
        if self._parts:
            inner = self._parts[-1].format().toTableFormat()
            inner.setBottomMargin(0)
            self._parts[-1].setFormat(inner)
        if page.fresh:
            # A table cannot replace an empty block: that one stays before it.
            page.hide_empty_block(below_table=False)
        self._parts.append(page.cursor.insertTable(rows, len(self._columns), format_))
        page.to_end()
        page.hide_empty_block(below_table=True)

    def _begun_format(self) -> QTextTableFormat:
        format_ = QTextTableFormat()
        format_.setBorder(0)
        format_.setCellSpacing(0)
        format_.setBottomMargin(GAP_BELOW)
        format_.setProperty(Mark.GROUP, self._group)
        format_.setProperty(Mark.INDENT, self._left)
        sizes, worth = self._sizes(), self._worth()
        self._note_widths(format_, sizes, worth)
        if not self._parts:
            self._noted = sizes, worth
        return format_

    def _apply_widths(self) -> None:
        sizes, worth = self._sizes(), self._worth()
        for part in self._parts:
            format_ = part.format().toTableFormat()
            self._note_widths(format_, sizes, worth)
            show_columns(part, self._fit.hidden)
            part.setFormat(format_)
        self._noted = sizes, worth

    def _note_widths(self, format_: QTextTableFormat, sizes: _Sizes, worth: list[int]) -> None:
        natural, words, numeric, fit = sizes
        format_.setProperty(Mark.NATURAL, natural)
        format_.setProperty(Mark.WORDS, words)
        format_.setProperty(Mark.NUMERIC, numeric)
        format_.setProperty(Mark.WORTH, worth)
        format_.setProperty(Mark.NAMES, self._header)
        set_fit(format_, fit, self._room)

    def _sizes(self) -> _Sizes:
        columns = self._columns
        numeric = [column.numeric for column in columns]
        return natural_widths(columns), word_widths(columns), numeric, self._fit

    def _realign(self, look: Look) -> None:
        """Columns turned out to hold numbers, or to hold other text as well."""
        before = self._cell_formats(look)
        self._numeric = [column.numeric for column in self._columns]
        after = self._cell_formats(look)
        changed = [i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        self._apply_widths()
        for part in self._parts:
            for row in range(part.rows()):
                for column in changed:
                    shift = after[column].leftMargin() - before[column].leftMargin()
                    for block in blocks_of(part.cellAt(row, column)):
                        format_ = block.blockFormat()
                        format_.setLeftMargin(format_.leftMargin() + shift)
                        format_.setAlignment(after[column].alignment())
                        QTextCursor(block).setBlockFormat(format_)

    def _pill_of(self, column: int, cell: HtmlNode) -> str:
        """The role of a word that tells a state, in a column of states."""
        return status_role(self._header[column], cell.text()) if self._has_status[column] else ""

    def _cell_formats(self, look: Look) -> Sequence[QTextBlockFormat]:
        """Those of the cells of each column, as far as it is known what they hold. Not to be changed."""
        known = self._formats
        if known is None or known[0] is not look or known[1] is not self._numeric:
            formats = [self._cell_format(column, look) for column in range(len(self._columns))]
            known = self._formats = look, self._numeric, formats
        return known[2]

    def _cell_format(self, column: int, look: Look) -> QTextBlockFormat:
        numeric = self._numeric[column]
        after_number = column > 0 and self._numeric[column - 1] and not numeric
        gap = GAP_AFTER_NUMBER if after_number else 0
        left = _SIDE + gap + (EDGE if column == 0 else 0)
        right = _SIDE + (EDGE if column == len(self._columns) - 1 else 0)
        format_ = block_format(TABLE.line, look, left=left, right=right)
        format_.setProperty(Mark.COLUMN, column)
        name = "right" if numeric and not self._is_ordinal(column) else self._aligned[column]
        format_.setAlignment(_ALIGNMENTS.get(name, Qt.AlignmentFlag.AlignLeft))
        return format_

    def _is_ordinal(self, column: int) -> bool:
        return counts_rows(self._header[column])

    def _write_rows(
        self, page: DocumentCursor, first: int, rows: Sequence[Sequence[HtmlNode]], *, is_header: bool
    ) -> None:
        """Write rows of the last part, the `first` of which is still empty, as all below it are."""
        part, cursor = self._parts[-1], page.cursor
        place = part.cellAt(first, 0).firstPosition()
        formats = self._cell_formats(page.look)
        for number, row in enumerate(rows, first):
            for column, cell in enumerate(row):
                cursor.setPosition(place)
                self._write_cell(page, column, cell, formats[column], is_header=is_header)
                # The next cell begins right behind what ends this one.
                place = cursor.position() + 1
            show_columns(part, self._fit.hidden, number)

    def _write_cell(
        self, page: DocumentCursor, column: int, cell: HtmlNode, format_: QTextBlockFormat, *, is_header: bool
    ) -> None:
        look = page.look
        pill = "" if is_header else self._pill_of(column, cell)
        if is_header:
            style = page.text_format(TABLE_HEADER, "table-header-text")
        elif pill:
            style = text_format(STATUS, look, pill)
            style.setProperty(Mark.PILL, pill)
            format_ = QTextBlockFormat(format_)
            format_.setLeftMargin(format_.leftMargin() + PILL_PADDING)
        else:
            quiet = self._is_ordinal(column) or is_dash(cell.text().strip())
            style = self._fonts.body_format(look, quiet)
        cursor = page.cursor
        cursor.setBlockFormat(format_)
        # With the format of its text, a cell would take a quarter longer to lay out: Qt copies what the block has.
        cursor.setBlockCharFormat(QTextCharFormat())
        begin = cursor.position()
        if write_inline(cursor, look, cell, style):
            mark_text(cursor.document().findBlock(begin), cursor.block(), Mark.HAS_PILLS)


def _fitted(row: Sequence[HtmlNode], columns: int) -> list[HtmlNode]:
    return [*row[:columns], *(HtmlNode("td", {}) for _ in range(columns - len(row)))]
