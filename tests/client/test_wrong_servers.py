"""What answers is there, but it is not what was meant: the desk is sent to the address, never to the cable."""

import pytest
from support.asking import failure_at, run_bounded
from support.replay import http_answer, replay

from strakly_desktop.conversation.errors import Failure, FailureKind

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
DONE = b"data: [DONE]\n\n"

NOT_HTTP = {
    "a banner": b"SSH-2.0-OpenSSH_9\r\n",
    "a greeting of mail": b"220 mail.example ESMTP\r\n",
    "HTTP/2 only": b"\0\0\x12\4\0\0\0\0\0",
    "a line": b"hello\r\n\r\n",
    "another protocol": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    "two lengths": OK + b"Content-Length: 40\r\nContent-Length: 50\r\n\r\n" + DONE,
    "a length below none": OK + b"Content-Length: -1\r\n\r\n" + DONE,
    "a coding of the transfer": OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "a header that is none": OK + b"Bad Header : x\r\n\r\n" + DONE,
    "headers of a book": OK + b"".join(b"X%d: %b\r\n" % (n, b"y" * 1000) for n in range(120)) + b"\r\n",
    "interim answers without end": b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * 10_000,
}


def failure_of(answer: bytes, *, closes: bool = False) -> tuple[Failure, str]:
    async def story() -> tuple[Failure, str]:
        async with replay([answer], closes=closes) as server:
            return await failure_at(server.url), server.url

    return run_bounded(story())


@pytest.mark.parametrize("answer", NOT_HTTP.values(), ids=NOT_HTTP)
def test_what_does_not_speak_http_is_no_matter_of_the_cable(answer: bytes) -> None:
    # The connection stays open: what never speaks HTTP is known by its first bytes.
    failure, url = failure_of(answer)
    assert failure.kind is FailureKind.NOT_AN_ANSWER
    assert failure.headline == f"What answers at {url} is no Strakly server."
    assert "address and its port" in failure.advice and "cable" not in failure.advice
    assert failure.details


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Ty"])
def test_a_server_that_hangs_up_is_no_matter_of_the_cable(answer: bytes) -> None:
    failure, _ = failure_of(answer, closes=True)
    assert failure.kind in (FailureKind.NETWORK, FailureKind.NOT_AN_ANSWER)
    assert "Strakly server" in failure.headline or "hung up" in failure.headline
    assert "cable" not in failure.advice


def redirect(location: str, status: str) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")


@pytest.mark.parametrize("status", ["301", "302", "303", "307", "308"])
@pytest.mark.parametrize("location", ["/chat", "", "/chat/", "?again", "/chat#there", "HEREchat"])
def test_a_server_that_sends_to_itself_is_told_as_that(location: str, status: str) -> None:
    async def story() -> Failure:
        async with replay([b""]) as server:
            server.answers[0] = [redirect(location.replace("HERE", server.url + "/"), status)]
            return await failure_at(server.url)

    failure = run_bounded(story())
    assert failure.kind is FailureKind.NOT_AN_ANSWER
    assert failure.headline == "The server sends this app round in a circle."
    assert "Enter" not in failure.advice


@pytest.mark.parametrize("status", ["301", "303", "307"])
@pytest.mark.parametrize(
    "location",
    [
        "http://[::1", "http://h:999999999999/", "http://h:0/chat", "http://a b/chat", "javascript:alert(1)",
        "file:///etc/hosts", "data:,x", "mailto:desk@gym.example", "/" + "x" * 70_000, "http://xn--/chat",
        "http://[v1.x]/", "http://1.2.3.4.5.6:80:80/", "http://.../chat", "http://a..b/chat", "http://user@:80/",
        "http://%00/chat", "//[",
    ],
)  # fmt: skip
def test_a_redirect_to_no_address_is_told_as_that(location: str, status: str) -> None:
    failure, _ = failure_of(redirect(location, status))
    assert failure.kind is FailureKind.NOT_AN_ANSWER
    assert failure.headline == "The server sends this app to an address that cannot be used."
    assert "cable" not in failure.advice and "Enter" not in failure.advice


def test_no_password_of_a_redirect_is_shown() -> None:
    for location in (
        "ftp://desk:hunter2@files.example/",
        "https://desk:hunter2@[::1/",
        "//desk:hunter2@a..b/",
    ):
        failure, _ = failure_of(redirect(location, "307"))
        assert "hunter2" not in repr(failure)


def test_an_address_with_a_name_that_is_none_is_to_be_checked() -> None:
    failure = run_bounded(failure_at("http://a..b"))
    assert failure.kind in (FailureKind.NOT_FOUND, FailureKind.HOST_UNKNOWN)
    assert "server address" in failure.advice


def test_a_coding_that_is_not_undone_is_the_server_s_matter() -> None:
    for coding in ("zstd", "gzip, gzip, gzip"):
        failure, _ = failure_of(http_answer(b"x", Content_Encoding=coding))
        assert failure.kind is FailureKind.SERVER_ERROR
        assert "packs" in failure.headline


def test_a_refusal_in_such_a_coding_still_has_its_status() -> None:
    failure, _ = failure_of(http_answer(b"x", "text/plain", "502 Bad Gateway", Content_Encoding="zstd"))
    assert failure.kind is FailureKind.SERVER_ERROR
    assert "starting again" in failure.headline
