"""Tells what a bar-code scanner types from what a person types: faster than any hand, Enter or Tab at its end."""

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

SHORTEST_SCAN = 4
SLOWEST_GAP_MS = 50
"""Between two keys. Who types 120 words a minute needs 100 ms; scanners without a cable 10 to 40."""
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr)


class ScanReading:
    """Follows the keys of one field. `text` is what came in one rush."""

    def __init__(self) -> None:
        self.text = ""
        self._last_ms = 0.0
        self._is_over = False

    @property
    def is_scan(self) -> bool:
        """Whether the last key was the end of a scan: words are none, however fast the last of them came."""
        return self._is_over and len(self.text) >= SHORTEST_SCAN and _may_be_code(self.text)

    def note(self, event: QKeyEvent) -> bool:
        """A key was pressed that ends nothing. Whether it may be the first of a scan."""
        if event.key() in _MODIFIERS:
            return False
        if not event.text().isprintable() or not event.text() or event.modifiers() & _COMMANDS:
            self.forget()
            return False
        goes_on = self._is_quick(event)
        is_first = not self.text or not goes_on
        self.text = event.text() if is_first else self.text + event.text()
        return is_first

    def end(self, event: QKeyEvent) -> bool:
        """A key was pressed that ends a scan, if there was one: whether there was."""
        goes_on = self._is_quick(event)
        self._is_over = bool(self.text) and goes_on
        return self.is_scan

    def forget(self) -> None:
        """Whatever comes next is a new beginning."""
        self.text, self._is_over = "", False

    def _is_quick(self, event: QKeyEvent) -> bool:
        """By the events' own times, where the system gives them: after a busy moment all come at once."""
        now_ms = event.timestamp() or time.monotonic() * 1000
        since_ms, self._last_ms = now_ms - self._last_ms, now_ms
        return 0 <= since_ms <= SLOWEST_GAP_MS


def _may_be_code(text: str) -> bool:
    return not any(map(str.isspace, text)) and any(map(str.isdigit, text))
