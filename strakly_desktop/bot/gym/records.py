"""The gym's database: in memory unless a URL is given, and filled with the demo data when it is empty.

Any SQLAlchemy URL works. A driver is asked in a thread, so the names of the asyncio drivers mean the plain ones.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import date, datetime, time
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, func, insert, inspect, make_url, select, text
from sqlalchemy.pool import StaticPool

from strakly_desktop.bot.gym.schema import METADATA, GymRecord, Visit

IN_MEMORY = "sqlite:///:memory:"
DEMO_GYM_ID = 1
T = TypeVar("T")
DEMO_GYM_NAME = "Iron Temple Fitness"
_DEMO_TIME = time(18, 30)
"""The time of day of a gym that was opened for a given day: the evening, when people are in."""
_PLAIN_DRIVERS = {"sqlite+aiosqlite": "sqlite", "postgresql+asyncpg": "postgresql+psycopg"}
_ROWS_AT_ONCE = 250
"""How many rows are written with one statement; all visits in one would take 3 MB, and never give them back."""


def _local_now() -> datetime:
    return datetime.now().astimezone().replace(tzinfo=None)


class Gym:
    """The gym's database. It opens itself when it is first used, so that it can be made before a loop runs."""

    gym_id: int = DEMO_GYM_ID
    name: str = DEMO_GYM_NAME

    def __init__(self, url: str | None = None, *, today: date | None = None) -> None:
        """`url` None means in memory. `today` fixes the gym's clock (to the evening of that day)."""
        self._url = url or IN_MEMORY
        self._clock: Callable[[], datetime] = (
            _local_now if today is None else lambda: datetime.combine(today, _DEMO_TIME)
        )
        self._engine: Engine | None = None
        self._opening = asyncio.Lock()
        self._turn: AbstractAsyncContextManager[object] = (
            asyncio.Lock() if ":memory:" in self._url else nullcontext()
        )
        """A database in memory has one connection: its transactions wait for one another."""
        self._working: set[asyncio.Task[object]] = set()

    @classmethod
    async def open(cls, url: str | None = None, today: date | None = None) -> "Gym":
        """The gym at `url`, ready to be asked. Raises SQLAlchemyError when the database cannot be used."""
        gym = cls(url, today=today)
        await gym.ready()
        return gym

    @property
    def now(self) -> datetime:
        """The time now in the gym's time zone."""
        return self._clock()

    async def ready(self) -> None:
        """Open the database and fill it if it is empty; does nothing when that is done."""
        async with self._opening:
            if self._engine is None:
                self._engine = await asyncio.to_thread(self._opened)

    async def close(self) -> None:
        """Finish what is being worked on and let go of the database; one in memory is gone then."""
        await asyncio.gather(*self._working, return_exceptions=True)
        engine, self._engine = self._engine, None
        if engine is not None:
            await asyncio.to_thread(engine.dispose)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do `work` on a connection, in a thread; what it changed is saved when it ends well.

        It ends also when whoever asked is stopped: a thread cannot be.
        """
        await self.ready()
        task = asyncio.ensure_future(self._run(work))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return await asyncio.shield(task)

    def alone_with(self, connection: Connection, client_id: int) -> None:
        """Until the transaction ends nobody else changes the visits of this client through here.

        SQLite has one writer at a time, and one statement that looks and writes is enough for it.
        """

    async def _run(self, work: Callable[[Connection], T]) -> T:
        async with self._turn:
            return await asyncio.to_thread(self._transact, work)

    def _transact(self, work: Callable[[Connection], T]) -> T:
        assert self._engine is not None
        with self._engine.begin() as connection:
            return work(connection)

    def _opened(self) -> Engine:
        engine = _engine(self._url)
        with engine.begin() as connection:
            METADATA.create_all(connection)
            if self._url != IN_MEMORY:
                _add_what_is_new(connection)
            if not connection.execute(select(func.count()).select_from(GymRecord)).scalar_one():
                fill(connection, self.now)
            found = connection.execute(
                select(GymRecord.c.id, GymRecord.c.name).order_by(GymRecord.c.id)
            ).first()
        if found is not None:
            self.gym_id, self.name = found
        return engine


def _engine(url: str) -> Engine:
    wanted = make_url(url)
    wanted = wanted.set(drivername=_PLAIN_DRIVERS.get(wanted.drivername, wanted.drivername))
    if ":memory:" not in url:
        return create_engine(wanted)
    return create_engine(wanted, poolclass=StaticPool, connect_args={"check_same_thread": False})


def _add_what_is_new(connection: Connection) -> None:
    """A database of an earlier version has no column for how somebody was checked in."""
    known = {column["name"] for column in inspect(connection).get_columns(Visit.name)}
    if Visit.c.check_in_method.name not in known:
        connection.execute(
            text("ALTER TABLE attendance ADD COLUMN check_in_method VARCHAR DEFAULT 'code' NOT NULL")
        )


def fill(connection: Connection, now: datetime) -> None:
    """Write the demo gym into empty tables, as it is at `now`."""
    from strakly_desktop.bot.gym.demo_data import demo_rows

    for table, rows in demo_rows(now):
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            connection.execute(insert(table), rows[start : start + _ROWS_AT_ONCE])
