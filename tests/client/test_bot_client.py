"""The bot client against real sockets: what may go wrong, what must not leak, and how it lets go."""

import asyncio
import gzip
import json
import socket
import ssl
import subprocess
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import brotli
import pytest
from support.ports import free_port
from support.replay import ReplayServer, http_answer, replay

from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.client.retry_after import when_to_retry
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.events import AnswerFinished, ChatEvent, TokenReceived, ToolsUsed
from strakly_desktop.conversation.model import Question

QUESTION = Question("how many clients?", "conversation-1", 2)
HELLO = b'data: {"token": "Hello"}\n\n'
DONE = b"data: [DONE]\n\n"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
HTML = "<!doctype html><html><title>Wi-Fi sign-in</title></html>"


async def ask_all(url: str, token: str | None = "a.b.c", connect_seconds: float = 10) -> list[ChatEvent]:
    client = BotClient(url, lambda: token, connect_seconds)
    try:
        async with aclosing(client.stream_chat(QUESTION)) as events:
            return [event async for event in events]
    finally:
        await client.aclose()


def ask(answer: bytes | list[bytes], *, closes: bool = False) -> list[ChatEvent]:
    async def ask_replay() -> list[ChatEvent]:
        async with replay([answer] if isinstance(answer, bytes) else answer, closes=closes) as server:
            return await ask_all(server.url)

    return asyncio.run(ask_replay())


def failure_of(answer: bytes | list[bytes], *, closes: bool = False) -> Failure:
    with pytest.raises(ChatError) as caught:
        ask(answer, closes=closes)
    return caught.value.failure


def failure_at(url: str, token: str | None = "a.b.c", connect_seconds: float = 10) -> Failure:
    with pytest.raises(ChatError) as caught:
        asyncio.run(ask_all(url, token, connect_seconds))
    return caught.value.failure


# The request.


def test_the_question_goes_out_as_the_server_wants_it() -> None:
    async def send() -> ReplayServer:
        async with replay([http_answer(DONE)]) as server:
            client = BotClient(server.url + "/bot/", lambda: " a.b.c\n")
            surrogate = Question("half a smile \ud83d, é", "conversation-1", 2)
            assert [event async for event in client.stream_chat(surrogate)] == [AnswerFinished()]
            await client.aclose()
        return server

    (request,) = asyncio.run(send()).requests
    assert (request.method, request.path) == ("POST", "/bot/chat")
    assert request.headers["authorization"] == "Bearer a.b.c"
    assert request.headers["accept"] == "text/event-stream"
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.body) == {
        "message": "half a smile \ufffd, é",
        "conversation_id": "conversation-1",
        "branch_id": 2,
    }


def test_the_token_is_asked_for_before_every_question() -> None:
    async def send() -> list[str]:
        tokens = iter(["first", "second"])
        async with replay([http_answer(DONE)]) as server:
            client = BotClient(server.url, lambda: next(tokens))
            for _ in range(2):
                assert [event async for event in client.stream_chat(QUESTION)]
            await client.aclose()
        return [request.headers["authorization"] for request in server.requests]

    assert asyncio.run(send()) == ["Bearer first", "Bearer second"]


def test_a_token_that_no_header_can_carry_is_refused_without_showing_it() -> None:
    failure = failure_at("http://127.0.0.1:9", token="sécret\nX-Evil: 1")
    assert failure.kind is FailureKind.SIGN_IN_INVALID
    assert "cret" not in failure.headline + failure.advice + failure.details


@pytest.mark.parametrize("url", ["", "ftp://host", "//host", "host:8000", "http://", "http://h:70000"])
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError):
        BotClient(url, lambda: None)


def test_a_proxy_of_the_environment_is_not_asked_for_this_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert ask(http_answer(DONE)) == [AnswerFinished()]


def test_a_proxy_of_the_environment_is_used_for_other_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    async def send() -> ReplayServer:
        async with replay([http_answer(DONE)]) as proxy:
            monkeypatch.setenv("http_proxy", proxy.url)
            monkeypatch.delenv("no_proxy", raising=False)
            monkeypatch.delenv("NO_PROXY", raising=False)
            assert await ask_all("http://bot.invalid") == [AnswerFinished()]
        return proxy

    (request,) = asyncio.run(send()).requests
    assert request.path == "http://bot.invalid/chat"


# Forms of the answer.


