"""Closes the app and starts its program again, where a notice offers that and the person takes it."""

import os
from collections.abc import Callable
from contextlib import suppress

from strakly_desktop.ui.notices.notice import NoticeAction


class Restart:
    """`is_wanted`: whether the person asked for it, and the app is closing for that."""

    def __init__(self, close: Callable[[], object]) -> None:
        """`close` closes the app as the person does."""
        self.is_wanted = False
        self._close = close

    def action(self, label: str) -> NoticeAction:
        """The button of a notice that offers it."""
        return NoticeAction(label, self.request)

    def request(self) -> None:
        """Close the app, to be started again when it is closed."""
        self.is_wanted = True
        self._close()

    def withdraw(self) -> None:
        """The person keeps the app open after all: its next end is one."""
        self.is_wanted = False


def start_again(command: list[str]) -> None:
    """Become what `command` starts now. Returns only where there is nothing."""
    with suppress(OSError):
        os.execv(command[0], command)  # noqa: S606 - no shell is what we want
