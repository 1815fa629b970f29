"""The blocks that are open while markdown is read line by line: begun, grown and closed here, then handed out.

Everything at the top level leaves in segments as soon as it is settled; everything within a list item or quote grows
an element of its container first. Which line does what is decided in `block_parser`, after CommonMark's appendix on
parsing ("open blocks"): this is its first phase.

In all methods `number` is the number of the line at hand and `depth` how many of the open containers it goes on
with: those beyond are closed before anything is opened. Nothing here raises.
"""

from xml.etree.ElementTree import Element

from strakly_desktop.rendering.markdown.grammar import leaf_blocks
from strakly_desktop.rendering.markdown.grammar.commonmark_lists import NO_ITEMS, ListMarker, Numbering
from strakly_desktop.rendering.markdown.grammar.containers import further
from strakly_desktop.rendering.markdown.grammar.leaf_blocks import (
    Fence,
    Html,
    IndentedCode,
    Leaf,
    Paragraph,
    Table,
)
from strakly_desktop.rendering.markdown.grammar.links import take_definitions
from strakly_desktop.rendering.markdown.grammar.open_containers import OpenContainers
from strakly_desktop.rendering.markdown.grammar.open_paragraphs import OpenParagraphs
from strakly_desktop.rendering.markdown.grammar.segment_buffer import SegmentBuffer
from strakly_desktop.rendering.markdown.grammar.segments import SegmentKind, Within
from strakly_desktop.rendering.markdown.grammar.table_syntax import head_cells, read_table_head

_NOTHING_OPEN = "\n"
"""How HTML goes on in which no element is open."""


