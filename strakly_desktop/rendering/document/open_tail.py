"""Remembers the open tail as it stands in the document, so that only what differs from it is written.

Most frames add some words to its last text. Whatever changes more is written as a whole, as it would be alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from strakly_desktop.rendering.markdown.grammar.segments import Segment
from strakly_desktop.rendering.markdown.html_tree import HtmlNode
from strakly_desktop.rendering.writing.block_writer import BLOCK_TAGS
from strakly_desktop.rendering.writing.last_text import LastText

Parts: TypeAlias = Sequence[HtmlNode | str]


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
    if not any(isinstance(child, HtmlNode) and child.tag in BLOCK_TAGS for child in element.children):
        return None
    parts = list(element.children)
    while isinstance(parts[-1], str) and not parts[-1].strip():
        parts.pop()
    return parts
