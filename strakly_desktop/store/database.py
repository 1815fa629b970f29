"""One connection to the database file and the one thread that uses it, so that the event loop never waits.

A piece of work is a plain function of the connection. It runs whole or not at all: cancelling the task that
waits for a write cannot leave half of it behind.
"""

import asyncio
import errno
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeVar

from strakly_desktop.store.errors import StoreUnavailable

BUSY_TIMEOUT_S = 5.0
_WAL_LIMIT_BYTES = 16 * 1024 * 1024

Result = TypeVar("Result")

_UNAVAILABLE = {
    sqlite3.SQLITE_FULL: (
        "The disk is full: new messages are not saved.",
        "Free some space. You can go on chatting; what could not be saved is tried again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The chat history cannot be written: its folder is read-only.",
        "Ask whoever looks after this PC for write access. You can go on chatting meanwhile.",
    ),
    sqlite3.SQLITE_BUSY: (
        "The chat history is in use by another window of this app.",
        "Close the other window, or wait a moment and try again.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The chat history file is damaged.",
        "Restart the app: it checks the file, sets it aside where it must, and starts a new one.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The chat history cannot be read or written: the disk does not answer as it should.",
        "Check the disk and its free space. You can go on chatting; saving is tried again.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The chat history cannot be opened.",
        "Close other programs that use it, then restart the app. You can go on chatting meanwhile.",
    ),
}
_SAME_WORDS = {
    sqlite3.SQLITE_LOCKED: sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_PERM: sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOTADB: sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOLFS: sqlite3.SQLITE_FULL,
}
_REASON_OF_ERRNO = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: sqlite3.SQLITE_READONLY,
    errno.EPERM: sqlite3.SQLITE_READONLY,
    errno.EIO: sqlite3.SQLITE_IOERR,
    errno.ETIMEDOUT: sqlite3.SQLITE_BUSY,
}


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken, as against the disk or the way to it."""
    return _reason(error) == sqlite3.SQLITE_CORRUPT


def is_interruption(error: sqlite3.Error) -> bool:
    """Whether the work was stopped from outside."""
    return _reason(error) == sqlite3.SQLITE_INTERRUPT


def _reason(error: sqlite3.Error) -> int:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return _SAME_WORDS.get(code, code)


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turn what the disk does into StoreUnavailable; a mistake in our own SQL stays the bug it is."""
    try:
        yield
    except sqlite3.Error as error:
        words = _UNAVAILABLE.get(_reason(error))
        if words is None:
            raise
        raise StoreUnavailable(*words) from error
    except OSError as error:
        reason = _REASON_OF_ERRNO.get(error.errno or 0, sqlite3.SQLITE_CANTOPEN)
        raise StoreUnavailable(*_UNAVAILABLE[reason]) from error


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
    """A connection that another thread may interrupt.

    Raises:
        sqlite3.Error: the file is no database, or the disk does not give it.
    """
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # What the person typed must survive a power cut: each commit waits for the disk.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
    except BaseException:
        connection.close()
        raise
    return connection


class Database:
    """A connection in its own thread. `found_damage` once the file has turned out to be broken."""

    def __init__(self, connection: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._connection = connection
        self._thread = thread
        self._switching = Lock()
        self._running: Callable[[sqlite3.Connection], object] | None = None
        self.found_damage = False

    @classmethod
    async def start(cls, name: str, connect: Callable[[], sqlite3.Connection]) -> "Database":
        """Run `connect` in a new thread called `name`.

        Raises:
            StoreError: it could not be opened.
        """
        thread = ThreadPoolExecutor(1, thread_name_prefix=name)

        def opened() -> sqlite3.Connection:
            with told_in_words():
                return connect()

        try:
            return cls(await asyncio.wrap_future(thread.submit(opened)), thread)
        except BaseException:
            thread.shutdown(wait=False)
            raise

    async def read(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work` in the thread. Cancelling the caller stops it, and nothing but it."""
        try:
            return await asyncio.wrap_future(self._thread.submit(self._run, work))
        except asyncio.CancelledError:
            with self._switching:
                if self._running is work:
                    self._connection.interrupt()
            raise

    async def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work` in the thread as one transaction. Cancelling the caller does not stop it."""

        def in_transaction(connection: sqlite3.Connection) -> Result:
            with transaction(connection):
                return work(connection)

        return await self.run(in_transaction)

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work` in the thread, to its end even where the caller is cancelled."""
        return await asyncio.shield(asyncio.wrap_future(self._thread.submit(self._run, work)))

    async def aclose(self) -> None:
        """Close the connection and end the thread, after all work handed over before."""
        await self.run(sqlite3.Connection.close)
        self._thread.shutdown(wait=False)

    def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        with self._switching:
            self._running = work
        try:
            with told_in_words():
                return work(self._connection)
        except StoreUnavailable as error:
            cause = error.__cause__
            self.found_damage |= isinstance(cause, sqlite3.Error) and is_damage(cause)
            raise
        finally:
            with self._switching:
                self._running = None
