"""A hosted model behind the port: what it is told and shown, and what comes back of its words, calls and failures."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, ToolReturnPart, UserPromptPart
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel

from strakly_desktop.bot.agent.language_model import (
    Asked,
    Message,
    ModelFailed,
    Reply,
    ToolCall,
    ToolResult,
    ToolResults,
)
from strakly_desktop.bot.agent.toolbox import ToolDescription
from strakly_desktop.bot.models.hosted_model import HostedModel

COUNT = ToolDescription("count", "Counts.", {"type": "object", "properties": {"status": {"type": "string"}}})
ANSWERED: list[Message] = [
    Asked("how many?"),
    Reply("", (ToolCall("count", {"status": "active"}, "c1"),)),
    ToolResults((ToolResult("count", {"total": 245}, "c1"),)),
    Reply("245 in"),  # Stopped halfway: there is no original.
    Asked("go on"),
]


class Library:
    """A model of the agent library that sends `pieces`, noting what it is shown."""

    def __init__(self, *pieces: str | DeltaToolCalls | Exception) -> None:
        self.pieces = pieces
        self.shown: list[ModelMessage] = []
        self.info: AgentInfo | None = None

    async def stream(self, messages: list[ModelMessage], info: AgentInfo) -> AsyncIterator[Any]:
        self.shown, self.info = messages, info
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def replies_to(self, messages: list[Message]) -> list[str | Reply]:
        model = HostedModel(
            FunctionModel(stream_function=self.stream), [COUNT], clock=lambda: date(2026, 11, 22)
        )

        async def gather() -> list[str | Reply]:
            return [piece async for piece in model.reply(messages) if piece]

        return asyncio.run(gather())


def test_words_come_as_they_are_said_and_then_as_a_whole() -> None:
    *said, whole = Library("Hel", "lo").replies_to([Asked("hi")])
    assert said == ["Hel", "lo"]
    assert isinstance(whole, Reply)
    assert (whole.text, whole.calls) == ("Hello", ())


def test_its_calls_have_their_arguments_and_names() -> None:
    (whole,) = Library({0: DeltaToolCall("count", '{"status": "expired"}', tool_call_id="c9")}).replies_to(
        [Asked("hi")]
    )
    assert isinstance(whole, Reply)
    assert whole.calls == (ToolCall("count", {"status": "expired"}, "c9"),)


def test_arguments_that_are_no_json_become_a_call_that_no_tool_accepts() -> None:
    (whole,) = Library({0: DeltaToolCall("count", "{broken", tool_call_id="c9")}).replies_to([Asked("hi")])
    assert isinstance(whole, Reply)
    assert "{broken" in whole.calls[0].arguments.values()
    assert "status" not in whole.calls[0].arguments


def test_it_is_shown_the_talk_in_its_own_form() -> None:
    library = Library("ok")
    library.replies_to(ANSWERED)
    question, called, returned, cut_short, now = library.shown
    assert isinstance(question, ModelRequest)
    assert [part.content for part in question.parts if isinstance(part, UserPromptPart)] == ["how many?"]
    assert isinstance(called, ModelResponse)
    assert [(call.tool_name, call.args_as_dict()) for call in called.tool_calls] == [
        ("count", {"status": "active"})
    ]
    assert [
        (part.tool_call_id, part.content) for part in returned.parts if isinstance(part, ToolReturnPart)
    ] == [("c1", {"total": 245})]
    assert isinstance(cut_short, ModelResponse)
    assert cut_short.text == "245 in"
    assert isinstance(now, ModelRequest)
    assert "Sunday, 22 November 2026" in (now.instructions or "")


def test_what_it_said_is_shown_again_as_it_said_it() -> None:
    first = Library("Hello").replies_to([Asked("hi")])[-1]
    assert isinstance(first, Reply)
    library = Library("ok")
    library.replies_to([Asked("hi"), first, Asked("and?")])
    assert library.shown[1] is first.original


def test_every_tool_takes_a_branch() -> None:
    library = Library("ok")
    library.replies_to([Asked("hi")])
    assert library.info is not None
    (tool,) = library.info.function_tools
    assert (tool.name, tool.description) == ("count", "Counts.")
    assert set(tool.parameters_json_schema["properties"]) == {"status", "branch_id"}


def test_its_failure_is_told_in_its_own_words() -> None:
    with pytest.raises(ModelFailed, match="429"):
        Library("one ", ModelHTTPError(429, "some-model")).replies_to([Asked("hi")])
