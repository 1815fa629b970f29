"""Reads the talk out of the messages that a model is shown: earlier turns, the question, what the tools said."""

from collections.abc import Sequence
from dataclasses import dataclass

from strakly_desktop.bot.agent.language_model import Asked, Message, ToolResult, ToolResults
from strakly_desktop.bot.understanding.requests import PastTurn


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The talk as the offline model sees it. `rounds` are the tool rounds of this turn that have run.

    `branch_id`: the branch that is chosen in the window, None for all.
    """

    past: tuple[PastTurn, ...]
    question: str
    rounds: tuple[tuple[ToolResult, ...], ...]
    branch_id: int | None = None


def read_dialogue(messages: Sequence[Message]) -> Dialogue:
    """Split `messages` into turns; each begins with what a person typed."""
    turns: list[tuple[str, list[tuple[ToolResult, ...]]]] = []
    branch_id: int | None = None
    for message in messages:
        match message:
            case Asked(text, branch_id):
                turns.append((text, []))
            case ToolResults(results) if turns:
                turns[-1][1].append(results)
            case _:
                pass  # What the model itself said can be told from these.
    if not turns:
        return Dialogue((), "", ())
    past = tuple(
        PastTurn(question, tuple(result for round_ in rounds for result in round_))
        for question, rounds in turns[:-1]
    )
    question_now, rounds_now = turns[-1]
    return Dialogue(past, question_now, tuple(rounds_now), branch_id)
