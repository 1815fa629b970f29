"""The answers in markdown: whole tables, right grouping, plain words for nothing, and the numbers of the query."""

import asyncio
import re
from datetime import date
from typing import Any, Protocol

import pytest

from strakly_desktop.bot.answers import render_answer, suggestions_for
from strakly_desktop.bot.answers.markdown import cell, counted, day, rupees, span, table
from strakly_desktop.bot.answers.people import SAYS_ITSELF, theme_changed
from strakly_desktop.bot.tools import TOOLS
from strakly_desktop.bot.tools.gym_toolbox import GymTools

TODAY = date(2026, 11, 22)
ASKED: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("get_clients_stats", {}, ("total", "active", "expired", "joined")),
    ("get_clients_list", {}, ("total", "shown")),
    ("get_clients_list", {"status": "expired", "offset": 10}, ("total",)),
    ("get_clients_list", {"not_seen_days": 14}, ("total",)),
    ("search_clients", {"name": "kiran"}, ("total",)),
    ("get_client_details", {"client": "Rohan Mehta"}, ("name", "phone", "email", "visits_30_days")),
    ("get_client_details", {"client": "kiran"}, ("total",)),
    ("get_client_membership", {"client": "Priya Sharma"}, ("name", "plan", "days_left")),
    ("get_membership_stats", {}, ("active", "expired", "expiring_7_days", "unpaid")),
    ("get_active_memberships", {}, ("total", "shown")),
    ("get_expiring_memberships", {}, ("total",)),
    ("get_expired_memberships", {}, ("total",)),
    ("get_plans", {}, ()),
    ("get_attendance_today", {}, ("total", "inside")),
    ("get_attendance", {}, ("total", "clients")),
    ("get_attendance", {"group_by": "hour"}, ("total",)),
    ("get_currently_in_gym", {}, ("total",)),
    ("get_revenue", {}, ("payments",)),
    ("get_revenue", {"from_date": "2026-01-01", "group_by": "month"}, ("payments",)),
    ("get_sales_by_plan", {}, ("sold",)),
    ("get_unpaid_dues", {}, ("total",)),
    ("get_trainers_list", {}, ("total",)),
    ("get_enquiries_list", {}, ("total",)),
    ("get_enquiry_stats", {}, ("total", "new", "lost")),
    ("create_enquiry", {"name": "Asha | Bhosle", "phone": "90000 77777"}, ()),
    ("create_enquiry", {"name": "Asha Bhosle", "phone": "90000 77777", "confirmed": True}, ()),
    ("get_gym_info", {}, ("gym", "clients", "phone")),
    ("get_branches", {}, ("total",)),
]


SPECS = {spec.name: spec for spec in TOOLS}


