"""Reads the talk out of the agent library's messages: earlier turns, the question, what the tools said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic_ai.messages import ModelMessage, ModelRequest, ToolReturnPart, UserPromptPart

from .requests import PastTurn, ToolResult


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The talk as the offline model sees it. `rounds` are the tool rounds of this turn that have run."""

    past: tuple[PastTurn, ...]
    question: str
    rounds: tuple[tuple[ToolResult, ...], ...]


def read_dialogue(messages: Sequence[ModelMessage]) -> Dialogue:
    """Split `messages` into turns; each begins with a request that holds what a person typed."""
    turns: list[tuple[str, list[tuple[ToolResult, ...]]]] = []
    for message in messages:
        if not isinstance(message, ModelRequest):
            continue
        question = next((part.content for part in message.parts if isinstance(part, UserPromptPart)), None)
        if question is not None:
            turns.append((question if isinstance(question, str) else "", []))
        results = tuple(_results(message))
        if results and turns:
            turns[-1][1].append(results)
    if not turns:
        return Dialogue((), "", ())
    past = tuple(
        PastTurn(question, tuple(result for round_ in rounds for result in round_))
        for question, rounds in turns[:-1]
    )
    question_now, rounds_now = turns[-1]
    return Dialogue(past, question_now, tuple(rounds_now))


def _results(request: ModelRequest) -> Iterator[ToolResult]:
    for part in request.parts:
        if isinstance(part, ToolReturnPart) and isinstance(part.content, dict):
            yield ToolResult(part.tool_name, {str(key): value for key, value in part.content.items()})
