"""Types as a hand does: the keys carry times that no scanner has, and no test waits for them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

HAND_MS, SCANNER_MS = 150, 8
# No moment of a real key, which may come between.
_now = [10**12]
_ENDS = {"\n": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}


def type_keys(widget: QWidget, text: str, apart_ms: int = HAND_MS) -> None:
    """Type `text` into `widget`, with Enter for a line feed and Tab for a tab."""
    for character in text:
        _now[0] += apart_ms
        is_end = character in _ENDS
        key = _ENDS[character] if is_end else Qt.Key(ord(character.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character.replace("\n", "\r"))
            event.setTimestamp(_now[0])
            QApplication.sendEvent(widget, event)


def scan(widget: QWidget, code: str) -> None:
    """What a scanner types into `widget`: a code in one rush, and Enter."""
    _now[0] += 1_000
    type_keys(widget, f"{code}\n", SCANNER_MS)


def scan_into_window(window: QWidget, code: str, end: str = "\n") -> None:
    """The same wherever the keyboard is, which the first key may move. `end`: a line feed or a tab."""
    _now[0] += 1_000
    for character in code + end:
        focused = window.focusWidget()
        assert focused is not None
        type_keys(focused, character, SCANNER_MS)
