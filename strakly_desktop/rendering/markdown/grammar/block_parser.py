"""The blocks of markdown, line by line: CommonMark's container algorithm, handing out settled segments as it
goes.

One parser serves the whole answer and the growing one, so both read it alike. It builds the element tree that
Python-Markdown's later steps work on; Python-Markdown's own block parser wants the whole text at once and
reads lists by rules of its own.
"""

import re
from xml.etree.ElementTree import Element

from strakly_desktop.rendering.markdown.grammar import leaf_blocks, raw_html
from strakly_desktop.rendering.markdown.grammar.commonmark_lists import (
    NO_ITEMS,
    Numbering,
    expand_indent,
    read_marker,
)
from strakly_desktop.rendering.markdown.grammar.leaf_blocks import (
    Fence,
    Html,
    IndentedCode,
    Leaf,
    Paragraph,
    Table,
)
from strakly_desktop.rendering.markdown.grammar.limits import NESTING_LIMIT
from strakly_desktop.rendering.markdown.grammar.open_blocks import OpenBlocks
from strakly_desktop.rendering.markdown.grammar.segment_buffer import ParsedSegment, SegmentBuffer, SourceLine
from strakly_desktop.rendering.markdown.grammar.segments import Segment, SegmentKind, Within
from strakly_desktop.rendering.markdown.grammar.table_syntax import read_table_head

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$", re.DOTALL)
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")


