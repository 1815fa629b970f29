"""Tools about who came: today, over a period, and who is inside right now."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Row, select

from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.gym.schema import Branch, Client, Visit
from strakly_desktop.bot.tools.clients import Limit, Offset
from strakly_desktop.bot.tools.scoped_queries import Desk, Result, clock, days_of, iso, page_of

_MOST_DAYS = 366


async def get_attendance_today(desk: Desk, limit: Limit = 10, offset: Offset = 0) -> Result:
    """Who has checked in today, the latest first: client, time in, time out (none while inside)."""
    visits = await _visits(desk, desk.today, desk.today)
    rows = [_visit(visit) for visit in reversed(visits)]
    return {
        "visits": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "date": iso(desk.today),
        "clients": len({visit.client_id for visit in visits}),
        "inside": sum(visit.checked_out is None for visit in visits),
        "branch": await desk.branch_name(),
    }


async def get_attendance(
    desk: Desk,
    from_date: date | None = None,
    to_date: date | None = None,
    group_by: Literal["day", "hour"] = "day",
) -> Result:
    """Check-ins over a period (ISO dates, both included; the last 7 days by default), counted by day or by hour."""
    start, end = days_of(desk, from_date, to_date, days=7)
    end = max(start, min(end, desk.today))
    if (end - start).days > _MOST_DAYS:
        raise ToolRefusal("Check-ins can be counted over a year at most. Please give a shorter period.")
    visits = await _visits(desk, start, end)
    if group_by == "hour":
        hours = Counter(visit.checked_in.hour for visit in visits)
        groups = [{"hour": hour, "checkins": hours[hour]} for hour in sorted(hours)]
    else:
        days = Counter(visit.checked_in.date() for visit in visits)
        every = (start + timedelta(days=number) for number in range((end - start).days + 1))
        groups = [{"date": iso(day), "checkins": days[day]} for day in every]
    return {
        "groups": groups,
        "group_by": group_by,
        "total": len(visits),
        "clients": len({visit.client_id for visit in visits}),
        "days": (end - start).days + 1,
        "from_date": iso(start),
        "to_date": iso(end),
        "branch": await desk.branch_name(),
    }


async def get_currently_in_gym(desk: Desk, limit: Limit = 20, offset: Offset = 0) -> Result:
    """Who is in the gym right now: checked in today and not yet out, the latest first."""
    inside = [visit for visit in await _visits(desk, desk.today, desk.today) if visit.checked_out is None]
    places = await desk.rows(select(Branch.c.capacity).where(desk.within(Branch.c.gym_id, Branch.c.id)))
    rows = [
        {**_visit(visit), "minutes": int((desk.now - visit.checked_in).total_seconds() // 60)}
        for visit in reversed(inside)
    ]
    return {
        "inside": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "capacity": sum(place.capacity for place in places),
        "branch": await desk.branch_name(),
    }


async def _visits(desk: Desk, start: date, end: date) -> list[Row[Any]]:
    """The visits that began in a period, oldest first, none of them in the future."""
    until = min(datetime.combine(end, time.max), desk.now)
    query = (
        select(Visit.c.checked_in, Visit.c.checked_out, Client.c.id.label("client_id"), Client.c.name,
               Branch.c.name.label("branch"))
        .join(Client, Client.c.id == Visit.c.client_id)
        .join(Branch, Branch.c.id == Client.c.branch_id)
        .where(desk.own_clients(), Visit.c.checked_in.between(datetime.combine(start, time.min), until))
        .order_by(Visit.c.checked_in, Visit.c.id)
    )  # fmt: skip
    return list(await desk.rows(query))


def _visit(visit: Row[Any]) -> Result:
    return {
        "client_id": visit.client_id,
        "name": visit.name,
        "checked_in": clock(visit.checked_in),
        "checked_out": clock(visit.checked_out),
        "branch": visit.branch,
    }
