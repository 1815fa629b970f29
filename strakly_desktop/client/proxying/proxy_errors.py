"""Tells what the proxy of an office's network did, by its name, so that nobody looks for the fault elsewhere."""

import base64
import re
import socket
import ssl
from collections.abc import Sequence
from urllib.parse import quote_from_bytes

import httpx

from strakly_desktop.client.proxying.proxies import Proxy
from strakly_desktop.client.proxying.socks import CREDENTIALS_REFUSED, CREDENTIALS_WANTED
from strakly_desktop.conversation.errors import Failure, FailureKind
from strakly_desktop.conversation.failures import bounded_details

_ASK = "Ask whoever looks after this network, or have the proxy settings of this PC corrected."
_HIDDEN = "***"
_PAGE = ("text/html", "application/xhtml+xml")


def proxy_failure(proxy: Proxy, error: httpx.ProxyError, causes: Sequence[BaseException]) -> Failure:
    """`proxy` could not be used for a request: it is not there, or it refused."""
    said = str(error)
    status = re.match(r"(\d{3})\b", said)
    details = details_without_secret(f"{type(error).__name__}: {said or _last_words(causes)}", proxy)
    if status or said in (CREDENTIALS_WANTED, CREDENTIALS_REFUSED):
        return refused_by_proxy(proxy, int(status[1]) if status else 407, details)
    headline, advice = _explain(proxy.place, said, causes)
    return Failure(FailureKind.NETWORK, headline, advice, details)


def refused_by_proxy(proxy: Proxy, status: int, details: str) -> Failure:
    """`proxy` answered with `status` instead of passing a request on."""
    if status == 407:
        wants = (
            "does not accept the user name and password"
            if proxy.credentials
            else "wants a user name and password"
        )
        headline = f"The proxy {proxy.place} {wants}{' of this PC' if proxy.credentials else ''}."
        advice = (
            "Ask whoever looks after this network for them. They belong into the proxy settings of this PC."
        )
    elif status >= 500:
        headline = f"The proxy {proxy.place} could not get an answer from the server."
        advice = (
            "Wait a moment, then press Retry. If it stays, check the server address in the settings, and ask "
            "whoever looks after this network."
        )
    elif status < 400:
        headline = f"The proxy {proxy.place} answered with a page of its own."
        advice = (
            "If this network has a sign-in page, open it in the web browser first, then press Retry. Otherwise "
            "ask whoever looks after this network."
        )
    else:
        headline = f"The proxy {proxy.place} does not let this app reach the server."
        advice = "Ask whoever looks after this network to allow the server's address."
    return Failure(FailureKind.NETWORK, headline, advice, details)


def speaks_for_itself(proxy: Proxy | None, status: int, content_type: str) -> bool:
    """Whether a response that came over `proxy`, which could read and write it, is that proxy's own.

    The assistant and the backend never answer with a page.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    return proxy is not None and (
        status == 407 or (media_type in _PAGE and (status < 300 or status == 403 or status >= 500))
    )


def details_without_secret(text: str, proxy: Proxy | None) -> str:
    """Bound `text` for Details, and take out of it whatever `proxy` has to keep to itself."""
    if proxy is not None and proxy.credentials is not None:
        name, password = proxy.credentials
        secrets = [base64.b64encode(name + b":" + password).decode()]
        if password:
            secrets += [password.decode("utf-8", "replace"), quote_from_bytes(password, safe="")]
        for secret in secrets:
            text = text.replace(secret, _HIDDEN)
    return bounded_details(text)


def _explain(place: str, said: str, causes: Sequence[BaseException]) -> tuple[str, str]:
    if said.startswith("HTTP: "):
        return f"What answers at the proxy {place} is no proxy for HTTP.", _ASK
    if said.startswith("SOCKS: "):
        return f"The proxy {place} does not connect this app with the server.", _ASK
    if any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        return f"The proxy {place} cannot be found on the network.", _ASK
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return f"The proxy {place} is not running.", _ASK
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return f"The connection to the proxy {place} is not safe, so nothing was sent.", _ASK
    if "in time" in said or any(isinstance(cause, TimeoutError) for cause in causes):
        return f"The proxy {place} does not answer.", _ASK
    return f"The proxy {place} cannot be reached.", _ASK


def _last_words(causes: Sequence[BaseException]) -> str:
    return next((str(cause) for cause in causes if str(cause)), "")
