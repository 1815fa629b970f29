"""Which clients are meant: the limits that their list and their counts share, as a language model may give them."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from strakly_desktop.bot.gym.spelling import SURE, likeness
from strakly_desktop.bot.tools.deeds import came_in, inside_now, paid_in, renewed_in
from strakly_desktop.bot.tools.scoped_queries import Desk, MemberRow, Result, iso, refuse_backwards

PartOfName = Annotated[str, Meta(pattern=r"\S")]
"""Not empty: nothing at all is a part of every name."""

ClientStatus = Literal["active", "expired", "pending", "inactive", "frozen", "cancelled"]

DueState = Literal["overdue", "pending"]
"""Of what is still to be paid: overdue a week after the membership began, and pending until then."""
GRACE_DAYS = 7
DueDays = Annotated[int, Meta(ge=0, description="Still to pay, and the membership began so many days ago")]


class ClientFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Limits that all hold at once; what is None, or False, limits nothing."""

    status: ClientStatus | None = None
    plan: PartOfName | None = None
    not_seen_days: Annotated[int, Meta(ge=1, description="Active, but no visit for so many days")] | None = (
        None
    )
    never_came: bool = False
    joined_from: date | None = None
    joined_to: date | None = None
    ends_from: date | None = None
    ends_to: date | None = None
    gender: Literal["male", "female"] | None = None
    trainer: PartOfName | None = None
    without_trainer: bool = False
    other_than_status: ClientStatus | None = None
    other_than_plan: PartOfName | None = None
    least_due: Annotated[int, Meta(ge=0, description="Rupees still to pay")] | None = None
    most_due: Annotated[int, Meta(ge=0)] | None = None
    settled: Literal["full", "part", "nothing"] | None = None
    due_state: DueState | None = None
    due_days_least: DueDays | None = None
    due_days_most: DueDays | None = None
    without_plan: bool = False
    paid_from: Annotated[date, Meta(description="Paid something between paid_from and paid_to")] | None = None
    paid_to: date | None = None
    paid_method: (
        Annotated[PartOfName, Meta(description="Of what they paid, something by this method")] | None
    ) = None
    not_paid_from: date | None = None
    not_paid_to: date | None = None
    came_from: (
        Annotated[date, Meta(description="Came at least once between came_from and came_to")] | None
    ) = None
    came_to: date | None = None
    not_came_from: date | None = None
    not_came_to: date | None = None
    renewed_from: (
        Annotated[date, Meta(description="A membership after an earlier one began from then to renewed_to")]
        | None
    ) = None
    renewed_to: date | None = None
    inside_now: bool = False

    async def fitting(self, desk: Desk) -> tuple[list[MemberRow], Result]:
        """The clients within these limits, and what was asked, for the answer to say. Raises ToolRefusal."""
        refuse_backwards(self.joined_from, self.joined_to)
        refuse_backwards(self.ends_from, self.ends_to)
        conditions = await self._conditions(desk)
        everybody = await desk.members()
        members = [member for member in everybody if all(fits(member) for fits in conditions)]
        asked = {
            name: iso(value) if isinstance(value, date) else value
            for name, value in msgspec.structs.asdict(self).items()
        }
        away = await self._never_seen(desk, everybody) if self.not_seen_days is not None else {}
        many = self.other_than_status is not None or self.status == "inactive"
        unpaid = self.not_paid_to is not None and self.status is None
        late = [member.due for member in members if due_state(member, desk.today) == "overdue"]
        return members, {
            **asked,
            **begun_between(desk.today, self.due_days_least, self.due_days_most),
            "due": sum(member.due for member in members),
            "owing": sum(member.due > 0 for member in members),
            "overdue": len(late),
            "overdue_due": sum(late),
            "statuses": dict(Counter(member.status for member in members)) if many or unpaid else {},
            "never_seen": away,
            "pending": await self._pending(desk, everybody),
        }

    async def _pending(self, desk: Desk, everybody: list[MemberRow]) -> int:
        """How many more end in the days asked for and are pending, where only active ones are meant."""
        if self.status != "active" or (self.ends_from, self.ends_to) == (None, None):
            return 0
        conditions = await msgspec.structs.replace(self, status="pending")._conditions(desk)
        return sum(all(fits(member) for fits in conditions) for member in everybody)

    async def _never_seen(self, desk: Desk, everybody: list[MemberRow]) -> dict[str, int]:
        """How many of each status have never come, and so are not among those absent for some days."""
        others = msgspec.structs.replace(self, not_seen_days=None, never_came=True)
        never = await others._conditions(desk)
        days = self.not_seen_days or 1
        return dict(
            Counter(
                member.status
                for member in everybody
                if all(fits(member) for fits in never) and not absent(member, days, desk.today)
            )
        )

    async def _conditions(self, desk: Desk) -> list["_Condition"]:
        return [
            *self._of_the_person(),
            *await self._of_plans(desk),
            *self._of_money(),
            *self._of_dues(desk.today),
            *self._of_days(desk.today),
            *await self._of_deeds(desk),
        ]

    def _of_the_person(self) -> list["_Condition"]:
        conditions: list[_Condition] = []
        if (status := self.status) is not None:
            conditions.append(lambda member: has_status(member, status))
        if (other := self.other_than_status) is not None:
            conditions.append(lambda member: not has_status(member, other))
        if self.gender is not None:
            conditions.append(lambda member: member.gender == self.gender)
        if (trainer := self.trainer) is not None:
            conditions.append(lambda member: likeness(trainer, member.trainer or "") >= SURE)
        if self.without_plan:
            conditions.append(lambda member: member.plan is None)
        if self.without_trainer:
            conditions.append(lambda member: member.trainer is None)
        return conditions

    async def _of_plans(self, desk: Desk) -> list["_Condition"]:
        conditions: list[_Condition] = []
        if (plans := await desk.plan_names(self.plan)) is not None:
            conditions.append(lambda member: member.plan in plans)
        if (others := await desk.plan_names(self.other_than_plan)) is not None:
            conditions.append(lambda member: member.plan not in others)
        return conditions

    async def _of_deeds(self, desk: Desk) -> list["_Condition"]:
        """Who paid, who came and who renewed in a period, or did not; and who is inside."""
        conditions: list[_Condition] = []
        if self.paid_method is not None or self.paid_from is not None or self.paid_to is not None:
            refuse_backwards(self.paid_from, self.paid_to)
            paid = await paid_in(
                desk, self.paid_from or date.min, self.paid_to or desk.today, self.paid_method
            )
            conditions.append(_is_one_of(paid))
        for looked_up, since, until, wanted in (
            (paid_in, self.not_paid_from, self.not_paid_to, False),
            (came_in, self.came_from, self.came_to, True),
            (came_in, self.not_came_from, self.not_came_to, False),
            (renewed_in, self.renewed_from, self.renewed_to, True),
        ):
            if since is not None or until is not None:
                refuse_backwards(since, until)
                did = await looked_up(desk, since or date.min, until or desk.today)
                conditions.append(_is_one_of(did) if wanted else _is_none_of(did))
        if self.inside_now:
            conditions.append(_is_one_of(await inside_now(desk)))
        return conditions

    def _of_money(self) -> list["_Condition"]:
        conditions: list[_Condition] = []
        least, most, settled = self.least_due, self.most_due, self.settled
        if least is not None or most is not None:
            conditions.append(lambda member: max(1, least or 0) <= member.due <= (most or member.due))
        if settled is not None:
            conditions.append(_PAID[settled])
        return conditions

    def _of_dues(self, today: date) -> list["_Condition"]:
        conditions: list[_Condition] = []
        if (state := self.due_state) is not None:
            conditions.append(lambda member: due_state(member, today) == state)
        if (days := (self.due_days_least, self.due_days_most)) != (None, None):
            conditions.append(lambda member: is_due_for(member, today, *days))
        return conditions

    def _of_days(self, today: date) -> list["_Condition"]:
        conditions: list[_Condition] = []
        if (days := self.not_seen_days) is not None:
            conditions.append(lambda member: absent(member, days, today))
        if self.never_came:
            conditions.append(lambda member: member.last_visit is None)
        if self.joined_from is not None or self.joined_to is not None:
            since, until = self.joined_from or date.min, self.joined_to or date.max
            conditions.append(lambda member: since <= member.joined_on <= until)
        if self.ends_from is not None or self.ends_to is not None:
            first, last = self.ends_from or date.min, self.ends_to or date.max
            conditions.append(lambda member: first <= (member.end_date or date.min) <= last)
        return conditions


