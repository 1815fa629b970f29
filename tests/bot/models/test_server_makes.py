"""Servers of several makes, each as its own source writes the stream: what is told, which tools are called, and how
long one that is loading or busy is waited for."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from support.scripted_bot import serving

from strakly_desktop.bot.agent.language_model import Asked, ModelFailed, Reply
from strakly_desktop.bot.agent.toolbox import ToolDescription
from strakly_desktop.bot.models.choice import rounds_loader
from strakly_desktop.bot.models.hosted_model import HostedModel

STATS = ToolDescription("get_clients_stats", "Counts.", {"type": "object", "properties": {}})
DUES = ToolDescription("get_unpaid_dues", "Dues.", {"type": "object", "properties": {}})


class Toolbox:
    def describe(self) -> list[ToolDescription]:
        return [STATS, DUES]


def chunk(delta: Any = None, finish: str | None = None, **other: Any) -> bytes:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    body = {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": choices,
    } | other
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def calls(*each: dict[str, Any], finish: str | None = None) -> bytes:
    return chunk({"tool_calls": list(each)}, finish)


def call(name: str | None = None, arguments: Any = None, **other: Any) -> dict[str, Any]:
    function = {key: value for key, value in (("name", name), ("arguments", arguments)) if value is not None}
    return {"function": function, **other}


USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
END = b"data: [DONE]\n\n"


@dataclass
class Server:
    """Gives the n-th request the n-th answer: the pieces of a stream, or a response."""

    answers: list[Any]
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)

    async def complete(self, request: Request) -> Response:
        self.requests.append(await request.json())
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if isinstance(answer, Response):
            return answer

        async def body() -> AsyncIterator[bytes]:
            for piece in answer:
                yield piece

        return StreamingResponse(body(), media_type="text/event-stream")


@contextmanager
def server_with(*answers: Any) -> Iterator[Server]:
    server = Server(list(answers))
    app = Starlette(routes=[Route("/v1/chat/completions", server.complete, methods=["POST"])])
    with serving(app) as url:
        server.url = f"{url}/v1"
        yield server


@dataclass
class Told:
    text: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    whole: Reply | None = None
    failure: ModelFailed | None = None
    slept: list[float] = field(default_factory=list)


def ask(url: str) -> Told:
    told = Told()

    async def sleep(seconds: float) -> None:
        told.slept.append(seconds)

    async def talk() -> None:
        environment = {"STRAKLY_MODEL": "m", "STRAKLY_MODEL_URL": url}
        model = rounds_loader(environment, Toolbox())()._model  # type: ignore[arg-type]
        assert isinstance(model, HostedModel)
        model._sleep = sleep
        try:
            async for piece in model.reply([Asked("hi")]):
                if isinstance(piece, Reply):
                    told.whole = piece
                    told.calls = [(each.tool, each.arguments) for each in piece.calls]
                else:
                    told.text += piece
        except ModelFailed as error:
            told.failure = error

    asyncio.run(talk())
    return told


def told_of(*answers: Any) -> Told:
    with server_with(*answers) as server:
        return ask(server.url)


WORDS: dict[str, list[bytes]] = {
    "llama.cpp": [
        chunk({"role": "assistant", "content": None}), chunk({"content": "You have "}), chunk({"content": "12."}),
        chunk({}, "stop"), chunk(usage=USAGE, timings={"predicted_ms": 1.5}), END,
    ],
    "vLLM": [
        chunk({"role": "assistant", "content": ""}, usage=None), chunk({"content": "You have "}),
        chunk({"content": "12."}), chunk({"content": ""}, "stop", stop_reason=None), chunk(usage=USAGE), END,
    ],
    "Ollama": [
        chunk({"role": "assistant", "content": "You have "}, system_fingerprint="fp_ollama"),
        chunk({"role": "assistant", "content": "12."}), chunk({"role": "assistant", "content": ""}, "stop"),
        chunk(usage=USAGE), END,
    ],
    "LM Studio": [
        chunk({"role": "assistant", "content": "You have "}, logprobs=None, stats={}), chunk({"content": "12."}),
        chunk({}, "stop"), END,
    ],
    "LiteLLM": [
        b": ping\n\n", chunk({"role": "assistant", "content": "You have ", "provider_specific_fields": None}),
        b": ping\n\n", chunk({"content": "12.", "tool_calls": None, "function_call": None}), chunk({}, "stop"),
        chunk({"content": None, "role": None}, None, usage=USAGE), END,
    ],
    "blocks without data": [
        b"retry: 3000\n\n", b"event: ping\n\n", b"id: 1\n\n", chunk({"content": "You have "}), b"event: message\n\n",
        b"id: 2\nevent: message\n" + chunk({"content": "12."}), b"retry: 10\nid: 3\n\n", chunk({}, "stop"),
        b"event: done\n\n", END,
    ],
}  # fmt: skip


@pytest.mark.parametrize("make", WORDS)
@pytest.mark.parametrize("size", [0, 1, 7])
def test_words_of_every_make_are_told_whole(make: str, size: int) -> None:
    pieces = WORDS[make]
    if size:
        stream = b"".join(pieces).replace(b"\n", b"\r\n" if size == 7 else b"\n")
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    told = told_of(pieces)
    assert told.failure is None
    assert told.text == "You have 12."
    assert told.whole is not None


TWO = [("get_clients_stats", {}), ("get_unpaid_dues", {"least": 5000})]
CALLS: dict[str, list[bytes]] = {
    "llama.cpp: a head, then pieces": [
        chunk({"role": "assistant", "content": None}),
        calls(call("get_clients_stats", "{", index=0, id="a", type="function")), calls(call(None, "}", index=0)),
        calls(call("get_unpaid_dues", "", index=1, id="b", type="function")),
        calls(call(None, '{"least":', index=1)), calls(call(None, " 5000}", index=1)), chunk({}, "tool_calls"),
    ],
    "Ollama: whole calls, all of number 0": [
        calls(call("get_clients_stats", "{}", index=0, id="call_1", type="function")),
        calls(call("get_unpaid_dues", '{"least": 5000}', index=0, id="call_2", type="function")),
        chunk({"role": "assistant", "content": ""}, "tool_calls"),
    ],
    "both in one piece, the end with them": [
        calls(
            call("get_clients_stats", "{}", index=0, id="a"),
            call("get_unpaid_dues", '{"least": 5000}', index=0, id="b"),
            finish="tool_calls",
        ),
    ],
    "neither number nor id": [
        calls(call("get_clients_stats", "{}")), calls(call("get_unpaid_dues", '{"least": 5000}')),
        chunk({}, "tool_calls"),
    ],
    "the number is in the function": [
        calls({"id": "a", "function": {"index": 0, "name": "get_clients_stats", "arguments": "{}"}}),
        calls({"id": "b", "function": {"index": 1, "name": "get_unpaid_dues", "arguments": '{"least": 5000}'}}),
        chunk({}, "tool_calls"),
    ],
    "arguments as an object": [
        calls(call("get_clients_stats", {}, index=0, id="a")),
        calls(call("get_unpaid_dues", {"least": 5000}, index=1, id="b")), chunk({}, "stop"),
    ],
    "arguments as the text of a text": [
        calls(call("get_clients_stats", '"{}"', index=0, id="a")),
        calls(call("get_unpaid_dues", json.dumps('{"least": 5000}'), index=1, id="b")), chunk({}, "tool_calls"),
    ],
    "names in pieces": [
        calls(call("get_", index=0, id="a")), calls(call("clients_stats", index=0)), calls(call(None, "{}", index=0)),
        calls(call("get_unpaid", index=1, id="b")), calls(call("_dues", '{"least": 5000}', index=1)),
        chunk({}, "tool_calls"),
    ],
    "the name again with each piece": [
        calls(call("get_clients_stats", "{}", index=0, id="a")),
        calls(call("get_unpaid_dues", '{"least"', index=1, id="b")),
        calls(call("get_unpaid_dues", ": 5000}", index=1, id="b")), chunk({}, "tool_calls"),
    ],
    "all of it again at the end": [
        calls(call("get_clients_stats", "{}", index=0, id="a")),
        calls(call("get_unpaid_dues", '{"least": 50', index=1, id="b")),
        calls(call("get_unpaid_dues", '{"least": 5000}', index=1, id="b")),
        calls(call("get_unpaid_dues", '{"least": 5000}', index=1, id="b"), finish="tool_calls"),
    ],
    "an empty id with each further piece": [
        calls(call("get_clients_stats", "{}", index=0, id="a")), calls(call("get_unpaid_dues", "", index=1, id="b")),
        calls(call("", '{"least"', index=1, id="")), calls(call("", ": 5000}", index=1, id="")),
        chunk({}, "tool_calls"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("form", CALLS)
def test_two_calls_stay_two_in_every_form(form: str) -> None:
    told = told_of([*CALLS[form], END])
    assert (told.failure, told.calls) == (None, TWO)
    assert told.whole is not None
    assert len({each.call_id for each in told.whole.calls}) == 2


@pytest.mark.parametrize(
    "pieces",
    [
        [calls(call("get_unpaid_dues", '{"least": 50', index=0, id="a"))],
        [calls(call("get_unpaid_dues", "[1]", index=0, id="a"))],
        [calls(call("get_unpaid_dues", 5, index=0, id="a"))],
        [calls(call(None, "{}", index=0, id="a"))],
        [calls(call("get_clients_stats", "{}", id="a")), calls(call("get_unpaid_dues", "{", id="b"))],
    ],
)
def test_a_call_that_is_cut_or_none_runs_nothing(pieces: list[bytes]) -> None:
    told = told_of([*pieces, chunk({}, "tool_calls"), END])
    assert told.whole is None
    assert told.failure is not None


def refusal(status: int, message: str, retry_after: str | None = None) -> JSONResponse:
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return JSONResponse({"error": {"message": message, "code": status}}, status_code=status, headers=headers)


HELLO = [chunk({"content": "Hello"}), chunk({}, "stop"), END]


def test_a_server_that_loads_its_model_is_waited_for_and_it_is_said_once() -> None:
    loading = refusal(503, "Loading model")
    told = told_of(loading, loading, loading, HELLO)
    assert told.text == "*The language model is still loading. I am waiting for it.*\n\nHello"
    assert told.whole is not None
    assert told.whole.text == "Hello", "what was said of the waiting is no part of the talk"
    assert told.slept == [2.0, 2.0, 2.0]


def test_one_that_is_busy_is_asked_again_when_it_says() -> None:
    told = told_of(refusal(429, "Rate limit reached", "7"), HELLO)
    assert "too much to do" in told.text
    assert told.text.endswith("Hello")
    assert told.slept == [7.0]


@pytest.mark.parametrize(
    ("answer", "most_slept", "fact", "advice"),
    [
        (refusal(503, "Loading model"), 120, "still loading", "Wait a minute"),
        (refusal(429, "Quota exceeded", "600"), 0, "quota is used up", "Wait 600 seconds"),
        (refusal(429, "Too many requests"), 60, "too much to do", "Wait a minute"),
        (refusal(401, "Incorrect API key"), 0, "does not accept the key", "STRAKLY_MODEL_KEY"),
        (refusal(404, 'model "m" not found, try pulling it first'), 0, "knows no model m", "STRAKLY_MODEL"),
        (
            refusal(400, '"m" does not support tools'),
            0,
            "no support for tools",
            "another one in STRAKLY_MODEL",
        ),
        (refusal(400, "exceeds the available context size"), 0, "too long", "new chat"),
        (refusal(500, "boom"), 0, "has a fault", "Press Retry"),
    ],
)
def test_what_does_not_answer_says_why_in_plain_words(
    answer: Response, most_slept: float, fact: str, advice: str
) -> None:
    told = told_of(answer)
    assert told.whole is None
    assert told.failure is not None
    assert fact in told.failure.fact
    assert advice in told.failure.advice
    assert sum(told.slept) <= most_slept


def test_one_that_is_not_there_is_named_without_its_secrets() -> None:
    told = ask("http://desk:hunter2@127.0.0.1:9/v1")
    assert told.failure is not None
    assert told.failure.fact == "The language model's server (127.0.0.1:9) cannot be reached."
    assert "STRAKLY_MODEL_URL" in told.failure.advice
    assert "hunter2" not in told.failure.fact + told.failure.advice
