"""That "today" limits what it is said of, and that "the highest" and "the first" ask for that one alone."""

from typing import Any

import pytest
from support.reading_alone import calls_of, read_alone


@pytest.mark.parametrize(
    "message",
    [
        "who did not pay today",
        "aaj kisne paise nahi diye",
        "किसने आज पैसे नहीं दिए",
        "who hasn't paid yet today",
        "members who did not pay today",
        "dues today",
        "aaj ka baki",
        "आज किसका बकाया है",
        "today's unpaid members",
        "members today",
        "trainers today",
        "plans today",
        "Asha Rao details today",
    ],
)
def test_today_is_refused_where_it_cannot_be_applied(message: str) -> None:
    reading = read_alone(message)
    assert reading.requests == ()
    assert "could not use **today**" in reading.say


@pytest.mark.parametrize("message", ["which trainers are here now", "abhi kaun se trainer hain"])
def test_who_of_the_trainers_is_there_now_is_not_known(message: str) -> None:
    assert read_alone(message).requests == ()


@pytest.mark.parametrize(
    "message", ["total revenue right now currently abhi", "who paid abhi", "enquiries now"]
)
def test_now_is_not_all_of_the_past(message: str) -> None:
    for tool, arguments in calls_of(message):
        assert arguments.get("from_date"), tool


@pytest.mark.parametrize(
    ("message", "tool"),
    [
        ("active members today", "get_clients_list"),
        ("plan prices today", "get_plans"),
        ("dues right now", "get_unpaid_dues"),
        ("dues abhi tak", "get_unpaid_dues"),
        ("dues as of today", "get_unpaid_dues"),
        ("current dues", "get_unpaid_dues"),
        ("now show the revenue", "get_revenue"),
    ],
)
def test_what_says_how_things_stand_is_answered(message: str, tool: str) -> None:
    assert [called for called, _ in calls_of(message)] == [tool]


def test_current_dues_are_those_of_everybody() -> None:
    assert (
        calls_of("current dues") == [("get_unpaid_dues", {})]
        or "status" not in calls_of("current dues")[0][1]
    )


ONE: dict[str, Any] = {"limit": 1}


@pytest.mark.parametrize(
    ("message", "tool", "wanted"),
    [
        ("highest payment this month", "get_payments", ONE | {"sort": "amount"}),
        ("sabse bada payment is mahine", "get_payments", ONE | {"sort": "amount"}),
        ("lowest payment this month", "get_payments", ONE | {"sort": "lowest"}),
        ("सबसे छोटा पेमेंट इस महीने", "get_payments", ONE | {"sort": "lowest"}),
        ("first payment this month", "get_payments", ONE | {"sort": "oldest"}),
        ("first 3 payments this month", "get_payments", {"limit": 3, "sort": "oldest"}),
        ("earliest payment", "get_payments", ONE | {"sort": "oldest"}),
        ("last payment", "get_payments", ONE),
        ("who has the biggest due", "get_unpaid_dues", ONE),
        ("smallest pending due", "get_unpaid_dues", ONE | {"sort": "lowest"}),
        ("newest member", "get_clients_list", ONE | {"sort": "newest"}),
        ("oldest member", "get_clients_list", ONE | {"sort": "oldest"}),
        ("last member who joined", "get_clients_list", ONE | {"sort": "newest"}),
        ("latest enquiry", "get_enquiries_list", ONE),
    ],
)
def test_the_one_that_is_asked_for_is_looked_up(message: str, tool: str, wanted: dict[str, Any]) -> None:
    ((called, arguments),) = calls_of(message)
    assert called == tool
    assert {key: arguments.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("message", ["first visit today", "oldest trainer"])
def test_an_order_that_there_is_not_is_refused(message: str) -> None:
    reading = read_alone(message)
    assert reading.requests == ()
    assert "could not use" in reading.say


@pytest.mark.parametrize(
    "message",
    [
        "how many enquiries converted this month vs last month",
        "1300 payments",
    ],
)
def test_what_would_be_told_of_the_most_or_of_all_is_refused(message: str) -> None:
    assert read_alone(message).requests == ()


@pytest.mark.parametrize(
    ("message", "tool", "group"),
    [
        ("which trainer has the least clients", "count_clients", "trainer"),
        ("which branch has the fewest members", "count_clients", "branch"),
        ("which plan is sold the least this month", "get_sales_by_plan", None),
        ("which day had lowest collection this week", "get_revenue", "day"),
        ("sabse kam collection kis din", "get_revenue", "day"),
    ],
)
def test_the_least_is_told_beside_the_most(message: str, tool: str, group: str | None) -> None:
    ((called, arguments),) = calls_of(message)
    assert (called, arguments.get("group_by")) == (tool, group)


def test_who_paid_full_is_who_owes_nothing() -> None:
    ((tool, arguments),) = calls_of("who paid full")
    assert tool == "get_clients_list" and arguments["settled"] == "full"


def test_a_wish_for_many_rows_is_no_amount() -> None:
    ((tool, arguments),) = calls_of("last 300 payments")
    assert tool == "get_payments" and arguments["limit"] == 300
