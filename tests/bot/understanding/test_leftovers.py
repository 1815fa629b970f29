"""What limits a question and was not understood is named, and no figures for something else are looked up."""

from typing import Any

import pytest
from support.reading_alone import TODAY, read_alone
from support.reading_alone import calls_of as calls

from strakly_desktop.bot.understanding.question.parts import Names
from strakly_desktop.bot.understanding.reading import read
from strakly_desktop.bot.understanding.requests import State
from strakly_desktop.bot.understanding.smalltalk import questions_after


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
        ("revenue in the year 2026", "get_revenue", days("2026-01-01", "2026-11-22")),
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
        ("revenue in fy 2024", "fy"),
        ("revenue in financial year 2024", "financial"),
        ("revenue in 2024-25", "2024-25"),
        ("revenue in 20255", "20255"),
        ("pending payments next month", "next month"),
        ("dues next week", "next week"),
        ("list trainers in October", "october"),
        ("how many active memberships in 2024", "2024"),
        ("membership statistics last year", "last year"),
        ("top 5000 clients", "5000"),
        ("top 3 trainers", "3"),
        ("average attendance on mondays", "mondays"),
        ("how many came on sundays", "sundays"),
        ("who is inside and has dues", "dues"),
        ("revenue of this month after 10 november", "after 10 november"),
        ("who has not come since 2024-13-01", "2024-13-01"),
        ("clients not seen in 2024", "2024"),
        ("revenue in the first week of October", "first week"),
        ("what did we earn in the second half of october", "second half"),
        ("revenue in the last quarter of 2025", "2025"),
        ("revenue of week 3 of october", "week 3"),
        ("revenue except October", "except"),
        ("who is in the gym at 5 pm", "5"),
    ],
)
def test_what_cannot_be_applied_is_named_and_nothing_is_looked_up(message: str, named: str) -> None:
    reading = read_alone(message)
    assert reading.requests == ()
    assert named in reading.say.casefold()
    assert "show no figures" in reading.say


def test_a_followup_with_words_that_were_not_understood_is_refused_too() -> None:
    state = read_alone("revenue this month").state
    for message in ("and in 31 February?", "and in month 13?", "by day in 2024-25"):
        reading = read_alone(message, state)
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
def test_a_branch_that_there_is_not_is_named_and_no_figures_are_told(message: str) -> None:
    reading = read_alone(message)
    assert reading.requests == ()
    assert "show no figures" in reading.say
    assert "nowhere" in reading.say or "branch 7" in reading.say


@pytest.mark.parametrize(
    ("message", "tool", "arguments"),
    [
        ("revenue above 2000 rupees", "get_revenue", {"least": 2001}),
        ("dues above 5000", "get_unpaid_dues", {"least": 5001}),
        ("dues of at most 5,000", "get_unpaid_dues", {"most": 5000}),
        ("dues between 1000 and 2k", "get_unpaid_dues", {"least": 1000, "most": 2000}),
        ("5000 se zyada baaki kiska hai", "get_unpaid_dues", {"least": 5001}),
        ("top five enquiries", "get_enquiries_list", {"limit": 5}),
        ("members absent more than 15 days", "get_clients_list", {"not_seen_days": 16}),
        ("clients absent for 1000 days", "get_clients_list", {"not_seen_days": 1000}),
        ("attendance yesterday after 6 pm", "get_attendance", {"from_hour": 18}),
        ("kal shaam 6 baje ke baad kitne log aaye", "get_attendance", {"from_hour": 18}),
        ("attendance yesterday between 6 and 9 am", "get_attendance", {"from_hour": 6, "to_hour": 8}),
        ("memberships expiring before 30 November", "get_expiring_memberships", {"to_date": "2026-11-29"}),
        ("memberships expiring by 30 November", "get_expiring_memberships", {"to_date": "2026-11-30"}),
        ("May revenue", "get_revenue", days("2026-05-01", "2026-05-31")),
        (
            "\u092e\u0908 \u0915\u093e \u0915\u0932\u0947\u0915\u094d\u0936\u0928",
            "get_revenue",
            days("2026-05-01", "2026-05-31"),
        ),
        ("5 november se collection", "get_revenue", days("2026-11-05", "2026-11-22")),
        ("1 november se 10 november tak ka collection", "get_revenue", days("2026-11-01", "2026-11-10")),
        ("revenue of \u0968\u0966\u0968\u096a", "get_revenue", days("2024-01-01", "2024-12-31")),
        ("active members not on gold", "get_clients_list", {"status": "active", "other_than_plan": "gold"}),
        ("collection excluding cash", "get_revenue", {"other_than_method": "Cash"}),
        ("members without a trainer", "get_clients_list", {"without_trainer": True}),
        ("active nahi hain kitne members", "get_clients_list", {"other_than_status": "active"}),
    ],
)
def test_amounts_hours_and_what_is_left_out_go_into_the_call(
    message: str, tool: str, arguments: dict[str, Any]
) -> None:
    ((called, given),) = calls(message)
    assert called == tool
    assert {key: given.get(key) for key in arguments} == arguments


@pytest.mark.parametrize(
    "message",
    [
        "payments not above 5000", "dues except Gauri Joshi", "except cash and upi revenue this month",
        "members whose name starts with A",
        "revenue of those who renewed this month",
        "average revenue per member",
        "what percentage paid by UPI this month", "how much for one month",
        "Thane ka collection", "revenue of Marsh branch", "sunday attendance this month", "revenue by tomorrow",
        "profit this month", "trainers who are women", "dues of about 5000",
        "members above 30 years", "revenue per trainer", "attendance by plan", "average age of members",
    ],
)  # fmt: skip
def test_a_word_with_a_meaning_is_never_dropped(message: str) -> None:
    assert calls(message) == []


