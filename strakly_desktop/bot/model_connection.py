"""Opens the way to a language model at an address of one's own, past the proxies that do not lead there.

The HTTP library takes proxies from the environment for every address, this computer's own too, and one entry that it
cannot read would keep the assistant from starting.
"""

import logging
from ipaddress import ip_address

import httpx2

_log = logging.getLogger(__name__)

# Of the agent library's own clients.
_TIMEOUT_SECONDS = 600.0
_CONNECT_SECONDS = 5.0


def client_for(url: str) -> httpx2.AsyncClient:
    """A client for the model at `url`. It holds no connection between two answers, so nobody has to close it."""
    if _is_this_computer(httpx2.URL(url).host):
        return _client(trust_env=False)
    try:
        return _client(trust_env=True)
    except (ValueError, ImportError, httpx2.InvalidURL):
        # Without the library's words: they quote the entry, password included.
        _log.warning("The proxy settings in the environment cannot be used; the model is asked without them.")
        return _client(trust_env=False)


def _client(*, trust_env: bool) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        trust_env=trust_env,
        timeout=httpx2.Timeout(_TIMEOUT_SECONDS, connect=_CONNECT_SECONDS),
        limits=httpx2.Limits(max_keepalive_connections=0),
    )


def _is_this_computer(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        name = host.lower().rstrip(".")
        return name == "localhost" or name.endswith(".localhost")
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_loopback or mapped.is_unspecified)
