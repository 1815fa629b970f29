"""One connection to the database file and the one thread that uses it, so that the event loop never waits.

A piece of work is a plain function of the connection. It runs whole or not at all: cancelling the task that
waits for a write cannot leave half of it behind.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar

from strakly_desktop.store.database.errors import StoreError, StoreUnavailable
from strakly_desktop.store.database.reasons import in_words, is_damage, lacks_shared_memory, told_in_words

BUSY_TIMEOUT_S = 5.0
_WAL_LIMIT_BYTES = 16 * 1024 * 1024

Result = TypeVar("Result")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it is on disk when the block ends, or nothing is."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def connect(path: Path) -> sqlite3.Connection:
    """The first connection of this process: it chooses how changes are made safe. Another thread may interrupt it.

    A write-ahead log, so that readers never wait; in a folder that cannot carry one, a rollback journal.

    Raises:
        sqlite3.Error: the file is no database, or the disk does not give it.
    """
    connection = _connected(path)
    try:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            connection.execute("PRAGMA user_version").close()
        except sqlite3.Error as error:
            if not lacks_shared_memory(error):
                raise
            connection.close()
            _leave_log(path)
            connection = _connected(path)
        _make_safe(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_too(path: Path) -> sqlite3.Connection:
    """A further connection, once `connect` has chosen. Another thread may interrupt it.

    Raises:
        sqlite3.Error: the file is no database, or the disk does not give it.
    """
    connection = _connected(path)
    try:
        _make_safe(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def readable(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Have texts that are no UTF-8 read as well as they can be: one bad byte must not hide a whole list."""
    connection.text_factory = _decoded
    return connection


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _connected(path: Path) -> sqlite3.Connection:
    return readable(
        sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    )


def _make_safe(connection: sqlite3.Connection) -> None:
    # What the person typed must survive a power cut: each commit waits for the disk.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")


def _leave_log(path: Path) -> None:
    """Bring a file that has a write-ahead log back to a rollback journal, for which one process must have it."""
    with closing(_connected(path)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").close()
        connection.execute("PRAGMA journal_mode = DELETE").close()


class Writer(Protocol):
    """Runs changes in a thread of its own, or refuses them all where the file can only be read."""

    @property
    def found_damage(self) -> bool: ...

    async def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result: ...

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result: ...

    async def aclose(self) -> None: ...


class RefusingWriter:
    """In the place of a writer where nothing can be written: every change is refused for the same reason."""

    found_damage = False

    def __init__(self, error: StoreError) -> None:
        self._error = error

    async def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        raise StoreUnavailable(self._error.headline, self._error.advice)

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        raise StoreUnavailable(self._error.headline, self._error.advice)

    async def aclose(self) -> None:
        return


def _close_unclaimed(opening: "Future[sqlite3.Connection]", let_go: Callable[[], None]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
        let_go()


class Database:
    """A connection in its own thread. `found_damage` once the file has turned out to be broken."""

    def __init__(self, connection: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._connection = connection
        self._thread = thread
        self._switching = Lock()
        self._running: Callable[[sqlite3.Connection], object] | None = None
        self.found_damage = False
        self.guard: Callable[[], None] = lambda: None
        """Called in the thread before each write; what it raises keeps the write from being done."""

    @classmethod
    async def start(
        cls,
        name: str,
        connect: Callable[[], sqlite3.Connection],
        let_go: Callable[[], None] = lambda: None,
    ) -> "Database":
        """Run `connect` in a new thread called `name`.

        Where the caller is cancelled, what it still opens is closed, and `let_go` called after it, in any thread.

        Raises:
            StoreError: it could not be opened.
        """
        thread = ThreadPoolExecutor(1, thread_name_prefix=name)

        def opened() -> sqlite3.Connection:
            try:
                return connect()
            # Foreseen or not: a history that cannot be opened must never keep anybody from asking.
            except Exception as error:
                raise in_words(error) from error

        opening = thread.submit(opened)
        try:
            return cls(await asyncio.wrap_future(opening), thread)
        except BaseException:
            # Nobody waits for what the thread may still be opening: whoever closes the app is not held up by it.
            opening.add_done_callback(partial(_close_unclaimed, let_go=let_go))
            thread.shutdown(wait=False)
            raise

    async def read(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work` in the thread. Cancelling the caller stops it, and nothing but it."""
        try:
            return await asyncio.wrap_future(self._submit(work))
        except asyncio.CancelledError:
            with self._switching:
                if self._running is work:
                    self._connection.interrupt()
            raise

    async def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work` in the thread as one transaction. Cancelling the caller does not stop it."""

        def in_transaction(connection: sqlite3.Connection) -> Result:
            self.guard()
            with transaction(connection):
                return work(connection)

        return await self.run(in_transaction)

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work` in the thread, to its end even where the caller is cancelled."""
        return await asyncio.shield(asyncio.wrap_future(self._submit(work)))

    async def aclose(self) -> None:
        """Close the connection and end the thread, after all work handed over before. Later work is refused."""
        closing = self._submit(sqlite3.Connection.close)
        # At once, not after the closing: what is handed over meanwhile would meet a closed connection.
        self._thread.shutdown(wait=False)
        await asyncio.shield(asyncio.wrap_future(closing))

    def _submit(self, work: Callable[[sqlite3.Connection], Result]) -> "Future[Result]":
        try:
            return self._thread.submit(self._run, work)
        except RuntimeError as error:
            # Whoever was about to write as it closed keeps what he has, and saves it into the next one.
            raise StoreUnavailable(
                "The chat history is closed.", "It is saved as soon as it is open again."
            ) from error

    def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        with self._switching:
            self._running = work
        try:
            with told_in_words():
                return work(self._connection)
        except StoreUnavailable as error:
            cause = error.__cause__
            self.found_damage |= cause is not None and is_damage(cause)
            raise
        finally:
            with self._switching:
                self._running = None
