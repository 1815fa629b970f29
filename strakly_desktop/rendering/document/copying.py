"""The text of a selection as one would write it: markdown-like, tables as tab-separated values."""

from PySide6.QtGui import QTextBlock, QTextCursor, QTextList, QTextTable, QTextTableCell

from strakly_desktop.rendering.writing.document_cursor import utf16_text, utf16_units
from strakly_desktop.rendering.writing.folded_rows import ROW_END, holds_rows, rows_within
from strakly_desktop.rendering.writing.formats import GoesOn, table_of
from strakly_desktop.rendering.writing.long_question import rest_at
from strakly_desktop.rendering.writing.long_text import blocks_of, goes_on, whole_texts
from strakly_desktop.rendering.writing.whole_values import written_text


def copied_text(selection: QTextCursor) -> str:
    """The plain text of `selection`; each table row is one line with tabs between its cells."""
    start, end = selection.selectionStart(), selection.selectionEnd()
    lines: list[str] = []
    block = selection.document().findBlock(start)
    while block.isValid() and block.position() < end:
        table = table_of(block)
        if table is not None:
            lines += _rows(table, start, end)
            block = selection.document().findBlock(table.lastPosition() + 1)
            continue
        if holds_rows(block):
            lines += block.text().split(ROW_END)[rows_within(block, start, end)]
            block = block.next()
            continue
        rest = rest_at(block, start, end)
        text = _within(block, start, end) if rest is None else rest
        if lines and block.position() > start and (goes_on(block) is GoesOn.TEXT or rest is not None):
            lines[-1] += text
        elif text or (block.layout().lineCount() and block.length() > 1):
            lines.append(_marker(block) + text)
        block = block.next()
    return "\n".join(lines)


def _within(block: QTextBlock, start: int, end: int) -> str:
    text = written_text(block)
    if start > block.position() or end < block.position() + block.length() - 1:
        first = max(0, start - block.position())
        text = utf16_text(utf16_units(text)[first : end - block.position()])
    return text.replace("\u2028", "\n")


def _rows(table: QTextTable, start: int, end: int) -> list[str]:
    rows = []
    for row in range(table.rows()):
        cells = [table.cellAt(row, column) for column in range(table.columns())]
        if cells[-1].lastPosition() < start or cells[0].firstPosition() >= end:
            continue
        rows.append("\t".join(map(_cell_text, cells)))
    return rows


def _cell_text(cell: QTextTableCell) -> str:
    texts = ("".join(map(written_text, whole)) for whole in whole_texts(blocks_of(cell)))
    return " ".join(" ".join(texts).split())


def _marker(block: QTextBlock) -> str:
    """What the list draws before the block, as markdown writes it."""
    text_list: QTextList | None = block.textList()
    if text_list is None:
        return ""
    indent = "  " * (text_list.format().indent() - 1)
    marker = text_list.itemText(block).strip()
    return f"{indent}{marker if marker[:1].isdigit() else '-'} "
