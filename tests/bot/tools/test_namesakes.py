"""Two clients of one name: the desk is asked which one is meant, and each suggestion leads to one of them."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import Connection, update

from strakly_desktop.bot.agent.agent import Answer, Assistant, Question
from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.agent.tool_rounds import ToolRounds
from strakly_desktop.bot.gym.schema import Client
from strakly_desktop.bot.models.offline_model import OfflineModel
from strakly_desktop.bot.tools.gym_toolbox import GymTools
from strakly_desktop.bot.understanding.smalltalk import questions_after

TODAY = date(2026, 11, 25)
_OWNER = Tenant(user_id=1, email="", name="", role="admin", gym_id=1, branch_id=None)


async def _answers(gym: GymTools, *turns: str) -> list[Answer]:
    rounds = ToolRounds(
        OfflineModel(token_delay=0, clock=lambda: TODAY), gym, questions_after=questions_after
    )
    assistant = Assistant(lambda: rounds)
    return [await assistant.process_chat(Question(turn, _OWNER, "talk", None)) for turn in turns]


async def _gym(*, alike: bool) -> GymTools:
    """A gym in which clients 87 and 142 have one first name, or one name altogether."""
    gym = GymTools(today=TODAY)
    await gym.ready()

    def rename(connection: Connection) -> None:
        for number, surname in ((87, "Rao"), (142, "Rao" if alike else "Kapoor")):
            connection.execute(update(Client).where(Client.c.id == number).values(name=f"Zubin {surname}"))

    await gym.gym.run(rename)
    return gym


@pytest.mark.parametrize(
    "question", ["payments of Zubin this year", "dues of Zubin", "Zubin visits this month"]
)
@pytest.mark.parametrize("alike", [False, True])
def test_each_suggestion_leads_to_one_of_them(question: str, alike: bool) -> None:
    async def both() -> tuple[Answer, list[str]]:
        gym = await _gym(alike=alike)
        (asked,) = await _answers(gym, question)
        told = [
            (await _answers(gym, question, each))[-1].text.splitlines()[0]
            for each in asked.suggested_questions
        ]
        await gym.close()
        return asked, told

    asked, told = asyncio.run(both())
    assert "Which one do you mean?" in asked.text
    assert len(asked.suggested_questions) == 2
    assert all("Zubin" in text and "Which one" not in text for text in told)
    of_a_year, of_a_month = "1 Jan to 25 Nov 2026", "1 Nov to 25 Nov 2026"
    for text in told:
        wanted = of_a_year if "year" in question else of_a_month if "month" in question else "pay"
        assert wanted in text
