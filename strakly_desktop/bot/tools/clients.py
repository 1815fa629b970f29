"""Tools about the gym's clients: how many, which, and everything about one."""

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from msgspec import Meta
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process
from sqlalchemy import select

from strakly_desktop.bot.gym.schema import Client, Visit
from strakly_desktop.bot.tools.scoped_queries import (
    Desk,
    MemberRow,
    Result,
    clock,
    iso,
    page_of,
    refuse_backwards,
)

Limit = Annotated[int, Meta(ge=1, le=500, description="Rows to return")]
PartOfName = Annotated[str, Meta(pattern=r"\S")]
"""Not empty: nothing at all is a part of every name."""

Offset = Annotated[int, Meta(ge=0, description="Rows to skip")]
ClientStatus = Literal["active", "expired", "pending", "inactive", "frozen", "cancelled"]
_ID = re.compile(r"[0-9]{1,9}")
_LIKE_ENOUGH = 72
_SURE = 80
_CLOSE = 6
"""A name within so many points of the best match may be meant just as well."""


async def get_clients_stats(
    desk: Desk, joined_from: date | None = None, joined_to: date | None = None
) -> Result:
    """How many clients the gym has: total, active, expired, pending, by gender, and how many joined in a period.

    The period is this month unless joined_from and joined_to (ISO dates) are given.
    """
    members = await desk.members()
    start = joined_from or (joined_to or desk.today).replace(day=1)
    end = joined_to or max(desk.today, start)
    refuse_backwards(start, end)
    return {
        "total": len(members),
        "active": _count(members, "active"),
        "expired": _count(members, "expired"),
        "pending": _count(members, "pending"),
        "men": sum(member.gender == "male" for member in members),
        "women": sum(member.gender == "female" for member in members),
        "joined": sum(start <= member.joined_on <= end for member in members),
        "joined_from": iso(start),
        "joined_to": iso(end),
        "not_seen_14_days": sum(absent(member, 14, desk.today) for member in members),
        "branch": await desk.branch_name(),
    }


async def get_clients_list(
    desk: Desk,
    status: ClientStatus | None = None,
    plan: PartOfName | None = None,
    not_seen_days: Annotated[int, Meta(ge=1, description="Active, but no visit for so many days")]
    | None = None,
    joined_from: date | None = None,
    joined_to: date | None = None,
    limit: Limit = 10,
    offset: Offset = 0,
    sort: Literal["name", "newest", "last_visit", "end_date"] = "name",
) -> Result:
    """List clients, by status, plan (part of its name), day of joining, or those not seen for some days.

    "inactive" means expired. With not_seen_days only active clients are listed, the longest absent first.
    """
    refuse_backwards(joined_from, joined_to)
    wanted = "expired" if status == "inactive" else status
    members = [
        member
        for member in await desk.members()
        if (wanted is None or member.status == wanted)
        and (plan is None or plan.lower() in (member.plan or "").lower())
        and (not_seen_days is None or absent(member, not_seen_days, desk.today))
        and (joined_from is None or member.joined_on >= joined_from)
        and (joined_to is None or member.joined_on <= joined_to)
    ]
    members = _sorted(members, "last_visit" if not_seen_days is not None and sort == "name" else sort)
    rows = [summary(member) for member in members]
    return {
        "clients": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "status": status,
        "plan": plan,
        "not_seen_days": not_seen_days,
        "joined_from": iso(joined_from),
        "joined_to": iso(joined_to),
        "branch": await desk.branch_name(),
    }


async def search_clients(desk: Desk, name: str, limit: Limit = 10) -> Result:
    """Find clients by name (typos are forgiven), phone number or e-mail, or a part of them."""
    rows = [summary(member) for member in _matching(await desk.members(), name)]
    return {
        "clients": rows[:limit],
        **page_of(rows, limit, 0),
        "query": name,
        "branch": await desk.branch_name(),
    }


