"""Nobody sees, changes or continues what is another gym's, branch's or person's: not by the tools, nor by plain SQL."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, text
from support.chain import OTHER, person

from strakly_desktop.bot.agent.language_model import Asked, Reply
from strakly_desktop.bot.agent.memory import Conversation
from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.agent.toolbox import ToolRefusal
from strakly_desktop.bot.chain.database import database_url, open_engine, plain_address
from strakly_desktop.bot.chain.line import Line
from strakly_desktop.bot.chain.shared_memory import SharedMemory
from strakly_desktop.bot.chain.tenant_gyms import ChainGyms, TenantGym
from strakly_desktop.bot.gym.attendance_codes import codes_of
from strakly_desktop.bot.tools import TOOLS

T = TypeVar("T")
OF_BRANCH = ("trainers", "clients", "memberships", "payments", "attendance", "enquiries")
OF_GYM = ("branches", "plans")


@pytest.fixture(scope="module")
def engine(serving_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url(serving_url))
    yield opened
    opened.dispose()


@pytest.fixture
def session(serving_url: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A session of the role that serves, as who broke into a worker would have it; undone at the end."""
    with psycopg.connect(serving_url) as connection:
        yield connection
        connection.rollback()


def ask_for(connection: psycopg.Connection[Any], gym: str, branch: str = "", whose: str = "") -> None:
    connection.execute(
        "SELECT set_config('strakly.gym_id', %s, true), set_config('strakly.branch_id', %s, true),"
        " set_config('strakly.person', %s, true)",
        (gym, branch, whose),
    )


def gyms_in(connection: psycopg.Connection[Any], table: str) -> set[int]:
    query = sql.SQL("SELECT DISTINCT gym_id FROM {}").format(sql.Identifier(table))
    return {row[0] for row in connection.execute(query)}


@pytest.mark.parametrize("table", [*OF_BRANCH, *OF_GYM])
def test_a_query_without_any_condition_sees_one_gym(
    session: psycopg.Connection[Any], owner_url: str, table: str
) -> None:
    for gym in (1, 2):
        ask_for(session, str(gym))
        assert gyms_in(session, table) == {gym}
        assert session.execute("SELECT id FROM gyms").fetchall() == [(gym,)]
    ask_for(session, "")
    assert gyms_in(session, table) == set(), "who names no gym sees none"
    with psycopg.connect(owner_url) as owner:
        assert gyms_in(owner, table) == {1, 2}


@pytest.mark.parametrize("table", OF_BRANCH)
def test_a_query_of_a_branch_sees_that_branch(session: psycopg.Connection[Any], table: str) -> None:
    ask_for(session, "1", "2")
    query = sql.SQL("SELECT DISTINCT gym_id, branch_id FROM {}").format(sql.Identifier(table))
    assert session.execute(query).fetchall() == [(1, 2)]


def test_plain_sql_writes_nothing_into_another_gym(session: psycopg.Connection[Any]) -> None:
    enquiry = "INSERT INTO enquiries (gym_id, branch_id, name, phone, source, status, created_on) VALUES"
    visit = "INSERT INTO attendance (gym_id, branch_id, client_id, checked_in) VALUES"
    forbidden = [
        f"{enquiry} (2, {OTHER + 1}, 'x', '1', 'x', 'new', now())",
        f"{enquiry} (1, {OTHER + 1}, 'x', '1', 'x', 'new', now())",
        f"{visit} (1, 1, {OTHER + 1}, now())",
        f"{visit} (2, {OTHER + 1}, {OTHER + 1}, now())",
        "INSERT INTO conversations (gym_id, person, id, turns) VALUES (2, 'me', 'x', '')",
        "INSERT INTO conversations (gym_id, person, id, turns) VALUES (1, 'somebody', 'x', '')",
        "UPDATE clients SET name = 'x'",
        "UPDATE attendance SET client_id = 10001",
        "DELETE FROM payments",
        "TRUNCATE clients",
        "ALTER TABLE clients DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own ON clients",
        "CREATE TABLE own (id int)",
        "SET ROLE strakly_owner",
        "UPDATE chain SET instance = gen_random_uuid()",
    ]
    for statement in forbidden:
        ask_for(session, "1", whose="me")
        with pytest.raises(psycopg.Error):
            session.execute(statement.encode())
        session.rollback()


def test_a_visit_is_of_the_gym_of_its_client_whatever_was_said(session: psycopg.Connection[Any]) -> None:
    ask_for(session, "1")
    row = session.execute(
        "INSERT INTO attendance (gym_id, branch_id, client_id, checked_in)"
        " SELECT 2, 77, id, now() FROM clients WHERE branch_id = 2 LIMIT 1 RETURNING gym_id, branch_id"
    ).fetchone()
    assert row == (1, 2)


def test_a_client_who_changes_the_branch_takes_everything_along(owner_url: str) -> None:
    with psycopg.connect(owner_url) as owner:
        owner.execute("UPDATE clients SET branch_id = 3 - branch_id WHERE id = 5")
        for table in ("memberships", "attendance"):
            query = sql.SQL(
                "SELECT count(*) FROM {} t JOIN clients c ON c.id = t.client_id WHERE t.branch_id <> c.branch_id"
            ).format(sql.Identifier(table))
            assert owner.execute(query).fetchone() == (0,)
        owner.rollback()


def test_every_table_is_locked(session: psycopg.Connection[Any]) -> None:
    unlocked = session.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND NOT relrowsecurity"
    ).fetchall()
    assert {name for (name,) in unlocked} == {"alembic_version", "chain"}, "a new table needs its lock"


