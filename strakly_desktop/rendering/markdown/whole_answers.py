"""Finds where a long answer that is there as a whole can be parted, without reading its markdown.

To read it takes a second, and its end is to be seen at once: so only those places are found of which the lines around
them tell it for sure. What is on either side of one reads the same without the other.
"""

import re

_BLOCK = re.compile(r"(?<=\n\n)(?:#{1,6} |\*\*)?[^\W\d_][^|\n]*(?=\n|\Z)")
"""The first line of a block that nothing above can take in: of a heading or a paragraph, not the header of a table."""
_FENCE = re.compile(
    r"^(?P<before>[ \t>*+\-\d.)]*)(?:(?P<fence>`{3,}|~{3,})(?P<after>.*)|(?P<html><).*)$", re.MULTILINE
)
_FENCES = ("```", "~~~")
_DEFINITION = "]:"


def sure_seams(text: str) -> list[int]:
    """Places, in characters and in order, at which an answer can be parted; none where the address of a link may be
    elsewhere in it than the link."""
    if _DEFINITION in text or "\r" in text:
        return []
    starts = [match.start() for match in _BLOCK.finditer(text)]
    for begin, end in _doubtful(text):
        starts = [start for start in starts if not begin < start < end]
    return starts


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
