"""Remembers the open tail as it stands in the document, so that only what differs from it is written, and where what
has settled ends above it.

Most frames add some words to its last text. Whatever changes more is written as a whole, as it would be alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor

from strakly_desktop.rendering.markdown.grammar.segments import Segment
from strakly_desktop.rendering.markdown.html_tree import HtmlNode
from strakly_desktop.rendering.writing.block_ends import End, Slices
from strakly_desktop.rendering.writing.document_cursor import DocumentCursor, anchored
from strakly_desktop.rendering.writing.element_parts import BLOCK_TAGS
from strakly_desktop.rendering.writing.formats import BlockRole, Mark
from strakly_desktop.rendering.writing.last_text import LastText
from strakly_desktop.rendering.writing.long_text import goes_on

Open: TypeAlias = End | Slices
"""The block that stands last and may go on."""
Parts: TypeAlias = Sequence[HtmlNode | str]


@dataclass(frozen=True, slots=True)
class SettledEnd:
    """Where the settled text ends, and all that is needed to go on from there."""

    place: QTextCursor
    block_format: QTextBlockFormat
    char_format: QTextCharFormat
    fresh: bool
    open: Open

    @classmethod
    def here(cls, page: DocumentCursor, open_: Open) -> Self:
        """All that stands on the page has settled."""
        cursor = page.cursor
        return cls(anchored(cursor), cursor.blockFormat(), cursor.blockCharFormat(), page.fresh, open_)

    def with_format(self) -> Self:
        """The same with the format that its last block has now; a fresh one is for the next block."""
        return self if self.fresh else replace(self, block_format=self.place.blockFormat())

    def remove_below(self, page: DocumentCursor) -> None:
        """Remove what stands after it, and go on there."""
        cursor = page.cursor
        cursor.setPosition(self.place.position())
        # Qt drops an empty block with what follows it, and its list or the known first line of its code with it.
        is_kept = (
            cursor.currentList() is not None or cursor.blockFormat().property(Mark.ROLE) == BlockRole.CODE
        )
        is_empty_line = is_kept and cursor.block().length() == 1
        if is_empty_line:
            cursor.insertText(" ")
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        if cursor.hasSelection():
            cursor.removeSelectedText()
        if is_empty_line:
            cursor.deletePreviousChar()
        format_ = cursor.blockFormat()
        was_cut = goes_on(cursor.block()) is not None and not self.block_format.hasProperty(Mark.GOES_ON)
        # What came above the question meanwhile has given it more air.
        is_question = format_.property(Mark.ROLE) == BlockRole.USER
        if format_ != self.block_format and not was_cut and not is_question:
            cursor.setBlockFormat(self.block_format)
        if self.fresh:
            cursor.setBlockCharFormat(self.char_format)
        page.fresh = self.fresh


@dataclass(frozen=True, slots=True)
class OpenTail:
    """All segments of the tail, those of its last block, what these were read into, and the text they end with."""

    segments: Sequence[Segment]
    run: Sequence[Segment]
    root: HtmlNode
    text: LastText

    def run_of(self, segments: Sequence[Segment]) -> Sequence[Segment] | None:
        """The last block of a tail that differs from this one in its last segment only; None of any other."""
        if len(segments) != len(self.segments) or list(segments[:-1]) != list(self.segments[:-1]):
            return None
        last = segments[-1]
        return segments[-len(self.run) :] if replace(self.segments[-1], source=last.source) == last else None

    def last_parts(self, root: HtmlNode) -> Parts | None:
        """What the last text says in another reading of that block, where nothing else differs; else None."""
        old, new = self.root, root
        while (old.tag, old.attributes) == (new.tag, new.attributes):
            above, below = _blocks(old), _blocks(new)
            if above is None and below is None:
                return new.children if old.children == self.text.parts else None
            if above is None or below is None or above[:-1] != below[:-1] or len(above) != len(below):
                return None
            last, other = above[-1], below[-1]
            if not (isinstance(last, HtmlNode) and isinstance(other, HtmlNode)):
                return None
            old, new = last, other
        return None


def _blocks(element: HtmlNode) -> Parts | None:
    """What an element that holds blocks consists of, without the blanks at its end; None of one that holds text."""
    if element.tag == "p" or not any(
        isinstance(child, HtmlNode) and child.tag in BLOCK_TAGS for child in element.children
    ):
        return None
    parts = list(element.children)
    while isinstance(parts[-1], str) and not parts[-1].strip():
        parts.pop()
    return parts
