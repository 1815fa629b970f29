"""A store in memory that fails when the test tells it to, and notes what reached it in which order."""

from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message

FULL = StoreError("The disk is full.", "Free some space.")


class ScriptedStore:
    """What is `begun`, `grown` and `finished` is what a disk would hold.

    `is_losing_its_answer`: it writes, and then says that it could not.
    """

    def __init__(self) -> None:
        self.is_full = False
        self.is_losing_its_answer = False
        self.begun: list[tuple[ConversationSummary, Message, Message]] = []
        self.grown: dict[str, str] = {}
        self.named: list[tuple[tuple[str, ...], str]] = []
        self.tools: dict[str, tuple[str, ...]] = {}
        self.finished: list[tuple[str, Message, BotMemory | None]] = []

    async def begin_turn(self, conversation: ConversationSummary, question: Message, answer: Message) -> None:
        self._take()
        if not any(there.id == answer.id for _, _, there in self.begun):
            self.begun.append((conversation, question, answer))

    async def append_answer(self, message_id: str, text: str) -> None:
        self._take()
        self.grown[message_id] = self.grown.get(message_id, "") + text
        self._lose()

    async def rewrite_answer(self, answer: Message) -> None:
        self._take()
        self.grown[answer.id] = answer.text
        self.tools[answer.id] = answer.tools
        self._lose()

    async def name_branch(self, messages: tuple[str, ...], branch: str) -> None:
        self._take()
        self.named.append((messages, branch))

    async def finish_answer(
        self, conversation_id: str, answer: Message, bot_memory: BotMemory | None
    ) -> None:
        self._take()
        self.finished.append((conversation_id, answer, bot_memory))
        self._lose()

    def _take(self) -> None:
        if self.is_full:
            raise FULL

    def _lose(self) -> None:
        if self.is_losing_its_answer:
            raise FULL
