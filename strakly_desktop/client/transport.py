"""Carries requests of httpx over connections that are ours to watch.

The transport of httpx itself sets no socket options on the way to a proxy, lets a proxy that says nothing hold a
question for ever, and does not tell a proxy that failed from a server that did. Everything below it is httpcore:
this only gives it sockets, a limit on becoming connected, and the name of what failed.
"""

import math
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, nullcontext
from typing import Any

import anyio
import anyio.lowlevel
import httpcore
import httpx
from anyio.abc import ByteStream

from strakly_desktop.client.proxying.proxies import Proxy
from strakly_desktop.client.proxying.socks import connect_through
from strakly_desktop.client.resting_stream import Pace, RestingStream
from strakly_desktop.client.socket_options import Patience, apply, options_for
from strakly_desktop.client.system_trust import reading_once

SPEAKS_TLS = "The answer is an alert of TLS."
WATCH = "strakly.watch"
"""Extension of a request: a Watch that is told of each step; what it raises ends the request."""
Watch = Callable[[str, Mapping[str, Any]], None]
_TLS_ALERT = b"\x15\x03"
_HTTP = b"HTTP/"
# The head of a response is read in small pieces: any number of interim ones (1xx) may stand before it.
_HEAD_PIECE_BYTES = 4 * 1024
_MOST_HEAD_BYTES = 256 * 1024


class NotHTTPError(httpx.RemoteProtocolError):
    """What answers does not speak HTTP, or breaks its rules before an answer begins."""


class Transport(httpx.AsyncBaseTransport):
    """Sends requests directly, or through `proxy`.

    `connect_seconds` bounds everything before a request is sent: looking up names, connecting, the proxy's consent
    and TLS. What follows may take as long as it likes, while the network is there: see `patience`.
    """

    def __init__(
        self,
        verify: ssl.SSLContext,
        verify_proxy: ssl.SSLContext,
        proxy: Proxy | None,
        connect_seconds: float,
        patience: Patience | None = None,
    ) -> None:
        self._proxy = proxy
        self._connect_seconds = connect_seconds
        self._pool = _pool(verify, verify_proxy, proxy, patience or Patience())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """As httpx wants it; every error of httpcore becomes the one of httpx with its name."""
        assert isinstance(request.stream, httpx.AsyncByteStream)
        limit = anyio.move_on_after(self._connect_seconds)
        watch = request.extensions.get(WATCH)
        progress = _Progress(limit, self._proxy, is_safe=request.url.scheme == "https", watch=watch)
        with _as_httpx_errors(progress), limit:
            response = await self._pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=_url(request.url),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions={**request.extensions, "trace": progress.note},
                )
            )
            assert isinstance(response.stream, AsyncIterable)
            return httpx.Response(
                response.status,
                headers=response.headers,
                stream=_Body(response.stream),
                extensions=response.extensions,
            )
        raise progress.too_slow()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class _Progress:
    """How far a request has come: a limit holds until it is sent, and whoever is waited for is known by name."""

    def __init__(
        self, limit: anyio.CancelScope, proxy: Proxy | None, *, is_safe: bool, watch: Watch | None = None
    ) -> None:
        self._limit = limit
        self._watch = watch
        self._has_tunnel = is_safe
        self._waits_for_proxy = proxy is not None
        self._speaks_http = proxy is not None and proxy.kind != "socks5"
        self._in_handshake = False
        self._asks_for_tunnel = False
        self._stream: _Stream | None = None

    async def note(self, event: str, info: Mapping[str, Any]) -> None:
        """The trace of httpcore: "part.step.started", and the step's arguments."""
        if self._watch is not None:
            self._watch(event, info)
        if isinstance(stream := info.get("return_value"), _Stream):
            self._stream = stream
        if event == "http11.send_request_headers.started":
            self._asks_for_tunnel = info["request"].method == b"CONNECT"
            if not self._asks_for_tunnel:
                self._limit.deadline = math.inf
        elif event == "http11.receive_response_headers.complete" and self._stream is not None:
            self._stream.end_head()
        elif event.endswith("start_tls.started"):
            self._in_handshake = True
            # The first handshake over a proxy that speaks HTTP is with that proxy, and told so by its name.
            self._waits_for_proxy = self._speaks_http and event == "connection.start_tls.started"

    def too_slow(self) -> httpx.HTTPError:
        if self._waits_for_proxy:
            return httpx.ProxyError("The proxy did not answer in time.")
        what = "The TLS handshake was not finished" if self._in_handshake else "There was no connection"
        return httpx.ConnectTimeout(f"{what} in time.")

    def broken_protocol(self, error: httpcore.RemoteProtocolError) -> httpx.HTTPError:
        """Who broke the rules of HTTP before there was an answer, or hung up instead of one."""
        has_answered = self._stream is not None and self._stream.has_answered
        if self._speaks_http and (self._asks_for_tunnel or not self._has_tunnel):
            said = "its answer is none of an HTTP proxy" if has_answered else "it closed the connection"
            return httpx.ProxyError(f"HTTP: {said}")
        if has_answered and str(error) != SPEAKS_TLS:
            return NotHTTPError(str(error))
        return httpx.RemoteProtocolError(str(error))


