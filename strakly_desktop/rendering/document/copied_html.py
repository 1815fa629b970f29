"""A selection as clean HTML: tags of meaning only, so that it takes the style of the place it is pasted into."""

from collections.abc import Iterable
from html import escape

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextList,
    QTextListFormat,
    QTextTable,
)

from strakly_desktop.rendering.writing.folded_rows import (
    CELL_END,
    ROW_END,
    holds_rows,
    links_in,
    rows_within,
)
from strakly_desktop.rendering.writing.formats import BlockRole, GoesOn, Mark, table_of
from strakly_desktop.rendering.writing.inline_writer import INLINE_CODE
from strakly_desktop.rendering.writing.long_question import rest_at
from strakly_desktop.rendering.writing.long_text import blocks_from, blocks_of, goes_on, whole_texts
from strakly_desktop.rendering.writing.whole_values import as_written

_NUMBERED = QTextListFormat.Style.ListDecimal


def copied_html(selection: QTextCursor) -> str:
    """The HTML of `selection`. Tables, of which any cell is selected, come with whole rows."""
    start, end = selection.selectionStart(), selection.selectionEnd()
    document = selection.document()
    html: list[str] = []
    closing: list[str] = []  # end tags of the open lists, quotes or code, outermost first
    group: object = None
    block = document.findBlock(start)
    while block.isValid() and block.position() < max(end, start + 1):
        table, is_rows = table_of(block), holds_rows(block)
        tags, wanted = ([], None) if table is not None or is_rows else _around(block)
        if [tag for _, tag in tags] != closing or wanted != group:
            html += reversed(closing)
            html += [tag for tag, _ in tags]
            closing, group = [tag for _, tag in tags], wanted
        if table is not None or is_rows:
            goes_on = is_rows or bool(table is not None and table.format().property(Mark.ROWS_BEFORE))
            goes_on &= html[-1:] == ["</table>"]
            html[-1 if goes_on else len(html) :] = ["" if goes_on else "<table>"]
            rows = _folded_rows(block, start, end) if table is None else _rows(table, start, end)
            html += [rows, "</table>"]
            block = block.next() if table is None else document.findBlock(table.lastPosition() + 1)
            continue
        whole = next(whole_texts(blocks_from(block)))
        text = _text(whole, start, end)
        if text:
            html.append(_wrapped(block, text))
        block = whole[-1].next()
    return "".join(html + closing[::-1])


def _around(block: QTextBlock) -> tuple[list[tuple[str, str]], object]:
    """The tags that stand around a block and its like, and what tells one such run from the next."""
    format_ = block.blockFormat()
    role = format_.property(Mark.ROLE)
    if role == BlockRole.CODE:
        return [("<pre><code>", "</code></pre>")], format_.property(Mark.GROUP)
    tags = [("<blockquote>", "</blockquote>")] if role == BlockRole.QUOTE else []
    text_list = block.textList()
    if text_list is not None:
        numbered = text_list.format().style() == _NUMBERED
        begin = f'<ol start="{text_list.format().start()}">' if numbered else "<ul>"
        depth = text_list.format().indent()
        tags += [("<ul>", "</ul>")] * (depth - 1) + [(begin, "</ol>" if numbered else "</ul>")]
    return tags, format_.property(Mark.GROUP)


def _wrapped(block: QTextBlock, text: str) -> str:
    format_ = block.blockFormat()
    if format_.property(Mark.ROLE) == BlockRole.CODE:
        return text + "\n"
    text_list: QTextList | None = block.textList()
    if text_list is not None:
        # As it is shown: a list on the page may be several of Qt's.
        number = text_list.format().start() + text_list.itemNumber(block)
        value = f' value="{number}"' if text_list.format().style() == _NUMBERED else ""
        return f"<li{value}>{text}</li>"
    level = format_.headingLevel()
    return f"<h{level}>{text}</h{level}>" if level else f"<p>{text}</p>"


def _rows(table: QTextTable, start: int, end: int) -> str:
    rows = []
    for row in range(table.rows()):
        cells = [table.cellAt(row, column) for column in range(table.columns())]
        if cells[-1].lastPosition() < start or cells[0].firstPosition() >= end:
            continue
        tag = "th" if row < table.format().headerRowCount() else "td"
        texts = [_text(blocks_of(cell), cell.firstPosition(), cell.lastPosition()) for cell in cells]
        rows.append("<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in texts) + "</tr>")
    return "".join(rows)


def _folded_rows(block: QTextBlock, start: int, end: int) -> str:
    """Rows that the page does not draw."""
    whole = "".join(
        f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)
        for text, href in links_in(block)
    )
    rows = whole.split(ROW_END)[rows_within(block, start, end)]
    return "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split(CELL_END)) + "</tr>" for row in rows
    )


def _text(blocks: Iterable[QTextBlock], start: int, end: int) -> str:
    """What is selected of a text, which may stand in several blocks."""
    html = ""
    for block in blocks:
        if (rest := rest_at(block, start, end)) is not None:
            html += escape(rest).replace("\n", "<br>")
            continue
        html += "<br>" if html and goes_on(block) is GoesOn.LINE else ""
        html += _runs(block, start, end)
    return html


def _runs(block: QTextBlock, start: int, end: int) -> str:
    html = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        first = max(0, start - fragment.position())
        text = fragment.text()[first : max(0, end - fragment.position())]
        if text:
            in_code = block.blockFormat().property(Mark.ROLE) == BlockRole.CODE
            html.append(escape(text) if in_code else _run(text, fragment.charFormat()))
        iterator += 1
    return "".join(html)


def _run(text: str, format_: QTextCharFormat) -> str:
    html = escape(as_written(text, format_)).replace("\u2028", "<br>")
    if format_.property(Mark.PILL) == INLINE_CODE:
        html = f"<code>{html}</code>"
    if format_.fontWeight() >= QFont.Weight.DemiBold:
        html = f"<strong>{html}</strong>"
    if format_.fontItalic():
        html = f"<em>{html}</em>"
    if format_.fontStrikeOut():
        html = f"<del>{html}</del>"
    if format_.anchorHref():
        html = f'<a href="{escape(format_.anchorHref())}">{html}</a>'
    return html
