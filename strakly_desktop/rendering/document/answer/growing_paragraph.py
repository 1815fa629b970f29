"""Reads the paragraph that an answer ends with, in each frame anew, but not from its beginning on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from strakly_desktop.rendering.markdown.grammar.segments import References, Segment, SegmentKind
from strakly_desktop.rendering.markdown.html_tree import HtmlNode
from strakly_desktop.rendering.markdown.settled_beginning import SettledBeginning

Reader: TypeAlias = Callable[[Sequence[Segment]], HtmlNode]
"""The tree of some segments."""


class GrowingParagraph:
    """Keeps what the settled beginning of one line was read into."""

    def __init__(self) -> None:
        self._beginning = SettledBeginning()
        self._text = ""
        self._known = -1
        self._parts: list[HtmlNode | str] = []

    def read(self, run: Sequence[Segment], references: References, read: Reader) -> HtmlNode:
        """The tree of a run, as `read` makes it of all of it."""
        (first, *others) = run
        is_line = first.kind is SegmentKind.PARAGRAPH and not (others or first.head or first.within)
        if not is_line or first.continues or "\n" in first.source:
            return read(run)
        settled = self._beginning.length_in(first.source)
        if not settled:
            return read(run)
        text, rest = first.source[:settled], first.source[settled:].rstrip()
        # An address that comes late makes a link of what was none.
        if self._known != len(references) or not text.startswith(self._text):
            self._text, self._known, self._parts = "", len(references), []
        if text != self._text:
            more = _paragraph(read([replace(first, source=text[len(self._text) :], continues=True)]))
            self._text, self._parts = text, _joined(self._parts, more.children)
        root = read([replace(first, source=rest, continues=True)])
        paragraph = _paragraph(root)
        paragraph.children = _joined(self._parts, paragraph.children)
        return root


def _paragraph(root: HtmlNode) -> HtmlNode:
    (paragraph,) = root.children
    assert isinstance(paragraph, HtmlNode)
    return paragraph


def _joined(above: Sequence[HtmlNode | str], below: Sequence[HtmlNode | str]) -> list[HtmlNode | str]:
    """The two halves of a text; the second begins with the blank at which it was cut."""
    if above and below and isinstance(last := above[-1], str) and isinstance(first := below[0], str):
        return [*above[:-1], last + first, *below[1:]]
    return [*above, *below]
