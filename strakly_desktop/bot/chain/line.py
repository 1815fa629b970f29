"""One connection to PostgreSQL that a worker keeps open all the time, and opens again when it was lost.

It holds the locks of all conversations that are being answered here: they are the connection's, so the server frees
them by itself in the moment in which this process ends, however it ends. That is also why it is one and no pool.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, TypeVar

import psycopg

Connection: TypeAlias = psycopg.AsyncConnection[tuple[Any, ...]]
T = TypeVar("T")


class Line:
    """The connection. What is asked on it waits for one another."""

    def __init__(self, address: str) -> None:
        """`address` is as psycopg reads it. Nothing is opened before it is needed."""
        self._address = address
        self._connection: Connection | None = None
        self._free = asyncio.Lock()
        self._working: set[asyncio.Task[Any]] = set()

    async def run(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Do `work`, to its end also when whoever asked is stopped; once more when the connection was stale.

        Raises psycopg.Error.
        """
        return await asyncio.shield(self.begin(work))

    def begin(self, work: Callable[[Connection], Awaitable[T]]) -> asyncio.Task[T]:
        """As `run`, for who does not wait for it here."""
        task = asyncio.create_task(self._run(work))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return task

    async def close(self) -> None:
        """Finish what is being worked on, then close."""
        await asyncio.gather(*self._working, return_exceptions=True)
        await self._drop()

    async def _run(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        async with self._free:
            was_open = self._connection is not None
            try:
                return await work(await self._opened())
            except (psycopg.OperationalError, psycopg.InterfaceError):
                lost = self._connection is None or self._connection.closed
                if not lost:
                    raise
                await self._drop()
                if not was_open:
                    raise
            return await work(await self._opened())

    async def _opened(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(self._address, autocommit=True)
        return self._connection

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error):
                await connection.close()
