"""Saves turns as they happen, in order, and never lets the disk hold up or end a chat.

A question is on disk before its request leaves; the growing answer follows twice a second. What the disk does
not take stays here and is saved when it does again.
"""

import asyncio

from PySide6.QtCore import QObject, Signal

from strakly_desktop.chat.pending_turns import PendingTurns
from strakly_desktop.chat.ports import ConversationStore
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message


class TurnRecorder(QObject):
    """Writes to the store of whoever is at the desk, or to none where there is no history on this machine.

    Signals:
        conversation_saved(ConversationSummary): a turn began in it; it is the newest now.
        answer_saved(): more of an answer, or all of it, is on disk.
        saving_failed(StoreError): from now on turns wait here; told once.
        saving_recovered(): everything that waited is on disk, acknowledged by the store.
        unsaved_changed(): of other conversations than before something is not saved.
    """

    conversation_saved = Signal(object)
    answer_saved = Signal()
    saving_failed = Signal(object)
    saving_recovered = Signal()
    unsaved_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pending = PendingTurns(self)
        # Where the running turn began: it ends there, whoever has come meanwhile.
        self._running = self._pending

    def use_store(self, store: ConversationStore | None) -> None:
        """Write to `store` from now on; questions wait for this call. None: nothing is saved."""
        self._pending.use_store(store)

    @property
    def pending(self) -> PendingTurns:
        """The turns of whoever is at the desk, on their way to the store."""
        return self._pending

    def change_person(self, pending: PendingTurns | None = None) -> None:
        """Questions wait for another store from now on. What is on its way to the one of now goes on, without news.

        `pending`: what could not be saved when the person who comes left.
        """
        self._pending = pending or PendingTurns(self)

    def begin(
        self, conversation: ConversationSummary, question: Message, answer: Message
    ) -> asyncio.Future[None]:
        """Save a question and its empty answer.

        The future is done when they are on disk, or when it is known that the disk does not take them.
        """
        self._running = self._pending
        return self._running.begin(conversation, question, answer)

    def add_text(self, text: str) -> None:
        """Save that the answer has grown by `text`."""
        self._running.add_text(text)

    def note_tools(self, tools: tuple[str, ...]) -> None:
        """These tools have been used for the answer so far."""
        self._running.note_tools(tools)

    def name_branch(self, messages: tuple[str, ...], branch: str) -> None:
        """These messages, by their ids, are about `branch`, of which the name was not known before."""
        self._pending.name_branch(messages, branch)

    def finish(self, answer: Message, bot_memory: BotMemory | None) -> None:
        """The answer is over; `answer` is all of it."""
        self._running.finish(answer, bot_memory)

    def try_again(self) -> None:
        """Offer the disk once more what it did not take. Where nothing waits, nothing happens."""
        self._pending.try_again()

    async def flush(self) -> None:
        """Return when everything is on disk that the disk takes."""
        await self._pending.flush()

    def tell_conversation_saved(self, pending: PendingTurns, summary: ConversationSummary) -> None:
        if pending is self._pending:
            self.conversation_saved.emit(summary)

    def tell_answer_saved(self, pending: PendingTurns) -> None:
        if pending is self._pending:
            self.answer_saved.emit()

    def tell_failing(self, pending: PendingTurns, error: StoreError) -> None:
        if pending is self._pending:
            self.saving_failed.emit(error)

    def tell_unsaved(self, pending: PendingTurns) -> None:
        if pending is self._pending:
            self.unsaved_changed.emit()

    def tell_recovered(self, pending: PendingTurns) -> None:
        if pending is self._pending:
            self.saving_recovered.emit()
