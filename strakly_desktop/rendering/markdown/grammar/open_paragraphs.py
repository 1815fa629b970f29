"""What the text of a paragraph becomes: a paragraph, several slices of a very long one, a heading; what it defines.

Definitions of links stand at the beginning of paragraphs, and show nothing unless no link names them.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from strakly_desktop.rendering.markdown.grammar import leaf_blocks
from strakly_desktop.rendering.markdown.grammar.commonmark_lists import mark_task
from strakly_desktop.rendering.markdown.grammar.containers import further
from strakly_desktop.rendering.markdown.grammar.leaf_blocks import Paragraph
from strakly_desktop.rendering.markdown.grammar.links import Definition, take_definitions
from strakly_desktop.rendering.markdown.grammar.open_containers import OpenContainers
from strakly_desktop.rendering.markdown.grammar.segment_buffer import SegmentBuffer
from strakly_desktop.rendering.markdown.grammar.segments import SegmentKind


class OpenParagraphs:
    """Puts what paragraphs become into `containers`, or `segments` where none is open.

    `references`: label, folded, to address, place in the answer and title of each definition met so far.
    """

    def __init__(self, segments: SegmentBuffer, containers: OpenContainers) -> None:
        self._segments = segments
        self._containers = containers
        self.references: dict[str, tuple[str, int, str]] = {}

    def close(self, paragraph: Paragraph) -> None:
        """Its last line has come."""
        text = paragraph.text
        if not paragraph.slices and not paragraph.glued:
            text = self._begun(paragraph, text)
            if not text and not paragraph.definitions:
                return
        if not self._containers.stack:
            self._settle_slice(paragraph, text, paragraph.definitions)
            return
        if paragraph.began and not text and not any(paragraph.slices):
            return
        element = further(paragraph.element(text, paragraph.definitions), paragraph.began)
        self._containers.attach(SegmentKind.PARAGRAPH, element, paragraph.first)

    def underline(self, paragraph: Paragraph, tag: str, number: int) -> bool:
        """Make a heading of it (`tag` "h1" or "h2") that ends with line `number`; False where it only defines."""
        found, text = take_definitions(paragraph.text)
        if not text:
            return False
        definitions = self._note(found, paragraph.first)
        self._segments.last = number
        element = paragraph.element(text, definitions, tag)
        self._containers.attach(SegmentKind.HEADING, element, paragraph.first)
        return True

    def cut(self, paragraph: Paragraph, following: str, number: int) -> None:
        """Let so much leave of it as can, before it goes on with `following` in line `number`."""
        text = paragraph.cut(following)
        if not text:
            return
        if self._containers.stack:
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

    def _begun(self, paragraph: Paragraph, text: str) -> str:
        """The `text` that a paragraph begins with, without its definitions, and with the box of a task drawn."""
        if text.startswith("["):
            found, text = take_definitions(text)
            paragraph.definitions = self._note(found, paragraph.first)
        return mark_task(text) if self._containers.is_item_empty else text

    def _hand_out_slice(self, paragraph: Paragraph, number: int) -> None:
        """A long paragraph has just been cut before line `number`: what is before it leaves, if there is much of it."""
        text = paragraph.slices[-1]
        if not self._containers.is_full or text != text.rstrip():
            return
        paragraph.slices.pop()
        element = further(paragraph.element(text, paragraph.definitions), paragraph.began)
        self._containers.attach(SegmentKind.PARAGRAPH, element, paragraph.first)
        paragraph.slices, paragraph.definitions, paragraph.began = [""], [], True
        paragraph.first = number
        self._containers.hand_out(number, SegmentKind.PARAGRAPH)

    def _settle_slice(self, paragraph: Paragraph, text: str, definitions: Sequence[Element]) -> None:
        segments = self._segments
        begins_in_line = paragraph.glued and segments.continues is not SegmentKind.PARAGRAPH
        source = text if begins_in_line or segments.continues is SegmentKind.PARAGRAPH else None
        head = leaf_blocks.GLUED if begins_in_line else ""
        element = leaf_blocks.text_element("p", text)
        if definitions:
            element = Paragraph(0, []).element(text, definitions)
        segments.settle(SegmentKind.PARAGRAPH, element, paragraph.first, head=head, source=source)

    def _note(self, found: Sequence[Definition], first: int) -> list[Element]:
        """Take the definitions that a paragraph begins with at line `first`; return what would show them."""
        elements: list[Element] = []
        for definition in found:
            start = self._segments.start_of(first)
            self.references.setdefault(definition.label, (definition.address, start, definition.title))
            elements.append(leaf_blocks.definition_element(definition, start))
            first += 1 + definition.source.count("\n")
        return elements
