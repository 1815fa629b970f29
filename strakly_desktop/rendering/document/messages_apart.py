"""Writes messages apart from their conversation, some milliseconds at a time, and moves them into it.

A long answer takes a second to read and to write: the window goes on between the slices.
"""

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Protocol

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextDocumentFragment, QTextTable

from strakly_desktop.rendering.document.shown_messages import ShownAnswer, ShownMessage
from strakly_desktop.rendering.writing.document_cursor import editing
from strakly_desktop.rendering.writing.folded_rows import holds_rows
from strakly_desktop.rendering.writing.formats import BlockRole, Mark
from strakly_desktop.rendering.writing.table_fit import hidden_columns, show_columns
from strakly_desktop.rendering.writing.turn_writer import AnswerEnd, set_gap_above

SHORT = 600
"""Characters of an answer that takes no longer than half a slice."""
_SLICE_MS = 6
_PIECE = 384


class Writing(Protocol):
    """A conversation of its own that is written to."""

    @property
    def is_linked(self) -> bool: ...

    def add_messages(self, messages: Sequence[ShownMessage]) -> None: ...

    def begin_answer(self) -> None: ...

    def append(self, delta: str, *, more: bool = False) -> None: ...

    def finish_answer(self, text: str, end: AnswerEnd) -> None: ...

    def link_all(self) -> None: ...


class MessagesApart:
    """Messages that are to be written into `content`, which is theirs alone; `in_place`: the conversation itself."""

    def __init__(self, messages: Sequence[ShownMessage], content: Writing, *, in_place: bool) -> None:
        self.messages = messages
        self.content = content
        self.in_place = in_place
        self.is_begun = False
        self._steps = self._write()

    def go_on(self) -> bool:
        """Write a slice of them; True if all is written, and time is left to put it where it belongs."""
        start = perf_counter()
        while (spent := (perf_counter() - start) * 1000) < _SLICE_MS:
            if next(self._steps, True):
                # Late links come by themselves, between frames.
                return self.content.is_linked and spent < _SLICE_MS / 4
        return False

    def finish(self) -> None:
        """Write all of them now, however long that takes."""
        while not next(self._steps, True):
            pass
        self.content.link_all()

    def _write(self) -> Iterator[bool]:
        """Steps of some milliseconds; each is False."""
        self.is_begun = True
        for message in self.messages:
            if isinstance(message, ShownAnswer) and len(message.text) > SHORT:
                self.content.begin_answer()
                for start in range(0, len(message.text), _PIECE):
                    self.content.append(message.text[start : start + _PIECE], more=True)
                    yield False
                self.content.finish_answer(message.text, message.end)
            else:
                self.content.add_messages([message])
            yield False


def insert_above(document: QTextDocument, earlier: QTextDocument) -> None:
    """Put all of `earlier` above what is in `document`."""
    last = earlier.lastBlock()
    cursor = QTextCursor(document)
    with editing(document):
        cursor.insertBlock()
        cursor.setPosition(0)
        cursor.insertFragment(QTextDocumentFragment(earlier))
        # The last block merged into the one that was made for it and lost its own format.
        cursor.setBlockFormat(last.blockFormat())
        cursor.setBlockCharFormat(last.charFormat())
        block = document.begin()
        while block.isValid() and block.position() < cursor.position():
            if holds_rows(block):
                block.setVisible(False)
            block = block.next()
        below = cursor.block().next()
        if below.blockFormat().property(Mark.ROLE) == BlockRole.USER:
            set_gap_above(below)
    # All blocks of a fragment are visible, and the document knows its tables only after the edit.
    given_up = [
        table
        for table in document.rootFrame().childFrames()
        if isinstance(table, QTextTable)
        and table.firstPosition() < cursor.position()
        and hidden_columns(table)
    ]
    if given_up:
        with editing(document):
            for table in given_up:
                show_columns(table, hidden_columns(table))


def remove_above(bubble: QTextBlock) -> None:
    """Take everything away that stands above a question, which is the first of its page then."""
    cursor = QTextCursor(bubble)
    format_, char_format = bubble.blockFormat(), bubble.charFormat()
    with editing(bubble.document()):
        cursor.setPosition(0, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        # What is left of the first block keeps the format that it had.
        cursor.setBlockFormat(format_)
        cursor.setBlockCharFormat(char_format)
        set_gap_above(cursor.block(), is_first=True)
