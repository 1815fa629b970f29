"""Whole talks with the offline assistant over the real demo gym: what it calls, says and remembers."""

import asyncio
import re
import shutil
from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from strakly_desktop.bot.agent.agent import Answer, Assistant, Question
from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.agent.tool_rounds import ToolRounds
from strakly_desktop.bot.agent.toolbox import ToolOutcome
from strakly_desktop.bot.models.offline_model import OfflineModel, pieces
from strakly_desktop.bot.tools.gym_toolbox import GymTools
from strakly_desktop.bot.understanding.enquiries import says_yes
from strakly_desktop.bot.understanding.reading import LOOK_UP
from strakly_desktop.bot.understanding.smalltalk import NOT_UNDERSTOOD, questions_after

TODAY = date(2026, 11, 22)
OWNER = Tenant(user_id=1, email="", name="", role="admin", gym_id=1, branch_id=None)
TRAINER = Tenant(user_id=2, email="", name="", role="trainer", gym_id=1, branch_id=1)

Call = tuple[str, dict[str, Any], int | None]


class WatchedGym(GymTools):
    """The demo gym on a fixed day, noting each call and the branch it was for."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"sqlite:///{file}", today=TODAY)
        self.calls: list[Call] = []

    async def call(self, name: str, arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
        self.calls.append((name, dict(arguments), branch_id))
        return await super().call(name, arguments, branch_id)


class Talk:
    """One conversation with the assistant."""

    def __init__(self, assistant: Assistant, gym: WatchedGym, tenant: Tenant) -> None:
        self._assistant, self._gym, self._tenant = assistant, gym, tenant

    async def say(self, message: str, branch_id: int | None = None) -> tuple[Answer, list[Call]]:
        self._gym.calls.clear()
        answer = await self._assistant.process_chat(Question(message, self._tenant, "talk", branch_id))
        assert answer.error is None
        answer.tools_used = [name for name in answer.tools_used if name != LOOK_UP]
        return answer, [call for call in self._gym.calls if call[0] != LOOK_UP]


Conversation = Callable[[Talk], Coroutine[Any, Any, None]]
RunTalk = Callable[..., None]


@pytest.fixture(scope="module")
def filled_gym(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo data: to fill it takes longer than a talk."""
    file: Path = tmp_path_factory.mktemp("gym") / "gym.db"

    async def fill() -> None:
        gym = WatchedGym(file)
        await gym.ready()
        await gym.close()

    asyncio.run(fill())
    return file


@pytest.fixture
def talk(filled_gym: Path, tmp_path: Path) -> RunTalk:
    """Runs a conversation from its first message, on a copy of the demo gym of its own."""
    file = tmp_path / "gym.db"
    shutil.copy(filled_gym, file)

    def run_talk(conversation: Conversation, tenant: Tenant = OWNER) -> None:
        asyncio.run(_talk(conversation, tenant, file))

    return run_talk


async def _talk(conversation: Conversation, tenant: Tenant, file: Path) -> None:
    gym = WatchedGym(file)
    model = OfflineModel(token_delay=0, clock=lambda: TODAY)
    rounds = ToolRounds(model, gym, questions_after=questions_after, is_yes=says_yes)
    try:
        await conversation(Talk(Assistant(lambda: rounds), gym, tenant))
    finally:
        await gym.close()


