"""Where blocks stop for now that may go on: what has to be known to write more of them where they stand."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from PySide6.QtGui import QTextList

from strakly_desktop.rendering.markdown.grammar.commonmark_lists import NO_ITEMS, Numbering
from strakly_desktop.rendering.writing.code_writer import CodeWriter
from strakly_desktop.rendering.writing.table_writer import TableWriter


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
