"""The tools on the real demo gym: right numbers, one branch or all, typos, and nothing saved without a yes."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

import pytest

from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.answers.clients import client_details, client_membership
from strakly_desktop.bot.tools.gym_toolbox import GymTools

TODAY = date(2026, 11, 22)
Ask = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
MAIN, LAKE = 1, 2


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database that is filled once for all tests that only read."""
    return f"sqlite:///{tmp_path_factory.mktemp('gym') / 'gym.db'}"


def talk(
    body: Callable[[Ask], Coroutine[Any, Any, None]], records: str | None = None, today: date = TODAY
) -> None:
    """Run `body` with a way to call tools: `await ask(tool, branch_id, **arguments)`; of a fresh gym by default."""

    async def run() -> None:
        gym = GymTools(records, today=today)

        async def ask(tool: str, branch_id: int | None = None, /, **arguments: Any) -> dict[str, Any]:
            return (await gym.call(tool, arguments, branch_id)).result

        try:
            await body(ask)
        finally:
            await gym.close()

    asyncio.run(run())


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 1, 1)])
def test_the_branches_add_up_to_the_gym(today: date) -> None:
    async def body(ask: Ask) -> None:
        asked = [
            ("get_clients_stats", ("total", "active", "expired", "pending", "men", "women", "joined")),
            ("get_membership_stats", ("active", "expired", "expiring_7_days", "expiring_30_days", "unpaid")),
            ("get_attendance_today", ("total", "inside")),
            ("get_attendance", ("total",)),
            ("get_currently_in_gym", ("total", "capacity")),
            ("get_revenue", ("total", "payments")),
            ("get_sales_by_plan", ("sold", "amount")),
            ("get_unpaid_dues", ("total", "amount")),
            ("get_trainers_list", ("total",)),
            ("get_enquiries_list", ("total",)),
            ("get_enquiry_stats", ("total", "new")),
            ("get_expired_memberships", ("total",)),
        ]
        for tool, numbers in asked:
            everywhere, main, lake = [await ask(tool, branch) for branch in (None, MAIN, LAKE)]
            for number in numbers:
                assert main[number] + lake[number] == everywhere[number], (tool, number)
            assert any(everywhere[number] > 0 for number in numbers), tool
            assert (everywhere["branch"], main["branch"], lake["branch"]) == (
                None,
                "Main branch",
                "Lake Road",
            )

    talk(body, today=today)


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 1, 1)])
def test_there_is_something_to_see_on_every_day(today: date) -> None:
    async def body(ask: Ask) -> None:
        stats = await ask("get_clients_stats")
        assert stats["total"] == 245
        assert stats["active"] + stats["expired"] + stats["pending"] == 245
        assert min(stats["expired"], stats["pending"], stats["joined"], stats["not_seen_14_days"]) > 0
        assert (await ask("get_expiring_memberships"))["total"] > 3
        assert (await ask("get_expiring_memberships", unpaid_only=True))["total"] > 0
        assert (await ask("get_enquiries_list", status="new"))["total"] > 0

    talk(body, today=today)


def test_lists_hold_what_their_filter_says(records: str) -> None:
    async def body(ask: Ask) -> None:
        stats = await ask("get_clients_stats")
        for status in ("active", "expired", "pending"):
            found = await ask("get_clients_list", status=status, limit=500)
            assert {client["status"] for client in found["clients"]} == {status}
            assert len(found["clients"]) == found["total"] == stats[status]
        gold = await ask("get_clients_list", plan="gold", limit=500)
        assert {client["plan"] for client in gold["clients"]} == {"Gold 12 months"}
        away = await ask("get_clients_list", not_seen_days=14, limit=500)
        assert away["total"] == stats["not_seen_14_days"]
        assert all(client["last_visit"] <= "2026-11-08" for client in away["clients"])
        soon = await ask("get_expiring_memberships", from_date="2026-11-23", to_date="2026-11-25", limit=500)
        assert soon["total"] > 0
        assert all("2026-11-23" <= row["end_date"] <= "2026-11-25" for row in soon["memberships"])
        ended = await ask("get_expiring_memberships", from_date="2026-10-01", to_date="2026-10-31", limit=500)
        assert ended["total"] > 0
        assert all("2026-10-01" <= row["end_date"] <= "2026-10-31" for row in ended["memberships"])

    talk(body, records)