class Found(Protocol):
    def __call__(
        self, tool: str, arguments: dict[str, Any], branch_id: int | None = None
    ) -> dict[str, Any]: ...


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Calls a tool of a gym whose database is filled once for all tests."""
    url = f"sqlite:///{tmp_path_factory.mktemp('gym') / 'gym.db'}"

    def call(tool: str, arguments: dict[str, Any], branch_id: int | None = None) -> dict[str, Any]:
        async def body() -> dict[str, Any]:
            gym = GymTools(url, today=TODAY)
            try:
                # Not by way of the toolbox, which refuses a branch that there is not.
                return await SPECS[tool].call(gym.gym, branch_id, arguments)
            finally:
                await gym.close()

        return asyncio.run(body())

    return call


def tables(markdown: str) -> list[list[list[str]]]:
    blocks = re.findall(r"(?:^\|.*\|$\n?)+", markdown, re.MULTILINE)
    return [[re.split(r"(?<!\\)\|", line)[1:-1] for line in block.splitlines()] for block in blocks]


@pytest.mark.parametrize(
    ("tool", "arguments", "numbers"), ASKED, ids=[f"{a[0]}-{i}" for i, a in enumerate(ASKED)]
)
def test_an_answer_is_a_whole_table_with_the_numbers_of_its_query(
    tool: str, arguments: dict[str, Any], numbers: tuple[str, ...], found: Found
) -> None:
    result = found(tool, arguments)
    answer = render_answer(tool, result)

    assert answer.startswith("**")
    assert tables(answer)
    for rows in tables(answer):
        assert len({len(row) for row in rows}) == 1, rows
        assert set(rows[1][0]) == {"-"}
        assert len(rows) > 2
        assert all(each.strip() for row in rows for each in row)
    for number in numbers:
        shown = result[number]
        assert re.search(
            rf"(?<![\d,]){re.escape(f'{shown:,}' if isinstance(shown, int) else shown)}(?![\d,])", answer
        )
    assert "None" not in answer
    suggestions = suggestions_for(tool, result)
    assert len(suggestions) <= 3
    assert all(0 < len(each) < 40 for each in suggestions)


@pytest.mark.parametrize("branch", [1, 2])
def test_an_answer_says_which_branch_it_is_about(branch: int, found: Found) -> None:
    for tool in ("get_clients_stats", "get_revenue", "get_attendance_today", "get_unpaid_dues"):
        answer = render_answer(tool, found(tool, {}, branch))

        first = answer.splitlines()[0]
        assert ("Main branch" in first, "Lake Road" in first) == (branch == 1, branch == 2)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("get_clients_list", {"status": "frozen"}),
        ("get_clients_list", {"plan": "platinum"}),
        ("get_clients_list", {"offset": 400}),
        ("search_clients", {"name": "Xyzzy"}),
        ("get_client_details", {"client": "Xyzzy"}),
        ("get_active_memberships", {"plan": "platinum"}),
        ("get_expiring_memberships", {"from_date": "2036-01-01", "to_date": "2036-01-31"}),
        ("get_expired_memberships", {"from_date": "2020-01-01", "to_date": "2020-01-31"}),
        ("get_attendance", {"from_date": "2020-01-01", "to_date": "2020-01-31"}),
        ("get_revenue", {"from_date": "2020-01-01", "to_date": "2020-01-31"}),
        ("get_sales_by_plan", {"from_date": "2020-01-01", "to_date": "2020-01-31"}),
        ("get_enquiries_list", {"from_date": "2020-01-01", "to_date": "2020-01-31", "status": "lost"}),
        ("get_enquiry_stats", {"from_date": "2020-01-01", "to_date": "2020-01-31"}),
    ],
)
def test_nothing_found_is_told_in_plain_words(tool: str, arguments: dict[str, Any], found: Found) -> None:
    answer = render_answer(tool, found(tool, arguments))

    assert "|" not in answer
    assert len(answer) > 15
    assert "None" not in answer
    assert answer.splitlines()[0].endswith(".")


def test_a_branch_without_anything_has_answers_too(found: Found) -> None:
    asked = [(tool, arguments) for tool, arguments, _numbers in ASKED if tool != "create_enquiry"]

    answers = [render_answer(tool, found(tool, arguments, 99)) for tool, arguments in asked]

    assert all(answers)
    assert not [answer for answer in answers if "None" in answer]


def test_what_is_left_out_is_said(found: Found) -> None:
    everybody = render_answer("get_clients_list", found("get_clients_list", {}))
    page = render_answer("get_clients_list", found("get_clients_list", {"offset": 10}))
    few = render_answer("get_clients_list", found("get_clients_list", {"limit": 500, "status": "pending"}))

    assert "Showing 10 of 245. [View all clients](/clients)" in everybody
    assert "Showing 11 to 20 of 245." in page
    assert "\n| 11 | [" in page
    assert "Showing" not in few


def test_links_lead_to_the_pages_of_the_web_app(found: Found) -> None:
    rohan = found("get_client_details", {"client": "Rohan Mehta"})
    details = render_answer("get_client_details", rohan)

    assert f"[Rohan Mehta](/clients/{rohan['client_id']})" in details
    assert f"](/membership-plan/member/{rohan['client_id']})" in details
    assert "](/trainers/1)" in render_answer("get_trainers_list", found("get_trainers_list", {}))
    assert "[Lake Road](/branches/2)" in render_answer("get_branches", found("get_branches", {}))


def test_a_new_enquiry_is_shown_before_it_is_added(found: Found) -> None:
    person = {"name": "Asha [Bhosle] | <b>", "phone": "90000 77777"}

    before = render_answer("create_enquiry", found("create_enquiry", person))
    after = render_answer("create_enquiry", found("create_enquiry", {**person, "confirmed": True}))

    assert "**New enquiry, not saved yet: " in before
    assert "yes" in before
    assert r"Asha \[Bhosle\] \| &lt;b>" in before
    assert "**Enquiry added: " in after
    assert "yes" not in after


def test_an_enquiry_that_is_there_is_shown_before_the_same_is_added_again(found: Found) -> None:
    person = {"name": "Twice Asked", "phone": "90000 66666"}
    assert "already" not in render_answer("create_enquiry", found("create_enquiry", person))
    render_answer("create_enquiry", found("create_enquiry", {**person, "confirmed": True}))
    again = render_answer("create_enquiry", found("create_enquiry", person))
    assert "**There is an enquiry already with this phone number or name:**" in again
    assert "[Open the enquiries](/leads)" in again and "Shall I add it all the same?" in again
    assert again.count("Twice Asked") == 3


def test_a_refusal_is_passed_on() -> None:
    assert (
        render_answer("get_revenue", {"error": "The period is odd."})
        == "That did not work: The period is odd."
    )
    assert suggestions_for("get_revenue", {"error": "The period is odd."}) == []


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "Rs. 0"), (7, "Rs. 7"), (999, "Rs. 999"), (1000, "Rs. 1,000"), (99_999, "Rs. 99,999"),
        (114_500, "Rs. 1,14,500"), (1_000_000, "Rs. 10,00,000"), (123_456_789, "Rs. 12,34,56,789"),
        (-114_500, "Rs. -1,14,500"),
    ],
)  # fmt: skip
def test_money_is_grouped_as_in_india(amount: int, written: str) -> None:
    assert rupees(amount) == written


def test_small_words() -> None:
    assert [counted(n, "client") for n in (0, 1, 2, 1245)] == [
        "0 clients",
        "1 client",
        "2 clients",
        "1,245 clients",
    ]
    assert counted(1, "enquiry", "enquiries") == "1 enquiry"
    assert (day("2026-11-02"), day(None)) == ("2 Nov 2026", "\u2014")
    assert span("2026-11-01", "2026-11-22") == "1 Nov to 22 Nov 2026"
    assert span("2026-11-22", "2026-11-22") == "22 Nov 2026"
    assert span("2025-12-31", "2026-01-01") == "31 Dec 2025 to 1 Jan 2026"
    assert (cell("a|b\nc"), cell(None), cell("")) == ("a\\|b c", "\u2014", "\u2014")
    assert table(["A"], [[None]]) == "| A |\n|---|\n| \u2014 |"


def test_what_a_visitor_is_called_is_never_markup() -> None:
    name = "[Win](https://evil.example) **now** `x`"
    enquiry = {"name": name, "phone": "90000 77777", "email": None, "interest": "a|b"}
    enquiry |= {"source": "c|d", "status": "new"}

    shown = render_answer(
        "create_enquiry", {"saved": False, "source_said": True, "enquiry": enquiry, "branch": "Main branch"}
    )

    assert r"| Name | \[Win\](https://evil.example) \*\*now\*\* \`x\` |" in shown
    assert r"| Interested in | a\|b |" in shown
    assert r"| Source | c\|d |" in shown


@pytest.mark.parametrize(
    ("accent", "words"), [("orange", "an **orange** accent"), ("red", "a **red** accent")]
)
def test_an_accent_has_its_article(accent: str, words: str) -> None:
    assert (
        theme_changed({"theme": "dark", "accent": accent})
        == f"I asked the app for the **dark** theme with {words}. {SAYS_ITSELF}"
    )
    assert theme_changed({"theme": None, "accent": accent}) == f"I asked the app for {words}. {SAYS_ITSELF}"
