"""Finds where a long answer that is there as a whole can be parted, without reading its markdown.

To read it takes a second, and its end is to be seen at once: so only those places are found of which the lines around
them tell it for sure. What is on either side of one reads the same without the other.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_BLOCK = re.compile(r"(?<=\n\n)(?:#{1,6} |\*\*)?[^\W\d_][^|\n]*(?=\n|\Z)")
"""The first line of a block that nothing above can take in: of a heading or a paragraph, not the header of a table."""
_FENCE = re.compile(
    r"^(?P<before>[ \t>*+\-\d.)]*)(?:(?P<fence>`{3,}|~{3,})(?P<after>.*)|(?P<html><).*)$", re.MULTILINE
)
_FENCES = ("```", "~~~")
_DEFINITION = re.compile(
    r"^[ \t>*+\-\d.)]*(?:\[[ xX]\] )?\[(?:[^\[\]\\]|\\.){1,999}\]:", re.MULTILINE | re.DOTALL
)
"""What may be one: it begins a line, or what is within a quote or an item there."""
_HTML = re.compile(r"^[ \t>*+\-\d.)]*<", re.MULTILINE)
_ITEM = re.compile(r"(?:([-+*])|(0|[1-9][0-9]{0,8})([.)])) (?=[^\W_]|\*\*|\[)")


class _Item(NamedTuple):
    """An item of a list at the edge of the page.

    `style`: the sign that tells one list from the next. `width`: of what stands before its text.
    """

    start: int
    style: str
    number: int | None
    width: int


def sure_seams(text: str) -> list[int]:
    """Places, in characters and in order, at which an answer can be parted; none where the address of a link may be
    elsewhere in it than the link."""
    if "\r" in text or _may_define(text):
        return []
    starts = [match.start() for match in _BLOCK.finditer(text)]
    for begin, end in _doubtful(text):
        starts = [start for start in starts if not begin < start < end]
    return starts


def item_seams(text: str) -> list[int]:
    """Places between two items of a list, in order: what is below one is a list that reads as it does in the whole, and
    shows the same numbers."""
    if "\r" in text or _may_define(text) or _HTML.search(text):
        return []
    return [items[index].start for items in _lists(text) for index in _seams_between(items)]


def _may_define(text: str) -> bool:
    return "]:" in text and _DEFINITION.search(text) is not None


def _lists(text: str) -> Iterator[list[_Item]]:
    """Lists of which all lines are items, within an item, or blank; none below what may be code without end."""
    items: list[_Item] = []
    fence, start, is_below_blank = "", 0, True
    for line in text.split("\n"):
        item = _item_of(line, start)
        start += len(line) + 1
        if fence:
            fence = "" if _closes(line, fence) else fence
        elif item is not None and items and item.style == items[-1].style:
            items.append(item)
        elif line and not (items and line.startswith(" " * items[-1].width)):
            yield items
            # Right below a paragraph, what looks like an item with another number is a line of it.
            items = [item] if item is not None and (is_below_blank or item.number in (None, 1)) else []
            opening = _FENCE.match(line)
            fence = "" if item is not None or opening is None else opening["fence"] or ""
            if fence and opening is not None and opening["before"] not in ("", " ", "  ", "   "):
                return
        is_below_blank = not line
    yield items


def _closes(line: str, fence: str) -> bool:
    words = line.strip(" ")
    return words.startswith(fence) and not words.strip(fence[0])


def _item_of(line: str, start: int) -> _Item | None:
    match = _ITEM.match(line)
    if match is None:
        return None
    bullet, number, delimiter = match.groups()
    return _Item(start, bullet or delimiter, None if number is None else int(number), match.end())


def _seams_between(items: list[_Item]) -> Iterator[int]:
    """Which items may be the first of a part: numbers that are all alike are counted, which two tell, at either end."""
    differs = [above.number != below.number for above, below in pairwise(items)]
    for index in range(1, len(items)):
        if items[0].number is None or (differs[0] and index < len(differs) and differs[index]):
            yield index


def _doubtful(text: str) -> list[tuple[int, int]]:
    """Where code is, or may be, from where to where: blank lines part nothing there."""
    found: list[tuple[int, int]] = []
    if not any(fence in text for fence in _FENCES):
        return found
    open_fence, begin = "", 0
    for match in _FENCE.finditer(text):
        fence, rest = match["fence"], [*found, (match.start(), len(text))]
        if open_fence:
            if fence is None or not fence.startswith(open_fence) or match["after"].strip():
                continue
            if match["before"]:
                return [*found, (begin, len(text))]
            found.append((begin, match.end()))
            open_fence = ""
        elif fence is None or match["before"] or "`" in match["after"]:
            # In a list, a quote or HTML, or no fence at all: where it ends is not told by such lines alone.
            return rest
        else:
            open_fence, begin = fence, match.start()
    return [*found, (begin, len(text))] if open_fence else found
