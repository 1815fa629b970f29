"""Closes the app and starts its program again, where a notice offers that and the person takes it."""

import os
from contextlib import suppress

from PySide6.QtCore import QObject

from strakly_desktop.ui.window.main_window import MainWindow


class Restart(QObject):
    """Waits for the buttons of notices. `is_wanted`: whether one was pressed, and the app is closing for that."""

    def __init__(self, window: MainWindow, notices: frozenset[str]) -> None:
        """`notices`: the keys of those whose button is Restart."""
        super().__init__(window)
        self.is_wanted = False
        self._window = window
        self._notices = notices
        window.notice_action_requested.connect(self._on_action)

    def _on_action(self, key: str) -> None:
        if key in self._notices:
            self.is_wanted = True
            self._window.close()


def start_again(command: list[str]) -> None:
    """Become what `command` starts now. Returns only where there is nothing."""
    with suppress(OSError):
        os.execv(command[0], command)  # noqa: S606 - no shell is what we want
