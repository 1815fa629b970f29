"""Saves turns as they happen, in order, and never lets the disk hold up or end a chat.

A question is on disk before its request leaves; the growing answer follows twice a second. What the disk does
not take stays here and is saved when it does again.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from strakly_desktop.chat.ports import ConversationStore
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message

SAVE_EVERY_S = 0.5
RETRY_AFTER_S = 20


@dataclass(slots=True, eq=False)
class _Record:
    """One turn on its way to the disk. `growth` is what has arrived since the last save."""

    conversation: ConversationSummary
    question: Message
    answer: Message
    bot_memory: BotMemory | None = None
    growth: list[str] = field(default_factory=list)
    is_begun: bool = False


class _NoStore:
    """Takes what was waiting when it turned out that there is no history on this machine."""

    async def begin_turn(self, conversation: ConversationSummary, question: Message, answer: Message) -> None:
        return

    async def append_answer(self, message_id: str, text: str) -> None:
        return

    async def finish_answer(
        self, conversation_id: str, answer: Message, bot_memory: BotMemory | None
    ) -> None:
        return


class TurnRecorder(QObject):
    """Writes to one store, or to none where there is no history on this machine.

    Signals:
        conversation_saved(ConversationSummary): a turn began in it; it is the newest now.
        saving_failed(StoreError): from now on turns wait here; told once.
        saving_recovered(): everything that waited is on disk.
    """

    conversation_saved = Signal(object)
    saving_failed = Signal(object)
    saving_recovered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store: ConversationStore | None = None
        self._is_open = asyncio.Event()
        self._jobs: deque[Callable[[ConversationStore], Awaitable[None]]] = deque()
        self._writing: asyncio.Task[None] | None = None
        self._current: _Record | None = None
        self._left_over: list[_Record] = []
        self._is_failing = False
        # Of the event loop, not of Qt: what they start needs the loop, and ends with it.
        self._growing: asyncio.TimerHandle | None = None
        self._retry: asyncio.TimerHandle | None = None

    def use_store(self, store: ConversationStore | None) -> None:
        """Write to `store` from now on; questions wait for this call. None: nothing is saved."""
        self._store = store
        self._is_open.set()
        if store is None and self._retry is not None:
            self._retry.cancel()
        elif store is not None and self._left_over:
            self._try_again()

    def begin(
        self, conversation: ConversationSummary, question: Message, answer: Message
    ) -> asyncio.Future[None]:
        """Save a question and its empty answer.

        The future is done when they are on disk, or when it is known that the disk does not take them.
        """
        record = self._current = _Record(conversation, question, answer)
        done = asyncio.get_running_loop().create_future()

        async def job(store: ConversationStore) -> None:
            try:
                await self._save_left_over(store)
                await self._begin(store, record)
            finally:
                if not done.done():
                    done.set_result(None)

        if not self._enqueue(job):
            done.set_result(None)
        return done

    def add_text(self, text: str) -> None:
        """The answer has grown by `text`."""
        if self._current is not None:
            self._current.growth.append(text)
            if self._growing is None:
                self._growing = asyncio.get_running_loop().call_later(SAVE_EVERY_S, self._save_growth)

    def finish(self, answer: Message, bot_memory: BotMemory | None) -> None:
        """The answer is over; `answer` is all of it."""
        record, self._current = self._current, None
        if self._growing is not None:
            self._growing.cancel()
            self._growing = None
        if record is not None:
            record.answer, record.bot_memory = answer, bot_memory
            self._enqueue(lambda store: self._finish(store, record))

    async def flush(self) -> None:
        """Return when everything is on disk that the disk takes."""
        while self._writing is not None:
            await asyncio.wait((self._writing,))

    def _save_growth(self) -> None:
        self._growing = None
        record = self._current
        if record is not None:
            self._enqueue(lambda store: self._append(store, record))

    def _enqueue(self, job: Callable[[ConversationStore], Awaitable[None]]) -> bool:
        """Write later, in order. False where there is nothing to write to."""
        if self._store is None and self._is_open.is_set():
            return False
        self._jobs.append(job)
        if self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._write(), name="turn-recorder")
            self._writing.add_done_callback(self._report_bug)
        return True

    async def _write(self) -> None:
        try:
            await self._is_open.wait()
            while self._jobs:
                job = self._jobs.popleft()
                try:
                    await job(self._store or _NoStore())
                except StoreError as error:
                    self._tell_failure(error)
        finally:
            # At once, not in a callback: what comes next needs a new task.
            self._writing = None

    def _report_bug(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            task.get_loop().call_exception_handler(
                {"message": "saving ended with a bug", "exception": error, "task": task}
            )

    async def _begin(self, store: ConversationStore, record: _Record) -> None:
        await store.begin_turn(record.conversation, record.question, record.answer)
        record.is_begun = True
        self.conversation_saved.emit(record.conversation)

    async def _append(self, store: ConversationStore, record: _Record) -> None:
        if record.is_begun and record.growth:
            text = "".join(record.growth)
            record.growth.clear()
            await store.append_answer(record.answer.id, text)

    async def _finish(self, store: ConversationStore, record: _Record) -> None:
        try:
            if not record.is_begun:
                await self._begin(store, record)
            await store.finish_answer(record.conversation.id, record.answer, record.bot_memory)
        except StoreError:
            self._left_over.append(record)
            raise

    async def _save_left_over(self, store: ConversationStore) -> None:
        waiting, self._left_over = self._left_over, []
        for index, record in enumerate(waiting):
            try:
                await self._finish(store, record)
            except StoreError:
                self._left_over += waiting[index + 1 :]
                raise
        if self._is_failing:
            self._is_failing = False
            self.saving_recovered.emit()

    def _try_again(self) -> None:
        self._enqueue(self._save_left_over)

    def _tell_failure(self, error: StoreError) -> None:
        if self._retry is not None:
            self._retry.cancel()
        self._retry = asyncio.get_running_loop().call_later(RETRY_AFTER_S, self._try_again)
        if not self._is_failing:
            self._is_failing = True
            self.saving_failed.emit(error)
