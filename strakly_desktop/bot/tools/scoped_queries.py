"""Where a tool works: one gym, and one branch of it or all of them.

Every look-up goes through here, so that no tool can forget the branch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, Row, and_, func, select

from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.gym.records import Gym
from strakly_desktop.bot.gym.schema import Branch, Client, Membership, Payment, Plan, Trainer, Visit

Result = dict[str, Any]
"""What a tool answers: JSON, dates as ISO text, money in whole rupees."""


@dataclass(frozen=True, slots=True)
class TenantScope:
    """Whose records may be seen. `branch_id` None means all branches."""

    gym_id: int
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A client with their latest membership (None when they never had one) and last visit."""

    client_id: int
    name: str
    phone: str
    email: str
    gender: str
    joined_on: date
    branch: str
    trainer_id: int | None
    trainer: str | None
    membership_id: int | None
    plan: str | None
    start_date: date | None
    end_date: date | None
    price: int
    paid: int
    last_visit: datetime | None
    status: str

    @property
    def due(self) -> int:
        """What they still owe for this membership, in rupees."""
        return max(0, self.price - self.paid)


@dataclass(frozen=True, slots=True)
class Desk:
    """The gym as one person at the desk may see it."""

    gym: Gym
    scope: TenantScope

    @property
    def now(self) -> datetime:
        """The time now in the gym's time zone."""
        return self.gym.now

    @property
    def today(self) -> date:
        """Today's date in the gym's time zone."""
        return self.gym.now.date()

    def within(self, gym_id: ColumnElement[int], branch_id: ColumnElement[int]) -> ColumnElement[bool]:
        """The condition that keeps a query inside the scope."""
        mine = gym_id == self.scope.gym_id
        return mine if self.scope.branch_id is None else and_(mine, branch_id == self.scope.branch_id)

    def own_clients(self) -> ColumnElement[bool]:
        """The condition for queries that read `clients`."""
        return self.within(Client.c.gym_id, Client.c.branch_id)

    async def rows(self, query: Executable) -> Sequence[Row[Any]]:
        """All rows of a query."""

        def read(connection: Connection) -> Sequence[Row[Any]]:
            return connection.execute(query).all()

        return await self.gym.run(read)

    async def branch_name(self) -> str | None:
        """The branch that answers are about, or None for all."""
        if self.scope.branch_id is None:
            return None
        found = await self.rows(
            select(Branch.c.name).where(
                Branch.c.id == self.scope.branch_id, Branch.c.gym_id == self.scope.gym_id
            )
        )
        return str(found[0].name) if found else f"Branch {self.scope.branch_id}"

    async def plan_names(self, part: str | None) -> set[str] | None:
        """The plans that are meant by a part of a name: the one with just this name, else all that hold it.

        None means that no plan was named.
        """
        if part is None:
            return None
        wanted = " ".join(part.casefold().split())
        query = select(Plan.c.name).where(Plan.c.gym_id == self.scope.gym_id)
        names = [str(row.name) for row in await self.rows(query)]
        return {name for name in names if name.casefold() == wanted} or {
            name for name in names if wanted in name.casefold()
        }

    async def members(self) -> list[MemberRow]:
        """All clients of the scope, by name, with their latest membership."""
        latest = (
            select(Membership.c.client_id, func.max(Membership.c.id).label("id"))
            .group_by(Membership.c.client_id)
            .subquery()
        )
        paid = (
            select(Payment.c.membership_id, func.sum(Payment.c.amount).label("paid"))
            .group_by(Payment.c.membership_id)
            .subquery()
        )
        seen = (
            select(Visit.c.client_id, func.max(Visit.c.checked_in).label("at"))
            .where(Visit.c.checked_in <= self.now)
            .group_by(Visit.c.client_id)
            .subquery()
        )
        query = (
            select(
                Client.c.id, Client.c.name, Client.c.phone, Client.c.email, Client.c.gender, Client.c.joined_on,
                Branch.c.name.label("branch"), Trainer.c.id.label("trainer_id"), Trainer.c.name.label("trainer"),
                Membership.c.id.label("membership_id"), Plan.c.name.label("plan"), Membership.c.start_date,
                Membership.c.end_date, Membership.c.price, paid.c.paid, seen.c.at,
            )
            .join(Branch, Branch.c.id == Client.c.branch_id)
            .outerjoin(Trainer, Trainer.c.id == Client.c.trainer_id)
            .outerjoin(latest, latest.c.client_id == Client.c.id)
            .outerjoin(Membership, Membership.c.id == latest.c.id)
            .outerjoin(Plan, Plan.c.id == Membership.c.plan_id)
            .outerjoin(paid, paid.c.membership_id == Membership.c.id)
            .outerjoin(seen, seen.c.client_id == Client.c.id)
            .where(self.own_clients())
            .order_by(Client.c.name, Client.c.id)
        )  # fmt: skip
        return [self._member(row) for row in await self.rows(query)]

    def _member(self, row: Row[Any]) -> MemberRow:
        return MemberRow(
            row.id, row.name, row.phone, row.email, row.gender, row.joined_on, row.branch, row.trainer_id,
            row.trainer, row.membership_id, row.plan, row.start_date, row.end_date, row.price or 0,
            row.paid or 0, row.at, self._status(row),
        )  # fmt: skip

    def _status(self, row: Row[Any]) -> str:
        if row.end_date is None:
            return "pending"
        if row.end_date < self.today:
            return "expired"
        return "active" if row.paid and row.start_date <= self.today else "pending"


def iso(day: date | None) -> str | None:
    """A day (also of a moment) as ISO text."""
    return None if day is None else date(day.year, day.month, day.day).isoformat()


def clock(moment: datetime | None) -> str | None:
    """A time of day, such as 18:05."""
    return None if moment is None else moment.strftime("%H:%M")


def refuse_backwards(start: date | None, end: date | None) -> None:
    """Raises ToolRefusal when a period runs backwards: nothing lies in it, which would look like an answer."""
    if start is not None and end is not None and start > end:
        raise ToolRefusal(f"The period ends ({end}) before it begins ({start}).")


def days_of(desk: Desk, from_date: date | None, to_date: date | None, *, days: int) -> tuple[date, date]:
    """The asked stretch of days, or the last `days` days up to today. Raises ToolRefusal when it runs backwards."""
    end = to_date or (desk.today if from_date is None or from_date <= desk.today else from_date)
    start = from_date or end - timedelta(days=days - 1)
    refuse_backwards(start, end)
    return start, end


def page_of(rows: Sequence[Result], limit: int, offset: int) -> Result:
    """A part of a list, with what is needed to say how much is left out."""
    return {"total": len(rows), "offset": offset, "shown": len(rows[offset : offset + limit])}
