"""A selection as clean HTML: tags of meaning only, so that it takes the style of the place it is pasted into."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
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

from strakly_desktop.rendering.document.copying import Copying, finished
from strakly_desktop.rendering.document.selected_cells import (
    SelectedCells,
    cell_text,
    reading_columns,
    selected_cells,
)
from strakly_desktop.rendering.export.typed_html import apart, heading_cell, lone_cell, typed_cell
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.writing.folded_rows import (
    CELL_END,
    ROW_END,
    holds_rows,
    links_in,
    rows_within,
)
from strakly_desktop.rendering.writing.formats import BlockRole, GoesOn, Mark, table_of
from strakly_desktop.rendering.writing.inline_writer import INLINE_CODE
from strakly_desktop.rendering.writing.long_text import blocks_from, blocks_of, goes_on, whole_texts
from strakly_desktop.rendering.writing.question_bubble import rest_at
from strakly_desktop.rendering.writing.whole_values import as_written

_NUMBERED = QTextListFormat.Style.ListDecimal


def copied_html(selection: QTextCursor, address: Callable[[str], str] = str) -> str:
    """The HTML of `selection`. Within a table it is the cells that are marked, else tables come with whole rows.

    `address` gives the whole address of a link, or "" for one that is plain text where it is pasted.
    """
    return finished(copying_html(selection, address))


def copying_html(selection: QTextCursor, address: Callable[[str], str] = str) -> Copying:
    """The same, block by block: what is selected is to stay as it is meanwhile, wherever it stands."""
    marked = _Marked(selection, address)
    cells = selected_cells(selection)
    if cells is not None:
        return (yield from _cells(cells, marked))
    document = selection.document()
    readers: Sequence[ColumnValues] = ()
    html: list[str] = []
    closing: list[str] = []  # end tags of the open lists, quotes or code, outermost first
    group: object = None
    block = document.findBlock(marked.start)
    while block.isValid() and block.position() < max(marked.end, marked.start + 1):
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
            if table is not None:
                readers = yield from reading_columns(table)
                yield from _add_rows(table, marked, readers, html)
            else:
                yield from _add_folded_rows(block, marked, readers, html)
            html.append("</table>")
            block = block.next() if table is None else document.findBlock(table.lastPosition() + 1)
            continue
        whole = next(whole_texts(blocks_from(block)))
        text = ""
        for piece in _pieces(whole, marked):
            text += piece
            yield
        if text:
            html.append(_wrapped(block, text))
        block = whole[-1].next()
    return apart("".join(html + closing[::-1]))


@dataclass(frozen=True, slots=True)
class _Marked:
    """What of the text is selected, and where its links lead."""

    selection: QTextCursor
    address: Callable[[str], str] = str

    @property
    def start(self) -> int:
        """Where the selection begins."""
        return self.selection.selectionStart()

    @property
    def end(self) -> int:
        """Where the selection ends."""
        return self.selection.selectionEnd()


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


def _add_rows(
    table: QTextTable, marked: _Marked, readers: Sequence[ColumnValues], html: list[str]
) -> Generator[None, None, None]:
    for row in range(table.rows()):
        first, last = table.cellAt(row, 0), table.cellAt(row, table.columns() - 1)
        if last.lastPosition() >= marked.start and first.firstPosition() < marked.end:
            html.append(_row(table, row, range(table.columns()), marked, readers))
        yield


def _row(
    table: QTextTable, row: int, columns: range, marked: _Marked, readers: Sequence[ColumnValues]
) -> str:
    is_heading = row < table.format().headerRowCount()
    html = ""
    for column in columns:
        cell = table.cellAt(row, column)
        whole = cell.firstCursorPosition()
        whole.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
        inside = _Marked(whole, marked.address)
        markup, text = _text(blocks_of(cell), inside), cell_text(cell)
        html += (
            heading_cell(markup, text) if is_heading else typed_cell("td", markup, readers[column].read(text))
        )
    return f"<tr>{html}</tr>"


def _cells(cells: SelectedCells, marked: _Marked) -> Copying:
    """Cells of one table; a part of one is text."""
    readers = yield from reading_columns(cells.table)
    cell = cells.only
    if cell is None:
        rows = []
        for row in cells.rows:
            rows.append(_row(cells.table, row, cells.columns, marked, readers))
            yield
        return f"<table>{''.join(rows)}</table>"
    html = _text(blocks_of(cell), marked)
    if marked.start > cell.firstPosition() or marked.end < cell.lastPosition():
        return html
    return lone_cell(html, readers[cells.columns[0]].read(cell_text(cell)))


def _add_folded_rows(
    block: QTextBlock, marked: _Marked, readers: Sequence[ColumnValues], html: list[str]
) -> Generator[None, None, None]:
    """Rows that the page does not draw."""
    whole = "".join(_linked(escape(text), href, marked.address) for text, href in links_in(block))
    within = rows_within(block, marked.start, marked.end)
    rows, markups = block.text().split(ROW_END)[within], whole.split(ROW_END)[within]
    for row, markup in zip(rows, markups, strict=True):
        texts = row.split(CELL_END)
        readers = readers or [ColumnValues("", date.min) for _ in texts]
        cells = zip(markup.split(CELL_END), texts, readers, strict=False)
        typed = (typed_cell("td", cell, reader.read(text)) for cell, text, reader in cells)
        html.append(f"<tr>{''.join(typed)}</tr>")
        yield


def _linked(html: str, href: str, address: Callable[[str], str]) -> str:
    """Text as a link to a whole address; as it is where there is none."""
    whole = address(href) if href else ""
    return f'<a href="{escape(whole)}">{html}</a>' if whole else html


def _text(blocks: Iterable[QTextBlock], marked: _Marked) -> str:
    """What is selected of a text, which may stand in several blocks."""
    return "".join(_pieces(blocks, marked))


def _pieces(blocks: Iterable[QTextBlock], marked: _Marked) -> Iterator[str]:
    """The same of each of them, one after the other."""
    is_begun = False
    for block in blocks:
        rest = rest_at(block, marked.start, marked.end)
        if rest is not None:
            piece = escape(rest).replace("\n", "<br>")
        else:
            piece = "<br>" if is_begun and goes_on(block) is GoesOn.LINE else ""
            piece += _runs(block, marked)
        is_begun |= bool(piece)
        yield piece


def _runs(block: QTextBlock, marked: _Marked) -> str:
    html = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        first = max(0, marked.start - fragment.position())
        text = fragment.text()[first : max(0, marked.end - fragment.position())]
        if text:
            in_code = block.blockFormat().property(Mark.ROLE) == BlockRole.CODE
            html.append(escape(text) if in_code else _run(text, fragment.charFormat(), marked.address))
        iterator += 1
    return "".join(html)


def _run(text: str, format_: QTextCharFormat, address: Callable[[str], str]) -> str:
    html = escape(as_written(text, format_)).replace("\u2028", "<br>")
    if format_.property(Mark.PILL) == INLINE_CODE:
        html = f"<code>{html}</code>"
    if format_.fontWeight() >= QFont.Weight.DemiBold:
        html = f"<strong>{html}</strong>"
    if format_.fontItalic():
        html = f"<em>{html}</em>"
    if format_.fontStrikeOut():
        html = f"<del>{html}</del>"
    return _linked(html, format_.anchorHref(), address)
