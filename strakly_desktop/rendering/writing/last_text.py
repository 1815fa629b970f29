"""Lets the text with which a document ends go on where it stands: what it said already is not written again.

While an answer streams, each frame reads its open end anew. Mostly that says what it said, and some words more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextCharFormat, QTextCursor

from strakly_desktop.rendering.markdown.html_tree import HtmlNode
from strakly_desktop.rendering.writing.document_cursor import DocumentCursor
from strakly_desktop.rendering.writing.formats import Mark
from strakly_desktop.rendering.writing.inline_writer import collapsed, is_code, with_air, write_inline
from strakly_desktop.rendering.writing.long_text import LONGEST_BLOCK, mark_text
from strakly_desktop.rendering.writing.whole_values import JOINT, with_whole_values

_CODE_TAGS = ("code", "kbd")


@dataclass(frozen=True, slots=True)
class LastText:
    """A text in one block: what it is made of, the format of its words, and where in the block each part begins."""

    parts: Sequence[HtmlNode | str]
    format: QTextCharFormat
    starts: Sequence[int]


def write_last_text(
    page: DocumentCursor, parts: Sequence[HtmlNode | str], format_: QTextCharFormat
) -> LastText | None:
    """Write a text at the end of the document; None where it stands in several blocks."""
    first = page.cursor.block()
    starts: list[int] = []
    element = HtmlNode("p", {}, list(parts))
    if write_inline(page.cursor, page.look, element, format_, starts):
        mark_text(first, page.cursor.block(), Mark.HAS_PILLS)
    return LastText(parts, format_, starts) if page.cursor.block() == first else None


def rewrite_last_text(
    page: DocumentCursor, written: LastText, parts: Sequence[HtmlNode | str]
) -> LastText | None:
    """Make the text with which the document ends say `parts`; None where it has to be written as a whole.

    Text may have been added at its end since it was written.
    """
    same = _equal_parts(written.parts, parts)
    # A blank is written otherwise beside code.
    is_air_same = _is_code_at(written.parts, same) == _is_code_at(parts, same)
    kept = same if is_air_same and same < len(written.starts) else max(0, same - 1)
    cursor = page.cursor
    block = cursor.block()
    rest = sum(len(part) if isinstance(part, str) else len(part.text()) for part in parts[kept:])
    begins_alike = kept or _beginning(parts) == _beginning(written.parts) != ""
    if not begins_alike or kept >= len(written.starts) or block.length() + 2 * rest > LONGEST_BLOCK:
        return None
    has_pills = block.blockFormat().property(Mark.HAS_PILLS)
    if has_pills and not any(map(_has_code, parts)):
        return None
    if same < len(written.starts) and _add_to(cursor, written, parts, same):
        kept = same + 1
    else:
        cursor.setPosition(block.position() + written.starts[kept])
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
    starts = list(written.starts[:kept])
    element = HtmlNode("p", {}, list(parts))
    if write_inline(cursor, page.look, element, written.format, starts, first=kept) and not has_pills:
        mark_text(block, block, Mark.HAS_PILLS)
    return LastText(parts, written.format, starts)


def _add_to(cursor: QTextCursor, written: LastText, parts: Sequence[HtmlNode | str], index: int) -> bool:
    """Write only what the part says more with which the text ends; False where that is not all that differs of it."""
    if index >= len(parts) or not isinstance(part := parts[index], str) or JOINT in part:
        return False
    block, start, text = cursor.block(), written.starts[index], collapsed(part)
    # A blank is written otherwise beside code.
    if index and _is_code_at(parts, index - 1) and text.startswith(" "):
        start, text = start + 1, text[1:]
    elif any(map(_has_code, parts[max(0, index - 1) : index])):
        return False
    all_of_it = block.text()
    standing = all_of_it[start:]
    # A character that counts as two has the places in the block be others than those in its text.
    if not standing or len(all_of_it) != block.length() - 1:
        return False
    runs = block.end()
    runs -= 1
    run = runs.fragment()
    if run.position() - block.position() > start or run.charFormat() != written.format:
        return False
    air = " " if text.endswith(" ") and _is_code_at(parts, index + 1) else ""
    text = text.removesuffix(air)
    text = with_whole_values(text if start else text.lstrip(" "))
    if not text.startswith(standing):
        return False
    cursor.movePosition(QTextCursor.MoveOperation.End)
    if len(text) > len(standing):
        cursor.insertText(text[len(standing) :], written.format)
    if air:
        cursor.insertText(air, with_air(written.format))
    return True


def _equal_parts(old: Sequence[HtmlNode | str], new: Sequence[HtmlNode | str]) -> int:
    pairs = zip(old, new, strict=False)
    return next(
        (at for at, (one, other) in enumerate(pairs) if one is not other and one != other),
        min(len(old), len(new)),
    )


def _is_code_at(parts: Sequence[HtmlNode | str], index: int) -> bool:
    return index < len(parts) and is_code(parts[index])


def _beginning(parts: Sequence[HtmlNode | str]) -> str:
    """The first letter: a box there makes an item a task."""
    texts = (part if isinstance(part, str) else part.text() for part in parts)
    return next((text.lstrip()[0] for text in texts if text.strip()), "")


def _has_code(part: HtmlNode | str) -> bool:
    return isinstance(part, HtmlNode) and (part.tag in _CODE_TAGS or any(part.find_all(*_CODE_TAGS)))
