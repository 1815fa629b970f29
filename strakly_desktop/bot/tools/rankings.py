"""Tools about what single clients paid and how often they came: of one of them, or who did so the most."""

from collections import Counter
from datetime import date
from typing import Literal

from strakly_desktop.bot.tools.client_filter import ClientStatus, PartOfName, has_status
from strakly_desktop.bot.tools.clients import Limit, Offset, find_client
from strakly_desktop.bot.tools.deeds import visits_in
from strakly_desktop.bot.tools.payments import fits, is_for, payments_in
from strakly_desktop.bot.tools.scoped_queries import Desk, Result, days_of, iso, page_of, refuse_backwards

_MONTH = 30


async def get_client_payments(
    desk: Desk,
    client: int | str,
    from_date: date | None = None,
    to_date: date | None = None,
    method: PartOfName | None = None,
    limit: Limit = 30,
) -> Result:
    """What one client paid, by id or name, the latest first: in a period (ISO dates; without them ever), by one method.

    When a name fits several clients they come back under `matches`; ask which one is meant.
    """
    member, matches = await find_client(desk, client)
    if member is None:
        return matches
    refuse_backwards(from_date, to_date)
    ever = await payments_in(desk, date.min, desk.today, member.client_id)
    paid = [payment for payment in reversed(ever) if fits(payment, method)]
    within = [
        payment for payment in paid if (from_date or date.min) <= payment.paid_on <= (to_date or date.max)
    ]
    rows = [
        {"date": iso(row.paid_on), "amount": row.amount, "method": row.method, "plan": row.plan}
        for row in within
    ]
    return {
        "found": True,
        **matches,
        "client_id": member.client_id,
        "name": member.name,
        "payments": rows[:limit],
        **page_of(rows, limit, 0),
        "amount": sum(row.amount for row in within),
        "last_paid_on": iso(paid[0].paid_on) if paid else None,
        "last_amount": paid[0].amount if paid else None,
        "due": member.due,
        "method": method,
        "from_date": iso(from_date),
        "to_date": iso(to_date),
    }


async def get_top_payers(
    desk: Desk,
    from_date: date | None = None,
    to_date: date | None = None,
    method: PartOfName | None = None,
    other_than_method: PartOfName | None = None,
    plan: PartOfName | None = None,
    other_than_plan: PartOfName | None = None,
    gender: Literal["male", "female"] | None = None,
    status: ClientStatus | None = None,
    sort: Literal["most", "least"] = "most",
    limit: Limit = 10,
    offset: Offset = 0,
) -> Result:
    """Clients by what each paid in all in a period (ISO dates; without them ever), who paid the most first.

    Only payments by one method or any other one, for one plan or any other one, or of men or women, or of clients
    who now have a status, when given.
    """
    refuse_backwards(from_date, to_date)
    plans, others = await desk.plan_names(plan), await desk.plan_names(other_than_plan)
    able = await _of_status(desk, status)
    found = [
        payment
        for payment in await payments_in(desk, from_date or date.min, to_date or desk.today)
        if (gender is None or payment.gender == gender)
        and (able is None or payment.client_id in able)
        and fits(payment, method, other_than_method)
        and is_for(payment, plans, others)
    ]
    amounts: Counter[int] = Counter()
    for payment in found:
        amounts[payment.client_id] += payment.amount
    times = Counter(payment.client_id for payment in found)
    names = {payment.client_id: payment.name for payment in found}
    ranked = sorted(
        amounts, key=lambda each: (-amounts[each] if sort == "most" else amounts[each], names[each], each)
    )
    rows = [
        {"client_id": each, "name": names[each], "payments": times[each], "amount": amounts[each]}
        for each in ranked
    ]
    return {
        "payers": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "amount": sum(amounts.values()),
        "sort": sort,
        "gender": gender,
        "status": status,
        "method": method,
        "other_than_method": other_than_method,
        "plan": plan,
        "other_than_plan": other_than_plan,
        "least": None,
        "most": None,
        "from_date": iso(from_date),
        "to_date": iso(to_date),
        "branch": await desk.branch_name(),
    }


async def _of_status(desk: Desk, status: ClientStatus | None) -> set[int] | None:
    """The clients who have a status; None where it does not matter."""
    if status is None:
        return None
    return {member.client_id for member in await desk.members() if has_status(member, status)}


async def get_top_visitors(
    desk: Desk,
    from_date: date | None = None,
    to_date: date | None = None,
    gender: Literal["male", "female"] | None = None,
    status: ClientStatus | None = None,
    sort: Literal["most", "least"] = "most",
    limit: Limit = 10,
    offset: Offset = 0,
) -> Result:
    """Clients by how often each came in a period (ISO dates; the last 30 days by default), the most visits first.

    With sort "least" those who came least often, of the active clients unless another status is given.
    """
    start, end = days_of(desk, from_date, to_date, days=_MONTH)
    status = status or ("active" if sort == "least" else None)
    counts = Counter(await visits_in(desk, start, end))
    able = [
        member
        for member in await desk.members()
        if (gender is None or member.gender == gender)
        and (status is None or has_status(member, status))
        and (sort == "least" or counts[member.client_id])
    ]
    sign = 1 if sort == "least" else -1
    able.sort(key=lambda member: (sign * counts[member.client_id], member.name, member.client_id))
    rows = [
        {"client_id": each.client_id, "name": each.name, "visits": counts[each.client_id],
         "last_visit": iso(each.last_visit), "joined_on": iso(each.joined_on)}
        for each in able
    ]  # fmt: skip
    return {
        "visitors": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "checkins": sum(row["visits"] for row in rows),
        "sort": sort,
        "gender": gender,
        "status": status,
        "from_date": iso(start),
        "to_date": iso(end),
        "branch": await desk.branch_name(),
    }