OCTOBER = {"from_date": "2026-10-01", "to_date": "2026-10-31"}
DIALOGUES: dict[str, list[tuple[str, list[tuple[str, dict[str, Any]]]]]] = {
    "clients": [
        ("how many clients?", [("get_clients_stats", {})]),
        ("list them", [("get_clients_list", {})]),
        ("only the expired ones", [("get_expired_memberships", {})]),
        ("show more", [("get_expired_memberships", {"offset": 10})]),
        ("more", [("get_expired_memberships", {"offset": 20})]),
        ("only ladies", [("get_clients_list", {"status": "expired", "gender": "female"})]),
        ("and the active ones?", [("get_clients_list", {"status": "active", "gender": "female"})]),
    ],
    "periods": [
        ("revenue this month", [("get_revenue", {"from_date": "2026-11-01", "to_date": "2026-11-22"})]),
        ("and last month?", [("get_revenue", OCTOBER)]),
        ("by plan", [("get_revenue", OCTOBER | {"group_by": "plan"})]),
        ("thanks", []),
        (
            "what about yesterday?",
            [("get_revenue", {"from_date": "2026-11-21", "to_date": "2026-11-21", "group_by": "plan"})],
        ),
        (
            "again",
            [("get_revenue", {"from_date": "2026-11-21", "to_date": "2026-11-21", "group_by": "plan"})],
        ),
    ],
    "attendance": [
        ("Who checked in today?", [("get_attendance_today", {})]),
        ("and yesterday?", [("get_visits", {"from_date": "2026-11-21", "to_date": "2026-11-21"})]),
        ("how many visits in october?", [("get_attendance", OCTOBER)]),
        ("by hour", [("get_attendance", OCTOBER | {"group_by": "hour"})]),
        ("only ladies", [("get_attendance", OCTOBER | {"group_by": "hour", "gender": "female"})]),
    ],
    "memberships": [
        ("membership statistics", [("get_membership_stats", {})]),
        ("list them", [("get_clients_list", {"status": "active"})]),
        ("only the expired ones", [("get_expired_memberships", {})]),
        ("last month", [("get_expired_memberships", {"from_date": "2026-10-01", "to_date": "2026-10-31"})]),
    ],
    "two wishes, then both again": [
        ("revenue and attendance last month", [("get_revenue", OCTOBER), ("get_attendance", OCTOBER)]),
        (
            "and in september?",
            [
                ("get_revenue", {"from_date": "2026-09-01", "to_date": "2026-09-30"}),
                ("get_attendance", {"from_date": "2026-09-01", "to_date": "2026-09-30"}),
            ],
        ),
    ],
    "somebody asked back for": [
        ("show client details", []),
        ("rohan mehta", [("get_client_details", {"client": "rohan mehta"})]),
        ("when does it expire?", [("get_client_membership", {"client": 5})]),
    ],
    "a wish of its own after a change of theme": [
        (
            "switch to dark mode with a purple accent",
            [("change_theme", {"theme": "dark", "accent": "purple"})],
        ),
        ("list all", []),
        ("List all active clients", [("get_clients_list", {"status": "active", "limit": 2000})]),
    ],
    "a follow-up of nothing": [
        ("list them", []),
        ("the second one", []),
        ("yes", []),
        ("show more", []),
        ("and last month?", []),
        ("his membership", []),
    ],
}


