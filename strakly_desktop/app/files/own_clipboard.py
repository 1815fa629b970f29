"""Takes back what the app put on the clipboard, for whoever uses the computer next.

Whose the clipboard is does not tell whose words are on it: managers of the clipboard and remote desktops take over what
was copied, word for word. So it is known by its text, of which only a number is kept. And they bring back what they
know as soon as the clipboard is empty: a blank takes its place, which they leave there.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard

from strakly_desktop.ui.transcript.promised_copies import PromisedCopy

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)
_AFTER_PAINT_MS = 100
_BLANK = " "
# The display refuses what seems to come from before the other program's turn.
_ATTEMPTS = 5


class OwnClipboard(QObject):
    """Knows whether the clipboard, and what the middle button pastes, still hold what the app put there."""

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._ours: dict[QClipboard.Mode, int] = {}
        clipboard.changed.connect(self._note)

    def clear_if_ours(self) -> None:
        """Put a blank in the place of what is ours, now; of a word-for-word copy that another program holds, a moment
        later.

        What others put there stays. Whoever hides the window may do so at once: asking the other program can take
        seconds where it hangs.
        """
        self._clear(_MODES)

    def clear_selection_if_ours(self) -> None:
        """The same of what the middle button pastes, which nobody copied by a wish: it was only marked."""
        self._clear((QClipboard.Mode.Selection,))

    def _clear(self, modes: Sequence[QClipboard.Mode]) -> None:
        ours = {mode: self._ours.pop(mode) for mode in modes if mode in self._ours}
        taken_over = {mode: text for mode, text in ours.items() if not self._is_owner(mode)}
        for mode in modes:
            if self._is_owner(mode):
                self._clipboard.setText(_BLANK, mode)
        self._clear_copies_later(taken_over, _ATTEMPTS)

    def _note(self, mode: QClipboard.Mode) -> None:
        if self._is_owner(mode):
            self._ours.pop(mode, None)
            data = self._clipboard.mimeData(mode)
            if isinstance(data, PromisedCopy):
                # Another program takes over only what it has asked for.
                data.when_text(partial(self._note_text, mode))
            else:
                self._note_text(mode, self._clipboard.text(mode))

    def _note_text(self, mode: QClipboard.Mode, text: str) -> None:
        if text.strip():
            self._ours[mode] = hash(text)

    def _is_owner(self, mode: QClipboard.Mode) -> bool:
        if mode == QClipboard.Mode.Clipboard:
            return self._clipboard.ownsClipboard()
        return self._clipboard.supportsSelection() and self._clipboard.ownsSelection()

    def _clear_copies_later(self, copies: dict[QClipboard.Mode, int], attempts: int) -> None:
        if copies and attempts:
            QTimer.singleShot(_AFTER_PAINT_MS, self, lambda: self._clear_copies(copies, attempts - 1))

    def _clear_copies(self, copies: dict[QClipboard.Mode, int], attempts: int) -> None:
        left = {
            mode: ours for mode, ours in copies.items() if mode not in self._ours and self._holds(mode, ours)
        }
        for mode in left:
            self._clipboard.setText(_BLANK, mode)
        self._clear_copies_later(left, attempts)

    def _holds(self, mode: QClipboard.Mode, ours: int) -> bool:
        return hash(self._clipboard.text(mode)) == ours
