"""Keeps the keys of a window for a dialog that is on its way: who typed on after Ctrl+G lost the first letters.

A modal dialog blocks the window below, and Qt drops every key that still comes to that one: all that were pressed
while the window was busy. So they are taken before the dialog opens, and typed into it.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from strakly_desktop.rendering.guarded import Guarded

_QUIET_MS = 60
"""So long no key comes before the dialog opens: what is typed in one rush is not parted, and no hand notices it."""
_MOST_KEYS = 200
"""After these the dialog does not wait any longer: a key that is held down never falls quiet."""


class HeldKeys(Guarded, QObject):
    """Takes each key that is pressed in the application, from now until `release`. `owner`: as long as it lives."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._keys: list[QKeyEvent] = []
        self._quiet = QTimer(self, interval=_QUIET_MS, singleShot=True)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._application = application
        application.installEventFilter(self)

    def release(self, open_dialog: Callable[[], None]) -> None:
        """When nothing has been pressed for a moment, open the dialog, and type what was held into it."""
        self._quiet.timeout.connect(lambda: self._hand_over(open_dialog))
        self._quiet.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        self._keys.append(_pressed(event))
        if self._quiet.isActive() and len(self._keys) < _MOST_KEYS:
            self._quiet.start()
        return True

    def _hand_over(self, open_dialog: Callable[[], None]) -> None:
        self._application.removeEventFilter(self)
        open_dialog()
        self._application.focusChanged.connect(self._type)
        self._type()

    def _type(self, *_: object) -> None:
        """Once the window manager gave the dialog the keyboard, where there is one."""
        dialog = QApplication.activeModalWidget()
        if dialog is not None and not dialog.isActiveWindow():
            return
        self._application.focusChanged.disconnect(self._type)
        for key in self._keys:
            front = QApplication.focusWidget()
            if front is not None:
                QApplication.sendEvent(front, key)
        self.deleteLater()


def _pressed(key: QKeyEvent) -> QKeyEvent:
    """The same key: Qt's own is gone when it was handled."""
    return QKeyEvent(QEvent.Type.KeyPress, key.key(), key.modifiers(), key.text(), key.isAutoRepeat())
