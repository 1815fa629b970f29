"""A hosted language model of any provider, through the agent library: our messages into its own and back.

The only module that speaks pydantic-ai's language, and it is imported only when a hosted model is configured:
the library takes a second and 30 MB. Of it only the requests are used; the tool loop is ours (tool_rounds.py).
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import date
from typing import assert_never

import httpx
from pydantic_ai.direct import model_request_stream
from pydantic_ai.exceptions import AgentRunError
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    ModelResponsePart,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ThinkingPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.tools import ToolDefinition

from strakly_desktop.bot.agent.language_model import Asked, Message, ModelFailed, Reply, ToolCall, ToolResults
from strakly_desktop.bot.agent.toolbox import ToolDescription
from strakly_desktop.bot.models.ending import why_not_whole
from strakly_desktop.bot.models.instructions import instructions
from strakly_desktop.bot.models.spoken_text import SpokenText
from strakly_desktop.bot.models.troubles import Patience, failed, waiting_words

_BRANCH_ARGUMENT = {
    "type": "integer",
    "description": "Look at this branch only, 0 for all; leave out for the branch that the app shows.",
}


class HostedModel:
    """A LanguageModel that answers elsewhere."""

    def __init__(
        self,
        model: Model,
        tools: Sequence[ToolDescription],
        *,
        clock: Callable[[], date] = date.today,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`tools` are those it may call, `clock` tells today, `sleep` waits for some seconds."""
        self._model = model
        self._parameters = ModelRequestParameters(function_tools=[_definition(tool) for tool in tools])
        self._clock = clock
        self._sleep = sleep
        self._tool_names = frozenset(tool.name for tool in tools)
        self._may_think_first = True

    async def reply(self, messages: Sequence[Message]) -> AsyncGenerator[str | Reply]:
        """As LanguageModel says.

        Some models begin with their thoughts and mark only the end of them. Whether this one does is not known
        before a reply of it is over, so its words wait for that once; later ones come as they are said.
        """
        speech = _Speech(SpokenText(self._tool_names), waits=self._may_think_first)
        try:
            async with aclosing(self._requested(messages, speech)) as pieces:
                async for piece in pieces:
                    yield piece
        except (AgentRunError, httpx.HTTPError, OSError) as error:
            for piece in speech.end():
                yield piece
            address = str(getattr(self._model, "base_url", "") or "")
            raise failed(error, self._model.model_name, address) from error
        except (AttributeError, TypeError, ValueError) as error:
            # The library takes the form of an answer for granted.
            for piece in speech.end():
                yield piece
            raise ModelFailed("The language model's server sent an answer in an unknown form.") from error
        response = speech.response
        assert response is not None
        if speech.heard:
            self._may_think_first = speech.began_with_thoughts
        problem = why_not_whole(response, wrote_call=speech.spoken.has_call and not response.tool_calls)
        if problem is not None:
            if problem.words:
                yield f"\n\n{problem.words}" if speech.said else problem.words
            raise ModelFailed(problem.detail)
        if speech.betrayed:
            raise ModelFailed("What the language model said first were its thoughts.")
        thought = speech.spoken.has_thought or any(isinstance(part, ThinkingPart) for part in response.parts)
        if thought and not speech.said.strip() and not response.tool_calls:
            raise ModelFailed("The language model thought, and came to no answer.")
        calls = (
            ToolCall(part.tool_name, part.args_as_dict(), part.tool_call_id) for part in response.tool_calls
        )
        yield Reply(speech.said, tuple(calls), original=_as_said(response, speech.said))

    async def _requested(self, messages: Sequence[Message], speech: "_Speech") -> AsyncGenerator[str]:
        """What the model says, into `speech` as well; for a server that loads or is busy it waits, and says so."""
        told = instructions(self._clock())
        shown = [_translated(message, told) for message in messages]
        patience = Patience()
        while speech.response is None:
            was_waiting = patience.waited > 0
            try:
                async with (
                    self._model,  # Its connections are open only while it answers.
                    model_request_stream(
                        self._model, shown, model_request_parameters=self._parameters
                    ) as events,
                ):
                    async for event in events:
                        for piece in speech.hear(_text_of(event)):
                            yield piece
                    speech.response = events.get()
            except AgentRunError as error:
                pause = None if speech.heard else patience.pause(error)
                if pause is None:
                    raise
                if not was_waiting:
                    yield waiting_words(error)
                await self._sleep(pause)
        for piece in speech.end():
            yield piece


