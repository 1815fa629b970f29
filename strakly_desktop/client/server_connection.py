"""HTTP to one server: where it is, who we are, and every failure told as a ChatError.

One request, one connection: an idle one that the server or a router has just dropped would fail the next
question, and a question is never sent twice by itself, because the server may already have acted on it.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import anyio
import httpx
import truststore

from strakly_desktop.client.connection_errors import translate_http_error
from strakly_desktop.client.content_coding import ACCEPTED, Decoder, decoder_for
from strakly_desktop.client.http_errors import failure_from_response, server_words, unusable_token
from strakly_desktop.client.proxying.proxies import Proxy, ProxyChoice, choose_proxy
from strakly_desktop.client.proxying.proxy_errors import speaks_for_itself
from strakly_desktop.client.redirects import redirect_circle, redirect_failure, unusable_redirect
from strakly_desktop.client.socket_options import Patience
from strakly_desktop.client.spell import Spell
from strakly_desktop.client.transport import Transport
from strakly_desktop.conversation.errors import ChatError, Refusal

TokenSource = Callable[[], str | None]

CONNECT_SECONDS = 10.0
_SEND_SECONDS = 30.0
_REFUSAL_BYTES = 64 * 1024
_REFUSAL_SECONDS = 10.0
_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LOCATION = "strakly.location"


def import_on_demand_parts() -> None:
    """Import what httpx and anyio leave to the first request, 20 ms of it. Call it in a thread of its own.

    The first request is made on the GUI thread, which would stand still for it.
    """
    import httpcore  # noqa: F401 - for its side effect

    anyio.run(anyio.sleep, 0)


class ServerConnection:
    """Sends requests to one server.

    `base_url` is http or https. `token` is asked for the bearer token before every request, so that a
    refreshed one is used at once; None or an empty one sends no Authorization header. `connect_seconds`
    bounds DNS, connecting, a proxy's consent and TLS; an answer may be silent for as long as it likes, while the
    network is there: see `patience`.

    Raises:
        ValueError: `base_url` is no http or https address.
    """

    def __init__(
        self,
        base_url: str,
        token: TokenSource,
        connect_seconds: float = CONNECT_SECONDS,
        patience: Patience | None = None,
    ) -> None:
        self._base_url = parse_base_url(base_url)
        self._token = token
        self._connect_seconds = connect_seconds
        self._patience = patience
        self._choice: ProxyChoice = choose_proxy(self._base_url)
        self._client: httpx.AsyncClient | None = None
        self._has_failed = False

    @property
    def proxy_problems(self) -> tuple[str, ...]:
        """What of this PC's proxy settings cannot be used and was left out: a sentence each, without secrets."""
        return self._choice.problems

    @asynccontextmanager
    async def stream(
        self, method: str, path: str, *, accept: str, content: bytes | None = None
    ) -> AsyncIterator[httpx.Response]:
        """Send a request and hand out its successful response; leaving the block closes the socket.

        Any 2xx is a success. Redirects are followed on the same server only, with method and body as they
        are: neither the token nor a question goes to anybody else.

        Raises:
            ChatError: the request failed, or the server refused it; also for failures inside the block.
        """
        headers = self._headers(accept, content)
        url = asked = self._url(path)
        if self._has_failed:
            await self._choose_anew()
        client = self._open_client()
        try:
            for _ in range(_MAX_REDIRECTS + 1):
                async with client.stream(method, url, content=content, headers=headers) as response:
                    if response.is_success and not self._is_of_proxy(response):
                        yield response
                        return
                    location = response.extensions.get(_LOCATION)
                    if location is None:
                        self._has_failed = self._is_of_proxy(response)
                        raise await self._read_refusal(response)
                    url = self._redirect_target(response, location, asked)
            raise ChatError(redirect_circle(url))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            self._has_failed = True
            raise translate_http_error(error, self._base_url, self._choice.proxy) from error

    async def aclose(self) -> None:
        """Close all connections. The next request opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _choose_anew(self) -> None:
        """Look which proxy this PC wants now: its settings may have been corrected since a request failed."""
        self._has_failed = False
        # Windows asks the network for it.
        choice = await asyncio.to_thread(choose_proxy, self._base_url)
        if choice != self._choice:
            # What still runs over the former way comes to its end there.
            self._choice, self._client = choice, None

    def _open_client(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                transport=Transport(
                    truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                    truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                    self._choice.proxy,
                    self._connect_seconds,
                    self._patience,
                ),
                trust_env=False,
                event_hooks={"response": [_take_location]},
                timeout=httpx.Timeout(None, write=_SEND_SECONDS),
            )
        return self._client

    def _is_of_proxy(self, response: httpx.Response) -> bool:
        content_type = response.headers.get("content-type", "")
        return speaks_for_itself(self._reading_proxy, response.status_code, content_type)

    @property
    def _reading_proxy(self) -> Proxy | None:
        """The proxy that can answer in the server's place: through https and SOCKS it sees nothing."""
        proxy = self._choice.proxy
        return (
            proxy
            if proxy is not None and proxy.kind != "socks5" and self._base_url.scheme == "http"
            else None
        )

    async def _read_refusal(self, response: httpx.Response) -> Refusal:
        """Read why the server refused, as far as it says so in time: the status alone must do otherwise."""
        body = bytearray()
        with suppress(TimeoutError, httpx.HTTPError):
            async with asyncio.timeout(_REFUSAL_SECONDS), reading(response) as pieces:
                async for piece in pieces:
                    body += piece[:_REFUSAL_BYTES]
                    if len(body) >= _REFUSAL_BYTES:
                        break
        content_type = response.headers.get("content-type", "")
        failure = failure_from_response(
            response.status_code,
            content_type,
            bytes(body),
            response.headers,
            self._base_url,
            self._reading_proxy,
        )
        said = "" if self._is_of_proxy(response) else server_words(bytes(body))
        return Refusal(failure, response.status_code, said)

    def _redirect_target(self, response: httpx.Response, location: str, asked: httpx.URL) -> httpx.URL:
        """Return where to send the request again, if that is the same server and asks for the same request."""
        here = response.request.url
        try:
            target = here.join(location)
            is_usable = _is_usable(target)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise ChatError(unusable_redirect("")) from error
        if not is_usable:
            raise ChatError(unusable_redirect(str(target.copy_with(username=None, password=None))))
        same_origin = (target.scheme, target.host, _port(target)) == (here.scheme, here.host, _port(here))
        if response.status_code == httpx.codes.SEE_OTHER or not same_origin:
            raise ChatError(redirect_failure(target, asked, self._base_url))
        return target

    def _url(self, path: str) -> httpx.URL:
        return self._base_url.copy_with(raw_path=self._base_url.raw_path.rstrip(b"/") + path.encode("ascii"))

    def _headers(self, accept: str, content: bytes | None) -> dict[str, str]:
        headers = {"Accept": accept, "Accept-Encoding": ACCEPTED}
        if content is not None:
            headers["Content-Type"] = "application/json"
        token = (self._token() or "").strip()
        if not (token.isascii() and token.isprintable()):
            raise unusable_token()
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return headers


