"""What stands on the page for each tag of real HTML: a tag, a line end, the words of its attributes, or itself as text.

A browser shows some words of attributes, hides others until the mouse rests there, and keeps blocks apart by its own
style. Here whatever an answer says must be read, also on paper: descriptions of pictures, titles, the value of a field,
an address that cannot be followed, a comment. And a lone `<time>`, `<b>` or `<address>` is no HTML: models write
placeholders so.
"""

import re
from html import escape, unescape

from strakly_desktop.rendering.markdown.grammar.links import is_safe, unfollowed
from strakly_desktop.rendering.markdown.grammar.raw_html import (
    BLOCK_TAGS,
    CELLS,
    KNOWN_TAGS,
    VOID_TAGS,
    TagNesting,
    match_tag,
    tag_name,
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BREAK = "\0"
"""Stands where a line must end, until `with_breaks`. No answer has this character: it was replaced."""

# These look like nothing without attributes, or change how something looks: a model that writes one means it.
_BARE_VOIDS = _names("br hr wbr col")
# Their end may be left out, or stand behind a blank line, where another block of HTML begins.
_OPEN_ENDED = _names("col colgroup dd dt li p tbody td tfoot th thead tr")
_BLOCKS_WITH_AN_END = _names(
    "blockquote body center details dir div dl fieldset figure h1 h2 h3 h4 h5 h6 head html ol pre table ul"
)
_TABLE_PARTS = CELLS | _names("tr thead tbody tfoot caption colgroup col")
_KEPT_BLOCKS = _TABLE_PARTS | _names("blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table ul")
_OTHER_NAMES = {"menu": "ul", "dir": "ul", "option": "li", "menuitem": "li"}
_APART = _names("button label option output progress meter")
_WORD = re.compile(r"[^\W_]+")
_LONG_NUMBER = 6
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9-]*)\s*>")
_CLOSING_NEXT = re.compile(r"\s*" + _CLOSING.pattern)
_ATTRIBUTE = re.compile(r"""\s([A-Za-z_:][\w:.-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_TAG = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"(?:[ \n]|<br>)*\0(?:[ \n\0]|<br>)*")
_AROUND = "(?:t[dh]|div|li|p|blockquote|dd|dt|ul|ol|h[1-6])"
_BREAK_AT_BEGIN = re.compile(rf"(<{_AROUND}\b[^>]*>)[ \n\0]*\0[ \n]*", re.IGNORECASE)
_BREAK_AT_END = re.compile(rf"\0[ \n\0]*(?=</{_AROUND}>)", re.IGNORECASE)
_UNSEEN_FIELDS = _names("hidden password file image")


def plain_words(html: str) -> str:
    """The text in a piece of HTML."""
    return unescape(_TAG.sub("", html)) if "<" in html or "&" in html else html


def added_words(words: str, shown: str) -> str:
    """` (words)` as HTML, or "" if the text that is `shown` says as much."""
    if not words.strip() or _is_said(words, shown):
        return ""
    return f" ({escape(' '.join(words.split()), quote=False)})"


def name_of_picture(address: str) -> str:
    """What stands for a picture without a description."""
    return unfollowed(address) or "picture"


def with_breaks(html: str) -> str:
    """The HTML of a text with its `BREAK`s as line breaks: one in a row, and none at its ends."""
    return _BREAKS.sub("<br>", html.strip(" \n\0")) if BREAK in html else html


def with_shown_tags(html: str) -> str:
    """A block of HTML in which every `<` is text that begins no complete, known tag."""
    reader = HtmlReader(html, inline=False)
    shown: list[str] = []
    position = 0
    while (start := html.find("<", position)) >= 0:
        shown.append(html[position:start])
        tag = match_tag(html, start)
        replacement = None if tag is None else reader.take(tag)
        shown.append("&lt;" if replacement is None else replacement)
        position = start + 1 if tag is None or replacement is None else tag.end()
    shown.append(html[position:])
    text = _BREAK_AT_BEGIN.sub(r"\1", "".join(shown))
    return _BREAKS.sub("<br>", _BREAK_AT_END.sub("", text))


class HtmlReader:
    """Takes the tags and comments of one text in order. `inline`: within a paragraph, where no block can be."""

    def __init__(self, text: str, *, inline: bool) -> None:
        self._text = text
        self._inline = inline
        self._nesting = TagNesting()
        self._begun: set[str] = set()
        self._last_closing = {match[1].lower(): match.start() for match in _CLOSING.finditer(text)}
        self._to_say: list[tuple[str, int, str]] = []  # element, where its content begins, words
        self._links = 0

    def take(self, tag: re.Match[str]) -> str | None:
        """The HTML in the place of a tag; None if the tag is text."""
        name = tag_name(tag)
        if not name:
            return None if _WORD.search(tag[0]) else ""
        if name not in KNOWN_TAGS or self._is_placeholder(tag, name):
            return None
        return self._take_end(tag, name) if tag["close"] else self._take_start(tag, name)

    def _is_placeholder(self, tag: re.Match[str], name: str) -> bool:
        """Whether it is a word between angle brackets: it shows nothing, and has no other half."""
        if name in VOID_TAGS:
            return name not in _BARE_VOIDS and not _ATTRIBUTE.search(tag[0])
        if name in _OPEN_ENDED or (name in _BLOCKS_WITH_AN_END and (tag["close"] or not self._inline)):
            return False
        if tag["close"]:
            # Ends in the wrong order are no words: the first may have ended what the second is for.
            return name not in self._nesting and name not in self._begun
        return not _ATTRIBUTE.search(tag[0]) and self._last_closing.get(name, -1) < tag.end()

    def _take_start(self, tag: re.Match[str], name: str) -> str:
        self._begun.add(name)
        attributes = {
            match[1].lower(): unescape((match[2] or "").strip("\"'")).replace("\0", "\ufffd")
            for match in _ATTRIBUTE.finditer(tag[0])
        }
        if name in VOID_TAGS and name not in _BARE_VOIDS:
            return self._void(name, attributes)
        tables = self._nesting.count("table")
        before = ""
        if not self._inline and name in _TABLE_PARTS and not tables:
            self._nesting.enter("table")
            before, tables = "<table>", 1
        words, inside = attributes.get("title", ""), ""
        if name == "a":
            href = attributes.get("href", "")
            if is_safe(href):
                inside = escape(href, quote=False) if self._is_empty(tag, name) else ""
            else:
                words = f"{words} {unfollowed(href)}".strip()
        elif name in ("progress", "meter") and "value" in attributes and self._is_empty(tag, name):
            inside = " " + escape(
                "/".join(filter(None, (attributes["value"], attributes.get("max")))), quote=False
            )
        elif name in ("optgroup", "option", "track"):
            inside = escape(attributes.get("label", ""), quote=False)
            inside += BREAK if inside else ""
        if not self._nesting.takes(tag):
            return (BREAK if name in BLOCK_TAGS else "") + inside + added_words(words, "")
        self._links += name == "a"
        if words.strip():
            if name not in BLOCK_TAGS and self._last_closing.get(name, -1) >= tag.end():
                self._to_say.append((name, tag.end(), words))
            else:
                inside += added_words(words, "").lstrip() + " "
        return before + self._tag(tag, name, tables) + inside

    def _take_end(self, tag: re.Match[str], name: str) -> str:
        tables = self._nesting.count("table")
        if not self._nesting.takes(tag):
            return BREAK if name in BLOCK_TAGS else ""
        after = ""
        if name == "a":
            self._links = max(0, self._links - 1)
        said = next((index for index, (other, _, _) in enumerate(self._to_say) if other == name), None)
        if said is not None:
            _, begin, words = self._to_say.pop(said)
            after = added_words(words, plain_words(self._text[begin : tag.start()]))
        return self._tag(tag, name, tables) + after + (" " if name in _APART else "")

    def _is_empty(self, tag: re.Match[str], name: str) -> bool:
        """Whether the element ends where it begins."""
        closing = _CLOSING_NEXT.match(self._text, tag.end())
        return closing is not None and closing[1].lower() == name

    def _void(self, name: str, attributes: dict[str, str]) -> str:
        if name == "img":
            source = attributes.get("src", "")
            words = attributes.get("alt") or attributes.get("title") or name_of_picture(source)
            shown = escape(" ".join(words.split()), quote=False)
            if shown and not self._links and is_safe(source):
                shown = f'<a href="{escape(source)}">{shown}</a>'
            return shown + added_words(attributes.get("title", ""), words)
        if name != "input":
            return added_words(attributes.get("title", "") or attributes.get("alt", ""), "")
        kind = attributes.get("type", "text").lower()
        if kind in ("checkbox", "radio"):
            return "\u2611 " if "checked" in attributes else "\u2610 "
        words = attributes.get("value") or attributes.get("placeholder") or ""
        return "" if kind in _UNSEEN_FIELDS else f" {escape(words, quote=False)} "

    def _tag(self, tag: re.Match[str], name: str, tables: int) -> str:
        """The tag itself, or the end of a line, or a blank, where it cannot be; `tables` are around it."""
        if name not in BLOCK_TAGS:
            return tag[0]
        is_flat = self._inline or tables > 1 or (name not in _TABLE_PARTS and self._nesting.has_cell)
        if name == "table" and tables == 1 and tag["close"]:
            is_flat = self._inline
        if is_flat:
            return " " if name in CELLS else BREAK
        if name in _KEPT_BLOCKS:
            return tag[0]
        return f"<{'/' if tag['close'] else ''}{_OTHER_NAMES.get(name, 'div')}>"


def _is_said(words: str, shown: str) -> bool:
    """Whether a text has these words one after the other; of a telephone number, these digits."""
    said, text = (_WORD.findall(part.casefold()) for part in (words, shown))
    if not said:
        return False
    number = "".join(said)
    is_long_number = number.isdigit() and len(number) >= _LONG_NUMBER
    return f" {' '.join(said)} " in f" {' '.join(text)} " or (is_long_number and number in "".join(text))
