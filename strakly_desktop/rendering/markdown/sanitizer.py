"""The last word on what may be shown: an allow-list of tags, attributes and addresses over finished HTML.

The renderer writes harmless HTML anyway; this is the second lock, and the only one for real HTML in an
answer. No image, style, frame, form or medium passes, and no address but http, https and the web app's own
paths.
"""

import re

import nh3

from strakly_desktop.rendering.markdown.grammar.html_words import with_shown_tags
from strakly_desktop.rendering.markdown.grammar.links import BIDI_CONTROLS, is_safe


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INLINE = _names("a b br code del em i ins kbd mark s small span strong sub sup u")
_BLOCK = _names(
    "blockquote caption dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td th thead tr ul"
)
_CODE_CLASSES = {f"code-{role}" for role in ("keyword", "string", "number", "comment", "name")}
_DROPPED_WHOLE = {"script", "style"}
_LINK_TEXT = re.compile(r"<a[^>]*>.*?</a>", re.DOTALL)
_MARKS = re.compile("[\u061c\u200b\u200e\u200f\u2060\ufeff\u00ad]")
_LANGUAGE = re.compile(r"language-[a-z0-9+#._-]{1,30}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_ALIGNMENTS = frozenset({"left", "center", "right"})


def sanitize(html: str) -> str:
    """Well-formed HTML of allowed tags only; the text of everything else stays. Idempotent."""
    return _without_disguise(_blocks.clean(html))


def sanitize_inline(html: str) -> str:
    """The same for a run within one block: well-formed by itself, tags of blocks removed."""
    return _inline.clean(html)


def sanitize_block(html: str) -> str:
    """The same for a block of real HTML as a model wrote it: nothing unclosed can hide what it holds."""
    return _blocks.clean(with_shown_tags(html)).replace("</a><a", "</a> <a")


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    match tag, name:
        case "a", "href":
            return value if is_safe(value) else None
        case ("ol", "start") | ("li", "value"):
            return value if _NUMBER.fullmatch(value) else None
        case (("td" | "th"), "align"):
            return value if value in _ALIGNMENTS else None
        case "code", "class":
            return value if _LANGUAGE.fullmatch(value) else None
        case "span", "class":
            return value if value in _CODE_CLASSES else None
        case "div", "class":
            return value if value == "chip-list" else None
        case _:
            return None


def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(_DROPPED_WHOLE),
        attributes={
            "a": {"href"},
            "ol": {"start"},
            "li": {"value"},
            "td": {"align"},
            "th": {"align"},
            "code": {"class"},
            "span": {"class"},
            "div": {"class"},
        },
        attribute_filter=_keep_attribute,
        url_schemes={"http", "https"},
        strip_comments=True,
        link_rel=None,
    )


def _without_disguise(html: str) -> str:
    """Nothing invisible that reorders text; in the text of a link not even the harmless direction marks."""
    if html.isascii():
        return html
    html = BIDI_CONTROLS.sub("", html)
    return _LINK_TEXT.sub(lambda link: _MARKS.sub("", link[0]), html) if _MARKS.search(html) else html


_blocks = _cleaner(_INLINE | _BLOCK)
_inline = _cleaner(_INLINE)
