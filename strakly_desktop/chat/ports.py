"""What the chat needs from the outside, as the narrowest protocols that work."""

from collections.abc import AsyncGenerator
from typing import Protocol

from strakly_desktop.conversation.events import ChatEvent
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, Question


class ChatTransport(Protocol):
    """Carries one question to an assistant and its answer back."""

    def stream_chat(self, question: Question) -> AsyncGenerator[ChatEvent, None]:
        """Yield the events of one answer, ending with AnswerFinished.

        The iterator is an async generator: closing it, or cancelling the reading task, closes the connection.

        Raises:
            ChatError: the turn failed; what was yielded before stays valid.
        """
        ...


class ConversationStore(Protocol):
    """Keeps turns on disk. Every method raises StoreError where the disk does not take them."""

    async def begin_turn(self, conversation: ConversationSummary, question: Message, answer: Message) -> None:
        """Save a question and its empty, STREAMING answer; the conversation too, if it is new."""
        ...

    async def append_answer(self, message_id: str, text: str) -> None:
        """Save what an answer has grown by."""
        ...

    async def rewrite_answer(self, answer: Message) -> None:
        """Save all that a STREAMING answer is so far, text and tools, in place of what was saved of it."""
        ...

    async def name_branch(self, messages: tuple[str, ...], branch: str) -> None:
        """Save that these messages, by their ids, are about `branch`."""
        ...

    async def finish_answer(
        self, conversation_id: str, answer: Message, bot_memory: BotMemory | None
    ) -> None:
        """Save the whole answer as it ended."""
        ...
