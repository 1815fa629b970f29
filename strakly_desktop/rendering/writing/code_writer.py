"""Writes a code block, its lines as they come.

Each line is coloured as it arrives, by itself; what only the whole tells (a string over many lines) is
coloured when the block may be whole.
"""

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.markdown.grammar.limits import HIGHLIGHT_LIMIT
from strakly_desktop.rendering.markdown.html_tree import HtmlNode, parse_html
from strakly_desktop.rendering.text_styles import CODE, SMALL
from strakly_desktop.rendering.writing.document_cursor import (
    DocumentCursor,
    insertable,
    new_group,
    utf16_length,
)
from strakly_desktop.rendering.writing.formats import (
    BlockRole,
    Mark,
    block_format,
    font_of,
    set_color,
    text_format,
)
from strakly_desktop.rendering.writing.long_text import blocks_from, insert_text, whole_texts

PADDING = 16
PADDING_ABOVE = 13
GAP_ABOVE = 17
GAP_BELOW = 14
# Copy button and air, at the card's top right beside the language's name.
_HEAD_SPACE = 44

Runs: TypeAlias = Sequence[tuple[str, str]]
"""One line of code as (colour role or "", text)."""


class CodeWriter:
    """One code block that is being written."""

    def __init__(self, language: str, left: float) -> None:
        self.language = language
        self._left = left
        self._group = new_group()
        self._lines: list[Runs] = []
        self._length = 0
        self._batches = 0
        self._first: QTextBlock | None = None

    def add(
        self, page: DocumentCursor, code: HtmlNode, *, for_good: bool = True, goes_on: bool = False
    ) -> None:
        """Write the lines of a `code` element at the end of the document, which is the end of this block.

        `for_good`: false for lines that will be taken back. `goes_on`: the first is the rest of the last one.
        """
        lines = code_lines(code)
        length = self._length + sum(1 + len(text) for runs in lines for _, text in runs)
        if length > HIGHLIGHT_LIMIT:
            lines = [_plain(runs) for runs in lines]
        goes_on &= bool(self._lines and lines)
        if goes_on:
            length -= 1
            _write_runs(page, lines[0])
            if for_good:
                self._lines[-1] = [*self._lines[-1], *lines[0]]
        lines = lines[goes_on:]
        for index, runs in enumerate(lines):
            page.start_block(self._format(page.look, is_first=self._first is None and index == 0))
            if for_good and self._first is None:
                self._first = page.cursor.block()
            _write_runs(page, runs)
        if for_good and (lines or goes_on):
            if self._length <= HIGHLIGHT_LIMIT < length:
                self._recolor([_plain(runs) for runs in self._lines], page.look)
            self._lines += lines
            self._length = length
            self._batches += 1

    def close(self, page: DocumentCursor) -> None:
        """Give the last line the space below the card; a block without lines is a card with one empty line."""
        if page.fresh or page.cursor.blockFormat().property(Mark.GROUP) != self._group:
            page.start_block(self._format(page.look, is_first=True))
            _write_runs(page, ())
        last = page.cursor.blockFormat()
        last.setBottomMargin(PADDING + GAP_BELOW)
        page.cursor.setBlockFormat(last)

    def reopen(self, page: DocumentCursor) -> None:
        """Take back the space below the card: more lines come."""
        last = page.cursor.blockFormat()
        if last.property(Mark.GROUP) == self._group:
            last.setBottomMargin(0)
            page.cursor.setBlockFormat(last)

    def settle(self, page: DocumentCursor) -> None:
        """The block may be whole: colour again the lines that read otherwise now."""
        if self._batches < 2 or not self.language or self._length > HIGHLIGHT_LIMIT:
            return
        from strakly_desktop.rendering.markdown.highlighting import highlight

        code = "".join("".join(text for _, text in runs) + "\n" for runs in self._lines)
        whole = code_lines(parse_html(highlight(code, self.language, HIGHLIGHT_LIMIT)))
        if len(whole) == len(self._lines):
            self._recolor(whole, page.look)
            self._batches = 1

    def _recolor(self, lines: Sequence[Runs], look: Look) -> None:
        """Give the lines so far these colours."""
        assert self._first is not None, "there are lines"
        blocks = whole_texts(blocks_from(self._first))
        plain = text_format(CODE, look, "code-text", code=True)
        for index, (old, new) in enumerate(zip(self._lines, lines, strict=True)):
            first = next(blocks)[0]
            if old != new:
                _recolor_line(first, new, plain, look)
                self._lines[index] = new

    def _format(self, look: Look, *, is_first: bool) -> QTextBlockFormat:
        right = PADDING + (self._head_width(look) if is_first else 0)
        top = PADDING_ABOVE + GAP_ABOVE if is_first else 0
        format_ = block_format(CODE.line, look, top=top, left=self._left + PADDING, right=right)
        format_.setProperty(Mark.ROLE, BlockRole.CODE)
        format_.setProperty(Mark.GROUP, self._group)
        format_.setProperty(Mark.LANGUAGE, self.language)
        return format_

    def _head_width(self, look: Look) -> float:
        name = QFontMetricsF(font_of(SMALL, look)).horizontalAdvance(self.language)
        return look.scaled(_HEAD_SPACE) + name


def code_lines(code: HtmlNode) -> list[Runs]:
    """The lines of a code element; a last empty line is dropped. None for no code at all."""
    lines: list[list[tuple[str, str]]] = [[]]
    for child in code.children:
        role = "" if isinstance(child, str) else child.attributes.get("class", "")
        text = child if isinstance(child, str) else child.text()
        if not isinstance(child, str) and child.tag not in ("span", "br"):
            role, text = "", child.text()
        first, *further = insertable(text).replace("\u2028", "\n").split("\n")
        _add_run(lines[-1], role, first)
        for line in further:
            lines.append([])
            _add_run(lines[-1], role, line)
    if not lines[-1]:
        lines.pop()
    return list(lines)


def _add_run(line: list[tuple[str, str]], role: str, text: str) -> None:
    if not text:
        return
    if line and line[-1][0] == role:
        line[-1] = (role, line[-1][1] + text)
    else:
        line.append((role, text))


def _write_runs(page: DocumentCursor, runs: Runs) -> None:
    page.cursor.setBlockCharFormat(page.text_format(CODE, "code-text", code=True))
    for role, text in runs:
        color = role if role in page.look.colors else "code-text"
        insert_text(page.cursor, text, page.text_format(CODE, color, code=True))


def _plain(runs: Runs) -> Runs:
    return [("", "".join(text for _, text in runs))] if runs else runs


def _recolor_line(block: QTextBlock, runs: Runs, plain: QTextCharFormat, look: Look) -> None:
    cursor = QTextCursor(block)
    for role, text in runs:
        left = utf16_length(text)
        while left:
            if cursor.atBlockEnd() and not cursor.movePosition(QTextCursor.MoveOperation.NextBlock):
                return
            block = cursor.block()
            end = min(cursor.position() + left, block.position() + block.length() - 1)
            left -= end - cursor.position()
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(_colored(plain, role, look))
            cursor.setPosition(end)


def _colored(plain: QTextCharFormat, role: str, look: Look) -> QTextCharFormat:
    if role not in look.colors:
        return plain
    format_ = QTextCharFormat(plain)
    set_color(format_, look, role)
    return format_
