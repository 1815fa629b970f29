"""Looks at the way to a gym's servers step by step, so that a fault is found where it is and not where it shows.

Each step asks as the app itself does, through the same proxy, with the same certificates and the same words for what
fails. Nothing is asked of the assistant's model before `try_answer`.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from typing import Any

import httpx
import truststore

from strakly_desktop.account.claims import Claims, claims_of
from strakly_desktop.client.backend_client import BackendClient
from strakly_desktop.client.checking.answer_test import try_answer
from strakly_desktop.client.checking.certificate import Certificate, read_certificate
from strakly_desktop.client.checking.check_findings import (
    AnswerSeen,
    BranchSeen,
    Connected,
    Encrypted,
    Failed,
    Finding,
    NameFound,
    NotEncrypted,
    NotSignedIn,
    ProxyFound,
    ServerWell,
    SignInSeen,
    Skipped,
    Step,
)
from strakly_desktop.client.connection_errors import translate_http_error
from strakly_desktop.client.http_errors import not_an_answer
from strakly_desktop.client.proxying.no_proxy import address_of, is_loopback
from strakly_desktop.client.proxying.proxies import Proxy, choose_proxy
from strakly_desktop.client.retry_after import NO_MOMENT, moment_of
from strakly_desktop.client.server_connection import ServerConnection, parse_base_url, read_bounded
from strakly_desktop.client.transport import WATCH, Transport
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind, Refusal
from strakly_desktop.conversation.model import Branch

_CONNECT_S = 10.0
_HEALTH_S = 10.0
_MOST_BYTES = 64 * 1024
_UNAUTHORIZED = 401
_SEND = "http11.send_request_headers.started"


class ConnectionCheck:
    """One check of one pair of servers. Make another for the next.

    `token` is that of the sign-in, "" or None for none; `branch` is the one that questions are about.

    Raises:
        ValueError: an address is no http or https address.
    """

    def __init__(
        self,
        bot_url: str,
        backend_url: str | None,
        token: str | None,
        gym_id: int | None = None,
        branch: Branch | None = None,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`now` is the time of day in seconds since 1970."""
        self._url = parse_base_url(bot_url)
        self._bot_url = bot_url
        self._backend_url = backend_url
        self._token = token
        self._gym_id = gym_id
        self._branch = branch or Branch(None, "")
        self._now = now
        self._plain_request_s = float("inf")

    @property
    def host(self) -> str:
        """The server's name, and its port where it is not the usual one."""
        return self._url.netloc.decode("ascii")

    async def steps(self) -> AsyncGenerator[Finding, None]:
        """Look at everything but an answer, and tell of each step once, in the order of `Step`."""
        choice = choose_proxy(self._url)
        proxy = choice.proxy
        yield ProxyFound(
            proxy.place if proxy else "",
            proxy.kind if proxy else "",
            choice.origin,
            proxy is not None and proxy.credentials is not None,
            choice.problems,
        )
        has_way = True
        for steps, part in (
            ((Step.NAME,), self._look_up(proxy)),
            ((Step.CONNECT, Step.TLS), self._connect(proxy)),
            ((Step.SERVER,), self._ask_health()),
            ((Step.SIGN_IN, Step.BRANCH), self._ask_backend()),
        ):
            left = list(steps)
            async with aclosing(part) as findings:
                if has_way:
                    async for finding in findings:
                        del left[0]
                        # A server that is not well may be one of two.
                        has_way &= not isinstance(finding, Failed) or finding.step is Step.SERVER
                        yield finding
            for step in left:
                yield Skipped(step)

    async def try_answer(self) -> AnswerSeen | Failed:
        """Ask for a very short answer, and have it forgotten again. It costs the gym one call of its model."""
        async with aclosing(ServerConnection(self._bot_url, lambda: self._token, _CONNECT_S)) as connection:
            # Again, for the first request may have woken somebody up.
            async with aclosing(self._ask_health()) as healths:
                async for health in healths:
                    if isinstance(health, Failed):
                        return Failed(Step.ANSWER, health.failure)
            return await try_answer(connection, self._branch.id, self._plain_request_s)

    async def _look_up(self, proxy: Proxy | None) -> AsyncGenerator[Finding, None]:
        host = proxy.host if proxy is not None else self._url.host
        if address_of(host) is not None:
            yield NameFound(host, 0)
            return
        # As it is connected to: of a name that is not ASCII Python would look up that of an older rule.
        asked = proxy.host if proxy is not None else self._url.raw_host.decode("ascii")
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_CONNECT_S):
                found = await loop.getaddrinfo(asked, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError, TimeoutError) as error:
            kind = httpx.ConnectError if proxy is None else httpx.ProxyError
            yield Failed(Step.NAME, self._failure(kind, error, proxy))
            return
        yield NameFound(host, len({address[4][0] for address in found}))

    async def _connect(self, proxy: Proxy | None) -> AsyncGenerator[Finding, None]:
        is_safe = self._url.scheme == "https"
        probe = _Probe(truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        error = await self._probe(proxy, probe)
        if error is not None and not probe.in_server_tls:
            yield Failed(Step.CONNECT, error)
            return
        yield Connected(probe.milliseconds)
        if not is_safe:
            yield NotEncrypted(is_loopback(self._url.host))
        elif error is None:
            yield Encrypted(probe.protocol, probe.certificate)
        else:
            # Once more, to see whose certificate it is; nothing is sent over such a connection.
            unproven = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            unproven.check_hostname, unproven.verify_mode = False, ssl.CERT_NONE
            seen = _Probe(unproven)
            await self._probe(proxy, seen)
            yield Failed(Step.TLS, error, seen.certificate)

    async def _probe(self, proxy: Proxy | None, probe: "_Probe") -> Failure | None:
        """Connect as a question would, and hang up where it would be sent."""
        of_proxy = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        transport = Transport(probe.context, of_proxy, proxy, _CONNECT_S)
        request = httpx.Request("GET", self._url, extensions={WATCH: probe.see})
        try:
            await transport.handle_async_request(request)
        except _FarEnough:
            return None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return translate_http_error(error, self._url, proxy).failure
        finally:
            await transport.aclose()
        return None

    async def _ask_health(self) -> AsyncGenerator[Finding, None]:
        began = time.monotonic()
        try:
            async with (
                asyncio.timeout(_HEALTH_S),
                aclosing(ServerConnection(self._bot_url, lambda: None, _CONNECT_S)) as connection,
                connection.stream("GET", "/health", accept="application/json") as response,
            ):
                self._plain_request_s = min(self._plain_request_s, time.monotonic() - began)
                kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                if kind != "application/json" or await read_bounded(response, _MOST_BYTES) is None:
                    raise ChatError(not_an_answer(f"HTTP {response.status_code} {kind}"))
                ahead = _clock_ahead(response.headers.get("date", ""), self._now())
        except TimeoutError:
            yield Failed(Step.SERVER, _SLOW)
            return
        except ChatError as error:
            yield Failed(Step.SERVER, error.failure)
            return
        yield ServerWell(round(self._plain_request_s * 1000), ahead)

    async def _ask_backend(self) -> AsyncGenerator[Finding, None]:
        if not self._token:
            yield NotSignedIn()
            yield BranchSeen(self._branch.name, is_bound=False, count=0)
            return
        claims = claims_of(self._token)
        branches, error = await self._branches()
        refused = isinstance(error, Refusal) and error.status == _UNAUTHORIZED
        if error is not None and refused:
            yield Failed(Step.SIGN_IN, error.failure)
            return
        accepted = True if branches is not None else None
        left = None if claims.expires_at is None else claims.expires_at - self._now()
        yield SignInSeen(claims.email, claims.role, left, accepted)
        if error is not None:
            yield Failed(Step.BRANCH, error.failure)
        else:
            yield _branch_of(claims, self._branch, branches or ())

    async def _branches(self) -> tuple[tuple[Branch, ...] | None, ChatError | None]:
        if self._backend_url is None or self._gym_id is None:
            return None, None
        try:
            async with (
                asyncio.timeout(2 * _CONNECT_S),
                aclosing(BackendClient(self._backend_url, lambda: self._token, _CONNECT_S)) as backend,
            ):
                return await backend.branches(self._gym_id), None
        except TimeoutError:
            return None, ChatError(_SLOW)
        except ChatError as error:
            return None, error

    def _failure(self, kind: type[httpx.TransportError], cause: Exception, proxy: Proxy | None) -> Failure:
        error = kind("")
        error.__cause__ = cause if isinstance(cause, OSError) else socket.gaierror(str(cause))
        return translate_http_error(error, self._url, proxy).failure


class _FarEnough(Exception):
    """All is ready for a request, and none is to be sent."""


class _Probe:
    """Sees one connection come about. `context` is what the server is to be known by."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context = context
        self._began = time.monotonic()
        self.milliseconds = 0
        self.in_server_tls = False
        self.protocol = ""
        self.certificate: Certificate | None = None

    def see(self, event: str, info: Mapping[str, Any]) -> None:
        if event.endswith("connect_tcp.started"):
            self._began = time.monotonic()
        elif event.endswith("connect_tcp.complete"):
            self.milliseconds = round((time.monotonic() - self._began) * 1000)
        elif event.endswith("start_tls.started"):
            # The other one is with the proxy.
            self.in_server_tls = info["ssl_context"] is self.context
        elif event.endswith("start_tls.complete"):
            self._note_certificate(info["return_value"].get_extra_info("ssl_object"))
        elif event == _SEND and info["request"].method != b"CONNECT":
            raise _FarEnough

    def _note_certificate(self, tls: ssl.SSLObject | None) -> None:
        if tls is not None:
            self.protocol = (tls.version() or "").replace("v", " ")
            self.certificate = read_certificate(tls.getpeercert(binary_form=True) or b"")


def _clock_ahead(date: str, now: float) -> float | None:
    try:
        return moment_of(date).timestamp() - now
    except NO_MOMENT:
        return None


def _branch_of(claims: Claims, asked: Branch, known: tuple[Branch, ...]) -> BranchSeen:
    bound = claims.branch_id
    wanted = asked.id if bound is None else bound
    name = next(
        (branch.name for branch in known if branch.id == wanted), "" if wanted is None else asked.name
    )
    return BranchSeen(name, bound is not None, len(known))


_SLOW = Failure(
    FailureKind.TIMEOUT,
    "The server took the connection and says nothing.",
    "Wait a minute, then press Retry. If it stays, tell your administrator.",
)
