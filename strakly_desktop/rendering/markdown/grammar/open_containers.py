"""The containers that are open while markdown is read, and what leaves them: closed blocks, parts of what is too long.

What is within two containers grows the element of the inner one; what stands in the outermost leaves as a segment.
"""

from xml.etree.ElementTree import Element

from strakly_desktop.rendering.markdown.grammar.commonmark_lists import NO_ITEMS, ListMarker, Numbering
from strakly_desktop.rendering.markdown.grammar.containers import (
    Container,
    begun_anew,
    joined,
    reopened_containers,
)
from strakly_desktop.rendering.markdown.grammar.limits import CONTAINER_SOFT
from strakly_desktop.rendering.markdown.grammar.segment_buffer import SegmentBuffer
from strakly_desktop.rendering.markdown.grammar.segments import SegmentKind, Within


class OpenContainers:
    """The open containers, outermost first (`stack`, the same list as long as this lives).

    `segments` takes what is settled. `within`: where the lines begin that are not settled, if that is inside of
    containers; with `numbering` it goes on from an earlier parser.
    """

    def __init__(self, segments: SegmentBuffer, numbering: Numbering, within: Within | None) -> None:
        self._segments = segments
        self.stack = [] if within is None else reopened_containers(within)
        self.within = within
        self._numbering = self._item_numbering = numbering

    @property
    def numbering(self) -> Numbering:
        """Of the list at the top level, before its open item if the lines that are not settled begin with it."""
        return self._item_numbering if len(self.stack) > 1 and self.within is None else self._numbering

    @property
    def is_full(self) -> bool:
        """Whether there is enough for a segment."""
        return self._segments.size >= CONTAINER_SOFT

    @property
    def is_item_empty(self) -> bool:
        """Whether the innermost one is a list item in which nothing stands."""
        return bool(self.stack) and self.stack[-1].kind == "item" and self.stack[-1].is_empty

    def goes_on_with(self, marker: ListMarker) -> bool:
        """Whether the innermost one is a list that an item with such a marker belongs to."""
        return bool(self.stack) and self.stack[-1].kind == "list" and self.stack[-1].style == marker.style

    def open_quote(self, number: int) -> None:
        """Begin a quote with line `number` in the innermost one."""
        self._push(Container("quote", Element("blockquote"), number), number)

    def open_list(self, marker: ListMarker, number: int) -> None:
        """Begin a list; its first item comes next."""
        element = Element("ul" if marker.number is None else "ol")
        if marker.number not in (None, 1):
            element.set("start", str(marker.number))
        if not self.stack and self._segments.continues is not SegmentKind.LIST:
            self._numbering = NO_ITEMS
        self._push(Container("list", element, number, style=marker.style), number)

    def open_item(self, marker: ListMarker, number: int) -> None:
        """Begin an item in the list that is the innermost one."""
        item = Container("item", Element("li"), number, indent=marker.content)
        if marker.number is not None:
            item.element.set("value", str(marker.number))
            if len(self.stack) == 1:
                self._item_numbering = self._numbering
                item.number, self._numbering = self._numbering.take(marker.number)
        self.stack.append(item)
        self._segments.last = number

    def _push(self, container: Container, number: int) -> None:
        if not self.stack:
            wanted = SegmentKind.QUOTE if container.kind == "quote" else SegmentKind.LIST
            if self._segments.continues is not wanted:
                self._segments.continues = None
        self.stack.append(container)
        self._segments.last = number

    def close(self, depth: int) -> None:
        """Close those beyond `depth`, innermost first. No leaf is open in them any more."""
        while len(self.stack) > depth:
            container = self.stack.pop()
            if self.stack and container.adds:
                self.attach(None, container.element, container.first, container.number)
            elif not self.stack:
                self._segments.continues = None
        if self.within is not None and len(self.stack) < 2:
            # Nothing came after what was handed out, or nothing that is shown.
            self.within = None
            self._segments.forget(self._segments.last)

    def attach(
        self, kind: SegmentKind | None, element: Element, first: int, number: int | None = None
    ) -> None:
        """Put a closed block where it belongs: into its container, or out as a segment."""
        if len(self.stack) > 1:
            self.stack[-1].element.append(element)
        elif self.stack:
            self._settle(element, first, number)
        elif kind is not None:
            self._segments.settle(kind, element, first)

    def _settle(self, element: Element, first: int, number: int | None) -> None:
        """Let a block in the outermost one leave."""
        outer = self.stack[0]
        segment = Element(outer.element.tag)
        segment.append(element)
        within, self.within = self.within, None
        if outer.kind == "quote":
            self._segments.settle(SegmentKind.QUOTE, segment, first, within=within)
            return
        if number not in (None, 1):
            segment.set("start", str(number))
        head = str(number) if number is not None and self._segments.continues is SegmentKind.LIST else ""
        self._segments.settle(SegmentKind.LIST, segment, first, head=head, within=within)

    # One that is too long for one segment is handed out in several, each from one of its lines to another.

    def hand_out_before(self, number: int) -> None:
        """A block begins in them with line `number`: what is before it leaves, if there is much of it.

        Also where that goes on with text of an earlier segment: with such text no other leaves.
        """
        if len(self.stack) < 2 or self._segments.last >= number or self.stack[-1].is_empty:
            return
        goes_on_with_text = self.within is not None and self.within.leaf is not None
        if goes_on_with_text or self.is_full:
            self.hand_out(number)

    def hand_out(self, number: int, leaf: SegmentKind | None = None, opening: str = "") -> None:
        """Let all leave that they have before line `number`, and go on within them and, if any, a `leaf`."""
        inner = joined(self.stack[1:])
        if inner is not None:
            self._settle(inner, self.stack[1].first, self.stack[1].number)
        self.within = Within(tuple(begun_anew(container) for container in self.stack), leaf, opening)
        self._segments.forget(number - 1)
