"""Where blocks stop for now that may go on: what has to be known to write more of them where they stand."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextList

from strakly_desktop.rendering.markdown.grammar.commonmark_lists import NO_ITEMS, Numbering
from strakly_desktop.rendering.markdown.grammar.segments import Segment
from strakly_desktop.rendering.writing.code_writer import CodeWriter
from strakly_desktop.rendering.writing.table_writer import TableWriter

STRETCH = 3_600
"""A paragraph of so many characters of source goes on in a block of its own, with its next slice: what is read again
as one when it may be whole is never more."""


@dataclass(frozen=True, slots=True)
class Slices:
    """A paragraph, or of a very long one a stretch; it comes in many segments, and is read again as one when it may
    be whole."""

    segments: tuple[Segment, ...]
    place: QTextCursor
    block_format: QTextBlockFormat
    """Where it begins, and how its block looked there."""
    in_one: bool = True

    @property
    def length(self) -> int:
        return sum(len(segment.source) for segment in self.segments)

    @property
    def is_full(self) -> bool:
        return self.length >= STRETCH


@dataclass(frozen=True, slots=True)
class ListEnd:
    """Where a list stops for now: the part of it that takes the next item, and how many it has."""

    part: QTextList | None = None
    items_in_part: int = 0
    number: int = 0
    """Of the last item."""
    numbering: Numbering = NO_ITEMS
    counted: tuple[QTextList, ...] = ()
    """All parts, while their items are counted because they were written alike."""
    inner: "End" = None
    """The end of what stands last in the last item."""


@dataclass(frozen=True, slots=True)
class QuoteEnd:
    """Where a quote stops for now: its number, and the end of what stands last in it."""

    group: int
    inner: "End" = None


@dataclass(frozen=True, slots=True)
class GoingOn:
    """How what is written goes on with what stands last on the page.

    `levels`: how many elements within each other do, beginning with the one at hand. `glued`: the first line of code
    with the last. `for_good`: false for a tail, which is taken back.
    """

    levels: int = 0
    glued: bool = False
    for_good: bool = True

    @property
    def inside(self) -> "GoingOn":
        """The same, seen from the first child."""
        return replace(self, levels=max(0, self.levels - 1))


End: TypeAlias = ListEnd | QuoteEnd | CodeWriter | TableWriter | None
"""Where a block stops that may go on; None for one that needs to know nothing."""
