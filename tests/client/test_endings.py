"""Every way an answer may end, on real sockets: only what is proven whole counts as whole, and no word is lost."""

import asyncio
import gzip
import json
from contextlib import aclosing

import pytest
from support.replay import replay

from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.conversation.errors import ChatError
from strakly_desktop.conversation.events import AnswerFinished, ServerErrorReceived, TokenReceived
from strakly_desktop.conversation.model import Question

SSE = "Content-Type: text/event-stream\r\n"
SENTENCE = "There are 12 members"
TOKENS = b'data: {"token": "There are"}\n\ndata: {"token": " 12 members"}\n\n'
DONE = b"data: [DONE]\n\n"
WHOLE = TOKENS + DONE


def http(body: bytes, head: str = SSE, status: str = "HTTP/1.1 200 OK") -> bytes:
    return f"{status}\r\n{head}\r\n".encode() + body


def sized(body: bytes, size: int, head: str = SSE, status: str = "HTTP/1.1 200 OK") -> bytes:
    return http(body, f"{head}Content-Length: {size}\r\n", status)


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


def chunked(*pieces: bytes, head: str = SSE) -> bytes:
    return http(b"".join(pieces), f"{head}Transfer-Encoding: chunked\r\n")


def zipped(body: bytes) -> bytes:
    return http(body, f"{SSE}Content-Encoding: gzip\r\n")


def as_json(body: bytes, size: int | None = None) -> bytes:
    return sized(body, len(body) if size is None else size, "Content-Type: application/json\r\n")


ANSWER = json.dumps({"success": True, "response": SENTENCE, "conversation_id": "c"}).encode()

WHOLE_ENDINGS = {
    "length": sized(WHOLE, len(WHOLE)),
    "length longer than the body": sized(WHOLE, len(WHOLE) + 500),
    "bytes behind the length": sized(WHOLE, len(WHOLE)) + b'data: {"token": " and more"}\n\n',
    "HTTP/1.0, until it closes": http(WHOLE, status="HTTP/1.0 200 OK"),
    "chunks": chunked(chunk(WHOLE), b"0\r\n\r\n"),
    "chunks without the last": chunked(chunk(WHOLE)),
    "chunks, then garbage": chunked(chunk(WHOLE), b"zz\r\nHTTP/1.1 500\r\n"),
    "chunks with a trailer": chunked(chunk(WHOLE), b"0\r\nX-Sum: 1\r\n\r\n"),
    "a chunk for each byte": chunked(*(chunk(WHOLE[n : n + 1]) for n in range(len(WHOLE))), b"0\r\n\r\n"),
    "the end twice": http(WHOLE + DONE),
    "the end without its blank line": http(TOKENS + b"data: [DONE]\n"),
    "the end without a blank": http(TOKENS + b"data:[DONE]\n\n"),
    "the end with blanks": http(TOKENS + b"data:  [DONE] \n\n"),
    "the end between carriage returns": http(WHOLE.replace(b"\n", b"\r")),
    "lines of both kinds": http(TOKENS.replace(b"\n", b"\r\n") + DONE),
    "the end behind a comment": http(TOKENS + b": ping\n\n" + DONE),
    "a byte order mark": http(b"\xef\xbb\xbf" + WHOLE),
    "something in a token behind the end": http(WHOLE + TOKENS),
    "zipped": zipped(gzip.compress(WHOLE)),
    "zipped, its last eight bytes lost": zipped(gzip.compress(WHOLE)[:-8]),
    "zipped, two members": zipped(gzip.compress(TOKENS) + gzip.compress(DONE)),
    "JSON": as_json(ANSWER),
    "JSON behind a byte order mark": as_json(b"\xef\xbb\xbf" + ANSWER),
    "JSON and a line end": as_json(ANSWER + b"\r\n"),
}

