"""The button that removes all conversations, and the question before it: there is no Undo."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type

QUESTION = "Delete every conversation on this computer? They cannot be brought back."
_INSET = 16
BEGUN = "All conversations are being deleted."


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
        self._told = FormLabel(look, "", Type.CAPTION, "muted")
        self._told.hide()
        self._question = _Question(look)
        self._question.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._ask, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._told)
        column.addWidget(self._question)
        self._ask.clicked.connect(self._open_question)
        self._question.keep.clicked.connect(self.close_question)
        self._question.delete.clicked.connect(self._confirm)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in (self._ask, self._told, self._question):
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
        self._told.hide()
        self._ask.hide()
        self._question.show()
        self._question.keep.setFocus(Qt.FocusReason.OtherFocusReason)
        self.asked.emit()

    def _confirm(self) -> None:
        self.close_question()
        self.tell(BEGUN)
        self.clear_requested.emit()

    def tell(self, words: str) -> None:
        """Say how it goes, where it was asked for."""
        self._told.setText(words)
        self._told.show()
        self._ask.setAccessibleDescription(words)


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
        column.setContentsMargins(_INSET, 12, _INSET, 12)
        column.setSpacing(12)
        column.addWidget(self._text)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(8)
        for button in (self.keep, self.delete):
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._row.addStretch()
        column.addLayout(self._row)

    def set_look(self, look: Look) -> None:
        self._look = look
        for part in (self._text, self.keep, self.delete):
            part.set_look(look)
        self.update()

    def minimumSizeHint(self) -> QSize:
        # Where the buttons have no room beside each other they stand one below the other.
        widest = max(button.sizeHint().width() for button in (self.keep, self.delete))
        return QSize(widest + 2 * _INSET, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        needed = self.keep.sizeHint().width() + self.delete.sizeHint().width() + self._row.spacing()
        fits = needed <= event.size().width() - 2 * _INSET
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        draw_box(painter, self.rect(), 12, color(look, "danger-soft"), color(look, "danger-border"))
