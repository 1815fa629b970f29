"""Rows of a table as text and HTML for the clipboard, harmless in a spreadsheet that they are pasted into.

A `note` says that it is not all: a last line, below an empty one, so that the spreadsheet takes the rows above it
for a list of their own when it sorts, filters or adds up.
"""

from collections.abc import Sequence
from html import escape

from strakly_desktop.rendering.export.harmless_text import harmless, is_formula
from strakly_desktop.rendering.export.typed_html import clipboard_html, heading_cell, lone_cell, typed_cell
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.tables.table_data import TableContent


def table_text(content: TableContent, *, headers: bool, note: str = "") -> str:
    """Tab-separated values, one line for each row; a single cell is its text as it is, unless it would run."""
    if not headers and not note and len(content.rows) == len(content.headers) == 1:
        text = content.rows[0][0].text
        return harmless(text) if is_formula(text) else text
    lines = [content.headers] if headers else []
    lines += [tuple(cell.text for cell in row) for row in content.rows]
    lines += [(), (note,)] if note else []
    return "\n".join("\t".join(harmless(" ".join(text.split())) for text in line) for line in lines)


def table_html(
    content: TableContent, columns: Sequence[ColumnValues], *, headers: bool, note: str = ""
) -> str:
    """An HTML table whose cells say what they mean, without links: they lead into the web app, whose address the other
    place lacks. `columns` reads the cells of `content`.
    """
    if not headers and not note and len(content.rows) == len(content.headers) == 1:
        text = content.rows[0][0].text
        return clipboard_html(lone_cell(escape(text), columns[0].read(text)))
    lines = ["".join(heading_cell(escape(text), text) for text in content.headers)] if headers else []
    lines += [
        "".join(
            typed_cell("td", escape(cell.text), column.read(cell.text))
            for cell, column in zip(row, columns, strict=True)
        )
        for row in content.rows
    ]
    lines += ["<td></td>", f"<td>{escape(note)}</td>"] if note else []
    return clipboard_html(f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>")