class BlockParser:
    """Feed lines, then `finish`; `settled` collects the segments, each with its element."""

    def __init__(
        self,
        continues: SegmentKind | None = None,
        leaf: Leaf | None = None,
        numbering: Numbering = NO_ITEMS,
        within: Within | None = None,
    ) -> None:
        """The arguments place it within a block of segments; see `resume` and `within`."""
        self._segments = SegmentBuffer(continues)
        self._open = OpenBlocks(self._segments, leaf, numbering, within)

    @property
    def references(self) -> dict[str, tuple[str, int, str]]:
        """The link reference definitions met so far."""
        return self._open.references

    @property
    def unsettled(self) -> list[SourceLine]:
        """The lines fed since the last settled segment."""
        return self._segments.lines

    @property
    def open_leaf(self) -> Leaf | None:
        """The block of text that the next line may go on with."""
        return self._open.leaf

    @property
    def is_at_text(self) -> bool:
        """Whether no block is open but, at most, a paragraph that stands by itself."""
        return not self._open.stack and isinstance(self._open.leaf, Paragraph | None)

    @property
    def is_at_rows(self) -> bool:
        """Whether a table is open that stands by itself."""
        return not self._open.stack and isinstance(self._open.leaf, Table)

    def take(self) -> list[ParsedSegment]:
        """The segments settled since the last call."""
        settled, self._segments.settled = self._segments.settled, []
        return settled

    def feed(self, line: SourceLine) -> None:
        """Read the next line (without its newline)."""
        number = self._segments.add_line(line)
        leaf = self._open.leaf
        if line.glued:
            self._open.glue(line.text, number)
        elif isinstance(leaf, Fence) and not self._open.stack:
            self._open.add_code_line(leaf, line.text, number)  # with its tabs
        elif isinstance(leaf, Table) and not self._open.stack and line.text.startswith("|"):
            # Nothing else begins so: a row need not be looked at for what it might be.
            self._open.add_row(leaf, expand_indent(line.text), number)
        else:
            self._read_line(expand_indent(line.text), number)
        if not self._open.stack and self._open.leaf is None:
            self._segments.forget()

    def feed_plain(self, text: SourceLine) -> None:
        """Take text (of any number of lines) as plain text, whatever it holds."""
        self._open.close(0)
        self._segments.last = self._segments.add_line(text)
        self._segments.settle(SegmentKind.TEXT, leaf_blocks.plain_element(text.text), self._segments.last)

    def finish(self) -> None:
        """No more lines come: settle what is open."""
        self._open.close(0)
        self._segments.forget()

    def resume(self) -> "BlockParser":
        """A parser that stands where this one does, to be fed the unsettled lines (for the tail)."""
        if not self._open.stack:
            return BlockParser(self._segments.continues, leaf_blocks.reopened(self._open.leaf))
        containers = self._open.containers
        return BlockParser(self._segments.continues, numbering=containers.numbering, within=containers.within)

    @classmethod
    def within(cls, block: Segment) -> "BlockParser":
        """A parser that stands where a segment begins, to be fed the segment's lines."""
        if block.kind is SegmentKind.HTML and block.head:
            return cls(leaf=Html(0, [], block.head, began=True))
        if not block.continues:
            return cls()
        if block.within is not None:
            return cls(block.kind, within=block.within)
        if block.kind is SegmentKind.LIST and block.head:
            return cls(block.kind, numbering=Numbering(following=int(block.head)))
        if block.kind is SegmentKind.TABLE:
            header, _, delimiters = block.head.partition("\n")
            alignments = read_table_head(header, delimiters)
            if alignments is not None:
                return cls(block.kind, Table(0, alignments, block.head))
        return cls(block.kind)

    def _match(self, line: str) -> tuple[int, str]:
        """How many open containers the line goes on with, and its text within the last of them."""
        depth = 0
        while depth < len(self._open.stack):
            container = self._open.stack[depth]
            stripped = line.lstrip(" ")
            indent = len(line) - len(stripped)
            if container.kind == "quote":
                if indent > 3 or not stripped.startswith(">"):
                    break
                line = _after_quote_mark(line, indent)
            elif container.kind == "item":
                if not stripped:
                    if container.is_empty and self._open.leaf is None and depth == len(self._open.stack) - 1:
                        break  # an item may begin with one blank line, not with two
                elif indent < container.indent:
                    break
                else:
                    line = line[container.indent :]
            depth += 1
        return depth, line

    def _read_line(self, line: str, number: int) -> None:
        depth, rest = self._match(line)
        leaf = self._open.leaf
        if not rest.strip():
            self._read_blank(depth, rest, number)
        elif depth == len(self._open.stack) and isinstance(leaf, Fence):
            self._open.add_code_line(leaf, rest, number)
        elif depth == len(self._open.stack) and isinstance(leaf, Html):
            self._open.add_html_line(leaf, rest, number)
        else:
            self._read_text(depth, rest, number)

    def _read_blank(self, depth: int, rest: str, number: int) -> None:
        leaf = self._open.leaf
        if depth == len(self._open.stack) and isinstance(leaf, Fence):
            self._open.add_code_line(leaf, rest, number)
        elif depth == len(self._open.stack) and isinstance(leaf, IndentedCode):
            leaf.blanks.append(rest[4:])
        else:
            self._open.close(depth)

    def _read_text(self, depth: int, rest: str, number: int) -> None:
        leaf = self._open.leaf
        matched = depth == len(self._open.stack)
        paragraph = leaf if isinstance(leaf, Paragraph) else None
        table = leaf if isinstance(leaf, Table) and matched else None
        while True:
            text = rest.lstrip(" ")
            indent = len(rest) - len(text)
            if indent > 3:
                if paragraph is None:
                    self._open.add_indented(depth, rest, number, matched)
                    return
                break
            marker = None
            if len(self._open.stack[:depth]) < NESTING_LIMIT:
                if text.startswith(">"):
                    depth = self._open.open_quote(depth, number)
                    rest = _after_quote_mark(rest, indent)
                    matched, paragraph, table = True, None, None
                    if not rest.strip():
                        return
                    continue
                marker = read_marker(rest, indent)
            own = paragraph if matched else None
            if self._read_leaf_start(depth, rest, indent, number, own):
                return
            if marker is None or (own is not None and not marker.may_interrupt_paragraph):
                break
            depth = self._open.open_item(depth, marker, number)
            rest = rest[marker.content :]
            matched, paragraph, table = True, None, None
            if marker.blank:
                return
        if table is not None:
            self._open.add_row(table, rest, number)
        elif paragraph is not None:
            self._open.add_to_paragraph(paragraph, rest, number, lazy=not matched or indent > 3)
        else:
            self._open.begin_paragraph(depth, rest, number)

    def _read_leaf_start(
        self, depth: int, rest: str, indent: int, number: int, own: Paragraph | None
    ) -> bool:
        """Read a line that begins (or ends) a block of its own; False if it does not."""
        text = rest[indent:]
        first = text[0]
        if first == "#" and (heading := _HEADING.match(text)) is not None:
            self._open.put(
                depth,
                SegmentKind.HEADING,
                leaf_blocks.text_element(f"h{len(heading[1])}", heading[2] or ""),
                number,
            )
        elif first in "`~" and (fence := leaf_blocks.read_fence(rest, indent, number, rest)) is not None:
            self._open.enter(depth, fence, number)
            if not self._open.stack:
                self._segments.settle(SegmentKind.CODE, leaf_blocks.begun_code(fence), number)
        elif first == "<" and raw_html.starts_html_block(text, own is not None):
            self._open.enter(depth, Html(number, [rest], length=len(rest) + 1), number)
        elif first in "=-" and own is not None and not own.slices and _UNDERLINE.match(text):
            return self._open.underline(own, "h1" if first == "=" else "h2", number)
        elif first in "*-_" and _RULE.match(text):
            self._open.put(depth, SegmentKind.RULE, Element("hr"), number)
        elif own is not None and first in "|-:" and self._open.begin_table(own, text, number):
            pass
        else:
            return False
        return True


def _after_quote_mark(line: str, indent: int) -> str:
    rest = line[indent + 1 :]
    return rest[1:] if rest.startswith(" ") else rest
