"""What is done with an open file beside everything else: what was removed leaves it for good, an old index is made
anew, the log is moved into it, and its place is watched.

All of it goes in steps between which questions are saved. A disk that does not take one takes it after another start.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from itertools import count

from strakly_desktop.store.database.database import Writer
from strakly_desktop.store.database.errors import StoreError, StoreUnavailable
from strakly_desktop.store.opening.place import LOST, Place
from strakly_desktop.store.records import retention
from strakly_desktop.store.search.reindexing import reindex_step

_REINDEXING_PAUSE_S = 0.02
_LOOKED_AFTER_S = 10
_CHECKPOINT_EVERY = 6
_LOG_TRIES, _LOG_PAUSE_S = 50, 0.1


class Upkeep:
    """Of one open file. `aclose` it before its writer."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._sweeping = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._holds_words = False
        self.lost = asyncio.Event()
        """Set once another file, or none, stands in the place of the one that is open."""
        self.sweep: asyncio.Task[None] | None = None
        """The last removal that goes on beside everything else."""

    def start(self, place: Place) -> Callable[[], None]:
        """Begin, and watch `place`. What it returns is the guard of the writer, for its thread: see `Database`."""
        loop = asyncio.get_running_loop()

        def check() -> None:
            if place.is_lost():
                loop.call_soon_threadsafe(self.lost.set)
                raise StoreUnavailable(*LOST)

        self.sweep = self._start(self._sweep_after_start())
        self._start(self._look_after(place))
        return check

    async def purge(self) -> None:
        """Remove what nobody takes back any more, so that no word of it is left in any file.

        Raises:
            StoreUnavailable: the disk does not take it.
        """
        while await self._writer.write(retention.purge_step):
            pass
        await self._sweep_index()

    def purge_beside(self) -> None:
        """The same, and nobody waits for it."""
        self.sweep = self._start(self._purge_quietly())

    async def aclose(self) -> None:
        """End what goes on; what is left of it is done after the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work, name="history-upkeep")
        self._tasks.append(task)
        return task

    async def _sweep_after_start(self) -> None:
        with suppress(StoreError):
            await self.purge()
            while await self._writer.write(reindex_step):  # noqa: ASYNC110 - it gives way, and waits for nothing
                await asyncio.sleep(_REINDEXING_PAUSE_S)

    async def _purge_quietly(self) -> None:
        with suppress(StoreError):
            await self.purge()

    async def _sweep_index(self) -> None:
        """Rewrite the index where words of what was deleted are left in it."""
        async with self._sweeping:
            last = await self._writer.run(retention.last_emptied)
            if last is None:
                return
            pages = -retention.INDEX_STEP
            while await self._writer.write(partial(retention.rewrite_index, pages=pages)):
                pages = retention.INDEX_STEP
            await self._writer.write(lambda connection: retention.remove_emptied(connection, last))
            await self._empty_log()

    async def _empty_log(self) -> None:
        """Wait for who reads, as long as for another window that writes; for longer ones it is done later."""
        for _ in range(_LOG_TRIES):
            self._holds_words = not await self._writer.run(retention.empty_log)
            if not self._holds_words:
                return
            await asyncio.sleep(_LOG_PAUSE_S)

    async def _look_after(self, place: Place) -> None:
        """Move the log into the file now and then: a copy of the file alone is to lack no more than minutes."""
        changes = -1
        for moment in count():
            with suppress(StoreError):
                if self._holds_words:
                    self._holds_words = not await self._writer.run(retention.empty_log)
                now = await self._writer.run(lambda connection: connection.total_changes)
                if now != changes and moment % _CHECKPOINT_EVERY == 0:
                    changes = now
                    await self._writer.run(_checkpoint)
            if await asyncio.to_thread(place.is_lost):
                self.lost.set()
                return
            await asyncio.sleep(_LOOKED_AFTER_S)


def _checkpoint(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
