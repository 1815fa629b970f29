"""The blocks of markdown, line by line: CommonMark's container algorithm, handing out settled pieces as it
goes.

One parser serves the whole answer and the growing one, so both read it alike. It builds the element tree that
Python-Markdown's later steps work on; Python-Markdown's own block parser wants the whole text at once and
reads lists by rules of its own.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from strakly_desktop.rendering import leaves, raw_html
from strakly_desktop.rendering.blocks import Block, BlockKind
from strakly_desktop.rendering.commonmark_lists import ListMarker, expand_indent, mark_task, read_marker
from strakly_desktop.rendering.leaves import Fence, Html, IndentedCode, Leaf, Paragraph, Table
from strakly_desktop.rendering.limits import NESTING_LIMIT
from strakly_desktop.rendering.links import take_definitions
from strakly_desktop.rendering.tables import read_table_head, split_row

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$", re.DOTALL)
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")


@dataclass(slots=True)
class Container:
    """An open quote, list or list item. `indent`: the columns before an item's text."""

    kind: str
    element: Element
    first: int
    indent: int = 0
    style: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the answer at its offset; `glued`: it goes on with the line before (which was too long)."""

    text: str
    start: int = 0
    glued: bool = False


Piece = tuple[Block, Element]


class BlockParser:
    """Feed lines, then `finish`; `settled` collects the pieces, each with its element."""

    def __init__(self) -> None:
        self.settled: list[Piece] = []
        self.references: dict[str, tuple[str, str]] = {}
        self._stack: list[Container] = []
        self._leaf: Leaf | None = None
        self._lines: list[SourceLine] = []  # what is not settled yet
        self._base = 0  # number of the first of them
        self._content = -1  # number of the last line that belongs to the open block
        self._continues: BlockKind | None = None  # pieces of this kind go on with the block before
        self._next_number = 0

    @property
    def unsettled(self) -> list[SourceLine]:
        """The lines fed since the last settled piece."""
        return self._lines

    # --- lines in

    def feed(self, line: SourceLine) -> None:
        """Read the next line (without its newline)."""
        number = self._base + len(self._lines)
        self._lines.append(line)
        if line.glued:
            self._glue(line.text, number)
        elif isinstance(self._leaf, Fence) and not self._stack:
            self._read_code(self._leaf, line.text, number)  # with its tabs
        else:
            self._read_line(expand_indent(line.text), number)
        if not self._stack and self._leaf is None:
            self._forget(number + 1)

    def feed_plain(self, text: SourceLine) -> None:
        """Take text (of any number of lines) as plain text, whatever it holds."""
        self._close(0)
        number = self._base + len(self._lines)
        self._lines.append(text)
        self._content = number
        self._emit(BlockKind.TEXT, leaves.plain_element(text.text), number)
        self._continues = BlockKind.TEXT

    def finish(self) -> None:
        """No more lines come: settle what is open."""
        self._close(0)
        self._forget(self._base + len(self._lines))

    def resume(self) -> "BlockParser":
        """A parser that stands where this one does, to be fed the unsettled lines (for the tail)."""
        parser = BlockParser()
        parser.references = dict(self.references)
        parser._continues = self._continues
        if self._stack:
            parser._next_number = self._next_number - (1 if len(self._stack) > 1 else 0)
        else:
            parser._leaf = self._resumed_leaf()
        return parser

    @property
    def open_leaf(self) -> Leaf | None:
        """The block of text that the next line may go on with."""
        return self._leaf

    @classmethod
    def within(cls, block: Block) -> "BlockParser":
        """A parser that stands where a piece begins, to be fed the piece's lines."""
        parser = cls()
        if not block.continues:
            return parser
        parser._continues = block.kind
        if block.kind is BlockKind.LIST and block.head:
            parser._next_number = int(block.head)
        elif block.kind is BlockKind.TABLE:
            header, _, delimiters = block.head.partition("\n")
            alignments = read_table_head(header, delimiters)
            if alignments is not None:
                parser._leaf = Table(0, alignments, block.head)
        return parser

    def _resumed_leaf(self) -> Leaf | None:
        match self._leaf:
            case Fence() as leaf:
                return Fence(0, leaf.char, leaf.size, leaf.indent, leaf.language, leaf.opening)
            case Table() as leaf:
                return Table(0, leaf.alignments, leaf.head)
            case IndentedCode(began=True):
                return IndentedCode(0, began=True)
            case Paragraph(slices=[_, *_]):
                return Paragraph(0, [], slices=[""])
            case _:
                return None

    # --- containers

    def _match(self, line: str) -> tuple[int, str]:
        """How many open containers the line goes on with, and its text within the last of them."""
        depth = 0
        while depth < len(self._stack):
            container = self._stack[depth]
            stripped = line.lstrip(" ")
            indent = len(line) - len(stripped)
            if container.kind == "quote":
                if indent > 3 or not stripped.startswith(">"):
                    break
                line = _after_quote_mark(line, indent)
            elif container.kind == "item":
                if not stripped:
                    if not len(container.element) and self._leaf is None and depth == len(self._stack) - 1:
                        break  # an item may begin with one blank line, not with two
                elif indent < container.indent:
                    break
                else:
                    line = line[container.indent :]
            depth += 1
        return depth, line

    def _read_line(self, line: str, number: int) -> None:
        depth, rest = self._match(line)
        leaf = self._leaf
        if not rest.strip():
            self._read_blank(depth, rest, number)
        elif depth == len(self._stack) and isinstance(leaf, Fence):
            self._read_code(leaf, rest, number)
        elif depth == len(self._stack) and isinstance(leaf, Html):
            leaf.lines.append(rest)
            self._content = number
        else:
            self._read_text(depth, rest, number)

    def _read_blank(self, depth: int, rest: str, number: int) -> None:
        leaf = self._leaf
        if depth == len(self._stack) and isinstance(leaf, Fence):
            self._read_code(leaf, rest, number)
        elif depth == len(self._stack) and isinstance(leaf, IndentedCode):
            leaf.blanks.append(rest[4:])
        else:
            self._close(depth)

    def _read_text(self, depth: int, rest: str, number: int) -> None:
        leaf = self._leaf
        matched = depth == len(self._stack)
        paragraph = leaf if isinstance(leaf, Paragraph) else None
        table = leaf if isinstance(leaf, Table) and matched else None
        while True:
            text = rest.lstrip(" ")
            indent = len(rest) - len(text)
            if indent > 3:
                if paragraph is None:
                    self._read_indented(depth, rest, number, matched)
                    return
                break
            marker = None
            if len(self._stack[:depth]) < NESTING_LIMIT:
                if text.startswith(">"):
                    depth = self._open_quote(depth, number)
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
            depth = self._open_item(depth, marker, number)
            rest = rest[marker.content :]
            matched, paragraph, table = True, None, None
            if marker.blank:
                return
        if table is not None:
            self._read_row(table, rest, number)
        elif paragraph is not None:
            self._add_to_paragraph(paragraph, rest, number)
            paragraph.lazy = not matched or indent > 3
        else:
            self._close(depth)
            self._leave_list()
            self._leaf = Paragraph(number, [rest.strip(" \t")])
            self._content = number

    def _open_quote(self, depth: int, number: int) -> int:
        self._close(depth)
        self._leave_list()
        self._push(Container("quote", Element("blockquote"), number), number)
        return len(self._stack)

    def _open_item(self, depth: int, marker: ListMarker, number: int) -> int:
        self._close(depth)
        if not self._stack or self._stack[-1].kind != "list" or self._stack[-1].style != marker.style:
            self._leave_list()
            element = Element("ul" if marker.number is None else "ol")
            if marker.number not in (None, 1):
                element.set("start", str(marker.number))
            if not self._stack and marker.number is not None:
                first = self._next_number if self._continues is BlockKind.LIST else marker.number
                self._next_number = first
            self._push(Container("list", element, number, style=marker.style), number)
        item = Container("item", Element("li"), number, indent=marker.content, number=marker.number)
        if len(self._stack) == 1 and marker.number is not None:
            item.number = self._next_number
            self._next_number += 1
        self._stack.append(item)
        self._content = number
        return len(self._stack)

    def _push(self, container: Container, number: int) -> None:
        if not self._stack:
            wanted = BlockKind.QUOTE if container.kind == "quote" else BlockKind.LIST
            if self._continues is not wanted:
                self._continues = None
        self._stack.append(container)
        self._content = number

    def _leave_list(self) -> None:
        """What comes next is no item: a list on top of the stack ends."""
        if self._stack and self._stack[-1].kind == "list":
            self._close(len(self._stack) - 1)

    def _close(self, depth: int) -> None:
        """Close the open leaf and the containers beyond `depth`, innermost first."""
        leaf, self._leaf = self._leaf, None
        if leaf is not None:
            self._close_leaf(leaf)
        while len(self._stack) > depth:
            container = self._stack.pop()
            if self._stack:
                self._attach(None, container.element, container.first, container.number)
            else:
                self._continues = None

    # --- leaves

    def _read_leaf_start(
        self, depth: int, rest: str, indent: int, number: int, own: Paragraph | None
    ) -> bool:
        """Read a line that begins (or ends) a block of its own; False if it does not."""
        text = rest[indent:]
        first = text[0]
        if first == "#" and (heading := _HEADING.match(text)) is not None:
            self._put(
                depth, BlockKind.HEADING, leaves.text_element(f"h{len(heading[1])}", heading[2] or ""), number
            )
        elif first in "`~" and (fence := leaves.read_fence(rest, indent, number, rest)) is not None:
            self._enter(depth, fence, number)
            if not self._stack:
                self._emit(BlockKind.CODE, leaves.code_element(fence.language, ""), number)
                self._continues = BlockKind.CODE
        elif first == "<" and raw_html.starts_html_block(text, own is not None):
            self._enter(depth, Html(number, [rest]), number)
        elif first in "=-" and own is not None and not own.slices and _UNDERLINE.match(text):
            return self._underline(own, "h1" if first == "=" else "h2", number)
        elif first in "*-_" and _RULE.match(text):
            self._put(depth, BlockKind.RULE, Element("hr"), number)
        elif own is not None and first in "|-:" and self._begin_table(own, text, number):
            pass
        else:
            return False
        return True

    def _enter(self, depth: int, leaf: Leaf, number: int) -> None:
        self._close(depth)
        self._leave_list()
        if not self._stack:
            self._continues = None
        self._leaf = leaf
        self._content = number

    def _put(self, depth: int, kind: BlockKind, element: Element, number: int) -> None:
        self._close(depth)
        self._leave_list()
        if not self._stack:
            self._continues = None
        self._content = number
        self._attach(kind, element, number)

    def _underline(self, paragraph: Paragraph, tag: str, number: int) -> bool:
        found, text = take_definitions(paragraph.text)
        if not text:
            return False
        self._note(found)
        self._leaf = None
        self._content = number
        self._attach(BlockKind.HEADING, leaves.text_element(tag, text), paragraph.first)
        return True

    def _begin_table(self, paragraph: Paragraph, delimiters: str, number: int) -> bool:
        header = paragraph.lines[-1]
        alignments = read_table_head(header, delimiters)
        if alignments is None or paragraph.lazy or self._lines[-2].glued:
            return False
        del paragraph.lines[-1]
        self._content = number - 2
        self._leaf = None
        if paragraph.lines:
            self._close_leaf(paragraph)
        self._content = number
        self._continues = None if not self._stack else self._continues
        element = leaves.table_element(split_row(header), alignments)
        table = Table(number - 1, alignments, f"{header}\n{delimiters}")
        if self._stack:
            table.element = element
        else:
            self._emit(BlockKind.TABLE, element, number - 1)
            self._continues = BlockKind.TABLE
        self._leaf = table
        return True

    def _read_row(self, table: Table, line: str, number: int) -> None:
        self._content = number
        if table.element is not None:
            leaves.add_table_row(table.element, line, table.alignments)
            return
        element = Element("table")
        leaves.add_table_row(element, line, table.alignments)
        self._emit(BlockKind.TABLE, element, number, head=table.head)

    def _read_code(self, fence: Fence, line: str, number: int) -> None:
        self._content = number
        if fence.is_closed_by(line):
            self._close(len(self._stack))
        else:
            self._add_code(fence, fence.code(line), number)

    def _add_code(self, fence: Fence, code: str, number: int) -> None:
        self._content = number
        if self._stack:
            fence.lines.append(code)
        else:
            element = leaves.code_element(fence.language, code + "\n")
            self._emit(BlockKind.CODE, element, number, head=fence.opening)

    def _read_indented(self, depth: int, rest: str, number: int, matched: bool) -> None:
        leaf = self._leaf
        if not (isinstance(leaf, IndentedCode) and matched):
            leaf = IndentedCode(number)
            self._enter(depth, leaf, number)
        self._content = number
        code = [*leaf.blanks, rest[4:]]
        leaf.blanks.clear()
        if self._stack:
            leaf.lines += code
            return
        first = number - len(code) + 1
        element = leaves.code_element("", "\n".join(code) + "\n")
        self._emit(BlockKind.CODE, element, first, head="    " if leaf.began else "")
        leaf.began = True
        self._continues = BlockKind.CODE

    def _add_to_paragraph(self, paragraph: Paragraph, line: str, number: int) -> None:
        if paragraph.should_cut() or not paragraph.lines:
            self._cut(paragraph, "\n" + line.strip(" \t"), number)
        else:
            paragraph.add(line.rstrip(" \t"))
        self._content = number

    def _cut(self, paragraph: Paragraph, following: str, number: int) -> None:
        text = paragraph.cut(following)
        if self._stack or not text:
            return
        if len(paragraph.slices) == 1:
            found, text = take_definitions(text)
            self._note(found)
        self._emit_slice(paragraph.first, text)
        paragraph.first = number

    def _glue(self, text: str, number: int) -> None:
        """More of a line that was too long: it belongs to the open text, whatever it looks like."""
        leaf = self._leaf
        if isinstance(leaf, Fence):
            self._add_code(leaf, text, number)
        elif isinstance(leaf, Paragraph):
            self._cut(leaf, text, number)
        else:
            self._close(len(self._stack))
            self._leave_list()
            if not self._stack:
                self._continues = None
            self._leaf = Paragraph(number, [text.strip()])
        self._content = number

    def _close_leaf(self, leaf: Leaf) -> None:
        match leaf:
            case Paragraph():
                self._close_paragraph(leaf)
            case Fence():
                if self._stack:
                    code = "".join(line + "\n" for line in leaf.lines)
                    self._attach(BlockKind.CODE, leaves.code_element(leaf.language, code), leaf.first)
            case IndentedCode():
                if self._stack:
                    code = "".join(line + "\n" for line in leaf.lines)
                    self._attach(BlockKind.CODE, leaves.code_element("", code), leaf.first)
            case Table():
                if leaf.element is not None:
                    self._attach(BlockKind.TABLE, leaf.element, leaf.first)
            case Html():
                self._attach(
                    BlockKind.HTML, leaves.text_element(leaves.RAW, "\n".join(leaf.lines)), leaf.first
                )
        if not self._stack:
            self._continues = None

    def _close_paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        if not paragraph.slices:
            found, text = take_definitions(text) if text.startswith("[") else ({}, text)
            self._note(found)
            if not text:
                return
        if not self._stack:
            self._emit_slice(paragraph.first, text)
            return
        item = self._stack[-1]
        if item.kind == "item" and not len(item.element):
            text = mark_task(text)
        self._attach(BlockKind.PARAGRAPH, paragraph.element(text), paragraph.first)

    # --- pieces out

    def _attach(
        self, kind: BlockKind | None, element: Element, first: int, number: int | None = None
    ) -> None:
        """Put a closed block where it belongs: into its container, or out as a piece."""
        if not self._stack:
            if kind is not None:
                self._emit(kind, element, first)
            return
        outer = self._stack[-1]
        if len(self._stack) > 1:
            outer.element.append(element)
            return
        piece = Element(outer.element.tag)
        piece.append(element)
        if outer.kind == "quote":
            self._emit(BlockKind.QUOTE, piece, first)
            self._continues = BlockKind.QUOTE
            return
        if number not in (None, 1):
            piece.set("start", str(number))
        head = str(number) if number is not None and self._continues is BlockKind.LIST else ""
        self._emit(BlockKind.LIST, piece, first, head=head)
        self._continues = BlockKind.LIST

    def _emit_slice(self, first: int, text: str) -> None:
        source = text if self._continues is BlockKind.PARAGRAPH else None
        self._emit(BlockKind.PARAGRAPH, leaves.text_element("p", text), first, source=source)
        self._continues = BlockKind.PARAGRAPH

    def _emit(
        self, kind: BlockKind, element: Element, first: int, head: str = "", source: str | None = None
    ) -> None:
        lines = self._lines[max(first - self._base, 0) : self._content - self._base + 1]
        if source is None:
            source = lines[0].text + "".join(
                line.text if line.glued else "\n" + line.text for line in lines[1:]
            )
        continues = self._continues is kind
        start = lines[0].start if lines else 0
        self.settled.append((Block(kind, source, continues, head if continues else "", start), element))
        self._forget(self._content + 1)

    def _forget(self, number: int) -> None:
        """Lines before `number` are settled (or nothing at all)."""
        count = min(max(number - self._base, 0), len(self._lines))
        del self._lines[:count]
        self._base += count

    def _note(self, found: dict[str, tuple[str, str]]) -> None:
        for label, target in found.items():
            self.references.setdefault(label, target)


def _after_quote_mark(line: str, indent: int) -> str:
    rest = line[indent + 1 :]
    return rest[1:] if rest.startswith(" ") else rest
