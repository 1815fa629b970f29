"""The local bot's real server on a real loopback socket, around a language model and tools that follow a script."""

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp
from support import web

from strakly_desktop.bot.agent.agent import Assistant
from strakly_desktop.bot.agent.language_model import Asked, Message, Reply, ToolCall, ToolResults
from strakly_desktop.bot.agent.tenant import Tenant, issue_token
from strakly_desktop.bot.agent.tool_rounds import ToolRounds
from strakly_desktop.bot.agent.toolbox import ToolDescription, ToolOutcome, ToolRefusal
from strakly_desktop.bot.server.routes import create_app

SECRET = "the secret of the tests, long enough for HS256"
OWNER = Tenant(user_id=1, email="owner@gym.example", name="Asha Rao", role="admin", gym_id=1, branch_id=None)

Piece: TypeAlias = str | tuple[ToolCall, ...]
Script: TypeAlias = Callable[[str, int, Sequence[Message]], AsyncGenerator[Piece]]
"""From the question, the number of tool rounds that have run and all messages to what the model sends."""
ToolFunction: TypeAlias = Callable[[dict[str, Any], int | None], Awaitable[ToolOutcome]]


def call(*calls: tuple[str, dict[str, Any]]) -> tuple[ToolCall, ...]:
    """The tool calls of one round."""
    return tuple(ToolCall(name, arguments) for name, arguments in calls)


class ScriptedToolbox:
    """Tools by name; what follows from any of them is always the same questions."""

    def __init__(self, tools: Mapping[str, ToolFunction], suggestions: Sequence[str] = ()) -> None:
        self._tools = tools
        self._suggestions = suggestions

    def describe(self) -> list[ToolDescription]:
        schema = {"type": "object", "properties": {}}
        return [ToolDescription(name, f"The tool {name}.", schema) for name in self._tools]

    def writes(self, name: str) -> bool:
        return False

    async def call(self, name: str, arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
        if name not in self._tools:
            raise ToolRefusal(f"There is no tool {name}.")
        return await self._tools[name](arguments, branch_id)

    def suggestions(self, _name: str, _result: dict[str, Any]) -> Sequence[str]:
        return self._suggestions


@dataclass(frozen=True)
class ScriptedModel:
    """A LanguageModel that says what `script` yields."""

    script: Script

    async def reply(self, messages: Sequence[Message]) -> AsyncGenerator[str | Reply]:
        question, rounds = "", 0
        for message in messages:
            match message:
                case Asked(text):
                    question, rounds = text, 0
                case ToolResults():
                    rounds += 1
        said: list[str] = []
        calls: tuple[ToolCall, ...] = ()
        async with aclosing(self.script(question, rounds, messages)) as pieces:
            async for piece in pieces:
                if isinstance(piece, str):
                    said.append(piece)
                    yield piece
                else:
                    calls = piece
        yield Reply("".join(said), calls)


class OneBranch:
    """A gym with the id 1 and one branch; that of gym 2 may be asked too, so that the two can be mixed up."""

    async def has_gym(self, gym_id: int | None) -> bool:
        return gym_id in (None, 1, 2)

    async def branch_records(self, gym_id: int) -> list[dict[str, Any]] | None:
        return [{"id": 1, "gymId": 1, "name": "Main", "isDefault": True}] if gym_id == 1 else None


def scripted_app(script: Script, toolbox: ScriptedToolbox) -> Starlette:
    """The bot's app around a scripted model and scripted tools."""
    rounds = ToolRounds(ScriptedModel(script), toolbox)
    return create_app(Assistant(lambda: rounds), OneBranch(), SECRET)


@contextmanager
def serving(app: ASGIApp, log_level: str = "error", **config: Any) -> Iterator[str]:
    """Run `app` under uvicorn on a free loopback port, in a thread with its own loop; gives its URL.

    At the end a request that never came whole is given up: a client whose loop has stopped between the head and the
    body of one would be waited for without end.
    """
    config.setdefault("timeout_graceful_shutdown", 1)
    listening = threading.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets=sockets)
            listening.set()

        async def shutdown(self, sockets: Any = None) -> None:
            await super().shutdown(sockets=sockets)
            # What was given up is still open, and would be a warning in whichever test is collected next.
            for connection in list(self.server_state.connections):
                if (transport := connection.transport) is not None:
                    transport.abort()
            await asyncio.sleep(0)

    server = Server(uvicorn.Config(app, port=0, log_level=log_level, lifespan="on", **config))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        assert listening.wait(60), "the server did not start"
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(60)
        assert not thread.is_alive(), "the server did not end"


def headers(tenant: Tenant = OWNER, accept: str = "text/event-stream") -> dict[str, str]:
    """What a client sends along."""
    return {"Authorization": f"Bearer {issue_token(tenant, SECRET)}", "Accept": accept}


def ask(url: str, message: str, *, tenant: Tenant = OWNER, **fields: Any) -> list[Any]:
    """Ask and read the whole stream: the decoded JSON of each event, and "[DONE]" as it is."""
    body = {"message": message, **fields}
    response = web.post(f"{url}/chat", json=body, headers=headers(tenant))
    assert response.status_code == 200, response.text
    return events_of(response.text)


def events_of(stream: str) -> list[Any]:
    """Take the text of a stream apart, holding it to the framing of the real bot."""
    assert stream.endswith("\n\n")
    assert stream.isascii()
    events = []
    for frame in stream.removesuffix("\n\n").split("\n\n"):
        assert frame.startswith("data: ")
        assert "\n" not in frame
        data = frame.removeprefix("data: ")
        events.append(data if data == "[DONE]" else json.loads(data))
    return events


def kinds(events: list[Any]) -> list[str]:
    """The one key of each event, with runs of tokens as one."""
    names = [event if isinstance(event, str) else next(iter(event)) for event in events]
    return [name for index, name in enumerate(names) if name != "token" or names[index - 1] != "token"]


def text_of(events: list[Any]) -> str:
    """All tokens together."""
    return "".join(event["token"] for event in events if isinstance(event, dict) and "token" in event)
