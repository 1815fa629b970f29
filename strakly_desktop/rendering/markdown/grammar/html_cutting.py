"""Where a long block of HTML may be cut between two lines, and with which tags the rest of it begins again.

What grows is read and drawn again at every frame, so a block of HTML must not grow without end. It is cut between its
children where it can be: an item, a cell or bold words go on in the next part only if no better place came for long.
"""

import re
from functools import lru_cache

from strakly_desktop.rendering.markdown.grammar.limits import (
    HTML_HARD,
    HTML_SOFT,
    HTML_TRY_EVERY,
    INLINE_SPAN,
)
from strakly_desktop.rendering.markdown.grammar.raw_html import (
    BLOCK_TAGS,
    CELLS,
    KNOWN_TAGS,
    VOID_TAGS,
    TagNesting,
    match_tag,
    tag_name,
)

_IN_A_ROW = 3
_LONGEST_HEADER = 1_000
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
# Of these a part looks like a whole.
_CHILDREN = "tr li dt dd p pre h1 h2 h3 h4 h5 h6 caption figcaption legend option summary title"
_AROUND_CHILDREN = BLOCK_TAGS - CELLS - set(_CHILDREN.split(" "))
_BEGINS_TAG = re.compile(r"<[A-Za-z/!]")
_START = re.compile(r'\sstart\s*=\s*["\']?([0-9]{1,8})\b')


def next_try(length: int, tries: int) -> int:
    """The length from which on a place to cut is looked for, after so many `tries`, the last at this `length`.

    0 tries: of a block that begins. A few line ends in a row: all children of several lines may have as many.
    """
    if not tries:
        return HTML_SOFT
    return length + (1 if tries % _IN_A_ROW else HTML_TRY_EVERY)


def reopening(html: str, following: str) -> str | None:
    """The tags by which the rest of a block of HTML goes on where `html` was and the line `following` comes.

    None: it should not be cut there. "" if nothing is open.
    """
    is_hard = len(html) >= HTML_HARD
    return _reopening(html, following, is_hard, is_hard or len(html) >= (HTML_SOFT + HTML_HARD) // 2)


# With every frame the same lines are read again.
@lru_cache(maxsize=16)
def _reopening(html: str, following: str, is_hard: bool, is_long: bool) -> str | None:
    reader = _Reader(html)
    if reader.ends_in_tag and not is_hard:
        return None
    first = match_tag(following, len(following) - len(following.lstrip()))
    if first is not None and tag_name(first):
        reader.end_before(first)
    cuttable = BLOCK_TAGS if is_long else _AROUND_CHILDREN
    if not is_hard and not cuttable.issuperset(reader.open):
        return None
    return reader.begun_again()


class _Reader:
    """Reads the tags of a block of HTML up to a line end. `open`: the elements there, outermost first."""

    def __init__(self, html: str) -> None:
        self._nesting = TagNesting()
        self._numbers: dict[
            int, int
        ] = {}  # how many elements are around an ordered list: the number of its last item
        self._row_begins: int | None = None
        self._header = ""
        self.ends_in_tag = False
        position = html.find("<")
        while position >= 0:
            tag = match_tag(html, position)
            if tag is None:
                may_end = len(html) - position < INLINE_SPAN and _BEGINS_TAG.match(html, position) is not None
                self.ends_in_tag |= may_end and html.find(">", position) < 0
                if html.startswith("<!--", position) and len(html) - position < INLINE_SPAN:
                    self.ends_in_tag |= html.find("-->", position) < 0
                position += 1
            else:
                self._take(html, tag)
                position = tag.end()
            position = html.find("<", position)

    @property
    def open(self) -> list[str]:
        return self._nesting.open

    def end_before(self, tag: re.Match[str]) -> None:
        """End the elements that the next tag ends."""
        if tag["open"] and tag_name(tag) in KNOWN_TAGS - VOID_TAGS and self._nesting.takes(tag):
            del self.open[-1]

    def begun_again(self) -> str:
        """The start tags of what is open; a list counts on, and a table has its header again."""
        tags: list[str] = []
        for depth, name in enumerate(self.open):
            if name not in BLOCK_TAGS:
                continue
            number = self._numbers.get(depth, 0) if name == "ol" else 0
            tags.append(f'<ol start="{number + 1}">' if number else f"<{name}>")
            if name == "table":
                tags.append(self._header)
        return "".join(tags)

    def _take(self, html: str, tag: re.Match[str]) -> None:
        name = tag_name(tag)
        if name not in KNOWN_TAGS:
            return
        if not tag["open"]:
            if name == "tr" and self._row_begins is not None and "tr" in self._nesting:
                row = html[self._row_begins : tag.end()]
                self._header = row if len(row) <= _LONGEST_HEADER else ""
                self._row_begins = None
            self._nesting.takes(tag)
            return
        if not self._nesting.takes(tag):
            return
        if name == "table" and self._nesting.count("table") == 1:
            self._row_begins, self._header = None, ""
        elif name == "tr" and self._nesting.count("table") == 1 and not self._header:
            if self._row_begins is not None:
                row = html[self._row_begins : tag.start()]
                self._header = f"{row}</tr>" if len(row) <= _LONGEST_HEADER else ""
                self._row_begins = None
            else:
                self._row_begins = tag.start()
        elif name in _LISTS:
            start = _START.search(tag[0])
            self._numbers[len(self.open) - 1] = int(start[1]) - 1 if start is not None else 0
        elif name == "li":
            for depth in range(len(self.open) - 1, -1, -1):
                if self.open[depth] in _LISTS:
                    self._numbers[depth] = self._numbers.get(depth, 0) + 1
                    break
