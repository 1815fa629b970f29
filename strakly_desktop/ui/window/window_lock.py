"""Locks a window: its content is out of the picture within one frame, and nothing gets past that but the secret.

What is open over the window is closed, popups and dialogs too; what wants to come up meanwhile is not shown. The
content is hidden and not only covered, so that no thumbnail, screen reader, drop or shortcut of it reaches anybody.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.window.lock_page import LockPage

_MOST_POPUPS = 8


class WindowLock(Guarded, QObject):
    """Holds the page of the lock while there is one."""

    def __init__(self, look: Look, window: QWidget, content: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._content = content
        self.page: LockPage | None = None
        self._had_keyboard: QWidget | None = None  # The last of the page that had it.

    @property
    def is_locked(self) -> bool:
        return self.page is not None

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        if self.page is not None:
            self.page.set_look(look)

    def lock(self, prepare: Callable[[LockPage], None]) -> None:
        """Hide everything, now: not with the next frame. `prepare` says whose desk it is."""
        if self.page is not None:
            return
        page = self.page = LockPage(self._look, self._window)
        page.setGeometry(self._window.rect())
        had_keyboard = QApplication.activeWindow() is not None
        close_what_is_open(self._window)
        if had_keyboard:
            # Not every window manager gives back what a dialog had.
            self._window.activateWindow()
        prepare(page)
        page.show()
        page.raise_()
        self._content.hide()
        self._window.installEventFilter(self)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        page.focus_field()
        page.repaint()

    def unlock(self) -> None:
        """Show everything again, as it is by now."""
        page, self.page, self._had_keyboard = self.page, None, None
        if page is None:
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._window.removeEventFilter(self)
        page.forget_secrets()
        self._content.show()
        page.hide()
        page.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind, page = event.type(), self.page
        if page is None:
            return False
        if kind == QEvent.Type.Resize and watched is self._window:
            page.setGeometry(self._window.rect())
        elif kind == QEvent.Type.Show and isinstance(watched, QWidget) and _is_over(watched, self._window):
            # It would come up over the lock: it is never mapped, and told that it was called off.
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            QTimer.singleShot(0, self, lambda: _call_off(watched))
        elif kind == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            return self._take_back(watched, page)
        return False

    def _take_back(self, widget: QWidget, page: LockPage) -> bool:
        """Let nothing hidden have the keyboard: Qt gives it to what asks, and a PIN was typed into a table."""
        if not self._content.isAncestorOf(widget):
            self._had_keyboard = widget
            return False
        back = self._had_keyboard
        if back is not None and isValid(back) and page.isAncestorOf(back) and back.isEnabled():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            page.focus_field()
        return True


def close_what_is_open(window: QWidget) -> None:
    """Call off every popup and dialog over `window`, now."""
    for _ in range(_MOST_POPUPS):
        popup = QApplication.activePopupWidget()
        if popup is None:
            break
        popup.close()
    for top in QApplication.topLevelWidgets():
        if _is_over(top, window) and top.isVisible():
            top.hide()
            _call_off(top)


def _is_over(widget: QWidget, window: QWidget) -> bool:
    return widget.isWindow() and widget is not window


def _call_off(widget: QWidget) -> None:
    if not isValid(widget):
        return
    if isinstance(widget, QDialog):
        widget.reject()
    else:
        widget.close()
