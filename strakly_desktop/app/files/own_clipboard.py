"""Takes back what the app put on the clipboard, for whoever uses the computer next.

Whose the clipboard is does not tell whose words are on it: managers of the clipboard and remote desktops take over what
was copied, word for word. So it is known by its text, of which only a number is kept. And some managers bring it back
as soon as the clipboard is empty: then a blank takes its place, which they leave there.
"""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)
_AFTER_PAINT_MS = 100
_BLANK = " "


class OwnClipboard(QObject):
    """Knows whether the clipboard, and what the middle button pastes, still hold what the app put there."""

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._ours: dict[QClipboard.Mode, int] = {}
        self._cleared: dict[QClipboard.Mode, int] = {}
        clipboard.changed.connect(self._note)

    def clear_if_ours(self) -> None:
        """Clear what is ours, now; a word-for-word copy that another program holds of it, a moment later.

        What others put there stays. Whoever hides the window may do so at once: asking the other program can take
        seconds where it hangs.
        """
        taken_over = [mode for mode in self._ours if not self._is_owner(mode)]
        for mode in _MODES:
            if self._is_owner(mode):
                self._clear(mode)
        if taken_over:
            QTimer.singleShot(_AFTER_PAINT_MS, self, lambda: self._clear_copies(taken_over))

    def _note(self, mode: QClipboard.Mode) -> None:
        if self._is_owner(mode):
            text = self._clipboard.text(mode)
            if text.strip():
                self._ours[mode] = hash(text)
                self._cleared.pop(mode, None)
        elif mode in self._cleared:
            text = self._clipboard.text(mode)
            if text and hash(text) == self._cleared.pop(mode):
                self._clipboard.setText(_BLANK, mode)

    def _is_owner(self, mode: QClipboard.Mode) -> bool:
        if mode == QClipboard.Mode.Clipboard:
            return self._clipboard.ownsClipboard()
        return self._clipboard.supportsSelection() and self._clipboard.ownsSelection()

    def _clear_copies(self, modes: list[QClipboard.Mode]) -> None:
        for mode in modes:
            ours = self._ours.get(mode)
            if ours is not None and not self._is_owner(mode) and hash(self._clipboard.text(mode)) == ours:
                self._clear(mode)

    def _clear(self, mode: QClipboard.Mode) -> None:
        ours = self._ours.pop(mode, None)
        if ours is not None:
            self._cleared[mode] = ours
        self._clipboard.clear(mode)
