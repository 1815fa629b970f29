"""Ctrl+Z takes back what a notice offers to take back: a conversation that was deleted by mistake, a changed theme.

What was typed comes first, where the keyboard is. Fields swallow the key also when they have nothing to undo, so it is
taken before them, from the widget that has the keyboard alone.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.notices.notice_bar import NoticeBar


class UndoKey(Guarded, QObject):
    """Listens in one window; `notices` are what it offers."""

    def __init__(self, notices: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._notices = notices
        self._window = window
        self._watched: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        window.installEventFilter(self)
        self._follow(None, QApplication.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not event.isAutoRepeat()
            and not _has_own_undo(QApplication.focusWidget())
            and self._notices.undo()
        )

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        before, self._watched = self._watched, now
        if before is not None and before is not self._window and isValid(before):
            before.removeEventFilter(self)
        if now is not None and self._window.isAncestorOf(now):
            now.installEventFilter(self)


def _has_own_undo(field: QWidget | None) -> bool:
    """Whether there is text that was typed here. An empty field could only bring back what was sent or searched."""
    match field:
        case QLineEdit():
            return bool(field.text()) and field.isUndoAvailable()
        case QTextEdit() | QPlainTextEdit():
            return not field.document().isEmpty() and field.document().isUndoAvailable()
        case _:
            return False
