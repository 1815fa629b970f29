"""Tells what went wrong on the way to a server in the words of the front desk, with what to do next.

The libraries' errors name what they saw, not what it means: behind one "connection error" are a cable, a wrong
address, a certificate, a proxy. The causes underneath tell them apart. Their texts go to `details` only.
"""

import errno
import socket
from collections.abc import Iterator, Sequence
from datetime import datetime

import httpx

from strakly_desktop.client.content_coding import UnreadableCoding
from strakly_desktop.client.proxying.proxies import Proxy
from strakly_desktop.client.proxying.proxy_errors import details_without_secret, proxy_failure
from strakly_desktop.client.tls_errors import Explanation, explain_tls, tls_error_in
from strakly_desktop.client.transport import SPEAKS_TLS, NotHTTPError
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.failures import bounded_details

CHECK_NETWORK = "Check the network cable or Wi-Fi of this PC, then press Retry."
CHECK_ADDRESS = "Check the server address in the settings, or ask whoever set up this PC."
TRY_LATER = "Wait a moment, then press Retry. If it stays, tell your administrator."

_NO_NETWORK = frozenset(
    {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
)
_VANISHED = _NO_NETWORK | {errno.ETIMEDOUT}


def translate_http_error(error: Exception, server: httpx.URL, proxy: Proxy | None = None) -> ChatError:
    """Turn an exception of httpx into the one failure it means. `server` was asked, over `proxy` if there is one."""
    causes = tuple(_causes(error))
    if proxy is not None and isinstance(error, httpx.ProxyError):
        return ChatError(proxy_failure(proxy, error, causes))
    kind, headline, advice = _explain(error, causes, server)
    if proxy is not None and kind is FailureKind.INSECURE:
        advice += f" The proxy {proxy.place} is in between."
    return ChatError(Failure(kind, headline, advice, details_without_secret(_raw(error, causes), proxy)))


def needs_https(server: httpx.URL) -> Explanation:
    """The server was asked in plain http and speaks only https."""
    return (
        FailureKind.NOT_FOUND,
        "The server wants a safe connection.",
        f"Enter {with_scheme(server, 'https')} as the server address in the settings.",
    )


def with_scheme(server: httpx.URL, scheme: str) -> str:
    """The address of the server as it is entered, with `scheme`; the port stays if it was written."""
    host = f"[{server.host}]" if ":" in server.host else server.host
    port = f":{server.port}" if server.port is not None else ""
    return f"{scheme}://{host}{port}{server.path.rstrip('/')}"


def _explain(error: Exception, causes: Sequence[BaseException], server: httpx.URL) -> Explanation:
    if (explanation := _explain_broken(error, server)) is not None:
        return explanation
    tls = tls_error_in(causes)
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return FailureKind.TIMEOUT, "The server does not answer.", CHECK_NETWORK
        case httpx.WriteTimeout() | httpx.ReadTimeout():
            return FailureKind.TIMEOUT, "The connection to the server has stalled.", CHECK_NETWORK
        case httpx.UnsupportedProtocol() | httpx.InvalidURL() | httpx.LocalProtocolError() | UnicodeError():
            return FailureKind.NOT_FOUND, "The server address cannot be used.", CHECK_ADDRESS
        case httpx.ConnectError() if tls is not None:
            return explain_tls(tls, with_scheme(server, "http"), datetime.now().astimezone())
    if tls is not None and (tls.reason or "").find("CERTIFICATE_REQUIRED") >= 0:
        # In TLS 1.3 a server says so only after the handshake.
        return explain_tls(tls, with_scheme(server, "http"), datetime.now().astimezone())
    if isinstance(error, httpx.ConnectError):
        return _explain_no_connection(causes)
    if _codes(causes) & _VANISHED:
        return (
            FailureKind.NETWORK,
            "The network was lost while the assistant answered.",
            CHECK_NETWORK,
        )
    if any(isinstance(cause, ConnectionResetError | BrokenPipeError) for cause in causes):
        return FailureKind.NETWORK, "The server broke off the connection.", TRY_LATER
    return FailureKind.NETWORK, "The connection to the server was lost.", CHECK_NETWORK


def _explain_broken(error: Exception, server: httpx.URL) -> Explanation | None:
    """What answered, but not by the rules."""
    match error:
        case UnreadableCoding():
            return (
                FailureKind.SERVER_ERROR,
                "The server packs its answers in a way that this app does not unpack.",
                "Tell your administrator.",
            )
        case httpx.DecodingError():
            return FailureKind.PROTOCOL, "The answer arrived damaged and cannot be read.", TRY_LATER
        case httpx.RemoteProtocolError() if str(error) == SPEAKS_TLS and server.scheme == "http":
            return needs_https(server)
        case NotHTTPError():
            return (
                FailureKind.NOT_AN_ANSWER,
                f"What answers at {with_scheme(server, server.scheme)} is no Strakly server.",
                "Check the server address and its port in the settings. If they are right, tell your administrator "
                "that it does not speak HTTP/1.1.",
            )
        case httpx.RemoteProtocolError() if str(error).startswith("Server disconnected"):
            return (
                FailureKind.NETWORK,
                "The server hung up without an answer.",
                "Press Retry. If it stays, check the server address and its port in the settings, or tell your "
                "administrator.",
            )
    return None


def _explain_no_connection(causes: Sequence[BaseException]) -> Explanation:
    if any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        return (
            FailureKind.HOST_UNKNOWN,
            "The server cannot be found on the network.",
            "Check that this PC is online and that the server address in the settings is right.",
        )
    # One address of several that refuses is a server that is there.
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return (
            FailureKind.REFUSED,
            "The assistant is not running on the server.",
            "Wait a minute and press Retry. If it stays, tell your administrator.",
        )
    if _codes(causes) & _NO_NETWORK:
        return FailureKind.NETWORK, "There is no network between this PC and the server.", CHECK_NETWORK
    return FailureKind.NETWORK, "The server cannot be reached.", CHECK_NETWORK


def _codes(causes: Sequence[BaseException]) -> set[int | None]:
    return {cause.errno for cause in causes if isinstance(cause, OSError)}


def _raw(error: BaseException, causes: Sequence[BaseException]) -> str:
    """The error with what led to it: alone it often says nothing."""
    told = [f"{type(error).__name__}: {error}"]
    told += [
        f"{type(cause).__name__}: {cause}" for cause in causes if isinstance(cause, OSError) and str(cause)
    ]
    return bounded_details("\n".join(dict.fromkeys(told)))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and what led to it, through the groups that parallel connection attempts make."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting.append(one.__cause__ or one.__context__)
        if isinstance(one, BaseExceptionGroup):
            waiting += reversed(one.exceptions)
