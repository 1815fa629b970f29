"""What limits a question and was not understood is named, and no figures for something else are looked up."""

from datetime import date
from typing import Any

import pytest

from strakly_desktop.bot.understanding.calls import calls_for
from strakly_desktop.bot.understanding.reading import read
from strakly_desktop.bot.understanding.requests import State

TODAY = date(2026, 11, 22)


def calls(message: str, state: State | None = None) -> list[tuple[str, dict[str, Any]]]:
    reading = read(message, state or State(), (), TODAY)
    return [(call.tool, call.arguments) for call in calls_for(reading.requests, ())]


def days(start: str, end: str, prefix: str = "") -> dict[str, str]:
    return {
        f"{prefix or ''}from{'' if prefix else '_date'}": start,
        f"{prefix}to{'' if prefix else '_date'}": end,
    }


@pytest.mark.parametrize(
    ("message", "tool", "period"),
    [
        ("revenue in 2024", "get_revenue", days("2024-01-01", "2024-12-31")),
        ("revenue 2025", "get_revenue", days("2025-01-01", "2025-12-31")),
        ("sales in 2023", "get_revenue", days("2023-01-01", "2023-12-31")),
        ("revenue for the year 2024", "get_revenue", days("2024-01-01", "2024-12-31")),
        ("revenue in the year 2026", "get_revenue", days("2026-01-01", "2026-12-31")),
        ("attendance in 2025", "get_attendance", days("2025-01-01", "2025-12-31")),
        ("memberships expiring in 2031", "get_expiring_memberships", days("2031-01-01", "2031-12-31")),
        ("how many clients joined in 2024", "get_clients_stats", days("2024-01-01", "2024-12-31", "joined_")),
        ("clients joined in 2024", "get_clients_list", days("2024-01-01", "2024-12-31", "joined_")),
        ("enquiries in 2024", "get_enquiries_list", days("2024-01-01", "2024-12-31")),
        ("revenue from 2023 to 2025", "get_revenue", days("2023-01-01", "2025-12-31")),
        ("revenue between 2023 and 2025", "get_revenue", days("2023-01-01", "2025-12-31")),
        ("revenue since 2025", "get_revenue", days("2025-01-01", "2026-11-22")),
        ("revenue since October", "get_revenue", days("2026-10-01", "2026-11-22")),
        ("revenue since 5 November", "get_revenue", days("2026-11-05", "2026-11-22")),
        ("revenue in may 2025", "get_revenue", days("2025-05-01", "2025-05-31")),
        ("revenue may 2025", "get_revenue", days("2025-05-01", "2025-05-31")),
        ("revenue in november of 2025", "get_revenue", days("2025-11-01", "2025-11-30")),
        ("revenue january to march 2025", "get_revenue", days("2025-01-01", "2025-03-31")),
        ("attendance on 15/11/2026", "get_attendance", days("2026-11-15", "2026-11-15")),
        ("attendance on 5-11-26", "get_attendance", days("2026-11-05", "2026-11-05")),
        ("attendance 01/11/2026 to 10/11/2026", "get_attendance", days("2026-11-01", "2026-11-10")),
        ("revenue in month 9", "get_revenue", days("2026-09-01", "2026-09-30")),
        ("attendance in week 45", "get_attendance", days("2026-11-02", "2026-11-08")),
        ("revenue Q3", "get_revenue", days("2026-07-01", "2026-09-30")),
        ("revenue in q1 2025", "get_revenue", days("2025-01-01", "2025-03-31")),
    ],
)
def test_a_year_and_other_ways_to_say_a_period_are_used(
    message: str, tool: str, period: dict[str, str]
) -> None:
    ((called, arguments),) = calls(message)
    assert called == tool
    assert {key: arguments.get(key) for key in period} == period


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("attendance on 2026-13-01", "2026-13-01"),
        ("revenue on 15/13/2026", "15/13/2026"),
        ("revenue on 32/01/2026", "32/01/2026"),
        ("new clients in month 13", "month 13"),
        ("attendance in week 60", "week 60"),
        ("revenue in Q5", "q5"),
        ("revenue last 100000 days", "last 100000 days"),
        ("revenue on 31 February", "31 february"),
        ("revenue 5 Nov to 31 November", "31 november"),
        ("attendance on 30 Feb 2026", "30 feb 2026"),
        ("revenue in 1999", "1999"),
        ("revenue in fy 2024", "2024"),
        ("revenue in financial year 2024", "2024"),
        ("revenue in 2024-25", "2024-25"),
        ("revenue in 20255", "20255"),
        ("revenue above 2000 rupees", "2000"),
        ("dues above 5000", "5000"),
        ("pending payments in 2024", "2024"),
        ("dues this month", "this month"),
        ("list trainers in October", "october"),
        ("how many active memberships in 2024", "2024"),
        ("membership statistics last year", "last year"),
        ("top 5000 clients", "5000"),
        ("top five enquiries", "five"),
        ("top 3 trainers", "3"),
        ("who has not come since 2024-13-01", "2024-13-01"),
        ("clients not seen in 2024", "2024"),
        ("clients absent for 1000 days", "1000"),
        ("revenue in the first week of October", "first week of"),
        ("what did we earn in the second half of october", "second half of"),
        ("revenue in the last quarter of 2025", "last quarter of 2025"),
        ("revenue of week 3 of october", "week 3 of october"),
        ("revenue two months ago", "two months"),
        ("revenue until 5 November", "until"),
        ("memberships expiring before 30 November", "before"),
        ("revenue except October", "except"),
        ("attendance after 6 pm", "6"),
        ("who is in the gym at 5 pm", "5"),
        ("revenue of \u0968\u0966\u0968\u096a", "\u0968\u0966\u0968\u096a"),
    ],
)
def test_what_cannot_be_applied_is_named_and_nothing_is_looked_up(message: str, named: str) -> None:
    reading = read(message, State(), (), TODAY)
    assert reading.requests == ()
    assert named in reading.say
    assert "looked nothing up" in reading.say


def test_a_followup_with_words_that_were_not_understood_is_refused_too() -> None:
    state = read("revenue this month", State(), (), TODAY).state
    for message in ("and in 31 February?", "and in month 13?", "by day in 2024-25"):
        reading = read(message, state, (), TODAY)
        assert reading.requests == ()
    assert calls("and in 2024?", state) == [("get_revenue", days("2024-01-01", "2024-12-31"))]


@pytest.mark.parametrize(
    "message",
    [
        "how many members at branch Nowhere",
        "how many members at the Nowhere branch",
        "how many members at Nowhere",
        "how many members at nowhere",
        "attendance in nowhere today",
        "revenue of branch nowhere in 2024",
        "revenue of branch 7",
        "show the nowhere branch",
    ],
)
def test_a_branch_is_looked_up_wherever_it_is_named(message: str) -> None:
    reading = read(message, State(), (), TODAY)
    assert [request.branch in ("nowhere", "7") for request in reading.requests] == [True]
    assert calls(message) == [("get_branches", {"branch_id": 0})]


@pytest.mark.parametrize(
    ("message", "periods"),
    [
        (
            "compare october and september revenue",
            [("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-31")],
        ),
        ("revenue 2024 and 2025", [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")]),
        ("compare revenue 2024 vs 2025", [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")]),
        ("revenue q3 and q4", [("2026-07-01", "2026-09-30"), ("2026-10-01", "2026-12-31")]),
    ],
)
def test_each_of_several_periods_has_its_figures(message: str, periods: list[tuple[str, str]]) -> None:
    assert sorted(calls(message), key=str) == [("get_revenue", days(*period)) for period in periods]
