"""The text within a block to HTML: code, links, addresses, tags, entities, line breaks and emphasis, in one
pass.

Python-Markdown applies one pattern after another to the whole text, each with its own idea of precedence; one
pass from left to right is what CommonMark describes, and its cost is linear.

A line break in a paragraph is shown as one, as in GitHub's comments and every chat: models write one fact per
line and mean it.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

from strakly_desktop.rendering.markdown.grammar import html_words, links, raw_html
from strakly_desktop.rendering.markdown.grammar.emphasis import (
    Delimiter,
    InlinePart,
    join_parts,
    pair_delimiters,
    read_delimiter,
)
from strakly_desktop.rendering.markdown.grammar.limits import INLINE_SPAN, SLICE_SOFT
from strakly_desktop.rendering.markdown.grammar.segments import LabelUse, References

_SPECIAL = re.compile(
    r"[\\`\[\]<&\n]|!\[|\*+|_+|~+|(?<![^\W_])(?:https?://|www\.)(?=[^\s<\[\]])", re.IGNORECASE
)
_MARK = re.compile(r"[\\`\[\]<&\n*_~!]")
"""The same without bare addresses, by its first character: Python looks for one of so many five times as fast."""
_MAY_BE_ADDRESS = re.compile(r"://|www\.", re.IGNORECASE)
_TICKS = re.compile(r"`+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_MAIL = re.compile(r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+)>")
# Ends at blanks, brackets, quotes and the sentence marks of scripts in which they follow without a blank, or in which
# they are none of an address's own: Armenian, Hebrew, Arabic, Indian, Tibetan, Burmese, Ethiopic, Khmer, Mongolian,
# Chinese, Japanese; upright, wide and small.
_ADDRESS = re.compile(
    r"[^\s<>\[\]\"`|\u00ab\u00bb\u0589\u05c3\u060c\u060d\u061b\u061d-\u061f\u066a-\u066d\u06d4\u0700-\u070d"
    r"\u0964\u0965\u0df4\u0e5a\u0e5b\u0f0d-\u0f14\u104a-\u104f\u1361-\u1368\u166e\u17d4-\u17da\u1800-\u180a"
    r"\u1c3b-\u1c3f\u1c7e\u1c7f\u2018-\u201f\u2026\u2039\u203a\u203c-\u203d\u2047-\u2049\u3000-\u3003\u3008-\u3020"
    r"\u3030\u303d\ua8ce\ua8cf\uaaf0\uabeb\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3e"
    r"\uff40\uff5b-\uff65]+"
)
_ADDRESS_TAIL = re.compile(r"(?:[?!.,:;*_~']|&[A-Za-z0-9]+;)$")
_TAGS = re.compile(r"<[^>]*>")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(slots=True)
class _Bracket:
    part: int
    position: int
    image: bool
    delimiters: int


class _Address(str):
    """The HTML of a bare address: a link, unless it turns out to be the text of another link."""

    __slots__ = ("text",)
    text: str


def is_plain(text: str) -> bool:
    """Whether a text has nothing that `InlineText` would read: it shows what it is."""
    find = _find_special if _MAY_BE_ADDRESS.search(text) else _find_mark
    return find(text, 0) is None and "\0" not in text


class InlineText:
    """One run of inline text, read at construction.

    `html`: what it shows; not yet sanitised where `has_tags` is true.
    `open_delimiters`, `open_brackets`, `open_ticks`: what began and did not end, so that later text could change
    it; the latter two as positions. For the splitter and for repairing unfinished text.
    `asks_for_address`: whether something in it is a link if there is an address for it among the references.
    `labels` takes what of the references it uses, or would use if their addresses were known.
    """

    def __init__(
        self, text: str, references: References | None = None, labels: LabelUse | None = None
    ) -> None:
        self.has_tags = False
        self.open_delimiters: list[Delimiter] = []
        self.open_ticks: int | None = None
        self._text = text
        self._labels = labels
        self._references = references
        self.asks_for_address = False
        self._parts: list[InlinePart] = []
        self._delimiters: list[Delimiter] = []
        self._brackets: list[_Bracket] = []
        self._linked_below = 0  # brackets below this height enclose a link, so they cannot become one
        self._ticks: dict[int, list[int]] | None = None
        self._tags: html_words.HtmlReader | None = None
        self._read()
        self.open_brackets = [bracket.position for bracket in self._brackets]
        self.open_delimiters = pair_delimiters(self._delimiters)
        self.html = html_words.with_breaks(join_parts(self._parts))

    @property
    def is_settled(self) -> bool:
        """Whether more text after a blank would leave this text's HTML as it is."""
        if self.open_delimiters or self.open_brackets or self.open_ticks is not None:
            return False
        # A tag or the target of a link may still be open; a long text must be cut all the same.
        text = self._text
        return len(text) >= SLICE_SOFT or ("<" not in text and text.rfind("](") <= text.rfind(")"))

    def _read(self) -> None:
        text, position = self._text, 0
        find = _find_special if _MAY_BE_ADDRESS.search(text) else _find_mark
        while (found := find(text, position)) is not None:
            mark, start = found
            if start > position:
                # All else that is to be escaped is special.
                self._parts.append(text[position:start].replace(">", "&gt;"))
            position = self._read_special(mark, start)
        if position < len(text):
            self._parts.append(text[position:].replace(">", "&gt;"))

    def _read_special(self, mark: str, start: int) -> int:
        match mark[0]:
            case "*" | "_" | "~":
                delimiter = read_delimiter(self._text, start, start + len(mark))
                self._parts.append(delimiter)
                self._delimiters.append(delimiter)
                return start + len(mark)
            case "\n":
                return self._read_line_break(start)
            case "\\":
                return self._read_escape(start)
            case "`":
                return self._read_code(start)
            case "[" | "!":
                self._brackets.append(_Bracket(len(self._parts), start, mark == "![", len(self._delimiters)))
                self._parts.append(mark)
                return start + len(mark)
            case "]":
                return self._close_bracket(start)
            case "&":
                return self._read_entity(start)
            case "<":
                return self._read_angle(start)
            case _:
                return self._read_address(start, mark)

    def _read_line_break(self, start: int) -> int:
        self._trim_last()
        self._parts.append("<br>\n")
        end = start + 1
        while end < len(self._text) and self._text[end] == " ":
            end += 1
        return end

    def _read_escape(self, start: int) -> int:
        following = self._text[start + 1 : start + 2]
        if following == "\n":
            return self._read_line_break(start + 1)
        if following in _PUNCTUATION:
            self._parts.append(escape(following, quote=False))
            return start + 2
        self._parts.append("\\")
        return start + 1

    def _read_code(self, start: int) -> int:
        text = self._text
        if self._ticks is None:
            self._ticks = {}
            for run in _TICKS.finditer(text, start):
                self._ticks.setdefault(len(run[0]), []).append(run.start())
        opening = _TICKS.match(text, start)
        assert opening is not None
        size = len(opening[0])
        runs = self._ticks.get(size, [])
        index = bisect_left(runs, start + size)
        if index == len(runs):
            if self.open_ticks is None:
                self.open_ticks = start
            self._parts.append(opening[0])
            return start + size
        code = text[start + size : runs[index]].replace("\n", " ")
        if len(code) > 2 and code[0] == code[-1] == " " and code.strip():
            code = code[1:-1]
        self._parts.append(f"<code>{escape(code, quote=False)}</code>")
        return runs[index] + size

    def _read_entity(self, start: int) -> int:
        match = _ENTITY.match(self._text, start)
        char = unescape(match[0]) if match is not None else ""
        if match is None or char == match[0]:
            self._parts.append("&amp;")
            return start + 1
        self._parts.append(escape(char.replace("\0", "\ufffd"), quote=False))
        return match.end()

    def _read_angle(self, start: int) -> int:
        text = self._text
        end = start + INLINE_SPAN
        if (match := _AUTOLINK.match(text, start, end)) is not None:
            shown = escape(match[1], quote=False)
            self._parts.append(_anchor(match[1], shown) if links.is_safe(match[1]) else shown)
            return match.end()
        if (match := _MAIL.match(text, start, end)) is not None:
            self._parts.append(escape(match[1], quote=False))
            return match.end()
        if (tag := raw_html.match_tag(text, start)) is not None:
            if self._tags is None:
                self._tags = html_words.HtmlReader(text, inline=True)
            replacement = self._tags.take(tag)
            if replacement is not None:
                self._parts.append(replacement)
                self.has_tags |= "<" in replacement
                return tag.end()
        self._parts.append("&lt;")
        return start + 1

    def _read_address(self, start: int, prefix: str) -> int:
        match = _ADDRESS.match(self._text, start, start + INLINE_SPAN)
        address = "" if match is None else _trim_address(match[0])
        target = address if "://" in prefix else "http://" + address
        if len(address) <= len(prefix) or not links.is_safe(target):
            self._parts.append(prefix)
            return start + len(prefix)
        shown = escape(address, quote=False)
        part = _Address(_anchor(target, shown))
        part.text = shown
        self._parts.append(part)
        return start + len(address)

    def _close_bracket(self, start: int) -> int:
        if not self._brackets:
            self._parts.append("]")
            return start + 1
        bracket = self._brackets.pop()
        active = bracket.image or len(self._brackets) >= self._linked_below
        self._linked_below = min(self._linked_below, len(self._brackets))
        found = self._read_target(bracket, start) if active else None
        if found is None:
            self._parts.append("]")
            return start + 1
        address, title, end = found
        pair_delimiters(self._delimiters[bracket.delimiters :])
        del self._delimiters[bracket.delimiters :]
        inner = join_parts(
            [part.text if isinstance(part, _Address) else part for part in self._parts[bracket.part + 1 :]]
        )
        del self._parts[bracket.part :]
        if bracket.image:
            # No image is ever loaded: its description leads to it. Within a link only the
            # description is left.
            inner = _TAGS.sub("", inner) or escape(html_words.name_of_picture(address), quote=False)
            more = html_words.added_words(title, html_words.plain_words(inner))
            image = _Address((_anchor(address, inner) if links.is_safe(address) else inner) + more)
            image.text = inner + more
            self._parts.append(image)
        else:
            self._parts.append(_link(address, title, inner))
            self._linked_below = len(self._brackets)
        return end

    def _read_target(self, bracket: _Bracket, close: int) -> tuple[str, str, int] | None:
        text = self._text
        found = links.read_inline_target(text, close + 1)
        if found is not None:
            return found
        self.asks_for_address = True
        if self._references is None:
            return None
        if self._labels is None:
            self._labels = LabelUse()
        begin = bracket.position + (2 if bracket.image else 1)
        label, end = text[begin:close] if close - begin < INLINE_SPAN else "", close + 1
        full = links.read_label(text, end)
        if full is not None:
            # Text that is no label yet may hold other links, and a label what is no text any more.
            self._labels.is_doubtful |= text.find("[", begin, close) >= 0 or bool(_SPECIAL.search(full[0]))
            label, end = (full[0] or label), full[1]
        folded = links.fold_label(label)
        reference = self._references.get(folded)
        if reference is None:
            self._labels.unknown.add(folded)
            return None
        self._labels.used.add(folded)
        return reference[0], reference[2], end

    def _trim_last(self) -> None:
        if self._parts and type(self._parts[-1]) is str:
            self._parts[-1] = self._parts[-1].rstrip(" ")


