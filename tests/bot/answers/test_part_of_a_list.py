"""The local assistant's own tables: which are read as a part of a list, and that no other is."""

import asyncio
import re
from datetime import date
from pathlib import Path

from strakly_desktop.bot.agent.agent import Assistant, Question
from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.agent.tool_rounds import ToolRounds
from strakly_desktop.bot.models.offline_model import OfflineModel
from strakly_desktop.bot.tools.gym_toolbox import GymTools
from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.rendering.tables.table_part import TablePart

TODAY = date(2026, 11, 22)
QUESTIONS = (
    *("how many clients?", "list them", "only the expired ones", "show more", "more", "list all clients"),
    *("clients with a yearly plan", "Which clients have not come for 14 days?", "find mehta", "find a"),
    *("details of Mehta", "details of a"),
    *("membership of sharma", "details of rohan mehta", "who joined this month?", "membership statistics"),
    *("active memberships", "expired memberships", "memberships ending this week", "more", "plans", "plans on offer"),
    *("Who checked in today?", "more", "attendance last month", "attendance by hour", "attendance this year"),
    *("who is in the gym now?", "more", "more", "more", "revenue this month", "revenue this year by month"),
    *("revenue by day this year", "revenue by plan", "revenue by method", "sales by plan"),
    *("who has unpaid dues?", "more"),
    *("trainers", "branches", "show enquiries", "more", "enquiry statistics", "enquiry statistics this year"),
    *("gym info", "revenue and attendance last month", "unpaid dues and trainers"),
    *("how many clients and list enquiries",),
)  # fmt: skip
SHOWING = re.compile(r"^Showing (\d+)(?: to (\d+))? of (\d+)\.", re.MULTILINE)


async def _answers(file: Path) -> list[str]:
    gym = GymTools(f"sqlite:///{file}", today=TODAY)
    try:
        await gym.ready()
        rounds = ToolRounds(OfflineModel(token_delay=0, clock=lambda: TODAY), gym)
        assistant = Assistant(lambda: rounds)
        owner = Tenant(user_id=1, email="", name="", role="admin", gym_id=1, branch_id=None)
        said = []
        for question in QUESTIONS:
            answer = await assistant.process_chat(Question(question, owner, "talk", None))
            said.append(answer.text)
    finally:
        await gym.close()
    return said


def test_a_table_is_a_part_where_the_assistant_says_so_and_nowhere_else(tmp_path: Path) -> None:
    answers = asyncio.run(_answers(tmp_path / "gym.db"))
    wholes = parts = 0
    for answer in answers:
        said = [
            (int(m[2]) - int(m[1]) + 1 if m[2] else int(m[1]), int(m[3])) for m in SHOWING.finditer(answer)
        ]
        found = [(len(table.rows), table.part) for table in tables_of(answer)]
        expected = list(said)
        for rows, part in found:
            total = next((total for shown, total in expected if shown == rows), None)
            assert part == (None if total is None else TablePart(total)), answer
            if total is not None:
                expected.remove((rows, total))
        assert not expected, answer
        parts += len(said)
        wholes += len(found) - len(said)
    assert parts >= 10
    assert wholes >= 15
