"""Catches bugs from before anything of the app is made, and tells of the first in the window once there is one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from strakly_desktop.app.process.bug_report import BugHooks
from strakly_desktop.theme.fonts import is_expected_qt_warning
from strakly_desktop.ui.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop


class BugReports:
    """From now on logs what nothing else caught in this process. `hooks.report` takes what was caught."""

    def __init__(self) -> None:
        self._notices: NoticeBar | None = None
        self._untold = ""
        self.hooks = BugHooks(self._tell, is_expected_qt_warning)
        self.hooks.install()

    def follow(self, loop: "AbstractEventLoop") -> None:
        """Log what nothing else caught in `loop` as well, and in threads."""
        self.hooks.follow(loop)

    def show_in(self, notices: NoticeBar) -> None:
        """Tell of it here, also of what there was before."""
        self._notices = notices
        if self._untold:
            self._tell(self._untold)

    def _tell(self, places: str) -> None:
        notices = self._notices
        if notices is None:
            self._untold = places
            return
        from strakly_desktop.app.composition.first_notices import tell_bug

        # Told from the event loop: a notice is no thing to make in the midst of the paint that failed.
        QTimer.singleShot(0, notices, lambda: tell_bug(notices, places))
