"""Tools about memberships: how many, which run, which end soon or have ended, and the plans on offer."""

from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta
from sqlalchemy import select

from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.gym.schema import Plan
from strakly_desktop.bot.tools.client_filter import PartOfName
from strakly_desktop.bot.tools.clients import Limit, Offset, summary
from strakly_desktop.bot.tools.known_groups import empty_groups
from strakly_desktop.bot.tools.scoped_queries import Desk, MemberRow, Result, iso, page_of, refuse_backwards

_SOON = 7
Price = Annotated[int, Meta(ge=0, description="Rupees")]


async def get_membership_stats(desk: Desk) -> Result:
    """Numbers about memberships: active, expired, pending, ending within 7 and 30 days, and active ones per plan."""
    members = await desk.members()
    active = [member for member in members if member.status == "active"]
    plans: dict[str, int] = {}
    for member in active:
        plans[member.plan or ""] = plans.get(member.plan or "", 0) + 1
    return {
        "plans": [
            {"plan": plan, "active": count} for plan, count in sorted(plans.items(), key=lambda p: -p[1])
        ],
        "empty_groups": await empty_groups(desk, "plan", plans),
        "active": len(active),
        "expired": sum(member.status == "expired" for member in members),
        "pending": sum(member.status == "pending" for member in members),
        "expiring_7_days": len(_ending(active, desk.today, desk.today + timedelta(days=_SOON))),
        "expiring_30_days": len(_ending(active, desk.today, desk.today + timedelta(days=30))),
        "unpaid": sum(member.due > 0 for member in members),
        "branch": await desk.branch_name(),
    }


async def get_active_memberships(
    desk: Desk, plan: PartOfName | None = None, limit: Limit = 10, offset: Offset = 0
) -> Result:
    """List the memberships that are running now, the one that ends first on top; of one plan (part of its name)."""
    plans = await desk.plan_names(plan)
    found = [
        member
        for member in await desk.members()
        if member.status == "active" and (plans is None or member.plan in plans)
    ]
    return await _listed(desk, found, limit, offset, plan=plan)


async def get_expiring_memberships(
    desk: Desk,
    days: Annotated[int, Meta(ge=1, le=366, description="At most so many days left; 7 when nothing is given")]
    | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
    unpaid_only: bool = False,
    phones: bool = False,
    limit: Limit = 10,
    offset: Offset = 0,
) -> Result:
    """List memberships that end in the coming days, or between two days (ISO dates), the first to end on top.

    unpaid_only keeps those of which something is still to be paid. Of a period that is over, those that ended in
    it and were not renewed. `pending`: so many more end then that are not paid yet, or begin later, and are not
    listed. phones: their phone numbers are wanted as well.
    """
    past = to_date is not None and to_date < desk.today
    start = from_date or desk.today if past else max(from_date or desk.today, desk.today)
    end = to_date or start + timedelta(days=days or _SOON)
    if days is not None and to_date is not None:
        raise ToolRefusal("Give either days or to_date.")
    refuse_backwards(start, end)
    status = "expired" if past else "active"
    members = await desk.members()
    able = [member for member in members if member.status == status]
    found = [member for member in _ending(able, start, end) if not unpaid_only or member.due > 0]
    pending = [
        member for member in members if member.status == "pending" and (not unpaid_only or member.due > 0)
    ]
    return await _listed(
        desk,
        found,
        limit,
        offset,
        from_date=iso(start),
        to_date=iso(end),
        unpaid_only=unpaid_only,
        past=past,
        pending=len(_ending(pending, start, end)),
        days=(end - start).days if start == desk.today else None,
        soon=len(_ending(able, desk.today, desk.today + timedelta(_SOON))),
        soon_to=iso(desk.today + timedelta(_SOON)),
        phones=phones,
    )


async def get_expired_memberships(
    desk: Desk,
    from_date: date | None = None,
    to_date: date | None = None,
    phones: bool = False,
    limit: Limit = 10,
    offset: Offset = 0,
) -> Result:
    """List clients whose membership has ended and was not renewed, the latest on top; ended between two days.

    phones: their phone numbers are wanted as well.
    """
    refuse_backwards(from_date, to_date)
    found = [
        member
        for member in await desk.members()
        if member.status == "expired" and member.end_date is not None
        and (from_date is None or member.end_date >= from_date)
        and (to_date is None or member.end_date <= to_date)
    ]  # fmt: skip
    found.sort(key=lambda member: member.end_date or date.min, reverse=True)
    return await _listed(
        desk, found, limit, offset, sort=False, from_date=iso(from_date), to_date=iso(to_date), phones=phones
    )


async def get_plans(
    desk: Desk,
    plan: PartOfName | None = None,
    other_than_plan: PartOfName | None = None,
    months: Annotated[int, Meta(ge=1, le=120, description="Of just this length")] | None = None,
    least: Price | None = None,
    most: Price | None = None,
) -> Result:
    """The plans on offer, or one (part of its name): months, price in rupees, and how many active members it has.

    Without one (other_than_plan), or only those that cost least to most rupees, when given.
    """
    wanted, others = await desk.plan_names(plan), await desk.plan_names(other_than_plan)
    plans = await desk.rows(
        select(Plan).where(Plan.c.gym_id == desk.scope.gym_id).order_by(Plan.c.months, Plan.c.price)
    )
    active = [member.plan for member in await desk.members() if member.status == "active"]
    return {
        "plans": [
            {
                "plan_id": each.id, "plan": each.name, "months": each.months, "price": each.price,
                "active": active.count(each.name),
            }
            for each in plans
            if (wanted is None or each.name in wanted) and (others is None or each.name not in others)
            and months in (None, each.months)
            and (least or 0) <= each.price <= (each.price if most is None else most)
        ],
        "plan": plan,
        "other_than_plan": other_than_plan,
        "months": months,
        "least": least,
        "most": most,
        "branch": await desk.branch_name(),
    }  # fmt: skip


async def _listed(
    desk: Desk, found: list[MemberRow], limit: int, offset: int, *, sort: bool = True, **asked: object
) -> Result:
    if sort:
        found = sorted(found, key=lambda member: member.end_date or date.max)
    rows = [{**summary(member), "days_left": _days_left(member, desk.today)} for member in found]
    return {
        "memberships": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        **asked,
        "branch": await desk.branch_name(),
    }


def _ending(members: list[MemberRow], start: date, end: date) -> list[MemberRow]:
    return [member for member in members if member.end_date is not None and start <= member.end_date <= end]


def _days_left(member: MemberRow, today: date) -> int | None:
    return None if member.end_date is None else (member.end_date - today).days
