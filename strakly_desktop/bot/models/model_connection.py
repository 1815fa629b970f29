"""Opens the way to a language model at an address of one's own, past the proxies that do not lead there.

The HTTP library takes proxies from the environment for every address, this computer's own too, and one entry that it
cannot read would keep the assistant from starting.
"""

import logging
import os
import re
from ipaddress import ip_address, ip_network
from urllib.request import getproxies, proxy_bypass

import httpx2

from strakly_desktop.bot.models.event_blocks import EventTransport

_log = logging.getLogger(__name__)

# Of the agent library's own clients.
_TIMEOUT_SECONDS = 600.0
_CONNECT_SECONDS = 5.0


def client_for(url: str) -> httpx2.AsyncClient:
    """A client for the model at `url`. It holds no connection between two answers, so nobody has to close it."""
    return httpx2.AsyncClient(
        transport=EventTransport(proxy=proxy_for(url), limits=httpx2.Limits(max_keepalive_connections=0)),
        timeout=httpx2.Timeout(_TIMEOUT_SECONDS, connect=_CONNECT_SECONDS),
    )


def proxy_for(url: str) -> httpx2.Proxy | None:
    """The proxy that the environment wants for `url`, as far as it can be used; each that cannot is told."""
    address = httpx2.URL(url)
    if _is_this_computer(address.host) or _needs_none(address.host):
        return None
    proxies = getproxies()
    for kind in (address.scheme, "all"):
        written = proxies.get(kind, "").strip()
        if not written:
            continue
        # Without a number SOCKS is the newest that is in use.
        written = re.sub("^socks://", "socks5://", written, flags=re.IGNORECASE)
        try:
            proxy = httpx2.Proxy(written if "://" in written else f"http://{written}")
            if proxy.url.host and 0 < (proxy.url.port or 80) <= 65_535:
                return proxy
        except (ValueError, httpx2.InvalidURL):
            pass  # Told below without the library's words: they quote the entry, password included.
        _log.warning("The proxy that the environment names for %s cannot be used and is left out.", kind)
    return None


def _needs_none(host: str) -> bool:
    without = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    return bool(proxy_bypass(host)) or any(
        _covers(entry.strip().lower(), host.lower().rstrip(".")) for entry in without.split(",")
    )


def _covers(entry: str, host: str) -> bool:
    try:
        return ip_address(host) in ip_network(re.sub(r"[\[\]]", "", entry), strict=False)
    except ValueError:
        return entry.startswith("*.") and host.endswith(entry[1:])


def _is_this_computer(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        name = host.lower().rstrip(".")
        return name == "localhost" or name.endswith(".localhost")
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_loopback or mapped.is_unspecified)
