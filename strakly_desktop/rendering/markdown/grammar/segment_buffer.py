"""The lines of an answer on their way to becoming segments: kept until settled, then handed out."""

from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from strakly_desktop.rendering.markdown.grammar.segments import Segment, SegmentKind, Within

ParsedSegment = tuple[Segment, Element]
"""A segment and the element that it was read into."""

Elements = dict[int, Element]
"""The elements that segments were read into, by the `id` of the segment. Whoever uses one up takes it out."""


def parted(parsed: Iterable[ParsedSegment]) -> tuple[tuple[Segment, ...], Elements]:
    """The segments, and beside them their elements."""
    parsed = list(parsed)
    return tuple(segment for segment, _ in parsed), {id(segment): element for segment, element in parsed}


_IN_MANY_PIECES = frozenset(
    {
        SegmentKind.PARAGRAPH,
        SegmentKind.LIST,
        SegmentKind.TABLE,
        SegmentKind.CODE,
        SegmentKind.QUOTE,
        SegmentKind.TEXT,
    }
)


class SourceLine(NamedTuple):
    """A line of the answer at its offset; `glued`: it goes on with the line before (which was too long)."""

    text: str
    start: int = 0
    glued: bool = False


class SegmentBuffer:
    """Lines in, settled segments out. Lines are numbered from 0 in the order they came.

    `settled`: the segments not taken yet. `lines`: those fed since the last settled segment; `size`: their length.
    `last`: number of the last line that belongs to what is open.
    `continues`: segments of this kind go on with the block of the segment before.
    """

    def __init__(self, continues: SegmentKind | None = None) -> None:
        self.settled: list[ParsedSegment] = []
        self.lines: list[SourceLine] = []
        self.size = 0
        self.last = -1
        self.continues = continues
        self._base = 0  # number of the first of the lines

    def add_line(self, line: SourceLine) -> int:
        """Keep a line; return its number."""
        self.lines.append(line)
        self.size += len(line.text) + 1
        return self._base + len(self.lines) - 1

    def start_of(self, number: int) -> int:
        """Where in the answer a line begins that is still kept."""
        return self.lines[number - self._base].start

    def settle(
        self,
        kind: SegmentKind,
        element: Element,
        first: int,
        head: str = "",
        source: str | None = None,
        *,
        glued: bool = False,
        within: Within | None = None,
    ) -> None:
        """Hand out the lines from number `first` to the last one that belongs to what is open, as one segment."""
        lines = self.lines[max(first - self._base, 0) : self.last - self._base + 1]
        if source is None:
            rest = (line.text if line.glued else "\n" + line.text for line in lines[1:])
            source = lines[0].text + "".join(rest)
        continues = self.continues is kind
        start = lines[0].start if lines else 0
        glued |= within is not None and bool(lines) and lines[0].glued
        self.settled.append((Segment(kind, source, continues, head, start, glued, within), element))
        self.continues = kind if kind in _IN_MANY_PIECES else None
        self.forget(self.last)

    def forget(self, number: int | None = None) -> None:
        """The lines up to `number` (all by default) are settled, or show nothing."""
        count = len(self.lines) if number is None else min(max(number + 1 - self._base, 0), len(self.lines))
        self.size -= sum(len(line.text) + 1 for line in self.lines[:count])
        del self.lines[:count]
        self._base += count
