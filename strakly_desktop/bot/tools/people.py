"""Tools about the team and about those who may become clients."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from msgspec import Meta
from sqlalchemy import Connection, Row, func, insert, select

from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.gym.schema import Branch, Client, Enquiry, Trainer
from strakly_desktop.bot.gym.spelling import folded, likeness
from strakly_desktop.bot.tools.client_filter import PartOfName
from strakly_desktop.bot.tools.clients import Limit, Offset
from strakly_desktop.bot.tools.known_groups import empty_groups
from strakly_desktop.bot.tools.scoped_queries import Desk, Result, days_of, iso, page_of, refuse_backwards

EnquiryStatus = Literal["new", "contacted", "converted", "lost", "open"]
_SAME_NAME = 80.0
_WALK_IN = "Walk-in"
_RECENT = timedelta(days=90)
_MOST_KNOWN = 3
_PHONE_DIGITS = 10
"""Of a telephone number, without what stands for the country."""
_PHONE = re.compile(r"\+?[0-9][0-9 -]{6,15}")


async def get_trainers_list(
    desk: Desk,
    shift: Literal["Morning", "Afternoon", "Evening"] | None = None,
    speciality: PartOfName | None = None,
    name: PartOfName | None = None,
) -> Result:
    """The trainers: speciality, shift, branch, phone, and how many clients each has; of one shift or speciality."""
    found = await desk.rows(
        select(Trainer, Branch.c.name.label("branch"), func.count(Client.c.id).label("clients"))
        .join(Branch, Branch.c.id == Trainer.c.branch_id)
        .outerjoin(Client, Client.c.trainer_id == Trainer.c.id)
        .where(desk.within(Trainer.c.gym_id, Trainer.c.branch_id))
        .group_by(Trainer.c.id, Branch.c.name)
        .order_by(Trainer.c.name)
    )
    trainers = [
        trainer
        for trainer in found
        if (shift is None or trainer.shift.lower() == shift.lower())
        and (speciality is None or speciality.lower() in trainer.speciality.lower())
        and (name is None or likeness(name, trainer.name) >= _SAME_NAME)
    ]
    return {
        "trainers": [
            {
                "trainer_id": trainer.id, "name": trainer.name, "speciality": trainer.speciality,
                "shift": trainer.shift, "branch": trainer.branch, "phone": trainer.phone, "clients": trainer.clients,
            }
            for trainer in trainers
        ],
        "total": len(trainers),
        "shift": shift,
        "speciality": speciality,
        "branch": await desk.branch_name(),
    }  # fmt: skip


async def get_enquiries_list(
    desk: Desk,
    status: EnquiryStatus | None = None,
    other_than_status: EnquiryStatus | None = None,
    source: PartOfName | None = None,
    other_than_source: PartOfName | None = None,
    interest: PartOfName | None = None,
    name: PartOfName | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
    sort: Literal["newest", "oldest"] = "newest",
    limit: Limit = 10,
    offset: Offset = 0,
) -> Result:
    """List enquiries (leads), newest first, by status, source, interest, name and the days they came in.

    "open" is new or contacted; other_than_... leaves a status or source out.
    """
    refuse_backwards(from_date, to_date)
    rows = [
        {
            "enquiry_id": enquiry.id, "name": enquiry.name, "phone": enquiry.phone, "interest": enquiry.interest,
            "source": enquiry.source, "status": enquiry.status, "date": iso(enquiry.created_on),
        }
        for enquiry in await _enquiries(desk, from_date or date.min, to_date or date.max)
        if (status is None or enquiry.status in _statuses(status))
        and (other_than_status is None or enquiry.status not in _statuses(other_than_status))
        and (source is None or source.lower() in enquiry.source.lower())
        and (other_than_source is None or other_than_source.lower() not in enquiry.source.lower())
        and (interest is None or interest.lower() in (enquiry.interest or "").lower())
        and (name is None or set(folded(name).split()) <= set(folded(enquiry.name).split()))
    ]  # fmt: skip
    if sort == "oldest":
        rows.reverse()
    return {
        "enquiries": rows[offset : offset + limit],
        **page_of(rows, limit, offset),
        "status": status,
        "other_than_status": other_than_status,
        "source": source,
        "other_than_source": other_than_source,
        "interest": interest,
        "enquirer": name,
        "sort": sort,
        "records_begin": iso(await _first_day(desk)),
        "from_date": iso(from_date),
        "to_date": iso(to_date),
        "branch": await desk.branch_name(),
    }


def _statuses(status: str) -> tuple[str, ...]:
    return ("new", "contacted") if status == "open" else (status,)


async def get_enquiry_stats(
    desk: Desk,
    from_date: date | None = None,
    to_date: date | None = None,
    group_by: Literal["source", "branch"] = "source",
) -> Result:
    """Enquiries of a period (the last 30 days by default) by status and by source or branch, with the share that was
    converted."""
    start, end = days_of(desk, from_date, to_date, days=30)
    enquiries = await _enquiries(desk, start, end)
    statuses = Counter(enquiry.status for enquiry in enquiries)
    groups = Counter(enquiry.source for enquiry in enquiries)
    if group_by == "branch":
        branches = await desk.rows(
            select(Branch.c.id, Branch.c.name).where(Branch.c.gym_id == desk.scope.gym_id)
        )
        names = {branch.id: branch.name for branch in branches}
        groups = Counter(names[enquiry.branch_id] for enquiry in enquiries)
    return {
        "groups": [{"group": name, "enquiries": count} for name, count in groups.most_common()],
        "group_by": group_by,
        "empty_groups": await empty_groups(desk, group_by, groups),
        "total": len(enquiries),
        **{status: statuses[status] for status in ("new", "contacted", "converted", "lost")},
        "conversion_percent": round(100 * statuses["converted"] / len(enquiries)) if enquiries else None,
        "records_begin": iso(await _first_day(desk)),
        "from_date": iso(start),
        "to_date": iso(end),
        "branch": await desk.branch_name(),
    }


async def create_enquiry(
    desk: Desk,
    name: Annotated[str, Meta(min_length=2, max_length=80)],
    phone: str,
    interest: Annotated[str, Meta(max_length=120)] | None = None,
    email: Annotated[str, Meta(max_length=120)] | None = None,
    source: Annotated[str, Meta(max_length=40, pattern=r"\S")] | None = None,
    confirmed: bool = False,
) -> Result:
    """Note down a new enquiry. Writes ONLY with confirmed=true, which needs the person's yes to what is shown.

    source: how they came, as they said: Instagram, Referral, Website, Phone call and so on; left out it is Walk-in.
    Without confirmed nothing is saved: the answer tells what would be, to be shown as a table with the question
    whether to add it. Where `already_there` lists enquiries of the same phone or name, show them before that question.
    """
    if not _PHONE.fullmatch(phone.strip()):
        raise ToolRefusal("That is no phone number: give seven digits or more.")
    name = " ".join(name.split())
    if len(name) < 2:
        raise ToolRefusal("Give the person's name.")
    enquiry: Result = {
        "name": name, "phone": phone.strip(), "email": email, "interest": interest,
        "source": source or _WALK_IN, "status": "new", "date": iso(desk.today),
    }  # fmt: skip
    branch = await _branch_for_new(desk)
    known = [] if confirmed else await _already_there(desk, name, phone)
    if confirmed:
        values = {key: value for key, value in enquiry.items() if key != "date"}
        new = insert(Enquiry).values(
            **values, created_on=desk.today, gym_id=desk.scope.gym_id, branch_id=branch.id
        )

        def save(connection: Connection) -> int:
            return int(connection.execute(new.returning(Enquiry.c.id)).scalar_one())

        enquiry["enquiry_id"] = await desk.gym.run(save)
    return {
        "saved": confirmed,
        "source_said": source is not None,
        "enquiry": enquiry,
        "already_there": known,
        "branch": branch.name,
        "of_all": desk.scope.branch_id is None and await _has_several(desk),
    }


async def _already_there(desk: Desk, name: str, phone: str) -> list[Result]:
    """The latest enquiries of these weeks by the same telephone number or name, in the branches that may be seen."""
    number, called = _digits(phone), folded(name)
    found = await desk.rows(
        select(Enquiry, Branch.c.name.label("branch"))
        .join(Branch, Branch.c.id == Enquiry.c.branch_id)
        .where(
            desk.within(Enquiry.c.gym_id, Enquiry.c.branch_id),
            Enquiry.c.created_on.between(desk.today - _RECENT, desk.today),
        )
        .order_by(Enquiry.c.created_on.desc(), Enquiry.c.id.desc())
    )
    return [
        {
            "name": one.name, "phone": one.phone, "interest": one.interest, "source": one.source,
            "status": one.status, "date": iso(one.created_on), "branch": one.branch,
        }
        for one in found
        if _digits(one.phone) == number or folded(one.name) == called
    ][:_MOST_KNOWN]  # fmt: skip


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-_PHONE_DIGITS:]


async def _has_several(desk: Desk) -> bool:
    query = select(Branch.c.id).where(desk.within(Branch.c.gym_id, Branch.c.id))
    return len(await desk.rows(query)) > 1


async def _branch_for_new(desk: Desk) -> Row[Any]:
    """The branch of the scope, or the default one when all are meant."""
    found = await desk.rows(
        select(Branch.c.id, Branch.c.name)
        .where(desk.within(Branch.c.gym_id, Branch.c.id))
        .order_by(Branch.c.is_default.desc(), Branch.c.id)
    )
    if not found:
        raise ToolRefusal("This gym has no such branch.")
    return found[0]


async def _first_day(desk: Desk) -> date | None:
    """The day of the first enquiry that is recorded here."""
    own = desk.within(Enquiry.c.gym_id, Enquiry.c.branch_id)
    first: date | None = (await desk.rows(select(func.min(Enquiry.c.created_on)).where(own)))[0][0]
    return first


async def _enquiries(desk: Desk, start: date, end: date) -> Sequence[Row[Any]]:
    return await desk.rows(
        select(Enquiry)
        .where(desk.within(Enquiry.c.gym_id, Enquiry.c.branch_id), Enquiry.c.created_on.between(start, end))
        .order_by(Enquiry.c.created_on.desc(), Enquiry.c.id.desc())
    )
