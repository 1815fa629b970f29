"""Finds the proxy that this computer wants to be used for an address.

Read here and not by the HTTP library, because one entry that it cannot read stops every request there, and its
errors quote the entry, password included. The order is curl's: for http the lower-case `http_proxy`, for https
`https_proxy`, `HTTPS_PROXY`, then `all_proxy`, `ALL_PROXY`; an empty one counts as not set. `HTTP_PROXY`, which
curl leaves out because a web server could be made to set it, is read too, but not in a web server. What cannot be
used is left out and the next one of the order is taken. Without any of them, Windows and macOS are asked.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes
from urllib.request import getproxies, proxy_bypass

import httpx

from strakly_desktop.client.proxying.no_proxy import NoProxy, address_of

_DEFAULT_PORTS = {"http": 80, "https": 443, "socks5": 1080}
# `socks` without a version is the newest that is in use; both kinds of SOCKS 5 leave names to the proxy.
_KINDS = {"http": "http", "https": "https", "socks": "socks5", "socks5": "socks5", "socks5h": "socks5"}
_VARIABLES = {
    "http": ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"),
    "https": ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
}
_NO_PROXY = ("no_proxy", "NO_PROXY")
_OF_THE_SYSTEM = "the system settings"
_LONGEST_SOCKS_CREDENTIAL = 255


@dataclass(frozen=True, slots=True)
class Proxy:
    """One proxy. `kind` is http, https or socks5; `credentials`, a name and a password, are never shown."""

    kind: str
    host: str
    port: int
    credentials: tuple[bytes, bytes] | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        """Where it is, as the person who looks after the network knows it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class UnusableProxy(ValueError):
    """A proxy entry means nothing; the text says why and holds no part of the entry."""


@dataclass(frozen=True, slots=True)
class ProxyChoice:
    """The proxy for one address, or None; and what was left out, a sentence each, without any secret.

    `origin` is where it stands: a variable's name, or "the system settings".
    """

    proxy: Proxy | None = None
    problems: tuple[str, ...] = ()
    origin: str = ""


def choose_proxy(url: httpx.URL, environment: Mapping[str, str] | None = None) -> ProxyChoice:
    """Choose for the address `url`; `environment` is that of this process unless given."""
    environment = os.environ if environment is None else environment
    secure = url.scheme == "https"
    port = url.port or (443 if secure else 80)
    without = NoProxy(next((value for name in _NO_PROXY if (value := environment.get(name, ""))), ""))
    # A name that is not ASCII may stand there as it is written or as it is sent.
    if any(without.covers(host, port) for host in (url.host, url.raw_host.decode("ascii"))):
        return ProxyChoice()
    problems = [
        f"NO_PROXY: {len(without.unreadable)} of its entries cannot be read." for _ in without.unreadable[:1]
    ]
    for name, value in _candidates(url, environment):
        try:
            return ProxyChoice(parse_proxy(value), tuple(problems), name)
        except UnusableProxy as error:
            problems.append(f"{name}: {error}")
    return ProxyChoice(None, tuple(problems))


def parse_proxy(value: str) -> Proxy:
    """Read `[kind://][name[:password]@]host[:port]`; without a kind it is http.

    Raises:
        UnusableProxy: it cannot be read, or is of a kind that this app does not speak.
    """
    written = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://", value)
    kind = _KINDS.get(written[1].lower() if written else "http")
    if kind is None:
        raise UnusableProxy(
            "it names a kind of proxy that this app does not know; http, https and socks5 are."
        )
    # A password may hold any character, also those that end a host; a host holds no @.
    userinfo, at, place = value[written.end() if written else 0 :].rpartition("@")
    parts = re.fullmatch(r"(\[[^\]]*\]|[^:/?#\[\]]*)(?::([0-9]*))?(?:[/?#].*)?", place, re.DOTALL)
    if parts is None:
        raise UnusableProxy("its host and port cannot be read.")
    port = int(parts[2][:9]) if parts[2] else _DEFAULT_PORTS[kind]
    if not 0 < port <= 65_535:
        raise UnusableProxy("its port is none: ports are numbers from 1 to 65535.")
    return Proxy(kind, _host(parts[1]), port, _credentials(userinfo, kind) if at else None)


def _candidates(url: httpx.URL, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    names: tuple[str, ...] = _VARIABLES[url.scheme]
    if "REQUEST_METHOD" in environment:
        names = tuple(name for name in names if name != "HTTP_PROXY")
    found = [(name, value) for name in names if (value := environment.get(name, "").strip())]
    if not found and environment is os.environ and sys.platform in ("win32", "darwin"):
        found = list(_of_the_system(url))
    yield from found


def _of_the_system(url: httpx.URL) -> Iterator[tuple[str, str]]:
    if not proxy_bypass(url.host):
        proxies = getproxies()
        for key, kind in ((url.scheme, "http"), ("socks", "socks5")):
            if value := proxies.get(key, ""):
                yield _OF_THE_SYSTEM, value if "://" in value else f"{kind}://{value}"


def _host(written: str) -> str:
    host = written.strip("[]")
    if not host:
        raise UnusableProxy("it names no host.")
    if (written.startswith("[") or ":" in host) and address_of(host) is None:
        raise UnusableProxy("its host is no address.")
    try:
        sent = httpx.URL(
            scheme="http", host=host.partition("%")[0] if ":" in host else host
        ).raw_host.decode()
    except (httpx.InvalidURL, UnicodeError):
        sent = ""
    if not re.fullmatch(r"[a-z0-9._-]+|[0-9a-f:.]+", sent):
        # Without the library's words: they quote what it could not read.
        raise UnusableProxy("its host is no name and no address.")
    return sent


def _credentials(userinfo: str, kind: str) -> tuple[bytes, bytes]:
    # As the system gave them: what is no text in its encoding is bytes all the same.
    name, _, password = userinfo.encode("utf-8", "surrogateescape").partition(b":")
    credentials = (unquote_to_bytes(name), unquote_to_bytes(password))
    if kind == "socks5" and any(len(part) > _LONGEST_SOCKS_CREDENTIAL for part in credentials):
        raise UnusableProxy("its name or password is too long for this kind of proxy.")
    return credentials
