"""Lays out a printout on pages, a part at a time, so that the window goes on between the parts.

Qt takes longer for a part the more there is before it in its document. So after some pages another document
goes on where the last one ended, below a gap as high as what is on that page already.
"""

from collections.abc import Generator, Iterator

from PySide6.QtCore import QSizeF, QUrl
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPagedPaintDevice,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
    QTextFormat,
    QTextOption,
    QTextTable,
)

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.printing.actual_text import ActualTexts
from strakly_desktop.rendering.printing.cut_blocks import (
    cut_above_last_line,
    cut_above_line,
    take_last_line,
)
from strakly_desktop.rendering.printing.paper_chart import PaperChart, PaperCharts
from strakly_desktop.rendering.printing.print_fonts import PrintFonts
from strakly_desktop.rendering.printing.print_html import INDENT
from strakly_desktop.rendering.printing.printout import STYLE, Bookmark, MoreText, PagedTable, PrintPart

_PAGES_IN_DOCUMENT = 6
_CELLS_AT_ONCE = 48
_BOOKMARKS_AT_ONCE = 100
_LEAST_ROWS = 4
_PASSES = 32  # It ends at the first that changes nothing; a part of some seventy pages took more than four.
_OBJECT = "\ufffc"
_NO_BREAK = "\u00a0"
_USUAL_WIDTH = 90  # Characters, where there is no page.


class _PrintoutDocument(Guarded, QTextDocument):
    """Fetches nothing."""

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002 - Qt's own name
        return None


