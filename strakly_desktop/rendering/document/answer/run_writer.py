"""Writes runs of segments, each of one block: where the block that stands last goes on, into it, else below it.

A list, table, code block, quote or long paragraph takes its next segment where it stands, so that the thousandth
row costs what the first did.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtGui import QTextCursor

from strakly_desktop.rendering.document.answer.open_tail import Open, OpenTail
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
from strakly_desktop.rendering.writing.block_writer import DocumentWriter
from strakly_desktop.rendering.writing.code_writer import CodeWriter
from strakly_desktop.rendering.writing.document_cursor import DocumentCursor, anchored, new_group
from strakly_desktop.rendering.writing.element_parts import code_of, rows_of
from strakly_desktop.rendering.writing.long_text import goes_on
from strakly_desktop.rendering.writing.table_writer import TableWriter


class RunWriter:
    """Writes at the end of `page`. `uses`: the labels that links of the answer use, as far as that is known."""

    def __init__(self, page: DocumentCursor, uses: LabelUses) -> None:
        self._page = page
        self.uses = uses
        self.open: Open = None
        """The block that stands last and may go on; set by the caller where what stands last is taken away."""
        self.last: OpenTail | None = None
        """What was written last, where it ends in a text that may go on."""
        self.read: tuple[Sequence[Segment], HtmlNode] | None = None
        """What the caller has just read of a tail, and into what."""
        self.elements: Elements = {}
        """Of segments that are being written for the first time: they need not be read again."""

    @property
    def is_stretch_full(self) -> bool:
        """Whether a paragraph stands last that goes on in another block."""
        return isinstance(self.open, Slices) and self.open.is_full

    def stretches(self, segments: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
        """Segments of one block, and of a very long paragraph of one stretch, that stand together."""
        for run in runs_of(segments):
            if run[0].kind is not SegmentKind.PARAGRAPH:
                yield run
                continue
            length = 0
            if run[0].continues and isinstance(self.open, Slices) and not self.open.is_full:
                length = self.open.length
            start = 0
            for index, segment in enumerate(run):
                if length >= STRETCH:
                    yield run[start:index]
                    start, length = index, 0
                length += len(segment.source)
            yield run[start:]

    def begin_stretch(self, first: Segment) -> None:
        """Let the paragraph that stands last go on in another block, which `first` begins."""
        DocumentWriter(self._page).begin_further_block(first.source)
        cursor = self._page.cursor
        self.open = Slices((), anchored(cursor), cursor.blockFormat())

    def begun_slices(self, run: Sequence[Segment]) -> Slices:
        """A paragraph or stretch of one, of which `run` has just been written."""
        block = self._page.cursor.block()
        while goes_on(block) is not None:
            block = block.previous()
        format_ = block.blockFormat()
        format_.setBottomMargin(self._page.cursor.blockFormat().bottomMargin())
        return Slices(tuple(run), anchored(QTextCursor(block)), format_)

    def write(self, run: Sequence[Segment], references: References, for_good: bool) -> LabelUse:
        """Write segments of one block; return the labels of what are or may become links."""
        labels = LabelUse()
        self.last = None
        if run[0].kind is SegmentKind.TEXT:
            self._write_plain(run)
            return labels
        if run[0].kind is SegmentKind.TABLE and not run[0].continues:
            self._write_read(run[:1], references, for_good, labels)
            run = run[1:]
        folded: Sequence[Segment] = ()
        if isinstance(self.open, TableWriter):
            run, folded = run[: self.open.room], run[self.open.room :]
        if run:
            self._write_read(run, references, for_good, labels)
        if isinstance(self.open, TableWriter):
            self.open.begin(self._page)
            if folded:
                from strakly_desktop.rendering.tables.table_data import read_rows

                self.open.fold_rows(self._page, read_rows(folded, references, labels))
        return labels

    def _write_read(
        self, run: Sequence[Segment], references: References, for_good: bool, labels: LabelUse
    ) -> None:
        writer = DocumentWriter(self._page)
        if not for_good and self.read is not None and self.read[0] == run:
            root = self.read[1]
        else:
            root = self.tree(run, references, labels, growing=not for_good)
        first = next((child for child in root.children if isinstance(child, HtmlNode)), root)
        match run[0].kind:
            case SegmentKind.LIST if first.tag in ("ol", "ul"):
                end = self.open if isinstance(self.open, ListEnd) else ListEnd()
                self.open = writer.write_items(first, end, None, _going_on(run[0], for_good))
            case SegmentKind.TABLE if first.tag == "table":
                self._write_rows(first)
            case SegmentKind.CODE if first.tag == "pre":
                self._write_code(first, for_good, goes_on=run[0].glued)
            case SegmentKind.QUOTE if first.tag == "blockquote":
                quote = self.open if isinstance(self.open, QuoteEnd) else QuoteEnd(new_group())
                self.open = writer.write_quote(first, quote, _going_on(run[0], for_good))
            case SegmentKind.PARAGRAPH if first.tag == "p" and isinstance(self.open, Slices):
                writer.continue_paragraph(first)
                begins = not self.open.segments
                self.open = replace(self.open, segments=(*self.open.segments, *run), in_one=begins)
            case SegmentKind.PARAGRAPH:
                writer.write(root)
                self.open = self.begun_slices(run) if root.children else None
            case _:
                writer.write(root)
        self.last = None if writer.last_text is None else OpenTail(run, run, root, writer.last_text)

    def _write_rows(self, table: HtmlNode) -> None:
        rows = rows_of(table)
        if not isinstance(self.open, TableWriter):
            if not rows:
                return
            self.open = TableWriter(self._page, rows.pop(0), 0)
        self.open.add_rows(self._page, rows)

    def _write_code(self, block: HtmlNode, for_good: bool, *, goes_on: bool) -> None:
        code = code_of(block)
        if not isinstance(self.open, CodeWriter):
            self.open = CodeWriter(code.attributes.get("class", "").removeprefix("language-"), 0)
        self.open.add(self._page, code, for_good=for_good, goes_on=goes_on)

    def _write_plain(self, run: Sequence[Segment]) -> None:
        writer = DocumentWriter(self._page)
        for segment in run:
            text = HtmlNode("p", {}, [segment.source.removeprefix("\n")])
            if segment.continues and not segment.source.startswith("\n"):
                writer.continue_paragraph(text)
            else:
                writer.write(HtmlNode("root", {}, [text]))

    def settle_open(self, references: References) -> None:
        """What stands last may be whole: give it the form that only the whole tells."""
        match self.open:
            case TableWriter() | CodeWriter():
                self.open.settle(self._page)
            case Slices(segments, place, block_format, in_one=False):
                cursor = self._page.cursor
                cursor.setPosition(place.position())
                cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
                cursor.setBlockFormat(block_format)
                whole = self.tree(segments, references, LabelUse())
                DocumentWriter(self._page).continue_paragraph(whole)
                self.open = replace(self.open, in_one=True)
            case _:
                pass

    def close_open(self) -> None:
        """Set apart from what follows. Taken back if the block goes on."""
        match self.open:
            case ListEnd():
                DocumentWriter(self._page).close_list()
            case CodeWriter():
                self.open.close(self._page)
            case _:
                pass

    def tree(
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
                named=self.uses.named,
                labels=labels,
                elements=self.elements,
            )
        )


def _going_on(first: Segment, for_good: bool) -> GoingOn:
    levels = 0 if first.within is None else first.within.levels
    return GoingOn(levels, first.glued, for_good)
