"""Tools about the gym's clients: how many, which, and everything about one."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Literal, Protocol, TypeVar

from msgspec import Meta
from sqlalchemy import select

from strakly_desktop.bot.gym.attendance_codes import codes_of
from strakly_desktop.bot.gym.schema import Client, Enquiry, Visit
from strakly_desktop.bot.gym.spelling import SURE, folded, likeness, may_be_misspelt, with_plain_digits
from strakly_desktop.bot.tools.client_filter import ClientFilter, absent, due_state
from strakly_desktop.bot.tools.scoped_queries import (
    Desk,
    MemberRow,
    Result,
    clock,
    iso,
    page_of,
    refuse_backwards,
)

Limit = Annotated[int, Meta(ge=1, le=2000, description="Rows to return")]
Offset = Annotated[int, Meta(ge=0, description="Rows to skip")]
Order = Literal[
    "name", "name_desc", "newest", "oldest", "last_visit", "last_visit_desc", "end_date", "end_date_desc", "due",
    "due_lowest",
]  # fmt: skip
"""In what order clients stand: the last visit and the end of the membership the earliest first, dues the highest."""
_CODE = re.compile(r"[0-9]{4}")
_ID = re.compile(r"[0-9]{1,9}")
_LIKE_ENOUGH = 72
_MOST_ENQUIRERS = 5
_CLOSE = 6.0
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
        "asked_joined": joined_from is not None,
        "joined": sum(start <= member.joined_on <= end for member in members),
        "joined_from": iso(start),
        "joined_to": iso(end),
        "not_seen_14_days": sum(absent(member, 14, desk.today) for member in members),
        "branch": await desk.branch_name(),
    }


async def get_clients_list(
    desk: Desk,
    which: ClientFilter,
    phones: bool = False,
    limit: Limit = 10,
    offset: Offset = 0,
    sort: Order | None = None,
) -> Result:
    """List clients: by status, plan (part of its name), gender, trainer, dues, day of joining, day on which the
    membership ends, or those not seen for some days; other_than_... leaves a status or plan out.

    "inactive" means not active. phones: their phone numbers are wanted as well.
    settled: those who have paid in full, a part, or nothing yet. due_state: those whose dues are overdue (their
    membership began more than 7 days ago), or pending until then.
    With not_seen_days only active clients are listed, the longest absent first; others stand by name.
    """
    members, asked = await which.fitting(desk)
    sort = sort or ("last_visit" if which.not_seen_days is not None else "name")
    members = _sorted(members, sort)
    rows = [{**summary(member), "payment": due_state(member, desk.today)} for member in members]
    return {
        "clients": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        **asked,
        "phones": phones,
        "sort": sort,
        "first_joined_on": iso(members[0].joined_on) if members else None,
        "branch": await desk.branch_name(),
    }


async def search_clients(desk: Desk, name: str, limit: Limit = 10) -> Result:
    """Find clients by name (typos are forgiven), phone number or e-mail, or a part of them."""
    members = await desk.members()
    found = matching(members, name) or await _of_code(desk, members, name)
    rows = [summary(member) for member in found]
    return {
        "clients": rows[:limit],
        "nobody": _is_nobody(name, found),
        "enquirers": await _enquirers_called(desk, name),
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
        **matches,
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


async def _of_code(desk: Desk, members: list[MemberRow], code: str) -> list[MemberRow]:
    """The client whose check-in code this is, which is no part of anybody's telephone number."""
    if not _CODE.fullmatch(with_plain_digits(code.strip())):
        return []
    rows = await desk.rows(select(Client.c.id).where(Client.c.gym_id == desk.scope.gym_id))
    codes = codes_of(row.id for row in rows)
    return [member for member in members if codes.get(member.client_id) == with_plain_digits(code.strip())]


async def get_client_by_code(desk: Desk, code: Annotated[str, Meta(pattern=r"^[0-9]{4}$")]) -> Result:
    """Whose check-in code this is, and everything about that client; `found` is false where nobody here has it."""
    rows = await desk.rows(select(Client.c.id).where(Client.c.gym_id == desk.scope.gym_id))
    owner = next((number for number, own in codes_of(row.id for row in rows).items() if own == code), None)
    found = {"found": False} if owner is None else await get_client_details(desk, owner)
    if not found["found"]:
        return {"found": False, "matches": [], "code": code, "branch": await desk.branch_name()}
    return {**found, "code": code}


async def get_client_membership(desk: Desk, client: int | str) -> Result:
    """The membership of one client, by id or name: plan, dates, days left, price, paid and due.

    When a name fits several clients they come back under `matches`; ask which one is meant.
    """
    member, matches = await find_client(desk, client)
    if member is None:
        return matches
    days_left = None if member.end_date is None else (member.end_date - desk.today).days
    return {"found": True, **matches, **summary(member), "days_left": days_left,
            "due_state": due_state(member, desk.today), "branch": member.branch}  # fmt: skip


