"""Questions through real proxies: they arrive, and where a proxy is at fault it is called so by its name."""

import asyncio
import logging
import socket
import ssl
import traceback
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import pytest
import trustme
from support.asking import QUESTION, ask, failure_at, run_bounded
from support.proxies import TestProxy, proxying
from support.replay import http_answer, replay

from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.events import AnswerFinished

DONE = http_answer(b"data: [DONE]\n\n")
SERVER, SAFE_SERVER = "http://bot.gym.example", "https://bot.gym.example"
PAGE = "<html><title>Denied</title></html>"
SECRET = "hunter2&"
WRITTEN_SECRET = "hunter2%26"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_tls(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ssl.SSLContext:
    """What a server of ours speaks with, vouched for by an authority that this process trusts."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("bot.gym.example", "127.0.0.1").configure_cert(context)
    return context


def use(monkeypatch: pytest.MonkeyPatch, proxy: TestProxy, kind: str = "http", user: str = "") -> None:
    monkeypatch.setenv("ALL_PROXY", f"{kind}://{user}127.0.0.1:{proxy.port}")


@pytest.mark.parametrize("kind", ["socks", "socks5", "socks5h"])
@pytest.mark.parametrize("in_pieces", [False, True])
def test_a_question_goes_through_a_socks_proxy(
    monkeypatch: pytest.MonkeyPatch, kind: str, in_pieces: bool
) -> None:
    async def story() -> None:
        async with (
            replay([DONE]) as server,
            proxying(TestProxy(server.port, in_pieces=in_pieces), socks=True) as proxy,
        ):
            use(monkeypatch, proxy, kind)
            assert await ask(f"{SERVER}:8000") == [AnswerFinished()]
            assert proxy.asked == [("bot.gym.example", 8000)]

    run_bounded(story())


@pytest.mark.parametrize("kind", ["http", "https", "socks5"])
def test_a_safe_question_goes_through_every_kind_with_credentials(
    monkeypatch: pytest.MonkeyPatch, server_tls: ssl.SSLContext, kind: str
) -> None:
    async def story() -> None:
        async with (
            replay([DONE], tls=server_tls) as server,
            proxying(
                TestProxy(server.port, credentials="desk:p@ss/wörd"),
                socks=kind == "socks5",
                tls=server_tls if kind == "https" else None,
            ) as proxy,
        ):
            use(monkeypatch, proxy, kind, "desk:p%40ss%2Fw%C3%B6rd@")
            assert await ask(SAFE_SERVER) == [AnswerFinished()]
            assert proxy.asked == [("bot.gym.example", 443)]
            assert server.requests[0].headers.get("proxy-authorization") is None

    run_bounded(story())


def test_a_plain_question_is_forwarded_with_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        async with (
            replay([DONE]) as server,
            proxying(TestProxy(server.port, credentials=f"desk:{SECRET}")) as proxy,
        ):
            use(monkeypatch, proxy, user=f"desk:{WRITTEN_SECRET}@")
            assert await ask(SERVER) == [AnswerFinished()]
            assert server.requests[0].path == f"{SERVER}/chat"

    run_bounded(story())


def named(failure: Failure, proxy: TestProxy) -> str:
    """The headline without the name of the proxy, which must be in it."""
    place = f"127.0.0.1:{proxy.port}"
    assert place in failure.headline
    assert failure.kind is FailureKind.NETWORK
    assert failure.headline.endswith(".") and failure.advice.endswith(".")
    assert SECRET not in str(failure) and WRITTEN_SECRET not in str(failure)
    return failure.headline.replace(place, "P")


@pytest.mark.parametrize("server", [SERVER, SAFE_SERVER])
@pytest.mark.parametrize(
    ("status", "headline"),
    [
        ("403 Forbidden", "The proxy P does not let this app reach the server."),
        ("407 Proxy Authentication Required", "The proxy P wants a user name and password."),
        ("502 Bad Gateway", "The proxy P could not get an answer from the server."),
        ("503 Service Unavailable", "The proxy P could not get an answer from the server."),
        ("504 Gateway Timeout", "The proxy P could not get an answer from the server."),
    ],
)
def test_a_proxy_that_refuses(
    monkeypatch: pytest.MonkeyPatch, server: str, status: str, headline: str
) -> None:
    async def story() -> None:
        async with proxying(TestProxy(0, answer=http_answer(PAGE, "text/html", status))) as proxy:
            use(monkeypatch, proxy)
            assert named(await failure_at(server), proxy) == headline

    run_bounded(story())


def test_a_page_of_the_proxy_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        async with proxying(TestProxy(0, answer=http_answer(PAGE, "text/html"))) as proxy:
            use(monkeypatch, proxy)
            failure = await failure_at(SERVER)
            assert named(failure, proxy) == "The proxy P answered with a page of its own."
            assert "sign-in page" in failure.advice

    run_bounded(story())


@pytest.mark.parametrize(
    ("status", "content_type", "kind"),
    [
        ("403 Forbidden", "application/json", FailureKind.FORBIDDEN),
        ("500 Internal Server Error", "text/plain", FailureKind.SERVER_ERROR),
        ("404 Not Found", "text/html", FailureKind.NOT_FOUND),
    ],
)
def test_what_the_server_said_through_a_proxy_is_not_the_proxys(
    monkeypatch: pytest.MonkeyPatch, status: str, content_type: str, kind: FailureKind
) -> None:
    async def story() -> None:
        answer = http_answer('{"detail":"x"}', content_type, status)
        async with replay([answer]) as server, proxying(TestProxy(server.port)) as proxy:
            use(monkeypatch, proxy)
            failure = await failure_at(SERVER)
            assert failure.kind is kind and "proxy" not in failure.headline.lower()

    run_bounded(story())


@pytest.mark.parametrize("server", [SERVER, SAFE_SERVER])
@pytest.mark.parametrize("socks", [False, True])
def test_a_wrong_password_is_told_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, server: str, socks: bool
) -> None:
    async def story() -> None:
        caplog.set_level(logging.DEBUG)
        async with proxying(TestProxy(0, credentials="desk:other"), socks=socks) as proxy:
            use(monkeypatch, proxy, "socks5" if socks else "http", f"desk:{WRITTEN_SECRET}@")
            client = BotClient(server, lambda: "a.b.c")
            with pytest.raises(ChatError) as caught:
                await client.forget("x")
            await client.aclose()
            assert proxy.given == [f"desk:{SECRET}"]
            told = named(caught.value.failure, proxy)
            assert told == "The proxy P does not accept the user name and password of this PC."
            # Its page repeats what was sent, in base64.
            shown = "".join(traceback.format_exception(caught.value)) + str(caught.value.failure)
            for secret in (SECRET, WRITTEN_SECRET, "ZGVzazpodW50ZXIyJg=="):
                assert secret not in shown

    run_bounded(story())
    # Of the libraries' own words at their most talkative, only headers of a request could hold it.
    for record in caplog.records:
        assert SECRET not in record.getMessage()


@pytest.mark.parametrize("kind", ["http", "https", "socks5"])
@pytest.mark.parametrize("server", [SERVER, SAFE_SERVER])
def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch, kind: str, server: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        proxy = TestProxy(0, port=taken.getsockname()[1])
        use(monkeypatch, proxy, kind, f"desk:{WRITTEN_SECRET}@")
        assert named(run_bounded(failure_at(server)), proxy) == "The proxy P is not running."


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_a_proxy_that_has_no_address(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("ALL_PROXY", f"{kind}://desk:{WRITTEN_SECRET}@proxy.invalid:3128")
    failure = run_bounded(failure_at(SERVER))
    assert failure.headline == "The proxy proxy.invalid:3128 cannot be found on the network."
    assert SECRET not in str(failure)


@pytest.mark.parametrize(
    ("kind", "server"), [("http", SAFE_SERVER), ("socks5", SERVER), ("socks5", SAFE_SERVER)]
)
def test_a_proxy_that_says_nothing(monkeypatch: pytest.MonkeyPatch, kind: str, server: str) -> None:
    async def story() -> None:
        async with proxying(TestProxy(0, silent=True), socks=kind == "socks5") as proxy:
            use(monkeypatch, proxy, kind)
            failure = await failure_at(server, connect_seconds=0.3)
            assert named(failure, proxy) == "The proxy P does not answer."

    run_bounded(story())


def test_a_proxy_of_https_that_speaks_none(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        async with proxying(TestProxy(0)) as proxy:
            use(monkeypatch, proxy, "https")
            headline = named(await failure_at(SERVER, connect_seconds=2), proxy)
            assert headline in (
                "The connection to the proxy P is not safe, so nothing was sent.",
                "The proxy P does not answer.",
            )

    run_bounded(story())


@pytest.mark.parametrize(
    ("refusal", "said"), [(1, "failed"), (2, "rules"), (4, "cannot reach the server"), (5, "refused")]
)
def test_a_socks_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch, refusal: int, said: str) -> None:
    async def story() -> None:
        async with proxying(TestProxy(0, refusal=refusal), socks=True) as proxy:
            use(monkeypatch, proxy, "socks5")
            failure = await failure_at(SERVER)
            assert named(failure, proxy) == "The proxy P does not connect this app with the server."
            assert said in failure.details

    run_bounded(story())


@pytest.mark.parametrize("said", [b"", b"\x04\x00", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x05\x07"])
def test_something_else_than_a_socks_proxy(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(said)
        writer.close()

    async def story() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            proxy = TestProxy(0, port=server.sockets[0].getsockname()[1])
            use(monkeypatch, proxy, "socks5")
            assert named(await failure_at(SERVER), proxy)

    run_bounded(story())


@pytest.mark.parametrize("server", [SERVER, SAFE_SERVER])
@pytest.mark.parametrize(
    "said", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nBad Header : x\r\n\r\n", b"\x05\xff"]
)
def test_something_else_than_a_proxy_for_http(
    monkeypatch: pytest.MonkeyPatch, server: str, said: bytes
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await reader.read(0 if server == SAFE_SERVER else 4096)
        writer.write(said)
        writer.close()

    async def story() -> None:
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
            proxy = TestProxy(0, port=listening.sockets[0].getsockname()[1])
            use(monkeypatch, proxy)
            assert named(await failure_at(server), proxy)

    run_bounded(story())


@pytest.mark.parametrize(
    "reply",
    [b"\x05\0\0\x07" + b"\0" * 9, b"\x05\0\0\0" + b"\0" * 6, b"\x05\x05\0\x09", b"\x05\x02\0\x03\x04"],
)
def test_a_socks_reply_with_an_address_that_is_none(monkeypatch: pytest.MonkeyPatch, reply: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.read(10)
            writer.write(b"\x05\0")
            await reader.read(300)
            writer.write(reply)
            await reader.read()
        finally:
            writer.close()

    async def story() -> None:
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
            proxy = TestProxy(0, port=listening.sockets[0].getsockname()[1])
            use(monkeypatch, proxy, "socks5")
            assert "does not connect" in named(await failure_at(SERVER, connect_seconds=20), proxy)

    run_bounded(story())


def test_a_name_that_no_socks_proxy_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        async with proxying(TestProxy(0), socks=True) as proxy:
            use(monkeypatch, proxy, "socks5")
            failure = await failure_at("http://" + ".".join(["a" * 60] * 6) + ".example")
            assert failure.kind is FailureKind.NOT_FOUND
            assert "server address" in failure.advice

    run_bounded(story())


@pytest.fixture
def broken_proxies() -> Iterator[dict[str, str]]:
    yield {"http_proxy": f"http://desk:{WRITTEN_SECRET}@proxy:99999", "ALL_PROXY": "gopher://proxy"}


def test_without_its_unusable_proxies_a_question_goes_straight(
    monkeypatch: pytest.MonkeyPatch, broken_proxies: dict[str, str]
) -> None:
    for name, value in broken_proxies.items():
        monkeypatch.setenv(name, value)
    client = BotClient("http://bot.invalid", lambda: None)
    assert [problem.partition(":")[0] for problem in client.proxy_problems] == ["http_proxy", "ALL_PROXY"]
    assert run_bounded(failure_at("http://bot.invalid")).kind is FailureKind.HOST_UNKNOWN
    assert BotClient("http://127.0.0.1:9", lambda: None).proxy_problems == ()


@pytest.mark.parametrize("server", [SERVER, SAFE_SERVER])
def test_proxy_settings_that_are_corrected_count_from_the_next_question(
    monkeypatch: pytest.MonkeyPatch, server_tls: ssl.SSLContext, server: str
) -> None:
    """As the failure advises; Retry asks with the same client."""

    async def story() -> None:
        answers = http_answer(PAGE, "text/html", "403 Forbidden")
        async with (
            replay([DONE], tls=server_tls if server == SAFE_SERVER else None) as real,
            proxying(TestProxy(0, answer=answers)) as wrong,
            proxying(TestProxy(real.port)) as right,
        ):
            use(monkeypatch, wrong)
            client = BotClient(server, lambda: "a.b.c")
            with pytest.raises(ChatError) as told:
                async with aclosing(client.stream_chat(QUESTION)) as events:
                    _ = [event async for event in events]
            assert named(told.value.failure, wrong)
            use(monkeypatch, right)
            async with aclosing(client.stream_chat(QUESTION)) as events:
                assert [event async for event in events] == [AnswerFinished()]
            await client.aclose()

    run_bounded(story())
