"""Destinations of links: what may be followed at all, and how markdown spells them."""

import re
from html import unescape
from typing import NamedTuple

from strakly_desktop.rendering.markdown.grammar.limits import INLINE_SPAN

BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates: they can make one address look like another."""

_SAFE = re.compile(r"(?:https?://[^/?#\\@\s]|/(?![/\\]))", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# Of a share whose backslashes were not doubled for Markdown, which would drop one of them.
_SHARE = re.compile(r"\\\\[^\\/\s]+\\(?!\\)")
_NO_WORDS = re.compile(r"(?:javascript|vbscript|data|blob|about):", re.IGNORECASE)
_CALLED = re.compile(r"(?:tel|mailto|sms):", re.IGNORECASE)
_BEFORE_PATH = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PARENTHESIS_LIMIT = 32
_WHITE = r"[ \t]*(?:\n[ \t]*)?"
_TITLE = r"""(?P<title>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))"""
_BARE = re.compile(r"(?:\\[!-/:-@\[-`{-~]|[^\s()\\\x00-\x1f]|\\)+")
_ANGLE = re.compile(r"<((?:\\.|[^<>\\\n])*)>")
_SPACE = re.compile(_WHITE)
_TITLE_PART = re.compile(r"(?:[ \t]+|[ \t]*\n[ \t]*)" + _TITLE, re.DOTALL)
_LABEL = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]", re.DOTALL)
_DEFINITION_LABEL = re.compile(r" {0,3}\[((?:\\.|[^\[\]\\])+)\]:", re.DOTALL)


class Definition(NamedTuple):
    """A link reference definition: its folded label, its address, and its own text."""

    label: str
    address: str
    source: str
    title: str = ""


def is_safe(destination: str) -> bool:
    """Whether an address may be a link: http and https with a host, or a path of the web app (`/clients/5`).

    No user name before the host (it disguises the host), no character that is invisible or reorders text.
    """
    if _FORBIDDEN.search(destination) or not _SAFE.match(destination):
        return False
    authority = _BEFORE_PATH.match(destination)
    return authority is None or "@" not in authority[1]


def plain(text: str) -> str:
    """Markdown text of a destination or title with escapes and entities resolved."""
    return unescape(_ESCAPE.sub(r"\1", text)) if "\\" in text or "&" in text else text


def fold_label(label: str) -> str:
    """The form in which labels of references are compared."""
    return " ".join(label.split()).casefold()


def _address(destination: str) -> str:
    return unescape(destination) if _SHARE.match(destination) else plain(destination)


def read_destination(text: str, start: int) -> tuple[str, int] | None:
    """A destination at `start`: (address, end), or None. Parentheses in it must be balanced."""
    limit = min(len(text), start + INLINE_SPAN)
    if text.startswith("<", start):
        match = _ANGLE.match(text, start, limit)
        return None if match is None else (_address(match[1]).replace(" ", "%20"), match.end())
    depth = 0
    position = start
    while position < limit:
        match = _BARE.match(text, position, limit)
        if match is not None:
            position = match.end()
        elif text[position] == "(" and depth < _PARENTHESIS_LIMIT:
            depth += 1
            position += 1
        elif text[position] == ")" and depth:
            depth -= 1
            position += 1
        else:
            break
    return None if depth else (_address(text[start:position]), position)


def read_inline_target(text: str, start: int) -> tuple[str, str, int] | None:
    """`(destination "title")` at `start`: (address, title, end), or None."""
    if not text.startswith("(", start):
        return None
    begin = _skip_space(text, start + 1)
    found = read_destination(text, begin)
    if found is None:
        return None
    address, position = found
    title = _TITLE_PART.match(text, position, position + INLINE_SPAN)
    if title is not None:
        position = title.end()
    position = _skip_space(text, position)
    words = "" if title is None else _words_of(title)
    return (address, words, position + 1) if text.startswith(")", position) else None


def read_label(text: str, start: int) -> tuple[str, int] | None:
    """`[label]` at `start`: (label, end), or None."""
    match = _LABEL.match(text, start, start + INLINE_SPAN)
    return None if match is None else (match[1], match.end())


def take_definitions(text: str) -> tuple[list[Definition], str]:
    """The link reference definitions that begin a paragraph's text, and the text after them."""
    found: list[Definition] = []
    while (match := _DEFINITION_LABEL.match(text, 0, INLINE_SPAN)) is not None and match[1].strip():
        begin = _skip_space(text, match.end())
        target = read_destination(text, begin)
        if target is None or target[1] == begin:
            break
        address, position = target
        if not is_safe(address):
            break  # "[Total]: 500" leads nowhere: hidden, the figure would be lost
        title = _TITLE_PART.match(text, position, position + INLINE_SPAN)
        ends = [(position, "")]
        if title is not None:
            ends.insert(0, (title.end(), _words_of(title)))
        for end, words in ends:
            rest = text[end:].lstrip(" \t")
            if not rest or rest.startswith("\n"):
                found.append(Definition(fold_label(match[1]), address, text[:end], words))
                text = rest[1:]
                break
        else:
            break
    return found, text


def unfollowed(address: str) -> str:
    """What a reader can do with an address that is no link: a number to call, a mailbox, perhaps no address at all.

    "" for what is a program or a picture in itself.
    """
    if _NO_WORDS.match(_FORBIDDEN.sub("", address)):
        return ""
    return _CALLED.sub("", _UNSEEN.sub("", address)).replace("%20", " ")


def _words_of(title: re.Match[str]) -> str:
    return plain(title["title"][1:-1])


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return position if match is None else match.end()
