"""Where real HTML begins in markdown: the starts of HTML blocks and the tags inside a line.

Older assistants answered in HTML, so it is read as GitHub reads it, with three differences. A block of HTML
always ends at a blank line, so that nothing unclosed can swallow the answer. A tag that HTML does not know is
text: models write placeholders such as `<client name>`; so are `a <b and c> d` and `<?php`. And tags whose
content a browser would not show (`<script>`, `<style>`, ...) are text too, as GitHub does it.
"""

import re
from collections import Counter

from strakly_desktop.rendering.markdown.grammar.limits import INLINE_SPAN, NESTING_LIMIT


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCK_TAGS = _names(
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog "
    "dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr "
    "html legend li link main menu menuitem nav noframes ol optgroup option p param pre search section "
    "summary table tbody td tfoot th thead title tr track ul"
)
_INLINE_TAGS = _names(
    "a abbr acronym audio b bdi bdo big br button canvas cite code data del dfn em embed font i img input "
    "ins kbd label map mark meter object output picture progress q s samp select small source span strike "
    "strong sub sup svg time tt u var video wbr"
)
_TEXT_SWALLOWING_TAGS = _names(
    "script style textarea title xmp iframe noembed noframes plaintext template select svg math object"
)
VOID_TAGS = _names("area base br col embed hr img input link meta param source track wbr basefont")
# Which open element ends where one begins, and what that does not reach beyond.
CELLS = _names("td th")
_ROWS = CELLS | {"tr"}
_ENDS = {
    "li": (_names("li"), _names("ul ol menu dir table")),
    **dict.fromkeys(("dt", "dd"), (_names("dt dd"), _names("dl table"))),
    **dict.fromkeys(CELLS, (CELLS, _names("table tr"))),
    "tr": (_ROWS, _names("table")),
    **dict.fromkeys(
        _names("thead tbody tfoot"), (_ROWS | _names("thead tbody tfoot caption"), _names("table"))
    ),
    "p": (_names("p"), BLOCK_TAGS - {"p"}),
    "a": (_names("a"), _names("table td th")),
}
KNOWN_TAGS = (BLOCK_TAGS | _INLINE_TAGS) - _TEXT_SWALLOWING_TAGS

_TAG = re.compile(
    r"""<(?:
        (?P<open>[A-Za-z][A-Za-z0-9-]*)
        (?:\s+(?:[A-Za-z_:][A-Za-z0-9_.:-]*\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*")
             |(?:open|hidden|checked|disabled|controls|reversed)(?=[\s/>])))*\s*/?
      | /(?P<close>[A-Za-z][A-Za-z0-9-]*)\s*
      | !--(?!-?>)(?:(?!--).)*--
    )>""",
    re.VERBOSE | re.DOTALL,
)
_BLOCK_START = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[\s>]|/>|$)")


def match_tag(text: str, start: int) -> re.Match[str] | None:
    """The complete tag or comment that begins at `start`, or None."""
    return _TAG.match(text, start, start + INLINE_SPAN)


def tag_name(match: re.Match[str]) -> str:
    """The element's name in lower case; "" for a comment."""
    return (match["open"] or match["close"] or "").lower()


def starts_html_block(line: str, in_paragraph: bool) -> bool:
    """Whether a line (without its indent) begins a block of HTML; a lone inline tag cuts no paragraph."""
    match = _BLOCK_START.match(line)
    if match is not None and match[1].lower() in BLOCK_TAGS:
        return match[1].lower() not in _TEXT_SWALLOWING_TAGS
    if line.startswith("<!--"):
        return True
    if in_paragraph:
        return False
    tag = match_tag(line, 0)
    return tag is not None and tag_name(tag) in KNOWN_TAGS and not line[tag.end() :].strip()


class TagNesting:
    """Tells of each tag, in order, whether it lies within the limit of nesting; of others only the words are read."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._beyond: Counter[str] = Counter()

    def __contains__(self, name: str) -> bool:
        return name in self._open or self._beyond[name] > 0

    @property
    def open(self) -> list[str]:
        """The elements that are open, outermost first."""
        return self._open

    def count(self, name: str) -> int:
        """How many elements of a name are open."""
        return self._open.count(name)

    @property
    def has_cell(self) -> bool:
        """Whether a cell of a table is open."""
        return any(name in CELLS for name in self._open)

    def takes(self, tag: re.Match[str]) -> bool:
        """Take the next complete tag or comment."""
        name = tag_name(tag)
        if not name or name in VOID_TAGS:
            return True
        return self._close(name) if tag["close"] else self.enter(name)

    def enter(self, name: str) -> bool:
        """An element begins; False if it lies too deep."""
        ends, boundary = _ENDS.get(name, (frozenset(), frozenset()))
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place] in boundary or not ends:
                break
            if self._open[place] in ends:
                self._leave(place)
        if len(self._open) >= NESTING_LIMIT:
            self._beyond[name] += 1
            return False
        self._open.append(name)
        return True

    def _close(self, name: str) -> bool:
        if self._beyond[name]:
            self._beyond[name] -= 1
            return False
        if name in self._open:
            self._leave(len(self._open) - 1 - self._open[::-1].index(name))
        return True

    def _leave(self, place: int) -> None:
        del self._open[place:]
        self._beyond.clear()
