"""The local assistant under clients that send too much, too slowly, or nothing: on real sockets, under uvicorn."""

import json
import socket
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import ExitStack, contextmanager

import psutil
import pytest
from support import web
from support.scripted_bot import OWNER, SECRET, Piece, ScriptedToolbox, headers, scripted_app, serving

from strakly_desktop.bot.agent.language_model import Message
from strakly_desktop.bot.agent.tenant import issue_token
from strakly_desktop.bot.server import bounded_http
from strakly_desktop.bot.server.bounded_http import MOST_CONNECTIONS, BoundedHTTP

MEGABYTE = 1024 * 1024


async def script(_question: str, _rounds: int, _messages: Sequence[Message]) -> AsyncGenerator[Piece]:
    yield "Hello"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(scripted_app(script, ScriptedToolbox({})), http=BoundedHTTP) as address:
        yield address


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_SECONDS", "BODY_SECONDS", "STALL_SECONDS"):
        monkeypatch.setattr(bounded_http, name, 0.3)


@contextmanager
def connected(url: str) -> Iterator[socket.socket]:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        yield connection


def head(length: int | None, token: str | None = None, path: str = "/chat") -> bytes:
    signed = issue_token(OWNER, SECRET) if token is None else token
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    return (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {signed}\r\n"
        f"Content-Type: application/json\r\nAccept: text/event-stream\r\n{size}\r\n\r\n"
    ).encode()


def answer_on(connection: socket.socket) -> bytes:
    """What comes until the server closes or the head and body of a short answer are there."""
    received = b""
    while not received.endswith((b"}", b"\r\n0\r\n\r\n")) and (piece := connection.recv(65_536)):
        received += piece
    return received


def is_answered(url: str) -> bool:
    response = web.post(f"{url}/chat", json={"message": "hi"}, headers=headers())
    return "[DONE]" in response.text


def test_a_body_that_is_too_large_is_refused_before_it_comes(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(head(600 * MEGABYTE))
        answer = answer_on(connection)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"Request body too large" in answer


def test_a_body_without_a_length_is_refused_when_it_is_too_large(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(head(None))
        for _ in range(40):
            connection.sendall(b"%x\r\n" % 65_536 + b" " * 65_536 + b"\r\n")
        assert answer_on(connection).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("token", ["", "not.a.token"])
def test_nobody_without_a_good_token_gets_a_body_read(url: str, token: str) -> None:
    with connected(url) as connection:
        connection.sendall(head(1000, token))
        assert answer_on(connection).startswith(b"HTTP/1.1 401")


def test_a_body_of_nearly_a_megabyte_is_read(url: str) -> None:
    response = web.post(f"{url}/chat", json={"message": "x" * 1_000_000}, headers=headers())
    assert response.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        '{"message": NaN}', '{"message": "SECRET", "branch_id": Infinity}', '{"branch_id": -Infinity}',
        '{"message": "SECRET", "branch_id": 1e999}', '{"message": "SECRET", "branch_id": ' + "9" * 5_000 + "}",
        '{"message": "SECRET", "branch_id": 99999999999999999999}', '{"x": ' + "9" * 900_000 + "}",
        "[" * 500_000, '{"a":' * 150_000,
    ],
)  # fmt: skip
def test_numbers_and_nesting_beyond_all_bounds_are_refused(url: str, body: str) -> None:
    response = web.post(
        f"{url}/chat", content=body, headers={**headers(), "Content-Type": "application/json"}
    )
    assert response.status_code in (400, 422)
    assert "SECRET" not in response.text
    assert len(response.text) < 500


@pytest.mark.parametrize(
    "body",
    [
        {"message": {"SECRET": 1}}, {"message": ["SECRET"]}, {"message": "x", "branch_id": "SECRET"},
        {"message": "x", "conversation_id": {"SECRET": 1}}, ["SECRET"], "SECRET", {"SECRET": "SECRET"},
        {"message": "x", "conversation_id": "SECRET" * 1_000},
    ],
)  # fmt: skip
def test_a_refusal_repeats_nothing_of_what_was_sent(url: str, body: object) -> None:
    response = web.post(f"{url}/chat", json=body, headers=headers())
    assert response.status_code == 422
    assert "SECRET" not in response.text
    torn = web.post(
        f"{url}/chat", content='{"SECRET": ', headers={**headers(), "Content-Type": "application/json"}
    )
    assert (torn.status_code, "SECRET" in torn.text) == (422, False)


def test_hundreds_of_idle_connections_keep_nobody_out(url: str) -> None:
    with ExitStack() as stack:
        idle = [stack.enter_context(connected(url)) for _ in range(300)]
        for connection in idle[::3]:
            connection.sendall(b"POST /chat HTTP/1.1\r\n")
        assert all(is_answered(url) for _ in range(3))
        mine = psutil.Process().net_connections()
        port = int(url.rsplit(":", 1)[1])
        served = [each for each in mine if each.status == "ESTABLISHED" and each.laddr.port == port]
        assert len(served) <= MOST_CONNECTIONS + 1


def is_closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    "sent", [b"", b"POST /chat HTTP/1.1\r\nHost: x\r\nX-Slow:", head(100), head(100) + b'{"mess']
)
def test_who_asks_nothing_in_time_is_left(url: str, sent: bytes) -> None:
    with connected(url) as connection:
        connection.sendall(sent)
        assert is_closed(connection)
    assert is_answered(url)


@pytest.mark.usefixtures("hurried")
def test_a_byte_now_and_then_does_not_buy_time(url: str) -> None:
    with connected(url) as connection, pytest.raises(ConnectionError):
        for byte in b"POST /chat HTTP/1.1\r\n" + b"X" * 10_000:
            connection.sendall(bytes([byte]))
            time.sleep(0.02)
    assert is_answered(url)


@pytest.mark.usefixtures("hurried")
def test_a_second_request_has_its_time_too(url: str) -> None:
    with connected(url) as connection:
        body = json.dumps({"message": "hi"}).encode()
        for _ in range(2):
            connection.sendall(head(len(body)) + body)
            assert answer_on(connection).startswith(b"HTTP/1.1 200")
        connection.sendall(b"POST /chat")
        assert is_closed(connection)


def test_a_head_without_end_is_refused(url: str) -> None:
    answer = b""
    with connected(url) as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\n")
            for _ in range(200):
                connection.sendall(b"X-A: " + b"a" * 1_000 + b"\r\n")
            answer = connection.recv(12)
        except ConnectionError:
            pass  # It was closed while this was still sending.
    assert answer in (b"", b"HTTP/1.1 400")
    assert is_answered(url)