def test_plain_text_is_read_as_an_event_stream() -> None:
    assert ask(http_answer(HELLO + DONE, "text/plain; charset=utf-8")) == [
        TokenReceived("Hello"),
        AnswerFinished(),
    ]


def test_done_ends_the_answer_though_the_server_keeps_the_connection() -> None:
    head = STREAM_HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    assert ask([head, b"e\r\n" + DONE + b"\r\n"]) == [AnswerFinished()]


def deflate_gzip() -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    compressor = zlib.compressobj(wbits=31)
    return compressor.compress, lambda: compressor.flush(zlib.Z_SYNC_FLUSH)


def deflate_brotli() -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    compressor = brotli.Compressor()
    return compressor.process, compressor.flush


@pytest.mark.parametrize(("coding", "deflate"), [("gzip", deflate_gzip), ("br", deflate_brotli)])
def test_a_compressed_stream_is_read_as_it_comes(
    coding: str, deflate: Callable[[], tuple[Callable[[bytes], bytes], Callable[[], bytes]]]
) -> None:
    """The first token must be out while the server still holds the rest back."""

    async def converse() -> None:
        compress, flush = deflate()
        may_go_on = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(STREAM_HEAD + f"Content-Encoding: {coding}\r\nConnection: close\r\n\r\n".encode())
            writer.write(compress(HELLO) + flush())
            await may_go_on.wait()
            writer.write(compress(DONE) + flush())
            writer.close()

        async with serving(serve) as url:
            client = BotClient(url, lambda: "a.b.c")
            async with aclosing(client.stream_chat(QUESTION)) as events:
                assert await asyncio.wait_for(anext(events), 60) == TokenReceived("Hello")
                may_go_on.set()
                assert await anext(events) == AnswerFinished()
            await client.aclose()

    asyncio.run(converse())


def test_a_compressed_json_answer_is_read() -> None:
    body = gzip.compress(b'{"success": true, "response": "Hello"}')
    events = ask(http_answer(body, "application/json", Content_Encoding="gzip"))
    assert events == [TokenReceived("Hello"), AnswerFinished()]


def test_a_gzip_body_of_several_members_is_read_whole() -> None:
    body = gzip.compress(HELLO) + gzip.compress(HELLO) + gzip.compress(DONE)
    events = ask(http_answer(body, Content_Encoding="gzip"))
    assert events == [TokenReceived("Hello"), TokenReceived("Hello"), AnswerFinished()]


def test_a_cut_compressed_json_answer_was_cut_off() -> None:
    body = gzip.compress(b'{"success": true, "response": "Hello"}')[:-9]
    failure = failure_of(http_answer(body, "application/json", Content_Encoding="gzip"))
    assert failure.kind is FailureKind.TRUNCATED


def test_only_what_is_read_is_asked_for() -> None:
    async def send() -> ReplayServer:
        async with replay([http_answer(b"x", Content_Encoding="zstd")]) as server:
            with pytest.raises(ChatError) as caught:
                await ask_all(server.url)
            assert caught.value.failure.kind is FailureKind.SERVER_ERROR
        return server

    (request,) = asyncio.run(send()).requests
    assert request.headers["accept-encoding"] == "gzip, deflate, br"


def test_damaged_compression_is_told_and_not_shown() -> None:
    failure = failure_of(http_answer(b"no gzip at all", Content_Encoding="gzip"))
    assert failure.kind is FailureKind.PROTOCOL


# Failures.


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (http_answer(HTML, "text/html"), FailureKind.NOT_AN_ANSWER),
        (http_answer(HTML, "application/json"), FailureKind.NOT_AN_ANSWER),
        (http_answer('{"status": "ok"}', "application/json"), FailureKind.NOT_AN_ANSWER),
        (http_answer(b"\x89PNG", "image/png"), FailureKind.NOT_AN_ANSWER),
        (http_answer("", "application/json", "204 No Content"), FailureKind.NOT_AN_ANSWER),
        (http_answer('{"message":"Forbidden"}', "application/json", "403 Forbidden"), FailureKind.FORBIDDEN),
        (http_answer(HTML, "text/html", "404 Not Found"), FailureKind.NOT_FOUND),
        (http_answer(HTML, "text/html", "413 Content Too Large"), FailureKind.TOO_LARGE),
        (http_answer(HTML, "text/html", "502 Bad Gateway"), FailureKind.SERVER_ERROR),
        (http_answer("Internal Server Error", "text/plain", "500 Oops"), FailureKind.SERVER_ERROR),
        (http_answer(HELLO), FailureKind.TRUNCATED),
        (STREAM_HEAD + b"Content-Length: 999\r\n\r\n" + HELLO, FailureKind.TRUNCATED),
        (STREAM_HEAD.replace(b"text/event-stream", b"application/json") + b"Content-Length: 9\r\n\r\n{",
         FailureKind.TRUNCATED),
        (b"", FailureKind.NETWORK),
        (b"SSH-2.0-OpenSSH\r\n", FailureKind.NOT_AN_ANSWER),
    ],
)  # fmt: skip
def test_an_answer_that_is_none(answer: bytes, kind: FailureKind) -> None:
    failure = failure_of(answer, closes=True)
    assert failure.kind is kind
    assert failure.headline.endswith(".") and failure.advice.endswith(".")
    assert "<html>" not in failure.headline + failure.advice