class OpenBlocks:
    """The open containers, outermost first (`stack`), and the open leaf within the last of them.

    `segments` takes what is settled; `references` see `OpenParagraphs`. `leaf`, `numbering` and `within` go on from an
    earlier parser, whose lines are settled; of `within` see `OpenContainers`.
    """

    def __init__(
        self,
        segments: SegmentBuffer,
        leaf: Leaf | None = None,
        numbering: Numbering = NO_ITEMS,
        within: Within | None = None,
    ) -> None:
        self.segments = segments
        self.containers = OpenContainers(segments, numbering, within)
        self.stack = self.containers.stack
        self.leaf = leaf if within is None else leaf_blocks.leaf_within(within)
        self._paragraphs = OpenParagraphs(segments, self.containers)
        self.references = self._paragraphs.references

    def open_quote(self, depth: int, number: int) -> int:
        """Begin a quote within `depth` containers; return how many are open now."""
        self._make_room(depth, number)
        self.containers.open_quote(number)
        return len(self.stack)

    def open_item(self, depth: int, marker: ListMarker, number: int) -> int:
        """Begin an item, and a list unless one of the same style is open there; return how many are open now."""
        self.close(depth)
        goes_on = self.containers.goes_on_with(marker)
        if not goes_on:
            self.leave_list()
        self.containers.hand_out_before(number)
        if not goes_on:
            self.containers.open_list(marker, number)
        self.containers.open_item(marker, number)
        return len(self.stack)

    def leave_list(self) -> None:
        """What comes next is no item: a list on top of the stack ends."""
        if self.stack and self.stack[-1].kind == "list":
            self.close(len(self.stack) - 1)

    def close(self, depth: int) -> None:
        """Close the open leaf and the containers beyond `depth`, innermost first."""
        leaf, self.leaf = self.leaf, None
        if leaf is not None:
            self._close_leaf(leaf)
        self.containers.close(depth)

    def _make_room(self, depth: int, number: int) -> None:
        """A block that is no item begins with line `number` in `depth` containers."""
        self.close(depth)
        self.leave_list()
        self.containers.hand_out_before(number)

    def enter(self, depth: int, leaf: Leaf, number: int) -> None:
        """Make `leaf` the open leaf, within `depth` containers."""
        self._make_room(depth, number)
        if not self.stack:
            self.segments.continues = None
        self.leaf = leaf
        self.segments.last = number

    def begin_paragraph(self, depth: int, line: str, number: int) -> None:
        """Make `line` the first of a paragraph."""
        self._make_room(depth, number)
        self.leaf = Paragraph(number, [line.strip(" \t")])
        self.segments.last = number

    def put(self, depth: int, kind: SegmentKind, element: Element, number: int) -> None:
        """Add a block that one line is the whole of, as a heading or a rule."""
        self._make_room(depth, number)
        if not self.stack:
            self.segments.continues = None
        self.segments.last = number
        self.containers.attach(kind, element, number)

    def underline(self, paragraph: Paragraph, tag: str, number: int) -> bool:
        """Make the open paragraph a heading (`tag` "h1" or "h2"); False where it is nothing but definitions."""
        if not self._paragraphs.underline(paragraph, tag, number):
            return False
        self.leaf = None
        return True

    def begin_table(self, paragraph: Paragraph, delimiters: str, number: int) -> bool:
        """Make the last line of the open paragraph a table's header, if `delimiters` fits it as the line below.

        What the paragraph had before that line is closed as a paragraph of its own. False changes nothing.
        """
        # Where a long paragraph has just been cut, its last line is settled text already.
        header = paragraph.lines[-1] if paragraph.lines else ""
        alignments = read_table_head(header, delimiters)
        if alignments is None or paragraph.lazy or self.segments.lines[-2].glued:
            return False
        if not delimiters.strip(" \t-"):
            return False  # It underlines a heading, for which a paragraph that was cut is too long: not half of both.
        del paragraph.lines[-1]
        self.segments.last = number - 2
        self.leaf = None
        if paragraph.text or (self.stack and paragraph.slices):
            self._close_leaf(paragraph)
        self.containers.hand_out_before(number - 1)
        self.segments.last = number
        self.segments.continues = None if not self.stack else self.segments.continues
        element = leaf_blocks.table_element(head_cells(header, len(alignments)), alignments)
        table = Table(number - 1, alignments, f"{header}\n{delimiters}")
        if self.stack:
            table.element = element
        else:
            self.segments.settle(SegmentKind.TABLE, element, number - 1)
        self.leaf = table
        return True

    def add_row(self, table: Table, line: str, number: int) -> None:
        """Add a row: at the top level a segment of its own, so that a table of any length costs the same a row."""
        self._hand_out_leaf_before(number)
        self.segments.last = number
        if table.element is not None:
            leaf_blocks.add_table_row(table.element, line, table.alignments)
            return
        element = Element("table")
        leaf_blocks.add_table_row(element, line, table.alignments)
        self.segments.settle(SegmentKind.TABLE, element, number, head=table.head)

    def add_code_line(self, fence: Fence, line: str, number: int) -> None:
        """Add a line to the code, or close it where the line is its closing fence."""
        if fence.is_closed_by(line):
            self.segments.last = number
            self.close(len(self.stack))
        else:
            self._add_code(fence, fence.code(line), number)

    def _add_code(self, fence: Fence, code: str, number: int, *, glued: bool = False) -> None:
        self._hand_out_leaf_before(number)
        self.segments.last = number
        if self.stack and glued and fence.lines:
            fence.lines[-1] += code
        elif self.stack:
            fence.lines.append(code)
        else:
            element = leaf_blocks.code_element(fence.language, code + "\n")
            self.segments.settle(SegmentKind.CODE, element, number, head=fence.opening, glued=glued)

    def add_html_line(self, html: Html, line: str, number: int) -> None:
        """Add a line to a block of HTML, which is cut before it if it is long enough."""
        opening = html.reopening_before(line)
        if opening is not None:
            self._close_html(html)
            self.leaf = html = Html(number, [], opening or _NOTHING_OPEN, began=True)
            if self.stack:
                self.containers.hand_out(number, SegmentKind.HTML, html.opening)
        html.add(line)
        self.segments.last = number

    def _close_html(self, html: Html) -> None:
        if not html.lines:
            return
        element = leaf_blocks.text_element(leaf_blocks.RAW, html.html)
        if self.stack:
            self.containers.attach(None, element, html.first)
        else:
            self.segments.settle(SegmentKind.HTML, element, html.first, head=html.opening)

    def add_indented(self, depth: int, rest: str, number: int, matched: bool) -> None:
        """Add a line of indented code, and the blank lines that it proves to be within.

        `rest`: the line within its containers, tabs as blanks. `matched`: it goes on with all open containers.
        """
        leaf = self.leaf
        if not (isinstance(leaf, IndentedCode) and matched):
            leaf = IndentedCode(number)
            self.enter(depth, leaf, number)
        elif not leaf.blanks:
            self._hand_out_leaf_before(number)
        self.segments.last = number
        code = [*leaf.blanks, rest[4:]]
        leaf.blanks.clear()
        if self.stack:
            leaf.lines += code
            return
        first = number - len(code) + 1
        element = leaf_blocks.code_element("", "\n".join(code) + "\n")
        self.segments.settle(SegmentKind.CODE, element, first, head="    " if leaf.began else "")
        leaf.began = True

    def add_to_paragraph(self, paragraph: Paragraph, line: str, number: int, *, lazy: bool) -> None:
        """Add a line to the open paragraph, which is cut before it if it is long enough.

        `lazy`: the line has not the marks of all containers around it (CommonMark, section 5.1).
        """
        if not lazy and self._is_past_definitions(paragraph, line):
            # One by one: a list of a thousand addresses is neither cut as a long paragraph nor read as a whole.
            self.leaf = None
            self._close_leaf(paragraph)
            self.containers.hand_out_before(number)
            self.leaf = paragraph = Paragraph(number, [line.strip(" \t")])
        elif paragraph.should_cut() or not paragraph.lines:
            self._paragraphs.cut(paragraph, "\n" + line.strip(" \t"), number)
        else:
            paragraph.add(line.rstrip(" \t"))
        paragraph.lazy = lazy
        self.segments.last = number

    def _is_past_definitions(self, paragraph: Paragraph, line: str) -> bool:
        """Whether a paragraph was nothing but definitions, which `line` does not go on with."""
        if (
            paragraph.slices
            or paragraph.glued
            or not (line.lstrip().startswith("[") and paragraph.lines[0].startswith("["))
        ):
            return False
        return not take_definitions(paragraph.text)[1]

    def glue(self, text: str, number: int) -> None:
        """Take more of a line that was too long: it belongs to the open text, whatever it looks like."""
        leaf = self.leaf
        if isinstance(leaf, Fence):
            self._add_code(leaf, text, number, glued=True)
        elif isinstance(leaf, IndentedCode) and self.stack:
            if not leaf.blanks:
                self._hand_out_leaf_before(number)
            if leaf.lines:
                leaf.lines[-1] += text
            else:
                leaf.lines.append(text)
        elif isinstance(leaf, IndentedCode):
            element = leaf_blocks.code_element("", text + "\n")
            self.segments.last = number
            self.segments.settle(SegmentKind.CODE, element, number, head="    ", glued=True)
        elif isinstance(leaf, Paragraph):
            self._paragraphs.cut(leaf, text, number)
        else:
            self._make_room(len(self.stack), number)
            if not self.stack:
                self.segments.continues = None
            self.leaf = Paragraph(number, [text.strip()], glued=True)
        self.segments.last = number

    def _close_leaf(self, leaf: Leaf) -> None:
        match leaf:
            case Paragraph():
                self._paragraphs.close(leaf)
            case Fence():
                if self.stack and (leaf.lines or not leaf.began):
                    code = leaf_blocks.begun_code(leaf, leaf.lines)
                    self.containers.attach(SegmentKind.CODE, further(code, leaf.began), leaf.first)
            case IndentedCode():
                if self.stack and (leaf.lines or not leaf.began):
                    code = leaf_blocks.code_element("", "".join(line + "\n" for line in leaf.lines))
                    self.containers.attach(SegmentKind.CODE, further(code, leaf.began), leaf.first)
            case Table():
                if leaf.element is not None and (len(leaf.element) or not leaf.began):
                    self.containers.attach(SegmentKind.TABLE, further(leaf.element, leaf.began), leaf.first)
            case Html():
                self._close_html(leaf)
        if not self.stack:
            self.segments.continues = None

    def _hand_out_leaf_before(self, number: int) -> None:
        """What is before a further line of code or row of a table leaves, if there is much of it.

        Of what has begun to leave each line does by itself.
        """
        leaf = self.leaf
        if not self.stack or self.segments.last >= number:
            return
        if isinstance(leaf, Fence | IndentedCode | Table) and (leaf.began or self.containers.is_full):
            self._close_leaf(leaf)
            leaf.began = True
            leaf.first = number
            match leaf:
                case Fence():
                    leaf.lines = []
                    self.containers.hand_out(number, SegmentKind.CODE, leaf.opening)
                case IndentedCode():
                    leaf.lines = []
                    self.containers.hand_out(number, SegmentKind.CODE, "    ")
                case Table():
                    leaf.element = Element("table")
                    self.containers.hand_out(number, SegmentKind.TABLE, leaf.head)