async def get_client_details(desk: Desk, client: int | str) -> Result:
    """Everything about one client, by id or by name: contact, status, membership, dues, trainer, visits.

    When a name fits several clients they come back under `matches`; ask which one is meant.
    """
    member, matches = await find_client(desk, client)
    if member is None:
        return matches
    month = desk.today - timedelta(days=29)
    visits = await desk.rows(
        select(Visit.c.checked_in, Visit.c.checked_out)
        .join(Client, Client.c.id == Visit.c.client_id)
        .where(desk.own_clients(), Visit.c.client_id == member.client_id, Visit.c.checked_in <= desk.now)
        .order_by(Visit.c.checked_in.desc())
    )
    return {
        "found": True,
        **summary(member),
        "email": member.email,
        "gender": member.gender,
        "joined_on": iso(member.joined_on),
        "branch": member.branch,
        "trainer_id": member.trainer_id,
        "trainer": member.trainer,
        "visits_30_days": sum(visit.checked_in.date() >= month for visit in visits),
        "in_gym_now": any(v.checked_out is None and v.checked_in.date() == desk.today for v in visits),
        "last_visit_time": clock(visits[0].checked_in) if visits else None,
    }


async def get_client_membership(desk: Desk, client: int | str) -> Result:
    """The membership of one client, by id or name: plan, dates, days left, price, paid and due.

    When a name fits several clients they come back under `matches`; ask which one is meant.
    """
    member, matches = await find_client(desk, client)
    if member is None:
        return matches
    days_left = None if member.end_date is None else (member.end_date - desk.today).days
    return {"found": True, **summary(member), "days_left": days_left, "branch": member.branch}


async def find_client(desk: Desk, client: int | str) -> tuple[MemberRow | None, Result]:
    """The one client that is meant, or None with what to answer instead."""
    members = await desk.members()
    if isinstance(client, int) or _ID.fullmatch(client.strip()):
        by_id = [member for member in members if member.client_id == int(client)]
        if by_id or isinstance(client, int):
            return (by_id[0], {}) if by_id else (None, _not_found(client, []))
    name = str(client)
    found = _matching(members, name)
    exact = [member for member in found if default_process(member.name) == default_process(name)]
    likely = exact or found
    if len(likely) == 1 and (exact or _likeness(likely[0], name) >= _SURE):
        return likely[0], {}
    return None, _not_found(client, likely)


def _not_found(client: int | str, matches: list[MemberRow]) -> Result:
    rows = [summary(member) for member in matches[:10]]
    return {"matches": rows, "total": len(matches), "found": False, "query": str(client)}


def summary(member: MemberRow) -> Result:
    """A client as lists show them."""
    return {
        "client_id": member.client_id,
        "name": member.name,
        "status": member.status,
        "phone": member.phone,
        "plan": member.plan,
        "start_date": iso(member.start_date),
        "end_date": iso(member.end_date),
        "price": member.price,
        "paid": member.paid,
        "due": member.due,
        "last_visit": iso(member.last_visit),
    }


def absent(member: MemberRow, days: int, today: date) -> bool:
    """Whether an active client has not come for at least so many days (counted from joining when they never came)."""
    last = member.last_visit.date() if member.last_visit else member.joined_on
    return member.status == "active" and (today - last).days >= days


def _count(members: list[MemberRow], status: str) -> int:
    return sum(member.status == status for member in members)


def _sorted(members: list[MemberRow], sort: str) -> list[MemberRow]:
    match sort:
        case "newest":
            return sorted(members, key=lambda member: member.joined_on, reverse=True)
        case "last_visit":
            return sorted(members, key=lambda m: m.last_visit.date() if m.last_visit else m.joined_on)
        case "end_date":
            return sorted(members, key=lambda member: member.end_date or date.max)
        case _:
            return members


def _matching(members: list[MemberRow], query: str) -> list[MemberRow]:
    """Those who fit, best first; only close seconds to the best one."""
    digits = "".join(filter(str.isdigit, query))
    if len(digits) >= 4:
        return [member for member in members if digits[-10:] in member.phone.replace(" ", "")]
    if "@" in query:
        return [member for member in members if query.strip().lower() in member.email]
    scored = sorted(((_likeness(m, query), m) for m in members), key=lambda pair: -pair[0])
    best = scored[0][0] if scored else 0.0
    return [member for likeness, member in scored if likeness >= max(_LIKE_ENOUGH, best - _CLOSE)]


def _likeness(member: MemberRow, query: str) -> float:
    """0 to 100. Each typed word is held against the best word of the name, so "rohn mheta" finds Rohan Mehta."""
    words, names = default_process(query).split(), default_process(member.name).split()
    if not words or not names:
        return 0.0
    likeness = [max(_word_likeness(word, name) for name in names) for word in words]
    return min(sum(likeness) / len(likeness), min(likeness) + 25)


def _word_likeness(word: str, name: str) -> float:
    return 96.0 if len(word) >= 3 and name.startswith(word) and name != word else fuzz.ratio(word, name)
