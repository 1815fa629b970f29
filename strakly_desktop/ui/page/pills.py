"""Paints the pills behind inline code and states, and tells where characters of a block stand.

A frame adds to the last lines of a paragraph: only lines whose pills reach into what is painted are looked at.
"""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QTextLayout, QTextLine

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.formats import Mark
from strakly_desktop.rendering.writing.inline_writer import INLINE_CODE
from strakly_desktop.ui.page.visible_blocks import VisibleBlock
from strakly_desktop.ui.style.shapes import color, draw_box

_PILL = int(Mark.PILL)
"""Asked of every run of text: a number of Python's own is half the price."""
_CODE_HEIGHT = 20
_STATE_HEIGHT = 22
_CODE_PADDING = 4
_STATE_PADDING = 9
_CODE_RADIUS = 5


class _Line(NamedTuple):
    """A line, where its text begins and ends in its block, and the height of its middle in the document."""

    line: QTextLine
    start: int
    end: int
    middle: float


def paint_pills(painter: QPainter, look: Look, seen: VisibleBlock, area: QRectF) -> None:
    """Paint those pills of a block that reach into `area`, in document coordinates."""
    # States stand in tables alone.
    reach = look.scaled(_CODE_HEIGHT if seen.column is None else _STATE_HEIGHT) / 2
    top, left = seen.rect.top(), seen.rect.left()
    lines = list(_lines_within(seen.block.layout(), top, area.top() - reach, area.bottom() + reach))
    if not lines:
        return
    first, last = lines[-1].start, lines[0].end
    # From the end on: a paragraph may be long, and a frame paints its last lines.
    runs, begin, position = seen.block.end(), seen.block.begin(), seen.block.position()
    while runs != begin:
        runs -= 1
        run = runs.fragment()
        start = run.position() - position
        end = start + run.length()
        if end <= first:
            break
        if start >= last or not (pill := run.charFormat().property(_PILL)):
            continue
        for line in lines:
            if start < line.end and end > line.start:
                x1 = left + _x_of(line.line, max(start, line.start))
                x2 = left + _x_of(line.line, min(end, line.end))
                _paint_pill(painter, look, str(pill), x1, x2, line.middle)


def boxes_of(layout: QTextLayout, origin: QPointF, start: int, end: int) -> list[QRectF]:
    """The rectangles of the characters from `start` to `end` of a block, one per line."""
    boxes = []
    for index in range(layout.lineForTextPosition(start).lineNumber(), layout.lineCount()):
        line = layout.lineAt(index)
        line_end = line.textStart() + line.textLength()
        if line.textStart() >= end:
            break
        x1 = _x_of(line, max(start, line.textStart()))
        x2 = _x_of(line, min(end, line_end))
        boxes.append(QRectF(origin.x() + x1, origin.y() + line.y(), x2 - x1, line.height()))
    return boxes


def _lines_within(layout: QTextLayout, origin: float, top: float, bottom: float) -> Iterator[_Line]:
    """The lines whose middle lies between two heights in the document, from the last on: there a frame paints."""
    for index in range(layout.lineCount() - 1, -1, -1):
        line = layout.lineAt(index)
        middle = origin + line.y() + line.height() / 2
        if middle <= top:
            return
        if middle < bottom:
            start = line.textStart()
            yield _Line(line, start, start + line.textLength(), middle)


def _paint_pill(painter: QPainter, look: Look, pill: str, x1: float, x2: float, middle: float) -> None:
    is_code = pill == INLINE_CODE
    padding = _CODE_PADDING if is_code else _STATE_PADDING
    height = look.scaled(_CODE_HEIGHT if is_code else _STATE_HEIGHT)
    box = QRectF(x1 - padding, middle - height / 2, x2 - x1 + 2 * padding, height)
    if is_code:
        draw_box(painter, box, _CODE_RADIUS, color(look, "inline-code-bg"))
    else:
        outline = color(look, f"{pill}-border") if look.high_contrast else None
        draw_box(painter, box, height / 2, color(look, f"{pill}-soft"), outline)


def _x_of(line: QTextLine, position: int) -> float:
    """Where a character stands in its line. Qt hands back a pair, which its annotations do not know."""
    return float(line.cursorToX(position)[0])  # type: ignore[index]
