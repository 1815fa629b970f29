"""The pill above the lower edge of the page: the way back to its end, and how much came in below since the reader left.

What has been there before and is only being written down is not new, and nothing is counted while the place from which
it is counted is on its way back onto the page.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.jump_button import JumpButton
from strakly_desktop.ui.transcript.scrolling.new_lines import NewLines


class NewTextPill:
    """Stands on `view` while `is_wanted` says so."""

    def __init__(self, look: Look, view: QTextEdit) -> None:
        self._view = view
        self._look = self._worn = look
        self._new = NewLines(view.document())
        self._is_below_sight = False
        self._waits_for_place = False
        self._is_filling = self._left_filling = False
        self._jump = JumpButton(look, view)
        self.clicked = self._jump.clicked
        self.is_wanted: Callable[[], bool] = lambda: False

    @property
    def origin(self) -> QTextCursor:
        """From where is counted: to be kept when its text is written anew."""
        return self._new.place

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes; worn with `place`, when the page is painted."""
        self._look = look

    def begin_at_end(self) -> None:
        """The reader leaves the end: what comes in below it from now on is new."""
        self._new.begin_at_end()
        self._left_filling = self._is_filling
        self._waits_for_place = self._is_below_sight = False

    def begin_below_sight(self) -> None:
        """The page is left above its end: what stands below what is in sight is new, until `keep_origin`."""
        self._is_below_sight = True
        self._waits_for_place = self._left_filling = False
        self.count_anew()

    def keep_origin(self) -> None:
        """What is new does not become less or more with what is in sight."""
        self._is_below_sight = False

    def hide(self) -> None:
        """The reader is at the end."""
        self._waits_for_place = False
        self._jump.hide()

    def count(self, settled: int = 0) -> None:
        """Be there if it is wanted, and tell how much came in below what was there when the reader left the end.

        What stands above the position `settled` stays as it is, unless the page gets another width.
        """
        self._jump.setVisible(self.is_wanted())
        if self._jump.isVisible() and self._is_painted:
            if not self._waits_for_place:
                self._jump.set_lines(0 if self._left_filling else self._new.count(settled))
            self.place()

    def begin_filling(self) -> None:
        """What has been there before is written down to the end of the page: nothing of it is new."""
        self._is_filling, self._left_filling = True, False

    def end_filling(self) -> None:
        """The end of what has been there before is on the page: what comes below it from now on is new."""
        self._is_filling = False
        if self._left_filling:
            self._left_filling = False
            self._new.begin_at_end()
            self.count()

    def wait_for_place(self) -> None:
        """The page is written anew: nothing is counted until `origin` has its place again."""
        self._waits_for_place = True

    def find_place(self) -> None:
        """`origin` is in its place again."""
        self._waits_for_place = False
        self.count_anew()

    def count_anew(self) -> None:
        """The page has another width, or other letters."""
        if self._is_below_sight:
            self._new.begin_below(self._last_in_sight())
        else:
            self._new.count_anew()
        self.count()

    def place(self) -> None:
        """Stand above the lower edge, in the middle."""
        if not self._is_painted:
            return
        if self._worn is not self._look:
            self._worn = self._look
            self._jump.set_look(self._look)
        if self._jump.isVisible():
            area = self._view.viewport().geometry()
            x = area.center().x() - self._jump.width() // 2
            self._jump.move(x, area.bottom() - self._jump.height())

    @property
    def _is_painted(self) -> bool:
        """Whether the page is: where its old picture stays for a while, a pill that leaves its place stays in it."""
        return self._view.viewport().updatesEnabled()

    def _last_in_sight(self) -> int:
        area = self._view.viewport().rect()
        last = self._view.cursorForPosition(QPoint(area.center().x(), area.bottom()))
        if self._view.cursorRect(last).bottom() > area.bottom():
            # Nobody can read half a line.
            last.movePosition(QTextCursor.MoveOperation.Up)
        return last.position()
