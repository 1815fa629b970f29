"""Answers a question: an async generator of the events that the app reads, in the order that the real bot
sends them.

conversation_id, then per round tokens and tools_used, then error if the model failed, actions,
suggested_questions and `[DONE]` (protocol rule 6). Closing the generator, at whatever point, stops
the model and the tool that is running. A turn is remembered only as far as it is whole.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from strakly_desktop.bot.agent import wire
from strakly_desktop.bot.agent.memory import ConversationMemory, Memory, MemoryFailed
from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.agent.toolbox import BranchScope, Toolbox
from strakly_desktop.bot.agent.turn import Failed, Said, Suggested, TurnEvent, UsedTools, Wished

if TYPE_CHECKING:
    from strakly_desktop.bot.agent.tool_rounds import ToolRounds

NOTHING_SAID = "I couldn't process that request. Please try again."
"""What the JSON form answers when the model said nothing, as the real bot does."""


@dataclass(frozen=True, slots=True)
class Question:
    """One message of an account. `branch_id` None means all branches; no `conversation_id` begins a new talk."""

    text: str
    tenant: Tenant
    conversation_id: str | None = None
    branch_id: int | None = None


@dataclass(slots=True)
class Answer:
    """A whole answer, for the JSON form. `error` is the model's raw error text, or None."""

    conversation_id: str
    text: str = ""
    tools_used: list[str] = field(default_factory=list)
    actions: list[wire.Action] = field(default_factory=list)
    suggested_questions: list[str] = field(default_factory=list)
    error: str | None = None


class Assistant:
    """One tool loop and the memory of the talks it had."""

    def __init__(
        self,
        load_rounds: Callable[[], "ToolRounds"],
        *,
        memory: ConversationMemory | None = None,
        toolbox_of: Callable[[Tenant], Toolbox | None] = lambda _tenant: None,
        watched: Callable[[AsyncGenerator[TurnEvent]], AsyncGenerator[TurnEvent]] = lambda events: events,
    ) -> None:
        """`load_rounds` builds the tool loop; it runs once, in a thread: it imports what the model needs.

        `toolbox_of` gives the tools of an account where not all have those of the loop; `watched` sees the events.
        """
        self.memory: ConversationMemory = memory or Memory()
        self._load_rounds = load_rounds
        self._toolbox_of = toolbox_of
        self._watched = watched
        self._rounds: asyncio.Task[ToolRounds] | None = None

    def warm_up(self) -> None:
        """Begin to load what the first question would otherwise wait for. Needs a running event loop."""
        self._loading()

    async def process_chat_stream(self, question: Question) -> AsyncGenerator[str]:
        """The answer as event-stream text, one event a piece. Always ends with `[DONE]` unless it is closed."""
        conversation_id = question.conversation_id or str(uuid4())
        yield wire.conversation(conversation_id)
        async with aclosing(self._watched(self._turn(question, conversation_id))) as events:
            async for event in events:
                match event:
                    case Said(text):
                        yield wire.token(text)
                    case UsedTools(names):
                        yield wire.tools_used(names)
                    case Wished(action):
                        yield wire.action(action)
                    case Suggested(questions):
                        yield wire.suggested_questions(questions)
                    case Failed(detail, fact, advice):
                        yield wire.error(detail, fact, advice)
        yield wire.DONE

    async def process_chat(self, question: Question) -> Answer:
        """The whole answer at once, actions included (the real bot loses them)."""
        answer = Answer(question.conversation_id or str(uuid4()))
        async with aclosing(self._watched(self._turn(question, answer.conversation_id))) as events:
            async for event in events:
                match event:
                    case Said(text):
                        answer.text += text
                    case UsedTools(names):
                        answer.tools_used += names
                    case Wished(action):
                        answer.actions.append(action)
                    case Suggested(questions):
                        answer.suggested_questions += questions
                    case Failed(detail):
                        answer.error = detail
        answer.text = answer.text or NOTHING_SAID
        return answer

    async def _turn(self, question: Question, conversation_id: str) -> AsyncGenerator[TurnEvent]:
        rounds = await asyncio.shield(self._loading())
        async with AsyncExitStack() as stack:
            try:
                conversation = await stack.enter_async_context(
                    self.memory.turn(question.tenant, conversation_id)
                )
            except MemoryFailed as error:
                yield Failed(str(error))
                return
            tools = self._toolbox_of(question.tenant)
            turn = rounds.run(question.text, _scope(question), conversation, tools)
            async with aclosing(turn):
                async for event in turn:
                    yield event

    def _loading(self) -> "asyncio.Task[ToolRounds]":
        if self._rounds is None:
            self._rounds = asyncio.create_task(asyncio.to_thread(self._load_rounds))
        return self._rounds


def _scope(question: Question) -> BranchScope:
    fixed = question.tenant.branch_id is not None
    return BranchScope(
        question.branch_id if question.branch_id is not None else question.tenant.branch_id, fixed
    )
