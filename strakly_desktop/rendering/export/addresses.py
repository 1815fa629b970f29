"""Links of what leaves the app: whole addresses or plain text, for elsewhere a path of the web app leads nowhere."""

import re
from collections.abc import Callable
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


def whole_addresses(href: str) -> str:
    """An `Address` where no web app is set up: only what is whole by itself stays a link."""
    return href if _WHOLE.match(href) else ""
