"""Writes one answer, segment by segment, at the end of the document: settled segments once, the open ones again.

A list, table, code block, quote or long paragraph takes its next segment where it stands, so that the thousandth
row costs what the first did. A finished answer goes the same way in one step: streamed or not, it ends alike.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from PySide6.QtGui import QFont, QTextBlock, QTextCursor, QTextDocument

from strakly_desktop.conversation.written_values import LONGEST_VALUE
from strakly_desktop.rendering.document.answer_seams import Seam, SeamFinder
from strakly_desktop.rendering.document.growing_paragraph import GrowingParagraph
from strakly_desktop.rendering.document.open_tail import Open, OpenTail, SettledEnd
from strakly_desktop.rendering.document.unresolved_links import UnresolvedLink, UnresolvedLinks
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.markdown.grammar.segment_buffer import Elements
from strakly_desktop.rendering.markdown.grammar.segments import (
    LabelUse,
    References,
    Segment,
    SegmentKind,
    runs_of,
)
from strakly_desktop.rendering.markdown.html_tree import HtmlNode, parse_html
from strakly_desktop.rendering.markdown.label_uses import LabelUses
from strakly_desktop.rendering.writing.block_ends import STRETCH, GoingOn, ListEnd, QuoteEnd, Slices
from strakly_desktop.rendering.writing.block_writer import DocumentWriter, code_of, rows_of
from strakly_desktop.rendering.writing.code_writer import CodeWriter
from strakly_desktop.rendering.writing.document_cursor import (
    DocumentCursor,
    anchored,
    new_group,
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
        self._open: Open = None
        self._unlinked = UnresolvedLinks()
        self._uses = LabelUses(named)
        self._start = self._settled = self._here()
        self._block = self._start
        self._block_start = self._begin = start
        self._seams: list[tuple[Seam, SettledEnd]] = []
        self._finder = SeamFinder(start)
        self._shown: Sequence[Segment] | None = None
        """The tail that stands there."""
        self._tail: OpenTail | None = None
        """How it stands there, where it ends in a text that may go on."""
        self._last: OpenTail | None = None
        """What was written last, where it ends in such a text."""
        self._read: tuple[Sequence[Segment], HtmlNode] | None = None
        """What has just been read of a tail, and into what."""
        self._elements: Elements = {}
        """Of segments that are being written for the first time: they need not be read again."""
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
        if isinstance(self._open, TableWriter):
            self._open.settle(self._page)
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
        self._elements = elements or {}
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
        at_end_of_block = bool(tail) and (not tail[0].continues or self._is_stretch_full)
        if at_end_of_block:
            self._settle_open(references)
        if settled or at_end_of_block:
            self._settled = self._here()
        if at_end_of_block:
            self._block, self._block_start = self._settled, tail[0].start
        self._write(shown, references, for_good=False)
        self._close_open()
        self._shown = shown
        self._tail = replace(self._last, segments=shown) if shown and self._last is not None else None
        self._read = None

    def _go_on_as(self, tail: Sequence[Segment], references: References) -> bool:
        """Write only what the tail says otherwise than the one that stands there; False where that is much."""
        standing = self._tail
        run = None if standing is None else standing.run_of(tail)
        if standing is None or run is None:
            return False
        root = self._growing.read(
            run, references, lambda part: self._tree(part, references, LabelUse(), growing=True)
        )
        self._read = run, root
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
        self._elements = elements or {}
        self._return_to(self._settled)
        self._write(rest, references)
        self._settle_open(references)
        if not in_list:
            self._close_open()
        self._open = None

    def misjudged(self, references: References) -> Set[str] | None:
        """All labels that a finished answer uses, if that makes it look otherwise than it was written; else None.

        While it streams, a definition is hidden if something above it names it; something below it may, too.
        """
        return self._uses.misjudged(references)

    def take_unlinked(self) -> list[UnresolvedLink]:
        """The places of a finished answer, in order, whose links got their addresses after they were written."""
        places = self._unlinked.take()
        for place in places:
            place.used = self._uses.named
        return places

    def start_again(self, named: Set[str] = frozenset()) -> None:
        """Take back everything that was written. `named`: labels that are used, as far as that is known."""
        self._unlinked = UnresolvedLinks()
        self._uses = LabelUses(named)
        self._open = None
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
        seam = self._finder.look(first, above, was_fresh=was_fresh, is_free=self._uses.is_empty)
        if seam is not None:
            self._seams.append((seam, self._block))

    def _write(self, segments: Sequence[Segment], references: References, *, for_good: bool = True) -> None:
        for run in self._stretches(segments):
            begins_stretch = run[0].continues and self._is_stretch_full
            begins = begins_stretch or not run[0].continues
            # A tail stands below what has settled, which is not written anew then.
            if begins and (for_good or not isinstance(self._open, Slices)):
                self._settle_open(references)
            if not run[0].continues:
                self._close_open()
                self._open = None
            if for_good and begins:
                self._block, self._block_start = self._here(), run[0].start
            if begins_stretch:
                self._begin_stretch(run[0])
            above, fresh = self._page.cursor.block(), self._page.fresh
            labels = self._write_run(run, references, for_good)
            if for_good:
                if begins and not begins_stretch:
                    self._note_seam(run[0], above, was_fresh=fresh)
                self._note_run(run, labels, references, above if fresh else above.next())

    def _note_run(
        self, run: Sequence[Segment], labels: LabelUse, references: References, first: QTextBlock
    ) -> None:
        """Remember of what has settled, from the block `first` on, what may get an address late."""
        self._uses.note(run, labels)
        table = self._open.parts if isinstance(self._open, TableWriter) else ()
        self._unlinked.note(run, labels.unknown, references, first, table)

    def _settle_as_it_stands(self, settled: Sequence[Segment], references: References) -> bool:
        """Let the paragraph that stands as the tail stay there for good, with what its end says otherwise now.

        False where it has to be written as a whole.
        """
        first, *others = settled
        standing = self._tail
        if standing is None or first.kind is not SegmentKind.PARAGRAPH or standing.run_of([first]) is None:
            return False
        if not isinstance(self._open, Slices) or first.continues or (others and others[0].continues):
            return False
        before, labels = self._settled, LabelUse()
        # What its beginning was read into is known: no label can be there.
        root = self._growing.read([first], references, lambda part: self._tree(part, references, labels))
        parts = standing.last_parts(root)
        if parts is None or rewrite_last_text(self._page, standing.text, parts) is None:
            return False
        above = before.place.block()
        self._block, self._block_start = before, first.start
        self._open = self._begun_slices([first])
        self._note_seam(first, above, was_fresh=before.fresh)
        self._note_run([first], labels, references, above if before.fresh else above.next())
        return True

    def _write_run(self, run: Sequence[Segment], references: References, for_good: bool) -> LabelUse:
        """Write segments of one block; return the labels of what are or may become links."""
        labels = LabelUse()
        self._last = None
        if run[0].kind is SegmentKind.TEXT:
            self._write_plain(run)
            return labels
        if run[0].kind is SegmentKind.TABLE and not run[0].continues:
            self._write_read(run[:1], references, for_good, labels)
            run = run[1:]
        folded: Sequence[Segment] = ()
        if isinstance(self._open, TableWriter):
            run, folded = run[: self._open.room], run[self._open.room :]
        if run:
            self._write_read(run, references, for_good, labels)
        if isinstance(self._open, TableWriter):
            self._open.begin(self._page)
            if folded:
                from strakly_desktop.rendering.tables.table_data import read_rows

                self._open.fold_rows(self._page, read_rows(folded, references, labels))
        return labels

    def _write_read(
        self, run: Sequence[Segment], references: References, for_good: bool, labels: LabelUse
    ) -> None:
        writer = DocumentWriter(self._page)
        if not for_good and self._read is not None and self._read[0] == run:
            root = self._read[1]
        else:
            root = self._tree(run, references, labels, growing=not for_good)
        first = next((child for child in root.children if isinstance(child, HtmlNode)), root)
        match run[0].kind:
            case SegmentKind.LIST if first.tag in ("ol", "ul"):
                end = self._open if isinstance(self._open, ListEnd) else ListEnd()
                self._open = writer.write_items(first, end, None, _going_on(run[0], for_good))
            case SegmentKind.TABLE if first.tag == "table":
                self._write_rows(first)
            case SegmentKind.CODE if first.tag == "pre":
                self._write_code(first, for_good, goes_on=run[0].glued)
            case SegmentKind.QUOTE if first.tag == "blockquote":
                quote = self._open if isinstance(self._open, QuoteEnd) else QuoteEnd(new_group())
                self._open = writer.write_quote(first, quote, _going_on(run[0], for_good))
            case SegmentKind.PARAGRAPH if first.tag == "p" and isinstance(self._open, Slices):
                writer.continue_paragraph(first)
                begins = not self._open.segments
                self._open = replace(self._open, segments=(*self._open.segments, *run), in_one=begins)
            case SegmentKind.PARAGRAPH:
                writer.write(root)
                self._open = self._begun_slices(run) if root.children else None
            case _:
                writer.write(root)
        self._last = None if writer.last_text is None else OpenTail(run, run, root, writer.last_text)

    def _write_rows(self, table: HtmlNode) -> None:
        rows = rows_of(table)
        if not isinstance(self._open, TableWriter):
            if not rows:
                return
            self._open = TableWriter(self._page, rows.pop(0), 0)
        self._open.add_rows(self._page, rows)

    def _write_code(self, block: HtmlNode, for_good: bool, *, goes_on: bool) -> None:
        code = code_of(block)
        if not isinstance(self._open, CodeWriter):
            self._open = CodeWriter(code.attributes.get("class", "").removeprefix("language-"), 0)
        self._open.add(self._page, code, for_good=for_good, goes_on=goes_on)

    def _write_plain(self, run: Sequence[Segment]) -> None:
        writer = DocumentWriter(self._page)
        for segment in run:
            text = HtmlNode("p", {}, [segment.source.removeprefix("\n")])
            if segment.continues and not segment.source.startswith("\n"):
                writer.continue_paragraph(text)
            else:
                writer.write(HtmlNode("root", {}, [text]))

    @property
    def _is_stretch_full(self) -> bool:
        """Whether a paragraph stands last that goes on in another block."""
        return isinstance(self._open, Slices) and self._open.is_full

    def _stretches(self, segments: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
        """Segments of one block, and of a very long paragraph of one stretch, that stand together."""
        for run in runs_of(segments):
            if run[0].kind is not SegmentKind.PARAGRAPH:
                yield run
                continue
            length = 0
            if run[0].continues and isinstance(self._open, Slices) and not self._open.is_full:
                length = self._open.length
            start = 0
            for index, segment in enumerate(run):
                if length >= STRETCH:
                    yield run[start:index]
                    start, length = index, 0
                length += len(segment.source)
            yield run[start:]

    def _begin_stretch(self, first: Segment) -> None:
        """Let the paragraph that stands last go on in another block, which `first` begins."""
        DocumentWriter(self._page).begin_further_block(first.source)
        cursor = self._page.cursor
        self._open = Slices((), anchored(cursor), cursor.blockFormat())

    def _begun_slices(self, run: Sequence[Segment]) -> Slices:
        """A paragraph or stretch of one, of which `run` has just been written."""
        block = self._page.cursor.block()
        while goes_on(block) is not None:
            block = block.previous()
        format_ = block.blockFormat()
        format_.setBottomMargin(self._page.cursor.blockFormat().bottomMargin())
        return Slices(tuple(run), anchored(QTextCursor(block)), format_)

    def _settle_open(self, references: References) -> None:
        """What stands last may be whole: give it the form that only the whole tells."""
        match self._open:
            case TableWriter() | CodeWriter():
                self._open.settle(self._page)
            case Slices(segments, place, block_format, in_one=False):
                cursor = self._page.cursor
                cursor.setPosition(place.position())
                cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
                cursor.setBlockFormat(block_format)
                whole = self._tree(segments, references, LabelUse())
                DocumentWriter(self._page).continue_paragraph(whole)
                self._open = replace(self._open, in_one=True)
            case _:
                pass

    def _tree(
        self, segments: Sequence[Segment], references: References, labels: LabelUse, *, growing: bool = False
    ) -> HtmlNode:
        # Imported at the first answer: markdown must not delay the first paint.
        from strakly_desktop.rendering.markdown.markup import blocks_html

        return parse_html(
            blocks_html(
                segments,
                references,
                growing=growing,
                as_written=True,
                named=self._uses.named,
                labels=labels,
                elements=self._elements,
            )
        )

    def _close_open(self) -> None:
        """Set apart from what follows. Taken back if the block goes on."""
        match self._open:
            case ListEnd():
                DocumentWriter(self._page).close_list()
            case CodeWriter():
                self._open.close(self._page)
            case _:
                pass

    def _here(self) -> SettledEnd:
        return SettledEnd.here(self._page, self._open)

    def _return_to(self, settled: SettledEnd) -> None:
        """Remove what stands after the settled text."""
        self._tail = None
        settled.remove_below(self._page)
        self._open = settled.open


def _going_on(first: Segment, for_good: bool) -> GoingOn:
    levels = 0 if first.within is None else first.within.levels
    return GoingOn(levels, first.glued, for_good)


def _is_row(segment: Segment) -> bool:
    """Whether a segment is a further row of a table."""
    if segment.within is not None:
        return segment.within.leaf is SegmentKind.TABLE
    return segment.continues and segment.kind is SegmentKind.TABLE
