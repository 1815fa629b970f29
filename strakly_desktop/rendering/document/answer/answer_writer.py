"""Writes one answer, segment by segment, at the end of the document: settled segments once, the open ones again.

A frame writes only what its text says otherwise than what stands there. A finished answer goes the same way in one
step: streamed or not, it ends alike.
"""

from collections.abc import Sequence, Set
from dataclasses import replace

from PySide6.QtGui import QFont, QTextBlock, QTextCursor, QTextDocument

from strakly_desktop.conversation.written_values import LONGEST_VALUE
from strakly_desktop.rendering.document.answer.answer_seams import Seam, SeamFinder
from strakly_desktop.rendering.document.answer.growing_paragraph import GrowingParagraph
from strakly_desktop.rendering.document.answer.open_tail import OpenTail, SettledEnd
from strakly_desktop.rendering.document.answer.run_writer import RunWriter
from strakly_desktop.rendering.document.answer.unresolved_links import UnresolvedLink, UnresolvedLinks
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.markdown.grammar.segment_buffer import Elements
from strakly_desktop.rendering.markdown.grammar.segments import (
    LabelUse,
    References,
    Segment,
    SegmentKind,
)
from strakly_desktop.rendering.markdown.label_uses import LabelUses
from strakly_desktop.rendering.writing.block_ends import Slices
from strakly_desktop.rendering.writing.document_cursor import (
    DocumentCursor,
    utf16_length,
)
from strakly_desktop.rendering.writing.formats import Mark
from strakly_desktop.rendering.writing.last_text import rewrite_last_text
from strakly_desktop.rendering.writing.long_text import LONGEST_BLOCK, goes_on
from strakly_desktop.rendering.writing.table_writer import TableWriter
from strakly_desktop.rendering.writing.whole_values import continued


