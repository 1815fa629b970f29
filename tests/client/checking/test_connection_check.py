"""Check connection, step by step, with real sockets: real TLS servers, a real HAProxy, a proxy that holds back."""

import asyncio
import shutil
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time
from typing import Any

import jwt
import pytest
import trustme
from support.asking import run_bounded
from support.checked_servers import CheckedServers, checked_servers, keeping_all_to_the_end
from support.ports import free_port
from support.proxies import TestProxy, proxying

from strakly_desktop.client.checking import answer_test, connection_check
from strakly_desktop.client.checking.answer_test import QUESTION, judge
from strakly_desktop.client.checking.check_findings import (
    AnswerSeen,
    Arrival,
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
from strakly_desktop.client.checking.connection_check import ConnectionCheck
from strakly_desktop.conversation.errors import FailureKind
from strakly_desktop.conversation.model import Branch

HAPROXY = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")


def token(**claims: object) -> str:
    said = {
        "sub": 1,
        "email": "desk@gym.example",
        "role": "manager",
        "gymId": 1,
        "exp": int(time()) + 600_000,
    }
    return jwt.encode(said | claims, "a secret long enough for HS256 to be content", algorithm="HS256")


def check_of(url: str, access: str | None = None, branch: Branch | None = None) -> ConnectionCheck:
    return ConnectionCheck(url, url, token() if access is None else access, 1, branch)


async def all_of(check: ConnectionCheck) -> list[Finding]:
    async with aclosing(check.steps()) as steps:
        return [finding async for finding in steps]


def found(findings: list[Finding], kind: type[Finding]) -> Finding:
    return next(finding for finding in findings if isinstance(finding, kind))


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    made = trustme.CA(organization_name="Gym CA")
    made.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


def tls(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def test_a_well_one_is_told_step_by_step(authority: trustme.CA) -> None:
    async def story() -> None:
        ends = datetime.now(UTC) + timedelta(days=9, hours=1)
        certificate = authority.issue_cert("127.0.0.1", common_name="bot.gym.example", not_after=ends)
        async with checked_servers(CheckedServers(ahead_s=600), tls(certificate)) as servers:
            findings = await all_of(check_of(servers.url, token(branchId=2)))
        assert [type(one) for one in findings] == [
            *(ProxyFound, NameFound, Connected, Encrypted, ServerWell, SignInSeen, BranchSeen),
        ]
        safe = found(findings, Encrypted)
        assert isinstance(safe, Encrypted) and safe.certificate is not None
        assert safe.protocol.startswith("TLS 1.")
        assert (safe.certificate.owner, safe.certificate.issuer) == ("bot.gym.example", "Gym CA")
        assert safe.certificate.days_left(datetime.now(UTC)) == 9
        well = found(findings, ServerWell)
        assert isinstance(well, ServerWell) and well.clock_ahead_s is not None
        assert 590 < well.clock_ahead_s < 620
        assert findings[-1] == BranchSeen("Lake Road", is_bound=True, count=2)
        # It was the model's no-cost part: nothing was asked of it.
        assert not any(line.startswith("POST") for line in servers.lines)

    run_bounded(story())


@pytest.mark.parametrize("fault", ["expired", "other name", "unknown authority", "not yet"])
def test_a_certificate_that_is_not_trusted_is_shown_with_its_cure(authority: trustme.CA, fault: str) -> None:
    now = datetime.now(UTC)
    past, future = now - timedelta(days=400), now + timedelta(days=400)
    certificate, headline = {
        "expired": (
            authority.issue_cert("127.0.0.1", not_before=past, not_after=now - timedelta(days=30)),
            "run out",
        ),
        "other name": (authority.issue_cert("other.example"), "another address"),
        "unknown authority": (trustme.CA(organization_name="Filter").issue_cert("127.0.0.1"), "Nobody"),
        "not yet": (
            authority.issue_cert("127.0.0.1", not_before=future, not_after=future + timedelta(days=9)),
            "not valid yet",
        ),
    }[fault]

    async def story() -> None:
        async with checked_servers(CheckedServers(), tls(certificate)) as servers:
            findings = await all_of(check_of(servers.url))
        failed = findings[3]
        assert isinstance(failed, Failed) and failed.step is Step.TLS
        assert headline in failed.failure.headline and failed.failure.advice
        assert failed.certificate is not None
        assert failed.certificate.issuer == ("Filter" if fault == "unknown authority" else "Gym CA")
        assert findings[4:] == [Skipped(Step.SERVER), Skipped(Step.SIGN_IN), Skipped(Step.BRANCH)]
        # Not a byte of a request over what is not safe.
        assert servers.requests == []

    run_bounded(story())


def test_a_name_that_nobody_knows() -> None:
    findings = run_bounded(all_of(check_of("http://no-such-gym.invalid")))
    failed = findings[1]
    assert isinstance(failed, Failed) and failed.step is Step.NAME
    assert failed.failure.kind is FailureKind.HOST_UNKNOWN
    assert findings[2:] == [Skipped(step) for step in list(Step)[2:-1]]


def test_the_name_that_is_looked_up_is_the_one_that_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rules tell which name stands for one with ß in it: Python's own is the older one, and another gym's."""
    asked: list[bytes] = []
    ask = socket.getaddrinfo

    def note(host: Any, *rest: Any, **named: Any) -> Any:
        asked.append(host.encode("idna") if isinstance(host, str) else host)
        return ask("127.0.0.1", *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", note)
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        findings = run_bounded(all_of(check_of(f"http://straße.example:{taken.getsockname()[1]}")))
    assert findings[1] == NameFound("straße.example", 1), "people read it as they write it"
    failed = findings[2]
    assert isinstance(failed, Failed) and failed.step is Step.CONNECT
    assert len(asked) > 1 and set(asked) == {b"xn--strae-oqa.example"}


def test_nothing_listens_there() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        findings = run_bounded(all_of(check_of(f"http://127.0.0.1:{taken.getsockname()[1]}")))
    failed = findings[2]
    assert isinstance(failed, Failed) and failed.step is Step.CONNECT
    assert failed.failure.kind is FailureKind.REFUSED
    assert findings[1] == NameFound("127.0.0.1", 0)


def test_the_proxy_is_named_with_where_it_stands_and_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story() -> None:
        servers = CheckedServers()
        async with (
            checked_servers(servers),
            proxying(TestProxy(servers.port, credentials="ann:se%cret")) as proxy,
        ):
            monkeypatch.setenv("HTTP_PROXY", f"http://ann:se%25cret@127.0.0.1:{proxy.port}")
            findings = await all_of(check_of("http://bot.gym.invalid"))
            assert findings[0] == ProxyFound(
                f"127.0.0.1:{proxy.port}", "http", "HTTP_PROXY", has_credentials=True
            )
            assert "cret" not in repr(findings)
            # The name is the proxy's to look up.
            assert findings[1] == NameFound("127.0.0.1", 0)
            assert isinstance(findings[4], ServerWell)

    run_bounded(story())


def test_a_tunnel_through_a_proxy_shows_the_servers_own_certificate(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        servers = CheckedServers()
        certificate = authority.issue_cert("bot.gym.invalid")
        async with checked_servers(servers, tls(certificate)), proxying(TestProxy(servers.port)) as proxy:
            monkeypatch.setenv("https_proxy", f"127.0.0.1:{proxy.port}")
            findings = await all_of(check_of("https://bot.gym.invalid"))
            safe = findings[3]
            assert isinstance(safe, Encrypted) and safe.certificate is not None
            assert safe.certificate.names == ("bot.gym.invalid",)
            assert isinstance(findings[4], ServerWell)

    run_bounded(story())


def test_a_proxy_that_refuses_is_the_fault_of_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        async with proxying(TestProxy(1, answer=b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")) as proxy:
            monkeypatch.setenv("https_proxy", f"127.0.0.1:{proxy.port}")
            findings = await all_of(check_of("https://bot.gym.invalid"))
        failed = findings[2]
        assert isinstance(failed, Failed) and failed.step is Step.CONNECT
        assert "does not let this app reach the server" in failed.failure.headline

    run_bounded(story())


def test_a_server_that_is_another_and_the_sign_in_are_looked_at_apart() -> None:
    async def story() -> None:
        page = (200, "text/html", b"<html>")
        refusal = (401, {"message": "Your account is inactive", "statusCode": 401})
        async with checked_servers(CheckedServers(health=page, branches=refusal)) as servers:
            findings = await all_of(check_of(servers.url))
        assert isinstance(findings[3], NotEncrypted) and findings[3].is_local
        server, sign_in = findings[4:6]
        assert isinstance(server, Failed) and server.failure.kind is FailureKind.NOT_AN_ANSWER
        assert isinstance(sign_in, Failed) and sign_in.step is Step.SIGN_IN
        assert findings[6] == Skipped(Step.BRANCH)

    run_bounded(story())


def test_a_member_who_may_not_list_branches_and_nobody_at_all() -> None:
    async def story() -> None:
        denied = (403, {"message": "Access denied.", "statusCode": 403})
        async with checked_servers(CheckedServers(branches=denied)) as servers:
            ended = await all_of(check_of(servers.url, token(exp=int(time()) - 50)))
            nobody = await all_of(check_of(servers.url, ""))
        seen = found(ended, SignInSeen)
        assert isinstance(seen, SignInSeen) and seen.seconds_left is not None and seen.seconds_left < 0
        assert seen.is_accepted and "gym.example" not in repr(seen)
        assert ended[-1] == BranchSeen("", is_bound=False, count=0)
        assert NotSignedIn() in nobody

    run_bounded(story())


@pytest.mark.parametrize("date", ["", "soon", "Thu, 01 Jan 99999999999999999999 00:00:00 GMT"])
def test_a_server_whose_clock_says_nothing_is_well(date: str) -> None:
    async def story() -> None:
        async with checked_servers(CheckedServers(date=date)) as servers:
            well = found(await all_of(check_of(servers.url)), ServerWell)
        assert isinstance(well, ServerWell) and well.clock_ahead_s is None

    run_bounded(story())


def test_a_server_that_says_nothing_is_not_waited_for_and_the_sign_in_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story() -> None:
        monkeypatch.setattr(connection_check, "_HEALTH_S", 0.0)
        async with checked_servers(CheckedServers()) as servers:
            findings = await all_of(check_of(servers.url, token(exp=int(time()) + 50)))
        server = findings[4]
        assert isinstance(server, Failed) and server.step is Step.SERVER
        assert server.failure.kind is FailureKind.TIMEOUT
        assert isinstance(findings[5], SignInSeen) and findings[5].is_accepted

    run_bounded(story())


def test_a_backend_that_is_broken_is_no_fault_of_the_sign_in() -> None:
    async def story() -> None:
        broken = (500, {"message": "Internal server error", "statusCode": 500})
        async with checked_servers(CheckedServers(branches=broken)) as servers:
            findings = await all_of(check_of(servers.url, token(exp=int(time()) + 50)))
        seen, branch = findings[5:]
        assert isinstance(seen, SignInSeen) and seen.is_accepted is None
        assert isinstance(branch, Failed) and branch.step is Step.BRANCH

    run_bounded(story())


async def answer_at(url: str, servers: CheckedServers) -> AnswerSeen:
    seen = await check_of(url, branch=Branch(2, "Lake Road")).try_answer()
    assert isinstance(seen, AnswerSeen)
    return seen


def test_the_test_answer_is_streamed_and_forgotten_again() -> None:
    async def story() -> None:
        async with checked_servers(CheckedServers(thinks_s=0.2, pause_s=0.035)) as servers:
            seen = await answer_at(servers.url, servers)
        assert seen.arrival is Arrival.AS_WRITTEN
        assert 0.2 <= seen.first_word_s < seen.whole_s
        assert seen.is_forgotten
        post, delete = (request for request in servers.requests if request.path != "/health")
        assert QUESTION in post.body.decode() and b'"branch_id": 2' in post.body
        assert delete.method == "DELETE" and delete.path.removeprefix("/chat/") in post.body.decode()

    run_bounded(story())


def test_one_that_is_given_up_is_forgotten_as_well() -> None:
    async def story() -> None:
        async with checked_servers(CheckedServers(thinks_s=60)) as servers:
            trying = asyncio.ensure_future(check_of(servers.url).try_answer())
            await servers.asked.wait()
            trying.cancel()
            with pytest.raises(asyncio.CancelledError):
                await trying
            assert servers.lines[-1].startswith("DELETE /chat/check-")

    run_bounded(story())


@pytest.mark.parametrize(
    ("kind", "body", "failure"),
    [
        ("text/event-stream", b'data: {"error": "boom"}\n\n', FailureKind.ASSISTANT_ERROR),
        ("text/event-stream", b'data: {"token": "1 2 "}\n\n', FailureKind.TRUNCATED),
        ("application/json", b'{"success": false, "error": "boom"}', FailureKind.ASSISTANT_ERROR),
        ("application/json", b'{"success": true, "response": "1 2', FailureKind.TRUNCATED),
        ("application/json", b'{"status": "healthy"}', FailureKind.NOT_AN_ANSWER),
        (
            "text/html",
            b'{"success": true, "response": "1", "conversation_id": "x"}',
            FailureKind.NOT_AN_ANSWER,
        ),
    ],
)
def test_what_is_no_whole_answer_is_told_and_forgotten_again(
    kind: str, body: bytes, failure: FailureKind
) -> None:
    async def story() -> None:
        async with checked_servers(CheckedServers(streams=False, whole=(kind, body))) as servers:
            seen = await check_of(servers.url).try_answer()
        assert isinstance(seen, Failed)
        assert (seen.step, seen.failure.kind) == (Step.ANSWER, failure)
        assert servers.lines[-1].startswith("DELETE /chat/check-")

    run_bounded(story())


def test_a_model_that_does_not_answer_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        monkeypatch.setattr(answer_test, "PATIENCE_S", 0.0)
        async with checked_servers(CheckedServers()) as servers:
            seen = await check_of(servers.url).try_answer()
        assert isinstance(seen, Failed)
        assert (seen.step, seen.failure.kind) == (Step.ANSWER, FailureKind.TIMEOUT)
        assert servers.lines[-1].startswith("DELETE /chat/check-")

    run_bounded(story())


@pytest.mark.parametrize(
    ("asked", "named"),
    [(Branch(2, "Lake"), "Lake Road"), (Branch(9, "Old Mill"), "Old Mill"), (Branch(None, "All"), "")],
)
def test_the_branch_is_named_as_the_list_has_it_now(asked: Branch, named: str) -> None:
    async def story() -> None:
        async with checked_servers(CheckedServers()) as servers:
            findings = await all_of(check_of(servers.url, token(exp=int(time()) + 50), asked))
        assert findings[-1] == BranchSeen(named, is_bound=False, count=2)

    run_bounded(story())


def test_what_holds_all_to_the_end_is_known() -> None:
    async def story() -> None:
        servers = CheckedServers(thinks_s=0.4, pause_s=0.01)
        async with checked_servers(servers), keeping_all_to_the_end(servers.port) as url:
            assert (await answer_at(url, servers)).arrival is Arrival.HELD_TO_END

    run_bounded(story())


def test_a_server_that_does_not_stream() -> None:
    async def story() -> None:
        async with checked_servers(CheckedServers(streams=False)) as servers:
            assert (await answer_at(servers.url, servers)).arrival is Arrival.IN_ONE_PIECE

    run_bounded(story())


def _write(place: Path, text: str) -> None:
    place.write_text(text)


@asynccontextmanager
async def haproxy(port: int, place: Path, option: str = "") -> AsyncIterator[str]:
    """A real one before the server at `port`; its address."""
    own = free_port()
    _write(
        place,
        f"defaults\n mode http\n timeout connect 5s\n timeout client 9s\n timeout server 9s\n {option}\n"
        f"frontend f\n bind 127.0.0.1:{own}\n default_backend b\nbackend b\n server s 127.0.0.1:{port}\n",
    )
    assert HAPROXY is not None
    nothing = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        HAPROXY, "-db", "-f", str(place), stdout=nothing, stderr=nothing
    )
    try:
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", own)
                writer.close()
                break
            except ConnectionRefusedError:
                await asyncio.sleep(0.02)
        yield f"http://127.0.0.1:{own}"
    finally:
        process.terminate()
        await process.wait()


@pytest.mark.skipif(HAPROXY is None, reason="HAProxy is not installed here")
def test_a_real_haproxy_holds_every_word_a_fifth_of_a_second_unless_told_not_to(tmp_path: Path) -> None:
    async def story() -> None:
        servers = CheckedServers(thinks_s=0.5, pause_s=0.03)
        async with checked_servers(servers):
            async with haproxy(servers.port, tmp_path / "default.cfg") as url:
                assert (await answer_at(url, servers)).arrival is Arrival.HELD_BRIEFLY
            async with haproxy(servers.port, tmp_path / "told.cfg", "option http-no-delay") as url:
                assert (await answer_at(url, servers)).arrival is Arrival.AS_WRITTEN

    run_bounded(story())


@pytest.mark.parametrize(
    ("pieces", "arrival"),
    [
        # Measured through HAProxy 2.6, with 30 ms and with 300 ms between words, and with all words at once.
        ((0.202, 0.806, 1.018, 1.066), Arrival.HELD_BRIEFLY),
        ((0.237, 0.837, 1.137, 1.437, 1.737, 2.037, 2.341, 2.4), Arrival.HELD_BRIEFLY),
        ((0.202, 1.018), Arrival.HELD_BRIEFLY),
        # And without it.
        ((0.0, 0.601, 0.632, 0.662, 0.692, 1.056), Arrival.AS_WRITTEN),
        ((0.004, 0.606, 0.907, 1.210, 1.514), Arrival.AS_WRITTEN),
        # A server that is slow to begin, but whose words come faster than anything that holds them.
        ((0.25, 0.9, 0.95, 1.0, 1.05, 1.1), Arrival.AS_WRITTEN),
        ((1.2,), Arrival.HELD_TO_END),
        ((1.2, 1.201, 1.203), Arrival.HELD_TO_END),
        ((0.01, 0.012), Arrival.TOO_QUICK),
        ((), Arrival.TOO_QUICK),
    ],
)
def test_how_an_answer_was_delivered(pieces: tuple[float, ...], arrival: Arrival) -> None:
    assert judge(pieces, 0.001) is arrival
