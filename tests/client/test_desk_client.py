"""The front desk's questions to the backend: asked as it wants them, read as it answers, whatever it answers."""

import json
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from datetime import date
from typing import Any

import pytest
from support.asking import run_bounded
from support.replay import ReceivedRequest, http_answer, replay

from strakly_desktop.client.desk_client import DeskClient
from strakly_desktop.conversation.errors import ChatError, Refusal
from strakly_desktop.conversation.people import Debt, Member, Membership

VISIT = {
    "id": 9, "userId": 5, "userName": "Asha  Rao", "checkInTime": "2026-11-28T12:31:00.000Z", "checkOutTime": None,
    "status": "present",
}  # fmt: skip


def asked(
    answer: object, call: Callable[[DeskClient], Awaitable[Any]], status: str = "200 OK"
) -> tuple[Any, ReceivedRequest]:
    async def story() -> tuple[Any, ReceivedRequest]:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        async with (
            replay([http_answer(body, "application/json", status)]) as server,
            aclosing(DeskClient(f"{server.url}/api", lambda: "a.b.c")) as client,
        ):
            return await call(client), server.requests[0]

    return run_bounded(story())


def test_a_code_finds_a_person_or_nobody() -> None:
    row = {
        "id": 5,
        "name": "Asha Rao",
        "email": "a@b.c",
        "role": "client",
        "status": "inactive",
        "attendanceCode": "4821",
    }
    member, request = asked(row, lambda client: client.by_code("4821", 2))
    assert member == Member(5, "Asha Rao", status="inactive", email="a@b.c", code="4821")
    assert (request.method, request.path) == ("GET", "/api/attendance/search/4821?branchId=2")
    assert request.headers["authorization"] == "Bearer a.b.c"
    for nobody in (b"", b"null"):
        assert asked(nobody, lambda client: client.by_code("0000", None))[0] is None


def test_a_check_in_says_who_does_it_and_how() -> None:
    visit, request = asked(VISIT, lambda client: client.mark("4821", 7, "qr", 2), "201 Created")
    assert (visit.id, visit.name, visit.is_in, visit.left) == (9, "Asha Rao", True, None)
    assert json.loads(request.body) == {"code": "4821", "staffId": 7, "checkInMethod": "qr", "branchId": 2}
    _, without = asked(VISIT, lambda client: client.mark("4821", 7, "code", None), "201 Created")
    assert "branchId" not in json.loads(without.body)
    out, request = asked(VISIT | {"status": "checked_out"}, lambda client: client.check_out(9, 7))
    assert (request.method, request.path) == ("PATCH", "/api/attendance/checkout/9") and not out.is_in


def test_a_refusal_keeps_the_servers_own_words_to_tell_cases_apart() -> None:
    said = {"message": "User is already checked in at this gym today", "statusCode": 400}
    with pytest.raises(Refusal) as caught:
        asked(said, lambda client: client.mark("4821", 7, "code", None), "400 Bad Request")
    assert (caught.value.status, caught.value.said) == (400, said["message"])


def test_what_is_searched_goes_out_whole_and_few_come_back() -> None:
    rows = [{"id": number, "name": f"Asha {number}", "branchNames": ["Lake Road"]} for number in range(9)]
    found, request = asked(
        [{"id": True, "name": "x"}, 3, *rows], lambda client: client.find("asha &\u00e9 +9", None)
    )
    assert [member.id for member in found] == [0, 1, 2, 3, 4]
    assert request.path == "/api/users?search=asha+%26%C3%A9+%2B9&role=client&limit=5"
    assert found[0].branch == "Lake Road" and not found[0].is_membership_known


@pytest.mark.parametrize(
    ("end", "day"),
    [
        ("2026-12-04T00:00:00.000Z", date(2026, 12, 4)),
        ("2026-12-04", date(2026, 12, 4)),
        (None, None),
        ("soon", None),
    ],
)
def test_a_membership_is_told_with_its_last_day(end: object, day: date | None) -> None:
    row = {
        "id": 5,
        "name": "A",
        "activeMembership": {"plan": {"name": "Gold"}, "endDate": end, "daysRemaining": 6},
    }
    member, _ = asked(row, lambda client: client.member(5))
    assert member.membership == Membership("Gold", day, 6) and member.is_membership_known
    without, _ = asked({"id": 5, "name": "A", "activeMembership": None}, lambda client: client.member(5))
    assert without.membership is None and without.is_membership_known


@pytest.mark.parametrize(
    ("told", "status", "debt"),
    [
        (900, "partial", Debt(900)),
        (0, "partial", None),
        (None, "paid", None),
        (None, "PENDING", Debt()),
        (None, "refunded", None),
        ("900", "partial", Debt()),
        (-5, "paid", None),
        (True, "overdue", Debt()),
        (10**40, "unpaid", Debt()),
    ],
)
def test_what_is_owed_is_told_with_its_amount_where_the_server_knows_it(
    told: object, status: str, debt: Debt | None
) -> None:
    row: dict[str, object] = {"id": 5, "name": "A", "activeMembership": {"paymentStatus": status}}
    if told is not None:
        row["amountDue"] = told
    member, _ = asked(row, lambda client: client.member(5))
    assert member.debt == debt


def test_whose_membership_is_over_may_still_owe() -> None:
    row = {"id": 5, "name": "A", "activeMembership": None, "amountDue": 900}
    assert asked(row, lambda client: client.member(5))[0].debt == Debt(900)
    assert asked({"id": 5, "name": "A"}, lambda client: client.member(5))[0].debt is None


def test_lists_are_read_as_far_as_they_are_some() -> None:
    visits, _ = asked([VISIT, {"id": 1}, None, VISIT | {"id": 10**40}], lambda client: client.today(None))
    assert [visit.id for visit in visits] == [9]
    user = {"id": 5, "name": "Asha", "phone": "90000 00005"}
    ends = {"user": user, "plan": {"name": "Gold"}, "endDate": "2026-12-01T00:00:00.000Z"}
    expiring, request = asked([ends, {"user": None}, {}], lambda client: client.expiring(2))
    assert [(one.name, one.membership.ends) for one in expiring] == [("Asha", date(2026, 12, 1))]
    assert request.path == "/api/memberships/expiring?days=7&branchId=2"
    assert asked({"count": 19}, lambda client: client.present_count(None))[0] == 19


def test_who_has_no_name_is_told_by_number_and_present_is_present_however_it_is_written() -> None:
    rows = [VISIT | {"userName": " ", "status": "PRESENT"}, VISIT | {"id": True}, VISIT | {"userId": 10**40}]
    visits, _ = asked(rows, lambda client: client.today(None))
    assert [(one.name, one.is_in) for one in visits] == [("Member 5", True)]
    expiring, _ = asked([{"user": {"id": 7, "name": ""}}], lambda client: client.expiring(None))
    assert [one.name for one in expiring] == ["Member 7"]


@pytest.mark.parametrize(
    "answer", [b"<html>", b"[" * 100_000, {"count": -1}, {"count": "9"}, [], b"9" * 5000]
)
def test_what_is_no_answer_is_an_error_and_no_number(answer: object) -> None:
    with pytest.raises(ChatError):
        asked(answer, lambda client: client.present_count(None))
