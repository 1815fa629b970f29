"""Knows whether the notices can be reached: while something lies over their buttons, no time of theirs may run out.

Dialogs, menus, the lock, cards and drawers come from everywhere, and not all of them tell. So the window is asked, five
times a second, and only while a notice is up that goes by itself.
"""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.notices.notice_bar import NoticeBar

_LOOK_MS = 200


class NoticeReach(Guarded, QObject):
    """Stops the time of the notices of a window, and lets it go on."""

    def __init__(self, notices: NoticeBar) -> None:
        super().__init__(notices)
        self._notices = notices
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self.look)
        notices.notice_shown.connect(self.look)
        notices.is_reached = self.is_reached

    def look(self) -> None:
        """Tell the notices how it is now."""
        if self._notices.has_passing:
            self._notices.set_in_sight(self.is_reached())
            self._looking.start()
        else:
            self._looking.stop()

    def is_reached(self) -> bool:
        """Whether a click on them would meet them: the window is in front, and nothing lies over it."""
        bar = self._notices
        window = bar.window()
        if not window.isActiveWindow() or window.isMinimized() or not bar.isEnabled():
            return False
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return False
        if not bar.isVisible():
            return False
        on_top = window.childAt(bar.mapTo(window, bar.rect().center()))
        return on_top is not None and (on_top is bar or bar.isAncestorOf(on_top))