class _Speech:
    """What one reply says to the person. `waits`: nothing of it is told before it is known to be no thought."""

    def __init__(self, spoken: SpokenText, *, waits: bool) -> None:
        self.spoken = spoken
        self.heard = False
        self.began_with_thoughts = False
        self.betrayed = False
        self.response: ModelResponse | None = None
        self._pieces: list[str] = []
        self._waiting: list[str] | None = [] if waits else None

    @property
    def said(self) -> str:
        return "".join(self._pieces)

    def hear(self, text: str) -> list[str]:
        """Take a piece of what the model sent; return the pieces to tell now."""
        self.heard = self.heard or bool(text.strip())
        return self._tell(self.spoken.feed(text)) if text else []

    def end(self) -> list[str]:
        """Return what is still to be told."""
        told = self._tell(self.spoken.end())
        waiting, self._waiting = self._waiting or [], None
        return [*waiting, *told]

    def _tell(self, text: str) -> list[str]:
        if self.spoken.was_thought:
            self.spoken.was_thought = False
            self.began_with_thoughts = True
            self.betrayed = self._waiting is None and bool(self._pieces)
            self._pieces.clear()
            self._waiting = None
        if text:
            self._pieces.append(text)
        if self._waiting is None:
            return [text] if text else []
        if text:
            self._waiting.append(text)
        if self.spoken.has_thought and not self.began_with_thoughts:
            # It marks where its thoughts begin, so what it says elsewhere is no thought.
            waiting, self._waiting = self._waiting, None
            return waiting
        return []


def _definition(tool: ToolDescription) -> ToolDefinition:
    """The tool with one argument more: the branch it shall look at."""
    properties = {**tool.parameters.get("properties", {}), "branch_id": _BRANCH_ARGUMENT}
    return ToolDefinition(
        name=tool.name,
        description=tool.description,
        parameters_json_schema={**tool.parameters, "properties": properties},
    )


def _as_said(response: ModelResponse, said: str) -> ModelResponse:
    """The reply as it goes back with the next question: the words that were said, and no thoughts among them.

    Thoughts that a provider keeps apart and wants back (signed, or in a field of their own) stay.
    """
    parts: list[ModelResponsePart] = []
    for part in response.parts:
        match part:
            case TextPart():
                if said:
                    parts.append(replace(part, content=said))
                said = ""
            case ThinkingPart(signature=None, id=None | "content"):
                continue
            case _:
                parts.append(part)
    return replace(response, parts=parts)


def _translated(message: Message, told: str) -> ModelMessage:
    match message:
        case Asked(text):
            return ModelRequest([UserPromptPart(text)], instructions=told)
        case Reply(original=ModelResponse() as original):
            return original
        case Reply(text, calls):
            spoken = [TextPart(text)] if text else []
            asked = [ToolCallPart(call.tool, call.arguments, call.call_id) for call in calls]
            return ModelResponse([*spoken, *asked])
        case ToolResults(results):
            returned = [ToolReturnPart(each.tool, each.result, tool_call_id=each.call_id) for each in results]
            return ModelRequest(returned, instructions=told)
        case _:
            assert_never(message)


def _text_of(event: object) -> str:
    match event:
        case PartStartEvent(part=TextPart(content=text)):
            return text
        case PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return text
        case _:
            return ""
