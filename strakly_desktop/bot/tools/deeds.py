"""Who paid, who came and who renewed in a period: what lists of clients are narrowed by."""

from datetime import date, datetime, time

from sqlalchemy import exists, func, select

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


async def renewed_in(desk: Desk, start: date, end: date) -> set[int]:
    """The clients (ids) of whom a membership began between two days, both included, and who had one before."""
    earlier = Membership.alias()
    query = (
        select(Membership.c.client_id)
        .join(Client, Client.c.id == Membership.c.client_id)
        .where(
            desk.own_clients(),
            Membership.c.start_date.between(start, min(end, desk.today)),
            exists().where(
                earlier.c.client_id == Membership.c.client_id, earlier.c.start_date < Membership.c.start_date
            ),
        )
    )
    return {row.client_id for row in await desk.rows(query)}


async def inside_now(desk: Desk) -> set[int]:
    """The clients (ids) who came today and have not gone yet."""
    since = datetime.combine(desk.today, time.min)
    query = (
        select(Visit.c.client_id)
        .join(Client, Client.c.id == Visit.c.client_id)
        .where(desk.own_clients(), Visit.c.checked_in.between(since, desk.now), Visit.c.checked_out.is_(None))
    )
    return {row.client_id for row in await desk.rows(query)}
