"""Leads to the beginning of a conversation that is not all on the page: what stands above comes between frames.

The first line that was there stays in sight until the beginning is, for nobody can read what runs by.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.ui.transcript.earlier_messages import EarlierMessages
from strakly_desktop.ui.transcript.scrolling.autoscroll import Autoscroll


class WayToTop(QObject):
    """Goes there once, unless the reader goes anywhere else before all has come."""

    def __init__(
        self, earlier: EarlierMessages, end: Autoscroll, may_write: Callable[[], bool], view: QTextEdit
    ) -> None:
        """`may_write`: nothing comes above while an answer streams, and who pressed a key long ago reads by then."""
        super().__init__(view)
        self._earlier = earlier
        self._may_write = may_write
        self._view = view
        self._is_on_the_way = False
        earlier.settled.connect(self._go_on)
        end.reader_moved.connect(self._leave)

    def go(self) -> None:
        """Show the top of the page now, and that of the conversation when it is there."""
        self._view.verticalScrollBar().setValue(0)
        self._is_on_the_way = self._earlier.has_more and self._may_write()
        if self._is_on_the_way and self._earlier.is_settled:
            self._earlier.ask()

    def _go_on(self) -> None:
        if not self._is_on_the_way:
            return
        if self._earlier.has_more:
            self._earlier.ask()
            return
        self._is_on_the_way = False
        # The caret went to the top of what was there; what is marked reaches up to the beginning.
        caret, mode = self._view.textCursor(), QTextCursor.MoveMode
        caret.movePosition(
            QTextCursor.MoveOperation.Start, mode.KeepAnchor if caret.hasSelection() else mode.MoveAnchor
        )
        self._view.setTextCursor(caret)
        self._view.verticalScrollBar().setValue(0)

    def _leave(self) -> None:
        self._is_on_the_way = False
