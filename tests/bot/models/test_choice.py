"""Which language model answers: by setting, over a real socket when it is hosted, with a clear word when it cannot."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from support import web
from support.scripted_bot import SECRET, OneBranch, ScriptedToolbox, ask, headers, kinds, serving, text_of

from strakly_desktop.bot.agent.agent import Assistant
from strakly_desktop.bot.agent.language_model import Asked, Reply
from strakly_desktop.bot.agent.memory import MOST_MESSAGES, Memory
from strakly_desktop.bot.agent.toolbox import ToolOutcome
from strakly_desktop.bot.models.choice import ModelNotConfigured, most_messages, rounds_loader
from strakly_desktop.bot.models.model_connection import proxy_for
from strakly_desktop.bot.server.routes import create_app


async def count(_arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
    return ToolOutcome({"total": 245, "branch": branch_id}, ({"type": "change_theme", "value": "dark"},))


def test_the_offline_model_is_shown_more_of_a_talk_than_one_that_is_paid_for() -> None:
    memory = Memory(most_messages=most_messages({}))
    for number in range(40):
        memory.conversation("asha", "c1").remember([Asked(str(number)), Reply("one"), Reply("two")])
    assert memory.conversation("asha", "c1").messages()[0] == Asked("0")
    assert most_messages({"STRAKLY_MODEL": "offline"}) == most_messages({})
    assert most_messages({"STRAKLY_MODEL": "gpt"}) == MOST_MESSAGES


TOOLBOX = ScriptedToolbox({"count_clients": count}, suggestions=("List them",))


@dataclass
class Upstream:
    """A stand-in for an OpenAI-compatible server: what it was asked, and how it shall answer."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    status: int = 200
    cut: bool = False

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/v1/chat/completions", self.complete, methods=["POST"])])

    async def complete(self, request: Request) -> Response:
        body = await request.json()
        self.requests.append(body)
        self.keys.append(request.headers.get("authorization"))
        if self.status != 200:
            error = {"error": {"message": f"upstream says {self.status}", "type": "error", "code": None}}
            retry = {"retry-after": "600"} if self.status == 429 else {}
            return JSONResponse(error, status_code=self.status, headers=retry)
        wants_tool = body["messages"][-1]["role"] != "tool" and "clients" in body["messages"][-1]["content"]
        deltas = _TOOL_CALL if wants_tool else [{"content": word} for word in _WORDS]
        return StreamingResponse(self._stream(deltas, wants_tool), media_type="text/event-stream")

    async def _stream(self, deltas: list[dict[str, Any]], wants_tool: bool) -> AsyncIterator[str]:
        for delta in ({"role": "assistant", "content": None if wants_tool else ""}, *deltas):
            yield _chunk(delta, None)
            if self.cut and delta is deltas[0]:
                raise ConnectionError
        yield _chunk({}, "tool_calls" if wants_tool else "stop")
        yield "data: [DONE]\n\n"


_WORDS = (
    "There",
    " are",
    " **245**",
    " clients",
    " in",
    " all",
    " two",
    " branches",
    ",",
    " says",
    " the",
    " cloud",
    ".",
)
_TOOL_CALL: list[dict[str, Any]] = [
    {
        "tool_calls": [
            {
                "index": 0,
                "id": "call_1",
                "type": "function",
                "function": {"name": "count_clients", "arguments": ""},
            }
        ]
    },
    {"tool_calls": [{"index": 0, "function": {"arguments": '{"branch'}}]},
    {"tool_calls": [{"index": 0, "function": {"arguments": '_id": 2}'}}]},
]


