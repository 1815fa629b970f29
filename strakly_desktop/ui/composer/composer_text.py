"""The text field inside the composer: plain text only, Enter sends, Up and Down walk earlier questions.

While an answer comes it can hold several questions apart, one below the other, and tells what a scanner typed from what
stood there before.

A QTextEdit rather than a QPlainTextEdit, because only its blocks take a fixed line height, which keeps
Latin and Devanagari lines on one rhythm.
"""

import re
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, Signal
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

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.composer.long_insertion import LongInsertion
from strakly_desktop.ui.composer.question_recall import QuestionRecall
from strakly_desktop.ui.composer.scan_reading import ScanReading
from strakly_desktop.ui.controls.known_viewport import known_viewport
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.style.typography import Type, elided

PLACEHOLDER = "Ask about clients, memberships, attendance or revenue"
# Between the words Qt finds the end of each line in the square of a word's length: 200,000 characters took 3 s.
_ENDLESS_WORD = re.compile(r"\S{2000}")
_LONG = 8_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.Drop,
    }
)
"""What may change the text, or want it as it is."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)


class ComposerText(Guarded, QTextEdit):
    """Where the question is written.

    Signals:
        send_pressed(): Enter, outside of an input method's composition.
        pasted(QMimeData): something was pasted or dropped here, valid for this call; whoever hears it decides.
        focus_changed(): the keyboard came or went.
        left_upwards(): Up in the first line, where it recalls nothing.
        page_key_pressed(QKeyEvent): a key that can lead nowhere here, but on the page, valid for this call.
        queued_wanted(): Up in the empty field while questions are queued.
    """

    send_pressed = Signal()
    pasted = Signal(object)
    focus_changed = Signal()
    left_upwards = Signal()
    page_key_pressed = Signal(object)
    queued_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._viewport = known_viewport(self)
        self._scan = ScanReading()
        self._scan_begins = QTextCursor(self.document())
        self._scan_begins.setKeepPositionOnInsert(True)
        self._takes_scans = False
        self._long = LongInsertion(self)
        self._queue_waits = False
        self._look = look
        self._hint = 0, ""
        """The placeholder as it fits into so many px."""
        self._composing = False
        self._keeps_bar = False
        self._recall = QuestionRecall()
        self.setObjectName("composerText")
        self.setAccessibleName("Question to the assistant")
        self.setAccessibleDescription(PLACEHOLDER)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.set_look(look)

    def toPlainText(self) -> str:
        # What is still on its way in is there for everybody else.
        return self._long.whole if self._long.is_going_on else super().toPlainText()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._long.finish()
        self._look = look
        self._hint = 0, ""
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
        """Insert plain text at the cursor; a long one comes in slices, within some rounds of the event loop."""
        self._long.finish()
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
        self._long.finish()
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
            self._long.finish()
            self.document().clearUndoRedoStacks()
            self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def show_draft(self, text: str) -> None:
        """Put in what was typed here before: Undo does not go back to another conversation's text."""
        self._recall.leave()
        self.replace_text(text)
        self._long.finish()
        self.document().clearUndoRedoStacks()

    def set_history(self, questions: list[str]) -> None:
        """The questions that Up recalls, oldest first."""
        self._recall.set_questions(questions)

    def remember(self, question: str) -> None:
        """Add a question that was just sent."""
        self._recall.add(question)

    def set_takes_scans(self, takes: bool) -> None:
        """Whether Tab at the end of a scan sends as Enter does."""
        self._takes_scans = takes

    def set_queue_waits(self, waits: bool) -> None:
        """Whether Up in the empty field wants a queued question rather than an earlier one."""
        self._queue_waits = waits

    def take_question(self) -> str:
        """Take the next question out: what a scanner just typed, else the first that stands here. "" for none."""
        self._long.finish()
        scanned = self._scanned()
        if scanned is not None:
            question = self._scan.text.strip()
            scanned.removeSelectedText()
            self._scan.forget()
            return question
        # Not for the first picture.
        from strakly_desktop.ui.composer.separate_questions import first_question

        question = ""
        while not question and not self.document().isEmpty():
            first = first_question(self.document())
            question = first.selection().toPlainText().strip()
            if first.atEnd():
                self.replace_text("")
            else:
                first.removeSelectedText()
        return question

    def keep_scan_apart(self) -> None:
        """What a scanner just typed stays here as a question of its own, below all others, where others stand here."""
        self._long.finish()
        scanned = self._scanned()
        if scanned is not None and scanned.selectedText() != self.toPlainText():
            from strakly_desktop.ui.composer.separate_questions import append_question

            text = scanned.selectedText()
            scanned.removeSelectedText()
            # Who was writing goes on there.
            caret = self.textCursor().position()
            append_question(self.document(), text)
            stay = self.textCursor()
            stay.setPosition(caret)
            self.setTextCursor(stay)
        self._scan.forget()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._long.finish()
        return super().viewportEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._long.finish()
        # Before Qt takes Tab for a walk to the next control.
        if (
            self._takes_scans
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and not event.modifiers()
            and self._scan.end(event)
            and self._scanned() is not None
        ):
            event.accept()
            self.send_pressed.emit()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._scan.end(event)
            self._press_enter(event)
            return
        if self._scan.note(event):
            self._scan_begins.setPosition(self.textCursor().selectionStart())
        if self._wants_queued(event):
            self.queued_wanted.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._recalls(event):
            event.accept()
        elif event.key() == Qt.Key.Key_Up and self._is_above_all(event):
            self.left_upwards.emit()
        elif self._leads_along_page(event):
            self.page_key_pressed.emit(event)
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
        width = self.viewport().width()
        if self._hint[0] != width:
            # Once, not with each blink of the caret.
            self._hint = width, elided(self.font(), PLACEHOLDER, width)
        painter.drawText(QRectF(0, self.baseline(), 0, 0).topLeft(), self._hint[1])

    def _insert(self, cursor: QTextCursor, text: str) -> None:
        if len(text) > _LONG:
            # Wider until the bar comes, it would all be laid out twice.
            self._keeps_bar = True
            self.show_bar(True)
            self._long.begin(cursor, text)
        else:
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

    def _scanned(self) -> QTextCursor | None:
        """What a scanner just typed, selected; None where it did not, or where that stands no longer as it came."""
        found, end = self.textCursor(), self.textCursor().position()
        if not self._scan.is_scan or found.hasSelection():
            return None
        found.setPosition(self._scan_begins.position())
        found.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return found if found.selectedText() == self._scan.text else None

    def _wants_queued(self, event: QKeyEvent) -> bool:
        is_up = event.key() == Qt.Key.Key_Up and self._is_plain(event)
        return is_up and self._queue_waits and self.document().isEmpty()

    def _is_above_all(self, event: QKeyEvent) -> bool:
        """Whether there is nothing above the cursor to which the key could go."""
        above = QTextCursor(self.textCursor())
        return self._is_plain(event) and not above.movePosition(QTextCursor.MoveOperation.Up)

    def _is_plain(self, event: QKeyEvent) -> bool:
        """Whether a key is meant as it is, and for this field rather than for an input method."""
        return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not self._composing

    def _leads_along_page(self, event: QKeyEvent) -> bool:
        """Whether a key would scroll, and there is nothing to scroll here."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._composing:
            return False
        if event.key() in _PAGES:
            return not modifiers and self.verticalScrollBar().maximum() == 0
        is_bare = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier)
        return event.key() in _ENDS and is_bare and self.document().isEmpty()

    def _recalls(self, event: QKeyEvent) -> bool:
        """Show an older or newer question, if there is one to be shown here."""
        if not self._is_plain(event):
            return False
        question = self._recall.step(self.toPlainText(), is_older=event.key() == Qt.Key.Key_Up)
        if question is not None:
            self.replace_text(question)
        return question is not None


def _has_endless_word(text: str) -> bool:
    return _ENDLESS_WORD.search(text) is not None
