"""Tools about who came: today, over a period, and who is inside right now."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from msgspec import Meta
from sqlalchemy import Row, func, select

from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.answers.markdown import BEGINNING
from strakly_desktop.bot.gym.schema import Branch, Client, Visit
from strakly_desktop.bot.tools.clients import Limit, Offset, find_client
from strakly_desktop.bot.tools.known_groups import empty_groups
from strakly_desktop.bot.tools.scoped_queries import Desk, Result, clock, days_of, iso, page_of

_MOST_DAYS = 366
Hour = Annotated[int, Meta(ge=0, le=23)]


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
    group_by: Literal["day", "hour", "weekday", "branch", "gender"] | None = None,
    gender: Literal["male", "female"] | None = None,
    from_hour: Hour | None = None,
    to_hour: Hour | None = None,
    average_per: Literal["day"] | None = None,
    days: Annotated[int, Meta(ge=1, le=_MOST_DAYS, description="Up to today, where no dates are given")] = 7,
) -> Result:
    """Check-ins over a period (ISO dates, both included; the last 7 days by default), counted by day, hour, weekday,
    branch or gender.

    Only those of men or women, or that began between two hours of the day (both included), when these are given.
    average_per: an average is wanted, which the answer then begins with.
    """
    start, end = days_of(desk, from_date, to_date, days=days)
    if from_hour is not None and to_hour is not None and from_hour > to_hour:
        raise ToolRefusal(f"The hours end ({to_hour}:59) before they begin ({from_hour}:00).")
    end = max(start, min(end, desk.today))
    first = await _first_day(desk)
    begun = max(start, min(end, first or start)) if start >= BEGINNING else start
    if (end - begun).days > _MOST_DAYS:
        raise ToolRefusal("Check-ins can be counted over a year at most. Please give a shorter period.")
    visits = [
        visit
        for visit in await _visits(desk, start, end)
        if (gender is None or visit.gender == gender)
        and (from_hour or 0) <= visit.checked_in.hour <= (23 if to_hour is None else to_hour)
    ]
    groups: list[Result]
    if group_by == "weekday":
        weekdays = Counter(visit.checked_in.weekday() for visit in visits)
        there = {
            (start + timedelta(days=number)).weekday() for number in range(min(7, (end - start).days + 1))
        }
        groups = [{"weekday": number, "checkins": weekdays[number]} for number in sorted(there)]
    elif group_by in ("branch", "gender"):
        kinds = Counter(str(getattr(visit, group_by)) for visit in visits)
        known = ["male", "female"] if group_by == "gender" else await empty_groups(desk, "branch", ())
        groups = [{group_by: kind, "checkins": kinds[kind]} for kind in known]
    elif group_by == "hour":
        hours = Counter(visit.checked_in.hour for visit in visits)
        groups = [{"hour": hour, "checkins": hours[hour]} for hour in sorted(hours)]
    else:
        dates = Counter(visit.checked_in.date() for visit in visits)
        every = (begun + timedelta(days=number) for number in range((end - begun).days + 1))
        groups = [{"date": iso(day), "checkins": dates[day]} for day in every]
    return {
        "groups": groups,
        "group_by": group_by or "day",
        "average_per": average_per,
        "recorded_from": iso(begun),
        "records_begin": iso(first),
        "gender": gender,
        "from_hour": from_hour,
        "to_hour": to_hour,
        "total": len(visits),
        "clients": len({visit.client_id for visit in visits}),
        "days": max(1, (end - begun).days + 1),
        "from_date": iso(start),
        "to_date": iso(end),
        "branch": await desk.branch_name(),
    }


async def get_currently_in_gym(
    desk: Desk, gender: Literal["male", "female"] | None = None, limit: Limit = 20, offset: Offset = 0
) -> Result:
    """Who is in the gym right now: checked in today and not yet out, the latest first; only men or women if given."""
    inside = [
        visit
        for visit in await _visits(desk, desk.today, desk.today)
        if visit.checked_out is None and (gender is None or visit.gender == gender)
    ]
    places = await desk.rows(select(Branch.c.capacity).where(desk.within(Branch.c.gym_id, Branch.c.id)))
    rows = [
        {**_visit(visit), "minutes": int((desk.now - visit.checked_in).total_seconds() // 60)}
        for visit in reversed(inside)
    ]
    return {
        "inside": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "capacity": sum(place.capacity for place in places),
        "gender": gender,
        "branch": await desk.branch_name(),
    }


async def get_visits(
    desk: Desk,
    from_date: date | None = None,
    to_date: date | None = None,
    gender: Literal["male", "female"] | None = None,
    from_hour: Hour | None = None,
    to_hour: Hour | None = None,
    limit: Limit = 10,
    offset: Offset = 0,
) -> Result:
    """List who came in a period (ISO dates, both included; today by default), the latest first; limits as in
    get_attendance."""
    start, end = days_of(desk, from_date, to_date, days=1)
    visits = [
        visit
        for visit in reversed(await _visits(desk, start, end))
        if (gender is None or visit.gender == gender)
        and (from_hour or 0) <= visit.checked_in.hour <= (23 if to_hour is None else to_hour)
    ]
    rows = [{**_visit(visit), "date": iso(visit.checked_in)} for visit in visits]
    return {
        "visits": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "clients": len({visit.client_id for visit in visits}),
        "gender": gender,
        "from_hour": from_hour,
        "to_hour": to_hour,
        "records_begin": iso(await _first_day(desk)),
        "from_date": iso(start),
        "to_date": iso(end),
        "branch": await desk.branch_name(),
    }


async def get_client_visits(
    desk: Desk, client: int | str, from_date: date | None = None, to_date: date | None = None
) -> Result:
    """How often and when one client came, by id or name, in a period (ISO dates; the last 30 days by default).

    When a name fits several clients they come back under `matches`; ask which one is meant.
    """
    member, matches = await find_client(desk, client)
    if member is None:
        return matches
    start, end = days_of(desk, from_date, to_date, days=30)
    visits = [visit for visit in await _visits(desk, start, end) if visit.client_id == member.client_id]
    return {
        "found": True,
        **matches,
        "client_id": member.client_id,
        "name": member.name,
        "visits": [
            {"date": iso(visit.checked_in), "checked_in": clock(visit.checked_in),
             "checked_out": clock(visit.checked_out)}
            for visit in reversed(visits)
        ],
        "total": len(visits),
        "last_visit": iso(member.last_visit),
        "last_visit_time": clock(member.last_visit),
        "from_date": iso(start),
        "to_date": iso(end),
    }  # fmt: skip


async def _first_day(desk: Desk) -> date | None:
    """The day of the first check-in that is recorded here."""
    query = (
        select(func.min(Visit.c.checked_in))
        .join(Client, Client.c.id == Visit.c.client_id)
        .where(desk.own_clients())
    )
    first: datetime | None = (await desk.rows(query))[0][0]
    return first.date() if first else None


async def _visits(desk: Desk, start: date, end: date) -> list[Row[Any]]:
    """The visits that began in a period, oldest first, none of them in the future."""
    until = min(datetime.combine(end, time.max), desk.now)
    query = (
        select(Visit.c.checked_in, Visit.c.checked_out, Client.c.id.label("client_id"), Client.c.name, Client.c.gender,
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
