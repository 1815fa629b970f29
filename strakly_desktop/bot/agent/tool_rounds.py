"""The rounds of one turn: the model speaks, calls tools, reads their results, at most ten times.

It turns what the model says and what the tools do into the events of turn.py, and decides what of the turn is
remembered.
"""

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from strakly_desktop.bot.agent.consent import CONFIRMED, NOT_AGREED, has_agreed
from strakly_desktop.bot.agent.language_model import (
    Asked,
    LanguageModel,
    Message,
    ModelFailed,
    Reply,
    ToolCall,
    ToolResult,
    ToolResults,
)
from strakly_desktop.bot.agent.memory import Conversation
from strakly_desktop.bot.agent.toolbox import BranchScope, Toolbox, ToolOutcome, ToolRefusal
from strakly_desktop.bot.agent.turn import Failed, Said, Suggested, TurnEvent, UsedTools, Wished
from strakly_desktop.bot.agent.wire import Action, fitting

_log = logging.getLogger(__name__)

MOST_ROUNDS = 10
MOST_CALLS = 20
"""Tools of one reply that are run: a model that has lost its way may ask for hundreds."""

_SHORTEST_WITH_SUGGESTIONS = 60
"""Characters; after a shorter answer the real bot offers no follow-up questions either."""


_TOO_MANY = ToolOutcome({"error": f"Not run: at most {MOST_CALLS} tools at once."})


@dataclass(slots=True)
class _Turn:
    """What has come of the turn so far."""

    messages: list[Message]
    toolbox: Toolbox
    text: str = ""
    actions: list[Action] = field(default_factory=list)
    wrote: set[str] = field(default_factory=set)
    last_result: ToolResult | None = None
    failed: bool = False


class ToolRounds:
    """The tool loop around one language model. Holds nothing of any conversation."""

    def __init__(
        self,
        model: LanguageModel,
        toolbox: Toolbox,
        *,
        questions_after: Callable[[str], Sequence[str]] = lambda _answer: (),
        is_yes: Callable[[str], bool] = lambda _message: False,
    ) -> None:
        """`questions_after` gives what to ask next after an answer that used no tool; `is_yes` tells whether a whole
        message agrees to what was shown: without it nothing is ever written.
        """
        self._model = model
        self._toolbox = toolbox
        self._questions_after = questions_after
        self._is_yes = is_yes

    async def run(
        self, question: str, scope: BranchScope, conversation: Conversation, toolbox: Toolbox | None = None
    ) -> AsyncGenerator[TurnEvent]:
        """Answer `question`, with other tools of the same names where `toolbox` is given.

        The caller holds the conversation's lock; closing this stops model and tools.
        """
        turn = _Turn([Asked(question, scope.branch_id)], toolbox or self._toolbox)
        try:
            async with aclosing(self._rounds(turn, scope, conversation.messages())) as events:
                async for event in events:
                    yield event
        except ModelFailed as error:
            turn.failed = True
            yield Failed(str(error), error.fact, error.advice)
        except SQLAlchemyError as error:
            turn.failed = True
            _log.error("A tool could not reach the gym's database: %s", type(error).__name__)
            fact = "The gym's database does not answer."
            yield Failed(fact, fact, "Press Retry. If it happens again, tell whoever looks after it.")
        finally:
            if not turn.failed:
                conversation.remember(whole_turn(turn.messages))
        for event in self._afterwards(turn):
            yield event

    async def _rounds(
        self, turn: _Turn, scope: BranchScope, past: Sequence[Message]
    ) -> AsyncGenerator[TurnEvent]:
        for _ in range(MOST_ROUNDS):  # After the last one the answer is what was said until then.
            async with aclosing(self._spoken(turn, past)) as spoken:
                async for piece in spoken:
                    yield piece
            match turn.messages[-1]:
                case Reply(calls=calls) if calls:
                    await self._work(turn, past, calls, scope)
                    yield UsedTools(tuple(call.tool for call in calls[:MOST_CALLS]))
                case _:
                    return

    async def _spoken(self, turn: _Turn, past: Sequence[Message]) -> AsyncGenerator[Said]:
        """One reply of the model. What it said is part of the turn also when it is stopped halfway."""
        said, whole = "", None
        try:
            async with aclosing(self._model.reply([*past, *turn.messages])) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Reply):
                        whole = piece
                    elif piece:
                        said += piece
                        yield Said(piece)
        finally:
            turn.text += said
            turn.messages.append(whole or Reply(said))

    async def _work(
        self, turn: _Turn, past: Sequence[Message], calls: Sequence[ToolCall], scope: BranchScope
    ) -> None:
        """Run the tools of one round. They count only when all have ended."""
        outcomes = [
            (call, await self._run(turn, past, call, scope) if number < MOST_CALLS else _TOO_MANY)
            for number, call in enumerate(calls)
        ]
        results = tuple(ToolResult(call.tool, outcome.result, call.call_id) for call, outcome in outcomes)
        turn.messages.append(ToolResults(results))
        turn.actions += [action for _, outcome in outcomes for action in outcome.actions]
        turn.last_result = results[:MOST_CALLS][-1]

    async def _run(
        self, turn: _Turn, past: Sequence[Message], call: ToolCall, scope: BranchScope
    ) -> ToolOutcome:
        arguments = dict(call.arguments)
        writes = turn.toolbox.writes(call.tool) and bool(arguments.get(CONFIRMED))
        agreed = not writes or (call.tool not in turn.wrote and self._has_agreed(turn, past, call))
        if not agreed:
            arguments[CONFIRMED] = False
        try:
            branch_id = scope.narrowed(arguments.pop("branch_id", None))
            outcome = await turn.toolbox.call(call.tool, arguments, branch_id)
            if writes and agreed:
                turn.wrote.add(call.tool)
            return outcome if agreed else ToolOutcome({**outcome.result, "note": NOT_AGREED}, outcome.actions)
        except ToolRefusal as refusal:
            # An answer like any other: the model tells the person, or calls again with better arguments.
            return ToolOutcome({"error": str(refusal)})

    def _has_agreed(self, turn: _Turn, past: Sequence[Message], call: ToolCall) -> bool:
        asked = turn.messages[0]
        return isinstance(asked, Asked) and has_agreed(past, asked, call, self._is_yes)

    def _afterwards(self, turn: _Turn) -> list[TurnEvent]:
        """The actions of all rounds, then questions that follow from the last tool's result."""
        events: list[TurnEvent] = [Wished(action) for action in turn.actions]
        if not turn.failed and len(turn.text) >= _SHORTEST_WITH_SUGGESTIONS:
            questions = fitting(self._questions(turn))
            if questions:
                events.append(Suggested(questions))
        return events

    def _questions(self, turn: _Turn) -> Sequence[str]:
        if turn.last_result is None:
            return self._questions_after(turn.text)
        return turn.toolbox.suggestions(turn.last_result.tool, turn.last_result.result)


def whole_turn(messages: Sequence[Message]) -> list[Message]:
    """The part of a turn that can be remembered: up to its last answer in words; nothing when there is none.

    So a tool call is never kept without its result, nor a question that the next one would be mixed up with.
    """
    for end in range(len(messages), 0, -1):
        last = messages[end - 1]
        if isinstance(last, Reply) and last.text and not last.calls:
            return list(messages[:end])
    return []
