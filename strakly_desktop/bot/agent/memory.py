"""What the assistant remembers of each conversation, for half an hour, in this process only.

Unlike the real bot's (protocol rules 20 and 21) a conversation belongs to the account that began
it, two questions at once under one id wait for each other, and only whole turns are kept: a turn that was stopped
inside a tool can never leave a tool call without its result behind.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Hashable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from strakly_desktop.bot.agent.language_model import Asked, Message, Reply, ToolResults
from strakly_desktop.bot.agent.tenant import Tenant

FORGET_AFTER_SECONDS = 1800.0
MOST_MESSAGES = 24
"""Messages kept per conversation, tool calls and tool results included."""

MOST_MESSAGES_OFFLINE = 120
"""As many for the model that reads the whole talk anew, and pays for none of it: some thirty short questions."""

MOST_CONVERSATIONS = 200
MOST_CHARS = 200_000
"""Characters kept per conversation. A turn that is longer by itself is not kept."""

MOST_CHARS_IN_ALL = 8_000_000


@dataclass(slots=True, eq=False)
class Conversation:
    """The turns of one conversation, of `most_messages` at most. Hold `lock` while a turn reads and extends it."""

    most_messages: int = MOST_MESSAGES
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    turns: list[list[Message]] = field(default_factory=list)
    _sizes: list[int] = field(default_factory=list)

    def messages(self) -> list[Message]:
        """What the language model is shown of the earlier turns, oldest first."""
        return [message for turn in self.turns for message in turn]

    def remember(self, turn: Sequence[Message]) -> None:
        """Keep a whole turn; the oldest turns go when there are too many messages, or too long ones."""
        if not turn:
            return
        self.turns.append(list(turn))
        self._sizes.append(sum(map(_size, turn)))
        while len(self.turns) > 1 and (
            sum(map(len, self.turns)) > self.most_messages or self.size > MOST_CHARS
        ):
            del self.turns[0], self._sizes[0]
        if self.size > MOST_CHARS:
            self.turns.clear()
            self._sizes.clear()

    @property
    def size(self) -> int:
        """Characters that it holds."""
        return sum(self._sizes)


class MemoryFailed(Exception):
    """What was said before cannot be read now. The text is for the person."""


class ConversationMemory(Protocol):
    """Where the conversations are kept: in this process (Memory), or where several processes find them."""

    def turn(self, tenant: Tenant, conversation_id: str) -> AbstractAsyncContextManager[Conversation]:
        """The conversation of this account, for one turn alone: others under its id wait until that is over.

        What the turn remembered is kept however it ends. Raises MemoryFailed on entering.
        """
        ...

    async def drop(self, tenant: Tenant, conversation_id: str) -> None:
        """Forget a conversation; an unknown one is forgotten already. Raises MemoryFailed."""
        ...


class Memory:
    """All conversations, by account and id."""

    def __init__(self, *, most_messages: int = MOST_MESSAGES, clock: Callable[[], float] = monotonic) -> None:
        """`most_messages` are kept of each conversation."""
        self._most_messages = most_messages
        self._clock = clock
        self._conversations: dict[tuple[Hashable, str], tuple[Conversation, float]] = {}

    def conversation(self, owner: Hashable, conversation_id: str) -> Conversation:
        """The conversation `owner` began under this id; an empty one when there is none, or none any more."""
        self._forget_old()
        found = self._conversations.get((owner, conversation_id))
        conversation = found[0] if found else Conversation(self._most_messages)
        # The one that was used last stands last.
        self._conversations.pop((owner, conversation_id), None)
        self._conversations[owner, conversation_id] = (conversation, self._clock())
        self._forget_what_is_too_much(conversation)
        return conversation

    def forget(self, owner: Hashable, conversation_id: str) -> None:
        """Forget a conversation; an unknown one is forgotten already."""
        self._conversations.pop((owner, conversation_id), None)

    @asynccontextmanager
    async def turn(self, tenant: Tenant, conversation_id: str) -> AsyncGenerator[Conversation]:
        """As ConversationMemory says."""
        conversation = self.conversation(tenant.key, conversation_id)
        async with conversation.lock:
            yield conversation

    async def drop(self, tenant: Tenant, conversation_id: str) -> None:
        """As ConversationMemory says."""
        self.forget(tenant.key, conversation_id)

    def _forget_old(self) -> None:
        oldest = self._clock() - FORGET_AFTER_SECONDS
        self._conversations = {
            key: (conversation, used)
            for key, (conversation, used) in self._conversations.items()
            if used >= oldest or conversation.lock.locked()
        }

    def _forget_what_is_too_much(self, newest: Conversation) -> None:
        """Forget those that were used longest ago, where there are too many or they hold too much."""
        size = sum(conversation.size for conversation, _ in self._conversations.values())
        for key, (conversation, _) in list(self._conversations.items()):
            if len(self._conversations) <= MOST_CONVERSATIONS and size <= MOST_CHARS_IN_ALL:
                return
            if conversation is not newest and not conversation.lock.locked():
                size -= conversation.size
                del self._conversations[key]


def _size(message: Message) -> int:
    """About how many characters a message holds."""
    match message:
        case Asked(text):
            return len(text)
        case Reply(text, calls):
            return len(text) + sum(len(str(call.arguments)) for call in calls)
        case ToolResults(results):
            return sum(len(str(result.result)) for result in results)