def test_a_list_is_read_page_by_page(records: str) -> None:
    async def body(ask: Ask) -> None:
        whole = await ask("get_clients_list", limit=25)
        pages = [await ask("get_clients_list", limit=10, offset=offset) for offset in (0, 10, 20)]

        assert [row for page in pages for row in page["clients"]][:25] == whole["clients"]
        beyond = await ask("get_clients_list", offset=240)
        assert (beyond["shown"], beyond["total"]) == (5, 245)

    talk(body, records)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rohn mehta", "Rohan Mehta"),
        ("Rohan Meta", "Rohan Mehta"),
        ("prya sharma", "Priya Sharma"),
        ("imran qureshi", "Imran Qureshi"),
        ("imran kureshi", "Imran Qureshi"),
        ("fatma dsouza", "Fatima D'Souza"),
        ("D'Souza", "Fatima D'Souza"),
        ("90000 00005", "Rohan Mehta"),
        ("9000000005", "Rohan Mehta"),
        ("rohan.mehta@example.com", "Rohan Mehta"),
    ],
)
def test_people_are_found_by_what_is_typed(typed: str, meant: str, records: str) -> None:
    async def body(ask: Ask) -> None:
        found = await ask("search_clients", name=typed)

        assert found["clients"][0]["name"] == meant

    talk(body, records)


def test_a_name_that_is_no_ones_finds_nobody(records: str) -> None:
    async def body(ask: Ask) -> None:
        for nobody in ("Xyzzy Qwfp", "!!!", ""):
            assert (await ask("search_clients", name=nobody))["total"] == 0
        assert (await ask("get_client_details", client=9999))["found"] is False

    talk(body, records)


def test_a_name_of_several_asks_which_one(records: str) -> None:
    async def body(ask: Ask) -> None:
        found = await ask("get_client_details", client="Kiran")

        assert found["found"] is False
        assert len(found["matches"]) == found["total"] > 1
        assert all(row["name"].startswith("Kiran") for row in found["matches"])
        one = await ask("get_client_details", client=found["matches"][0]["client_id"])
        assert one["name"] == found["matches"][0]["name"]

    talk(body, records)


def test_a_client_of_another_branch_is_not_shown(records: str) -> None:
    async def body(ask: Ask) -> None:
        rohan = await ask("get_client_details", client="Rohan Mehta")
        home, other = (MAIN, LAKE) if rohan["branch"] == "Main branch" else (LAKE, MAIN)

        assert (await ask("get_client_details", home, client=rohan["client_id"]))["found"] is True
        assert (await ask("get_client_details", other, client=rohan["client_id"]))["found"] is False
        assert (await ask("get_client_membership", other, client="Rohan Mehta"))["found"] is False
        by_number = client_details(await ask("get_client_details", other, client=rohan["client_id"]))
        by_name = client_membership(await ask("get_client_membership", other, client="Rohan Mehta"))
        name = "Lake Road" if other == LAKE else "Main branch"
        assert by_number.startswith(f"I found no such client at {name}.")
        assert by_name.startswith(f"I found no client **Rohan Mehta** at {name}.")
        assert f"Only {name} was looked at" in by_number and f"Only {name} was looked at" in by_name

    talk(body, records)


def test_groups_add_up(records: str) -> None:
    async def body(ask: Ask) -> None:
        period = {"from_date": "2026-09-01", "to_date": "2026-11-22"}
        totals = set()
        for group in ("day", "month", "plan", "method"):
            revenue = await ask("get_revenue", **period, group_by=group)
            assert sum(row["amount"] for row in revenue["groups"]) == revenue["total"]
            totals.add(revenue["total"])
        assert len(totals) == 1
        assert totals.pop() > 100_000
        for group in ("day", "hour"):
            visits = await ask("get_attendance", from_date="2026-11-01", to_date="2026-11-20", group_by=group)
            assert sum(row["checkins"] for row in visits["groups"]) == visits["total"] > 500

    talk(body, records)


