"""The widgets that lie on the transcript's page and move with its text: dots, answer actions, code corners."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.document import FOOTER_HEIGHT, PAGE_MARGIN
from strakly_desktop.rendering.formats import Mark
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.answer_actions import AnswerActions
from strakly_desktop.ui.code_headers import CodeCorner, CodeHeaders, begins_code
from strakly_desktop.ui.column import Column
from strakly_desktop.ui.transcript_geometry import code_corner
from strakly_desktop.ui.waiting_dots import HEIGHT as DOTS_HEIGHT
from strakly_desktop.ui.waiting_dots import WaitingDots

_AFTER_SOURCE = 10
# An icon button's picture begins this far inside it; the picture lines up with the column.
_ICON_INSET = 6


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """What of the document is in sight. `first`: the first visible block; `scroll` and `height` in px."""

    document: QTextDocument
    first: QTextBlock
    scroll: int
    height: int
    column: Column


class PageParts:
    """Makes the widgets, children of `page`, and places them beside their text."""

    def __init__(self, look: Look, page: QWidget) -> None:
        self._look = look
        self.dots = WaitingDots(look, page)
        self.actions = AnswerActions(look, page)
        self.code_headers = CodeHeaders(look, page)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in (self.dots, self.actions, self.code_headers):
            part.set_look(look)

    def hide(self) -> None:
        """Nothing is on the page."""
        self.dots.stop()
        self.actions.hide()
        self.code_headers.place([])

    def place(self, page: PageGeometry, footer: QTextBlock) -> None:
        """Move all to where their text is now; `footer` is the block under the last answer, if any."""
        if not self.dots.isHidden():
            height = self._look.scaled(DOTS_HEIGHT)
            top = round(page.document.size().height()) - PAGE_MARGIN - height - page.scroll
            self.dots.setGeometry(page.column.left, top, page.column.width, height)
        if not self.actions.isHidden() and footer.isValid():
            self._place_actions(page, footer)
        self.code_headers.place(_code_corners(page))

    def _place_actions(self, page: PageGeometry, footer: QTextBlock) -> None:
        rect = page.document.documentLayout().blockBoundingRect(footer)
        layout = footer.layout()
        text = layout.lineAt(0).naturalTextRect().right() if layout.lineCount() and footer.text() else 0.0
        left, column_end = page.column.left, page.column.left + page.column.width
        x = left + round(text) + _AFTER_SOURCE if text else left - _ICON_INSET
        if x + self.actions.width() > column_end:
            x = left - _ICON_INSET
        line = self._look.scaled(FOOTER_HEIGHT)
        y = round(rect.top()) - page.scroll + (line - self.actions.height()) // 2 + 3
        self.actions.move(x, y)


def _code_corners(page: PageGeometry) -> list[CodeCorner]:
    """The code cards whose first line is in sight."""
    layout = page.document.documentLayout()
    corners = []
    block = page.first
    while block.isValid() and layout.blockBoundingRect(block).top() - page.scroll < page.height:
        if begins_code(block):
            corner = code_corner(page.document, block) - QPointF(0, page.scroll)
            language = str(block.blockFormat().property(Mark.LANGUAGE) or "")
            corners.append(CodeCorner(language, block.position(), corner.toPoint()))
        block = block.next()
    return corners
