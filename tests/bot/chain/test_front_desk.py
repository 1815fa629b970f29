"""The desk's routes over PostgreSQL: each gym, and each branch where a token names one, has a desk of its own."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from starlette.applications import Starlette
from support import web
from support.chain import OTHER, SECRET, TODAY, headers, person
from support.scripted_bot import serving

from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.chain.database import database_url, open_engine
from strakly_desktop.bot.chain.tenant_gyms import ChainGyms
from strakly_desktop.bot.server.front_desk import front_desk_routes

FIRST, SECOND = person(1), person(2)


@pytest.fixture(scope="module")
def url(serving_url: str) -> Iterator[str]:
    """As a worker serves them, with the clock of the tests."""
    engine = open_engine(database_url(serving_url))
    gyms = ChainGyms(engine, today=TODAY)
    with serving(Starlette(routes=front_desk_routes(gyms.front_desk, SECRET))) as address:
        yield f"{address}/api"
    engine.dispose()


def ask(url: str, path: str, tenant: Tenant = FIRST, method: str = "GET", **rest: Any) -> httpx.Response:
    return web.request(method, url + path, headers=headers(tenant, "application/json"), timeout=60, **rest)


def code_of(url: str, member_id: int) -> str:
    """As the member's own gym tells it."""
    tenant = SECOND if member_id > OTHER else FIRST
    return str(ask(url, f"/users/{member_id}", tenant).json()["attendanceCode"])


def mark(url: str, member_id: int, tenant: Tenant = FIRST, **fields: Any) -> httpx.Response:
    wish = {"code": code_of(url, member_id), "staffId": 1} | fields
    return ask(url, "/attendance/mark", tenant, "POST", json=wish)


def branch_of(owner_url: str, member_id: int) -> int:
    with psycopg.connect(owner_url) as owner:
        found = owner.execute("SELECT branch_id FROM clients WHERE id = %s", (member_id,)).fetchone()
    assert found is not None
    return int(found[0])


def somebody(url: str, tenant: Tenant, owner_url: str, branch_id: int | None = None) -> int:
    """A member whose membership holds and who was not here today."""
    came = {row["userId"] for row in ask(url, "/attendance/today", tenant).json()}
    for number in range(OTHER + 1, OTHER + 21) if tenant.gym_id == 2 else range(1, 246):
        if number in came or branch_id not in (None, branch_of(owner_url, number)):
            continue
        if ask(url, f"/users/{number}", tenant).json()["activeMembership"] is not None:
            return number
    raise AssertionError("nobody is so")


@pytest.mark.parametrize("tenant", [FIRST, SECOND])
def test_somebody_of_each_gym_comes_and_goes(url: str, owner_url: str, tenant: Tenant) -> None:
    member = somebody(url, tenant, owner_url)
    before = ask(url, "/attendance/present-count", tenant).json()["count"]
    found = ask(url, f"/attendance/search/{code_of(url, member)}", tenant).json()
    assert found["id"] == member
    marked = mark(url, member, tenant, checkInMethod="qr")
    assert (marked.status_code, marked.json()["checkInMethod"]) == (201, "qr")
    came = marked.json()["id"]
    today = ask(url, "/attendance/today", tenant).json()
    assert (today[0]["id"], today[0]["userId"], today[0]["status"]) == (came, member, "present")
    assert today[0]["gymId"] == tenant.gym_id
    assert today[0]["gymName"] == ("Second Gym" if tenant is SECOND else "Iron Temple Fitness")
    assert ask(url, "/attendance/present-count", tenant).json() == {"count": before + 1}
    other = FIRST if tenant is SECOND else SECOND
    assert member not in {row["userId"] for row in ask(url, "/attendance/today", other).json()}
    strange = ask(url, f"/attendance/checkout/{came}", other, "PATCH")
    assert (strange.status_code, strange.json()["message"]) == (404, "Attendance record not found")
    assert ask(url, f"/attendance/checkout/{came}", tenant, "PATCH").json()["status"] == "checked_out"
    assert ask(url, "/attendance/present-count", tenant).json() == {"count": before}


def test_how_somebody_came_is_kept(url: str, owner_url: str) -> None:
    member = somebody(url, FIRST, owner_url)
    assert mark(url, member, checkInMethod="qr").status_code == 201
    row = next(row for row in ask(url, "/attendance/today").json() if row["userId"] == member)
    assert row["checkInMethod"] == "qr"


def test_a_token_of_a_branch_sees_and_changes_that_branch_alone(url: str, owner_url: str) -> None:
    bound = person(1, branch_id=2, role="manager")
    stranger = somebody(url, FIRST, owner_url, branch_id=1)
    own = somebody(url, FIRST, owner_url, branch_id=2)
    assert ask(url, f"/attendance/search/{code_of(url, stranger)}", bound).content == b""
    assert ask(url, f"/users/{stranger}", bound).status_code == 404
    for fields in ({}, {"branchId": 1}):
        assert mark(url, stranger, bound, **fields).json()["message"] == "Invalid attendance code"
    rows = ask(url, "/users", bound, params={"limit": 100, "branchId": 1}).json()
    assert {tuple(row["branchNames"]) for row in rows} == {("Lake Road",)}
    ending = ask(url, "/memberships/expiring?days=366", bound).json()
    assert ending and {branch_of(owner_url, row["userId"]) for row in ending} == {2}
    visit = mark(url, stranger).json()["id"]
    assert ask(url, f"/attendance/checkout/{visit}", bound, "PATCH").status_code == 404
    assert mark(url, own, bound).status_code == 201
    assert {row["branchId"] for row in ask(url, "/attendance/today", bound).json()} == {2}


def test_desks_that_press_at_once_check_in_once(url: str, owner_url: str) -> None:
    member = somebody(url, FIRST, owner_url)

    async def all_at_once() -> list[int]:
        wish = {"code": code_of(url, member), "staffId": 1}
        async with httpx.AsyncClient(headers=headers(FIRST, "application/json"), timeout=60) as client:
            answers = await asyncio.gather(
                *(client.post(f"{url}/attendance/mark", json=wish) for _ in range(5))
            )
        return sorted(answer.status_code for answer in answers)

    assert asyncio.run(all_at_once()) == [201, 400, 400, 400, 400]
    assert [row["userId"] for row in ask(url, "/attendance/today").json()].count(member) == 1


@pytest.mark.parametrize("gym", [3, None, 2**40])
def test_whoever_is_of_no_gym_of_the_chain_sees_nothing(url: str, gym: int | None) -> None:
    for path in ("/attendance/today", "/users", "/users/5", f"/attendance/search/{code_of(url, 5)}"):
        refused = ask(url, path, person(gym))
        assert (refused.status_code, refused.json()["message"]) == (400, "Gym context is required")


def test_numbers_that_no_database_holds_are_answered_in_words(url: str) -> None:
    huge = "9" * 18
    assert ask(url, f"/users/{huge}").status_code == 404
    for path, method in ((f"/attendance/checkout/{huge}", "PATCH"), (f"/users?branchId={huge}", "GET")):
        refused = ask(url, path, method=method)
        assert refused.status_code == 400 and "cannot hold" in refused.json()["message"]
    assert ask(url, "/users?search=%00").status_code == 200
    for branch in (10**30, True, "2", -1):
        assert mark(url, 5, branchId=branch).status_code == 400
    assert ask(url, "/users", person(1, branch_id=2**40)).status_code == 400
