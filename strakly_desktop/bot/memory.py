"""What the assistant remembers of each conversation, for half an hour, in this process only.

Unlike the real bot's (STRAKLY_API section 1, "Memory on the bot") a conversation belongs to the account that began
it, two questions at once under one id wait for each other, and only whole turns are kept: a turn that was stopped
inside a tool can never leave a tool call without its result behind.
"""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from time import monotonic

from .language_model import Message

FORGET_AFTER_SECONDS = 1800.0
MOST_MESSAGES = 24
"""Messages kept per conversation, tool calls and tool results included."""


@dataclass(slots=True, eq=False)
class Conversation:
    """The turns of one conversation. Hold `lock` while a turn reads and extends it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    turns: list[list[Message]] = field(default_factory=list)

    def messages(self) -> list[Message]:
        """What the language model is shown of the earlier turns, oldest first."""
        return [message for turn in self.turns for message in turn]

    def remember(self, turn: Sequence[Message]) -> None:
        """Keep a whole turn; the oldest turns go when there are too many messages. The newest always stays."""
        if not turn:
            return
        self.turns.append(list(turn))
        while len(self.turns) > 1 and sum(map(len, self.turns)) > MOST_MESSAGES:
            del self.turns[0]


class Memory:
    """All conversations, by account and id."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._conversations: dict[tuple[Hashable, str], tuple[Conversation, float]] = {}

    def conversation(self, owner: Hashable, conversation_id: str) -> Conversation:
        """The conversation `owner` began under this id; an empty one when there is none, or none any more."""
        self._forget_old()
        found = self._conversations.get((owner, conversation_id))
        conversation = found[0] if found else Conversation()
        self._conversations[owner, conversation_id] = (conversation, self._clock())
        return conversation

    def forget(self, owner: Hashable, conversation_id: str) -> None:
        """Forget a conversation; an unknown one is forgotten already."""
        self._conversations.pop((owner, conversation_id), None)

    def _forget_old(self) -> None:
        oldest = self._clock() - FORGET_AFTER_SECONDS
        self._conversations = {
            key: (conversation, used)
            for key, (conversation, used) in self._conversations.items()
            if used >= oldest or conversation.lock.locked()
        }
