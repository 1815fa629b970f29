"""The gym's web app: which links of an answer may be opened, and where they lead."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


class LinkTarget(NamedTuple):
    """A link that may be opened. `url` is absolute http(s); `external` means: not a page of the web app."""

    url: str
    host: str
    external: bool


def open_in_browser(url: str) -> bool:
    """Hand an absolute http(s) URL to the desktop's browser. False when there is none."""
    return QDesktopServices.openUrl(QUrl(url))


class WebApp:
    """Resolves links and paths against the configured web app and opens them in the browser.

    `base_url` is an absolute http(s) URL or None. `open_url` returns whether a browser took the URL.
    """

    def __init__(self, base_url: str | None, open_url: Callable[[str], bool] = open_in_browser) -> None:
        self._base_url = base_url.rstrip("/") if base_url else None
        self.open_url = open_url

    @property
    def is_configured(self) -> bool:
        return self._base_url is not None

    def address(self, href: str) -> str:
        """The whole address of a link for what leaves the app; "" for one that is plain text there."""
        target = self.resolve(href)
        return "" if target is None else target.url

    def resolve(self, href: str) -> LinkTarget | None:
        """Where a link leads, or None for everything that must not open.

        Only http(s) URLs and paths that start with exactly one slash pass (protocol rules 11 and 24).
        """
        if any(ord(character) < 0x21 or character == "\\" for character in href):
            return None
        if href.startswith("/") and not href.startswith("//"):
            if self._base_url is None:
                return None
            return LinkTarget(self._base_url + href, urlsplit(self._base_url).hostname or "", external=False)
        try:
            parts = urlsplit(href)
            host = parts.hostname
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
            return None
        inside = self._base_url is not None and (href + "/").startswith(self._base_url + "/")
        return LinkTarget(href, host, external=not inside)
