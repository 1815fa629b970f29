"""Links of what leaves the app: whole addresses or plain text, for elsewhere a path of the web app leads nowhere."""

import re
from collections.abc import Callable
from functools import partial
from html import escape, unescape

Address = Callable[[str], str]
"""The absolute address of a link; "" for one that must not be a link."""
_WHOLE = re.compile("https?://", re.IGNORECASE)
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def with_addresses(html: str, address: Address) -> str:
    """The renderer's own safe HTML with absolute links, and as plain text those that have no address."""

    def linked(match: re.Match[str]) -> str:
        target = address(unescape(match[1]))
        return f'<a href="{escape(target)}" rel="noopener noreferrer">{match[2]}</a>' if target else match[2]

    return _LINK.sub(linked, html)


def markdown_with_addresses(markdown: str, html: str, address: Address) -> str:
    """The same for markdown as it was written, of which `html` is what it shows: only what is a link is changed."""
    for href in {unescape(found) for found, _ in _LINK.findall(html)}:
        target = address(href)
        link = re.compile(rf"(?<!!)\[([^\[\]]*)\]\({re.escape(href)}\)")
        if not target:
            markdown = link.sub(r"\1", markdown)
        elif target != href:
            markdown = link.sub(partial(_linked, target), markdown)
    return markdown


def _linked(target: str, link: re.Match[str]) -> str:
    return f"[{link[1]}]({target})"


def whole_addresses(href: str) -> str:
    """An `Address` where no web app is set up: only what is whole by itself stays a link."""
    return href if _WHOLE.match(href) else ""
