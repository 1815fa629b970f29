"""Hears a bar-code scanner wherever the keyboard is: four digits in one rush, with Enter or Tab at their end.

A scanner types into whatever has the keyboard. Only its end tells that it was one: then what it typed is taken out
again, and its Enter opens no row, follows no link and sends no question. It listens to the widget that has the keyboard
alone, and to what pops up over it: a filter for the whole application would run for each event there is.
"""

import re
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget
from shiboken6 import isValid

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.composer.scan_reading import SLOWEST_GAP_MS, ScanReading

_CODE = re.compile(r"[0-9]{4}")
_MOST_POPUPS = 8
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ScanWatch(Guarded, QObject):
    """Watches the application's keyboard.

    Signals:
        code_scanned(str): four digits.
    """

    code_scanned = Signal(str)

    def __init__(self, is_private: Callable[[], bool], window: QWidget) -> None:
        """It listens in `window` and in what is open over it.

        While what is typed `is_private`, nothing is heard: whoever is at a locked window, or is asked for a secret
        in it, has the keyboard, and a PIN is four figures as well.
        """
        super().__init__(window)
        self._window = window
        self._is_private = is_private
        self._reading = ScanReading()
        self._watched: QWidget | None = None
        self._ended_ms = float("-inf")
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._note(watched, event)
        if (
            event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() == Qt.FocusReason.PopupFocusReason
        ):
            self._listen_to(QApplication.activePopupWidget())
        return False

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        before = self._watched
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        self._watched = now
        self._listen_to(now)

    def _listen_to(self, widget: QWidget | None) -> None:
        if widget is not None and self._is_ours(widget):
            widget.removeEventFilter(self)
            widget.installEventFilter(self)

    def _is_ours(self, widget: QWidget) -> bool:
        above: QWidget | None = widget
        while above is not None and above is not self._window:
            above = above.parentWidget()
        return above is not None

    def _note(self, watched: QObject, event: QKeyEvent) -> bool:
        """Whether the key is the end of a scan, which nobody else gets."""
        if self._is_private() or _is_secret(watched):
            self._reading.forget()
            return False
        if self._is_rest(event):
            return True
        if event.key() not in _ENDS or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._reading.note(event)
            return False
        is_code = self._reading.end(event) and _CODE.fullmatch(self._reading.text) is not None
        code = self._reading.text
        self._reading.forget()
        if not is_code:
            return False
        _take_out(watched, code)
        for _ in range(_MOST_POPUPS):
            popup = QApplication.activePopupWidget()
            if popup is None:
                break
            popup.close()
        self._ended_ms = _moment(event)
        self.code_scanned.emit(code)
        return True

    def _is_rest(self, event: QKeyEvent) -> bool:
        """A scanner may end with two keys: the second is not for what the first one opened."""
        since_ms = _moment(event) - self._ended_ms
        self._ended_ms = float("-inf")
        return event.key() in _ENDS and 0 <= since_ms <= SLOWEST_GAP_MS


def _moment(event: QKeyEvent) -> float:
    return event.timestamp() or time.monotonic() * 1000


def _is_secret(widget: QObject) -> bool:
    """What fills in passwords types as fast as a scanner."""
    return isinstance(widget, QLineEdit) and widget.echoMode() is not QLineEdit.EchoMode.Normal


def _take_out(widget: QObject, code: str) -> None:
    """Take what was scanned out of a field again, where it stands right before the cursor."""
    if isinstance(widget, QLineEdit):
        before = widget.text()[: widget.cursorPosition()]
        if before.endswith(code) and not widget.isReadOnly():
            widget.setSelection(len(before) - len(code), len(code))
            widget.del_()
    elif isinstance(widget, QTextEdit) and not widget.isReadOnly():
        cursor = widget.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(code))
        if cursor.selectedText() == code:
            cursor.removeSelectedText()