def _chunk(delta: dict[str, Any], finish: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n"


@pytest.fixture
def upstream() -> Upstream:
    return Upstream()


@pytest.fixture
def bot(upstream: Upstream) -> Iterator[str]:
    """The bot with a hosted model, which is the stand-in."""
    with serving(upstream.app()) as upstream_url:
        environ = {
            "STRAKLY_MODEL": "some-model",
            "STRAKLY_MODEL_URL": f"{upstream_url}/v1",
            "STRAKLY_MODEL_KEY": "the key",
        }
        assistant = Assistant(rounds_loader(environ, TOOLBOX))
        with serving(create_app(assistant, OneBranch(), SECRET)) as url:
            yield url


def test_a_compatible_server_calls_a_tool_and_answers_in_its_own_tokens(bot: str, upstream: Upstream) -> None:
    events = ask(bot, "how many clients?", conversation_id="c")
    expected = ["conversation_id", "tools_used", "token", "action", "suggested_questions", "[DONE]"]
    assert kinds(events) == expected
    assert {"tools_used": ["count_clients"]} in events
    assert [event["token"] for event in events if "token" in event] == list(_WORDS)
    assert upstream.keys == ["Bearer the key"] * 2
    first, second = upstream.requests
    assert first["model"] == "some-model"
    assert first["stream"] is True
    assert [tool["function"]["name"] for tool in first["tools"]] == ["count_clients"]
    assert first["messages"][0]["role"] == "system"
    assert "Strakly assistant" in first["messages"][0]["content"]
    assert first["messages"][-1] == {"role": "user", "content": "how many clients?"}
    assert json.loads(second["messages"][-1]["content"]) == {"total": 245, "branch": 2}


@pytest.fixture
def useless_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name.lower(), raising=False)
        monkeypatch.setenv(name, "http://desk:hunter2@127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "somewhere.else.example")


def test_a_model_on_this_computer_is_asked_without_a_proxy(
    useless_proxies: None, bot: str, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name)  # The bot has read it; the test itself shall not.
    assert "245" in text_of(ask(bot, "hello"))
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("host", ["localhost", "127.3.4.5", "[::1]", "LOCALHOST.", "[::ffff:127.0.0.1]"])
def test_nothing_on_this_computer_goes_through_a_proxy(useless_proxies: None, host: str) -> None:
    assert proxy_for(f"http://{host}:11434/v1") is None


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"ALL_PROXY": "socks://127.0.0.1:1080/"}, "socks5://127.0.0.1:1080/"),
        ({"ALL_PROXY": "gopher://x", "HTTPS_PROXY": "proxy:3128"}, "http://proxy:3128"),
        (
            {"ALL_PROXY": "http://proxy:3128", "HTTPS_PROXY": "http://desk:hunter2@x:99999"},
            "http://proxy:3128",
        ),
        ({"HTTPS_PROXY": "http://desk:hunter2@x:99999"}, None),
        ({"ALL_PROXY": "http://proxy:3128", "NO_PROXY": "localhost,[::1]"}, "http://proxy:3128"),
        ({"ALL_PROXY": "http://proxy:3128", "NO_PROXY": "fd00::/8,*.gym.example"}, None),
        ({"ALL_PROXY": "http://proxy:3128", "NO_PROXY": "gym.example"}, None),
    ],
)
def test_of_the_environments_proxies_the_usable_one_is_used(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    environment: dict[str, str],
    expected: str | None,
) -> None:
    for name in ("ALL_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    environ = {"STRAKLY_MODEL": "some-model", "STRAKLY_MODEL_URL": "https://model.gym.example/v1"}
    rounds_loader(environ, TOOLBOX)()
    proxy = proxy_for("https://model.gym.example/v1")
    assert (str(proxy.url).rstrip("/") if proxy else None) == (expected and expected.rstrip("/"))
    assert "hunter2" not in caplog.text


def test_a_model_in_the_own_network_is_reached_by_cidr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("ALL_PROXY", "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", "10.0.0.0/8, fd00::/8")
    assert proxy_for("http://10.1.2.3:8000/v1") is None
    assert proxy_for("http://[fd00::9]:8000/v1") is None
    assert proxy_for("http://11.1.2.3:8000/v1") is not None


def test_it_is_shown_the_talk_so_far(bot: str, upstream: Upstream) -> None:
    ask(bot, "how many clients?", conversation_id="c")
    ask(bot, "and now?", conversation_id="c")
    roles = [message["role"] for message in upstream.requests[-1]["messages"]]
    assert roles == ["system", "user", "assistant", "tool", "assistant", "user"]


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_refusal_of_the_hosted_model_is_an_error_event(bot: str, upstream: Upstream, status: int) -> None:
    upstream.status = status
    events = ask(bot, "hello")
    assert kinds(events) == ["conversation_id", "error", "[DONE]"]
    assert str(status) in events[1]["error"]
    upstream.status = 200
    assert "245" in text_of(ask(bot, "hello"))


def test_a_stream_of_the_hosted_model_that_breaks_keeps_its_text_and_is_an_error(
    bot: str, upstream: Upstream
) -> None:
    upstream.cut = True
    events = ask(bot, "hello")
    assert kinds(events) == ["conversation_id", "token", "error", "[DONE]"]
    assert text_of(events) == "There"


def test_the_json_form_of_a_refusal_is_a_500(bot: str, upstream: Upstream) -> None:
    upstream.status = 500
    response = web.post(f"{bot}/chat", json={"message": "hello"}, headers=headers(accept="*/*"))
    assert (response.status_code, response.text) == (500, "Internal Server Error")


@pytest.mark.parametrize("name", [None, "", "offline", " offline "])
def test_without_a_setting_it_is_the_offline_model(name: str | None) -> None:
    environ = {} if name is None else {"STRAKLY_MODEL": name}
    app = create_app(
        Assistant(rounds_loader(environ | {"STRAKLY_OFFLINE_TOKEN_DELAY_MS": "0"}, TOOLBOX)),
        OneBranch(),
        SECRET,
    )
    with serving(app) as url:
        assert "offline Strakly assistant" in text_of(ask(url, "who are you?"))


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"STRAKLY_MODEL": "gpt-without-a-provider"}, "STRAKLY_MODEL=gpt-without-a-provider"),
        ({"STRAKLY_MODEL": "openai:gpt-5.2"}, "OPENAI_API_KEY"),
        ({"STRAKLY_MODEL": "groq:some-model"}, "not installed"),
        ({"STRAKLY_OFFLINE_TOKEN_DELAY_MS": "quick"}, "milliseconds"),
    ],
)
def test_a_setting_that_cannot_work_says_what_to_do(
    environ: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "GROQ_API_KEY"):
        monkeypatch.delenv(key, raising=False)
    with pytest.raises(ModelNotConfigured) as refused:
        rounds_loader(environ, TOOLBOX)
    assert told in str(refused.value)


def test_a_key_of_its_own_reaches_a_named_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    model = rounds_loader({"STRAKLY_MODEL": "openai:gpt-5.2", "STRAKLY_MODEL_KEY": "k"}, TOOLBOX)()
    assert model is not None
