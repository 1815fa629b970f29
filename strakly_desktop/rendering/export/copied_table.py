"""Rows of a table as text and HTML for the clipboard, harmless in a spreadsheet that they are pasted into.

A `note` says that it is not all: a last line, below an empty one, so that the spreadsheet takes the rows above it
for a list of their own when it sorts, filters or adds up.
"""

from collections.abc import Iterable
from html import escape

from strakly_desktop.rendering.export.harmless_text import harmless
from strakly_desktop.rendering.tables.table_data import TableContent

# What makes Excel take a pasted cell as text.
_AS_TEXT = " style=\"mso-number-format:'\\@'\""


def table_text(content: TableContent, *, headers: bool, note: str = "") -> str:
    """Tab-separated values, one line for each row."""
    lines = [content.headers] if headers else []
    lines += [tuple(cell.text for cell in row) for row in content.rows]
    lines += [(), (note,)] if note else []
    return "\n".join("\t".join(harmless(" ".join(text.split())) for text in line) for line in lines)


def table_html(content: TableContent, *, headers: bool, note: str = "") -> str:
    """A plain HTML table, without links: they lead into the web app, whose address the other place lacks."""
    lines = [_line("th", content.headers)] if headers else []
    lines += [_line("td", (cell.text for cell in row)) for row in content.rows]
    lines += ["<tr><td></td></tr>", _line("td", [note])] if note else []
    return f"<table>{''.join(lines)}</table>"


def _line(tag: str, texts: Iterable[str]) -> str:
    cells = (f"<{tag}{'' if harmless(text) == text else _AS_TEXT}>{escape(text)}</{tag}>" for text in texts)
    return f"<tr>{''.join(cells)}</tr>"
