"""Connects the find bar, and the words of a search in the history, with the text of the open conversation.

A conversation opens with its last messages: what is looked for may stand above them, so the rest is brought
while anybody looks.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from strakly_desktop.app.assistant.outcome import Outcome
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.find.find_bar import FindBar
from strakly_desktop.ui.find.text_pattern import phrase_pattern, row_pattern, words_pattern
from strakly_desktop.ui.transcript.view import TranscriptView

_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
)


class Finding(Guarded, QObject):
    """Looks for what stands in the find bar while it is open, or else for the words of the last found message."""

    def __init__(self, application: QApplication, bar: FindBar, transcript: TranscriptView) -> None:
        super().__init__(bar)
        self._application = application
        self._bar = bar
        self._transcript = transcript
        self._found = transcript.found
        self._text = ""
        self._shows_words = False
        self._bar.find_changed.connect(self._find)
        self._bar.next_requested.connect(self._found.step)
        self._bar.closed.connect(self._close)
        self._found.counted.connect(self._tell_count)
        transcript.earlier_shown.connect(self._look_further)

    def look_for(self, text: str, *, takes_keyboard: bool = True) -> Outcome:
        """Open the bar by the assistant's wish, looking for `text`; "" for whatever stands in it.

        Where somebody is writing, the keyboard stays with them, and a bar that they write in as it is.
        """
        if self._transcript.isHidden():
            return Outcome("There is nothing to look through yet.", is_done=False)
        if not takes_keyboard and self._bar.has_keyboard:
            return Outcome("You are looking for something yourself: nothing was changed.", is_done=False)
        self._bar.look_for(text, takes_keyboard=takes_keyboard)
        fact = f"Looking for \N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK} in this conversation."
        return Outcome(
            fact if text else "Type what to look for in this conversation.", "F3 goes on, Esc ends it."
        )

    def show_words(self, query: str, message_id: str) -> None:
        """Mark the words of a search, and go to their first place in a message, until the next key.

        Where they stand in a row in it, as they were typed, that is what was looked for: each word elsewhere is not.
        """
        self._bar.close_bar()
        self._transcript.show_message(message_id)
        pattern = row_pattern(query)
        if pattern is None or not any(pattern.spans(self._transcript.text_of(message_id))):
            pattern = words_pattern(query)
        self._found.find(pattern, self._transcript.start_of(message_id))
        if pattern is not None and not self._shows_words:
            self._shows_words = True
            self._application.installEventFilter(self)

    def forget_words(self) -> None:
        """Take the marks of a search away."""
        if self._shows_words:
            self._shows_words = False
            self._application.removeEventFilter(self)
            self._found.find(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() not in _MODIFIERS:
            self.forget_words()
        return False

    def _find(self, text: str) -> None:
        self.forget_words()
        self._text = text
        self._found.find(phrase_pattern(text))
        self._look_further()

    def _close(self) -> None:
        self._text = ""
        self._found.find(None)

    def _look_further(self) -> None:
        if self._text and self._found.is_active:
            self._transcript.load_earlier()
            self._found.refresh()

    def _tell_count(self, current: int, total: int) -> None:
        if self._text:
            self._bar.set_count(
                current,
                total,
                searching=self._transcript.has_earlier,
                leaves_rest=self._transcript.leaves_rest,
            )
        else:
            self._bar.set_count(0, 0)