def test_the_text_before_a_cut_has_arrived() -> None:
    async def converse() -> list[ChatEvent]:
        arrived = []
        async with replay([STREAM_HEAD + b"Content-Length: 999\r\n\r\n" + HELLO[:-1]], closes=True) as server:
            client = BotClient(server.url, lambda: None)
            with pytest.raises(ChatError):
                async for event in client.stream_chat(QUESTION):
                    arrived.append(event)
            await client.aclose()
        return arrived

    assert asyncio.run(converse()) == [TokenReceived("Hello")]


def test_details_are_bounded() -> None:
    failure = failure_of(http_answer("x" * 100_000, "text/plain", "500 Oops"))
    assert "xxx" in failure.details and len(failure.details) <= 2_000


@pytest.mark.parametrize("as_date", [False, True])
def test_too_many_questions_names_the_time_to_wait(as_date: bool) -> None:
    coming_back = format_datetime(datetime.now(UTC) + timedelta(seconds=121)) if as_date else "120"
    body = '{"detail":"Too many messages."}'
    failure = failure_of(
        http_answer(body, "application/json", "429 Too Many Requests", Retry_After=coming_back)
    )
    assert failure.kind is FailureKind.RATE_LIMITED
    assert "2 minutes" in failure.advice


@pytest.mark.parametrize("nonsense", ["soon", "-5", "", "Mon, 99 Foo 2026"])
def test_a_senseless_retry_after_is_none(nonsense: str) -> None:
    failure = failure_of(http_answer("{}", "application/json", "429 Too Many", Retry_After=nonsense))
    assert failure.kind is FailureKind.RATE_LIMITED
    assert failure.advice == when_to_retry(None)


def test_nobody_listens() -> None:
    # Ours, and so nobody else's.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert failure_at(f"http://127.0.0.1:{taken.getsockname()[1]}").kind is FailureKind.REFUSED


