"""What no disk has taken yet of a conversation: it can be read from here until one does."""

from collections.abc import Sequence
from dataclasses import dataclass

from strakly_desktop.conversation.model import ConversationSummary, Message


@dataclass(frozen=True, slots=True)
class WaitingConversation:
    """A conversation as it was asked in last, and those of its messages that wait for the disk, oldest first."""

    summary: ConversationSummary
    messages: tuple[Message, ...]

    def has(self, message_id: str) -> bool:
        """Whether a message is one of those that wait."""
        return any(message.id == message_id for message in self.messages)

    def behind(self, saved: Sequence[Message]) -> list[Message]:
        """All of it, where the disk has `saved`: of a message that is in both, what is known here is newer."""
        waiting = {message.id for message in self.messages}
        return [message for message in saved if message.id not in waiting] + list(self.messages)