def parse_base_url(base_url: str) -> httpx.URL:
    """The address of a server, without query and fragment.

    Raises:
        ValueError: it is no http or https address.
    """
    try:
        url = httpx.URL(base_url.strip())
    except httpx.InvalidURL as error:
        raise ValueError(f"Not a server address: {base_url!r}") from error
    if url.scheme not in ("http", "https") or not url.host or _port(url) > 65_535:
        raise ValueError(f"Not an http or https address: {base_url!r}")
    return url.copy_with(query=None, fragment=None)


async def _take_location(response: httpx.Response) -> None:
    """Keep it from httpx, which makes a request of it even if it shall not send one, and fails where it cannot."""
    location = response.headers.pop("location", None)
    if location is not None and response.status_code in _REDIRECTS:
        response.extensions[_LOCATION] = location


def _is_usable(url: httpx.URL) -> bool:
    return (
        url.scheme in ("http", "https")
        and all(url.host.removesuffix(".").split("."))
        and (":" in url.host or re.fullmatch(rb"[a-z0-9._-]+", url.raw_host) is not None)
        and (url.port is None or 0 < url.port <= 65_535)
    )


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


@asynccontextmanager
async def reading(response: httpx.Response) -> AsyncIterator[AsyncIterator[bytes]]:
    """Hand out the decompressed pieces of a body as they come; they need not be read to the end.

    httpx reads through a tower of generators and closes only the topmost. Abandoned, the others would end
    some time later in tasks of their own, perhaps after the loop has stopped. So a last read is cancelled
    here, which unwinds the whole tower from its ground: by a scope of anyio, because httpx shields the
    closing of its socket from those, but not from asyncio's own way to cancel.
    """
    decoder = decoder_for(response.headers.get("content-encoding", ""))
    raw = response.aiter_raw()
    pieces = _decoded(raw, decoder)
    try:
        yield pieces
    finally:
        await pieces.aclose()
        with anyio.CancelScope() as scope, suppress(httpx.HTTPError):
            scope.cancel()
            async for _ in raw:
                pass


async def _decoded(raw: AsyncIterator[bytes], decoder: Decoder) -> AsyncGenerator[bytes, None]:
    spell = Spell()
    async for data in raw:
        for piece in decoder.feed(data):
            if piece:
                yield piece
            await spell.end_if_long()
    decoder.close()


async def read_bounded(response: httpx.Response, limit_bytes: int) -> bytes | None:
    """Read a whole body, decompressed; None if it is larger than the limit."""
    body = bytearray()
    await read_beginning(response, body, limit_bytes + 1)
    return None if len(body) > limit_bytes else bytes(body)


async def read_beginning(response: httpx.Response, body: bytearray, limit_bytes: int) -> None:
    """Read up to `limit_bytes` of a body, decompressed, into `body`, which keeps them if the rest fails."""
    async with reading(response) as pieces:
        async for piece in pieces:
            body += piece[: limit_bytes - len(body)]
            if len(body) == limit_bytes:
                break
