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
    """A link: a cursor that has its text selected and moves with it, and its address as it was written."""

    cursor: QTextCursor
    href: str

    @property
    def start(self) -> int:
        """Its first position now."""
        return self.cursor.selectionStart()

    @property
    def end(self) -> int:
        """The position after its last now."""
        return self.cursor.selectionEnd()

    @property
    def is_there(self) -> bool:
        """Whether its text still stands in the document, and leads where it did."""
        first = QTextCursor(self.cursor)
        first.setPosition(self.start + 1)
        return self.cursor.hasSelection() and first.charFormat().anchorHref() == self.href

    def is_same(self, other: "Link | None") -> bool:
        """Whether both are one link of a document."""
        if other is None:
            return False
        return (self.start, self.end, self.href) == (other.start, other.end, other.href)


def link_at(document: QTextDocument, position: int, href: str) -> Link | None:
    """The link to `href` at a position, which may be just after it."""
    links = _links_of(document.findBlock(position))
    return next((link for link in links if link.start <= position <= link.end and link.href == href), None)


def next_link(document: QTextDocument, position: int, *, forwards: bool) -> Link | None:
    """The first link that begins at `position` or later; backwards, the last that ends there or earlier."""
    block = document.findBlock(position)
    while block.isValid():
        # A column that a table gave up is in the table panel.
        links = list(_links_of(block)) if block.isVisible() else []
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


def underlined(link: Link) -> QTextEdit.ExtraSelection:
    """A selection that underlines a link; the document itself stays as it is."""
    selection = QTextEdit.ExtraSelection()
    format_ = QTextCharFormat()
    format_.setFontUnderline(True)
    selection.cursor = link.cursor
    selection.format = format_
    return selection


def _links_of(block: QTextBlock) -> Iterator[Link]:
    """The links of a block; neighbouring runs with one address are one link."""
    runs: list[tuple[int, int, str]] = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        href = fragment.charFormat().anchorHref()
        start, end = fragment.position(), fragment.position() + fragment.length()
        if runs and (href, start) == (runs[-1][2], runs[-1][1]):
            runs[-1] = (runs[-1][0], end, href)
        elif href:
            runs.append((start, end, href))
        iterator += 1
    for start, end, href in runs:
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setKeepPositionOnInsert(True)
        yield Link(cursor, href)