async def find_client(desk: Desk, client: int | str) -> tuple[MemberRow | None, Result]:
    """The one client that is meant, with the name that was typed if it is another; or None and what to answer."""
    members = await desk.members()
    if isinstance(client, int) or _ID.fullmatch(client.strip()):
        by_id = [member for member in members if member.client_id == int(client)]
        if by_id or isinstance(client, int):
            return (by_id[0], {}) if by_id else (None, await _not_found(desk, client, []))
    name = str(client)
    found = matching(members, name)
    exact = [member for member in found if folded(member.name) == folded(name)]
    likely = exact or found
    if len(likely) == 1 and (exact or _is_sure(members, likely[0], name)):
        return likely[0], _taken_for(name, likely[0])
    return None, await _not_found(desk, client, likely)


def _taken_for(typed: str, member: MemberRow) -> Result:
    """What was typed (`asked`), where the client is not called so: the answer tells whom it was taken for."""
    is_name = typed.isascii() and "@" not in typed and not any(map(str.isdecimal, typed))
    other = is_name and not set(folded(typed).split()) <= set(folded(member.name).split())
    return {"asked": typed} if other else {}


async def _not_found(desk: Desk, client: int | str, matches: list[MemberRow]) -> Result:
    rows = [summary(member) for member in matches[:10]]
    return {
        "matches": rows,
        "total": len(matches),
        "found": False,
        "nobody": _is_nobody(str(client), matches),
        "enquirers": await _enquirers_called(desk, str(client)),
        "query": str(client),
        "branch": await desk.branch_name(),
    }


async def _enquirers_called(desk: Desk, name: str) -> list[Result]:
    """Who enquired under a name, the latest first, and is no client: who asks for "Radhika" may mean one of them."""
    wanted = set(folded(name).split())
    if not wanted or any(map(str.isdecimal, name)):
        return []
    found = await desk.rows(
        select(Enquiry)
        .where(desk.within(Enquiry.c.gym_id, Enquiry.c.branch_id), Enquiry.c.status != "converted")
        .order_by(Enquiry.c.created_on.desc(), Enquiry.c.id.desc())
    )
    return [
        {
            "name": one.name,
            "phone": one.phone,
            "interest": one.interest,
            "status": one.status,
            "date": iso(one.created_on),
        }
        for one in found
        if wanted <= set(folded(one.name).split())
    ][:_MOST_ENQUIRERS]


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
        "branch": member.branch,
    }


def _count(members: list[MemberRow], status: str) -> int:
    return sum(member.status == status for member in members)


def _sorted(members: list[MemberRow], sort: str) -> list[MemberRow]:
    match sort:
        case "newest":
            return sorted(members, key=lambda member: member.joined_on, reverse=True)
        case "oldest":
            return sorted(members, key=lambda member: member.joined_on)
        case "last_visit" | "last_visit_desc":
            members = sorted(members, key=lambda m: m.last_visit.date() if m.last_visit else m.joined_on)
        case "end_date" | "end_date_desc":
            members = sorted(members, key=lambda member: member.end_date or date.max)
        case "due":
            return sorted(members, key=lambda member: -member.due)
        case "due_lowest":
            return sorted(members, key=lambda member: member.due)
        case _:
            pass  # They come by name.
    return members[::-1] if sort.endswith("_desc") else members


class Known(Protocol):
    """Somebody who can be found by what is known of them."""

    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...


Somebody = TypeVar("Somebody", bound=Known)


def matching(members: Sequence[Somebody], query: str) -> list[Somebody]:
    """Those who fit a name, phone number or e-mail, best first; only close seconds to the best one."""
    digits = "".join(filter(str.isdigit, with_plain_digits(query)))
    if len(digits) >= 4:
        found = [member for member in members if digits[-10:] in member.phone.replace(" ", "")]
        return [member for member in found if member.phone.replace(" ", "").endswith(digits[-10:])] or found
    if "@" in query:
        return [member for member in members if query.strip().lower() in member.email]
    scored = sorted(((likeness(query, m.name), m) for m in members), key=lambda pair: -pair[0])
    best = scored[0][0] if scored else 0.0
    return [member for score, member in scored if score >= max(_LIKE_ENOUGH, best - _CLOSE)]


def _is_sure(members: list[MemberRow], member: MemberRow, name: str) -> bool:
    """Whether nobody else can be meant: a name that is only like theirs must be like no other."""
    others = (likeness(name, other.name) for other in members if other is not member)
    if not may_be_misspelt(name, member.name):
        return False
    return likeness(name, member.name) >= SURE and not any(score >= _LIKE_ENOUGH for score in others)


def _is_nobody(typed: str, found: Sequence[Somebody]) -> bool:
    """Whether a name was typed that none of those who are like it can have."""
    is_name = "@" not in typed and not any(map(str.isdecimal, typed))
    return is_name and not any(may_be_misspelt(typed, member.name) for member in found)
