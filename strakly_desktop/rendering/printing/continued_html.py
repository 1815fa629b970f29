"""Draws what goes on inside a long list item or quote as its next part: as far in, and without a marker.

An item of hundreds of lines is put on paper in parts, for Qt lays out each as a whole. As HTML a part begins with
its list and its item again; a second bullet or number, or a gap, would say that something new begins.
"""

import re

from strakly_desktop.rendering.markdown.grammar.segments import Segment, SegmentKind

_OPENING = re.compile(r"<(ul|ol|blockquote)\b([^>]*)>\n?(?:<li>)?")
_ITEM = re.compile(r"<(/?)li\b[^>]*>")
_LIST_END = re.compile(r"\s*</[uo]l>")
_FIRST_TEXT = re.compile(r"((?:<(?:ul|ol|li|blockquote)\b[^>]*>\n?)*)<p>(.*?)</p>", re.DOTALL)
_EMPTY = re.compile(r"\A((?:<(?:ul|ol|li|blockquote)\b[^>]*>\s*)*)<(ul|ol|li|blockquote)\b[^>]*>\s*</\2>")
_BLOCK = re.compile(r"<(/?)(ul|ol|blockquote)\b[^>]*>")
_ONLY_ENDS = re.compile(r"(?:\s*</(?:ul|ol|li|blockquote|pre|code)>)*\s*")
_BELOW = "margin-bottom"
_NO_MARKER = ' style="list-style-type: none; margin-top: 0px; margin-bottom: 0px"'
_CLOSE = ' style="margin-top: 0px; margin-bottom: 0px"'


def without_markers(html: str, containers: int) -> str:
    """The HTML of a part that begins inside of so many lists, items and quotes within each other.

    Items that begin in it keep their markers and numbers.
    """
    place = 0
    while containers > 0 and (opening := _OPENING.match(html, place)) is not None:
        tag, attributes = opening.groups()
        if tag == "blockquote":
            place = opening.end()
            containers -= 1
            continue
        if containers == 1:
            break  # It goes on with the list alone, by a further item.
        begin = f"<{tag}{_NO_MARKER}>\n<li>"
        end = _end_of_item(html, opening.end())
        if _LIST_END.match(html, end) is None:
            html = f"{html[:end]}</{tag}><{tag}{attributes}{_CLOSE}>{html[end:]}"
        html = html[: opening.start()] + begin + html[opening.end() :]
        place = opening.start() + len(begin)
        containers -= 2
    return html


def without_gap_above(html: str) -> str:
    """The HTML of a part that begins with a further item of its list or quote."""
    return _with_style(html, 0, "margin-top") if _BLOCK.match(html) else html


def without_gap_below(html: str) -> str:
    """The HTML of the part before such a one: what stands last in it is not set apart from what follows."""
    depth, last, end = 0, -1, 0
    for tag in _BLOCK.finditer(html):
        if not tag[1] and not depth:
            last = tag.start()
        depth += -1 if tag[1] else 1
        end = tag.end()
    is_last = last >= 0 and not html[end:].strip()
    code = html.rfind("<pre")
    if code >= 0 and _ONLY_ENDS.fullmatch(html, html.index("</pre>", code)):
        html = _with_style(html, code, _BELOW)
    return _with_style(html, last, _BELOW) if is_last else html


def _with_style(html: str, place: int, margin: str) -> str:
    """The HTML without this margin of the element that begins at `place`."""
    end = html.index(">", place)
    tag = html[place:end]
    if ' style="' in tag:
        tag = tag.replace(' style="', f' style="{margin}: 0px; ', 1)
    else:
        tag += f' style="{margin}: 0px"'
    return html[:place] + tag + html[end:]


def first_text(html: str) -> tuple[str, str]:
    """The content of the paragraph that a part begins with, and the rest of the part."""
    paragraph = _FIRST_TEXT.match(html)
    if paragraph is None:
        return "", html
    rest = paragraph[1] + html[paragraph.end() :]
    while (emptied := _EMPTY.sub(r"\1", rest)) != rest:
        rest = emptied
    return paragraph[2], rest.strip()


def without_last_table(html: str) -> tuple[str, str]:
    """A part that ends within a table, without it; and what of the table is in it."""
    start, end = html.rindex("<table"), html.rindex("</table>") + len("</table>")
    rest = html[:start] + html[end:]
    return rest, html[start:end]


def goes_on_with_text(segment: Segment) -> bool:
    """Whether the first words of a segment belong to the paragraph that stands last."""
    if segment.within is not None:
        return segment.within.leaf is SegmentKind.PARAGRAPH
    return segment.continues and segment.kind is SegmentKind.PARAGRAPH


def is_nested_row(segment: Segment) -> bool:
    """Whether a segment is a further row of a table inside of a list item or quote."""
    return segment.within is not None and segment.within.leaf is SegmentKind.TABLE


def _end_of_item(html: str, place: int) -> int:
    """Behind the end of the item whose content begins at `place`."""
    depth = 1
    for tag in _ITEM.finditer(html, place):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(html)
