"""Which store is open: that of whoever is at the desk. Those of who left come to their end beside it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from strakly_desktop.app.chat.history_notices import HistoryNotices
from strakly_desktop.app.chat.kept_store import KeptStore, OnPage, Take
from strakly_desktop.app.chat.store_opening import remove_late, save_late
from strakly_desktop.chat.background_tasks import BackgroundTasks, event_loop, report_bug
from strakly_desktop.chat.pending_turns import PendingTurns
from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.ui.history.panel import HistoryPanel

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore


class StoreKeeping:
    """One open store at a time. Nothing is opened before `start` or `change_person`."""

    def __init__(
        self,
        path: Path,
        recorder: TurnRecorder,
        panel: HistoryPanel,
        notices: HistoryNotices,
        take: Take,
        on_page: OnPage,
        spared: Callable[[Path], Collection[int]],
    ) -> None:
        """See KeptStore."""
        self._recorder = recorder
        self._make = partial(
            KeptStore, panel=panel, notices=notices, take=take, on_page=on_page, spared=spared
        )
        self._now = self._make(path, recorder.pending)
        self._is_started = False
        # Of who left: the files that are being closed, and turns that theirs may not have taken.
        self._closing: dict[Path, asyncio.Task[None]] = {}
        self._left: dict[Path, PendingTurns] = {}
        self._to_remove: set[Path] = set()
        self.before_closing: Callable[[Path, ConversationStore], Awaitable[None]] = _nothing
        """Awaited before a store is closed: what else is to be written to it."""

    @property
    def path(self) -> Path:
        """The file of whoever is at the desk."""
        return self._now.path

    @property
    def store(self) -> "ConversationStore | None":
        """The open store; None before it is opened, and where it could not be."""
        return self._now.store

    @property
    def is_refused(self) -> bool:
        """Whether the file could not be opened to be written, as far as it is known."""
        return self._now.is_refused

    def hurry(self) -> None:
        """Try now to open the file, if it is not open."""
        self._now.hurry()

    def start(self, path: Path | None = None) -> None:
        """Open the file at `path`, else the one that was given, beside everything else."""
        if self._is_started:
            return
        if path not in (None, self.path):
            self._now = self._make(path, self._recorder.pending)
        self._is_started = True
        self._now.start(self._closing.get(self.path))

    def change_person(self, path: Path, changes: BackgroundTasks) -> None:
        """Go on with another file, beside everything else. `changes` are still to be made in the one of before."""
        before = self._now
        before.leave()
        if before.path not in self._to_remove:
            # From now on, not when it is closed: who is back before that goes on with what waits.
            self._left[before.path] = before.pending
        self._recorder.change_person(self._left.pop(path, None))
        self._now = self._make(path, self._recorder.pending)
        task = event_loop().create_task(self._close(before, changes), name="history-leaving")
        task.add_done_callback(report_bug)
        self._closing[before.path] = task
        self._is_started = True
        self._now.start(self._closing.get(path))

    def remove_deleted(self, path: Path) -> None:
        """Remove for good what is deleted in the file of somebody who left; if they are back meanwhile, they wait."""
        task = event_loop().create_task(self._remove(path, self._closing.get(path)), name="history-removing")
        task.add_done_callback(report_bug)
        self._closing[path] = task

    def remove_when_left(self) -> None:
        """When who is at the desk leaves, nothing of this file is left on the disk."""
        self._to_remove.add(self.path)

    def is_removed_when_left(self, path: Path) -> bool:
        """Whether nothing of this file is left when who is at the desk leaves."""
        return path in self._to_remove

    async def aclose(self) -> None:
        """Write what waits, and close every file."""
        if not self._is_started:
            return
        if self._closing:
            await asyncio.wait(tuple(self._closing.values()))
        await self._now.aclose(partial(self.before_closing, self.path))
        for path, pending in self._left.items():
            await save_late(path, pending)

    async def _remove(self, path: Path, closing: asyncio.Task[None] | None) -> None:
        this = asyncio.current_task()
        if closing is not None:
            await asyncio.wait((closing,))
        await remove_late(path)
        if self._closing.get(path) is this:
            del self._closing[path]

    async def _close(self, kept: KeptStore, changes: BackgroundTasks) -> None:
        this = asyncio.current_task()
        await changes.finish()
        if kept.path in self._to_remove:
            await kept.aclose(_remove_all)
            await asyncio.to_thread(_remove_folder, kept.path)
            self._to_remove.discard(kept.path)
            kept.pending.forget_waiting()
        else:
            await kept.aclose(partial(self.before_closing, kept.path))
        if self._closing.get(kept.path) is this:
            del self._closing[kept.path]
        if kept.pending.is_empty and self._left.get(kept.path) is kept.pending:
            del self._left[kept.path]


async def _nothing(_path: Path, _store: "ConversationStore") -> None:
    return


async def _remove_all(store: "ConversationStore") -> None:
    # The folder goes as well; but what stood in a file that is only unlinked could be read off the disk.
    with suppress(StoreError):
        await store.clear_all()


def _remove_folder(path: Path) -> None:
    """Remove the file and all that belongs to it. Each account has a folder of its own for that."""
    with suppress(OSError):
        for file in path.parent.iterdir():
            # One that goes by itself, or cannot go, keeps none of the others.
            with suppress(OSError):
                if not file.is_dir():
                    file.unlink()
        path.parent.rmdir()
