"""The gym's records: the tables and the one database they are in, in memory unless a URL is given.

Any SQLAlchemy URL works (`sqlite+aiosqlite`, `postgresql+asyncpg`); an empty database is filled with the demo
data. Money is in whole rupees, times are those of the gym's own clock.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import date, datetime, time
from typing import TypeVar

from sqlalchemy import ForeignKey, MetaData, create_engine, func, insert, make_url, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import StaticPool

IN_MEMORY = "sqlite+aiosqlite:///:memory:"
DEMO_GYM_ID = 1
T = TypeVar("T")
DEMO_GYM_NAME = "Iron Temple Fitness"
_DEMO_TIME = time(18, 30)
"""The time of day of a gym that was opened for a given day: the evening, when people are in."""


class Base(DeclarativeBase):
    """What all tables of the gym share."""

    metadata = MetaData()


class GymRecord(Base):
    """A gym: the tenant."""

    __tablename__ = "gyms"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    address: Mapped[str]
    city: Mapped[str]
    hours: Mapped[str]


class Branch(Base):
    """A place of a gym."""

    __tablename__ = "branches"
    id: Mapped[int] = mapped_column(primary_key=True)
    gym_id: Mapped[int] = mapped_column(ForeignKey("gyms.id"), index=True)
    name: Mapped[str]
    code: Mapped[str]
    phone: Mapped[str]
    address: Mapped[str]
    hours: Mapped[str]
    capacity: Mapped[int]
    is_default: Mapped[bool]


class Trainer(Base):
    """A trainer; clients may have one."""

    __tablename__ = "trainers"
    id: Mapped[int] = mapped_column(primary_key=True)
    gym_id: Mapped[int] = mapped_column(ForeignKey("gyms.id"), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"), index=True)
    name: Mapped[str]
    phone: Mapped[str]
    speciality: Mapped[str]
    shift: Mapped[str]


class Client(Base):
    """A member of the gym. Whether they are active follows from their latest membership."""

    __tablename__ = "clients"
    id: Mapped[int] = mapped_column(primary_key=True)
    gym_id: Mapped[int] = mapped_column(ForeignKey("gyms.id"), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"), index=True)
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("trainers.id"))
    name: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    gender: Mapped[str]
    joined_on: Mapped[date]


class Plan(Base):
    """What is sold: a length and a price."""

    __tablename__ = "plans"
    id: Mapped[int] = mapped_column(primary_key=True)
    gym_id: Mapped[int] = mapped_column(ForeignKey("gyms.id"), index=True)
    name: Mapped[str]
    months: Mapped[int]
    price: Mapped[int]


class Membership(Base):
    """A plan that a client took. `end_date` is its last valid day."""

    __tablename__ = "memberships"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    start_date: Mapped[date]
    end_date: Mapped[date] = mapped_column(index=True)
    price: Mapped[int]


class Payment(Base):
    """Money received for a membership."""

    __tablename__ = "payments"
    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), index=True)
    paid_on: Mapped[date] = mapped_column(index=True)
    amount: Mapped[int]
    method: Mapped[str]


class Visit(Base):
    """One check-in; without `checked_out` the client is still inside."""

    __tablename__ = "attendance"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    checked_in: Mapped[datetime] = mapped_column(index=True)
    checked_out: Mapped[datetime | None]


class Enquiry(Base):
    """Somebody who asked and is no client (yet)."""

    __tablename__ = "enquiries"
    id: Mapped[int] = mapped_column(primary_key=True)
    gym_id: Mapped[int] = mapped_column(ForeignKey("gyms.id"), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branches.id"), index=True)
    name: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str | None]
    interest: Mapped[str | None]
    source: Mapped[str]
    status: Mapped[str]
    created_on: Mapped[date]


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
        self._engine: AsyncEngine | None = None
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
        """The gym's own time."""
        return self._clock()

    async def ready(self) -> None:
        """Open the database and fill it if it is empty; does nothing when that is done."""
        async with self._opening:
            if self._engine is None:
                self._engine = await self._opened()

    async def close(self) -> None:
        """Finish what is being worked on and let go of the database; one in memory is gone then."""
        await asyncio.gather(*self._working, return_exceptions=True)
        engine, self._engine = self._engine, None
        if engine is not None:
            await engine.dispose()

    async def run(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Do `work` on a connection; what it changed is saved when it ends well.

        It ends also when whoever asked is stopped: a driver that is cancelled halfway throws its connection away,
        and with it a database in memory.
        """
        await self.ready()
        task = asyncio.ensure_future(self._run(work))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return await asyncio.shield(task)

    async def _run(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        assert self._engine is not None
        async with self._turn, self._engine.begin() as connection:
            return await work(connection)

    async def _opened(self) -> AsyncEngine:
        in_memory = ":memory:" in self._url
        if not in_memory:
            _probe_file(self._url)
        engine = create_async_engine(self._url, **({"poolclass": StaticPool} if in_memory else {}))
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
            if not (await connection.execute(select(func.count()).select_from(GymRecord))).scalar_one():
                await _fill(connection, self.now)
            found = (
                await connection.execute(select(GymRecord.id, GymRecord.name).order_by(GymRecord.id))
            ).first()
        if found is not None:
            self.gym_id, self.name = found
        return engine


def _probe_file(url: str) -> None:
    """Fail at once when an SQLite file cannot be opened: aiosqlite leaves a thread behind that outlives the loop."""
    found = make_url(url)
    if found.drivername == "sqlite+aiosqlite":
        engine = create_engine(found.set(drivername="sqlite"))
        engine.connect().close()
        engine.dispose()


async def _fill(connection: AsyncConnection, now: datetime) -> None:
    from .demo_data import demo_rows

    for table, rows in demo_rows(now):
        await connection.execute(insert(table), rows)
