"""The upper right corner of each code card in sight: the language, and a button that copies the code.

Real widgets, so that they have a tooltip, a name and a place in the keyboard's order; a pool of them, moved
to the cards in sight, because a long conversation has more code than anyone looks at.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextBlock
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.formats import BlockRole, Mark
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.buttons import IconButton
from strakly_desktop.ui.shapes import color
from strakly_desktop.ui.typography import Type, draw_line, text_width

HEIGHT = 28
_BUTTON = 28
_GAP = 4
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class CodeCorner:
    """A code card in sight: its `language`, the `position` of its first block, and its upper right corner."""

    language: str
    position: int
    corner: QPoint


class CodeHeader(QWidget):
    """One corner. Signals: copy_requested()."""

    copy_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._language = ""
        self.position = -1
        self._button = IconButton(look, "copy", "Copy code", _BUTTON, self)
        self._button.clicked.connect(self.copy_requested)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._button.set_look(look)
        self._fit()

    def show_for(self, place: CodeCorner) -> None:
        """Move to a card."""
        self.position = place.position
        if place.language != self._language or not self.width():
            self._language = place.language
            self._fit()
        self.move(place.corner - QPoint(self.width() + _MARGIN, -_MARGIN + 2))
        self.show()

    def sizeHint(self) -> QSize:
        label = round(text_width(Type.SMALL.font(self._look), self._language) + 1)
        button = self._look.scaled(_BUTTON)
        return QSize(label + _GAP + button, button)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(color(self._look, "text-muted"))
        draw_line(painter, self.rect(), Type.SMALL.font(self._look), self._language)

    def _fit(self) -> None:
        self.resize(self.sizeHint())
        self._button.resize(self._button.sizeHint())
        self._button.move(self.width() - self._button.width(), 0)
        self.update()


class CodeHeaders(QObject):
    """The corners of the code cards in sight.

    Signals:
        copy_requested(int): the wish to copy the code whose first block is at this position.
    """

    copy_requested = Signal(int)

    def __init__(self, look: Look, page: QWidget) -> None:
        super().__init__(page)
        self._look = look
        self._page = page
        self._headers: list[CodeHeader] = []

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for header in self._headers:
            header.set_look(look)

    def place(self, corners: list[CodeCorner]) -> None:
        """Show one at each of these cards and none elsewhere."""
        while len(self._headers) < len(corners):
            self._add()
        for header, corner in zip(self._headers, corners, strict=False):
            header.show_for(corner)
        for header in self._headers[len(corners) :]:
            header.hide()

    def _add(self) -> None:
        header = CodeHeader(self._look, self._page)
        header.copy_requested.connect(lambda: self.copy_requested.emit(header.position))
        self._headers.append(header)


def begins_code(block: QTextBlock) -> bool:
    """Whether a block is the first line of a code card."""
    if block.blockFormat().property(Mark.ROLE) != BlockRole.CODE:
        return False
    group = block.blockFormat().property(Mark.GROUP)
    before = block.previous()
    return not before.isValid() or before.blockFormat().property(Mark.GROUP) != group


def code_from(block: QTextBlock) -> str:
    """The code of the card that begins with `block`, as it was written."""
    group = block.blockFormat().property(Mark.GROUP)
    lines = []
    while block.isValid() and block.blockFormat().property(Mark.GROUP) == group:
        lines.append(block.text())
        block = block.next()
    return "\n".join(lines) + "\n"
