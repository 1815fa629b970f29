"""The same questions have the same answers over PostgreSQL, records and memory both, as over SQLite."""

import asyncio
from collections.abc import Callable, Iterator, Sequence

import pytest
from support.chain import TODAY, person, two_gyms
from support.desk_questions import Asked, questions, spoken_at_once
from support.postgres import MISSING, SERVING, Server, postgres

from strakly_desktop.bot.agent.agent import Answer, Assistant, Question
from strakly_desktop.bot.agent.memory import ConversationMemory
from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.agent.tool_rounds import ToolRounds
from strakly_desktop.bot.agent.toolbox import Toolbox
from strakly_desktop.bot.chain.database import database_url, open_engine, plain_address
from strakly_desktop.bot.chain.line import Line
from strakly_desktop.bot.chain.shared_memory import SharedMemory
from strakly_desktop.bot.chain.tenant_gyms import ChainGyms
from strakly_desktop.bot.models.offline_model import OfflineModel
from strakly_desktop.bot.tools.gym_toolbox import GymTools
from strakly_desktop.bot.understanding.smalltalk import questions_after

SHARE = 9
"""Every ninth is asked; all were, once, of an owner and of somebody of one branch."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if MISSING:
        pytest.skip(MISSING)
    with postgres() as running:
        yield running


async def answers(
    asked: Sequence[Asked],
    who: Tenant,
    tools: Callable[[Tenant], Toolbox],
    memory: ConversationMemory | None = None,
) -> list[Answer]:
    model = OfflineModel(token_delay=0, clock=lambda: TODAY)
    rounds = ToolRounds(model, GymTools(), questions_after=questions_after)
    assistant = Assistant(lambda: rounds, memory=memory, toolbox_of=tools)
    found = []
    for number, each in enumerate(asked):
        for turn in each.turns:
            answer = await assistant.process_chat(Question(turn, who, f"talk {number} of {who.role}"))
        found.append(answer)
    return found


@pytest.mark.parametrize("who", [person(), person(role="manager", branch_id=2)], ids=["owner", "branch"])
def test_the_answers_are_the_same(server: Server, who: Tenant) -> None:
    asked = [each for each in questions() if not {"saved", "unchanged"} & set(each.wanted)]
    part = asked[who.branch_id or 0 :: SHARE]

    async def both(url: str) -> tuple[list[Answer], list[Answer]]:
        gym, engine = GymTools(today=TODAY), open_engine(database_url(url))
        line = Line(plain_address(database_url(url)))
        try:
            embedded = await answers(part, who, lambda _who: gym)
            shared = await answers(part, who, ChainGyms(engine, today=TODAY).toolbox, SharedMemory(line))
        finally:
            await line.close()
            await gym.close()
            engine.dispose()
        return embedded, shared

    with two_gyms(server) as database, spoken_at_once():
        embedded, shared = asyncio.run(both(server.url(SERVING, database)))
    assert len(part) > 30
    assert sum("|" in answer.text for answer in embedded) > len(part) // 2
    for each, one, other in zip(part, embedded, shared, strict=True):
        assert (one.text, one.tools_used, one.actions, one.error) == (
            other.text,
            other.tools_used,
            other.actions,
            other.error,
        ), each.turns
