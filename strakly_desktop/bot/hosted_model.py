"""A hosted language model of any provider, through the agent library: our messages into its own and back.

The only module that speaks pydantic-ai's language, and it is imported only when a hosted model is configured:
the library takes a second and 30 MB. Of it only the requests are used; the tool loop is ours (tool_rounds.py).
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import date
from typing import assert_never

from pydantic_ai.direct import model_request_stream
from pydantic_ai.exceptions import AgentRunError
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.tools import ToolDefinition

from .instructions import instructions
from .language_model import Asked, Message, ModelFailed, Reply, ToolCall, ToolResults
from .toolbox import ToolDescription

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
    ) -> None:
        """`tools` are those it may call, `clock` tells today."""
        self._model = model
        self._parameters = ModelRequestParameters(function_tools=[_definition(tool) for tool in tools])
        self._clock = clock

    async def reply(self, messages: Sequence[Message]) -> AsyncGenerator[str | Reply]:
        """As LanguageModel says."""
        told = instructions(self._clock())
        shown = [_translated(message, told) for message in messages]
        try:
            async with (
                self._model,  # Its connections are open only while it answers.
                model_request_stream(self._model, shown, model_request_parameters=self._parameters) as events,
            ):
                async for event in events:
                    yield _text_of(event)
                response = events.get()
        except AgentRunError as error:
            raise ModelFailed(str(error)) from error
        calls = (
            ToolCall(part.tool_name, part.args_as_dict(), part.tool_call_id) for part in response.tool_calls
        )
        yield Reply(response.text or "", tuple(calls), original=response)


def _definition(tool: ToolDescription) -> ToolDefinition:
    """The tool with one argument more: the branch it shall look at."""
    properties = {**tool.parameters.get("properties", {}), "branch_id": _BRANCH_ARGUMENT}
    return ToolDefinition(
        name=tool.name,
        description=tool.description,
        parameters_json_schema={**tool.parameters, "properties": properties},
    )


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
