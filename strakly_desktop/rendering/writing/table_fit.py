"""Gives the tables of the document their widths, and takes from sight the columns for which there is no room.

What a table was given is noted in its format: the window may get another width long after it was written.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableFormat,
)

from strakly_desktop.rendering.tables.table_layout import Room, TableFit, fit_table
from strakly_desktop.rendering.writing.formats import BlockRole, Mark

VERTICAL_PADDING = 8
GAP_BELOW = 14
_GAP_ABOVE = 14
_FEWEST_ROWS = 3


def room_for(room: Room, left: float) -> Room:
    """What is left of the room for a table that stands `left` px within the reading column."""
    return Room(round(room.column - left), round(room.left + left) if room.left else 0, room.right, room.note)


def refit(table: QTextTable, room: Room | None = None) -> None:
    """Give a table that stands in the document the widths for another width of the page, or for other cells."""
    format_ = table.format().toTableFormat()
    room = room or Room(*(int(width) for width in format_.property(Mark.ROOM)))
    natural = [int(width) for width in format_.property(Mark.NATURAL)]
    numeric = [bool(flag) for flag in format_.property(Mark.NUMERIC)]
    words = [int(width) for width in format_.property(Mark.WORDS)]
    worth = [int(one) for one in format_.property(Mark.WORTH)]
    fit = fit_table(natural, numeric, words, room_for(room, float(format_.property(Mark.INDENT))), worth)
    before = QTextTableFormat(format_)
    set_fit(format_, fit, room)
    if format_ != before:
        show_columns(table, fit.hidden)
        table.setFormat(format_)


def set_fit(format_: QTextTableFormat, fit: TableFit, room: Room) -> None:
    """Fix the widths of all columns, the padding of cells, and where the table begins; remember the room."""
    format_.setCellPadding(VERTICAL_PADDING - fit.lost)
    format_.setColumnWidthConstraints(
        [QTextLength(QTextLength.Type.FixedLength, width) for width in fit.widths]
    )
    format_.setProperty(Mark.TABLE_WIDTH, fit.width)
    format_.setProperty(Mark.HIDDEN, _noted_columns(fit.hidden))
    format_.setLeftMargin(float(format_.property(Mark.INDENT)) - fit.reach)
    # Only the last part of a table has a margin below.
    if format_.bottomMargin():
        note = room.note if format_.property(Mark.FOLDED) else fit.note
        format_.setBottomMargin(GAP_BELOW + note)
    format_.setProperty(Mark.ROOM, [room.column, room.left, room.right, room.note])


def _noted_columns(columns: Sequence[int]) -> str:
    # An empty list would be kept as one of lengths.
    return " ".join(map(str, columns))


def hidden_columns(table: QTextTable) -> tuple[int, ...]:
    """Which of its columns a table has given up."""
    return tuple(map(int, (table.format().property(Mark.HIDDEN) or "").split()))


def hidden_names(table: QTextTable) -> tuple[str, ...]:
    """The headings of the columns that a table has given up."""
    hidden = hidden_columns(table)
    names = table.format().property(Mark.NAMES) if hidden else ()
    return tuple(str(names[column]) or f"column {column + 1}" for column in hidden)


def show_columns(table: QTextTable, hidden: Sequence[int], row: int | None = None) -> None:
    """Lay out all columns but the `hidden` ones, whose text stays in the document: of one row, or of all."""
    if row is not None and not hidden:
        return  # A new row has no hidden cell.
    for at in range(table.rows()) if row is None else (row,):
        for column in range(table.columns()) if row is None else hidden:
            cell = table.cellAt(at, column)
            block, last = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
            if block.isVisible() == (column not in hidden):
                continue
            _set_padded(cell, column not in hidden)
            while block.isValid() and block.position() <= last.position():
                block.setVisible(column not in hidden)
                block = block.next()


def _set_padded(cell: QTextTableCell, is_padded: bool) -> None:
    """Qt gives a column at least the padding of its cells: the air of those that are given up would go on showing."""
    format_ = cell.format().toTableCellFormat()
    for side in (QTextFormat.Property.TableCellLeftPadding, QTextFormat.Property.TableCellRightPadding):
        if is_padded:
            format_.clearProperty(side)
        else:
            format_.setProperty(side, 0.0)
    cell.setFormat(format_)


def gap_below(above: QTextBlockFormat) -> float:
    """The px between a block and a table below: Qt drops the bottom margin of the block, the table brings it along."""
    if above.property(Mark.ROLE) == BlockRole.USER:
        return above.bottomMargin() + _GAP_ABOVE
    return max(above.bottomMargin(), _GAP_ABOVE)


def tables_of(document: QTextDocument) -> Iterator[QTextTable]:
    """All tables that stand in a document, from the top. After an edit: in the middle of one it does not know them."""
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            yield frame


def compares_numbers(table: QTextTable) -> bool:
    """Whether it has rows with a name and a number: those stand at the right, names do not."""
    if table.rows() < _FEWEST_ROWS:
        return False
    last = table.rows() - 1
    sides = [
        table.cellAt(last, column).firstCursorPosition().blockFormat().alignment()
        & Qt.AlignmentFlag.AlignRight
        for column in range(table.columns())
    ]
    return any(sides) and not all(sides)
