"""Writes text as it was typed, where drawing it has failed: nothing an answer says may be lost.

It uses none of the writers: whatever fails there cannot fail here.
"""

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from strakly_desktop.conversation.cut_text import end_of_words
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.text_styles import BODY, SMALL
from strakly_desktop.rendering.writing.document_cursor import insertable
from strakly_desktop.rendering.writing.formats import BlockRole, GoesOn, Mark, block_format, text_format
from strakly_desktop.rendering.writing.question_bubble import question_note

NOTE = "Shown as plain text: this could not be drawn as it should look."
_NOTE_GAP = 5
_BUBBLE_MARGIN = 16
_LINE_LIMIT = 8_192
"""Characters of one block: Qt lays out a block as a whole."""


class PlainWriter:
    """Writes at the end of `document`. A quiet line says so first."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        self._cursor = QTextCursor(document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._look = look
        self._start_block(block_format(SMALL.line, look, top=_NOTE_GAP, bottom=_NOTE_GAP))
        self._cursor.insertText(NOTE, text_format(SMALL, look, "text-muted"))
        self._is_in_text = False

    def set_look(self, look: Look) -> None:
        """Write what follows in other colours."""
        self._look = look

    def append(self, text: str) -> None:
        """Go on with this text, line by line."""
        if not text:
            return
        for number, line in enumerate(text.split("\n")):
            if number or not self._is_in_text:
                self._start_line()
            # One that is not whole yet goes on where it stands.
            self._write(insertable(line))

    def _write(self, line: str) -> None:
        format_ = text_format(BODY, self._look)
        while line:
            room = _LINE_LIMIT - self._cursor.block().length()
            if room <= 0:
                self._go_on()
                continue
            self._cursor.insertText(line[:room], format_)
            line = line[room:]

    def _start_line(self) -> None:
        self._start_block(block_format(BODY.line, self._look))
        self._is_in_text = True

    def _go_on(self) -> None:
        format_ = block_format(BODY.line, self._look)
        format_.setProperty(Mark.GOES_ON, GoesOn.TEXT)
        self._start_block(format_)

    def _start_block(self, format_: QTextBlockFormat) -> None:
        self._cursor.insertBlock(format_, QTextCharFormat())


def write_plain_bubble(document: QTextDocument, look: Look, text: str, message_id: str) -> None:
    """Write a question as it was typed, as wide as bubbles get."""
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    format_ = block_format(BODY.line, look, top=_BUBBLE_MARGIN, bottom=_BUBBLE_MARGIN)
    format_.setLeftMargin(_BUBBLE_MARGIN)
    format_.setRightMargin(_BUBBLE_MARGIN)
    format_.setProperty(Mark.ROLE, BlockRole.USER)
    format_.setProperty(Mark.MESSAGE, message_id)
    format_.setProperty(Mark.NATURAL, 1e6)
    cursor.insertBlock(format_, QTextCharFormat())
    words = insertable(text.replace("\r\n", "\n"))
    # As one block, so less of it than elsewhere.
    end = end_of_words(words, _LINE_LIMIT)
    shown, rest = words[:end], words[end:]
    cursor.insertText(shown.replace("\n", "\u2028"), text_format(BODY, look, "bubble-text"))
    if rest:
        format_.setTopMargin(0)
        format_.setProperty(Mark.GOES_ON, GoesOn.LINE)
        format_.setProperty(Mark.REST, rest)
        cursor.insertBlock(format_, QTextCharFormat())
        cursor.insertText(question_note(rest), text_format(SMALL, look, "bubble-text"))


def write_plain_end(document: QTextDocument, look: Look, words: str, message_id: str) -> None:
    """Write what stands under an answer as one line."""
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    format_ = block_format(SMALL.line, look, top=_NOTE_GAP)
    format_.setProperty(Mark.ROLE, BlockRole.FOOTER)
    format_.setProperty(Mark.MESSAGE, message_id)
    cursor.insertBlock(format_, QTextCharFormat())
    cursor.insertText(insertable(words), text_format(SMALL, look, "text-muted"))


def remove_from(document: QTextDocument, position: int) -> None:
    """Remove everything from a position on."""
    cursor = QTextCursor(document)
    cursor.setPosition(position)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