@pytest.mark.parametrize("host", ["bot.invalid", "bot..invalid"])
def test_the_name_is_unknown(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert failure_at(f"http://{host}").kind is FailureKind.HOST_UNKNOWN


def test_a_server_that_does_not_take_connections() -> None:
    """A full backlog: the kernel leaves further connections without an answer."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        waiting = []
        for _ in range(4):
            visitor = socket.socket()
            visitor.setblocking(False)
            visitor.connect_ex(("127.0.0.1", port))
            waiting.append(visitor)
        failure = failure_at(f"http://127.0.0.1:{port}", connect_seconds=0.2)
        for visitor in waiting:
            visitor.close()
    assert failure.kind is FailureKind.TIMEOUT


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    async def converse() -> None:
        async with replay([http_answer(DONE)], tls=self_signed(tmp_path)) as server:
            await ask_all(server.url.replace("http:", "https:"))
        assert server.requests == []

    with pytest.raises(ChatError) as caught:
        asyncio.run(converse())
    assert caught.value.failure.kind is FailureKind.INSECURE


def test_a_certificate_that_this_pc_trusts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def converse() -> list[ChatEvent]:
        tls = self_signed(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        async with replay([http_answer(DONE)], tls=tls) as server:
            return await ask_all(server.url.replace("http:", "https:"))

    assert asyncio.run(converse()) == [AnswerFinished()]


def self_signed(folder: Path) -> ssl.SSLContext:
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test"
    )
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


# Redirects.


def redirect(status: str, location: str) -> bytes:
    return http_answer(HTML, "text/html", status, Location=location)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_a_redirect_on_the_same_server_sends_the_same_question_again(status: str) -> None:
    async def converse() -> ReplayServer:
        async with replay([redirect(status, "/chat/")], [http_answer(DONE)]) as server:
            assert await ask_all(server.url) == [AnswerFinished()]
        return server

    first, second = asyncio.run(converse()).requests
    assert (second.method, second.path) == ("POST", "/chat/")
    assert second.body == first.body != b""
    assert second.headers["authorization"] == "Bearer a.b.c"


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
def test_nothing_goes_to_another_server(status: str) -> None:
    async def converse() -> list[int]:
        async with (
            replay([http_answer(DONE)]) as other,
            replay([redirect(status, other.url + "/chat")]) as server,
        ):
            with pytest.raises(ChatError) as caught:
                await ask_all(server.url)
            assert caught.value.failure.kind is FailureKind.NOT_AN_ANSWER
            assert other.url in caught.value.failure.details
            return [len(server.requests), len(other.requests)]

    assert asyncio.run(converse()) == [1, 0]


@pytest.mark.parametrize("location", ["/chat", "http://[bad", "//other.invalid/chat", "", "mailto:x@y"])
def test_a_redirect_that_leads_nowhere_ends(location: str) -> None:
    failure = failure_of(redirect("307 Temporary", location))
    assert failure.kind in (FailureKind.NOT_AN_ANSWER, FailureKind.NETWORK, FailureKind.NOT_FOUND)


# Letting go.


@asynccontextmanager
async def serving(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], object],
) -> AsyncIterator[str]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)  # type: ignore[arg-type]
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize(
    "pieces",
    [[b""], [STREAM_HEAD + b"\r\n"], [STREAM_HEAD + b"\r\n" + HELLO]],
    ids=["before the answer", "before a token", "in mid-answer"],
)
def test_a_cancelled_question_disconnects(pieces: list[bytes]) -> None:
    async def converse() -> None:
        async with replay(pieces) as server:
            client = BotClient(server.url, lambda: None)
            arrived: list[ChatEvent] = []

            async def turn() -> None:
                async with aclosing(client.stream_chat(QUESTION)) as events:
                    async for event in events:
                        arrived.append(event)

            task = asyncio.create_task(turn())
            await server.sent.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.wait_for(server.gone.wait(), 60)
            assert AnswerFinished() not in arrived
            await client.aclose()

    asyncio.run(converse())


def test_after_many_cancelled_questions_the_next_one_is_answered() -> None:
    async def converse() -> list[ChatEvent]:
        waiting = [STREAM_HEAD + b"\r\n" + HELLO]
        async with replay(*([waiting] * 120), [http_answer(DONE)]) as server:
            client = BotClient(server.url, lambda: None, connect_seconds=2)
            for _ in range(120):
                events = client.stream_chat(QUESTION)
                assert await anext(events) == TokenReceived("Hello")
                await events.aclose()
            answer = [event async for event in client.stream_chat(QUESTION)]
            await client.aclose()
            return answer

    assert asyncio.run(converse()) == [AnswerFinished()]


def test_a_large_read_leaves_the_event_loop_its_turns() -> None:
    """Tokens that come all at once are handed out in spells, between which the window can draw."""

    async def converse() -> int:
        turns = 0

        async def window() -> None:
            nonlocal turns
            while True:
                await asyncio.sleep(0)
                turns += 1

        body = HELLO * 60_000 + DONE
        async with replay([http_answer(gzip.compress(body), Content_Encoding="gzip")]) as server:
            client = BotClient(server.url, lambda: None)
            events = client.stream_chat(QUESTION)
            first = await anext(events)
            assert isinstance(first, TokenReceived) and first.text.startswith("Hello")
            drawing = asyncio.create_task(window())
            async for _ in events:
                pass
            drawing.cancel()
            await client.aclose()
        return turns

    assert asyncio.run(converse()) >= 5


def test_tokens_that_come_together_go_on_together() -> None:
    tools = b'data: {"tools_used": ["get_clients_list"]}\n\n'
    assert ask(http_answer(HELLO * 3 + tools + HELLO * 2 + DONE)) == [
        TokenReceived("Hello" * 3),
        ToolsUsed(("get_clients_list",)),
        TokenReceived("Hello" * 2),
        AnswerFinished(),
    ]


def test_a_question_on_the_qt_loop(run: Callable[..., list[ChatEvent]]) -> None:
    async def converse() -> list[ChatEvent]:
        async with replay([http_answer(HELLO + DONE)]) as server:
            return await ask_all(server.url)

    assert run(converse()) == [TokenReceived("Hello"), AnswerFinished()]
