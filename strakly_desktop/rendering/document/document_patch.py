"""Makes what stands in a document equal to what was written anew apart, by the smallest changes.

Cursors then keep their places in the text: a selection stays on its words.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile
from typing import TypeAlias

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextTable

from strakly_desktop.rendering.writing.document_cursor import utf16_length
from strakly_desktop.rendering.writing.formats import Mark, table_of
from strakly_desktop.rendering.writing.long_text import begin_further_block, blocks_of, goes_on
from strakly_desktop.rendering.writing.table_fit import refit
from strakly_desktop.rendering.writing.whole_values import JOINT

_SIZES = (Mark.NATURAL, Mark.WORDS, Mark.NUMERIC, Mark.WORTH, Mark.NAMES)
_Run: TypeAlias = tuple[int, int, QTextCharFormat]
"""Where a segment of text begins and ends within its block, and its format."""


def patch_table(old: QTextTable, new: QTextTable) -> None:
    """Give a table the sizes and the cells of another with as many rows and columns."""
    _patch_sizes(old, new)
    for row in range(min(old.rows(), new.rows())):
        for column in range(new.columns()):
            patch_text(list(blocks_of(old.cellAt(row, column))), list(blocks_of(new.cellAt(row, column))))


def patch_text(old: Sequence[QTextBlock], new: Sequence[QTextBlock]) -> None:
    """Give the blocks of one text, mostly a single one, what those of another have."""
    for block, wanted in zip(_as_many(old, len(new)), new, strict=True):
        _patch_block(block, wanted)


def _as_many(blocks: Sequence[QTextBlock], count: int) -> Sequence[QTextBlock]:
    """So many blocks of one text: a text that got shorter or longer is cut in other places."""
    if len(blocks) == count:
        return blocks
    last = blocks[min(len(blocks), count) - 1]
    cursor = QTextCursor(last)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    if len(blocks) > count:
        below = blocks[-1].blockFormat().bottomMargin()
        cursor.setPosition(blocks[-1].position() + blocks[-1].length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        format_ = last.blockFormat()
        format_.setBottomMargin(below)
        QTextCursor(last).setBlockFormat(format_)
        return blocks[:count]
    first = blocks[0].blockNumber()
    for _ in range(count - len(blocks)):
        begin_further_block(cursor)
    return [cursor.document().findBlockByNumber(first + index) for index in range(count)]


def _patch_block(old: QTextBlock, new: QTextBlock) -> None:
    """Give a block the text of another, and all that follows from it."""
    if (table := table_of(new)) is not None:
        standing = table_of(old)
        if standing is not None:
            _patch_sizes(standing, table)
        if old.blockFormat() != new.blockFormat():
            QTextCursor(old).setBlockFormat(new.blockFormat())
    elif old.blockFormat().property(Mark.HAS_PILLS) and not new.blockFormat().property(Mark.HAS_PILLS):
        # What looked like code was a label. Nothing becomes code that was none.
        format_ = old.blockFormat()
        format_.clearProperty(Mark.HAS_PILLS)
        QTextCursor(old).setBlockFormat(format_)
    if old.charFormat() != new.charFormat():
        QTextCursor(old).setBlockCharFormat(new.charFormat())
    if (joint := goes_on(new)) is not None and goes_on(old) is not joint:
        format_ = old.blockFormat()
        format_.setProperty(Mark.GOES_ON, joint)
        QTextCursor(old).setBlockFormat(format_)
    _patch_characters(old, new.text())
    _patch_formats(old, new)


def _patch_sizes(old: QTextTable, new: QTextTable) -> None:
    """The sizes that all cells of a table ask for."""
    wanted, format_ = new.format().toTableFormat(), old.format().toTableFormat()
    if all(format_.property(size) == wanted.property(size) for size in _SIZES):
        return
    for size in _SIZES:
        format_.setProperty(size, wanted.property(size))
    old.setFormat(format_)
    refit(old)


def _patch_characters(block: QTextBlock, text: str) -> None:
    """A link loses its brackets and its label: all that stays is left alone."""
    old = block.text()
    if old == text:
        return
    cursor = QTextCursor(block)
    start = block.position()
    spare = _spare_spans(old.replace(JOINT, " "), text.replace(JOINT, " "))
    if spare is None:
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, text, strict=False)))
        spare = [(same, len(old))]
        cursor.setPosition(start + utf16_length(old))
        cursor.insertText(text[same:])
    places = _places_of(old)
    for begin, end in reversed(spare):
        cursor.setPosition(start + places[begin])
        cursor.setPosition(start + places[end], QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
    _patch_blanks(block, text)


def _places_of(text: str) -> Sequence[int]:
    """Where each character of a text stands in a document, and where it ends. Many links may be in a long one."""
    if text.isascii() or max(text) <= "\uffff":
        return range(len(text) + 1)
    return list(accumulate((1 + (character > "\uffff") for character in text), initial=0))


def _patch_blanks(block: QTextBlock, text: str) -> None:
    """Without its marks a text may have a value that it had not, or lose one: its blanks follow."""
    cursor = QTextCursor(block)
    for place, (standing, wanted) in enumerate(zip(block.text(), text, strict=False)):
        if standing != wanted:
            cursor.setPosition(block.position() + utf16_length(text[:place]))
            cursor.deleteChar()
            cursor.insertText(wanted)


def _spare_spans(old: str, text: str) -> list[tuple[int, int]] | None:
    """What to remove from `old` so that `text` is left; None if that does not make it."""
    spans: list[tuple[int, int]] = []
    kept = 0
    for position, character in enumerate(old):
        if kept < len(text) and character == text[kept]:
            kept += 1
        elif spans and spans[-1][1] == position:
            spans[-1] = spans[-1][0], position + 1
        else:
            spans.append((position, position + 1))
    return spans if kept == len(text) else None


def _patch_formats(old: QTextBlock, new: QTextBlock) -> None:
    """Texts are equal: give each run its format."""
    wanted = list(_runs(new))
    if wanted == (standing := list(_runs(old))):
        return
    cursor = QTextCursor(old)
    for begin, end, format_ in wanted:
        if all(run[2] == format_ for run in standing if run[0] < end and run[1] > begin):
            continue
        cursor.setPosition(old.position() + begin)
        cursor.setPosition(old.position() + end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(format_)


def _runs(block: QTextBlock) -> Iterator[_Run]:
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        begin = fragment.position() - block.position()
        yield begin, begin + fragment.length(), fragment.charFormat()
        iterator += 1
