"""Finds places at which a long answer can be parted while it is written, and keeps those of a page.

What is above such a place looks the same without what is below it, and the other way round: the place is between two
blocks of the answer, and nothing above has to do with the address of a link that comes later. Then a part can leave the
page and be written again alone.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from typing import NamedTuple

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextTable

from strakly_desktop.rendering.document.shown_messages import (
    AnswerPart,
    ShownMessage,
    ShownQuestion,
    borders,
    id_of,
    without_last_parts,
)
from strakly_desktop.rendering.markdown.grammar.segments import Segment
from strakly_desktop.rendering.writing.document_cursor import anchored, is_filler
from strakly_desktop.rendering.writing.formats import BlockRole, Mark
from strakly_desktop.rendering.writing.long_text import goes_on
from strakly_desktop.rendering.writing.table_fit import compares_numbers

PART = 4_000
"""Characters that a part has at least. Where one is taken off the page, Qt lays out again the tables of as much text
that stays: one of twice the length costs the same in all, but holds up a key for 15 ms instead of 11."""
FIRST_PART = 2 * PART
"""The same of the first: what is shorter is no long answer, and stays whole."""


class Seam(NamedTuple):
    """`start`: where in the answer it is, in characters. `place`: the first position of what stands below it."""

    start: int
    place: QTextCursor


class SeamFinder:
    """Looks for seams in an answer that is written from `start` on."""

    def __init__(self, start: int) -> None:
        self._last = start
        self._length = FIRST_PART
        self.first: QTextCursor | None = None
        """Where its first block begins."""

    def look(self, first: Segment, above: QTextBlock, *, was_fresh: bool, is_free: bool) -> Seam | None:
        """The seam above the block that has just been written below or, `was_fresh`, perhaps into the block `above`;
        None where it is none. `is_free`: nothing above has to do with labels of links."""
        if self.first is not None and not (is_free and first.start - self._last >= self._length):
            return None
        block = above if was_fresh and not is_filler(above) else above.next()
        place = anchored(QTextCursor(block))
        if self.first is None:
            self.first = place
            return None
        if not _can_open_a_page(block) or not _can_be_read_alone(first):
            return None
        self._last, self._length = first.start, PART
        return Seam(first.start, place)


def _can_open_a_page(block: QTextBlock) -> bool:
    """Whether a block can stand first: above a table there has to be one, and an empty one or a list is lost to Qt."""
    is_text = block.isValid() and block.isVisible() and block.length() > 1
    # By its mark, for the document knows its tables only after the edit.
    return is_text and block.blockFormat().property(Mark.COLUMN) is None and block.textList() is None


def _can_be_read_alone(segment: Segment) -> bool:
    """Whether it begins a block of its own, at the beginning of a line."""
    is_rest = segment.continues or segment.glued or segment.head or segment.within is not None
    return not is_rest and not segment.source[:1].isspace()


class PageEntries:
    """The messages of a page, from the top, and the seams below the parts of answers among them."""

    def __init__(self) -> None:
        self.messages: list[ShownMessage] = []
        self._seams: list[QTextCursor | None] = []

    @property
    def has_parts(self) -> bool:
        """Whether there is a part of an answer."""
        return bool(self._seams)

    def clear(self) -> Sequence[ShownMessage]:
        """Forget all messages; return them."""
        messages, self.messages = self.messages, []
        self._seams.clear()
        return messages

    def keep_first(self, count: int) -> None:
        """Forget all messages but so many from the top."""
        parts = _parts_in(self.messages[count:])
        del self.messages[count:]
        del self._seams[len(self._seams) - parts :]

    def add_part(self, part: AnswerPart, seam: QTextCursor | None = None) -> None:
        """A part stands below all else; without a `seam` what goes on below it has to be told of."""
        self.messages.append(part)
        self._seams.append(seam)

    def note_rest(self, first: QTextCursor | None) -> None:
        """The answer goes on there below a part that stands last."""
        if self._seams and self._seams[-1] is None:
            self._seams[-1] = first

    def add_above(self, messages: Sequence[ShownMessage], below: QTextBlock) -> None:
        """Messages were written above all others, which begin with the block `below`."""
        self.messages[:0] = messages
        if messages and isinstance(messages[-1], AnswerPart):
            self._seams.insert(0, anchored(QTextCursor(below)))

    def replace(self, messages: list[ShownMessage]) -> bool:
        """Hold these, which are to be written again; whether they are others."""
        is_other, self.messages = messages != self.messages, messages
        if is_other:
            self._seams = [None for message in messages if isinstance(message, AnswerPart)]
        return is_other

    @property
    def has_part_last(self) -> bool:
        """Whether a part stands below all else, and its answer goes on below it."""
        return bool(self.messages) and isinstance(self.messages[-1], AnswerPart)

    @property
    def start_of_rest(self) -> QTextCursor | None:
        """Where the answer goes on below the part that stands last; None where nothing has settled there."""
        return self._seams[-1]

    def take_last_parts(self) -> list[AnswerPart]:
        """Forget the parts at the end, whose answer goes on below; return them."""
        self.messages, parts = without_last_parts(self.messages)
        del self._seams[len(self._seams) - len(parts) :]
        return parts

    @property
    def start_of_last_parts(self) -> int:
        """The position at which the answer begins whose parts stand at the end, as far as it is on the page."""
        rest, parts = without_last_parts(self.messages)
        seam = self._seams[-len(parts)] if parts else None
        if not rest or seam is None:
            return 0
        return _start_of_answer(seam.block())

    def begun_at(self, block: QTextBlock) -> tuple[int, QTextBlock]:
        """Which message begins the turn or part that has a block of the page, and the first block of it."""
        seams = [(at, seam) for at, seam in zip(self._parts, self._seams, strict=True) if seam is not None]
        number = bisect_right(seams, block.position(), key=lambda seam: seam[1].position())
        above, below_seam = seams[number - 1] if number else (-1, None)
        first = block
        while first.isValid() and not _begins_question(first):
            if below_seam is not None and first == below_seam.block():
                return above + 1, first
            first = first.previous()
        if not first.isValid():
            return 0, block.document().begin()
        return self._question_of(first), first

    @property
    def _parts(self) -> list[int]:
        return [at for at, message in enumerate(self.messages) if isinstance(message, AnswerPart)]

    def _question_of(self, bubble: QTextBlock) -> int:
        """Which message is the question in a bubble: by its id, or counted from the top, which takes longer."""
        questions = [at for at, message in enumerate(self.messages) if isinstance(message, ShownQuestion)]
        message_id = bubble.blockFormat().property(Mark.MESSAGE)
        named = [at for at in questions if id_of(self.messages[at]) == message_id]
        if len(named) == 1:
            return named[0]
        return questions[sum(block.position() < bubble.position() for block in _bubbles(bubble.document()))]

    def spare(self, most: int, *, goes_on: bool) -> int:
        """How many turns or parts from the top have at most so many characters. `goes_on`: an answer streams in below;
        a part stays above it."""
        borders = self._borders()
        if goes_on and borders and borders[-1] == len(self.messages):
            borders.pop()
        lengths = [0, *accumulate(len(message.shown) for message in self.messages)]
        return sum(lengths[end] <= most for end in borders)

    def below(self, turns: int, document: QTextDocument) -> QTextBlock:
        """The first block below so many turns or parts."""
        messages = self.messages[: self._borders()[turns - 1]]
        if (
            isinstance(messages[-1], AnswerPart)
            and (seam := self._seams[_parts_in(messages) - 1]) is not None
        ):
            return seam.block()
        questions = sum(isinstance(message, ShownQuestion) for message in messages)
        return next(islice(_bubbles(document), questions, None))

    def take_first(self, turns: int, tables: Sequence[QTextTable]) -> list[ShownMessage]:
        """Forget so many turns or parts, which have these tables; return their messages."""
        end = self._borders()[turns - 1]
        taken, self.messages = self.messages[:end], self.messages[end:]
        count = _parts_in(taken)
        seams, self._seams = self._seams[:count], self._seams[count:]
        rest = list(tables)
        for index, message in enumerate(taken):
            seam = seams.pop(0) if isinstance(message, AnswerPart) else None
            if not isinstance(message, AnswerPart) or seam is None:
                continue
            below = seam.block()
            if not index or not isinstance(taken[index - 1], AnswerPart):
                start = _start_of_answer(below)
                rest = [table for table in rest if table.firstPosition() >= start]
            own = [table for table in rest if is_above(table, below)]
            del rest[: len(own)]
            groups = {table.format().property(Mark.GROUP) for table in own}
            has_numbers = any(map(compares_numbers, own))
            taken[index] = replace(message, tables=len(groups), has_numbers=has_numbers)
        return taken

    def _borders(self) -> list[int]:
        """How many messages may leave from the top; not those above a place that is not known yet."""
        found = list(borders(self.messages))
        is_known = all(seam is not None for seam in self._seams)
        return found if is_known else [end for end in found if end < len(self.messages)]


def is_above(table: QTextTable, block: QTextBlock) -> bool:
    """Whether a table stands above a block."""
    return table.firstPosition() < block.position()


def _parts_in(messages: Iterable[ShownMessage]) -> int:
    return sum(isinstance(message, AnswerPart) for message in messages)


def _bubbles(document: QTextDocument) -> Iterator[QTextBlock]:
    """The first block of each question."""
    block = document.begin()
    while block.isValid():
        if _begins_question(block):
            yield block
        block = block.next()


def _begins_question(block: QTextBlock) -> bool:
    return block.blockFormat().property(Mark.ROLE) == BlockRole.USER and goes_on(block) is None


def _start_of_answer(block: QTextBlock) -> int:
    """The position right below the question or answer above a block; 0 where there is none."""
    while block.isValid() and block.blockFormat().property(Mark.ROLE) not in (
        BlockRole.USER,
        BlockRole.FOOTER,
    ):
        block = block.previous()
    return block.position() + block.length() - 1 if block.isValid() else 0