def every_tool(toolbox: Any, branch_id: int | None) -> list[str]:
    """What each tool answers, and what it answers about somebody of the other gym."""
    strange: dict[str, dict[str, Any]] = {
        "search_clients": {"name": "Second"},
        "get_client_details": {"client": OTHER + 5},
        "get_client_membership": {"client": OTHER + 5},
        "get_client_visits": {"client": OTHER + 5},
        "get_client_payments": {"client": OTHER + 5},
        "get_client_by_code": {"code": codes_of([OTHER + 5])[OTHER + 5]},
        "count_clients": {"group_by": "trainer"},
        "ask_app": {"command": "undo_theme"},
        "find_names": {"words": ["Second Main branch", "Second Monthly"]},
        "change_theme": {"theme": "dark"},
        "navigate_to_page": {"path": "/clients"},
        "create_enquiry": {"name": "Second Try", "phone": "90000 12345"},
    }

    async def ask() -> list[str]:
        found = []
        for spec in TOOLS:
            arguments = strange.get(spec.name, {})
            if "limit" in spec.parameters["properties"]:
                arguments = {**arguments, "limit": 2000}
            found.append(str((await toolbox.call(spec.name, arguments, branch_id)).result))
        return found

    return asyncio.run(ask())


def test_no_tool_answers_with_another_gyms_records(engine: Engine) -> None:
    gyms = ChainGyms(engine)
    for answer in every_tool(gyms.toolbox(person(1)), None):
        told = (
            answer.replace("'query': 'Second", "").replace("Second Try", "").replace("'words': 'Second", "")
        )
        assert "Second" not in told
    second = every_tool(gyms.toolbox(person(2)), None)
    assert any("Second Rohan Mehta" in answer for answer in second)
    assert not any("'Rohan Mehta'" in answer for answer in second)


def test_a_branch_of_another_gym_is_no_branch(engine: Engine) -> None:
    for branch in (OTHER + 1, 2**40, -1):
        with pytest.raises(ToolRefusal, match="no branch"):
            asyncio.run(ChainGyms(engine).toolbox(person(1)).call("get_revenue", {}, branch))


def test_the_second_lock_holds_where_the_first_is_forgotten(engine: Engine) -> None:
    """A query of a tool to come that forgets gym and branch."""

    async def count(branch: int | None) -> int:
        gym = TenantGym(engine, 1, branch)
        return await gym.run(
            lambda connection: int(connection.execute(text("SELECT count(*) FROM clients")).scalar_one())
        )

    everybody, lake_road = asyncio.run(count(None)), asyncio.run(count(2))
    assert everybody == 245
    assert 0 < lake_road < everybody


def test_a_gym_is_known_by_its_number_and_who_has_none_gets_none(engine: Engine) -> None:
    async def known() -> list[bool]:
        gyms = ChainGyms(engine)
        return [await gyms.has_gym(number) for number in (1, 2, 1, 3, None, 0, -1, 2**31, 10**30)]

    assert asyncio.run(known()) == [True, True, True, False, False, False, False, False, False]


def test_what_a_database_cannot_hold_is_refused_and_told(engine: Engine) -> None:
    arguments = {"name": "Zero \0 Sign", "phone": "90000 12345", "interest": "a\0b", "confirmed": True}
    with pytest.raises(ToolRefusal, match="cannot hold"):
        asyncio.run(ChainGyms(engine).toolbox(person(1)).call("create_enquiry", arguments, None))


def with_memory(url: str, work: Callable[[SharedMemory], Awaitable[T]]) -> T:
    async def run() -> T:
        line = Line(plain_address(database_url(url)))
        try:
            return await work(SharedMemory(line))
        finally:
            await line.close()

    return asyncio.run(run())


@pytest.mark.parametrize(
    "stranger",
    [
        person(1, user_id=2),
        person(1, role="manager"),
        person(2),
        person(1, user_id=1, role='admin"]'),
        person(1, role="admin\0"),
    ],
)
def test_the_id_of_somebody_elses_conversation_opens_nothing(serving_url: str, stranger: Tenant) -> None:
    async def cross(memory: SharedMemory) -> list[Conversation]:
        async with memory.turn(person(1), "mine") as mine:
            mine.remember([Asked("What did we earn?"), Reply("Rs. 23,800")])
        async with memory.turn(stranger, "mine") as theirs:
            theirs.remember([Asked("Hello"), Reply("Hello")])
        await memory.drop(stranger, "mine")
        async with memory.turn(person(1), "mine") as again:
            return [theirs, again]

    theirs, again = with_memory(serving_url, cross)
    assert [len(turn) for turn in theirs.turns] == [2]
    assert theirs.turns[0][0] == Asked("Hello")
    assert again.turns[-1][0] == Asked("What did we earn?")


def test_plain_sql_reads_no_conversation_of_others(
    serving_url: str, session: psycopg.Connection[Any]
) -> None:
    async def talk(memory: SharedMemory) -> None:
        async with memory.turn(person(1, user_id=77), "secret") as mine:
            mine.remember([Asked("My question"), Reply("My answer")])

    with_memory(serving_url, talk)
    for gym, whose, seen in (
        ("1", '[77, "admin"]', 1),
        ("1", '[78, "admin"]', 0),
        ("2", '[77, "admin"]', 0),
        ("1", "", 0),
    ):
        ask_for(session, gym, whose=whose)
        rows = session.execute("SELECT turns FROM conversations WHERE id = 'secret'").fetchall()
        assert len(rows) == seen
        changed = session.execute("UPDATE conversations SET used_at = now() WHERE id = 'secret'").rowcount
        assert changed == seen