@pytest.mark.parametrize(
    ("message", "periods"),
    [
        (
            "compare october and september revenue",
            [("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-31")],
        ),
        ("revenue 2024 and 2025", [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")]),
        ("compare revenue 2024 vs 2025", [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")]),
        ("revenue q3 and q4", [("2026-07-01", "2026-09-30"), ("2026-10-01", "2026-11-22")]),
    ],
)
def test_each_of_several_periods_has_its_figures(message: str, periods: list[tuple[str, str]]) -> None:
    assert sorted(calls(message), key=str) == [("get_revenue", days(*period)) for period in periods]


@pytest.mark.parametrize(
    "refused", ["who is inside with a locker key", "asdf qwer", "revenue of Marsh branch"]
)
def test_what_follows_a_refused_question_goes_on_from_the_one_before_it_and_says_so(refused: str) -> None:
    """The figure would else look like one for the question that was refused."""
    before = read_alone("revenue this month").state
    state = read_alone(refused, before).state
    for added in ("only gents", "only Lake Road", "and last month?"):
        reading = read_alone(added, state)
        assert reading.requests == read_alone(added, before).requests
        assert "not answered: this goes on from the one before it" in reading.say
        assert "not answered" not in read_alone(added, before).say
    assert calls("who is inside", state) == [("get_currently_in_gym", {})]


@pytest.mark.parametrize(
    "refused", ["who is inside with a locker key", "asdf qwer", "revenue of Marsh branch"]
)
def test_nothing_is_added_to_a_refused_question_with_none_before_it(refused: str) -> None:
    state = read_alone(refused).state
    assert state.requests == ()
    for added in ("only gents", "only Lake Road", "and last month?"):
        reading = read_alone(added, state)
        assert (reading.requests, "did not answer" in reading.say) == ((), True)


def test_a_limit_that_was_refused_leaves_the_question_as_it_was() -> None:
    state = read_alone("pending dues").state
    again = read_alone("only above 5000 with a locker", state).state
    assert calls("only Lake Road", again) == [("get_unpaid_dues", {"branch_id": 2})]


def test_the_trainer_that_is_left_out_is_not_the_one_that_is_listed() -> None:
    message = "trainers except Leela Krishnan"
    (span,) = read(message, State(), (), TODAY).look_up
    leela = {"kind": "trainer", "names": [span], "ids": [2], "likeness": 100, "total": 1}
    reading = read(message, State(), (), TODAY, Names(({"words": span, "meanings": [leela]},)))
    assert reading.requests == ()
    assert "not Leela Krishnan" in reading.say


@pytest.mark.parametrize(
    ("before", "message", "limit"),
    [
        ("revenue this month", "only cash and upi", "method"),
        ("active members", "only gold and silver", "plan"),
        ("revenue this month", "today and yesterday", "period"),
        ("attendance yesterday", "ladies and gents", "gender"),
        ("revenue this month", "Lake Road and main", "branch_id"),
    ],
)
def test_a_followup_with_two_values_is_answered_for_both(before: str, message: str, limit: str) -> None:
    asked = read_alone(message, read_alone(before).state).requests
    assert len({getattr(request.limits, limit) for request in asked}) == 2


@pytest.mark.parametrize(
    ("message", "limit"),
    [
        ("memberships expiring today and tomorrow", "ends"),
        ("who joined in september and november", "joined"),
    ],
)
def test_members_of_two_periods_are_told_for_both(message: str, limit: str) -> None:
    asked = read_alone(message).requests
    assert len({getattr(request.limits, limit) for request in asked}) == 2


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("find 98765-43210", "find 98765 43210"),
        ("find 98765 - 43210", "find 98765 43210"),
        ("revenue 2024-2025", "revenue 2024 to 2025"),
        ("revenue from 2024 to 2025", "revenue 2024 to 2025"),
        ("dues from 1,000 to 3,000", "dues between 1000 and 3000"),
        ("dues 1k-3k", "dues between 1000 and 3000"),
        ("dues Rs. 1000 - Rs. 3000", "dues between 1000 and 3000"),
        ("dues >= 5000", "dues at least 5000"),
        ("dues>₹5,000", "dues more than 5000"),
        ("revenue 5-20 november", "revenue 5 to 20 november"),
    ],
)
def test_signs_are_read_as_they_are_said(message: str, said: str) -> None:
    assert calls(message) == calls(said) != []


@pytest.mark.parametrize("message", ["top 5 trainers", "dues next month", "enquiries lowest first"])
def test_what_is_offered_in_the_place_of_a_refused_question_can_be_answered(message: str) -> None:
    refused = read_alone(message)
    assert refused.say.startswith("I could not use ")
    offered = questions_after(refused.say)
    assert offered
    assert all(calls(question) for question in offered)


def test_of_two_meanings_each_is_offered_and_is_one() -> None:
    asked = read_alone("dues of pending members")
    assert [calls(question) for question in questions_after(asked.say)] == [
        [("get_unpaid_dues", {"state": "pending"})],
        [("get_clients_list", {"status": "pending", "least_due": 1, "sort": "due"})],
    ]
