"""The links of a transcript: where they are, the next one for the keyboard, where one leads.

Links are found from a place on, block by block: a list of all of them would cost the conversation's length
at each change.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its first position, the one after its last, and its address as it was written."""

    start: int
    end: int
    href: str


def link_at(document: QTextDocument, position: int, href: str) -> Link | None:
    """The link to `href` at a position, which may be just after it."""
    links = _links_of(document.findBlock(position))
    return next((link for link in links if link.start <= position <= link.end and link.href == href), None)


def next_link(document: QTextDocument, position: int, *, forwards: bool) -> Link | None:
    """The first link that begins at `position` or later; backwards, the last that ends there or earlier."""
    block = document.findBlock(position)
    while block.isValid():
        links = list(_links_of(block))
        if forwards:
            found = next((link for link in links if link.start >= position), None)
        else:
            found = next((link for link in reversed(links) if link.end <= position), None)
        if found is not None:
            return found
        block = block.next() if forwards else block.previous()
    return None


def target_of(href: str) -> str:
    """What the reader is told before a link is followed: another site's host, or the page of the web app."""
    url = QUrl(href)
    return url.host() or url.toString(QUrl.ComponentFormattingOption.FullyEncoded)


def underlined(document: QTextDocument, link: Link) -> QTextEdit.ExtraSelection:
    """A selection that underlines a link; the document itself stays as it is."""
    selection = QTextEdit.ExtraSelection()
    cursor = QTextCursor(document)
    cursor.setPosition(link.start)
    cursor.setPosition(link.end, QTextCursor.MoveMode.KeepAnchor)
    format_ = QTextCharFormat()
    format_.setFontUnderline(True)
    selection.cursor = cursor
    selection.format = format_
    return selection


def _links_of(block: QTextBlock) -> Iterator[Link]:
    """The links of a block; neighbouring runs with one address are one link."""
    open_link: Link | None = None
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        href = fragment.charFormat().anchorHref()
        start, end = fragment.position(), fragment.position() + fragment.length()
        if open_link is not None and (href, start) == (open_link.href, open_link.end):
            open_link = Link(open_link.start, end, href)
        else:
            if open_link is not None:
                yield open_link
            open_link = Link(start, end, href) if href else None
        iterator += 1
    if open_link is not None:
        yield open_link
