"""Opens the store of conversations, and tries again until it opens: a lock is let go, a disk gets room, a drive
comes back.

Asking never waits for it. What is asked meanwhile stays with the recorder, and what can be read is shown.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from strakly_desktop.chat.pending_turns import PendingTurns
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

PATIENCE_S = 3.0
_PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
_UNAVAILABLE = "Conversations cannot be kept on this computer now."


class Opened(NamedTuple):
    """`store` takes changes, unless there is a `problem`: then it can only be read, or there is none (None).

    `is_last`: it is not tried again.
    """

    store: "ConversationStore | None"
    problem: StoreError | None = None
    is_last: bool = False


class WaitingStore:
    """In the place of a store that is not open yet: refuses every turn, so that the recorder keeps it."""

    def __init__(self, problem: StoreError) -> None:
        self._problem = problem

    async def begin_turn(self, conversation: ConversationSummary, question: Message, answer: Message) -> None:
        raise self._refusal()

    async def append_answer(self, message_id: str, text: str) -> None:
        raise self._refusal()

    async def rewrite_answer(self, answer: Message) -> None:
        raise self._refusal()

    async def name_branch(self, messages: tuple[str, ...], branch: str) -> None:
        raise self._refusal()

    async def finish_answer(
        self, conversation_id: str, answer: Message, bot_memory: BotMemory | None
    ) -> None:
        raise self._refusal()

    def _refusal(self) -> StoreError:
        return StoreError(self._problem.headline, self._problem.advice)


class StoreOpening:
    """The attempts to open one file. `stop` ends them; an attempt that runs comes to its end first."""

    def __init__(self, path: Path, spared: Callable[[], Collection[int]] = tuple) -> None:
        """`spared` gives the moments of the deletions that can still be taken back when it is opened."""
        self._path = path
        self._spared = spared
        self._pauses: Iterator[float] = chain(_PAUSES_S, repeat(_PAUSES_S[-1]))
        self._stopped = asyncio.Event()
        self._hurried = asyncio.Event()

    def hurry(self) -> None:
        """Try now, and not only after the pause."""
        self._hurried.set()

    def stop(self) -> None:
        """Stop trying to open the store."""
        self._stopped.set()

    async def is_lost(self, store: "ConversationStore") -> bool:
        """Wait until the file is lost, True, or until `stop`, False."""
        waits = [asyncio.ensure_future(event.wait()) for event in (store.lost, self._stopped)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return not self._stopped.is_set()

    async def states(self, grow_impatient: Callable[[StoreError], None]) -> AsyncIterator[Opened]:
        """What there is, whenever that changes; the last is what it stays at.

        `grow_impatient` is called with the reason when the first attempt takes longer than anybody should wait.
        """
        waiting = StoreError(
            "The chat history takes long to open.", "You can go on chatting; it is saved as soon as it opens."
        )
        impatience = asyncio.get_running_loop().call_later(PATIENCE_S, grow_impatient, waiting)
        said = ""
        has_reader = False
        while True:
            # Before the attempt: who cannot wait while one runs that is about to fail is heard after it.
            self._hurried.clear()
            opened = await self._attempt(has_reader)
            impatience.cancel()
            if opened.is_last:
                yield opened
                return
            assert opened.problem is not None
            if said != opened.problem.headline or opened.store is not None:
                said = opened.problem.headline
                has_reader |= opened.store is not None
                yield opened
            if await self._is_stopped_before_next():
                return

    async def _attempt(self, has_reader: bool) -> Opened:
        try:
            store_class, too_new = await asyncio.to_thread(_store_classes)
        except ImportError:
            return Opened(
                None, StoreError(_UNAVAILABLE, "Install the app again. You can go on chatting."), True
            )
        try:
            store = await store_class.open(self._path, self._stopped.is_set, self._spared())
            return Opened(store, is_last=True)
        except too_new as error:
            return Opened(None, error, is_last=True)
        except StoreError as error:
            problem = error
        if has_reader:
            return Opened(None, problem)
        try:
            store = await store_class.open_to_read(self._path, problem)
            return Opened(store, store.problem)
        except StoreError:
            return Opened(None, problem)

    async def _is_stopped_before_next(self) -> bool:
        """Wait for the time of the next attempt, or until somebody cannot wait for it; True where there is none."""
        waits = [asyncio.ensure_future(event.wait()) for event in (self._hurried, self._stopped)]
        try:
            await asyncio.wait(waits, timeout=next(self._pauses), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return self._stopped.is_set()

    async def is_stopped_within(self, seconds: float) -> bool:
        """Wait for `stop`, so long at most; False where it did not come."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
        except TimeoutError:
            return False
        return True


async def save_late(path: Path, pending: PendingTurns) -> None:
    """Try once more to bring turns of somebody who left to their file: the app ends."""
    attempts = StoreOpening(path)
    attempts.stop()
    async for opened in attempts.states(lambda _why: None):
        if opened.store is not None:
            pending.use_store(opened.store if opened.problem is None else None)
            await pending.flush()
            await opened.store.aclose()


async def remove_late(path: Path) -> None:
    """Remove for good what somebody who left had deleted: the app ends, and nobody takes it back any more."""
    attempts = StoreOpening(path)
    attempts.stop()
    async for opened in attempts.states(lambda _why: None):
        if opened.store is not None:
            with suppress(StoreError):
                await opened.store.purge([])
            await opened.store.aclose()


def _store_classes() -> "tuple[type[ConversationStore], type[StoreError]]":
    """Imports sqlite3 and what stands on it, which the first paint must not wait for: call it in a thread."""
    from strakly_desktop.store.conversations import ConversationStore
    from strakly_desktop.store.database.errors import StoreTooNew

    return ConversationStore, StoreTooNew