_Condition = Callable[[MemberRow], bool]
_PAID: dict[str, _Condition] = {
    "full": lambda member: member.due <= 0,
    "part": lambda member: member.due > 0 and member.paid > 0,
    "nothing": lambda member: member.paid == 0,
}


def _is_one_of(clients: set[int]) -> _Condition:
    return lambda member: member.client_id in clients


def _is_none_of(clients: set[int]) -> _Condition:
    return lambda member: member.client_id not in clients


def absent(member: MemberRow, days: int, today: date) -> bool:
    """Whether an active client has not come for at least so many days (counted from joining when they never came)."""
    last = member.last_visit.date() if member.last_visit else member.joined_on
    return member.status == "active" and (today - last).days >= days


def due_state(member: MemberRow, today: date) -> DueState | None:
    """How what a client still owes stands; None for who owes nothing."""
    if not member.due:
        return None
    begun = member.start_date or today
    return "overdue" if (today - begun).days > GRACE_DAYS else "pending"


def is_due_for(member: MemberRow, today: date, least: int | None, most: int | None) -> bool:
    """Whether something is still to be paid for a membership that began `least` to `most` days ago, as far as given."""
    days = (today - (member.start_date or today)).days
    return member.due > 0 and (least is None or days >= least) and (most is None or days <= most)


def begun_between(today: date, least: int | None, most: int | None) -> Result:
    """Between which days (ISO) that was, `least` to `most` days ago; None where there is no bound."""
    first = iso(today - timedelta(most)) if most is not None else None
    last = iso(today - timedelta(least)) if least is not None else None
    return {"due_begun_from": first, "due_begun_to": last}


def has_status(member: MemberRow, status: str) -> bool:
    """Whether a client is of a status; "inactive" is every one but active."""
    return member.status != "active" if status == "inactive" else member.status == status