def test_an_enquiry_of_the_same_phone_or_name_is_told_before_another_is_added() -> None:
    async def body(ask: Ask) -> None:
        person = {"name": "Asha Bhosle", "phone": "90000 77777"}
        assert (await ask("create_enquiry", LAKE, **person))["already_there"] == []
        await ask("create_enquiry", LAKE, **person, confirmed=True)
        for other in (
            person,
            {"name": "A. B.", "phone": "+91 9000077777"},
            {"name": "asha  BHOSLE", "phone": "9811122233"},
        ):
            shown = await ask("create_enquiry", LAKE, **other)
            assert shown["saved"] is False
            assert [(one["name"], one["phone"], one["branch"]) for one in shown["already_there"]] == [
                ("Asha Bhosle", "90000 77777", "Lake Road")
            ]
        assert (await ask("create_enquiry", LAKE, name="Asha", phone="9811122233"))["already_there"] == []
        assert (await ask("create_enquiry", MAIN, **person))["already_there"] == [], (
            "not of another branch's people"
        )
        assert len((await ask("create_enquiry", **person))["already_there"]) == 1
        assert (await ask("create_enquiry", LAKE, **person, confirmed=True))["saved"] is True

    talk(body)


def test_an_enquiry_is_saved_only_after_a_yes() -> None:
    async def body(ask: Ask) -> None:
        before = (await ask("get_enquiries_list"))["total"]
        person = {"name": "  Asha   Bhosle ", "phone": "90000 77777", "interest": "Yoga"}

        shown = await ask("create_enquiry", LAKE, **person)
        assert shown["saved"] is False
        assert (await ask("get_enquiries_list"))["total"] == before

        saved = await ask("create_enquiry", LAKE, **person, confirmed=True)
        assert saved["saved"] is True
        newest = (await ask("get_enquiries_list", LAKE))["enquiries"][0]
        assert (newest["name"], newest["phone"], newest["status"], newest["date"]) == (
            "Asha Bhosle", "90000 77777", "new", "2026-11-22",
        )  # fmt: skip
        assert newest["enquiry_id"] == saved["enquiry"]["enquiry_id"]
        assert (await ask("get_enquiries_list"))["total"] == before + 1
        assert "Asha Bhosle" not in [
            row["name"] for row in (await ask("get_enquiries_list", MAIN))["enquiries"]
        ]

    talk(body)


