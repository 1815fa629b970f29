"""The store of one person, from its opening to its end: tried until it opens, and replaced where its file is lost.

It comes to its end by itself also when its person has left: then it says nothing any more, and what was asked is
still saved where it belongs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from strakly_desktop.app.chat.history_notices import HistoryNotices
from strakly_desktop.app.chat.store_opening import Opened, StoreOpening, WaitingStore
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.chat.pending_turns import PendingTurns
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import ConversationSummary, Message
from strakly_desktop.ui.history.panel import HistoryPanel

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

RESCUE_AGAIN_S = 5.0
UNREADABLE = "The saved conversations cannot be read now."
NOT_KEPT = "Conversations cannot be kept here now."
Take = Callable[["ConversationStore"], Awaitable[None]]
OnPage = Callable[[], "tuple[ConversationSummary, Sequence[Message]] | None"]


class KeptStore:
    """One file. `pending` are the turns on their way to it."""

    def __init__(
        self,
        path: Path,
        pending: PendingTurns,
        panel: HistoryPanel,
        notices: HistoryNotices,
        take: Take,
        on_page: OnPage,
        spared: Callable[[Path], Collection[int]],
    ) -> None:
        """`take` shows a store that was opened; `on_page` gives the conversation that is open and to be kept.

        `spared` gives the moments of the deletions in a file that can still be taken back.
        """
        self.path = path
        self.pending = pending
        self._store: ConversationStore | None = None
        self._panel = panel
        self._notices = notices
        self._take_store = take
        self._on_page = on_page
        self._attempts = StoreOpening(path, partial(spared, path))
        self._tasks = BackgroundTasks("history")
        self._opening: asyncio.Task[None] | None = None
        self._was_closed = False
        self._is_left = False

    @property
    def store(self) -> "ConversationStore | None":
        """The open store; None before it is opened, and where it could not be."""
        return self._store

    @property
    def is_refused(self) -> bool:
        """Whether the file could not be opened to be written, as far as it is known."""
        return self._was_closed

    def hurry(self) -> None:
        """Try now to open it, if it is not open."""
        self._attempts.hurry()

    def start(self, after: "asyncio.Task[None] | None" = None) -> None:
        """Open it, beside everything else; once `after` is over, which has the same file open."""
        self._opening = self._tasks.start(self._open(after))

    def leave(self) -> None:
        """Its person leaves: nothing of it is shown or told from now on. `aclose` it then."""
        self._is_left = True
        self._attempts.stop()

    async def aclose(self, finish: Callable[["ConversationStore"], Awaitable[None]]) -> None:
        """Write what waits and what `finish` brings, and close the file."""
        self._attempts.stop()
        if self._opening is not None:
            # Cut short, it would leave threads behind; and what was asked meanwhile waits for it.
            await asyncio.wait((self._opening,))
            if self._store is None or self._store.problem is not None:
                # The disk may have room by now: what waits here, drafts too, is nowhere else.
                async for opened in self._attempts.states(lambda _why: None):
                    await self._take(opened)
            self.pending.try_again()
            await self.pending.flush()
        store = self._store
        try:
            if store is not None and store.problem is None:
                await finish(store)
        finally:
            self._store = None
            self.pending.wait_for_store()
            if store is not None:
                await store.aclose()

    async def _open(self, after: "asyncio.Task[None] | None") -> None:
        if after is not None:
            await asyncio.wait((after,))
        async for opened in self._attempts.states(self._grow_impatient):
            await self._take(opened)
            store = opened.store
            while store is not None and opened.is_last and await self._attempts.is_lost(store):
                await self._replace(store)
                store = self.store

    def _grow_impatient(self, why: StoreError) -> None:
        """It takes long to open: nobody asks in vain, or takes an empty list for all there is."""
        self.pending.use_store(WaitingStore(why))
        self._tell(why, UNREADABLE)

    async def _replace(self, lost: "ConversationStore") -> None:
        """The file of the open store is gone from its place: go on with a new one, that has all of it."""
        error = StoreError(
            "The chat history file was moved or deleted while the app is open.",
            "What it held is written into a new one.",
        )
        self.pending.use_store(WaitingStore(error))
        aside = await self._rescue(lost)
        self._store = None
        await lost.aclose()
        async for opened in self._attempts.states(lambda why: None):
            await self._take(opened)
        store, shown = self.store, self._on_page()
        if store is None or self._is_left:
            return
        if shown is not None:
            with self._told_at_once():
                await store.keep(*shown)
                await self._take_store(store)
        self._notices.tell_lost(aside)

    async def _rescue(self, lost: "ConversationStore") -> Path | None:
        """Write what it holds into a new file, whenever the disk takes it: with its last handle all of it is gone."""
        while True:
            try:
                return await lost.rescue()
            except StoreError as error:
                if not self._is_left:
                    self._notices.tell(error)
            if await self._attempts.is_stopped_within(RESCUE_AGAIN_S):
                with suppress(StoreError):
                    return await lost.rescue()
                return None

    async def _take(self, opened: Opened) -> None:
        """Go on with what could be opened; what there was before is closed."""
        before, problem = self.store, opened.problem
        self._store = opened.store or (None if opened.is_last else before)
        if problem is not None:
            waiting = None if opened.is_last else WaitingStore(problem)
            self.pending.use_store(self.store or waiting)
            self._tell(problem, UNREADABLE if self.store is None else NOT_KEPT)
        elif self.store is not None:
            self.pending.use_store(self.store)
            self._tell_open(self.store)
        if self.store is not None and self.store is not before:
            if not self._is_left:
                with self._told_at_once():
                    await self._take_store(self.store)
            if before is not None:
                await before.aclose()

    def _tell(self, problem: StoreError, instead: str) -> None:
        self._was_closed = True
        if not self._is_left:
            self._panel.set_unreadable(instead)
            self._notices.tell(problem)

    def _tell_open(self, store: "ConversationStore") -> None:
        if self._is_left:
            return
        self._panel.set_unreadable("")
        if self._was_closed:
            self._was_closed = False
            self._notices.tell_good("The chat history is open again.", "Conversations are saved.")
        self._notices.tell_damage(store)

    @contextmanager
    def _told_at_once(self) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            if not self._is_left:
                self._notices.tell(error)
