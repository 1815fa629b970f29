"""The turns on their way to one store: saved in order, and kept here while the disk does not take them.

A write that failed may have left anything behind, so the next one saves the whole answer so far, and only what a
store has acknowledged is ever called saved. Each person at the desk has a store, and turns of one never come to
that of another: what waits for a store stays with its own.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from strakly_desktop.chat.background_tasks import event_loop, report_bug
from strakly_desktop.chat.ports import ConversationStore
from strakly_desktop.chat.waiting_turns import WaitingConversation
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, MessageState

SAVE_EVERY_S = 0.5
RETRY_AFTER_S = 5


@dataclass(slots=True, eq=False)
class _Record:
    """One turn on its way to the disk. `saved` of its `pieces` are there, unless that `is_doubtful`."""

    conversation: ConversationSummary
    question: Message
    answer: Message
    bot_memory: BotMemory | None = None
    pieces: list[str] = field(default_factory=list)
    saved: int = 0
    is_doubtful: bool = False
    begun_in: ConversationStore | None = None
    is_queued: bool = False

    def so_far(self) -> Message:
        """The answer as far as it has come."""
        is_over = self.answer.state is not MessageState.STREAMING
        return self.answer if is_over else replace(self.answer, text="".join(self.pieces))


class _NoStore:
    """Takes what was waiting when it turned out that there is no history on this machine."""

    async def begin_turn(self, conversation: ConversationSummary, question: Message, answer: Message) -> None:
        return

    async def append_answer(self, message_id: str, text: str) -> None:
        return

    async def rewrite_answer(self, answer: Message) -> None:
        return

    async def finish_answer(
        self, conversation_id: str, answer: Message, bot_memory: BotMemory | None
    ) -> None:
        return

    async def name_branch(self, messages: tuple[str, ...], branch: str) -> None:
        return


class RecordingNews(Protocol):
    """Who is told how it goes: see the signals of TurnRecorder."""

    def tell_conversation_saved(self, pending: "PendingTurns", summary: ConversationSummary) -> None: ...
    def tell_answer_saved(self, pending: "PendingTurns") -> None: ...
    def tell_failing(self, pending: "PendingTurns", error: StoreError) -> None: ...
    def tell_recovered(self, pending: "PendingTurns") -> None: ...
    def tell_unsaved(self, pending: "PendingTurns") -> None: ...


class PendingTurns:
    """Writes to one store, or to none where there is no history on this machine. See TurnRecorder."""

    def __init__(self, news: RecordingNews) -> None:
        self._news = news
        self._store: ConversationStore | None = None
        self._is_open = asyncio.Event()
        self._jobs: deque[Callable[[ConversationStore], Awaitable[None]]] = deque()
        self._writing: asyncio.Task[None] | None = None
        self._current: _Record | None = None
        self._left_over: list[_Record] = []
        # Of which branch messages are, by their ids, that was not known when they were asked.
        self._names: list[tuple[tuple[str, ...], str]] = []
        # All that no store has acknowledged to the end, in the order in which they were asked.
        self._turns: list[_Record] = []
        self._told_unsaved: frozenset[str] = frozenset()
        self._is_failing = False
        self._has_written = False
        # Of the event loop, not of Qt: what they start needs the loop, and ends with it.
        self._growing: asyncio.TimerHandle | None = None
        self._retry: asyncio.TimerHandle | None = None

    def use_store(self, store: ConversationStore | None) -> None:
        """Write to `store` from now on; questions wait for this call. None: nothing is saved."""
        self._store = store
        self._is_open.set()
        if store is None and self._retry is not None:
            self._retry.cancel()
        elif store is not None:
            self.try_again()
        self._tell_unsaved()

    @property
    def is_empty(self) -> bool:
        """Whether all is on disk."""
        waits = self._jobs or self._left_over or self._names
        return not waits and self._writing is None and self._current is None

    @property
    def unsaved(self) -> tuple[ConversationSummary, ...]:
        """The conversations of which something waits that the disk is known not to take now."""
        if not self._is_failing and (self._store is not None or not self._is_open.is_set()):
            return ()
        return tuple({record.conversation.id: record.conversation for record in self._turns}.values())

    def waiting(self, conversation_id: str) -> WaitingConversation | None:
        """What waits of a conversation; None where all of it is on disk."""
        records = [record for record in self._turns if record.conversation.id == conversation_id]
        if not records:
            return None
        messages = [message for record in records for message in (record.question, record.so_far())]
        last = records[-1]
        return WaitingConversation(replace(last.conversation, bot_memory=last.bot_memory), tuple(messages))

    def wait_for_store(self) -> None:
        """The store is closed, and another one of the same person may come: what is not on disk waits for it."""
        self._store = None
        self._is_open.clear()
        if self._retry is not None:
            self._retry.cancel()

    def begin(
        self, conversation: ConversationSummary, question: Message, answer: Message
    ) -> asyncio.Future[None]:
        """Save a question and its empty answer.

        The future is done when they are on disk, or when it is known that the disk does not take them.
        """
        record = self._current = _Record(conversation, question, answer)
        self._turns.append(record)
        done = event_loop().create_future()

        async def job(store: ConversationStore) -> None:
            try:
                await self._save_left_over(store)
                await self._save_so_far(store, record)
            finally:
                if not done.done():
                    done.set_result(None)

        if not self._enqueue(job):
            done.set_result(None)
        self._tell_unsaved()
        return done

    def add_text(self, text: str) -> None:
        """Save that the answer has grown by `text`."""
        if self._current is not None:
            self._current.pieces.append(text)
            self._save_soon()

    def note_tools(self, tools: tuple[str, ...]) -> None:
        """These tools have been used for the answer so far."""
        if self._current is not None:
            self._current.answer = replace(self._current.answer, tools=tools)
            self._current.is_doubtful = True
            self._save_soon()

    def name_branch(self, messages: tuple[str, ...], branch: str) -> None:
        """These messages, by their ids, are about `branch`, of which the name was not known before."""
        for record in self._turns:
            if record.question.id in messages:
                record.question = replace(record.question, branch=branch)
            if record.answer.id in messages:
                record.answer = replace(record.answer, branch=branch)
        if self._enqueue(self._save_names):
            self._names.append((messages, branch))

    def finish(self, answer: Message, bot_memory: BotMemory | None) -> None:
        """The answer is over; `answer` is all of it."""
        record, self._current = self._current, None
        if self._growing is not None:
            self._growing.cancel()
            self._growing = None
        if record is not None:
            record.answer, record.bot_memory = answer, bot_memory
            self._enqueue(lambda store: self._finish_after_left_over(store, record))

    def try_again(self) -> None:
        """Offer the disk once more what it did not take. Where nothing waits, nothing happens."""
        if self._left_over or self._names or (self._is_failing and self._current is not None):
            self._enqueue(self._save_waiting)

    def remove_all(self, remove: Callable[[], Awaitable[None]]) -> asyncio.Future[None]:
        """`remove` every conversation on disk, in order: what waits goes with them, what is asked from now on stays.

        The future is done when they are removed, or has the StoreError of the disk that did not remove them.
        """
        gone = [record for record in self._turns if record is not self._current]
        done: asyncio.Future[None] = event_loop().create_future()

        async def job(_store: ConversationStore) -> None:
            self._left_over = [record for record in self._left_over if record not in gone]
            self._turns = [record for record in self._turns if record not in gone]
            problem: StoreError | None = None
            try:
                await remove()
                self._has_written = True
            except StoreError as error:
                problem = error
            if done.done():
                return  # Nobody waits for it any more.
            if problem is None:
                done.set_result(None)
            else:
                done.set_exception(problem)

        self._enqueue(job)
        return done

    def forget_waiting(self) -> None:
        """The file is gone, and its person: what waits for the disk is not brought back."""
        self._left_over.clear()
        self._names.clear()
        self._turns.clear()
        self._tell_unsaved()

    async def flush(self) -> None:
        """Return when everything is on disk that the disk takes."""
        while self._writing is not None:
            await asyncio.wait((self._writing,))

    def _save_soon(self) -> None:
        if self._growing is None:
            self._growing = event_loop().call_later(SAVE_EVERY_S, self._save_growth)

    def _save_growth(self) -> None:
        self._growing = None
        record = self._current
        # One at a time: a disk that hangs must not gather jobs.
        if record is not None and not record.is_queued:
            record.is_queued = self._enqueue(lambda store: self._save_growing(store, record))

    def _enqueue(self, job: Callable[[ConversationStore], Awaitable[None]]) -> bool:
        """Write later, in order. False where there is nothing to write to."""
        if self._store is None and self._is_open.is_set():
            return False
        self._jobs.append(job)
        if self._writing is None:
            self._start_writing()
        return True

    def _start_writing(self) -> None:
        self._writing = event_loop().create_task(self._write(), name="turn-recorder")
        self._writing.add_done_callback(self._report_bug)

    async def _write(self) -> None:
        try:
            while self._jobs:
                # Each time: the store may be closed between two of them, and another one comes.
                await self._is_open.wait()
                job = self._jobs.popleft()
                self._has_written = False
                try:
                    await job(self._store or _NoStore())
                except StoreError as error:
                    self._tell_failure(error)
                else:
                    self._note_recovery()
                self._tell_unsaved()
        finally:
            # At once, not in a callback: what comes next needs a new task.
            self._writing = None

    def _report_bug(self, task: asyncio.Task[None]) -> None:
        # What waits behind the job that had it is saved none the less.
        if report_bug(task) and self._jobs and self._writing is None:
            self._start_writing()

    async def _begin(self, store: ConversationStore, record: _Record) -> None:
        await store.begin_turn(record.conversation, record.question, record.answer)
        self._has_written = True
        # Another store, or the same one opened anew, may hold more or less of it than is known here.
        record.begun_in, record.is_doubtful = store, record.is_doubtful or bool(record.pieces)
        self._news.tell_conversation_saved(self, record.conversation)

    async def _save_growing(self, store: ConversationStore, record: _Record) -> None:
        record.is_queued = False
        await self._save_left_over(store)
        await self._save_so_far(store, record)

    async def _save_so_far(self, store: ConversationStore, record: _Record) -> None:
        """Bring the disk up to what is known of a turn that goes on."""
        if record.begun_in is not store:
            await self._begin(store, record)
        count, tools = len(record.pieces), record.answer.tools
        if record.is_doubtful:
            await store.rewrite_answer(record.so_far())
        elif count > record.saved:
            record.is_doubtful = True
            await store.append_answer(record.answer.id, "".join(record.pieces[record.saved : count]))
        else:
            return
        self._has_written = True
        self._news.tell_answer_saved(self)
        record.saved = count
        # More tools may have been told of while the disk was busy.
        record.is_doubtful = record.answer.tools != tools

    async def _finish_after_left_over(self, store: ConversationStore, record: _Record) -> None:
        try:
            await self._save_left_over(store)
        except StoreError:
            self._left_over.append(record)
            raise
        await self._finish(store, record)

    async def _finish(self, store: ConversationStore, record: _Record) -> None:
        try:
            if record.begun_in is not store:
                await self._begin(store, record)
            await store.finish_answer(record.conversation.id, record.answer, record.bot_memory)
            if record in self._turns and not isinstance(store, _NoStore):
                self._turns.remove(record)
            self._has_written = True
            self._news.tell_answer_saved(self)
        except StoreError:
            self._left_over.append(record)
            raise

    async def _save_left_over(self, store: ConversationStore) -> None:
        """Before anything later: the rows of a conversation stay in the order in which they come to the disk."""
        waiting, self._left_over = self._left_over, []
        for index, record in enumerate(waiting):
            try:
                await self._finish(store, record)
            except StoreError:
                self._left_over += waiting[index + 1 :]
                raise

    async def _save_waiting(self, store: ConversationStore) -> None:
        await self._save_left_over(store)
        await self._save_names(store)
        if self._current is not None:
            await self._save_so_far(store, self._current)

    async def _save_names(self, store: ConversationStore) -> None:
        while self._names:
            first = self._names[0]
            await store.name_branch(*first)
            # Unless all has been forgotten meanwhile.
            self._names = [one for one in self._names if one is not first]
            self._has_written = True

    def _tell_unsaved(self) -> None:
        unsaved = frozenset(summary.id for summary in self.unsaved)
        if unsaved != self._told_unsaved:
            self._told_unsaved = unsaved
            self._news.tell_unsaved(self)

    def _note_recovery(self) -> None:
        """Say that all is well again, if a store has just acknowledged something and nothing is left to save."""
        record = self._current
        is_behind = record is not None and (record.begun_in is not self._store or record.is_doubtful)
        if self._is_failing and self._has_written and self._store is not None:
            if self._left_over or self._names or is_behind:
                return
            self._is_failing = False
            if self._retry is not None:
                self._retry.cancel()
            self._news.tell_recovered(self)

    def _tell_failure(self, error: StoreError) -> None:
        if self._retry is not None:
            self._retry.cancel()
        self._retry = event_loop().call_later(RETRY_AFTER_S, self.try_again)
        if not self._is_failing:
            self._is_failing = True
            self._news.tell_failing(self, error)
