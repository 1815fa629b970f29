"""Every way in which no safe connection comes about, with real TLS servers: one sentence and its own cure each."""

import asyncio
import os
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from support.asking import ask, failure_at, run_bounded
from support.replay import http_answer, replay

from strakly_desktop.client.tls_errors import explain_tls
from strakly_desktop.conversation.errors import Failure, FailureKind
from strakly_desktop.conversation.events import AnswerFinished

DONE = http_answer(b"data: [DONE]\n\n")
NOW = datetime(2026, 11, 28, 9, 5, tzinfo=UTC)
Configure = Callable[[ssl.SSLContext], None]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def trusted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def server_tls(certificate: trustme.LeafCert, configure: Configure | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    if configure is not None:
        configure(context)
    return context


def failure_with(context: ssl.SSLContext) -> Failure:
    """Ask a server that tells what it dislikes, as all but asyncio's own do, and lets it be read before it closes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with (
                connection,
                suppress(OSError),
                context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as safe,
            ):
                connection = safe
                try:
                    safe.do_handshake()
                finally:
                    with socket.socket(fileno=os.dup(safe.fileno())) as bare:
                        bare.shutdown(socket.SHUT_WR)
                        while bare.recv(4096):
                            pass

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        failure = run_bounded(failure_at(f"https://127.0.0.1:{listener.getsockname()[1]}"))
        server.join(60)
    assert failure.headline.endswith(".") and failure.advice.endswith(".")
    return failure


def test_a_good_certificate_is_taken(authority: trustme.CA) -> None:
    async def story() -> None:
        async with replay([DONE], tls=server_tls(authority.issue_cert("127.0.0.1"))) as server:
            assert await ask(server.url.replace("http:", "https:")) == [AnswerFinished()]

    run_bounded(story())


def test_nobody_vouches_for_it() -> None:
    failure = failure_with(server_tls(trustme.CA().issue_cert("127.0.0.1")))
    assert failure.kind is FailureKind.INSECURE
    assert failure.headline == "Nobody that this PC trusts vouches for the server, so nothing was sent."
    assert "install" in failure.advice


@pytest.mark.parametrize("name", ["bot.gym.example", "127.0.0.2"])
def test_it_is_the_certificate_of_another(authority: trustme.CA, name: str) -> None:
    failure = failure_with(server_tls(authority.issue_cert(name)))
    assert failure.headline == "The server showed the certificate of another address, so nothing was sent."
    assert "address" in failure.advice


def test_it_has_run_out(authority: trustme.CA) -> None:
    past = datetime.now(UTC) - timedelta(days=400)
    certificate = authority.issue_cert("127.0.0.1", not_before=past, not_after=past + timedelta(days=90))
    failure = failure_with(server_tls(certificate))
    assert failure.headline == "The server's certificate has run out, so nothing was sent."
    assert str(datetime.now().astimezone().year) in failure.advice and "renew" in failure.advice


def test_it_is_not_valid_yet(authority: trustme.CA) -> None:
    future = datetime.now(UTC) + timedelta(days=400)
    certificate = authority.issue_cert("127.0.0.1", not_before=future, not_after=future + timedelta(days=90))
    failure = failure_with(server_tls(certificate))
    assert failure.headline == "The server's certificate is not valid yet, so nothing was sent."
    assert "clock" in failure.advice and str(datetime.now().astimezone().year) in failure.advice


def too_old(context: ssl.SSLContext) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1


def test_its_protocol_is_too_old(authority: trustme.CA) -> None:
    failure = failure_with(server_tls(authority.issue_cert("127.0.0.1"), too_old))
    assert (
        failure.headline
        == "The server offers only an encryption that is no longer safe, so nothing was sent."
    )
    assert "TLS 1.2" in failure.advice


def test_no_cipher_in_common(authority: trustme.CA) -> None:
    def odd(context: ssl.SSLContext) -> None:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("PSK")

    failure = failure_with(server_tls(authority.issue_cert("127.0.0.1"), odd))
    assert failure.headline == "This PC and the server could not agree on an encryption, so nothing was sent."


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_it_wants_a_certificate_of_this_pc(authority: trustme.CA, version: ssl.TLSVersion) -> None:
    def wants_one(context: ssl.SSLContext) -> None:
        context.maximum_version = version
        context.verify_mode = ssl.CERT_REQUIRED
        authority.configure_trust(context)

    failure = failure_with(server_tls(authority.issue_cert("127.0.0.1"), wants_one))
    assert "certificate of this PC" in failure.headline + failure.advice


@asynccontextmanager
async def answering(answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]) -> Any:
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def test_it_speaks_no_tls_at_all() -> None:
    async def plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async def story() -> None:
        async with answering(plainly) as port:
            failure = await failure_at(f"https://127.0.0.1:{port}")
            assert failure.headline == "The server does not speak https at this address, so nothing was sent."
            assert f"http://127.0.0.1:{port}" in failure.advice
            assert failure.kind is FailureKind.NOT_FOUND

    run_bounded(story())


def test_it_hangs_up_in_the_handshake() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    async def story() -> None:
        async with answering(hang_up) as port:
            failure = await failure_at(f"https://127.0.0.1:{port}")
            assert failure.kind is FailureKind.NETWORK

    run_bounded(story())


def test_a_handshake_that_takes_too_long_is_a_timeout() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def story() -> None:
        async with answering(say_nothing) as port:
            failure = await failure_at(f"https://127.0.0.1:{port}", connect_seconds=0.3)
            assert (failure.kind, failure.headline) == (FailureKind.TIMEOUT, "The server does not answer.")
            assert "handshake" in failure.details

    run_bounded(story())


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        ("certificate is not trusted", "Nobody that this PC trusts"),
        (
            "A certificate chain processed, but terminated in a root certificate which is not trusted",
            "Nobody",
        ),
        ("“bot” certificate is expired", "The server's certificate has run out"),
        (
            "The certificate's CN name does not match the passed value",
            "The server showed the certificate of another",
        ),
        ("The certificate is revoked", "The server's certificate was withdrawn"),
        ("certificate is not yet valid", "The server's certificate is not valid yet"),
        ("something new", "The server's certificate cannot be trusted"),
    ],
)
def test_the_words_of_other_systems_are_understood(said: str, headline: str) -> None:
    _, told, advice = explain_tls(ssl.SSLCertVerificationError(said), "http://bot", NOW)
    assert told.startswith(headline) and advice.endswith(".")


# Between http and https.


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize("base", ["", "/bot"])
def test_the_address_to_enter_is_named_and_works(authority: trustme.CA, status: str, base: str) -> None:
    async def story() -> None:
        certificate = server_tls(authority.issue_cert("127.0.0.1"))
        async with replay([DONE], tls=certificate) as safe:
            entered = f"{safe.url.replace('http:', 'https:')}{base}"
            moved = http_answer("", "text/html", status, Location=f"{entered}/chat")
            async with replay([moved]) as plain:
                failure = await failure_at(f"{plain.url}{base}")
            assert failure.headline == "The server wants a safe connection."
            assert failure.advice == f"Enter {entered} as the server address in the settings."
            assert await ask(entered) == [AnswerFinished()]
            assert safe.requests[0].path == f"{base}/chat"

    run_bounded(story())


@pytest.mark.parametrize(
    "said",
    [
        http_answer(
            "<html>400 The plain HTTP request was sent to HTTPS port</html>", "text/html", "400 Bad Request"
        ),
        http_answer("Client sent an HTTP request to an HTTPS server.\n", "text/plain", "400 Bad Request"),
        http_answer(
            "You're speaking plain HTTP to an SSL-enabled server port.", "text/html", "400 Bad Request"
        ),
        b"\x15\x03\x01\x00\x02\x02\x46",
    ],
)
def test_plain_http_where_https_is_spoken(said: bytes) -> None:
    async def story() -> None:
        async with replay([said], closes=True) as server:
            failure = await failure_at(server.url)
            assert failure.headline == "The server wants a safe connection."
            assert server.url.replace("http:", "https:") in failure.advice

    run_bounded(story())


def test_a_proxy_in_front_that_wants_a_certificate() -> None:
    async def story() -> None:
        page = "<html>400 No required SSL certificate was sent</html>"
        async with replay([http_answer(page, "text/html", "400 Bad Request")]) as server:
            assert "certificate of this PC" in (await failure_at(server.url)).headline

    run_bounded(story())


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("https://new.gym.example/bot/chat", "https://new.gym.example/bot"),
        ("https://user:secret@new.gym.example/chat?x=1", "https://new.gym.example"),
        ("http://portal.example/login?from=/chat", ""),
        ("https://127.0.0.1/login", ""),
    ],
)
def test_where_a_redirect_leads(location: str, named: str) -> None:
    async def story() -> None:
        async with replay([http_answer("", "text/html", "302 Found", Location=location)]) as server:
            failure = await failure_at(server.url)
            if named:
                assert f"Enter {named} as the server address" in failure.advice
                assert "if you trust it" in failure.advice
            else:
                assert "sign-in page" in failure.advice
            assert "secret" not in str(failure)

    run_bounded(story())


ALERTS = {
    80: (FailureKind.SERVER_ERROR, "problem of its own"),
    50: (FailureKind.SERVER_ERROR, "problem of its own"),
    47: (FailureKind.SERVER_ERROR, "problem of its own"),
    10: (FailureKind.SERVER_ERROR, "problem of its own"),
    112: (FailureKind.NOT_FOUND, "does not know the name"),
    120: (FailureKind.NOT_AN_ANSWER, "no Strakly server"),
    49: (FailureKind.FORBIDDEN, "does not let this PC in"),
    71: (FailureKind.INSECURE, "could not agree"),
    255: (FailureKind.INSECURE, "No safe connection"),
}


@pytest.mark.parametrize("alert", ALERTS)
def test_what_a_server_says_instead_of_a_handshake_is_its_own_word(alert: int) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"\x15\x03\x03\0\2\2" + bytes([alert]))
        writer.close()

    async def story() -> Failure:
        async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
            return await failure_at(f"https://localhost:{server.sockets[0].getsockname()[1]}")

    kind, words = ALERTS[alert]
    failure = run_bounded(story())
    assert failure.kind is kind
    assert words in failure.headline
    assert "date" not in failure.advice
