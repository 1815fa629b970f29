"""Writes messages apart from their conversation, some milliseconds at a time, and moves them into it.

A long answer takes a second to read and to write: the window goes on between the slices.
"""

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Protocol

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
)

from strakly_desktop.rendering.document.shown_messages import (
    AnswerPart,
    ShownAnswer,
    ShownMessage,
    ShownQuestion,
    joined,
)
from strakly_desktop.rendering.writing.document_cursor import editing, is_filler
from strakly_desktop.rendering.writing.formats import BlockRole, Mark, table_of
from strakly_desktop.rendering.writing.table_fit import gap_below
from strakly_desktop.rendering.writing.turn_writer import AnswerEnd, set_gap_above

SHORT = 600
"""Characters of an answer that takes no longer than half a slice."""
_SLICE_MS = 6
_PIECE, _LONGEST_PIECE = 384, 4096
"""Characters that are written in one step: at first, and of what takes no time, as rows that are not drawn."""
_SHORT_STEP_MS, _LONG_STEP_MS = 1.5, 3


class Writing(Protocol):
    """A conversation of its own that is written to."""

    @property
    def is_linked(self) -> bool: ...

    def add_messages(self, messages: Sequence[ShownMessage]) -> None: ...

    def begin_answer(self, message_id: str = "", above: str = "") -> None: ...

    def append(self, delta: str, *, more: bool = False) -> None: ...

    def finish_answer(self, text: str, end: AnswerEnd) -> None: ...

    def finish_part(self, part: AnswerPart) -> None: ...

    def link_all(self) -> None: ...


class MessagesApart:
    """Messages that are to be written into `content`, which is theirs alone; `in_place`: the conversation itself, where
    so many messages stand `above` them."""

    def __init__(
        self, messages: Sequence[ShownMessage], content: Writing, *, in_place: bool, above: int = 0
    ) -> None:
        self.messages = joined(messages)
        self.content = content
        self.in_place = in_place
        self.above = above
        self.is_begun = False
        self._steps = self._write()

    def go_on(self) -> bool:
        """Write a slice of them; True if all is written, and time is left to put it where it belongs."""
        start, spent, step = perf_counter(), 0.0, 0.0
        # Not over the time by what the next step may take: most take as long as the one before.
        while spent + step < _SLICE_MS:
            if next(self._steps, True):
                # Late links come by themselves, between frames.
                return self.content.is_linked and spent < _SLICE_MS / 4
            before, spent = spent, (perf_counter() - start) * 1000
            step = spent - before
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
            if isinstance(message, ShownQuestion) or len(message.shown) <= SHORT:
                self.content.add_messages([message])
                yield False
                continue
            text = message.shown
            if isinstance(message, ShownAnswer):
                self.content.begin_answer(message.end.message_id, message.text[: message.start])
            else:
                self.content.begin_answer(message.message_id)
            start, length = 0, _PIECE
            while start < len(text):
                began = perf_counter()
                self.content.append(text[start : start + length], more=True)
                start += length
                length = _next_length(length, (perf_counter() - began) * 1000)
                yield False
            if isinstance(message, ShownAnswer):
                self.content.finish_answer(message.text, message.end)
            else:
                self.content.finish_part(message)
            yield False


def _next_length(length: int, spent_ms: float) -> int:
    """How much the next step writes, after one that wrote so much: a step has a price of its own."""
    if spent_ms < _SHORT_STEP_MS:
        return min(2 * length, _LONGEST_PIECE)
    return max(length // 2, _PIECE) if spent_ms > _LONG_STEP_MS else length


def insert_above(document: QTextDocument, earlier: QTextDocument) -> QTextBlock:
    """Put all of `earlier` above what is in `document`; return the block that comes below it."""
    below = document.begin()
    format_, char_format = below.blockFormat(), below.charFormat()
    is_bubble = format_.property(Mark.ROLE) == BlockRole.USER
    opens_with_table = is_filler(below) and not is_filler(earlier.lastBlock())
    if opens_with_table:
        # The empty block there is for a table that stands first.
        format_, char_format = earlier.lastBlock().blockFormat(), earlier.lastBlock().charFormat()
    elif is_bubble or not is_filler(earlier.lastBlock()) or format_.topMargin() > 0:
        _add_block(earlier)
    # Else below its table the rest of an answer takes the place of the empty block there.
    cursor = QTextCursor(document)
    with editing(document):
        cursor.insertFragment(QTextDocumentFragment(earlier))
        # The last block merged into the first one here and left it its own format.
        cursor.setBlockFormat(format_)
        cursor.setBlockCharFormat(char_format)
        _hide_as_in(earlier, document)
        below = cursor.block()
        if is_bubble:
            set_gap_above(below)
    if opens_with_table:
        with editing(document):
            _set_table_below(below)
    return below


def _hide_as_in(earlier: QTextDocument, document: QTextDocument) -> None:
    """Hide again the rows and columns that are not drawn: all blocks of a fragment are visible.

    In the edit that brings it: another one would lay out all of it once more.
    """
    block, here = earlier.begin(), document.begin()
    while block != earlier.lastBlock():
        if not block.isVisible():
            here.setVisible(False)
        block, here = block.next(), here.next()


def _set_table_below(block: QTextBlock) -> None:
    """Keep the table that opened the page apart from the block that stands above it now."""
    table = table_of(block.next())
    if table is not None:
        table_format = table.format().toTableFormat()
        table_format.setTopMargin(gap_below(block.blockFormat()))
        table.setFormat(table_format)


def remove_above(first: QTextBlock) -> None:
    """Take everything away that stands above a question or the rest of an answer, which opens its page then."""
    cursor = QTextCursor(first)
    format_, char_format = first.blockFormat(), first.charFormat()
    with editing(first.document()):
        cursor.setPosition(0, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        # What is left of the first block keeps the format that it had.
        cursor.setBlockFormat(format_)
        cursor.setBlockCharFormat(char_format)
        if format_.property(Mark.ROLE) == BlockRole.USER:
            set_gap_above(cursor.block(), is_first=True)


def _add_block(document: QTextDocument) -> None:
    end = QTextCursor(document)
    end.movePosition(QTextCursor.MoveOperation.End)
    end.insertBlock(QTextBlockFormat(), QTextCharFormat())
