"""The front desk's routes of the local server, over HTTP, with the real demo gym: forms and refusals of the backend."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy
from starlette.applications import Starlette
from support import web
from support.scripted_bot import OWNER, SECRET, serving

from strakly_desktop.bot.agent.tenant import Tenant, issue_token
from strakly_desktop.bot.gym.attendance_codes import codes_of
from strakly_desktop.bot.gym.records import Gym
from strakly_desktop.bot.server.front_desk import desk_of_one, front_desk_routes
from strakly_desktop.bot.tools.front_desk import FrontDesk

TODAY = date(2026, 11, 28)
CODES = codes_of(range(1, 246))
NOBODYS = next(str(code) for code in range(1000, 10_000) if str(code) not in CODES.values())


def code_of(number: int) -> str:
    return CODES[number]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    gym = Gym(today=TODAY)
    routes = front_desk_routes(desk_of_one(FrontDesk(gym), lambda: gym.gym_id), SECRET)
    with serving(Starlette(routes=routes)) as address:
        yield f"{address}/api"
    asyncio.run(gym.close())


def ask(url: str, path: str, method: str = "GET", *, tenant: Tenant = OWNER, **rest: Any) -> httpx.Response:
    token = issue_token(tenant, SECRET)
    return web.request(method, url + path, headers={"Authorization": f"Bearer {token}"}, **rest)


def mark(url: str, code: str, **fields: Any) -> httpx.Response:
    return ask(url, "/attendance/mark", "POST", json={"code": code, "staffId": 1} | fields)


def staff(role: str, branch_id: int | None = None) -> Tenant:
    return Tenant(7, "desk@gym.example", "Desk", role, 1, branch_id)


def somebody(url: str, *, active: bool, inside: bool = False) -> dict[str, Any]:
    """A member of a kind, with everything that is known of them."""
    came = ask(url, "/attendance/today").json()
    present = {row["userId"] for row in came if row["status"] == "present"}
    for number in range(1, 246):
        if (number in present) == inside:
            found: dict[str, Any] = ask(url, f"/users/{number}").json()
            if (found["activeMembership"] is not None) == active:
                return found
    raise AssertionError("nobody is so")


def test_every_member_has_a_code_of_their_own() -> None:
    codes = list(codes_of(range(1, 9001)).values())
    assert len(set(codes)) == 9000 and all(len(code) == 4 for code in codes)


@pytest.mark.parametrize("numbers", [(5, 9005, 18005), (9001, 1, 2), range(20_000, 29_000)])
def test_members_whose_numbers_come_to_one_code_have_codes_of_their_own(numbers: Sequence[int]) -> None:
    codes = codes_of(numbers)
    assert len(set(codes.values())) == len(numbers)
    assert codes_of([*numbers, 70_000])[numbers[0]] == codes[numbers[0]], "who comes later changes nobody's"


def test_where_there_are_more_members_than_codes_the_last_have_none() -> None:
    codes = codes_of(range(1, 9004))
    assert [number for number, code in codes.items() if not code] == [9001, 9002, 9003]


@pytest.mark.parametrize("text", ["12345", "0999", "12a4", "٤٤٤٤", "%20%20%20%20"])
def test_what_is_no_code_is_nobodys(url: str, text: str) -> None:
    assert ask(url, f"/attendance/search/{text}").content == b""


def test_a_code_is_looked_up_as_the_backend_does(url: str) -> None:
    found = ask(url, f"/attendance/search/{code_of(5)}").json()
    assert set(found) == {
        *("id", "name", "email", "phone", "avatar", "role", "status", "attendanceCode", "joinDate"),
    }
    assert (found["id"], found["role"], found["attendanceCode"]) == (5, "client", code_of(5))
    nobody = ask(url, f"/attendance/search/{NOBODYS}")
    assert (nobody.status_code, nobody.content) == (200, b"")


def test_the_desk_is_told_what_a_member_owes_as_the_assistant_tells_it(url: str) -> None:
    found = [ask(url, f"/users/{number}").json() for number in range(1, 246)]
    owing = [one for one in found if one["amountDue"]]
    assert owing and len(owing) < len(found)
    for one in found:
        holds = one["activeMembership"]
        assert holds is None or (holds["paymentStatus"] == "paid") == (one["amountDue"] == 0)


def test_somebody_comes_and_goes(url: str) -> None:
    member = somebody(url, active=True)
    before = ask(url, "/attendance/present-count").json()["count"]
    came = mark(url, member["attendanceCode"], checkInMethod="qr")
    assert came.status_code == 201
    record = came.json()
    assert (record["userId"], record["status"], record["checkInMethod"]) == (member["id"], "present", "qr")
    assert record["checkInTime"].endswith("Z") and record["checkOutTime"] is None
    assert ask(url, "/attendance/present-count").json() == {"count": before + 1}
    again = mark(url, member["attendanceCode"])
    assert (again.status_code, again.json()["message"]) == (
        400,
        "User is already checked in at this gym today",
    )
    listed = ask(url, "/attendance/today").json()[0]
    assert (listed["id"], listed["checkInMethod"]) == (record["id"], "qr")
    gone = ask(url, f"/attendance/checkout/{record['id']}", "PATCH")
    assert (gone.status_code, gone.json()["status"]) == (200, "checked_out")
    assert ask(url, "/attendance/present-count").json() == {"count": before}
    twice = ask(url, f"/attendance/checkout/{record['id']}", "PATCH")
    assert (twice.status_code, twice.json()["message"]) == (400, "User is already checked out")
    assert mark(url, member["attendanceCode"]).status_code == 201


def test_two_presses_at_once_check_in_once(url: str) -> None:
    member = somebody(url, active=True)
    token = issue_token(OWNER, SECRET)

    async def both() -> list[int]:
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as client:
            wish = {"code": member["attendanceCode"], "staffId": 1}
            answers = await asyncio.gather(
                *(client.post(f"{url}/attendance/mark", json=wish) for _ in range(4))
            )
            return sorted(answer.status_code for answer in answers)

    assert asyncio.run(both()) == [201, 400, 400, 400]


def test_a_gym_on_disk_of_an_earlier_version_learns_how_somebody_came_and_two_writers_check_in_once(
    tmp_path: Path,
) -> None:
    address = f"sqlite:///{tmp_path / 'gym.db'}"

    async def story() -> tuple[list[str], list[str]]:
        gym = await Gym.open(address, today=TODAY)
        await gym.run(
            lambda connection: connection.execute(
                sqlalchemy.text("ALTER TABLE attendance DROP check_in_method")
            )
        )
        await gym.close()
        desk = FrontDesk(Gym(address, today=TODAY))
        before = {row["userId"] for row in await desk.today(None)}
        free = next(row for row in await desk.expiring(366, None) if row["userId"] not in before)
        code = code_of(free["userId"])
        done = await asyncio.gather(
            *(desk.mark(code, None, "qr", 1) for _ in range(4)), return_exceptions=True
        )
        methods = [row["checkInMethod"] for row in await desk.today(None)]
        await desk._gym.close()
        return methods, [str(one) for one in done if isinstance(one, Exception)]

    methods, refused = asyncio.run(story())
    assert methods.count("qr") == 1 and set(methods) == {"qr", "code"}
    assert refused == ["User is already checked in at this gym today"] * 3


def test_why_somebody_is_not_checked_in(url: str) -> None:
    lapsed = somebody(url, active=False)
    refused = mark(url, lapsed["attendanceCode"])
    assert (refused.status_code, refused.json()["error"]) == (403, "Forbidden")
    assert refused.json()["message"] == "User does not have an active membership at this gym"
    wrong = mark(url, NOBODYS)
    assert (wrong.status_code, wrong.json()["message"]) == (400, "Invalid attendance code")
    wrong_branches: list[dict[str, Any]] = [{"branchId": branch} for branch in (10**30, True, "2", -1)]
    kinds: list[dict[str, Any]] = [{"gym": 1}, {"checkInMethod": "face"}, {"staffId": "me"}, {"code": "12"}]
    for fields in (*kinds, *wrong_branches):
        assert mark(url, **{"code": lapsed["attendanceCode"]} | fields).status_code == 400


def test_members_are_found_by_name_and_telephone(url: str) -> None:
    known = ask(url, "/users/5").json()
    for text in (
        known["name"].upper(),
        known["name"][:4],
        known["phone"].replace(" ", "")[-6:],
        known["email"],
    ):
        answer = ask(url, "/users", params={"search": text, "role": "client", "limit": 5})
        assert len(answer.json()) <= 5
        everybody = ask(url, "/users", params={"search": text, "limit": 100}).json()
        assert known["id"] in [row["id"] for row in everybody]
        assert int(answer.headers["X-Total-Count"]) == len(everybody)
    assert ask(url, "/users", params={"search": "nobody at all"}).json() == []
    assert ask(url, "/users/9999").status_code == 404
    assert ask(url, "/users/me").status_code == 400


def test_what_runs_out_this_week_comes_in_its_order(url: str) -> None:
    rows = ask(url, "/memberships/expiring").json()
    ends = [row["endDate"] for row in rows]
    assert rows and ends == sorted(ends)
    assert all("2026-11-28" <= end[:10] <= "2026-12-05" for end in ends)
    assert {"id", "name", "email", "phone"} == set(rows[0]["user"]) and rows[0]["plan"]["name"]


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("client", "/attendance/today", 403),
        ("client", "/users", 403),
        ("trainer", "/attendance/today", 200),
        ("trainer", "/memberships/expiring", 403),
        ("manager", "/memberships/expiring", 200),
        ("client", "/attendance/search/1234", 200),
    ],
)
def test_who_may_what(url: str, role: str, path: str, status: int) -> None:
    assert ask(url, path, tenant=staff(role)).status_code == status


def test_a_token_that_belongs_to_a_branch_sees_no_other(url: str) -> None:
    bound = staff("manager", branch_id=2)
    rows = ask(url, "/users", tenant=bound, params={"search": "", "limit": 100, "branchId": 1}).json()
    assert {tuple(row["branchNames"]) for row in rows} == {("Lake Road",)}
    elsewhere = next(
        row["id"] for row in ask(url, "/users", params={"branchId": 1}).json() if row["branchNames"]
    )
    assert ask(url, f"/users/{elsewhere}", tenant=bound).status_code == 404
    assert ask(url, f"/attendance/search/{code_of(elsewhere)}", tenant=bound).content == b""
    for fields in ({}, {"branchId": 1}):
        refused = ask(
            url,
            "/attendance/mark",
            "POST",
            tenant=bound,
            json={"code": code_of(elsewhere), "staffId": 1} | fields,
        )
        assert refused.json()["message"] == "Invalid attendance code"
    inside = next(row for row in ask(url, "/attendance/today").json() if row["branchId"] == 1)
    assert ask(url, f"/attendance/checkout/{inside['id']}", "PATCH", tenant=bound).status_code == 404


def test_who_has_no_good_token_or_is_of_another_gym_sees_nothing(url: str) -> None:
    assert web.get(f"{url}/attendance/today").status_code == 401
    other = Tenant(1, "o@other.example", "O", "admin", 99, None)
    assert ask(url, "/attendance/today", tenant=other).status_code == 400


def test_a_body_that_is_none_is_answered_as_the_backend_does(url: str) -> None:
    broken = ask(url, "/attendance/mark", "POST", content=b"{")
    assert (broken.status_code, broken.json()["message"]) == (404, "Cannot POST /api/attendance/mark")
    assert ask(url, "/attendance/mark", "POST", content=b"x" * 9000).status_code == 404
