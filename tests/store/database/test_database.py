"""The thread behind a connection: what cancelling stops, and what it must leave alone."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from strakly_desktop.store.database.database import Database, connect
from strakly_desktop.store.database.errors import StoreUnavailable

ENDLESS = (
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE started()"
)


def with_database(path: Path, use: Callable[[Database], Awaitable[None]]) -> None:
    async def run() -> None:
        database = await Database.start("test", partial(connect, path))
        try:
            await use(database)
        finally:
            await database.aclose()

    asyncio.run(asyncio.wait_for(run(), 60))


def test_what_opens_after_the_app_was_closed_is_closed_again(tmp_path: Path) -> None:
    opening, cancelled, closed = Event(), Event(), Event()

    class Watched(sqlite3.Connection):
        def close(self) -> None:
            super().close()
            closed.set()

    def slow() -> sqlite3.Connection:
        opening.set()
        cancelled.wait()
        return sqlite3.connect(tmp_path / "history.db", check_same_thread=False, factory=Watched)

    async def run() -> None:
        task = asyncio.create_task(Database.start("test", slow))
        await asyncio.to_thread(opening.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        cancelled.set()
        await asyncio.to_thread(closed.wait)

    asyncio.run(asyncio.wait_for(run(), 60))


def test_cancelling_stops_a_query_that_runs(tmp_path: Path) -> None:
    started = Event()

    def endless(connection: sqlite3.Connection) -> None:
        connection.create_function("started", 0, lambda: started.set() or True)
        connection.execute(ENDLESS).fetchone()

    async def use(database: Database) -> None:
        task = asyncio.create_task(database.read(endless))
        await asyncio.to_thread(started.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await database.read(lambda connection: connection.execute("SELECT 1").fetchone()) == (1,)

    with_database(tmp_path / "history.db", use)


def test_cancelling_one_that_waits_leaves_the_running_one_alone(tmp_path: Path) -> None:
    started, cancelled = Event(), Event()

    def slow(connection: sqlite3.Connection) -> tuple[int]:
        connection.create_function("wait", 0, lambda: started.set() or cancelled.wait())
        row: tuple[int] = connection.execute("SELECT wait() FROM (SELECT 1 UNION SELECT 2)").fetchall()[1]
        return row

    async def use(database: Database) -> None:
        running = asyncio.create_task(database.read(slow))
        await asyncio.to_thread(started.wait)
        waiting = asyncio.create_task(database.read(lambda connection: connection.execute("SELECT 1")))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        cancelled.set()
        assert await running == (1,)

    with_database(tmp_path / "history.db", use)


def test_work_that_comes_while_it_closes_is_refused_in_words_and_meets_no_closed_connection(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> list[str]:
        database = await Database.start("test", partial(connect, tmp_path / "history.db"))
        release = Event()
        before = asyncio.create_task(database.read(lambda connection: release.wait(60)))
        await asyncio.sleep(0)
        closing = asyncio.create_task(database.aclose())
        await asyncio.sleep(0)
        refused = []
        for work in (database.read, database.write, database.run):
            with pytest.raises(StoreUnavailable) as why:
                await work(lambda connection: connection.execute("SELECT 1").fetchone())
            refused.append(str(why.value.headline))
        release.set()
        assert await before, "what was handed over before is done"
        await closing
        return refused

    assert asyncio.run(asyncio.wait_for(run(), 60)) == ["The chat history is closed."] * 3
    assert caplog.text == ""


def test_a_failed_write_leaves_nothing_of_itself(tmp_path: Path) -> None:
    def half(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO t VALUES (1)")
        raise ValueError

    async def use(database: Database) -> None:
        await database.write(lambda connection: connection.execute("CREATE TABLE t (i)").close())
        with pytest.raises(ValueError):
            await database.write(half)
        rows = await database.read(lambda connection: connection.execute("SELECT * FROM t").fetchall())
        assert rows == []

    with_database(tmp_path / "history.db", use)


def test_a_mistake_in_our_own_sql_is_told_like_any_trouble_and_stands_in_the_log_without_its_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def use(database: Database) -> None:
        with pytest.raises(StoreUnavailable) as told:
            await database.read(lambda connection: connection.execute("SELECT secret FROM nowhere"))
        assert "unforeseen" in told.value.headline

    with_database(tmp_path / "history.db", use)
    assert "OperationalError" in caplog.text
    assert "SQLITE_ERROR" in caplog.text
    assert "secret" not in caplog.text
    assert "nowhere" not in caplog.text
