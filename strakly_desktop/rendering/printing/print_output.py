"""Puts a printout on paper, the "desk printout": who asked what, when and where, in black on white, page by page.

Whatever the window looks like, paper is white; and every page of an answer that is not whole says so, for pages
get separated. All is done in small steps, between which the window goes on: Qt holds the whole process while
it lays out or paints, so that a thread would not help.
"""

import errno
import os
from collections.abc import Generator

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from strakly_desktop.rendering.printing.actual_text import ActualTexts
from strakly_desktop.rendering.printing.paginator import Paginator
from strakly_desktop.rendering.printing.pdf_file import MadePdf
from strakly_desktop.rendering.printing.printout import Printout, TurnedPage, parts_of
from strakly_desktop.rendering.shortened import shortened
from strakly_desktop.rendering.writing.formats import TEXT_FAMILIES

BODY_POINTS = 10
"""The size of a printout's text."""
_FOOT_POINTS = 8
_FOOT_LINES = 2.4
_MARGIN_MM = 16.0
_RESOLUTION = 300
_WORDS_FOR_LANGUAGE = 10_000
_TOUCH = 2  # px of the device
_JOINS_FREED = 2_000
"""Bytes. The C library joins all small blocks that were freed when it is asked for so large a one: after each document,
for that of all of them takes 10 ms."""


def pdf_of(printout: Printout) -> Generator[None, None, MadePdf]:
    """Make a PDF on A4 in small steps; the generator returns what `pdf_file.finished` makes the file of."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    page = QPageSize(QPageSize.PageSizeId.A4)
    layout = QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    writer.setPageLayout(layout)
    writer.setTitle(printout.heading)
    actual_texts = ActualTexts()
    outline = yield from paint_printout(printout, writer, actual_texts)
    words = f"{printout.heading} {printout.answer[:_WORDS_FOR_LANGUAGE]}"
    return MadePdf(bytes(buffer.data().data()), actual_texts.texts, outline, words)


def paint_printout(
    printout: Printout, device: QPagedPaintDevice, actual_texts: ActualTexts | None = None
) -> Generator[None, None, tuple[tuple[str, int], ...]]:
    """Paint the printout on a PDF writer or a printer in small steps, with a foot and a number on each page.

    `actual_texts` takes what a PDF has to be told of its texts. The generator returns the outline.

    Raises:
        OSError: the device takes nothing.
    """
    paginator = yield from _laid_out(printout, device, actual_texts)
    whole, area = _areas(device)
    if actual_texts is not None:
        for document in paginator.documents:
            actual_texts.mark(document)
            yield
    outline = yield from paginator.outline()
    painter = QPainter(device)
    if not painter.isActive():
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    try:
        count = paginator.page_count
        for number in range(count):
            if number:
                device.newPage()
            for document, first in zip(paginator.documents, paginator.first_pages, strict=True):
                if first <= number < first + document.pageCount():
                    _paint_page(painter, document, area, number - first)
            _paint_foot(painter, whole, printout.foot, f"Page {number + 1} of {count}", actual_texts)
            yield
    finally:
        painter.end()
    while paginator.documents:
        # To take a long document apart takes its time too.
        paginator.documents.pop()
        bytes(_JOINS_FREED)
        yield
    return outline


def _laid_out(
    printout: Printout, device: QPagedPaintDevice, actual_texts: ActualTexts | None
) -> Generator[None, None, Paginator]:
    """The pages, wider than high where a table needs that."""
    page = device.pageLayout()
    is_upright = page.orientation() is QPageLayout.Orientation.Portrait
    whole, area = _areas(device)
    turned_width = whole.height() if is_upright else 0
    paginator = Paginator(print_font(BODY_POINTS), device, area.size(), turned_width, actual_texts)
    if not (yield from _fill(paginator, printout)):
        page.setOrientation(QPageLayout.Orientation.Landscape)
        device.setPageLayout(page)
        paginator = Paginator(print_font(BODY_POINTS), device, _areas(device)[1].size(), 0, actual_texts)
        yield from _fill(paginator, printout)
    return paginator


def _areas(device: QPagedPaintDevice) -> tuple[QRectF, QRectF]:
    """A page of the device, and the part of it above the foot."""
    whole = QRectF(0, 0, device.width(), device.height())
    foot_height = _FOOT_LINES * _FOOT_POINTS * device.logicalDpiY() / 72
    return whole, whole.adjusted(0, 0, 0, -foot_height)


def _fill(paginator: Paginator, printout: Printout) -> Generator[None, None, bool]:
    """Add all of the printout; False: a table asks for a turned page, and nothing of this is of use."""
    for part in parts_of(printout, paginator.fonts):
        if isinstance(part, TurnedPage):
            return False
        yield from paginator.add(part)
    paginator.finish()
    return True


def _paint_page(painter: QPainter, pages: QTextDocument, area: QRectF, number: int) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    # A dark theme's text would be white.
    context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    top = number * area.height()
    clip = QRectF(0, top, area.width(), area.height())
    # A line that only touches the page is another page's, and would be found twice in the file.
    context.clip = clip.adjusted(0, _TOUCH, 0, -_TOUCH)
    painter.save()
    painter.translate(0, -top)
    painter.setClipRect(clip)
    pages.documentLayout().draw(painter, context)
    painter.restore()


def _paint_foot(
    painter: QPainter, page: QRectF, foot: str, number: str, actual_texts: ActualTexts | None
) -> None:
    painter.save()
    painter.setFont(print_font(_FOOT_POINTS))
    painter.setPen(QColor(Qt.GlobalColor.black))
    bottom = Qt.AlignmentFlag.AlignBottom
    width = painter.fontMetrics().horizontalAdvance(number)
    painter.drawText(page, bottom | Qt.AlignmentFlag.AlignRight, number)
    room = page.width() - 2 * width
    line = shortened(QFontMetricsF(painter.font(), painter.device()), foot, room)
    color = actual_texts.color_of(line) if actual_texts is not None else None
    if color is not None:
        painter.setPen(color)
    painter.drawText(page, bottom | Qt.AlignmentFlag.AlignLeft, line)
    painter.restore()


def print_font(points: int) -> QFont:
    """The font of a printout's text, in points."""
    font = QFont()
    font.setFamilies(list(TEXT_FAMILIES))
    font.setPointSizeF(points)
    # Characters that change by their neighbours, as the colon of a time, have no meaning in the text of a PDF.
    font.setFeature(QFont.Tag("calt"), 0)
    return font
