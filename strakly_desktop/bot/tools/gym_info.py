"""Tools about the gym itself and its branches."""

from sqlalchemy import func, select

from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.gym.schema import Branch, Client, GymRecord, Trainer
from strakly_desktop.bot.tools.scoped_queries import Desk, Result


async def get_gym_info(desk: Desk) -> Result:
    """The gym: name, address, phone, e-mail, opening hours, and how many branches, clients and trainers it has."""
    found = await desk.rows(select(GymRecord).where(GymRecord.c.id == desk.scope.gym_id))
    if not found:
        raise ToolRefusal("This gym is not in the records.")
    gym = found[0]
    clients = await desk.rows(select(func.count()).select_from(Client).where(desk.own_clients()))
    trainers = await desk.rows(
        select(func.count()).select_from(Trainer).where(desk.within(Trainer.c.gym_id, Trainer.c.branch_id))
    )
    branches = await desk.rows(select(Branch.c.id).where(Branch.c.gym_id == gym.id))
    return {
        "gym_id": gym.id, "gym": gym.name, "address": gym.address, "city": gym.city, "phone": gym.phone,
        "email": gym.email, "hours": gym.hours, "branches": len(branches), "clients": clients[0][0],
        "trainers": trainers[0][0], "branch": await desk.branch_name(),
    }  # fmt: skip


async def get_branches(desk: Desk) -> Result:
    """The branches: address, phone, hours, capacity, number of clients."""
    branches = await desk.rows(
        select(Branch, func.count(Client.c.id).label("clients"))
        .outerjoin(Client, Client.c.branch_id == Branch.c.id)
        .where(desk.within(Branch.c.gym_id, Branch.c.id))
        .group_by(Branch.c.id)
        .order_by(Branch.c.is_default.desc(), Branch.c.name)
    )
    return {
        "branches": [
            {
                "branch_id": branch.id, "branch": branch.name, "address": branch.address, "phone": branch.phone,
                "hours": branch.hours, "capacity": branch.capacity, "clients": branch.clients,
            }
            for branch in branches
        ],
        "total": len(branches),
    }  # fmt: skip