class AnswerWriter:
    """Writes at the end of `document`. `fresh`: the last block there is empty and may be used."""

    def __init__(
        self,
        document: QTextDocument,
        look: Look,
        width: int,
        *,
        fresh: bool,
        named: Set[str] = frozenset(),
        start: int = 0,
    ) -> None:
        """`named`: labels that links use which are not among what will be written. `start`: where in the answer what
        will be written begins, in characters."""
        self._page = DocumentCursor.at_end_of(document, look, width, fresh=fresh)
        self._runs = RunWriter(self._page, LabelUses(named))
        self._unlinked = UnresolvedLinks()
        self._start = self._settled = self._here()
        self._block = self._start
        self._block_start = self._begin = start
        self._seams: list[tuple[Seam, SettledEnd]] = []
        self._finder = SeamFinder(start)
        self._shown: Sequence[Segment] | None = None
        """The tail that stands there."""
        self._tail: OpenTail | None = None
        """How it stands there, where it ends in a text that may go on."""
        self._growing = GrowingParagraph()

    @property
    def fresh(self) -> bool:
        """Whether the document's last block is empty and may be used."""
        return self._page.fresh

    @property
    def settled_position(self) -> int:
        """Where the settled text ends."""
        return self._settled.place.position()

    @property
    def block_position(self) -> int:
        """Where the block begins that may still be written anew: all that is above it stays as it is."""
        return self._block.place.position()

    @property
    def block_start(self) -> int:
        """Where the source of that block begins in the answer, in characters as its segments count them."""
        return self._block_start

    def set_look(self, look: Look) -> None:
        """Write what follows in other colours."""
        self._shown = self._tail = None
        self._page.look = look

    def take_back_tail(self) -> None:
        """Leave only what has settled: `show` brings the tail again."""
        self._return_to(self._settled)
        self._shown = None

    def set_width(self, width: int) -> None:
        """Write what follows for another width of the reading column; the tail has been taken back."""
        self._page.width = width
        if isinstance(self._runs.open, TableWriter):
            self._runs.open.settle(self._page)
        # The bubble above the first words has another place now.
        self._start, self._block, self._settled = (
            settled.with_format() for settled in (self._start, self._block, self._settled)
        )

    def show(
        self,
        settled: Sequence[Segment],
        tail: Sequence[Segment],
        references: References,
        elements: Elements | None = None,
    ) -> None:
        """Write what has settled since the last call, and below it the tail in place of the last one.

        `elements`: of those of them that have just been read.
        """
        self._runs.elements = elements or {}
        # A row joins its table when it is whole: the table keeps still until then.
        shown = [segment for segment in tail if not _is_row(segment)]
        if not settled and (shown == self._shown or self._go_on_as(shown, references)):
            self._shown = shown
            return
        if settled and self._settle_as_it_stands(settled, references):
            settled = settled[1:]
            self._settled = self._here()
        self._return_to(self._settled)
        self._write(settled, references)
        at_end_of_block = bool(tail) and (not tail[0].continues or self._runs.is_stretch_full)
        if at_end_of_block:
            self._runs.settle_open(references)
        if settled or at_end_of_block:
            self._settled = self._here()
        if at_end_of_block:
            self._block, self._block_start = self._settled, tail[0].start
        self._write(shown, references, for_good=False)
        self._runs.close_open()
        self._shown = shown
        self._tail = (
            replace(self._runs.last, segments=shown) if shown and self._runs.last is not None else None
        )
        self._runs.read = None

    def _go_on_as(self, tail: Sequence[Segment], references: References) -> bool:
        """Write only what the tail says otherwise than the one that stands there; False where that is much."""
        standing = self._tail
        run = None if standing is None else standing.run_of(tail)
        if standing is None or run is None:
            return False
        root = self._growing.read(
            run, references, lambda part: self._runs.tree(part, references, LabelUse(), growing=True)
        )
        self._runs.read = run, root
        parts = standing.last_parts(root)
        text = None if parts is None else rewrite_last_text(self._page, standing.text, parts)
        if text is None:
            return False
        self._tail = replace(standing, segments=tail, run=run, root=root, text=text)
        return True

    @property
    def ends_in_plain_text(self) -> bool:
        """Whether text added at the end would look like a paragraph's own: not like the link or the bold there."""
        last = self._page.cursor.charFormat()
        is_marked = last.isAnchor() or last.fontItalic() or last.fontStrikeOut() or last.property(Mark.PILL)
        return not is_marked and last.fontWeight() <= QFont.Weight.Normal

    def go_on(self, text: str) -> bool:
        """Add plain text to the paragraph that stands last in the tail, and keep the value whole that it completes.

        False where it has to be read again: near a seam between two blocks of one text.
        """
        cursor = QTextCursor(self._page.cursor)
        end, within = cursor.position(), cursor.positionInBlock()
        begins_late = goes_on(cursor.block()) is not None and within < 2 * LONGEST_VALUE
        if begins_late or within + 2 * len(text) > LONGEST_BLOCK:
            return False
        start = max(cursor.block().position(), self._settled.place.position(), end - 2 * LONGEST_VALUE)
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        before = cursor.selectedText()
        whole = continued(before, text)
        if not whole.startswith(before):
            for index in range(max(0, len(before) - LONGEST_VALUE), len(before)):
                if before[index] != whole[index]:
                    self._tail = None
                    self._set_blank(end - utf16_length(before[index:]), whole[index])
        self._page.cursor.insertText(whole[len(before) :])
        self._shown = None
        return True

    def _set_blank(self, position: int, blank: str) -> None:
        """Put another blank in the place of one that the answer did not write so."""
        cursor = QTextCursor(self._page.cursor)
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        format_ = cursor.charFormat()
        if not format_.property(Mark.WRITTEN):
            cursor.insertText(blank, format_)

    def finish(
        self,
        rest: Sequence[Segment],
        references: References,
        elements: Elements | None = None,
        *,
        in_list: bool = False,
    ) -> None:
        """Write the last segments; the tail is gone and everything is settled. `elements`: see `show`; `in_list`: the
        list at the end goes on, though not by this writer."""
        self._runs.elements = elements or {}
        self._return_to(self._settled)
        self._write(rest, references)
        self._runs.settle_open(references)
        if not in_list:
            self._runs.close_open()
        self._runs.open = None

    def misjudged(self, references: References) -> Set[str] | None:
        """All labels that a finished answer uses, if that makes it look otherwise than it was written; else None.

        While it streams, a definition is hidden if something above it names it; something below it may, too.
        """
        return self._runs.uses.misjudged(references)

    def take_unlinked(self) -> list[UnresolvedLink]:
        """The places of a finished answer, in order, whose links got their addresses after they were written."""
        places = self._unlinked.take()
        for place in places:
            place.used = self._runs.uses.named
        return places

    def start_again(self, named: Set[str] = frozenset()) -> None:
        """Take back everything that was written. `named`: labels that are used, as far as that is known."""
        self._unlinked = UnresolvedLinks()
        self._runs.uses = LabelUses(named)
        self._runs.open = None
        self._settled = self._block = self._start
        self._block_start = self._begin
        self._seams.clear()
        self._finder = SeamFinder(self._begin)
        self._return_to(self._start)
        self._shown = None

    @property
    def first(self) -> QTextCursor | None:
        """Where the first block begins; None where nothing has settled."""
        return self._finder.first

    def take_seams(self) -> list[Seam]:
        """The seams that were found, in order. What stands above them will not be written again by this writer."""
        seams = [seam for seam, _ in self._seams]
        if self._seams:
            self._begin, self._start = seams[-1].start, self._seams[-1][1]
            self._seams.clear()
        return seams

    def _note_seam(self, first: Segment, above: QTextBlock, *, was_fresh: bool) -> None:
        seam = self._finder.look(first, above, was_fresh=was_fresh, is_free=self._runs.uses.is_empty)
        if seam is not None:
            self._seams.append((seam, self._block))

    def _write(self, segments: Sequence[Segment], references: References, *, for_good: bool = True) -> None:
        for run in self._runs.stretches(segments):
            begins_stretch = run[0].continues and self._runs.is_stretch_full
            begins = begins_stretch or not run[0].continues
            # A tail stands below what has settled, which is not written anew then.
            if begins and (for_good or not isinstance(self._runs.open, Slices)):
                self._runs.settle_open(references)
            if not run[0].continues:
                self._runs.close_open()
                self._runs.open = None
            if for_good and begins:
                self._block, self._block_start = self._here(), run[0].start
            if begins_stretch:
                self._runs.begin_stretch(run[0])
            above, fresh = self._page.cursor.block(), self._page.fresh
            labels = self._runs.write(run, references, for_good)
            if for_good:
                if begins and not begins_stretch:
                    self._note_seam(run[0], above, was_fresh=fresh)
                self._note_run(run, labels, references, above if fresh else above.next())

    def _note_run(
        self, run: Sequence[Segment], labels: LabelUse, references: References, first: QTextBlock
    ) -> None:
        """Remember of what has settled, from the block `first` on, what may get an address late."""
        self._runs.uses.note(run, labels)
        table = self._runs.open.parts if isinstance(self._runs.open, TableWriter) else ()
        self._unlinked.note(run, labels.unknown, references, first, table)

    def _settle_as_it_stands(self, settled: Sequence[Segment], references: References) -> bool:
        """Let the paragraph that stands as the tail stay there for good, with what its end says otherwise now.

        False where it has to be written as a whole.
        """
        first, *others = settled
        standing = self._tail
        if standing is None or first.kind is not SegmentKind.PARAGRAPH or standing.run_of([first]) is None:
            return False
        if not isinstance(self._runs.open, Slices) or first.continues or (others and others[0].continues):
            return False
        before, labels = self._settled, LabelUse()
        # What its beginning was read into is known: no label can be there.
        root = self._growing.read([first], references, lambda part: self._runs.tree(part, references, labels))
        parts = standing.last_parts(root)
        if parts is None or rewrite_last_text(self._page, standing.text, parts) is None:
            return False
        above = before.place.block()
        self._block, self._block_start = before, first.start
        self._runs.open = self._runs.begun_slices([first])
        self._note_seam(first, above, was_fresh=before.fresh)
        self._note_run([first], labels, references, above if before.fresh else above.next())
        return True

    def _here(self) -> SettledEnd:
        return SettledEnd.here(self._page, self._runs.open)

    def _return_to(self, settled: SettledEnd) -> None:
        """Remove what stands after the settled text."""
        self._tail = None
        settled.remove_below(self._page)
        self._runs.open = settled.open


def _is_row(segment: Segment) -> bool:
    """Whether a segment is a further row of a table."""
    if segment.within is not None:
        return segment.within.leaf is SegmentKind.TABLE
    return segment.continues and segment.kind is SegmentKind.TABLE
