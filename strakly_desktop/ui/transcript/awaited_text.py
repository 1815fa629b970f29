"""What tells on the page that more of its text comes: dots below an answer, with a button for its table; dots above."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion, QTextBlock
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.document.document import PAGE_MARGIN
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.page.background_painter import reach_below
from strakly_desktop.ui.style.column import Column
from strakly_desktop.ui.transcript.open_table_button import GrowingTableButton
from strakly_desktop.ui.transcript.waiting_dots import HEIGHT, SPACE_ABOVE, WaitingDots


class AwaitedText:
    """Shown on `viewport`; all places are in its px. `open_table` opens the table of the answer that comes."""

    def __init__(self, look: Look, viewport: QWidget) -> None:
        self._look = look
        self._viewport = viewport
        self._below = WaitingDots(look, viewport)
        self._above = WaitingDots(look, viewport, "More of the conversation comes above")
        self._table = GrowingTableButton(look, viewport)
        self.open_table = self._table.clicked

    @property
    def is_below(self) -> bool:
        """Whether dots are in sight below the text, or would be further down."""
        return self._below.isVisible()

    @property
    def has_table(self) -> bool:
        """Whether the answer that comes has a table already."""
        return not self._table.isHidden()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in (self._below, self._above, self._table):
            part.set_look(look)

    def begin(self) -> None:
        """More comes below the text."""
        self._below.start()

    def tell(self, text: str) -> None:
        """Say beside the dots below what is waited for; "" for nothing."""
        self._below.set_text(text)

    def offer_table(self) -> None:
        """A table has begun in it."""
        self._table.show()

    def end(self) -> None:
        """All of it has come."""
        self._below.stop()
        self._table.hide()

    def room(self, last: QTextBlock) -> int:
        """The px that the dots need below the text, which ends with `last`."""
        return self._look.scaled(HEIGHT) + SPACE_ABOVE + reach_below(last)

    def place_below(self, column: Column, bottom: int, *, may_be_hidden: bool) -> None:
        """Put the dots below the text, which ends at `bottom`; in sight unless they `may_be_hidden`."""
        height = self._look.scaled(HEIGHT)
        top = bottom + SPACE_ABOVE
        if not may_be_hidden:
            top = min(top, self._viewport.height() - height)
        self._below.setGeometry(column.left, top, column.width, height)
        self._table.place(self._below.geometry())

    def hide_above(self) -> None:
        """Nothing comes above, or nobody sees where."""
        self._above.stop()

    def place_above(self, column: Column, scrolled: int) -> None:
        """Put dots at the top of a page that is scrolled down so far."""
        self._above.setGeometry(column.left, -scrolled, column.width, PAGE_MARGIN)
        self._above.start()

    def area_above(self) -> QRect | None:
        """The part of the page above the dots below; None where something else stands on the page and moves with it."""
        # Qt would take the dots along with the text, and they would come back: two paintings of them in each frame.
        moving = self._viewport.childrenRegion()
        for staying in (self._below, self._table):
            if staying.isVisible():
                moving -= QRegion(staying.geometry())
        if not moving.isEmpty():
            return None
        area = self._viewport.rect()
        area.setBottom(self._below.y() - 1)
        return area
