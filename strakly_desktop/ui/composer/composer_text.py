"""The text field inside the composer: plain text only, Enter sends, Up and Down walk earlier questions.

A QTextEdit rather than a QPlainTextEdit, because only its blocks take a fixed line height, which keeps
Latin and Devanagari lines on one rhythm.
"""

import re
from math import ceil

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDropEvent,
    QFocusEvent,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.guarded import Guarded
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.style.typography import Type, elided

PLACEHOLDER = "Ask about clients, memberships, attendance or revenue"
# Between the words Qt finds the end of each line in the square of a word's length: 200,000 characters took 3 s.
_ENDLESS_WORD = re.compile(r"\S{2000}")
_LONG = 8_000
_BLOCK = 500
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ComposerText(Guarded, QTextEdit):
    """Where the question is written.

    Signals:
        send_pressed(): Enter, outside of an input method's composition.
        pasted(QMimeData): something was pasted or dropped here, valid for this call; whoever hears it decides.
        focus_changed(): the keyboard came or went.
        left_upwards(): Up in the first line, where it recalls nothing.
    """

    send_pressed = Signal()
    pasted = Signal(object)
    focus_changed = Signal()
    left_upwards = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._composing = False
        self._keeps_bar = False
        self._history: list[str] = []
        self._recalled: int | None = None
        self.setObjectName("composerText")
        self.setAccessibleName("Question to the assistant")
        self.setAccessibleDescription(PLACEHOLDER)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.setFont(Type.BODY.font(look))
        rhythm = QTextBlockFormat()
        rhythm.setLineHeight(Type.BODY.line(look), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        everything = QTextCursor(self.document())
        everything.select(QTextCursor.SelectionType.Document)
        everything.mergeBlockFormat(rhythm)
        self.viewport().update()

    def baseline(self) -> int:
        """The first line's baseline, from the top of the text. Qt puts a line's extra space on top."""
        return Type.BODY.line(self._look) - ceil(QFontMetricsF(self.font()).descent())

    def insert_text(self, text: str) -> None:
        """Insert plain text at the cursor."""
        if _has_endless_word(text):
            self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._insert(self.textCursor(), text)

    def show_bar(self, shown: bool) -> None:
        """Whether there is more than is in sight."""
        policy = Qt.ScrollBarPolicy
        is_on = shown or self._keeps_bar
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if is_on else policy.ScrollBarAlwaysOff)

    def replace_text(self, text: str) -> None:
        """Put `text` in place of what is there; Undo brings that back, and the line height stays."""
        had_endless_word = self.wordWrapMode() == QTextOption.WrapMode.WrapAnywhere
        is_endless = _has_endless_word(text)
        if is_endless:
            self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        self._insert(cursor, text)
        self.setTextCursor(cursor)
        if had_endless_word and not is_endless:
            # Undo would bring an endless word back to where lines are sought between words.
            self.document().clearUndoRedoStacks()
            self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def show_draft(self, text: str) -> None:
        """Put in what was typed here before: Undo does not go back to another conversation's text."""
        self._recalled = None
        self.replace_text(text)
        self.document().clearUndoRedoStacks()

    def set_history(self, questions: list[str]) -> None:
        """The questions that Up recalls, oldest first."""
        self._history = list(questions)
        self._recalled = None

    def remember(self, question: str) -> None:
        """Add a question that was just sent."""
        if not self._history or self._history[-1] != question:
            self._history.append(question)
        self._recalled = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._press_enter(event)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._recall(event):
            event.accept()
        elif event.key() == Qt.Key.Key_Up and self._is_above_all(event):
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self.viewport().update()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # Also what is no text: whoever pastes it is told so.
        return bool(source.formats())

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.pasted.emit(source)

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        if event.source() is None:
            # A copy, whatever was proposed: another program may remove what it believes to be moved.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._composing or not self.document().isEmpty():
            return
        # Qt's own placeholder knows no line height and would stand higher than the text that replaces it.
        painter = QPainter(self.viewport())
        painter.setPen(color(self._look, "placeholder"))
        painter.setFont(self.font())
        hint = elided(self.font(), PLACEHOLDER, self.viewport().width())
        painter.drawText(QRectF(0, self.baseline(), 0, 0).topLeft(), hint)

    def _insert(self, cursor: QTextCursor, text: str) -> None:
        if len(text) > _LONG:
            # Wider until the bar comes, it would all be laid out twice.
            self._keeps_bar = True
            self.show_bar(True)
            text = _in_large_blocks(text)
        cursor.insertText(text)
        self._keeps_bar = False

    def _press_enter(self, event: QKeyEvent) -> None:
        if self._composing:
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.textCursor().insertText("\n")
            self.ensureCursorVisible()
        elif not event.isAutoRepeat():
            self.send_pressed.emit()

    def _is_above_all(self, event: QKeyEvent) -> bool:
        """Whether there is nothing above the cursor to which the key could go."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        above = QTextCursor(self.textCursor())
        return plain and not self._composing and not above.movePosition(QTextCursor.MoveOperation.Up)

    def _recall(self, event: QKeyEvent) -> bool:
        """Show an older or newer question, if the field is empty or still shows a recalled one unchanged."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain != Qt.KeyboardModifier.NoModifier or self._composing or not self._history:
            return False
        text = self.toPlainText()
        if self._recalled is not None and text != self._history[self._recalled]:
            self._recalled = None
        if self._recalled is None:
            if text or event.key() == Qt.Key.Key_Down:
                return False
            self._recalled = len(self._history)
        step = -1 if event.key() == Qt.Key.Key_Up else 1
        index = max(0, self._recalled + step)
        if index >= len(self._history):
            self._recalled = None
            self.replace_text("")
        else:
            self._recalled = index
            self.replace_text(self._history[index])
        return True


def _in_large_blocks(text: str) -> str:
    """The same lines in fewer of Qt's blocks, of which 200,000 took a second: it breaks lines within them too.

    Not in too large ones: each key has a whole block laid out again.
    """
    parts = []
    start = 0
    while (end := text.find("\n", start + _BLOCK)) >= 0:
        parts.append(text[start:end].replace("\n", "\u2028"))
        start = end + 1
    parts.append(text[start:].replace("\n", "\u2028"))
    return "\n".join(parts)


def _has_endless_word(text: str) -> bool:
    return _ENDLESS_WORD.search(text) is not None
