"""Where real HTML begins in markdown: the starts of HTML blocks and the tags inside a line.

Older assistants answered in HTML, so it is read as GitHub reads it, with three differences. A block of HTML
always ends at a blank line, so that nothing unclosed can swallow the answer. A tag that HTML does not know is
text: models write placeholders such as `<client name>`; so are `a <b and c> d` and `<?php`. And tags whose
content a browser would not show (`<script>`, `<style>`, ...) are text too, as GitHub does it.
"""

import re

from strakly_desktop.rendering.limits import INLINE_SPAN


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCK_TAGS = _names(
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
KNOWN_TAGS = (_BLOCK_TAGS | _INLINE_TAGS) - _TEXT_SWALLOWING_TAGS
_PASSED_TAGS = KNOWN_TAGS | {""}

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


def is_inline(name: str) -> bool:
    return name in _INLINE_TAGS


def starts_html_block(line: str, in_paragraph: bool) -> bool:
    """Whether a line (without its indent) begins a block of HTML; a lone inline tag cuts no paragraph."""
    match = _BLOCK_START.match(line)
    if match is not None and match[1].lower() in _BLOCK_TAGS:
        return match[1].lower() not in _TEXT_SWALLOWING_TAGS
    if line.startswith("<!--"):
        return True
    if in_paragraph:
        return False
    tag = match_tag(line, 0)
    return tag is not None and tag_name(tag) in KNOWN_TAGS and not line[tag.end() :].strip()


def escape_stray_tags(html: str) -> str:
    """A block of HTML in which every `<` that begins no complete, known tag or comment is text."""

    def keep(match: re.Match[str]) -> str:
        tag = match_tag(html, match.start())
        return "<" if tag is not None and tag_name(tag) in _PASSED_TAGS else "&lt;"

    return re.sub("<", keep, html)
