"""The link that the keyboard is at. Tab goes from link to link, from what is in sight on."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.ui.controls.links import Link

_AIR = 40


class LinkFocus(QObject):
    """At most one link of `view` has the keyboard.

    Signals:
        changed(): another link has it, or none.
        page_moved(): the page was moved to bring the link into sight.
    """

    changed = Signal()
    page_moved = Signal()

    def __init__(self, view: QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self._link: Link | None = None

    @property
    def link(self) -> Link | None:
        """The link that has the keyboard; None where it is no longer in the text."""
        return self._link if self._link is not None and self._link.is_there else None

    @property
    def cursors(self) -> list[QTextCursor]:
        """What has to be kept when its text is written anew."""
        return [] if self._link is None else [self._link.cursor]

    def place(self, forwards: bool) -> int:
        """The position from which a step begins: the link with the keyboard, or the edge of what is in sight."""
        if self._link is not None:
            return self._link.end if forwards else self._link.start
        area = self._view.viewport().rect()
        return self._view.cursorForPosition(area.topLeft() if forwards else area.bottomRight()).position()

    def clear(self) -> None:
        """Take the keyboard from its link."""
        self.give_to(None)

    def give_to(self, link: Link | None) -> None:
        """Give the keyboard to a link, and bring it into sight."""
        if link is self._link or (link is not None and link.is_same(self._link)):
            return
        self._link = link
        if link is not None:
            self.show(link.start)
        self.changed.emit()

    def show(self, position: int) -> None:
        """Bring a position into sight."""
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(position)
        rect = self._view.cursorRect(cursor)
        bar = self._view.verticalScrollBar()
        height = self._view.viewport().height()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top() - _AIR)
        elif rect.bottom() > height:
            bar.setValue(bar.value() + rect.bottom() - height + _AIR)
        self.page_moved.emit()
