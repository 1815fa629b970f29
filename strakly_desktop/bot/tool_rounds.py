"""The rounds of one turn: the model speaks, calls tools, reads their results, at most ten times.

The loop itself is pydantic-ai's; this module turns its nodes into the events of turn.py and decides what of the
turn is remembered. Imported late, because pydantic-ai takes a second to import.
"""

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic_ai import Agent, AgentRun, RunContext, Tool, ToolReturn, UsageLimits
from pydantic_ai.exceptions import AgentRunError, UsageLimitExceeded
from pydantic_ai.messages import (
    FunctionToolResultEvent,
    ModelMessage,
    ModelResponse,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ToolReturnPart,
)
from pydantic_ai.models import Model
from sqlalchemy.exc import SQLAlchemyError

from .instructions import instructions
from .memory import Conversation
from .toolbox import BranchScope, Toolbox, ToolDescription, ToolRefusal
from .turn import Failed, Said, Suggested, TurnEvent, UsedTools, Wished
from .wire import fitting

_log = logging.getLogger(__name__)

MOST_ROUNDS = 10
_WRONG_CALLS = 3
"""How often a model may call a tool that does not exist before the turn fails."""
_SHORTEST_WITH_SUGGESTIONS = 60
"""Characters; after a shorter answer the real bot offers no follow-up questions either."""


_BRANCH_ARGUMENT = {
    "type": "integer",
    "description": "Look at this branch only, 0 for all; leave out for the branch that the app shows.",
}


@dataclass(frozen=True, slots=True)
class _Tools:
    """The tools of a turn and where they look."""

    toolbox: Toolbox
    scope: BranchScope


@dataclass(slots=True)
class _Turn:
    """What has come of the turn so far."""

    text: str = ""
    failed: bool = False
    returned: list[ToolReturnPart] = field(default_factory=list)


class ToolRounds:
    """The tool loop around one language model. Holds nothing of any conversation."""

    def __init__(
        self,
        model: Model,
        toolbox: Toolbox,
        *,
        questions_after: Callable[[str], Sequence[str]] = lambda _answer: (),
        clock: Callable[[], date] = date.today,
    ) -> None:
        """`questions_after` gives what to ask next after an answer that used no tool; `clock` tells today."""
        self._questions_after = questions_after
        self._toolbox = toolbox
        self._clock = clock
        tools = [_tool(description) for description in toolbox.describe()]
        self._agent = Agent(model, deps_type=_Tools, tools=tools, retries={"tools": _WRONG_CALLS})

    async def run(
        self, question: str, scope: BranchScope, conversation: Conversation
    ) -> AsyncGenerator[TurnEvent]:
        """Answer `question`. The caller holds the conversation's lock; closing this stops model and tools."""
        turn = _Turn()
        async with self._agent.iter(
            question,
            deps=_Tools(self._toolbox, scope),
            message_history=conversation.messages(),
            instructions=instructions(self._clock()),
            usage_limits=UsageLimits(request_limit=MOST_ROUNDS),
        ) as run:
            try:
                async with aclosing(_rounds(run, turn)) as events:
                    async for event in events:
                        yield event
            except UsageLimitExceeded:
                pass  # The tenth round is over. The answer is what was said until then, as on the real bot.
            except AgentRunError as error:
                turn.failed = True
                yield Failed(str(error))
            except SQLAlchemyError as error:
                turn.failed = True
                _log.error("A tool could not reach the gym's database: %s", type(error).__name__)
                yield Failed("The gym's database does not answer.")
            finally:
                if not turn.failed:
                    conversation.remember(whole_turn(run.new_messages()))
        for event in self._afterwards(turn):
            yield event

    def _afterwards(self, turn: _Turn) -> list[TurnEvent]:
        """The actions of all rounds, then questions that follow from the last tool's result."""
        events: list[TurnEvent] = [Wished(action) for part in turn.returned for action in part.metadata or ()]
        if not turn.failed and len(turn.text) >= _SHORTEST_WITH_SUGGESTIONS:
            questions = fitting(self._questions(turn))
            if questions:
                events.append(Suggested(questions))
        return events

    def _questions(self, turn: _Turn) -> Sequence[str]:
        if not turn.returned:
            return self._questions_after(turn.text)
        last = turn.returned[-1]
        return self._toolbox.suggestions(last.tool_name, _result(last))


def whole_turn(messages: Sequence[ModelMessage]) -> list[ModelMessage]:
    """The part of a turn that can be remembered: up to its last answer in words; nothing when there is none.

    So a tool call is never kept without its result, nor a question that the next one would be mixed up with.
    """
    for end in range(len(messages), 0, -1):
        last = messages[end - 1]
        if isinstance(last, ModelResponse) and last.text and not last.tool_calls:
            return list(messages[:end])
    return []


def _tool(description: ToolDescription) -> Tool[_Tools]:
    async def call(context: RunContext[_Tools], **arguments: Any) -> ToolReturn[Any]:
        tools = context.deps
        try:
            branch_id = tools.scope.narrowed(arguments.pop("branch_id", None))
            outcome = await tools.toolbox.call(description.name, arguments, branch_id)
        except ToolRefusal as refusal:
            # An answer like any other: the model tells the person, or calls again with better arguments.
            return ToolReturn(return_value={"error": str(refusal)})
        return ToolReturn(return_value=outcome.result, metadata=outcome.actions)

    schema = description.parameters
    properties = {**schema.get("properties", {}), "branch_id": _BRANCH_ARGUMENT}
    return Tool.from_schema(
        call, description.name, description.description, {**schema, "properties": properties}, takes_ctx=True
    )


async def _rounds(run: AgentRun[_Tools, str], turn: _Turn) -> AsyncGenerator[TurnEvent]:
    async for node in run:
        if Agent.is_model_request_node(node):
            async with node.stream(run.ctx) as spoken:
                async for event in spoken:
                    text = _text_of(event)
                    if text:
                        turn.text += text
                        yield Said(text)
        elif Agent.is_call_tools_node(node):
            if not node.model_response.tool_calls and not node.model_response.text:
                return  # The model has nothing to say. The library would ask it again, in the person's name.
            returned: dict[str, ToolReturnPart] = {}
            async with node.stream(run.ctx) as worked:
                async for happening in worked:
                    if isinstance(happening, FunctionToolResultEvent) and isinstance(
                        happening.part, ToolReturnPart
                    ):
                        returned[happening.part.tool_call_id] = happening.part
            # Results come as each tool is ready; actions and suggestions follow the order of the calls.
            calls = node.model_response.tool_calls
            turn.returned += [returned[call.tool_call_id] for call in calls if call.tool_call_id in returned]
            if calls:
                yield UsedTools(tuple(call.tool_name for call in calls))


def _text_of(event: object) -> str:
    match event:
        case PartStartEvent(part=TextPart(content=text)):
            return text
        case PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return text
        case _:
            return ""


def _result(part: ToolReturnPart) -> dict[str, Any]:
    return {str(key): value for key, value in part.content.items()} if isinstance(part.content, dict) else {}
