"""The button that removes all conversations, and the question before it: there is no Undo."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.controls.guarded import Guarded
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type

QUESTION = "Delete every conversation on this computer? They cannot be brought back."
DONE = "All conversations are being deleted."


class ClearHistory(QWidget):
    """Asks in its own place, so that no second window hides what it is about.

    Signals:
        asked(): the question is there now, and takes more room.
        clear_requested(): it was confirmed.
    """

    asked = Signal()
    clear_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._ask = TextButton(look, "Clear all history...")
        self._done = FormLabel(look, DONE, Type.CAPTION, "muted")
        self._done.hide()
        self._question = _Question(look)
        self._question.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self._ask, self._done):
            column.addWidget(part, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._question)
        self._ask.clicked.connect(self._open_question)
        self._question.keep.clicked.connect(self.close_question)
        self._question.delete.clicked.connect(self._confirm)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        for part in (self._ask, self._done, self._question):
            part.set_look(look)

    def close_question(self) -> bool:
        """Take the question back. False where it was not asked."""
        if self._question.isHidden():
            return False
        self._question.hide()
        self._ask.show()
        self._ask.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _open_question(self) -> None:
        self._done.hide()
        self._ask.hide()
        self._question.show()
        self._question.keep.setFocus(Qt.FocusReason.OtherFocusReason)
        self.asked.emit()

    def _confirm(self) -> None:
        self.close_question()
        self._done.show()
        self._ask.setAccessibleDescription(DONE)
        self.clear_requested.emit()


class _Question(Guarded, QWidget):
    """A box in the colour of danger; the keyboard begins on the harmless answer."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._text = FormLabel(look, QUESTION, Type.UI)
        self.keep = TextButton(look, "Keep them")
        self.delete = TextButton(look, "Delete all history", ButtonKind.NEUTRAL)
        self.keep.setAccessibleDescription(QUESTION)
        self.delete.setAccessibleDescription(QUESTION)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._text)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.keep)
        row.addWidget(self.delete)
        row.addStretch()
        column.addLayout(row)

    def set_look(self, look: Look) -> None:
        self._look = look
        for part in (self._text, self.keep, self.delete):
            part.set_look(look)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        draw_box(painter, self.rect(), 12, color(look, "danger-soft"), color(look, "danger-border"))