CUT_ENDINGS = {
    "no end": sized(TOKENS, len(TOKENS)),
    "length longer than the body": sized(TOKENS, len(TOKENS) + 500),
    "length shorter than the answer": sized(WHOLE, len(TOKENS)),
    "HTTP/1.0, until it closes": http(TOKENS, status="HTTP/1.0 200 OK"),
    "chunks with their end": chunked(chunk(TOKENS), b"0\r\n\r\n"),
    "chunks without their end": chunked(chunk(TOKENS)),
    "a chunk cut inside": chunked(chunk(WHOLE)[: len(TOKENS) + 4]),
    "garbage for a chunk": chunked(chunk(TOKENS), b"zz\r\n" + DONE),
    "the end in garbage for a chunk": chunked(chunk(TOKENS), DONE),
    "a negative chunk": chunked(chunk(TOKENS), b"-5\r\n" + DONE),
    "the end, half": http(TOKENS + b"data: [DO"),
    "the end without a line end": http(TOKENS + b"data: [DONE]"),
    "the end in a comment": http(TOKENS + b": [DONE]\n\n"),
    "the end as a line": http(TOKENS + b"[DONE]\n\n"),
    "the end as another field": http(TOKENS + b"id: [DONE]\nretry: [DONE]\n\n"),
    "a second response": sized(TOKENS, len(TOKENS)) + sized(DONE, len(DONE)),
    "zipped, cut": zipped(gzip.compress(WHOLE)[:-14]),
    "zipped, without its end": zipped(gzip.compress(TOKENS)),
    "zipped, then plain": zipped(gzip.compress(TOKENS) + DONE),
    "an event torn": http(TOKENS + b'data: {"token": " who\n\n' + DONE),
    "NUL bytes for a piece": http(TOKENS + b"\0" * 64 + b"\n\n" + DONE),
    "a page for the rest": http(TOKENS + b"<html><body>502 Bad Gateway</body></html>"),
    "JSON cut, its length kept": as_json(ANSWER[:60]),
    "JSON cut, its length too long": as_json(ANSWER[:60], len(ANSWER)),
    "partial content": sized(TOKENS, len(TOKENS), status="HTTP/1.1 206 Partial Content"),
}


async def ask(client: BotClient) -> tuple[str, bool, str]:
    """(the text, whether it counts as whole, what the failure says)."""
    text, whole, reason = "", False, ""
    try:
        async with aclosing(client.stream_chat(Question("?"))) as events:
            async for event in events:
                match event:
                    case TokenReceived():
                        text += event.text
                    case ServerErrorReceived():
                        reason = event.detail or "said"
                    case AnswerFinished():
                        whole = True
    except ChatError as error:
        return text, False, error.failure.kind.value
    return text, whole and not reason, reason


def asked(*answers: bytes) -> list[tuple[str, bool, str]]:
    async def turn() -> list[tuple[str, bool, str]]:
        async with replay(*([answer] for answer in answers), closes=True) as server:
            client = BotClient(server.url, lambda: None)
            try:
                return [await ask(client) for _ in answers]
            finally:
                await client.aclose()

    return asyncio.run(asyncio.wait_for(turn(), 60))


@pytest.mark.parametrize("answer", WHOLE_ENDINGS.values(), ids=WHOLE_ENDINGS)
def test_an_answer_with_its_end_is_whole(answer: bytes) -> None:
    text, whole, reason = asked(answer)[0]
    assert (text, whole) == (SENTENCE, True), reason


@pytest.mark.parametrize("answer", CUT_ENDINGS.values(), ids=CUT_ENDINGS)
def test_an_answer_without_its_end_is_cut_and_keeps_its_words(answer: bytes) -> None:
    text, whole, reason = asked(answer)[0]
    assert not whole
    assert reason
    assert text.startswith(SENTENCE) or (b"json" in answer and text and SENTENCE.startswith(text))


@pytest.mark.parametrize(
    "token",
    ["[DONE]", "data: [DONE]", "\n\ndata: [DONE]\n\n", "[done]"],
    ids=["mark", "field", "event", "low"],
)
def test_the_mark_of_the_end_inside_a_token_is_a_word(token: str) -> None:
    event = b"data: " + json.dumps({"token": token}).encode() + b"\n\n"
    assert asked(http(TOKENS + event))[0][:2] == (SENTENCE + token, False)
    assert asked(http(TOKENS + event + DONE))[0][:2] == (SENTENCE + token, True)


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "304 Not Modified", "307 Temporary", "101 Switching"]
)
def test_a_body_that_came_with_another_status_is_no_answer(status: str) -> None:
    text, whole, reason = asked(sized(WHOLE, len(WHOLE), status=f"HTTP/1.1 {status}"))[0]
    assert (text, whole) == ("", False)
    assert reason


@pytest.mark.parametrize("first", CUT_ENDINGS.values(), ids=CUT_ENDINGS)
def test_the_answer_after_a_cut_one_is_its_own(first: bytes) -> None:
    assert asked(first, sized(WHOLE, len(WHOLE)))[1][:2] == (SENTENCE, True)
