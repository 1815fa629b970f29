"""The gyms of the chain, each as one account may see it: its gym, and its branch where its token names one.

A gym's records are asked by the same tools as the one gym of a desk. Each transaction first tells PostgreSQL for whom
it is, which then shows no row of anybody else, whatever a query forgot to say.
"""

from collections.abc import Callable
from datetime import date
from time import monotonic
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DataError

from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.gym.records import Gym
from strakly_desktop.bot.gym.schema import GymRecord
from strakly_desktop.bot.tools.front_desk import FrontDesk
from strakly_desktop.bot.tools.gym_toolbox import GymTools

T = TypeVar("T")
_LARGEST: Final = 2**31 - 1
_KNOWN_SECONDS: Final = 60.0
"""How long a gym that was there is taken to be there. Its rows are locked away from others all the same."""

_FOR = text("SELECT set_config('strakly.gym_id', :gym, true), set_config('strakly.branch_id', :branch, true)")

_ALONE = text("SELECT pg_advisory_xact_lock(1, :client)")


class TenantGym(Gym):
    """One gym of the chain, or one branch of it, in a database that is open already."""

    def __init__(
        self, engine: Engine, gym_id: int, branch_id: int | None = None, *, today: date | None = None
    ) -> None:
        """`branch_id` None means all branches; `today` is as for Gym."""
        super().__init__(str(engine.url), today=today)
        self._engine = engine
        self.gym_id = gym_id
        self._tenant = {"gym": str(gym_id), "branch": "" if branch_id is None else str(branch_id)}

    async def ready(self) -> None:
        """Nothing to do: the database is open."""

    async def close(self) -> None:
        """The database stays open for the others."""

    def alone_with(self, connection: Connection, client_id: int) -> None:
        """As Gym says. A row that is not there yet cannot be locked, and a worker may not lock the client's."""
        connection.execute(_ALONE, {"client": client_id})

    def _transact(self, work: Callable[[Connection], T]) -> T:
        assert self._engine is not None
        with self._engine.begin() as connection:
            connection.execute(_FOR, self._tenant)
            try:
                return work(connection)
            except DataError as error:
                # SQLite keeps and compares whatever it is given.
                raise ToolRefusal("The records cannot hold such a text or number.") from error


class ChainGyms:
    """Every gym of the database (a BranchDirectory), and the tools of each."""

    def __init__(self, engine: Engine, *, today: date | None = None) -> None:
        self._engine = engine
        self._today = today
        self._known: dict[int, float] = {}

    def toolbox(self, tenant: Tenant) -> GymTools:
        """The tools of the account's gym; of one branch of it where the token names one."""
        assert tenant.gym_id is not None, "has_gym refuses who belongs to none"
        return GymTools(gym=self._gym(tenant.gym_id, tenant.branch_id))

    async def front_desk(self, tenant: Tenant) -> FrontDesk | None:
        """The records as the account's front desk works with them; None for a gym that is not of the chain."""
        if tenant.gym_id is None or not await self.has_gym(tenant.gym_id):
            return None
        return FrontDesk(self._gym(tenant.gym_id, tenant.branch_id))

    async def has_gym(self, gym_id: int | None) -> bool:
        """Whether the gym is one of the chain; who belongs to none sees none. Raises SQLAlchemyError."""
        if gym_id is None or not 0 < gym_id <= _LARGEST:
            return False
        if self._known.get(gym_id, 0.0) < monotonic():
            found = await self._gym(gym_id).run(lambda connection: _exists(connection, gym_id))
            if not found:
                return False
            self._known[gym_id] = monotonic() + _KNOWN_SECONDS
        return True

    async def branch_records(self, gym_id: int) -> list[dict[str, Any]] | None:
        """The branches as the backend sends them, the default one first; None for an unknown gym."""
        if not await self.has_gym(gym_id):
            return None
        return await GymTools(gym=self._gym(gym_id)).branch_records(gym_id)

    def _gym(self, gym_id: int, branch_id: int | None = None) -> TenantGym:
        return TenantGym(self._engine, gym_id, branch_id, today=self._today)


def _exists(connection: Connection, gym_id: int) -> bool:
    return connection.execute(select(GymRecord.c.id).where(GymRecord.c.id == gym_id)).first() is not None
