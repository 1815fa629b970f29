"""What the chat needs from the outside, as the narrowest protocol that works."""

from collections.abc import AsyncGenerator
from typing import Protocol

from strakly_desktop.conversation.events import ChatEvent
from strakly_desktop.conversation.model import Question


class ChatTransport(Protocol):
    """Carries one question to an assistant and its answer back."""

    def stream_chat(self, question: Question) -> AsyncGenerator[ChatEvent, None]:
        """Yield the events of one answer, ending with AnswerFinished.

        The iterator is an async generator: closing it, or cancelling the reading task, closes the connection.

        Raises:
            ChatError: the turn failed; what was yielded before stays valid.
        """
        ...
