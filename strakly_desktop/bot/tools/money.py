"""Tools about money: what came in, what was sold, and what is still owed. All amounts in whole rupees."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from sqlalchemy import Row, func, select

from strakly_desktop.bot.gym.schema import Client, Membership, Payment, Plan
from strakly_desktop.bot.tools.clients import Limit, Offset, summary
from strakly_desktop.bot.tools.scoped_queries import Desk, Result, iso, page_of, refuse_backwards


async def get_revenue(
    desk: Desk,
    from_date: date | None = None,
    to_date: date | None = None,
    group_by: Literal["day", "month", "plan", "method"] | None = None,
) -> Result:
    """Payments received in a period (ISO dates, both included; this month by default), in rupees.

    Without group_by: by month when the period is longer than two months, else by payment method.
    """
    start, end = _period(desk, from_date, to_date)
    group = group_by or ("month" if (end - start).days > 62 else "method")
    payments = await desk.rows(
        select(Payment.c.paid_on, Payment.c.amount, Payment.c.method, Plan.c.name.label("plan"))
        .join(Membership, Membership.c.id == Payment.c.membership_id)
        .join(Plan, Plan.c.id == Membership.c.plan_id)
        .join(Client, Client.c.id == Membership.c.client_id)
        .where(desk.own_clients(), Payment.c.paid_on.between(start, min(end, desk.today)))
    )
    total = sum(payment.amount for payment in payments)
    return {
        "groups": _grouped(payments, group),
        "group_by": group,
        "total": total,
        "payments": len(payments),
        "average": round(total / len(payments)) if payments else None,
        "from_date": iso(start),
        "to_date": iso(end),
        "branch": await desk.branch_name(),
    }


async def get_sales_by_plan(desk: Desk, from_date: date | None = None, to_date: date | None = None) -> Result:
    """Memberships sold per plan in a period (ISO dates, both included; this month by default), best seller first.

    A sale counts on the day the membership starts; `amount` is its price, whether or not it is paid.
    """
    start, end = _period(desk, from_date, to_date)
    sold = func.count(Membership.c.id)
    sales = await desk.rows(
        select(Plan.c.name, sold.label("sold"), func.sum(Membership.c.price).label("amount"))
        .join(Membership, Membership.c.plan_id == Plan.c.id)
        .join(Client, Client.c.id == Membership.c.client_id)
        .where(desk.own_clients(), Membership.c.start_date.between(start, min(end, desk.today)))
        .group_by(Plan.c.name)
        .order_by(sold.desc(), Plan.c.name)
    )
    plans = [{"plan": sale.name, "sold": sale.sold, "amount": sale.amount} for sale in sales]
    return {
        "plans": plans,
        "sold": sum(plan["sold"] for plan in plans),
        "amount": sum(plan["amount"] for plan in plans),
        "from_date": iso(start),
        "to_date": iso(end),
        "branch": await desk.branch_name(),
    }


async def get_unpaid_dues(desk: Desk, limit: Limit = 10, offset: Offset = 0) -> Result:
    """Clients who still owe money for their membership, the highest amount first."""
    owing = sorted(
        (member for member in await desk.members() if member.due > 0), key=lambda member: -member.due
    )
    rows = [
        {
            **summary(member),
            "overdue": member.start_date is not None and (desk.today - member.start_date).days > 7,
        }
        for member in owing
    ]
    return {
        "dues": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "amount": sum(member.due for member in owing),
        "branch": await desk.branch_name(),
    }


def _period(desk: Desk, from_date: date | None, to_date: date | None) -> tuple[date, date]:
    start = from_date or (to_date or desk.today).replace(day=1)
    end = to_date or max(desk.today, start)
    refuse_backwards(start, end)
    return start, end


def _grouped(payments: Iterable[Row[Any]], group_by: str) -> list[Result]:
    groups: dict[str, list[int]] = {}
    for payment in payments:
        key = {
            "day": payment.paid_on.isoformat(),
            "month": payment.paid_on.strftime("%Y-%m"),
            "plan": payment.plan,
            "method": payment.method,
        }[group_by]
        groups.setdefault(key, []).append(payment.amount)
    rows = [{group_by: key, "payments": len(paid), "amount": sum(paid)} for key, paid in groups.items()]
    if group_by in ("day", "month"):
        return sorted(rows, key=lambda row: str(row[group_by]))
    return sorted(rows, key=lambda row: -int(row["amount"]))
