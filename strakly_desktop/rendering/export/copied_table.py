"""Rows of a table as text and HTML for the clipboard, harmless in a spreadsheet that they are pasted into.

A `note` says that it is not all: a last line, below an empty one, so that the spreadsheet takes the rows above it
for a list of their own when it sorts, filters or adds up.
"""

from collections.abc import Iterable, Iterator, Sequence
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
    return "\n".join(text_lines(content, headers=headers, note=note))


def text_lines(content: TableContent, *, headers: bool, note: str = "") -> Iterator[str]:
    """The lines of `table_text`, one by one, of more than a single cell."""
    if headers:
        yield _line(content.headers)
    for row in content.rows:
        yield _line(cell.text for cell in row)
    if note:
        yield from ("", _line((note,)))


def table_html(
    content: TableContent, columns: Sequence[ColumnValues], *, headers: bool, note: str = ""
) -> str:
    """An HTML table whose cells say what they mean, without links: they lead into the web app, whose address the other
    place lacks. `columns` reads the cells of `content`.
    """
    if not headers and not note and len(content.rows) == len(content.headers) == 1:
        text = content.rows[0][0].text
        return clipboard_html(lone_cell(escape(text), columns[0].read(text)))
    return html_of(html_rows(content, columns, headers=headers, note=note))


def html_rows(
    content: TableContent, columns: Sequence[ColumnValues], *, headers: bool, note: str = ""
) -> Iterator[str]:
    """The rows of `table_html`, one by one, of more than a single cell."""
    if headers:
        yield f"<tr>{''.join(heading_cell(escape(text), text) for text in content.headers)}</tr>"
    for row in content.rows:
        cells = (
            typed_cell("td", escape(cell.text), column.read(cell.text))
            for cell, column in zip(row, columns, strict=True)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    if note:
        yield f"<tr><td></td></tr><tr><td>{escape(note)}</td></tr>"


def html_of(rows: Iterable[str]) -> str:
    """`table_html` of its rows."""
    return clipboard_html(f"<table>{''.join(rows)}</table>")


def _line(texts: Iterable[str]) -> str:
    return "\t".join(harmless(" ".join(text.split())) for text in texts)
