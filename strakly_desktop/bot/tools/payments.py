"""Single payments of a gym, and which of them are meant: by how they were paid, how much, and what for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from strakly_desktop.bot.gym.schema import Branch, Client, Membership, Payment, Plan
from strakly_desktop.bot.tools.scoped_queries import Desk


async def payments_in(desk: Desk, start: date, end: date, client_id: int | None = None) -> Sequence[Row[Any]]:
    """The payments of a period up to today, the first first, with whom, what for and where; of one client, if given."""
    query = (
        select(Payment.c.id, Payment.c.paid_on, Payment.c.amount, Payment.c.method, Plan.c.name.label("plan"),
               Client.c.id.label("client_id"), Client.c.name, Client.c.gender, Branch.c.name.label("branch"))
        .join(Membership, Membership.c.id == Payment.c.membership_id)
        .join(Plan, Plan.c.id == Membership.c.plan_id)
        .join(Client, Client.c.id == Membership.c.client_id)
        .join(Branch, Branch.c.id == Client.c.branch_id)
        .where(desk.own_clients(), Payment.c.paid_on.between(start, min(end, desk.today)))
        .order_by(Payment.c.paid_on, Payment.c.id)
    )  # fmt: skip
    return await desk.rows(query if client_id is None else query.where(Client.c.id == client_id))


def fits(
    payment: Row[Any],
    method: str | None = None,
    other_than: str | None = None,
    least: int | None = None,
    most: int | None = None,
) -> bool:
    """Whether a payment was made by one method, by no other one, and of least to most rupees, as far as given."""
    paid_by = payment.method.lower()
    return (
        (method is None or method.lower() in paid_by)
        and (other_than is None or other_than.lower() not in paid_by)
        and (least or 0) <= payment.amount <= (payment.amount if most is None else most)
    )


def is_for(payment: Row[Any], plans: set[str] | None, others: set[str] | None) -> bool:
    """Whether a payment was for one of the `plans` and for none of the `others`, by their names; None for any."""
    return (plans is None or payment.plan in plans) and (others is None or payment.plan not in others)
