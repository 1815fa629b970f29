"""Tools about money: what came in, what was sold, and what is still owed. All amounts in whole rupees."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta
from sqlalchemy import Row, func, select

from strakly_desktop.bot.gym.schema import Client, Membership, Payment, Plan
from strakly_desktop.bot.tools.client_filter import (
    DueDays,
    DueState,
    PartOfName,
    begun_between,
    due_state,
    is_due_for,
)
from strakly_desktop.bot.tools.clients import Limit, Offset, summary
from strakly_desktop.bot.tools.known_groups import empty_days, empty_groups
from strakly_desktop.bot.tools.payments import fits, is_for, payments_in
from strakly_desktop.bot.tools.scoped_queries import Desk, Result, iso, page_of, refuse_backwards

Amount = Annotated[int, Meta(ge=0, description="Rupees")]


async def get_revenue(
    desk: Desk,
    from_date: date | None = None,
    to_date: date | None = None,
    group_by: Literal["day", "weekday", "month", "plan", "method", "branch", "gender"] | None = None,
    gender: Literal["male", "female"] | None = None,
    method: PartOfName | None = None,
    other_than_method: PartOfName | None = None,
    plan: PartOfName | None = None,
    other_than_plan: PartOfName | None = None,
    least: Amount | None = None,
    most: Amount | None = None,
    average_per: Literal["day", "month", "payment"] | None = None,
) -> Result:
    """Payments received in a period (ISO dates, both included; this month by default), in rupees.

    Without group_by: by month when the period is longer than two months, else by payment method. Only those by one
    payment method or by any other one, for one plan (part of its name) or any other one, of men or women, or of least
    to most rupees, when given. average_per: an average is wanted, which the answer then begins with.
    """
    start, end = _period(desk, from_date, to_date)
    group = group_by or ("month" if (end - start).days > 62 else "method")
    plans, others = await desk.plan_names(plan), await desk.plan_names(other_than_plan)
    payments = [
        payment
        for payment in await payments_in(desk, start, end)
        if gender in (None, payment.gender)
        and fits(payment, method, other_than_method, least, most)
        and is_for(payment, plans, others)
    ]
    total = sum(payment.amount for payment in payments)
    groups = _grouped(payments, group)
    first = await _first_day(desk)
    begun = max(start, first or start)
    last = min(end, desk.today)
    narrowed = plans is not None or others is not None or method is not None or other_than_method is not None
    filled = [row[group] for row in groups]
    if group in ("day", "weekday", "month"):
        empty = empty_days(group, begun, last, filled)
    elif group == "gender":
        empty = [each for each in ("male", "female") if gender in (None, each) and each not in filled]
    else:
        empty = [] if narrowed or gender is not None else await empty_groups(desk, group, filled)
    return {
        "groups": groups,
        "group_by": group,
        "empty_groups": empty,
        "average_per": average_per,
        "days": max(1, (last - begun).days + 1),
        "months": max(1, (last.year - begun.year) * 12 + last.month - begun.month + 1),
        "counted_from": iso(begun),
        "gender": gender,
        "records_begin": iso(first),
        "method": method,
        "other_than_method": other_than_method,
        "plan": plan,
        "other_than_plan": other_than_plan,
        "least": least,
        "most": most,
        "total": total,
        "payments": len(payments),
        "average": round(total / len(payments)) if payments else None,
        "from_date": iso(start),
        "to_date": iso(end),
        "branch": await desk.branch_name(),
    }


async def get_payments(
    desk: Desk,
    from_date: date | None = None,
    to_date: date | None = None,
    method: PartOfName | None = None,
    other_than_method: PartOfName | None = None,
    plan: PartOfName | None = None,
    other_than_plan: PartOfName | None = None,
    least: Amount | None = None,
    most: Amount | None = None,
    gender: Literal["male", "female"] | None = None,
    sort: Literal["newest", "oldest", "amount", "lowest"] = "newest",
    limit: Limit = 10,
    offset: Offset = 0,
) -> Result:
    """List single payments, the latest first: who paid what and how; of a period (ISO dates) and the other limits;
    only those of men or women if given."""
    refuse_backwards(from_date, to_date)
    plans, others = await desk.plan_names(plan), await desk.plan_names(other_than_plan)
    found = [
        payment
        for payment in await payments_in(desk, from_date or date.min, to_date or desk.today)
        if gender in (None, payment.gender)
        and fits(payment, method, other_than_method, least, most)
        and is_for(payment, plans, others)
    ]
    by_amount = sort in ("amount", "lowest")
    found.sort(
        key=lambda payment: (payment.amount if by_amount else 0, payment.paid_on, payment.id),
        reverse=sort in ("newest", "amount"),
    )
    rows = [
        {"client_id": payment.client_id, "name": payment.name, "date": iso(payment.paid_on), "amount": payment.amount,
         "method": payment.method, "plan": payment.plan, "branch": payment.branch}
        for payment in found
    ]  # fmt: skip
    return {
        "paid": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "amount": sum(payment.amount for payment in found),
        "alike": sum(payment.amount == found[0].amount for payment in found) if by_amount else 0,
        "sort": sort,
        "records_begin": iso(await _first_day(desk)),
        "from_date": iso(from_date),
        "to_date": iso(to_date),
        "gender": gender,
        "method": method,
        "other_than_method": other_than_method,
        "plan": plan,
        "other_than_plan": other_than_plan,
        "least": least,
        "most": most,
        "branch": await desk.branch_name(),
    }


async def _first_day(desk: Desk) -> date | None:
    """The day of the first payment that is recorded here."""
    query = (
        select(func.min(Payment.c.paid_on))
        .join(Membership, Membership.c.id == Payment.c.membership_id)
        .join(Client, Client.c.id == Membership.c.client_id)
        .where(desk.own_clients())
    )
    first: date | None = (await desk.rows(query))[0][0]
    return first


async def get_sales_by_plan(
    desk: Desk,
    from_date: date | None = None,
    to_date: date | None = None,
    plan: PartOfName | None = None,
    other_than_plan: PartOfName | None = None,
) -> Result:
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
    wanted, others = await desk.plan_names(plan), await desk.plan_names(other_than_plan)
    plans = [
        {"plan": sale.name, "sold": sale.sold, "amount": sale.amount}
        for sale in sales
        if (wanted is None or sale.name in wanted) and (others is None or sale.name not in others)
    ]
    empty = await empty_groups(desk, "plan", [sale.name for sale in sales])
    return {
        "plans": plans,
        "empty_groups": [
            name
            for name in empty
            if (wanted is None or name in wanted) and (others is None or name not in others)
        ],
        "plan": plan,
        "other_than_plan": other_than_plan,
        "sold": sum(plan["sold"] for plan in plans),
        "amount": sum(plan["amount"] for plan in plans),
        "from_date": iso(start),
        "to_date": iso(end),
        "branch": await desk.branch_name(),
    }


async def get_unpaid_dues(
    desk: Desk,
    least: Amount | None = None,
    most: Amount | None = None,
    state: DueState | None = None,
    due_days_least: DueDays | None = None,
    due_days_most: DueDays | None = None,
    sort: Literal["amount", "lowest", "name", "name_desc", "end_date", "oldest"] = "amount",
    limit: Limit = 10,
    offset: Offset = 0,
) -> Result:
    """Clients who still owe money for their membership, the highest amount first; of least to most rupees if given.

    state: only those overdue, whose membership began more than 7 days ago, or only those pending until then.
    due_days_...: only where it began so many days ago, such as 31 for "overdue by more than 30 days".
    """
    owing = [
        member
        for member in await desk.members()
        if max(1, least or 0) <= member.due <= (member.due if most is None else most)
        and state in (None, due_state(member, desk.today))
        and is_due_for(member, desk.today, due_days_least, due_days_most)
    ]
    if sort == "oldest":
        owing.sort(key=lambda m: m.start_date or date.max)
    elif sort == "end_date":
        owing.sort(key=lambda m: m.end_date or date.max)
    elif sort == "name_desc":
        owing.reverse()
    elif sort != "name":
        owing.sort(key=lambda m: m.due if sort == "lowest" else -m.due)
    rows = [
        {
            **summary(member),
            "overdue": due_state(member, desk.today) == "overdue",
            "start_date": iso(member.start_date),
        }
        for member in owing
    ]
    return {
        "dues": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "amount": sum(member.due for member in owing),
        "overdue": sum(due_state(member, desk.today) == "overdue" for member in owing),
        "overdue_amount": sum(row["due"] for row in rows if row["overdue"]),
        "state": state,
        "due_days_least": due_days_least,
        "due_days_most": due_days_most,
        **begun_between(desk.today, due_days_least, due_days_most),
        "alike": sum(member.due == owing[0].due for member in owing),
        "sort": sort,
        "least": least,
        "most": most,
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
            "weekday": str(payment.paid_on.weekday()),
            "branch": payment.branch,
            "month": payment.paid_on.strftime("%Y-%m"),
            "plan": payment.plan,
            "method": payment.method,
            "gender": payment.gender,
        }[group_by]
        groups.setdefault(key, []).append(payment.amount)
    rows = [{group_by: key, "payments": len(paid), "amount": sum(paid)} for key, paid in groups.items()]
    if group_by in ("day", "weekday", "month"):
        return sorted(rows, key=lambda row: str(row[group_by]))
    return sorted(rows, key=lambda row: -int(row["amount"]))
