"""A store in memory that fails when the test tells it to, and notes what reached it in which order."""

from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message

FULL = StoreError("The disk is full.", "Free some space.")


class ScriptedStore:
    """What is `begun`, `grown` and `finished` is what a disk would hold."""

    def __init__(self) -> None:
        self.is_full = False
        self.begun: list[tuple[ConversationSummary, Message, Message]] = []
        self.grown: dict[str, str] = {}
        self.finished: list[tuple[str, Message, BotMemory | None]] = []

    async def begin_turn(self, conversation: ConversationSummary, question: Message, answer: Message) -> None:
        self._take()
        self.begun.append((conversation, question, answer))

    async def append_answer(self, message_id: str, text: str) -> None:
        self._take()
        self.grown[message_id] = self.grown.get(message_id, "") + text

    async def finish_answer(
        self, conversation_id: str, answer: Message, bot_memory: BotMemory | None
    ) -> None:
        self._take()
        self.finished.append((conversation_id, answer, bot_memory))

    def _take(self) -> None:
        if self.is_full:
            raise FULL
