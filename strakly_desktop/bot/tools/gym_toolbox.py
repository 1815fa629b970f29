"""The gym as the server and the tool loop see it: a toolbox over the records, and the list of its branches."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.exc import SQLAlchemyError

from strakly_desktop.bot.agent.toolbox import ToolDescription, ToolOutcome, ToolRefusal
from strakly_desktop.bot.answers import suggestions_for
from strakly_desktop.bot.gym.records import Gym
from strakly_desktop.bot.gym.schema import Branch
from strakly_desktop.bot.tools import TOOLS

__all__ = ["Gym", "GymTools"]


class GymTools:
    """All tools of one gym (a Toolbox) and its branches (a BranchDirectory)."""

    def __init__(self, url: str | None = None, *, today: date | None = None, gym: Gym | None = None) -> None:
        """`url` is an SQLAlchemy URL; None is the demo gym in memory. Nothing is opened before it is needed.

        `gym` is one that is open already.
        """
        self.gym = gym or Gym(url, today=today)
        self._tools = {spec.name: spec for spec in TOOLS}

    @property
    def gym_id(self) -> int:
        """The gym's number, for the tokens; that of the demo gym until the database is open."""
        return self.gym.gym_id

    @property
    def gym_name(self) -> str:
        """The gym's name; that of the demo gym until the database is open."""
        return self.gym.name

    async def ready(self) -> None:
        """Open the database now. Raises SQLAlchemyError when it cannot be used."""
        await self.gym.ready()

    async def close(self) -> None:
        """Close the database connection."""
        await self.gym.close()

    def describe(self) -> Sequence[ToolDescription]:
        """Every tool, in the order in which a model is told of them."""
        return [spec.describe() for spec in self._tools.values()]

    def writes(self, name: str) -> bool:
        """Whether a tool changes the gym's records, which it does only with `confirmed`."""
        spec = self._tools.get(name)
        return spec is not None and spec.writes

    async def call(self, name: str, arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
        """Run a tool for one branch, or for all of them with None. Raises ToolRefusal."""
        spec = self._tools.get(name)
        if spec is None:
            raise ToolRefusal(f"There is no tool {name}.")
        if branch_id is not None:
            await self._refuse_unknown(branch_id)
        result = await spec.call(self.gym, branch_id, arguments)
        return ToolOutcome(result, tuple(result.get("actions", ())))

    async def _refuse_unknown(self, branch_id: int) -> None:
        """Figures of a branch that there is not would be zeros."""
        await self.gym.ready()
        query = select(Branch.c.id).where(Branch.c.gym_id == self.gym.gym_id)

        def numbers(connection: Connection) -> Sequence[int]:
            return connection.execute(query).scalars().all()

        if branch_id not in await self.gym.run(numbers):
            raise ToolRefusal(f"This gym has no branch with the number {str(branch_id)[:20]}.")

    def suggestions(self, name: str, result: dict[str, Any]) -> Sequence[str]:
        """Questions that follow from what a tool found."""
        return suggestions_for(name, result)

    async def has_gym(self, gym_id: int | None) -> bool:
        """Whether its records are here. A database that does not answer says so when it is asked for more."""
        if gym_id is None:
            return True
        with suppress(SQLAlchemyError):
            await self.gym.ready()
        return gym_id == self.gym.gym_id

    async def branch_records(self, gym_id: int) -> list[dict[str, Any]] | None:
        """The branches as the backend sends them (protocol rule 19), the default one first; None if unknown."""
        await self.gym.ready()
        if gym_id != self.gym.gym_id:
            return None
        query = (
            select(Branch)
            .where(Branch.c.gym_id == gym_id)
            .order_by(Branch.c.is_default.desc(), Branch.c.name)
        )

        def records(connection: Connection) -> Sequence[RowMapping]:
            return connection.execute(query).mappings().all()

        return [
            {
                "id": row["id"],
                "gymId": row["gym_id"],
                "name": row["name"],
                "code": row["code"],
                "phone": row["phone"],
                "address": row["address"],
                "capacity": row["capacity"],
                "isActive": True,
                "isDefault": row["is_default"],
            }
            for row in await self.gym.run(records)
        ]
