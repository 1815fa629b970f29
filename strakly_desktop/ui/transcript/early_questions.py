"""The page of the first moment: what was asked before the page of conversations is imported, and the waiting dots.

That takes some tenths of a second, on a busy computer seconds: who pressed Enter must not look at the greeting
meanwhile. It imports next to nothing, and shows what the page will show, where that will show it.
"""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.text_styles import BODY, CODE
from strakly_desktop.rendering.writing.formats import block_format, font_of, text_format
from strakly_desktop.rendering.writing.question_bubble import (
    AIR_ABOVE,
    AIR_BESIDE,
    lines_and_rest,
    natural_width,
    text_width,
)
from strakly_desktop.rendering.writing.whole_values import with_whole_values
from strakly_desktop.ui.page.bubble import LINE_SHIFT, paint_bubble
from strakly_desktop.ui.style.column import column
from strakly_desktop.ui.style.shapes import color, fill_area
from strakly_desktop.ui.transcript.waiting_dots import HEIGHT, SPACE_ABOVE, WaitingDots

_MARGIN = 28
"""Above the first line and below all: at the top of a page Qt leaves out the air that a block wants above it."""
_TURN_GAP = 49
"""From bubble to bubble, where an answer was stopped before it came."""
_TAB_LETTERS = 4


class EarlyQuestions(Guarded, QWidget):
    """Shows questions in their bubbles, the last one in sight."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._bubbles: list[_Bubble] = []
        self._dots = WaitingDots(look, self)
        self.setAccessibleName("Conversation")

    def add(self, text: str) -> None:
        """Show one more question, and the dots where its answer will come."""
        self._bubbles.append(_Bubble(self._look, text))
        self.setAccessibleDescription(text)
        self._dots.start()
        self._lay_out()

    def stop_waiting(self) -> None:
        """No answer is waited for any more."""
        self._dots.stop()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._bubbles = [_Bubble(look, bubble.text) for bubble in self._bubbles]
        self._dots.set_look(look)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_area(painter, event.rect(), color(self._look, "background"))
        for bubble in self._bubbles:
            bubble.paint(painter, self._look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        place = column(self.width(), self._look.text_scale)
        bottom = float(_MARGIN - AIR_ABOVE - _TURN_GAP)
        for bubble in self._bubbles:
            bottom = bubble.lay_out(place.left, place.width, bottom + _TURN_GAP)
        height = self._look.scaled(HEIGHT)
        top = round(bottom) + SPACE_ABOVE
        hidden = max(0, top + height + _MARGIN - self.height())
        for bubble in self._bubbles:
            bubble.move_up(hidden)
        self._dots.setGeometry(place.left, top - hidden, place.width, height)
        self.update()


class _Bubble:
    """One question. `text`: as it was asked."""

    def __init__(self, look: Look, text: str) -> None:
        self.text = text
        self._document = document = QTextDocument()
        document.setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        code = QFontMetricsF(font_of(CODE, look, code=True))
        option.setTabStopDistance(_TAB_LETTERS * code.horizontalAdvance(" "))
        document.setDefaultTextOption(option)
        lines, rest = lines_and_rest(text)
        cursor = QTextCursor(document)
        cursor.setBlockFormat(block_format(BODY.line, look))
        cursor.insertText(with_whole_values(lines), text_format(BODY, look, "bubble-text"))
        self._natural = natural_width(lines, rest, look)
        self._words = QRectF()

    def lay_out(self, left: int, column_width: int, top: float) -> float:
        """Lay it out below `top` at the right of a reading column; returns where it ends. All in px."""
        width = text_width(self._natural, column_width)
        self._document.setTextWidth(width)
        # Before its lines are asked for: there are none until it is laid out.
        whole = self._document.size().height()
        block = self._document.firstBlock()
        lines = block.layout()
        last = lines.lineAt(lines.lineCount() - 1)
        height = last.y() + last.height()
        self._words = QRectF(left + column_width - AIR_BESIDE - width, top + AIR_ABOVE, width, height)
        # A page ends with a whole pixel.
        return self._around().bottom() + whole - height

    def move_up(self, by: float) -> None:
        """Move it up by so many px."""
        self._words.translate(0, -by)

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint it where it was laid out."""
        paint_bubble(painter, look, self._around())
        painter.save()
        painter.translate(QPointF(self._words.topLeft()))
        self._document.drawContents(painter)
        painter.restore()

    def _around(self) -> QRectF:
        return self._words.adjusted(-AIR_BESIDE, LINE_SHIFT - AIR_ABOVE, AIR_BESIDE, LINE_SHIFT + AIR_ABOVE)