class Paginator:
    """The documents that hold a printout. `first_pages`: the page, from 0, on which each of them begins.

    Without a `device` and the `size` of its pages in px there is one document, one endless page. `turned_width`: how
    wide the page would be if it was turned, 0 where it is not to be. `actual_texts` takes the texts of charts.
    """

    def __init__(
        self,
        font: QFont,
        device: QPagedPaintDevice | None = None,
        size: QSizeF | None = None,
        turned_width: float = 0,
        actual_texts: ActualTexts | None = None,
    ) -> None:
        self._font = font
        self._device = device
        self._size = size
        self._turned_width = turned_width
        self._actual_texts = actual_texts
        self.documents = [self._new_document()]
        self.first_pages = [0]
        self._bookmarks: list[tuple[str, int, QTextCursor]] = []  # Title, document, end of what is before.
        self._gap = 0.0  # In px, at the top of the last document.

    @property
    def page_count(self) -> int:
        """How many pages there are so far."""
        return self.first_pages[-1] + self._document.pageCount()

    @property
    def fonts(self) -> PrintFonts:
        """How wide its text is."""
        if self._size is None:
            return PrintFonts(self._font, _USUAL_WIDTH * QFontMetricsF(self._font).averageCharWidth())
        scale = self._scale()
        turned = self._turned_width / scale
        return PrintFonts(self._font, self._size.width() / scale, self._device, scale, turned)

    def add(self, part: PrintPart) -> Iterator[None]:
        """Add a part in small steps."""
        if part is not None:
            self._turn(within_text=isinstance(part, MoreText))
        if isinstance(part, PagedTable):
            yield from self._add_table(part)
        elif isinstance(part, PaperChart):
            self._keep_lines_whole(self._append_chart(part))
        elif isinstance(part, Bookmark):
            self._bookmarks.append((part.title, len(self.documents) - 1, self._end()))
        elif isinstance(part, str):
            self._keep_lines_whole(self._append(part))
        elif isinstance(part, MoreText):
            self._keep_lines_whole(self._append_text(part.html))
        yield

    def finish(self) -> None:
        """Finish the last page: nothing is added after it."""
        self._keep_lines_whole(0)

    def outline(self) -> Generator[None, None, tuple[tuple[str, int], ...]]:
        """Title and page, from 0, of each bookmark, found in small steps. Ask once all is laid out."""
        entries = []
        for number, (title, index, cursor) in enumerate(self._bookmarks, 1):
            entries.append((title, self._page_below(index, cursor)))
            if number % _BOOKMARKS_AT_ONCE == 0:
                yield
        yield
        return tuple(entries)

    @property
    def _document(self) -> QTextDocument:
        return self.documents[-1]

    def _new_document(self) -> QTextDocument:
        document = _PrintoutDocument()
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(self._font)
        document.setDefaultStyleSheet(STYLE)
        document.setDocumentMargin(0)
        document.setIndentWidth(INDENT)
        # A word that is longer than a line goes on below: at the margin it would be cut.
        option = document.defaultTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        if self._device is not None and self._size is not None:
            document.documentLayout().setPaintDevice(self._device)
            document.setPageSize(self._size)
        self._charts = PaperCharts(document, self._scale(), self._actual_texts)
        return document

    def _append_text(self, html: str) -> int:
        """Append inline HTML to the paragraph that stands last; return where what changes of it begins."""
        if self._size is not None:
            cut_above_last_line(self._document)
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        begin = cursor.block().position()
        if html[:1] == " ":
            cursor.insertText(" ")  # Of HTML Qt drops it.
        cursor.insertHtml(f"<span>{html}</span>")
        cursor.endEditBlock()
        return begin

    def _append_chart(self, chart: PaperChart) -> int:
        """Append a paragraph that is a chart; return where it begins."""
        begin = self._append("<p>&nbsp;</p>")
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.deletePreviousChar()
        cursor.insertText(_OBJECT, self._charts.format_of(chart))
        return begin

    def _end(self) -> QTextCursor:
        """The end of the text so far; it stays there when more is added."""
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.setKeepPositionOnInsert(True)
        return cursor

    def _page_below(self, index: int, end: QTextCursor) -> int:
        """The page, from 0, of the first words below `end`: a line above them may be on the page before."""
        if self._size is None:
            return 0
        block = end.block().next()
        while not block.text() and block.next().isValid():
            block = block.next()
        top = self.documents[index].documentLayout().blockBoundingRect(block).top()
        return self.first_pages[index] + int((top + 1) / self._size.height())

    def _append(self, html: str, *, thin_end: bool = False) -> int:
        """Append HTML just as if it had been set together with what is there; return where it begins.

        `thin_end`: the empty line that Qt puts below a table is not to be seen.
        """
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        end = cursor.position()
        is_first = self._document.isEmpty()
        # Qt takes the first paragraph of a fragment for the rest of the last one: let it have one for that.
        cursor.insertHtml(html if is_first and not self._gap else f"<p>&nbsp;</p>{html}")
        if thin_end:
            _make_thin(QTextCursor(self._document.lastBlock()), 1)
        if is_first and self._gap:
            # It keeps its space: an empty line above a table would have no height.
            _make_thin(QTextCursor(self._document), self._gap / self._scale())
        elif not is_first:
            cursor.setPosition(end)
            cursor.deleteChar()
        cursor.endEditBlock()
        if is_first:
            return 2 if self._gap else 0
        return end + 1

    def _keep_lines_whole(self, begin: int) -> None:
        """Begin a page above what was appended where Qt lets a page end in the middle of a line."""
        if self._size is None:
            return
        height = self._size.height()
        # What changes below may move what is above: Qt lays out some blocks at once, and all only later.
        for _ in range(_PASSES):
            changed = False
            block = self._document.findBlock(begin)
            while block.isValid():
                while self._move_to_next_page(block, height) or self._part_at_page_end(block, height):
                    changed = True
                block = block.next()
            if not changed:
                break

    def _move_to_next_page(self, block: QTextBlock, height: float) -> bool:
        """Begin a page above a short block in which a line is cut, or one that is cut in its first line."""
        format_ = block.blockFormat()
        begins_page = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
        cursor = QTextCursor(block)
        if format_.pageBreakPolicy() == begins_page or cursor.currentTable() is not None:
            return False
        rect = self._document.documentLayout().blockBoundingRect(block)
        lines = (block.layout().lineAt(index).rect() for index in range(block.layout().lineCount()))
        cut = [
            int((rect.top() + line.top() + 1) / height) != int((rect.top() + line.bottom() - 1) / height)
            for line in lines
        ]
        if not any(cut) or not (cut[0] or rect.height() < height / 2):
            return False
        format_.setPageBreakPolicy(begins_page)
        cursor.setBlockFormat(format_)
        return True

    def _part_at_page_end(self, block: QTextBlock, height: float) -> bool:
        """Make two blocks of one that goes over the end of a page; False where it does not.

        Of a block that a page begins with in its middle, Qt draws the line above too: out of sight, but the text
        of the PDF would have it twice.
        """
        layout = block.layout()
        top = self._document.documentLayout().blockBoundingRect(block).top()
        rects = [line.rect().translated(0, top) for line in map(layout.lineAt, range(layout.lineCount()))]
        pages = [int((rect.top() + 1) / height) for rect in rects]
        cut = [int((rect.bottom() - 1) / height) != page for rect, page in zip(rects, pages, strict=True)]
        index = next((at for at in range(1, len(pages)) if pages[at] != pages[at - 1] or cut[at]), None)
        if index is None:
            return False
        is_free = cut[index] and QTextCursor(block).currentTable() is None
        cut_above_line(block, index, begins_page=is_free)
        return True

    def _turn(self, *, within_text: bool = False) -> None:
        """Go on in another document where this one has enough pages; its last line goes along `within_text`."""
        size = self._size
        if size is None or self._document.pageCount() <= _PAGES_IN_DOCUMENT:
            return
        line = take_last_line(self._document) if within_text else None
        self._keep_lines_whole(0)
        full_pages = self._document.pageCount() - 1
        self._gap = self._document.size().height() - full_pages * size.height()
        self.first_pages.append(self.page_count - 1)
        self.documents.append(self._new_document())
        if line is not None:
            self._begin_with(*line)

    def _begin_with(self, line: QTextDocumentFragment, format_: QTextBlockFormat) -> None:
        """Begin a document with a line of the one before."""
        cursor = QTextCursor(self._document)
        cursor.insertText(_NO_BREAK)
        _make_thin(QTextCursor(self._document), self._gap / self._scale())
        cursor.insertBlock(format_, QTextCharFormat())
        cursor.insertFragment(line)

    def _add_table(self, table: PagedTable) -> Iterator[None]:
        """Some rows at a time, each lot a table right below the one before, with the heading on top of each page."""
        lot = (
            max(_LEAST_ROWS, _CELLS_AT_ONCE // len(table.columns.numeric)) if self._size else len(table.rows)
        )
        first, page = 0, -1
        while first < len(table.rows):
            count = min(lot, len(table.rows) - first)
            headed = page < 0
            html = table.html(first, count, headed=headed)
            begin = self._append(html, thin_end=first + count < len(table.rows))
            placed = QTextCursor(self._document.findBlock(begin)).currentTable()
            if headed:
                page = self._place_heading(placed)
            rows = range(headed, count + headed)
            beyond = (index for index, row in enumerate(rows) if self._end_page(placed, row) > page)
            # A row that is higher than a page goes on below it.
            fitting = max(headed, next(beyond, count))
            if fitting < count:
                placed.removeRows(rows[fitting], count - fitting)
                page = -1
            self._keep_lines_whole(begin)
            if fitting < count:
                self._turn()
            first += fitting
            yield

    def _place_heading(self, table: QTextTable) -> int:
        """Let the heading stand on the page of the first row; return which that is."""
        if self._end_page(table, 0) != self._end_page(table, 1):
            format_ = table.format().toTableFormat()
            format_.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            table.setFormat(format_)
        return self._end_page(table, 0)

    def _end_page(self, table: QTextTable, row: int) -> int:
        """The page of the document on which a row ends; 0 where there are no pages."""
        if self._size is None:
            return 0
        layout = self._document.documentLayout()
        cells = (table.cellAt(row, column) for column in range(table.columns()))
        ends = (layout.blockBoundingRect(cell.lastCursorPosition().block()).bottom() for cell in cells)
        return int(max(ends) / self._size.height())

    def _scale(self) -> float:
        """By what Qt multiplies the px of a document for the device."""
        screen = QGuiApplication.primaryScreen()
        return self._device.logicalDpiY() / screen.logicalDotsPerInchY() if self._device is not None else 1


def _make_thin(cursor: QTextCursor, height: float) -> None:
    """Make a block without words `height` px high."""
    line = QTextBlockFormat()
    line.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    tiny = QTextCharFormat()
    tiny.setFontPointSize(1)
    cursor.setBlockFormat(line)
    cursor.setBlockCharFormat(tiny)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    cursor.setCharFormat(tiny)
