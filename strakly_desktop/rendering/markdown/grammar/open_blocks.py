"""The blocks that are open while markdown is read line by line: begun, grown and closed here, then handed out.

Everything at the top level leaves in segments as soon as it is settled; everything within a list item or quote grows
an element of its container first. Which line does what is decided in `block_parser`, after CommonMark's appendix on
parsing ("open blocks"): this is its first phase.

In all methods `number` is the number of the line at hand and `depth` how many of the open containers it goes on
with: those beyond are closed before anything is opened. Nothing here raises.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from strakly_desktop.rendering.markdown.grammar import leaf_blocks
from strakly_desktop.rendering.markdown.grammar.commonmark_lists import (
    NO_ITEMS,
    ListMarker,
    Numbering,
    mark_task,
)
from strakly_desktop.rendering.markdown.grammar.containers import (
    Container,
    begun_anew,
    further,
    joined,
    reopened_containers,
)
from strakly_desktop.rendering.markdown.grammar.leaf_blocks import (
    Fence,
    Html,
    IndentedCode,
    Leaf,
    Paragraph,
    Table,
)
from strakly_desktop.rendering.markdown.grammar.limits import CONTAINER_SOFT
from strakly_desktop.rendering.markdown.grammar.links import Definition, take_definitions
from strakly_desktop.rendering.markdown.grammar.segment_buffer import SegmentBuffer
from strakly_desktop.rendering.markdown.grammar.segments import SegmentKind, Within
from strakly_desktop.rendering.markdown.grammar.table_syntax import head_cells, read_table_head

_NOTHING_OPEN = "\n"
"""How HTML goes on in which no element is open."""


class OpenBlocks:
    """The open containers, outermost first (`stack`), and the open leaf within the last of them.

    `segments` takes what is settled. `references`: label, folded, to address, place in the answer and title of each
    definition met so far. `leaf`, `numbering` and `within` go on from an earlier parser, whose lines are settled.
    `within`: where the lines begin that are not settled, if that is inside of containers.
    """

    def __init__(
        self,
        segments: SegmentBuffer,
        leaf: Leaf | None = None,
        numbering: Numbering = NO_ITEMS,
        within: Within | None = None,
    ) -> None:
        self.segments = segments
        self.stack = [] if within is None else reopened_containers(within)
        self.leaf = leaf if within is None else leaf_blocks.leaf_within(within)
        self.within = within
        self._numbering = self._item_numbering = numbering
        self.references: dict[str, tuple[str, int, str]] = {}

    @property
    def numbering(self) -> Numbering:
        """Of the list at the top level, before its open item if the lines that are not settled begin with it."""
        return self._item_numbering if len(self.stack) > 1 and self.within is None else self._numbering

    def open_quote(self, depth: int, number: int) -> int:
        """Begin a quote within `depth` containers; return how many are open now."""
        self.close(depth)
        self.leave_list()
        self._hand_out_before(number)
        self._push(Container("quote", Element("blockquote"), number), number)
        return len(self.stack)

    def open_item(self, depth: int, marker: ListMarker, number: int) -> int:
        """Begin an item, and a list unless one of the same style is open there; return how many are open now."""
        self.close(depth)
        goes_on = bool(self.stack) and self.stack[-1].kind == "list" and self.stack[-1].style == marker.style
        if not goes_on:
            self.leave_list()
        self._hand_out_before(number)
        if not goes_on:
            element = Element("ul" if marker.number is None else "ol")
            if marker.number not in (None, 1):
                element.set("start", str(marker.number))
            if not self.stack and self.segments.continues is not SegmentKind.LIST:
                self._numbering = NO_ITEMS
            self._push(Container("list", element, number, style=marker.style), number)
        item = Container("item", Element("li"), number, indent=marker.content)
        if marker.number is not None:
            item.element.set("value", str(marker.number))
            if len(self.stack) == 1:
                self._item_numbering = self._numbering
                item.number, self._numbering = self._numbering.take(marker.number)
        self.stack.append(item)
        self.segments.last = number
        return len(self.stack)

    def _push(self, container: Container, number: int) -> None:
        if not self.stack:
            wanted = SegmentKind.QUOTE if container.kind == "quote" else SegmentKind.LIST
            if self.segments.continues is not wanted:
                self.segments.continues = None
        self.stack.append(container)
        self.segments.last = number

    def leave_list(self) -> None:
        """What comes next is no item: a list on top of the stack ends."""
        if self.stack and self.stack[-1].kind == "list":
            self.close(len(self.stack) - 1)

    def close(self, depth: int) -> None:
        """Close the open leaf and the containers beyond `depth`, innermost first."""
        leaf, self.leaf = self.leaf, None
        if leaf is not None:
            self._close_leaf(leaf)
        while len(self.stack) > depth:
            container = self.stack.pop()
            if self.stack and container.adds:
                self._attach(None, container.element, container.first, container.number)
            elif not self.stack:
                self.segments.continues = None
        if self.within is not None and len(self.stack) < 2 and self.leaf is None:
            # Nothing came after what was handed out, or nothing that is shown.
            self.within = None
            self.segments.forget(self.segments.last)

    def enter(self, depth: int, leaf: Leaf, number: int) -> None:
        """Make `leaf` the open leaf, within `depth` containers."""
        self.close(depth)
        self.leave_list()
        self._hand_out_before(number)
        if not self.stack:
            self.segments.continues = None
        self.leaf = leaf
        self.segments.last = number

    def begin_paragraph(self, depth: int, line: str, number: int) -> None:
        """Make `line` the first of a paragraph."""
        self.close(depth)
        self.leave_list()
        self._hand_out_before(number)
        self.leaf = Paragraph(number, [line.strip(" \t")])
        self.segments.last = number

    def put(self, depth: int, kind: SegmentKind, element: Element, number: int) -> None:
        """Add a block that one line is the whole of, as a heading or a rule."""
        self.close(depth)
        self.leave_list()
        self._hand_out_before(number)
        if not self.stack:
            self.segments.continues = None
        self.segments.last = number
        self._attach(kind, element, number)

    def underline(self, paragraph: Paragraph, tag: str, number: int) -> bool:
        """Make the open paragraph a heading (`tag` "h1" or "h2"); False where it is nothing but definitions."""
        found, text = take_definitions(paragraph.text)
        if not text:
            return False
        definitions = self._note(found, paragraph.first)
        self.leaf = None
        self.segments.last = number
        self._attach(SegmentKind.HEADING, paragraph.element(text, definitions, tag), paragraph.first)
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
        self._hand_out_before(number - 1)
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
                self._hand_out(number, SegmentKind.HTML, html.opening)
        html.add(line)
        self.segments.last = number

    def _close_html(self, html: Html) -> None:
        if not html.lines:
            return
        element = leaf_blocks.text_element(leaf_blocks.RAW, html.html)
        if self.stack:
            self._attach(None, element, html.first)
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
            self._hand_out_before(number)
            self.leaf = paragraph = Paragraph(number, [line.strip(" \t")])
        elif paragraph.should_cut() or not paragraph.lines:
            self._cut(paragraph, "\n" + line.strip(" \t"), number)
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

    def _cut(self, paragraph: Paragraph, following: str, number: int) -> None:
        text = paragraph.cut(following)
        if not text:
            return
        if self.stack:
            if len(paragraph.slices) == 1 and not paragraph.glued and not paragraph.began:
                paragraph.slices[0] = self._begun(paragraph, text)
            self._hand_out_slice(paragraph, number)
            return
        definitions: list[Element] = []
        if len(paragraph.slices) == 1 and not paragraph.glued:
            found, text = take_definitions(text)
            definitions = self._note(found, paragraph.first)
        self._settle_slice(paragraph, text, definitions)
        paragraph.first = number

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
            self._cut(leaf, text, number)
        else:
            self.close(len(self.stack))
            self.leave_list()
            self._hand_out_before(number)
            if not self.stack:
                self.segments.continues = None
            self.leaf = Paragraph(number, [text.strip()], glued=True)
        self.segments.last = number

    def _close_leaf(self, leaf: Leaf) -> None:
        match leaf:
            case Paragraph():
                self._close_paragraph(leaf)
            case Fence():
                if self.stack and (leaf.lines or not leaf.began):
                    code = leaf_blocks.begun_code(leaf, leaf.lines)
                    self._attach(SegmentKind.CODE, further(code, leaf.began), leaf.first)
            case IndentedCode():
                if self.stack and (leaf.lines or not leaf.began):
                    code = leaf_blocks.code_element("", "".join(line + "\n" for line in leaf.lines))
                    self._attach(SegmentKind.CODE, further(code, leaf.began), leaf.first)
            case Table():
                if leaf.element is not None and (len(leaf.element) or not leaf.began):
                    self._attach(SegmentKind.TABLE, further(leaf.element, leaf.began), leaf.first)
            case Html():
                self._close_html(leaf)
        if not self.stack:
            self.segments.continues = None

    def _close_paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        if not paragraph.slices and not paragraph.glued:
            text = self._begun(paragraph, text)
            if not text and not paragraph.definitions:
                return
        if not self.stack:
            self._settle_slice(paragraph, text, paragraph.definitions)
            return
        if paragraph.began and not text and not any(paragraph.slices):
            return
        element = further(paragraph.element(text, paragraph.definitions), paragraph.began)
        self._attach(SegmentKind.PARAGRAPH, element, paragraph.first)

    def _begun(self, paragraph: Paragraph, text: str) -> str:
        """The `text` that a paragraph begins with, without its definitions, and with the box of a task drawn."""
        if text.startswith("["):
            found, text = take_definitions(text)
            paragraph.definitions = self._note(found, paragraph.first)
        in_item = bool(self.stack) and self.stack[-1].kind == "item" and self.stack[-1].is_empty
        return mark_task(text) if in_item else text

    def _attach(
        self, kind: SegmentKind | None, element: Element, first: int, number: int | None = None
    ) -> None:
        """Put a closed block where it belongs: into its container, or out as a segment."""
        if not self.stack:
            if kind is not None:
                self.segments.settle(kind, element, first)
            return
        outer = self.stack[-1]
        if len(self.stack) > 1:
            outer.element.append(element)
            return
        segment = Element(outer.element.tag)
        segment.append(element)
        within, self.within = self.within, None
        if outer.kind == "quote":
            self.segments.settle(SegmentKind.QUOTE, segment, first, within=within)
            return
        if number not in (None, 1):
            segment.set("start", str(number))
        head = str(number) if number is not None and self.segments.continues is SegmentKind.LIST else ""
        self.segments.settle(SegmentKind.LIST, segment, first, head=head, within=within)

    # A container that is too long for one segment is handed out in several, each from one of its lines to another.

    def _hand_out_before(self, number: int) -> None:
        """A block begins in the containers with line `number`: what is before it leaves, if there is much of it.

        Also where that goes on with text of an earlier segment: with such text no other leaves.
        """
        if len(self.stack) < 2 or self.segments.last >= number or self.stack[-1].is_empty:
            return
        goes_on_with_text = self.within is not None and self.within.leaf is not None
        if goes_on_with_text or self.segments.size >= CONTAINER_SOFT:
            self._hand_out(number)

    def _hand_out_leaf_before(self, number: int) -> None:
        """The same before a further line of code or row of a table; once it has begun each leaves by itself."""
        leaf = self.leaf
        if not self.stack or self.segments.last >= number:
            return
        if isinstance(leaf, Fence | IndentedCode | Table) and (
            leaf.began or self.segments.size >= CONTAINER_SOFT
        ):
            self._close_leaf(leaf)
            leaf.began = True
            leaf.first = number
            match leaf:
                case Fence():
                    leaf.lines = []
                    self._hand_out(number, SegmentKind.CODE, leaf.opening)
                case IndentedCode():
                    leaf.lines = []
                    self._hand_out(number, SegmentKind.CODE, "    ")
                case Table():
                    leaf.element = Element("table")
                    self._hand_out(number, SegmentKind.TABLE, leaf.head)

    def _hand_out_slice(self, paragraph: Paragraph, number: int) -> None:
        """The same where a long paragraph has just been cut before line `number`."""
        text = paragraph.slices[-1]
        if self.segments.size < CONTAINER_SOFT or text != text.rstrip():
            return
        paragraph.slices.pop()
        element = further(paragraph.element(text, paragraph.definitions), paragraph.began)
        self._attach(SegmentKind.PARAGRAPH, element, paragraph.first)
        paragraph.slices, paragraph.definitions, paragraph.began = [""], [], True
        paragraph.first = number
        self._hand_out(number, SegmentKind.PARAGRAPH)

    def _hand_out(self, number: int, leaf: SegmentKind | None = None, opening: str = "") -> None:
        """Let all leave that the containers have before line `number`, and go on within them."""
        inner = joined(self.stack[1:])
        if inner is not None:
            stack, self.stack = self.stack, self.stack[:1]
            self._attach(None, inner, stack[1].first, stack[1].number)
            self.stack = stack
        self.within = Within(tuple(begun_anew(container) for container in self.stack), leaf, opening)
        self.segments.forget(number - 1)

    def _settle_slice(self, paragraph: Paragraph, text: str, definitions: Sequence[Element]) -> None:
        begins_in_line = paragraph.glued and self.segments.continues is not SegmentKind.PARAGRAPH
        source = text if begins_in_line or self.segments.continues is SegmentKind.PARAGRAPH else None
        head = leaf_blocks.GLUED if begins_in_line else ""
        element = leaf_blocks.text_element("p", text)
        if definitions:
            element = Paragraph(0, []).element(text, definitions)
        self.segments.settle(SegmentKind.PARAGRAPH, element, paragraph.first, head=head, source=source)

    def _note(self, found: Sequence[Definition], first: int) -> list[Element]:
        """Take the definitions that a paragraph begins with at line `first`; return what would show them."""
        elements: list[Element] = []
        for definition in found:
            start = self.segments.start_of(first)
            self.references.setdefault(definition.label, (definition.address, start, definition.title))
            elements.append(leaf_blocks.definition_element(definition, start))
            first += 1 + definition.source.count("\n")
        return elements
