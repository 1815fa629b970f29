"""Writes the text inside one block: emphasis, links, code, line breaks."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeAlias

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.markdown.html_tree import HtmlNode
from strakly_desktop.rendering.text_styles import CODE
from strakly_desktop.rendering.writing.document_cursor import insertable
from strakly_desktop.rendering.writing.formats import Mark, font_of, set_color
from strakly_desktop.rendering.writing.long_text import insert_text
from strakly_desktop.rendering.writing.whole_values import JOINT, with_whole_values

LINE_BREAK = "\u2028"
INLINE_CODE = "inline-code"
PILL_AIR = 4
Child: TypeAlias = HtmlNode | str | None
_NO_BREAKS = re.compile(f"({JOINT}+)")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_MOST_KEPT = 64
_kept: dict[tuple[str, str], tuple[Look | None, QTextCharFormat, QTextCharFormat]] = {}
"""What a tag and the address of a link made last of which format: to make it, and for Qt to know it again, costs more
than to write a word in it."""


def write_inline(
    cursor: QTextCursor,
    look: Look,
    element: HtmlNode,
    format_: QTextCharFormat,
    starts: list[int] | None = None,
    *,
    first: int = 0,
) -> bool:
    """Write the children of `element` at the cursor, all before the `first` of which stand there already.

    True if something in it needs a painted background. `starts` takes where in its block each child begins.
    """
    has_pills = bool(format_.property(Mark.PILL))
    if len(element.children) == 1 and isinstance(only := element.children[0], str):
        if not first:
            if starts is not None:
                starts.append(cursor.positionInBlock())
            text = collapsed(only)
            if text.startswith(" ") and (cursor.atBlockStart() or _is_after_break(cursor)):
                text = text[1:]
            if JOINT in text:
                write_text(cursor, text, format_)
            elif text:
                insert_text(cursor, with_whole_values(text), format_)
        return has_pills
    for before, child, after in islice(_with_neighbours(element.children), first, None):
        if starts is not None:
            starts.append(cursor.positionInBlock())
        if isinstance(child, str):
            text = collapsed(child)
            if cursor.atBlockStart() or _is_after_break(cursor):
                text = text.lstrip(" ")
            _write_text(cursor, text, format_, air_first=is_code(before), air_last=is_code(after))
        elif child.tag == "br":
            insert_text(cursor, LINE_BREAK, format_)
        else:
            has_pills |= write_inline(cursor, look, child, _styled(format_, child, look))
    return has_pills


def collapsed(text: str) -> str:
    """Text as HTML shows it: any run of blanks is one space."""
    return _SPACES.sub(" ", insertable(text))


def _with_neighbours(children: list[HtmlNode | str]) -> Iterator[tuple[Child, HtmlNode | str, Child]]:
    return zip([None, *children], children, [*children[1:], None], strict=False)


def _is_after_break(cursor: QTextCursor) -> bool:
    return cursor.document().characterAt(cursor.position() - 1) == LINE_BREAK


def is_code(child: Child) -> bool:
    """Whether a blank beside `child` is wider: it is painted as a pill."""
    return isinstance(child, HtmlNode) and child.tag == "code"


def _write_text(
    cursor: QTextCursor, text: str, format_: QTextCharFormat, *, air_first: bool, air_last: bool
) -> None:
    """Write text; a space next to inline code is wider, so that the painted pill has air."""
    if not (air_first or air_last):
        write_text(cursor, text, format_)
        return
    airy = with_air(format_)
    first = " " if air_first and text.startswith(" ") else ""
    last = " " if air_last and len(text) > len(first) and text.endswith(" ") else ""
    middle = text[len(first) : len(text) - len(last)]
    for part, style in ((first, airy), (middle, format_), (last, airy)):
        write_text(cursor, part, style)


def write_text(cursor: QTextCursor, text: str, format_: QTextCharFormat) -> None:
    """Write text so that no line breaks inside a value; no-break spaces of its own are to be copied as such."""
    if JOINT not in text:
        if text:
            insert_text(cursor, with_whole_values(text), format_)
        return
    written = QTextCharFormat(format_)
    written.setProperty(Mark.WRITTEN, True)
    for run in _NO_BREAKS.split(text):
        if run:
            insert_text(cursor, *((run, written) if run[0] == JOINT else (with_whole_values(run), format_)))


def with_air(format_: QTextCharFormat) -> QTextCharFormat:
    """The format of a blank beside inline code. Not to be changed."""
    return _made_of(format_, "", "", None, lambda made: made.setFontWordSpacing(PILL_AIR))


def _styled(format_: QTextCharFormat, element: HtmlNode, look: Look) -> QTextCharFormat:
    """The format of what is within an element. Not to be changed."""
    address = element.attributes.get("href", "")
    return _made_of(format_, element.tag, address, look, lambda made: _style(made, element, look))


def _made_of(
    format_: QTextCharFormat,
    tag: str,
    address: str,
    look: Look | None,
    make: Callable[[QTextCharFormat], None],
) -> QTextCharFormat:
    known = _kept.get((tag, address))
    if known is not None and known[0] is look and known[1] == format_:
        return known[2]
    made = QTextCharFormat(format_)
    make(made)
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[tag, address] = look, QTextCharFormat(format_), made
    return made


def _style(format_: QTextCharFormat, element: HtmlNode, look: Look) -> None:
    match element.tag:
        case "strong" | "b":
            format_.setFontWeight(QFont.Weight.DemiBold)
        case "em" | "i":
            format_.setFontItalic(True)
        case "del" | "s":
            format_.setFontStrikeOut(True)
        case "u" | "ins":
            format_.setFontUnderline(True)
        case "sub":
            format_.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSubScript)
        case "sup":
            format_.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        case "code" | "kbd":
            format_.setFont(font_of(CODE, look, code=True))
            format_.setProperty(Mark.PILL, INLINE_CODE)
        case "a" if element.attributes.get("href"):
            format_.setAnchor(True)
            format_.setAnchorHref(element.attributes["href"])
            format_.setFontWeight(max(format_.fontWeight(), QFont.Weight.Medium))
            set_color(format_, look, "link")
            if look.links_underlined:
                format_.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        case _:
            pass