@pytest.mark.parametrize("turns", DIALOGUES.values(), ids=DIALOGUES.keys())
def test_follow_ups(turns: list[tuple[str, list[tuple[str, dict[str, Any]]]]], talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        for message, expected in turns:
            answer, calls = await desk.say(message)
            assert [(name, arguments) for name, arguments, _ in calls] == expected, message
            assert answer.tools_used == [name for name, _ in expected]
            assert answer.text

    talk(conversation)


def test_the_second_one_is_the_second_row_that_was_shown(talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        listed, _ = await desk.say("Which clients have not come for 14 days?")
        second = next(line for line in listed.text.splitlines() if line.startswith("| 2 |"))
        answer, calls = await desk.say("details of the second one")
        (name, arguments, _) = calls[0]
        assert name == "get_client_details"
        assert f"](/clients/{arguments['client']})" in second
        assert f"](/clients/{arguments['client']})" in answer.text
        _, calls = await desk.say("and her membership?")
        assert calls == [("get_client_membership", {"client": arguments["client"]}, None)]

    talk(conversation)


def test_a_name_with_typos_is_found_and_a_yes_confirms_it(talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        answer, _ = await desk.say("details of rohn mheta")
        assert "Rohan Mehta" in answer.text
        answer, calls = await desk.say("yes")
        assert calls[0][0] == "get_client_details"
        assert answer.text.startswith("**Rohan Mehta (Lake Road): ")

    talk(conversation)


def test_an_enquiry_is_asked_for_shown_and_saved_only_after_a_yes(talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        before, _ = await desk.say("how many enquiries this month?")
        answer, calls = await desk.say("Add a new enquiry")
        assert calls == []
        assert "**name** and **phone number**" in answer.text
        answer, _ = await desk.say("Ravi Kumar")
        assert "**phone number** of Ravi Kumar" in answer.text
        answer, calls = await desk.say("98765 43210")
        assert calls == [("create_enquiry", {"name": "Ravi Kumar", "phone": "9876543210"}, None)]
        assert "**yes**" in answer.text
        answer, calls = await desk.say("yes please")
        assert calls[0][1] == {"name": "Ravi Kumar", "phone": "9876543210", "confirmed": True}
        assert "added" in answer.text
        answer, calls = await desk.say("yes")
        assert calls == [], "a second yes must not save it twice"
        listed, _ = await desk.say("show enquiries")
        assert listed.text.count("Ravi Kumar") == 1
        after, _ = await desk.say("how many enquiries this month?")
        assert before.text != after.text

    talk(conversation)


@pytest.mark.parametrize("refusal", ["no", "cancel", "no, leave it"])
def test_an_enquiry_is_dropped_on_a_no(refusal: str, talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        _, calls = await desk.say("add an enquiry for Meera Shah, phone 9876543210, interested in yoga")
        assert calls[0][1] == {"name": "Meera Shah", "phone": "9876543210", "interest": "Yoga"}
        answer, calls = await desk.say(refusal)
        assert calls == []
        assert "not added" in answer.text
        _, calls = await desk.say("yes")
        assert calls == []

    talk(conversation)


def test_a_draft_is_corrected_before_it_is_saved_and_another_question_drops_it(talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        await desk.say("add an enquiry for Meera Shah, phone 9876543210")
        _, calls = await desk.say("the number is 98111 22233")
        assert calls[0][1] == {"name": "Meera Shah", "phone": "9811122233"}
        _, calls = await desk.say("how many clients?")
        assert calls[0][0] == "get_clients_stats"
        _, calls = await desk.say("yes")
        assert calls == []

    talk(conversation)


def test_a_branch_is_found_by_its_name_and_left_again(talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        _, calls = await desk.say("how many clients?")
        assert [branch for _, _, branch in calls] == [None]
        answer, calls = await desk.say("what about Lake Road?")
        assert [(name, branch) for name, _, branch in calls] == [("get_clients_stats", 2)]
        assert "Lake Road" in answer.text
        _, calls = await desk.say("and the main branch?")
        assert calls[-1][2] == 1
        _, calls = await desk.say("all branches")
        assert calls == [("get_clients_stats", {}, None)]
        _, calls = await desk.say("revenue last month", branch_id=2)
        assert [branch for _, _, branch in calls] == [2]

    talk(conversation)


@pytest.mark.parametrize(
    "message", ["how many members at branch Nowhere", "revenue at Nowhere", "show the nowhere branch"]
)
def test_of_a_branch_that_there_is_not_no_figures_are_told(talk: RunTalk, message: str) -> None:
    async def conversation(desk: Talk) -> None:
        answer, _ = await desk.say(message)
        assert 'no branch "nowhere"' in answer.text
        assert not any(letter.isdigit() for letter in answer.text)

    talk(conversation)


def test_who_may_see_one_branch_only_cannot_ask_for_another(talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        await desk.say("how many clients?")
        _, calls = await desk.say("all branches")
        assert [branch for _, _, branch in calls] == [1]
        answer, calls = await desk.say("revenue last month for the Lake Road branch")
        assert all(branch == 1 for _, _, branch in calls)
        assert "at Lake Road" not in answer.text

    talk(conversation, TRAINER)


def test_a_person_page_is_opened_only_when_it_is_clear_who_is_meant(talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        answer, calls = await desk.say("open Rohan Mehta's page")
        assert [name for name, _, _ in calls] == ["search_clients", "navigate_to_page"]
        assert answer.actions == [{"type": "navigate", "value": "/clients/5"}]
        answer, calls = await desk.say("open Asha's page")
        assert [name for name, _, _ in calls] == ["search_clients"]
        assert answer.actions == []
        assert "/clients/" in answer.text

    talk(conversation)


def test_theme_and_accent_in_one_sentence_with_a_question(talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        answer, _ = await desk.say(
            "how many clients do we have, and switch to dark mode with a purple accent"
        )
        assert answer.tools_used == ["get_clients_stats", "change_theme"]
        assert answer.actions == [
            {"type": "change_theme", "value": "dark"},
            {"type": "change_accent", "value": "purple"},
        ]
        assert "245" in answer.text

    talk(conversation)


EXAMPLES = (
    "Who checked in today?",
    "Which memberships expire this week?",
    "How much revenue did we make this month?",
    "Which clients have not come for 14 days?",
    "Add a new enquiry",
    "Switch to a dark theme",
    "details of Rohan Mehta",
    "find Asha",
    "membership of Rohan Mehta",
    "membership statistics",
    "active memberships",
    "expired memberships",
    "which plans do we have",
    "attendance this week by day",
    "who is in the gym now?",
    "sales by plan",
    "who still has to pay",
    "list trainers",
    "show enquiries",
    "enquiry statistics",
    "about our gym",
    "list branches",
    "how many clients",
    "list clients",
    "hi",
)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_follow_up_that_it_offers_is_one_that_it_understands(example: str, talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        answer, _ = await desk.say(example)
        for question in answer.suggested_questions:
            await desk.say(example)
            follow_up, _ = await desk.say(question)
            assert follow_up.text != NOT_UNDERSTOOD, question
            assert follow_up.tools_used, question

    talk(conversation)


def test_it_says_that_it_is_offline_when_greeted_but_not_in_every_answer(talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        greeting, _ = await desk.say("hello")
        assert "offline" in greeting.text
        assert len(greeting.suggested_questions) == 3
        numbers, _ = await desk.say("how many clients?")
        assert "offline" not in numbers.text

    talk(conversation)


@pytest.mark.parametrize(
    "message",
    [
        "paste line with words 12345\n" * 7000,
        "paste line with words 12345 " * 21,
        "revenue this month. " + "It rained all day. " * 40 + "Only at Lake Road",
        "who is Rohan " + "x" * 700,
        " ".join(f"who is{name} and" for name in (f" zq{at}" for at in range(60))),
        f"new enquiry {'Ab' * 60} 98765 43210",
        f"new enquiry Ravi Kumar 98765 43210 {'a' * 130}@gym.example",
    ],
)
def test_what_is_too_long_is_not_read_by_half_and_no_inner_word_tells_so(talk: RunTalk, message: str) -> None:
    async def conversation(desk: Talk) -> None:
        answer, _ = await desk.say(message)
        assert not re.search(r"argument|array|`|\$|length|str\b", answer.text), answer.text[:200]
        assert "too long" in answer.text
        assert "\n|" not in answer.text, "no figures of a part of it"

    talk(conversation)


def test_blanks_are_no_part_of_how_long_a_question_is(talk: RunTalk) -> None:
    async def conversation(desk: Talk) -> None:
        _, asked = await desk.say("revenue this month" + " " * 700 + "at Lake Road")
        ((tool, _arguments, branch_id),) = asked
        assert (tool, branch_id) == ("get_revenue", 2)

    talk(conversation)


def test_what_follows_a_question_that_was_too_long_goes_on_from_the_one_before_and_says_so(
    talk: RunTalk,
) -> None:
    async def conversation(desk: Talk) -> None:
        await desk.say("revenue this month")
        await desk.say("and something else " * 60)
        answer, _ = await desk.say("and last month?")
        assert "was not answered" in answer.text

    talk(conversation)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello there",
        "| a | b |\n|---|---|\n",
        "  lead and trail \n\n",
        "x" * 40,
        "\u0930\u093e\u0939\u0941\u0932 \U0001f600",
    ],
)
def test_the_pieces_of_an_answer_are_small_and_together_the_answer(text: str) -> None:
    cut = list(pieces(text))
    assert "".join(cut) == text
    assert all(len(piece.strip()) <= 12 for piece in cut)
