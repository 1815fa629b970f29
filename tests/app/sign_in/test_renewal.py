"""A sign-in is renewed in time for whom the backend renews, and announced to everybody else."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from strakly_desktop.account.claims import Claims
from strakly_desktop.account.session import DAY_S, Servers, Session
from strakly_desktop.app.assistant.server_time import ServerTime
from strakly_desktop.app.sign_in.renewal import REFRESH_WITHIN_S, TRIES_APART_S, Renewal

NOON = 1_790_000_000.0
SERVERS = Servers("https://gym.example", "https://gym.example/api")


class Service:
    """Answers a refresh with what the test sets, and counts."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer: Session | None = None

    async def refresh(self, _session: Session) -> Session | None:
        self.asked += 1
        return self.answer


class Desk:
    def __init__(self) -> None:
        self.now = NOON
        self.service = Service()
        self.renewal = Renewal(self.service, now=lambda: self.now)  # type: ignore[arg-type]
        self.told: list[float] = []
        self.new: list[Session] = []
        self.renewal.ending.connect(self.told.append)
        self.renewal.renewed.connect(self.new.append)


def session(seconds: float | None, *, is_admin: bool = False) -> Session:
    ends = None if seconds is None else NOON + seconds
    claims = Claims(
        "Asha", 1, 1, "admin" if is_admin else "manager", ends, NOON, "a@gym.example", None, is_admin
    )
    return Session(SERVERS, "a.b.c", claims)


@pytest.fixture
def desk(qapp: Any) -> Desk:
    return Desk()


def test_staff_are_told_a_day_before_once_and_nothing_is_asked_for_them(run: Any, desk: Desk) -> None:
    async def story() -> None:
        desk.renewal.watch(session(2 * DAY_S))
        assert desk.told == []
        desk.now += DAY_S + 60
        desk.renewal.look()
        desk.now += 3600
        desk.renewal.look()
        await desk.renewal.aclose()

    run(story())
    assert desk.told == [DAY_S - 60]
    assert desk.service.asked == 0


def test_an_owner_is_renewed_and_told_only_where_that_fails_until_the_last_half_day(
    run: Any, desk: Desk
) -> None:
    async def story() -> None:
        desk.renewal.watch(session(REFRESH_WITHIN_S + 60, is_admin=True))
        assert desk.service.asked == 0
        desk.now += 120
        desk.renewal.look()
        await asyncio.sleep(0)
        desk.renewal.look()
        assert desk.service.asked == 1, "not every minute"
        desk.now += TRIES_APART_S
        desk.renewal.look()
        await asyncio.sleep(0)
        assert desk.service.asked == 2
        desk.now = NOON + REFRESH_WITHIN_S + 60 - DAY_S / 2 + 1
        desk.renewal.look()
        await desk.renewal.aclose()

    run(story())
    assert len(desk.told) == 1
    assert desk.new == []


def test_the_newer_token_is_handed_on(run: Any, desk: Desk) -> None:
    old = session(3600, is_admin=True)
    desk.service.answer = replace(old, token="d.e.f")

    async def story() -> None:
        desk.renewal.watch(old)
        came = asyncio.Event()
        desk.renewal.renewed.connect(came.set)
        await came.wait()
        await desk.renewal.aclose()

    run(story())
    assert desk.new == [desk.service.answer]


def test_what_comes_for_a_sign_in_that_was_left_meanwhile_is_dropped(run: Any, desk: Desk) -> None:
    old = session(3600, is_admin=True)
    desk.service.answer = replace(old, token="d.e.f")

    async def story() -> None:
        desk.renewal.watch(old)
        desk.renewal.watch(None)
        await asyncio.sleep(0)
        await desk.renewal.aclose()

    run(story())
    assert desk.new == []


def test_a_clock_that_goes_wrong_by_itself_is_reckoned_with(run: Any, desk: Desk) -> None:
    wall = NOON + 30 * DAY_S
    server = ServerTime(wall=lambda: wall)
    desk.renewal = Renewal(desk.service, now=server)  # type: ignore[arg-type]
    desk.renewal.ending.connect(desk.told.append)

    async def story() -> None:
        server.note(NOON)
        desk.renewal.watch(session(7 * DAY_S))
        await desk.renewal.aclose()

    run(story())
    assert desk.told == []


@pytest.mark.parametrize("seconds", [None, -1.0])
def test_what_names_no_end_or_is_over_is_no_matter_of_renewing(
    run: Any, desk: Desk, seconds: float | None
) -> None:
    async def story() -> None:
        desk.renewal.watch(session(seconds, is_admin=True))
        await desk.renewal.aclose()

    run(story())
    assert (desk.told, desk.service.asked) == ([], 0)
