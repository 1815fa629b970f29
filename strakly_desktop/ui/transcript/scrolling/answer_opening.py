"""Shows an answer from its beginning that has run by before anybody could have read its first line.

The assistant on this computer answers in a second or some, a table too: whoever is led to the end of that sees the last
rows, and has to go up for the headline. What comes more slowly is read as it comes, and followed.
"""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.rendering.document.document import PAGE_MARGIN
from strakly_desktop.rendering.writing.formats import BlockRole, Mark
from strakly_desktop.rendering.writing.long_text import goes_on

READING_S = 2.5
"""So long a first line is in sight until it is read."""
LONGEST_S = 15.0
"""Whoever has followed an answer for so long stays with its end, however fast it came."""
_MOST_OF_QUESTION = 1 / 3
"""Of the height of the page: the lines of a longer question would keep those of its answer out of sight."""


class AnswerOpening:
    """Knows of the last answer on `view` when it began to come, and where it stands. `clock` tells seconds."""

    def __init__(self, view: QTextEdit, clock: Callable[[], float] = perf_counter) -> None:
        self._view = view
        self._clock = clock
        self._came_at: float | None = None
        self._left_at: float | None = None
        """When the first line left the page at its top."""
        self._question: QTextCursor | None = None

    def begin(self) -> None:
        """Another answer is awaited."""
        self._came_at = self._left_at = self._question = None

    def note_text(self) -> None:
        """A piece of it has come."""
        if self._came_at is None:
            self._came_at = self._clock()

    def note_place(self) -> None:
        """It will stand below all that is on the page."""
        self._question = QTextCursor(self._view.document())
        self._question.movePosition(QTextCursor.MoveOperation.End)
        self._question.setKeepPositionOnInsert(True)

    def forget_place(self) -> None:
        """The page is written again: what is kept of it may stand anywhere then."""
        self._question = None

    def note_sight(self) -> None:
        """The page shows what it shows now."""
        value = self._view.verticalScrollBar().value()
        if value and self._left_at is None and self._came_at is not None and value > self._top(self._first):
            self._left_at = self._clock()

    @property
    def is_unread(self) -> bool:
        """Whether nobody can have read its first line yet, where its end comes now."""
        if self._came_at is None:
            return True
        now = self._clock()
        left_at = now if self._left_at is None else self._left_at
        return left_at - self._came_at < READING_S and now - self._came_at < LONGEST_S

    @property
    def is_coming_unread(self) -> bool:
        """Whether some of it has come that nobody can have read yet."""
        return self._came_at is not None and self.is_unread

    def place(self, end: int) -> int:
        """How far down the page is to be, whose end is seen at `end`, so that the beginning of the answer is in sight.

        That is at its end where both are in sight; else with the question at the top, or with the first line of the
        answer where the question is long. All in px.
        """
        first = self._first
        # The page was written again, or what stood there has left it.
        if not first.isValid() or (top := self._top(first)) >= end:
            return end
        begin = self._top(_first_of(first.previous()))
        if top - begin > self._view.viewport().height() * _MOST_OF_QUESTION:
            begin = top
        return max(0, min(end, round(begin) - PAGE_MARGIN))

    @property
    def _first(self) -> QTextBlock:
        """The first block of the answer; invalid where there is none below a question."""
        question = QTextBlock() if self._question is None else self._question.block()
        return question.next() if _role(question) == BlockRole.USER else QTextBlock()

    def _top(self, block: QTextBlock) -> float:
        return self._view.document().documentLayout().blockBoundingRect(block).top()


def _first_of(question: QTextBlock) -> QTextBlock:
    """The first block of a question, or the line above it that tells of another branch."""
    while goes_on(question) is not None:
        question = question.previous()
    note = question.previous()
    return note if _role(note) == BlockRole.NOTE else question


def _role(block: QTextBlock) -> object:
    return block.blockFormat().property(Mark.ROLE) if block.isValid() else None
