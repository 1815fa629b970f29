"""What a double click takes: all of a telephone or an amount, where Qt takes the figures up to the next blank."""

from PySide6.QtGui import QTextCursor

from strakly_desktop.matching.numbers import numbers_in
from strakly_desktop.rendering.writing.document_cursor import utf16_length
from strakly_desktop.rendering.writing.whole_values import written_text


def with_whole_value(word: QTextCursor) -> QTextCursor:
    """The selection of a word, or of the value that it is a part of: the cell of a table, or a number in a text."""
    # The words of table cells are read when there is one.
    from strakly_desktop.rendering.document.selected_cells import cell_text, selected_cells
    from strakly_desktop.rendering.tables.cell_values import ValueKind
    from strakly_desktop.rendering.tables.column_values import first_value

    found = QTextCursor(word)
    cells = selected_cells(word)
    if cells is not None and (cell := cells.only) is not None:
        value = first_value([cell_text(cell)])
        if value is not None and value.kind is not ValueKind.TEXT:
            found.setPosition(cell.firstPosition())
            found.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
        return found
    block = word.document().findBlock(word.selectionStart())
    text = written_text(block)
    for number in numbers_in(text):
        start = block.position() + utf16_length(text[: number.start])
        end = block.position() + utf16_length(text[: number.end])
        if start <= word.selectionStart() and word.selectionEnd() <= end:
            found.setPosition(start)
            found.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return found
