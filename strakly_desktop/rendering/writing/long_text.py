"""Lets a text of great length go on in further blocks, which look and are copied as one.

Qt lays out a block as a whole at every change of it, and one without a blank in the square of its length: 200,000
characters took half a second each time. So a block that is full goes on in another, which bears a mark. Where it is
cut depends on its own text alone, not on how that came.
"""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextTableCell

from strakly_desktop.conversation.written_values import last_gap
from strakly_desktop.rendering.writing.document_cursor import utf16_length, utf16_text, utf16_units
from strakly_desktop.rendering.writing.formats import GoesOn, Mark

LONGEST_BLOCK = 5_000
"""Of the text of one block, as the document counts: a character beyond U+FFFF as two."""

_REACH = 512
"""So far back a full block is cut between lines or words."""
_CLUSTER = 64
_LINE_BREAK = "\u2028"


def insert_text(cursor: QTextCursor, text: str, format_: QTextCharFormat) -> None:
    """Insert text where a block ends; what does not fit goes on in further blocks."""
    while text:
        room = LONGEST_BLOCK - cursor.positionInBlock()
        fitting = text if 2 * len(text) <= room else beginning(text, room)
        if fitting:
            cursor.insertText(fitting, format_)
        text = text[len(fitting) :]
        if text:
            _cut(cursor)


def begin_further_block(cursor: QTextCursor, joint: GoesOn = GoesOn.TEXT) -> None:
    """Let the block in which `cursor` stands, or the part of it behind the cursor, go on in another one."""
    above, below = cursor.blockFormat(), cursor.blockFormat()
    above.setBottomMargin(0)
    below.setTopMargin(0)
    below.setProperty(Mark.GOES_ON, joint)
    text_list = cursor.currentList()
    if text_list is not None:
        # Beside no marker, and as far in.
        below.setIndent(below.indent() + text_list.format().indent())
        below.setObjectIndex(-1)
    if above != cursor.blockFormat():
        cursor.setBlockFormat(above)
    cursor.insertBlock(below, cursor.blockCharFormat())


def goes_on(block: QTextBlock) -> GoesOn | None:
    """How a block goes on with the text of the block before it; None where it begins one."""
    joint = block.blockFormat().property(Mark.GOES_ON)
    return None if joint is None else GoesOn(joint)


def blocks_from(first: QTextBlock, last: QTextBlock | None = None) -> Iterator[QTextBlock]:
    """The blocks from `first` to `last`, or to the end of the document."""
    block = first
    while block.isValid():
        yield block
        if block == last:
            return
        block = block.next()


def blocks_of(cell: QTextTableCell) -> Iterator[QTextBlock]:
    """The blocks of one cell of a table: one text."""
    return blocks_from(cell.firstCursorPosition().block(), cell.lastCursorPosition().block())


def whole_texts(blocks: Iterable[QTextBlock]) -> Iterator[list[QTextBlock]]:
    """The blocks of each text together."""
    whole: list[QTextBlock] = []
    for block in blocks:
        if whole and goes_on(block) is None:
            yield whole
            whole = []
        whole.append(block)
    if whole:
        yield whole


def mark_text(first: QTextBlock, last: QTextBlock, mark: Mark) -> None:
    """Set a mark on all blocks of one text."""
    for block in blocks_from(first, last):
        format_ = block.blockFormat()
        format_.setProperty(mark, True)
        QTextCursor(block).setBlockFormat(format_)


def beginning(text: str, room: int) -> str:
    """As much of a text as fits into `room`, as the document counts."""
    text = text[:room]
    while (over := utf16_length(text) - room) > 0:
        text = text[: -((over + 1) // 2)]
    return text


def _cut(cursor: QTextCursor) -> None:
    """Let a full block, at whose end `cursor` stands, go on in another one."""
    end = cursor.position()
    cursor.setPosition(end - _REACH, QTextCursor.MoveMode.KeepAnchor)
    units = utf16_units(cursor.selectedText())
    line, blank = units.rfind(_LINE_BREAK), last_gap(units, 0, len(units))
    if line >= 0:
        # A line break at the end of a block would show as an empty line.
        cursor.setPosition(end - _REACH + line)
        cursor.setPosition(cursor.position() + 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        begin_further_block(cursor, GoesOn.LINE)
    else:
        cut = blank + 1 if blank >= 0 else last_cluster(units)
        cursor.setPosition(end - _REACH + cut)
        begin_further_block(cursor)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)


def last_cluster(units: str) -> int:
    """Where the last character begins of which the next one may be a part; the end where that is far away."""
    near = units[-_CLUSTER:]
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, utf16_text(near))
    finder.setPosition(len(near))
    start = finder.toPreviousBoundary()
    return len(units) - len(near) + start if start > 0 else len(units)
