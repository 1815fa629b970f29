"""Keeps what is in a window from whoever must not read it: for a glance (F8), or until a secret is entered (the lock).

The lock takes the place of the glance, whose cover would keep the keyboard from the page of the lock; the glance ends
only once the content is hidden, so that there is no gap to read through.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.window.privacy_glance import PrivacyGlance

if TYPE_CHECKING:
    from strakly_desktop.ui.window.lock_page import LockPage
    from strakly_desktop.ui.window.window_lock import WindowLock


class WindowPrivacy(QObject):
    """Hides `content`, which is all that `window` shows.

    Signals:
        lock_requested(): the key of the lock, pressed in a dialog.
        everything_hidden(): F8, nobody can read anything now.
        lock_changed(bool): the window is locked, or no more.
    """

    lock_requested = Signal()
    everything_hidden = Signal()
    lock_changed = Signal(bool)

    def __init__(self, look: Look, window: QWidget, content: QWidget, app_name: str) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._content = content
        self._glance = PrivacyGlance(look, window, app_name)
        self._glance.lock_requested.connect(self.lock_requested)
        self._glance.hidden.connect(self.everything_hidden)
        self._lock: WindowLock | None = None

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._glance.set_look(look)
        if self._lock is not None:
            self._lock.set_look(look)

    def set_title(self, title: str) -> None:
        """The window's title, for when it may be read."""
        self._glance.set_title(title)

    @property
    def content(self) -> QWidget:
        """All that is in the window, for what is laid over it."""
        return self._content if self._lock is None or self._lock.page is None else self._lock.page

    @property
    def is_hiding(self) -> bool:
        """Whether nothing can be read now, for either reason."""
        return self._glance.is_hiding or self.is_locked

    @property
    def is_locked(self) -> bool:
        """Whether nothing of the content is in the picture, or can be reached."""
        return self._lock is not None and self._lock.is_locked

    @property
    def lock_page(self) -> "LockPage | None":
        """What a locked window shows."""
        return None if self._lock is None else self._lock.page

    def hide_all(self) -> None:
        """Hide all that can be read, at once, until a key is pressed."""
        self._glance.hide_all()

    def show_again(self) -> None:
        """Let all be read again, unless it is locked."""
        self._glance.show_again()

    def lock(self, prepare: "Callable[[LockPage], None]") -> None:
        """Hide all of it until `unlock`. `prepare` says on the page whose desk it is."""
        # Most runs never lock.
        from strakly_desktop.ui.window.window_lock import WindowLock

        if self._lock is None:
            self._lock = WindowLock(self._look, self._window, self._content)
        self._glance.hold_title(True)
        self._lock.lock(prepare)
        self._glance.show_again()
        self.lock_changed.emit(True)

    def unlock(self) -> None:
        """Show it again."""
        if self._lock is not None:
            self._lock.unlock()
            self._glance.hold_title(False)
            self.lock_changed.emit(False)
