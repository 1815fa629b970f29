"""Makes links of what was shown as text until their addresses came, at the end of an answer.

The places are read and written anew between frames, what is in sight first, and never more at a time than a frame
allows: Qt lays out again what stands between two changes, and moves all that stands below them.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from operator import attrgetter
from time import perf_counter
from typing import TypeAlias

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextTable

from strakly_desktop.rendering.document.answer.answer_writer import AnswerWriter
from strakly_desktop.rendering.document.answer.unresolved_links import UnresolvedLink, written_blocks
from strakly_desktop.rendering.document.document_patch import patch_table, patch_text
from strakly_desktop.rendering.document.drawing_bugs import DrawingBugs
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.document_cursor import editing
from strakly_desktop.rendering.writing.folded_rows import folded_blocks, holds_rows
from strakly_desktop.rendering.writing.long_text import whole_texts

_FRAME_MS = 16
_FIRST_MS = 50
"""After the end of an answer, which is to be laid out and painted first: reading would come on top of that."""
_READING_MS = 6
_PIECES_AT_ONCE = 4
_CHANGES_AT_ONCE = 14
_ROWS_BLOCK = _CHANGES_AT_ONCE // 2
"""What a block of rows that are not drawn counts as: Qt lays out nothing of it, but each of its links is written."""
_REACH = 2_500
"""Characters of the document within which changes are made together."""

Change: TypeAlias = tuple[list[QTextBlock], list[QTextBlock]] | tuple[QTextTable, QTextTable]
"""What stands in the document, and what it has to look like."""
_position = attrgetter("position")


class LinkResolution:
    """What is left to do in one document.

    `sight` tells a position that the reader sees; `in_place` makes a change while the reader's place is kept.
    """

    def __init__(
        self,
        document: QTextDocument,
        look: Look,
        width: int,
        bugs: DrawingBugs,
        sight: Callable[[], int] | None = None,
        in_place: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        self._document = document
        self._bugs = bugs
        self._sight = sight or document.characterCount
        self._in_place = in_place or _make
        self._look, self._width = look, width
        self._places: list[UnresolvedLink] = []
        self._begun: list[_Reading] = []  # What they have written stands in `_changes`.
        self._reading: _Reading | None = None
        self._changes: deque[Change] = deque()
        self._is_prepared = False
        self._pass = QTimer(document, singleShot=True)
        self._pass.timeout.connect(self._go_on)

    @property
    def is_done(self) -> bool:
        """Whether no link waits for its address any more."""
        return not (self._places or self._reading or self._changes)

    def use(self, look: Look, width: int) -> None:
        """Write in these colours and for this width of the column; what is half done is begun again."""
        self._look, self._width = look, width
        for reading in self._begun:
            insort(self._places, reading.place, key=_position)
        self._drop_begun()

    def add(self, places: Sequence[UnresolvedLink]) -> None:
        """Take the places of an answer that has just been written, in order."""
        self._places += places
        if self._places and not self._pass.isActive():
            self._pass.start(_FIRST_MS)

    def clear(self) -> None:
        """Forget what is left: it is gone, or is written anew by others."""
        self._pass.stop()
        self._places.clear()
        self._drop_begun()

    def write_all(self) -> None:
        """Do now all that is left, however long that takes."""
        self._pass.stop()
        while not self.is_done:
            self._prepare(float("inf"))
            self._patch()

    def _go_on(self) -> None:
        start = perf_counter()
        # Either: to read and to lay out what has changed are a frame's work each.
        if self._is_prepared:
            self._in_place(self._patch)
        else:
            self._prepare(_READING_MS)
        if not self.is_done:
            spent = round((perf_counter() - start) * 1000)
            self._pass.start(max(_FRAME_MS - spent, spent // 2))

    def _prepare(self, budget: float) -> None:
        """Write places apart for `budget` ms, or until there is enough to change."""
        sight, start = self._sight(), perf_counter()
        while not self._is_prepared and (perf_counter() - start) * 1000 < budget:
            self._bugs.attempt(lambda: self._prepare_piece(sight), self._give_up_piece)

    def _give_up_piece(self) -> None:
        """What is being read stays the text that it is."""
        if self._reading is not None:
            self._begun.remove(self._reading)
            self._reading = None

    def _prepare_piece(self, sight: int) -> None:
        if self._reading is None and not self._begin_next(sight):
            self._is_prepared = True
        elif self._reading is not None and self._reading.go_on():
            self._changes += self._reading.changes()
            self._reading = None

    def _begin_next(self, sight: int) -> bool:
        """Begin with the place that comes next; False if it has to wait for the changes that are ready."""
        if not self._places or len(self._changes) >= _CHANGES_AT_ONCE:
            return False
        # From what is in sight down to the end, and then upwards.
        index = min(bisect_left(self._places, sight, key=_position), len(self._places) - 1)
        place = self._places[index]
        if self._changes and abs(place.position - self._begun[0].place.position) > _REACH:
            return False
        del self._places[index]
        self._reading = _Reading(place, self._look, self._width)
        self._begun.append(self._reading)
        return True

    def _patch(self) -> None:
        """Change what is ready, but not more than Qt can lay out in a frame."""
        weight = 0
        with editing(self._document):
            while self._changes and weight < _CHANGES_AT_ONCE:
                weight += self._bugs.attempt(partial(_patch_one, *self._changes.popleft()), _nothing)
        if not self._changes:
            self._drop_begun()

    def _drop_begun(self) -> None:
        self._is_prepared = False
        self._changes.clear()
        self._reading = None
        self._begun.clear()


class _Reading:
    """One place as it looks with its links, written into a document of its own that is never laid out."""

    def __init__(self, place: UnresolvedLink, look: Look, width: int) -> None:
        self.place = place
        self._rest = deque(place.segments)
        self._document = QTextDocument()
        self._document.setUndoRedoEnabled(False)
        self._writer = AnswerWriter(self._document, look, width, fresh=True, named=place.used)

    def go_on(self) -> bool:
        """Write some segments; True if those were the last."""
        segments = [self._rest.popleft() for _ in range(min(_PIECES_AT_ONCE, len(self._rest)))]
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        self._writer.show(segments, (), self.place.references)
        if not self._rest:
            self._writer.finish((), self.place.references)
        cursor.endEditBlock()
        return not self._rest

    def changes(self) -> Iterator[Change]:
        """Pairs of what stands in the answer and what it has to look like."""
        if self.place.table:
            frames = self._document.rootFrame().childFrames()
            new_parts = [frame for frame in frames if isinstance(frame, QTextTable)]
            yield from zip(self.place.table, new_parts, strict=False)
            for old_rows, new_rows in zip(
                folded_blocks(self.place.table[-1]), folded_blocks(new_parts[-1]), strict=False
            ):
                yield [old_rows], [new_rows]
            return
        new = whole_texts(written_blocks(self._document.begin()))
        old = whole_texts(written_blocks(self.place.block))
        yield from zip(old, islice(new, self.place.number, None), strict=False)


def _patch_one(old: list[QTextBlock] | QTextTable, new: list[QTextBlock] | QTextTable) -> int:
    """Make what stands look like the new; return how much that gives Qt to lay out."""
    if isinstance(old, QTextTable) and isinstance(new, QTextTable):
        patch_table(old, new)
        return old.rows() * old.columns() // 2
    if isinstance(old, list) and isinstance(new, list):
        patch_text(old, new)
        return _ROWS_BLOCK if holds_rows(new[0]) else len(new)
    return 1


def _nothing() -> int:
    return 0


def _make(change: Callable[[], None]) -> None:
    change()
