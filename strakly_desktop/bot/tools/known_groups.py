"""Tells which groups there are, so that one in which nothing happened is not missing where the least is asked for."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, select

from strakly_desktop.bot.gym.schema import Branch, Client, Enquiry, Membership, Payment, Plan, Trainer
from strakly_desktop.bot.tools.scoped_queries import Desk


async def empty_groups(desk: Desk, group_by: str, filled: Iterable[str | None]) -> list[str]:
    """The names of a kind (plan, branch, trainer, method, source) that are known here and not among `filled`."""
    query = _QUERIES[group_by](desk) if group_by in _QUERIES else None
    known = [] if query is None else [str(row[0]) for row in await desk.rows(query)]
    there = set(filled)
    return [name for name in dict.fromkeys(known) if name not in there]


def empty_days(group_by: str, start: date, end: date, filled: Iterable[str]) -> list[str]:
    """The days, weekdays or months of a period that are not among `filled`, written as the groups are."""
    there = set(filled)
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    form = {"day": "%Y-%m-%d", "month": "%Y-%m"}.get(group_by)
    keys = [day.strftime(form) if form else str(day.weekday()) for day in days]
    return [key for key in dict.fromkeys(keys) if key not in there]


def _plans(desk: Desk) -> Select[tuple[str]]:
    return select(Plan.c.name).where(Plan.c.gym_id == desk.scope.gym_id).order_by(Plan.c.id)


def _branches(desk: Desk) -> Select[tuple[str]]:
    return select(Branch.c.name).where(desk.within(Branch.c.gym_id, Branch.c.id)).order_by(Branch.c.id)


def _trainers(desk: Desk) -> Select[tuple[str]]:
    own: ColumnElement[bool] = desk.within(Trainer.c.gym_id, Trainer.c.branch_id)
    return select(Trainer.c.name).where(own).order_by(Trainer.c.name)


def _sources(desk: Desk) -> Select[tuple[str]]:
    own = desk.within(Enquiry.c.gym_id, Enquiry.c.branch_id)
    return select(Enquiry.c.source).where(own).distinct().order_by(Enquiry.c.source)


def _methods(desk: Desk) -> Select[tuple[str]]:
    paid = (
        select(Payment.c.method)
        .join(Membership, Membership.c.id == Payment.c.membership_id)
        .join(Client, Client.c.id == Membership.c.client_id)
    )
    return paid.where(desk.own_clients()).distinct().order_by(Payment.c.method)


_QUERIES = {
    "plan": _plans,
    "branch": _branches,
    "trainer": _trainers,
    "source": _sources,
    "method": _methods,
}
