"""Who paid, and who came, in a period: what lists of clients are narrowed by."""

from datetime import date, datetime, time

from sqlalchemy import func, select

from strakly_desktop.bot.gym.schema import Client, Membership, Payment, Visit
from strakly_desktop.bot.tools.scoped_queries import Desk


async def paid_in(desk: Desk, start: date, end: date, method: str | None = None) -> set[int]:
    """The clients (ids) who paid something between two days, both included; by one method (part of its name)."""
    query = (
        select(Membership.c.client_id)
        .join(Payment, Payment.c.membership_id == Membership.c.id)
        .join(Client, Client.c.id == Membership.c.client_id)
        .where(desk.own_clients(), Payment.c.paid_on.between(start, min(end, desk.today)))
    )
    if method is not None:
        query = query.where(func.lower(Payment.c.method).contains(method.lower(), autoescape=True))
    return {row.client_id for row in await desk.rows(query)}


async def came_in(desk: Desk, start: date, end: date) -> set[int]:
    """The clients (ids) who came at least once between two days, both included."""
    return set(await visits_in(desk, start, end))


async def visits_in(desk: Desk, start: date, end: date) -> list[int]:
    """The client (id) of each visit that began between two days, none of them in the future."""
    until = min(datetime.combine(end, time.max), desk.now)
    query = (
        select(Visit.c.client_id)
        .join(Client, Client.c.id == Visit.c.client_id)
        .where(desk.own_clients(), Visit.c.checked_in.between(datetime.combine(start, time.min), until))
    )
    return [row.client_id for row in await desk.rows(query)]
