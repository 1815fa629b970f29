"""An answer for paper, the "desk slip": who asked what, when and where, in black on white, page by page.

Whatever the window looks like, paper is white; and every page of an answer that is not whole says so, for pages
get separated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.formats import TEXT_FAMILIES
from strakly_desktop.rendering.message_labels import moment, state_note
from strakly_desktop.rendering.table_layout import ColumnMeasure

_BODY_POINTS = 10
_FOOT_POINTS = 8
_FOOT_LINES = 2.4
_MARGIN_MM = 16.0
_RESOLUTION = 300
_STYLE = """
h1 { font-size: 14pt; } h2 { font-size: 12pt; } h3, h4, h5, h6 { font-size: 10pt; }
a { color: #000000; text-decoration: none; }
p, li { margin-top: 2px; margin-bottom: 6px; }
pre, code { font-family: "JetBrains Mono", "Noto Sans Devanagari"; font-size: 9pt; }
.small { font-size: 9pt; }
th { font-weight: 600; }
th, td { border-bottom: 1px solid #9a9a9a; padding: 3px 8px; }
"""


_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])((?: [^>]*)?)>(.*?)</t[hd]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Slip:
    """What goes on paper. Empty texts are left out.

    `answer` is markdown. `title` stands for the question where there is none (a conversation, a table).
    `answered_at` is timezone-aware.
    """

    answer: str
    answered_at: datetime
    gym: str = ""
    branch: str = ""
    asked_by: str = ""
    question: str = ""
    title: str = ""
    source_line: str = ""
    state: MessageState = MessageState.COMPLETE


class _SlipDocument(QTextDocument):
    """Fetches nothing. `foot` stands at the bottom of every page, before its number."""

    foot = ""

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002 - Qt's own name
        return None


def print_document(slip: Slip) -> QTextDocument:
    """The slip as a document for `write_pdf`, `paint_pages` or a preview; its pages depend on the paper."""
    from strakly_desktop.rendering.markup import to_html

    document = _SlipDocument()
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(_font(_BODY_POINTS))
    document.setDefaultStyleSheet(_STYLE)
    document.setDocumentMargin(0)
    answer = _TABLE.sub(lambda table: _aligned(table[0]), to_html(slip.answer))
    document.setHtml(_head(slip) + answer + _tail(slip))
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _rule(frame)
    word, _ = state_note(slip.state)
    place = " · ".join(part for part in (slip.gym, slip.branch, moment(slip.answered_at)) if part)
    document.foot = f"{word.upper()}: not the whole answer · {place}" if word else place
    document.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, slip.title or slip.question)
    return document


def write_pdf(document: QTextDocument, path: Path) -> None:
    """Write the document as a PDF file on A4.

    Raises:
        OSError: the file cannot be written.
    """
    # Qt would only print a warning.
    path.open("wb").close()
    writer = QPdfWriter(str(path))
    writer.setResolution(_RESOLUTION)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    page = QPageSize(QPageSize.PageSizeId.A4)
    layout = QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    writer.setPageLayout(layout)
    writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    paint_pages(document, writer)


def paint_pages(document: QTextDocument, device: QPagedPaintDevice) -> int:
    """Paint the document on a PDF writer or a printer, with a foot and a number on each page; return the pages."""
    painter = QPainter(device)
    whole = QRectF(0, 0, device.width(), device.height())
    foot_height = _FOOT_LINES * _FOOT_POINTS * device.logicalDpiY() / 72
    area = whole.adjusted(0, 0, 0, -foot_height)
    pages = document.clone()
    pages.documentLayout().setPaintDevice(device)
    pages.setPageSize(QSizeF(area.size()))
    foot = document.foot if isinstance(document, _SlipDocument) else ""
    count = pages.pageCount()
    for number in range(count):
        if number:
            device.newPage()
        _paint_page(painter, pages, area, number)
        _paint_foot(painter, whole, foot, f"Page {number + 1} of {count}")
    painter.end()
    return count


def _paint_page(painter: QPainter, pages: QTextDocument, area: QRectF, number: int) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    # A dark theme's text would be white.
    context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    top = number * area.height()
    clip = QRectF(0, top, area.width(), area.height())
    context.clip = clip
    painter.save()
    painter.translate(0, -top)
    painter.setClipRect(clip)
    pages.documentLayout().draw(painter, context)
    painter.restore()


def _paint_foot(painter: QPainter, page: QRectF, foot: str, number: str) -> None:
    painter.save()
    painter.setFont(_font(_FOOT_POINTS))
    painter.setPen(QColor(Qt.GlobalColor.black))
    bottom = Qt.AlignmentFlag.AlignBottom
    width = painter.fontMetrics().horizontalAdvance(number)
    painter.drawText(page, bottom | Qt.AlignmentFlag.AlignRight, number)
    room = page.width() - 2 * width
    line = painter.fontMetrics().elidedText(foot, Qt.TextElideMode.ElideRight, round(room))
    painter.drawText(page, bottom | Qt.AlignmentFlag.AlignLeft, line)
    painter.restore()


def _head(slip: Slip) -> str:
    place = " · ".join(escape(part) for part in (slip.gym, slip.branch) if part)
    asked = f"Asked by {escape(slip.asked_by)} · " if slip.asked_by else ""
    title = slip.title or slip.question
    lines = [f'<p class="small"><b>{place}</b></p>' if place else ""]
    lines.append(f"<h2>{escape(title).replace(chr(10), '<br>')}</h2>" if title else "")
    lines.append(f'<p class="small">{asked}{moment(slip.answered_at)}</p>')
    lines.append(_state(slip))
    return "".join(lines) + "<hr>"


def _tail(slip: Slip) -> str:
    source = f'<p class="small">{escape(slip.source_line)}</p>' if slip.source_line else ""
    return _state(slip) + source


def _state(slip: Slip) -> str:
    word, note = state_note(slip.state)
    return f"<p><b>{word.upper()}.</b> {escape(note)}</p>" if word else ""


def _aligned(table: str) -> str:
    """The HTML of a table with its numbers at the right and headings over their columns.

    Written into the HTML, for Qt takes a hundred times longer to format cells one by one.
    """
    rows = [_CELL.findall(row) for row in table.split("</tr>")]
    columns = [ColumnMeasure(0) for _ in range(max(map(len, rows)))]
    for row in rows:
        for column, (tag, _, html) in zip(columns, row, strict=False):
            if tag == "td":
                column.add(unescape(_TAG.sub("", html)), 0)
    return "</tr>".join(_aligned_row(row, iter(columns)) for row in table.split("</tr>"))


def _aligned_row(row: str, columns: Iterator[ColumnMeasure]) -> str:
    return _CELL.sub(lambda cell: _cell(cell[1], cell[2], cell[3], next(columns)), row)


def _cell(tag: str, attributes: str, html: str, column: ColumnMeasure) -> str:
    if column.numeric:
        attributes = ' align="right"'
    elif "align" not in attributes:
        attributes = ' align="left"'
    return f"<{tag}{attributes}>{html}</{tag}>"


def _rule(table: QTextTable) -> None:
    """The whole width, thin lines between the rows, and the headings again on each page."""
    format_ = QTextTableFormat(table.format().toTableFormat())
    format_.setBorderCollapse(True)
    format_.setCellSpacing(0)
    format_.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    format_.setHeaderRowCount(max(1, format_.headerRowCount()))
    format_.setTopMargin(4)
    format_.setBottomMargin(8)
    table.setFormat(format_)


def _font(points: int) -> QFont:
    font = QFont()
    font.setFamilies(list(TEXT_FAMILIES))
    font.setPointSizeF(points)
    return font