@pytest.mark.parametrize(
    ("tool", "arguments", "actions"),
    [
        ("change_theme", {"theme": "dark"}, [{"type": "change_theme", "value": "dark"}]),
        ("change_theme", {"accent": "teal"}, [{"type": "change_accent", "value": "teal"}]),
        (
            "change_theme",
            {"accent": "blue", "theme": "system"},
            [{"type": "change_theme", "value": "system"}, {"type": "change_accent", "value": "blue"}],
        ),
        ("navigate_to_page", {"path": "/clients"}, [{"type": "navigate", "value": "/clients"}]),
        (
            "navigate_to_page",
            {"path": "/clients/5?tab=attendance"},
            [{"type": "navigate", "value": "/clients/5?tab=attendance"}],
        ),
        (
            "navigate_to_page",
            {"path": "/membership-plan/member/7"},
            [{"type": "navigate", "value": "/membership-plan/member/7"}],
        ),
    ],
)
def test_the_app_is_asked_to_act(tool: str, arguments: dict[str, Any], actions: list[dict[str, str]]) -> None:
    async def body() -> None:
        gym = GymTools(today=TODAY)
        try:
            assert list((await gym.call(tool, arguments, None)).actions) == actions
        finally:
            await gym.close()

    asyncio.run(body())


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("change_theme", {}),
        ("change_theme", {"theme": "pitch-black"}),
        ("navigate_to_page", {"path": "//evil.example/clients"}),
        ("navigate_to_page", {"path": "/nowhere"}),
        ("navigate_to_page", {"path": "/settings/5"}),
        ("navigate_to_page", {"path": "/clients/../users"}),
        ("navigate_to_page", {"path": "/clients\n"}),
        ("get_clients_list", {"limit": 0}),
        ("get_clients_list", {"status": "happy"}),
        ("get_clients_list", {"wheel": 4}),
        ("get_revenue", {"from_date": "2026-11-10", "to_date": "2026-11-01"}),
        ("get_revenue", {"from_date": "yesterday"}),
        ("create_enquiry", {"name": "Asha", "phone": "soon"}),
        ("create_enquiry", {"name": "   ", "phone": "90000 77777", "confirmed": True}),
        ("get_attendance", {"from_date": "0001-01-01"}),
        ("get_attendance", {"to_date": "0001-01-01"}),
        ("get_expiring_memberships", {"from_date": "9999-12-31", "days": 30}),
        ("get_clients_list", {"joined_from": "2026-11-10", "joined_to": "2026-11-01"}),
        ("get_clients_list", {"plan": ""}),
        ("get_clients_list", {"plan": "  "}),
        ("get_clients_list", {"limit": 2.5}),
        ("get_clients_list", {"limit": [2]}),
        ("get_clients_list", {"limit": True}),
        ("get_clients_list", {"not_seen_days": "two weeks"}),
        ("get_clients_stats", {"joined_from": "2026-11-10", "joined_to": "2026-11-01"}),
        ("get_clients_stats", {"joined_from": 20261101}),
        ("get_enquiries_list", {"from_date": "2026-11-10", "to_date": "2026-11-01"}),
        ("get_expired_memberships", {"from_date": "2026-11-10", "to_date": "2026-11-01"}),
        ("get_expiring_memberships", {"days": 7, "to_date": "2026-12-31"}),
        ("get_expiring_memberships", {"unpaid_only": "maybe"}),
        ("get_active_memberships", {"plan": ""}),
        ("get_client_details", {"client": [5]}),
        ("create_enquiry", {"name": "Asha", "phone": "90000 77777", "confirmed": "sure"}),
        ("no_such_tool", {}),
    ],
)
def test_what_makes_no_sense_is_refused(tool: str, arguments: dict[str, Any], records: str) -> None:
    async def body(ask: Ask) -> None:
        with pytest.raises(ToolRefusal):
            await ask(tool, **arguments)

    talk(body, records)


def test_a_model_is_told_of_every_tool_and_argument() -> None:
    described = GymTools().describe()

    assert len(described) == len({tool.name for tool in described}) == 34
    for tool in described:
        assert len(tool.description) > 40
        assert tool.parameters["type"] == "object"
    arguments = {tool.name: tool.parameters for tool in described}
    assert set(arguments["get_revenue"]["properties"]) >= {"from_date", "to_date", "group_by"}
    assert arguments["search_clients"]["required"] == ["name"]


def test_a_choice_of_words_is_told_with_its_type() -> None:
    group_by = {tool.name: tool.parameters for tool in GymTools().describe()}["get_revenue"]["properties"][
        "group_by"
    ]
    words = {"type": "string", "enum": ["branch", "day", "gender", "method", "month", "plan", "weekday"]}
    assert group_by == {"anyOf": [words, {"type": "null"}], "default": None}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"limit": 0}, "limit"),
        ({"status": "gone"}, "status"),
        ({"joined_from": "2026-13-01"}, "joined_from"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_a_refusal_names_the_argument(arguments: dict[str, Any], told: str, records: str) -> None:
    async def body(ask: Ask) -> None:
        with pytest.raises(ToolRefusal, match=told):
            await ask("get_clients_list", **arguments)

    talk(body, records)


def test_numbers_and_days_may_come_as_text(records: str) -> None:
    async def body(ask: Ask) -> None:
        assert (await ask("get_clients_list", limit="3"))["shown"] == 3
        assert (await ask("get_revenue", from_date="2026-11-01"))["from_date"] == "2026-11-01"

    talk(body, records)


def test_a_branch_that_there_is_not_is_refused(records: str) -> None:
    async def body() -> None:
        gym = GymTools(records, today=TODAY)
        try:
            for number in (3, 999, -1, 10**25):
                with pytest.raises(ToolRefusal, match="no branch"):
                    await gym.call("get_clients_stats", {}, number)
        finally:
            await gym.close()

    asyncio.run(body())
