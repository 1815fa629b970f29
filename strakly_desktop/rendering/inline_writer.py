"""Writes the text inside one block: emphasis, links, code, line breaks."""

import re

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor

from strakly_desktop.rendering.formats import CODE, Mark, font_of, set_color
from strakly_desktop.rendering.html_tree import Element
from strakly_desktop.rendering.look import Look

LINE_BREAK = "\u2028"
INLINE_CODE = "inline-code"
_SPACES = re.compile(r"[ \t\n\r\f]+")


def write_inline(cursor: QTextCursor, look: Look, element: Element, format_: QTextCharFormat) -> bool:
    """Write the children of `element` at the cursor. True if something in it needs a painted background."""
    has_pills = bool(format_.property(Mark.PILL))
    for child in element.children:
        if isinstance(child, str):
            text = _SPACES.sub(" ", child)
            if cursor.atBlockStart():
                text = text.lstrip(" ")
            if text:
                cursor.insertText(text, format_)
        elif child.tag == "br":
            cursor.insertText(LINE_BREAK, format_)
        else:
            styled = QTextCharFormat(format_)
            _style(styled, child, look)
            has_pills |= write_inline(cursor, look, child, styled)
    return has_pills


def _style(format_: QTextCharFormat, element: Element, look: Look) -> None:
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
