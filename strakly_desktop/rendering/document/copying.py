"""The text of a selection as one would write it: prose, lists with their marks, tables as tab-separated values."""

from collections.abc import Generator, Iterable
from typing import TypeAlias

from PySide6.QtGui import QTextBlock, QTextCursor, QTextList, QTextTable

from strakly_desktop.rendering.document.selected_cells import SelectedCells, cell_text, selected_cells
from strakly_desktop.rendering.export.harmless_text import harmless, is_formula
from strakly_desktop.rendering.writing.document_cursor import utf16_text, utf16_units
from strakly_desktop.rendering.writing.folded_rows import CELL_END, ROW_END, holds_rows, rows_within
from strakly_desktop.rendering.writing.formats import GoesOn, Mark, table_of
from strakly_desktop.rendering.writing.long_text import blocks_of, goes_on
from strakly_desktop.rendering.writing.question_bubble import rest_at
from strakly_desktop.rendering.writing.whole_values import written_text

Copying: TypeAlias = Generator[None, None, str]
"""The writing of a copy: it comes back after each block or row, before which text may come above and below."""


def finished(copying: Copying) -> str:
    """All that is still to be written of it, now."""
    while True:
        try:
            next(copying)
        except StopIteration as done:
            return str(done.value)


def copied_text(selection: QTextCursor) -> str:
    """The plain text of `selection`; each table row is one line with tabs between its cells, and stands apart from what
    is above and below the table, so that no spreadsheet takes that for a part of it.
    """
    return finished(copying_text(selection))


def copying_text(selection: QTextCursor) -> Copying:
    """The same, block by block: what is selected is to stay as it is meanwhile, wherever it stands."""
    cells = selected_cells(selection)
    if cells is not None:
        return (yield from _cells_text(cells, selection))
    lines: list[str] = []
    in_table = False
    block = selection.document().findBlock(selection.selectionStart())
    while block.isValid() and block.position() < selection.selectionEnd():
        table = table_of(block)
        if table is not None:
            is_new = not (in_table and table.format().property(Mark.ROWS_BEFORE))
            lines += [""] if lines and is_new else []
            yield from _add_rows(table, selection, lines)
            in_table = True
            block = selection.document().findBlock(table.lastPosition() + 1)
            continue
        start, end = selection.selectionStart(), selection.selectionEnd()
        if holds_rows(block):
            rows = block.text().split(ROW_END)[rows_within(block, start, end)]
            lines += [_line(row.split(CELL_END)) for row in rows]
            in_table = True
        else:
            rest = rest_at(block, start, end)
            text = _within(block, start, end) if rest is None else rest
            if lines and block.position() > start and (goes_on(block) is GoesOn.TEXT or rest is not None):
                lines[-1] += text
            elif text or block.length() > 1:
                lines += ["", _marker(block) + text] if in_table else [_marker(block) + text]
                in_table = False
        block = block.next()
        yield
    return "\n".join(lines)


def _cells_text(cells: SelectedCells, selection: QTextCursor) -> Copying:
    cell = cells.only
    if cell is None:
        lines = []
        for row in cells.rows:
            lines.append(_line(cell_text(cells.table.cellAt(row, column)) for column in cells.columns))
            yield
        return "\n".join(lines)
    start, end = selection.selectionStart(), selection.selectionEnd()
    texts = (_within(block, start, end) for block in blocks_of(cell) if block.position() < end)
    text = " ".join(" ".join(texts).split())
    return harmless(text) if is_formula(text) else text


def _line(cells: Iterable[str]) -> str:
    return "\t".join(map(harmless, cells))


def _within(block: QTextBlock, start: int, end: int) -> str:
    text = written_text(block)
    if start > block.position() or end < block.position() + block.length() - 1:
        first = max(0, start - block.position())
        text = utf16_text(utf16_units(text)[first : end - block.position()])
    return text.replace("\u2028", "\n")


def _add_rows(table: QTextTable, selection: QTextCursor, lines: list[str]) -> Generator[None, None, None]:
    for row in range(table.rows()):
        cells = [table.cellAt(row, column) for column in range(table.columns())]
        is_marked = (
            cells[-1].lastPosition() >= selection.selectionStart()
            and cells[0].firstPosition() < selection.selectionEnd()
        )
        if is_marked:
            lines.append(_line(map(cell_text, cells)))
        yield


def _marker(block: QTextBlock) -> str:
    """What the list draws before the block, as markdown writes it."""
    text_list: QTextList | None = block.textList()
    if text_list is None:
        return ""
    indent = "  " * (text_list.format().indent() - 1)
    # Of a list from right to left Qt has it as it is drawn, the dot first.
    number = text_list.itemText(block).strip(" .")
    return f"{indent}{f'{number}.' if number.isdigit() else '-'} "