@lru_cache(maxsize=32)
def read_alone(text: str) -> InlineText:
    """A short text as it reads without references, kept for a while: a frame asks for the same one three times."""
    return InlineText(text)


def _find_special(text: str, position: int) -> tuple[str, int] | None:
    """The next mark and where it stands."""
    match = _SPECIAL.search(text, position)
    return None if match is None else (match[0], match.start())


def _find_mark(text: str, position: int) -> tuple[str, int] | None:
    """The same in a text without bare addresses."""
    while (match := _MARK.search(text, position)) is not None:
        mark, start = match[0], match.start()
        position = start + 1
        if mark in "*_~":
            while text.startswith(mark, position):
                position += 1
            return text[start:position], start
        if mark != "!":
            return mark, start
        if text.startswith("[", position):
            return "![", start
    return None


def _link(address: str, title: str, inner: str) -> str:
    """A link, and the words that only a mouse would find; where it leads nowhere, its address is words, too."""
    if not links.is_safe(address):
        words = f"{title} {links.unfollowed(address)}"
        return inner + html_words.added_words(words, html_words.plain_words(inner))
    if not html_words.plain_words(inner).strip():
        inner = escape(address, quote=False)
    return _anchor(address, inner) + (
        html_words.added_words(title, html_words.plain_words(inner)) if title else ""
    )


def _anchor(address: str, inner: str) -> str:
    return f'<a href="{escape(address)}">{inner}</a>'


def _trim_address(address: str) -> str:
    """A bare address without the punctuation of the sentence around it."""
    while address:
        if address[-1] == ")" and address.count(")") > address.count("("):
            address = address[:-1]
        elif (tail := _ADDRESS_TAIL.search(address, max(0, len(address) - 40))) is not None:
            address = address[: tail.start()]
        else:
            break
    return address
