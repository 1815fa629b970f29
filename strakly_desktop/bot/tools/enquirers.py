"""Finds those who enquired under a name: who asks for "Radhika" may mean one of them, and no client."""

from sqlalchemy import select

from strakly_desktop.bot.gym.schema import Enquiry
from strakly_desktop.bot.gym.spelling import folded
from strakly_desktop.bot.tools.scoped_queries import Desk, Result, iso

_MOST = 5


async def enquirers_called(desk: Desk, name: str) -> list[Result]:
    """The latest enquiries, not converted ones, of people in whose name every word of `name` stands."""
    wanted = set(folded(name).split())
    if not wanted or any(map(str.isdecimal, name)):
        return []
    found = await desk.rows(
        select(Enquiry)
        .where(desk.within(Enquiry.c.gym_id, Enquiry.c.branch_id), Enquiry.c.status != "converted")
        .order_by(Enquiry.c.created_on.desc(), Enquiry.c.id.desc())
    )
    return [
        {
            "name": one.name,
            "phone": one.phone,
            "interest": one.interest,
            "status": one.status,
            "date": iso(one.created_on),
        }
        for one in found
        if wanted <= set(folded(one.name).split())
    ][:_MOST]
