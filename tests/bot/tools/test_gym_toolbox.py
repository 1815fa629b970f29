"""The demo gym: the same people on every day, and nobody in the future."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, delete, func, select

from strakly_desktop.bot.gym.schema import (
    Branch,
    Client,
    Enquiry,
    Membership,
    Payment,
    Plan,
    Trainer,
    Visit,
)
from strakly_desktop.bot.tools.gym_toolbox import Gym, GymTools

TODAYS = [date(2026, 11, 22), date(2028, 2, 29)]
T = TypeVar("T")


def with_gym(today: date | None, ask: Callable[[Gym], Awaitable[T]], url: str | None = None) -> T:
    async def body() -> T:
        gym = await Gym.open(url, today)
        try:
            return await ask(gym)
        finally:
            await gym.close()

    return asyncio.run(body())


async def rows(gym: Gym, query: Any) -> Sequence[Any]:
    def read(connection: Connection) -> Sequence[Any]:
        return connection.execute(query).all()

    return await gym.run(read)


@pytest.mark.parametrize("today", TODAYS)
def test_every_client_belongs_to_one_of_two_branches(today: date) -> None:
    async def ask(gym: Gym) -> dict[str, int]:
        counted = select(Branch.c.name, func.count(Client.c.id)).join(
            Client, Client.c.branch_id == Branch.c.id
        )
        return {row[0]: row[1] for row in await rows(gym, counted.group_by(Branch.c.name))}

    branches = with_gym(today, ask)

    assert set(branches) == {"Main branch", "Lake Road"}
    assert sum(branches.values()) == 245
    assert min(branches.values()) > 50


@pytest.mark.parametrize("today", TODAYS)
def test_dates_lead_up_to_today(today: date) -> None:
    async def ask(gym: Gym) -> list[Any]:
        return [
            (await rows(gym, select(func.min(column), func.max(column))))[0]
            for column in (
                Visit.c.checked_in,
                Payment.c.paid_on,
                Client.c.joined_on,
                Membership.c.end_date,
                Enquiry.c.created_on,
            )
        ]

    visits, payments, joined, ends, enquiries = with_gym(today, ask)

    assert visits[1].date() == today
    assert today - timedelta(days=61) < visits[0].date() < today - timedelta(days=50)
    assert today - timedelta(days=2) < payments[1] <= today
    assert joined[1] <= today
    assert ends[0] < today < ends[1]
    assert enquiries[1] <= today


def test_the_same_people_come_back_on_another_day() -> None:
    people = select(Client.c.id, Client.c.name, Client.c.branch_id, Client.c.phone).order_by(Client.c.id)

    first, second = (with_gym(today, lambda gym: rows(gym, people)) for today in TODAYS)

    assert first == second
    names = {row.name for row in first}
    assert len(names) == 245
    assert {"Rohan Mehta", "Priya Sharma", "Imran Qureshi", "Fatima D'Souza"} <= names


def test_nobody_trains_before_joining_or_after_the_membership_has_ended() -> None:
    async def ask(gym: Gym) -> Sequence[Any]:
        last = select(Membership.c.client_id, func.max(Membership.c.end_date).label("end")).group_by(
            Membership.c.client_id
        )
        ends = last.subquery()
        query = (
            select(Client.c.name, Client.c.joined_on, ends.c.end, Visit.c.checked_in, Visit.c.checked_out)
            .join(Visit, Visit.c.client_id == Client.c.id)
            .join(ends, ends.c.client_id == Client.c.id)
        )
        return await rows(gym, query)

    visits = with_gym(TODAYS[0], ask)

    assert len(visits) > 3000
    assert [v for v in visits if not v.joined_on <= v.checked_in.date() <= v.end] == []
    assert [v for v in visits if v.checked_out is not None and v.checked_out <= v.checked_in] == []


def test_memberships_follow_one_another_and_are_as_long_as_their_plan() -> None:
    async def ask(gym: Gym) -> Sequence[Any]:
        query = select(Membership, Plan.c.months).join(Plan, Plan.c.id == Membership.c.plan_id)
        return await rows(
            gym, query.order_by(Membership.c.client_id, Membership.c.start_date, Membership.c.id)
        )

    memberships = with_gym(TODAYS[0], ask)

    assert len(memberships) > 245
    for earlier, later in pairwise(memberships):
        if earlier.client_id == later.client_id:
            assert earlier.end_date < later.start_date
            assert earlier.id < later.id
    for membership in memberships:
        assert abs((membership.end_date - membership.start_date).days + 1 - membership.months * 30.4) < 5


def test_mornings_and_evenings_are_busy() -> None:
    async def ask(gym: Gym) -> Sequence[Any]:
        return await rows(gym, select(Visit.c.checked_in))

    hours = [row.checked_in.hour for row in with_gym(TODAYS[0], ask)]

    assert hours.count(7) > 5 * hours.count(11)
    assert hours.count(18) > 3 * hours.count(16)


def test_somebody_is_inside_at_whatever_hour_the_demo_starts() -> None:
    async def ask(gym: Gym) -> tuple[int, int]:
        inside = await rows(gym, select(Visit.c.checked_in).where(Visit.c.checked_out.is_(None)))
        return len(inside), sum(row.checked_in <= gym.now for row in inside)

    inside, come = with_gym(None, ask)

    assert inside == come == 19


@pytest.mark.parametrize("driver", ["sqlite", "sqlite+aiosqlite"])
def test_a_file_is_filled_once_and_kept(driver: str, tmp_path: Path) -> None:
    url = f"{driver}:///{tmp_path / 'gym.db'}"

    async def forget_the_trainers(gym: Gym) -> None:
        await gym.run(lambda connection: connection.execute(delete(Trainer)))

    with_gym(TODAYS[0], forget_the_trainers, url)
    both = select(func.count(Client.c.id), select(func.count(Trainer.c.id)).scalar_subquery())
    counts = with_gym(TODAYS[0], lambda gym: rows(gym, both), url)

    assert tuple(counts[0]) == (245, 0)


def test_the_backend_form_of_the_branches() -> None:
    async def body() -> None:
        gym = GymTools(today=TODAYS[0])
        try:
            branches = await gym.branch_records(1)
            assert branches is not None
            assert [(each["id"], each["name"], each["isDefault"]) for each in branches] == [
                (1, "Main branch", True),
                (2, "Lake Road", False),
            ]
            assert await gym.branch_records(2) is None
        finally:
            await gym.close()

    asyncio.run(body())
