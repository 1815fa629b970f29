"""Finds a pattern everywhere in a conversation, marks what is in sight of it, and goes from place to place.

The text grows while it is searched, at its end and above its beginning: only what changed is searched again,
and the place that the reader is at stays the same one. What was asked for may stand in earlier messages, and is gone
to when they come; what an answer brings was not there to be asked for, and moves nobody.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.formats import GoesOn, Mark, is_of_app
from strakly_desktop.rendering.writing.long_text import blocks_from, goes_on
from strakly_desktop.ui.find.text_pattern import TextPattern
from strakly_desktop.ui.page.visible_blocks import shown
from strakly_desktop.ui.style.shapes import color

Span: TypeAlias = tuple[int, int]
"""First position and the one after the last, as the document counts."""

REFRESH_MS = 100
_AIR = 48
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class FoundText(QObject):
    """The places of one pattern in the document of `view`. Places are numbered from 1.

    Signals:
        counted(int, int): the number of the current place and how many there are; 0 and 0 for none.
        marks_changed(): `marks` are other ones now.
    """

    counted = Signal(int, int)
    marks_changed = Signal()

    def __init__(self, look: Look, view: QTextEdit, note_reader: Callable[[], None]) -> None:
        """`note_reader` is told when the page was moved to another place on the reader's wish."""
        super().__init__(view)
        self._look = look
        self._view = view
        self._note_reader = note_reader
        self._pattern: TextPattern | None = None
        self._spans: list[Span] = []
        self._length = 0
        self._same_before = self._same_after = 0
        self._page: _Blocks | None = None
        self._current = -1
        self._place = QTextCursor(view.document())
        self._is_ahead = False
        self._is_wanted = False
        self._came_above = 0
        self._marked: list[tuple[QTextCursor, bool]] = []
        self._refreshing = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refreshing.timeout.connect(self.refresh)
        view.document().contentsChange.connect(self._note_change)
        view.verticalScrollBar().valueChanged.connect(self._mark)

    @property
    def marks(self) -> list[QTextEdit.ExtraSelection]:
        """Marks for the places in sight; the one that was gone to stands out."""
        return [self._mark_of(cursor, is_current) for cursor, is_current in self._marked]

    @property
    def cursors(self) -> list[QTextCursor]:
        """What has to be kept when its text is written anew."""
        return [cursor for cursor, _ in self._marked] + ([self._place] if self._current >= 0 else [])

    @property
    def place(self) -> QTextCursor | None:
        """A cursor at the place that was gone to; None for none."""
        return self._place if self._current >= 0 else None

    @property
    def is_active(self) -> bool:
        """Whether anything is looked for."""
        return self._pattern is not None

    def set_look(self, look: Look) -> None:
        """Take new colours."""
        self._look = look
        self._mark()

    def find(self, pattern: TextPattern | None, start: int | None = None) -> None:
        """Look for `pattern` from now on, None for nothing, and go to its first place from `start` on.

        `start` is a position of the document; None: where the reader is. Where there is none, the first that comes
        with messages above is gone to, unless the reader has moved meanwhile.
        """
        if start is None:
            start = self._place.position() if self._current >= 0 else self._in_sight()[0]
        self._pattern = pattern
        self._place.setPosition(min(start, self._view.document().characterCount() - 1))
        self._start_again()
        self._is_wanted = pattern is not None
        self._came_above = self._view.document().characterCount()
        self.refresh()
        self._came_above = 0

    def stay(self) -> None:
        """The reader has moved: what is found from now on is marked, and gone to on their wish alone."""
        self._is_wanted = False

    def forget_place(self) -> None:
        """Another conversation: no place of it has been gone to."""
        self._start_again()

    def step(self, steps: int) -> None:
        """Go so many places on, or back; after the last comes the first."""
        self.refresh()
        if self._spans:
            if steps > 0 and self._is_ahead and not self._is_in_sight(self._current):
                steps -= 1
            self._go_to((self._current + steps) % len(self._spans))
            self.counted.emit(self._current + 1, len(self._spans))

    def refresh(self) -> None:
        """Look again at what has changed since the last time."""
        self._refreshing.stop()
        if self._pattern is None:
            self.counted.emit(0, 0)
            self._mark()
            return
        at_place = self._place.position()
        self._search(self._pattern)
        spans = self._spans
        found = bisect_left(spans, (at_place, 0))
        if not spans:
            self._current = -1
        elif self._is_wanted:
            self._is_wanted = False
            meant = bisect_left(spans, (self._came_above, 0))
            if meant:
                self._go_to(min(found, meant - 1))
            else:
                self._current, self._is_ahead = min(found, len(spans) - 1), True
        elif self._current < 0:
            self._current, self._is_ahead = min(found, len(spans) - 1), True
        elif found < len(spans) and spans[found][0] == at_place:
            self._current = found
        else:
            # Its text was written anew: the same number is the same place.
            self._current = min(self._current, len(spans) - 1)
        if self._current >= 0:
            self._place.setPosition(spans[self._current][0])
        self.counted.emit(self._current + 1, len(spans))
        self._mark()

    def _start_again(self) -> None:
        self._spans = []
        self._length = self._same_before = self._same_after = 0
        self._current = -1
        self._is_ahead = self._is_wanted = False

    def _note_change(self, position: int, removed: int, added: int) -> None:
        self._page = None
        if self._pattern is None:
            return
        length = self._view.document().characterCount() - 1
        self._same_before = min(self._same_before, position)
        self._same_after = min(self._same_after, max(0, length - position - added))
        if position <= self._came_above:
            self._came_above = max(position, self._came_above + added - removed)
        if not self._refreshing.isActive():
            self._refreshing.start()

    def _search(self, pattern: TextPattern) -> None:
        """Search between what is the same before and after; places out of there only move."""
        document = self._view.document()
        length = document.characterCount() - 1
        first = document.findBlock(min(self._same_before, length))
        last = document.findBlock(max(length - self._same_after, first.position()))
        while goes_on(first) is not None:
            first = first.previous()
        while goes_on(last.next()) is not None:
            last = last.next()
        start, end = first.position(), min(last.position() + last.length(), length)
        moved = length - self._length
        # No place reaches from one text into another.
        before = self._spans[: bisect_left(self._spans, (start, 0))]
        after = self._spans[bisect_left(self._spans, (end - moved, 0)) :]
        seams: list[int] = []
        is_whole = end - start == length
        blocks = self._page if is_whole and self._page is not None else _Blocks(first, last)
        if is_whole:
            self._page = blocks
        is_plain = is_whole and not blocks.goes_on
        text = document.toPlainText() if is_plain else _joined(first, last, seams)
        found = [(start + begin, start + until) for begin, until in _spans_in(pattern, text, seams)]
        for ours_from, ours_until in reversed(blocks.of_app):
            # Nobody said what is in lines that the app wrote, below answers and between turns.
            del found[bisect_left(found, (ours_from, 0)) : bisect_left(found, (ours_until, 0))]
        self._spans = before + found + [(begin + moved, until + moved) for begin, until in after]
        self._length = self._same_before = self._same_after = length

    def _go_to(self, number: int) -> None:
        self._current, self._is_ahead = number, False
        start, end = self._spans[number]
        self._place.setPosition(start)
        cursor = QTextCursor(self._view.document())
        block = self._view.document().findBlock(start)
        cursor.setPosition(start if block.isVisible() else shown(block).position())
        top = self._view.cursorRect(cursor).top()
        if block.isVisible():
            cursor.setPosition(end)
        bottom = self._view.cursorRect(cursor).bottom()
        height = self._view.viewport().height()
        if top < 0 or bottom > height:
            bar = self._view.verticalScrollBar()
            air = min(self._look.scaled(_AIR), height // 3)
            bar.setValue(bar.value() + (top - air if top < 0 else bottom - height + air))
            self._note_reader()
        self._mark()

    def _mark(self) -> None:
        """Mark what is in sight: thousands of marks would slow down each change of the text."""
        if self._refreshing.isActive():
            return  # The places are those of an older text; the marks that are there move with it.
        marked: list[tuple[QTextCursor, bool]] = []
        if self._spans and self._pattern is not None:
            first, last = self._in_sight()
            begin = bisect_left(self._spans, (first, 0))
            until = bisect_left(self._spans, (last, 0))
            while begin < until:
                block = self._view.document().findBlock(self._spans[begin][0])
                if block.isVisible():
                    marked.append((self._selected(begin), begin == self._current))
                    begin += 1
                else:
                    begin = bisect_left(self._spans, (block.position() + block.length(), 0))
        if marked or self._marked:
            self._marked = marked
            self.marks_changed.emit()

    def _selected(self, number: int) -> QTextCursor:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(self._spans[number][0])
        cursor.setPosition(self._spans[number][1], QTextCursor.MoveMode.KeepAnchor)
        cursor.setKeepPositionOnInsert(True)
        return cursor

    def _mark_of(self, cursor: QTextCursor, is_current: bool) -> QTextEdit.ExtraSelection:
        format_ = QTextCharFormat()
        # The accent itself may be as white as the page; as the colour of text it never is.
        format_.setBackground(color(self._look, "accent-text" if is_current else "selection"))
        format_.setForeground(color(self._look, "background" if is_current else "selection-text"))
        if not is_current:
            # The pale ground alone is hard to see beside the current place, and within bubbles and cards.
            format_.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            format_.setUnderlineColor(color(self._look, "accent-text"))
        mark = QTextEdit.ExtraSelection()
        mark.cursor, mark.format = cursor, format_
        return mark

    def _is_in_sight(self, number: int) -> bool:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(self._spans[number][0])
        line = self._view.cursorRect(cursor)
        return (
            cursor.block().isVisible() and line.top() >= 0 and line.bottom() <= self._view.viewport().height()
        )

    def _in_sight(self) -> Span:
        """From the first block in sight to the end of the last one."""
        area = self._view.viewport().rect()
        first = self._view.cursorForPosition(area.topLeft()).block()
        last = self._view.cursorForPosition(area.bottomRight()).block()
        return first.position(), last.position() + last.length()


class _Blocks:
    """What the search has to know of some blocks: `of_app`, where the app says by itself what became of a text, and
    whether a text goes on in a further block. Each format is looked at once: there are half as many as blocks.
    """

    def __init__(self, first: QTextBlock, last: QTextBlock) -> None:
        of_app: list[Span] = []
        self.goes_on = False
        known: dict[int, bool] = {}
        block = first
        for _ in range(last.blockNumber() - first.blockNumber() + 1):
            format_ = block.blockFormatIndex()
            is_ours = known.get(format_)
            if is_ours is None:
                is_ours = known[format_] = is_of_app(block)
                self.goes_on |= block.blockFormat().property(Mark.GOES_ON) == GoesOn.TEXT
            if is_ours:
                of_app.append((block.position(), block.position() + block.length()))
            block = block.next()
        self.of_app = tuple(of_app)


def _joined(first: QTextBlock, last: QTextBlock, seams: list[int]) -> str:
    """The texts of blocks, one a line; note in `seams` where one goes on in a further block, which is no new line."""
    parts: list[str] = []
    size = 0
    for block in blocks_from(first, last):
        if parts and goes_on(block) is GoesOn.TEXT:
            seams.append(size)
        elif parts:
            parts.append("\n")
            size += 1
        parts.append(block.text().replace("\u2028", "\n"))
        size += len(parts[-1])
    return "".join(parts)


def _spans_in(pattern: TextPattern, text: str, seams: list[int]) -> list[Span]:
    """The places of `pattern` as Qt counts: a character beyond U+FFFF as two, and one for each seam between blocks."""
    spans = list(pattern.spans(text))
    if not spans or (not seams and text.isascii()):
        return spans
    astral = [match.start() for match in _ASTRAL.finditer(text)]
    if not astral and not seams:
        return spans
    # Both are in order: walked along beside the places, of which a letter has thousands.
    counted: list[Span] = []
    before = at = 0
    for start, end in spans:
        while at < len(astral) and astral[at] < start:
            at += 1
        while before < len(seams) and seams[before] <= start:
            before += 1
        within, over = at, before
        while within < len(astral) and astral[within] < end:
            within += 1
        while over < len(seams) and seams[over] < end:
            over += 1
        counted.append((start + at + before, end + within + over))
    return counted
