"""The language model that needs no network: reads the question by rules and words its answers from tool results.

It is a FunctionModel of the agent library, so it goes through exactly the tool loop that a hosted model goes
through, and everything it knows of the talk is in the messages it is shown.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import date

from pydantic_ai.messages import ModelMessage
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel

from .answers import render_answer
from .understanding.calls import ToolCall, calls_for
from .understanding.dialogue import Dialogue, read_dialogue
from .understanding.reading import read, read_talk
from .understanding.requests import ToolResult

_PIECE = re.compile(r"\s*\S{1,12}|\s+$")
"""A word with the space before it; long words in parts, as hosted models send them."""


def offline_model(*, token_delay: float, clock: Callable[[], date] = date.today) -> FunctionModel:
    """The offline model. `token_delay` is the pause before each word in seconds; `clock` tells today."""

    async def stream(messages: list[ModelMessage], _info: AgentInfo) -> AsyncIterator[str | DeltaToolCalls]:
        dialogue = read_dialogue(messages)
        calls, text = _next_step(dialogue, clock())
        if calls:
            yield _tool_calls(calls, len(dialogue.rounds))
            return
        for piece in pieces(text):
            await asyncio.sleep(token_delay)
            yield piece

    return FunctionModel(stream_function=stream, model_name="strakly-offline")


def pieces(text: str) -> Iterator[str]:
    """Cut `text` into what is sent at a time; joined again they are `text`."""
    return (match[0] for match in _PIECE.finditer(text))


def _next_step(dialogue: Dialogue, today: date) -> tuple[Sequence[ToolCall], str]:
    """The tools to call now, or the text to say."""
    state = read_talk(dialogue.past, today)
    reading = read(dialogue.question, state, dialogue.past, today)
    if not reading.requests:
        return (), reading.say
    calls = calls_for(reading.requests, dialogue.rounds)
    if calls:
        return calls, ""
    return (), "\n\n".join(_worded(result) for result in dialogue.rounds[-1])


def _worded(result: ToolResult) -> str:
    error = result.result.get("error")
    return str(error) if error else render_answer(result.tool, result.result)


def _tool_calls(calls: Sequence[ToolCall], round_number: int) -> DeltaToolCalls:
    return {
        index: DeltaToolCall(
            call.tool, json.dumps(call.arguments), tool_call_id=f"offline-{round_number}-{index}"
        )
        for index, call in enumerate(calls)
    }