class _Sockets(httpcore.AsyncNetworkBackend):
    """Opens sockets with our options; through a proxy it tells the failures of that from a server's."""

    def __init__(self, proxy: Proxy | None, verify_proxy: ssl.SSLContext, patience: Patience) -> None:
        self._proxy = proxy
        self._verify_proxy = verify_proxy
        self._options = options_for(patience)
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        pace = Pace()
        if self._proxy is None:
            return _Stream(await self._open(host, port, pace), self._verify_proxy, pace)
        with _as_proxy_errors():
            stream = await self._open(self._proxy.host, self._proxy.port, pace)
            if self._proxy.kind == "socks5":
                async with _closed_unless_well(stream):
                    await connect_through(stream, host, port, self._proxy.credentials)
        return _Stream(stream, self._verify_proxy, pace)

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)

    async def _open(self, host: str, port: int, pace: Pace) -> httpcore.AsyncNetworkStream:
        stream = await self._inner.connect_tcp(host, port)
        apply(self._options, stream.get_extra_info("socket"))
        # httpcore has no place for what stands between its streams and the socket; without one, nothing rests.
        if isinstance(socket := getattr(stream, "_stream", None), ByteStream):
            vars(stream)["_stream"] = RestingStream(socket, pace)
        return stream


class _Stream(httpcore.AsyncNetworkStream):
    """A connection, on which TLS may be spoken with a proxy, and with the server behind it.

    httpcore leaves the socket of a handshake open that is given up, and lets errors of TLS after the handshake pass as
    they are. A server of https that is asked in plain http answers with an alert, which no parser of HTTP can name;
    and what never speaks HTTP is known by its first bytes, while a parser waits for the end of a line. Until
    `end_head`, what comes is the head of a response, which has a limit.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream, verify_proxy: ssl.SSLContext, pace: Pace) -> None:
        self._inner = inner
        self._verify_proxy = verify_proxy
        self.pace = pace
        self._is_head = True
        self._head_bytes = 0
        self._start = b""

    @property
    def has_answered(self) -> bool:
        """Whether anything has come at all."""
        return bool(self._start)

    def end_head(self) -> None:
        """The head of the response has come; the body may be as long as it likes."""
        self._is_head = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._is_head:
            return await self._read_head(min(max_bytes, _HEAD_PIECE_BYTES), timeout)
        return await self._read(max_bytes, timeout)

    async def _read_head(self, max_bytes: int, timeout: float | None) -> bytes:
        await anyio.lowlevel.checkpoint()  # What is left of a TLS record is read without one.
        data = await self._read(max_bytes, timeout)
        self._start += data[: len(_HTTP) - len(self._start)]
        self._head_bytes += len(data)
        if self._start.startswith(_TLS_ALERT):
            raise httpcore.RemoteProtocolError(SPEAKS_TLS)
        if not _HTTP.startswith(self._start):
            raise httpcore.RemoteProtocolError(f"It does not speak HTTP: {bytes(data[:80])!r}")
        if self._head_bytes > _MOST_HEAD_BYTES:
            raise httpcore.RemoteProtocolError("The head of the response is too long.")
        return data

    async def _read(self, max_bytes: int, timeout: float | None) -> bytes:
        try:
            return await self._inner.read(max_bytes, timeout)
        except ssl.SSLError as error:
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            await self._inner.write(buffer, timeout)
        except ssl.SSLError as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        errors = _as_proxy_errors() if ssl_context is self._verify_proxy else nullcontext()
        async with _closed_unless_well(self._inner):
            try:
                trusting = await reading_once(ssl_context)
            except OSError as error:
                # Whoever is replacing them this moment must not make a bug of a question.
                raise httpcore.ConnectError(f"Authorities: {error}") from error
            with errors:
                stream = await self._inner.start_tls(trusting, server_hostname, timeout)
        return _Stream(stream, self._verify_proxy, self.pace)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def rest_between_reads(response: httpx.Response) -> None:
    """From now on read the rest of a body no more often than it can be drawn."""
    stream = response.extensions.get("network_stream")
    if isinstance(stream, _Stream):
        stream.pace.is_calm = True


class _Body(httpx.AsyncByteStream):
    def __init__(self, pieces: AsyncIterable[bytes]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx_errors():
            async for piece in self._pieces:
                yield piece

    async def aclose(self) -> None:
        if close := getattr(self._pieces, "aclose", None):
            await close()


def _pool(
    verify: ssl.SSLContext, verify_proxy: ssl.SSLContext, proxy: Proxy | None, patience: Patience
) -> httpcore.AsyncConnectionPool:
    # No limit on how many: a connection that a cancelled request left behind must not keep the next from opening.
    sockets = _Sockets(proxy, verify_proxy, patience)
    if proxy is None or proxy.kind == "socks5":
        return httpcore.AsyncConnectionPool(
            ssl_context=verify, max_connections=None, max_keepalive_connections=0, network_backend=sockets
        )
    return httpcore.AsyncHTTPProxy(
        proxy_url=httpcore.URL(scheme=proxy.kind, host=proxy.host, port=proxy.port, target="/"),
        proxy_auth=proxy.credentials,
        ssl_context=verify,
        proxy_ssl_context=verify_proxy if proxy.kind == "https" else None,
        max_connections=None,
        max_keepalive_connections=0,
        network_backend=sockets,
    )


def _url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


# The most special first.
_HTTPX_ERRORS: dict[type[Exception], type[httpx.TransportError]] = {
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    httpcore.ProxyError: httpx.ProxyError,
    httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
}


@asynccontextmanager
async def _closed_unless_well(stream: httpcore.AsyncNetworkStream) -> AsyncIterator[None]:
    try:
        yield
    except BaseException:
        with anyio.CancelScope(shield=True):
            await stream.aclose()
        raise


@contextmanager
def _as_httpx_errors(progress: _Progress | None = None) -> Iterator[None]:
    try:
        yield
    except httpcore.RemoteProtocolError as error:
        raise (
            progress.broken_protocol(error) if progress else httpx.RemoteProtocolError(str(error))
        ) from error
    except tuple(_HTTPX_ERRORS) as error:
        name = next(kind for kind in _HTTPX_ERRORS if isinstance(error, kind))
        raise _HTTPX_ERRORS[name](str(error)) from error


@contextmanager
def _as_proxy_errors() -> Iterator[None]:
    try:
        yield
    except (httpcore.NetworkError, httpcore.TimeoutException) as error:
        raise httpcore.ProxyError(str(error)) from error
