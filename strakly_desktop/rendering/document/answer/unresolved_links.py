"""Remembers where an answer may name links whose addresses (`[label]: address`) are still to come.

Models put their sources last. Only what names them is then written again: an answer of 500 KB takes seconds.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextTable

from strakly_desktop.rendering.markdown.grammar.segments import References, Segment, SegmentKind
from strakly_desktop.rendering.writing.document_cursor import is_filler

_WRITTEN_AS_ONE = frozenset({SegmentKind.PARAGRAPH, SegmentKind.TABLE})
"""What looks as all of its segments together say."""
_MAY_GO_ON = _WRITTEN_AS_ONE | {SegmentKind.LIST, SegmentKind.QUOTE}


@dataclass(slots=True)
class UnresolvedLink:
    """Segments that stand in the document with text where links may have to be.

    `labels`: folded, of those links. `references`: of the answer, as they grow. `table`: its parts, where it is
    one; else `block` holds text of the segments, and `number` other texts of theirs stand before it. An empty block
    would not do: Qt may put another in its place.
    """

    segments: list[Segment]
    labels: set[str]
    references: References
    table: Sequence[QTextTable]
    block: QTextBlock
    number: int
    used: Set[str] = frozenset()
    """The labels that the answer uses: their definitions are not shown."""

    @property
    def position(self) -> int:
        """Where it stands in the document."""
        return self.table[0].firstPosition() if self.table else self.block.position()

    @property
    def has_address(self) -> bool:
        """Whether there is an address now that was not known when this was written."""
        return any(label in self.references for label in self.labels)


class UnresolvedLinks:
    """The places of one answer, in order."""

    def __init__(self) -> None:
        self._places: list[UnresolvedLink] = []

    def note(
        self,
        run: Sequence[Segment],
        labels: set[str],
        references: References,
        first: QTextBlock,
        table: Sequence[QTextTable],
    ) -> None:
        """Segments have been written for good, from the block `first` on; `labels` are not known yet."""
        places = self._places
        if places and (run[0].within is not None or (run[0].continues and run[0].kind in _WRITTEN_AS_ONE)):
            places[-1].segments += run
            places[-1].labels |= labels
            return
        if places and not places[-1].labels:
            places.pop()
        if labels or run[0].kind in _MAY_GO_ON:
            places.append(UnresolvedLink(list(run), labels, references, table, *_first_with_text(first)))

    def take(self) -> list[UnresolvedLink]:
        """The places for which there is an address now; all are forgotten."""
        places, self._places = self._places, []
        return [place for place in places if place.has_address and (place.table or place.block.isValid())]


def written_blocks(first: QTextBlock) -> Iterator[QTextBlock]:
    """The blocks from `first` on, without those that only stand beside tables."""
    block = first
    while block.isValid():
        if not is_filler(block):
            yield block
        block = block.next()


def _first_with_text(first: QTextBlock) -> tuple[QTextBlock, int]:
    """The first written block that has text, and how many stand before it: all empty, so each is a text."""
    for number, block in enumerate(written_blocks(first)):
        if block.length() > 1:
            return block, number
    return QTextBlock(), 0
