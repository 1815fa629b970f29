"""Reads the renderer's own safe HTML into a small tree, for the document to be built from.

The sanitiser writes every tag, attribute and escape in one way only, which a few cuts of the text read five times as
fast as the parser of the standard library. Whatever is written otherwise that one reads.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from strakly_desktop.rendering.markdown.grammar.limits import TREE_LIMIT

_VOID = frozenset({"br", "hr"})
_TAGS = frozenset(
    (
        *(
            "a",
            "b",
            "br",
            "code",
            "del",
            "em",
            "i",
            "ins",
            "kbd",
            "mark",
            "s",
            "small",
            "span",
            "strong",
            "sub",
        ),
        *(
            "sup",
            "u",
            "blockquote",
            "caption",
            "dd",
            "div",
            "dl",
            "dt",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
        ),
        *("li", "ol", "p", "pre", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
"""Tags that have no rules of their own for the text in them."""
_WITH_ATTRIBUTES = re.compile(r'([a-z][a-z0-9]*)((?: [a-z]+="[^"]*")+)')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


@dataclass(slots=True)
class HtmlNode:
    """A tag with its attributes; `children` are elements and texts in order."""

    tag: str
    attributes: dict[str, str]
    children: "list[HtmlNode | str]" = field(default_factory=list)

    def find_all(self, *tags: str) -> "Iterator[HtmlNode]":
        """Every descendant with one of these tags, in document order; not inside one another."""
        waiting = self.children[::-1]
        while waiting:
            child = waiting.pop()
            if isinstance(child, str):
                continue
            if child.tag in tags:
                yield child
            else:
                waiting += reversed(child.children)

    def text(self) -> str:
        """All text in it; a line break is a newline."""
        if len(self.children) == 1 and isinstance(only := self.children[0], str):
            return only
        texts: list[str] = []
        waiting: list[HtmlNode | str] = [self]
        while waiting:
            child = waiting.pop()
            if isinstance(child, str):
                texts.append(child)
            elif child.tag == "br":
                texts.append("\n")
            else:
                waiting += reversed(child.children)
        return "".join(texts)


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = HtmlNode("root", {})
        self._open = [self.root]
        self._beyond: Counter[str] = Counter()  # not in the tree, but what is in them is

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self._open) > TREE_LIMIT and tag not in _VOID:
            self._beyond[tag] += 1
            return
        element = HtmlNode(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self._beyond[tag]:
            self._beyond[tag] -= 1
        elif any(element.tag == tag for element in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def parse_html(html: str) -> HtmlNode:
    """The tree of `html`. Its root has the tag "root". U+FFFE, by which Qt swaps bytes, is replaced."""
    html = html.replace("\ufffe", "\ufffd")
    root = _parse_canonical(html)
    if root is not None:
        return root
    builder = _TreeBuilder()
    builder.feed(html)
    builder.close()
    return builder.root


def _parse_canonical(html: str) -> HtmlNode | None:
    """The tree of what is written as the sanitiser writes it; None of anything else."""
    root = HtmlNode("root", {})
    above: list[HtmlNode] = []
    element = root
    text, *pieces = html.split("<")
    if text:
        root.children.append(unescape(text) if "&" in text else text)
    for piece in pieces:
        head, closed, text = piece.partition(">")
        if not closed:
            return None
        if head[:1] == "/":
            if head[1:] != element.tag or not above:
                return None
            element = above.pop()
        else:
            tag, attributes = head, {}
            if head not in _TAGS:
                match = _WITH_ATTRIBUTES.fullmatch(head)
                if match is None or match[1] not in _TAGS:
                    return None
                tag = match[1]
                attributes = {
                    name: unescape(value) if "&" in value else value
                    for name, value in _ATTRIBUTE.findall(match[2])
                }
            child = HtmlNode(tag, attributes)
            element.children.append(child)
            if tag not in _VOID:
                if len(above) >= TREE_LIMIT:
                    return None
                above.append(element)
                element = child
        if text:
            element.children.append(unescape(text) if "&" in text else text)
    return root
