"""The chain's database: made by its owner, and served from by nobody who could see past its locks."""

import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from support.postgres import OWNER, SERVING, Server

from strakly_desktop.bot.chain.database import (
    NotUsable,
    database_url,
    migrations,
    open_engine,
    refuse_unusable,
)
from strakly_desktop.bot.chain.migrate import main as migrate_command
from strakly_desktop.bot.chain.serve import main as serve_command
from strakly_desktop.bot.gym.schema import METADATA


@pytest.fixture(scope="module")
def fresh(server: Server) -> Iterator[str]:
    """A database in which nothing is."""
    with server.database() as name:
        yield name


def why_not(url: str) -> str:
    engine = open_engine(database_url(url))
    try:
        with engine.connect() as connection:
            refuse_unusable(connection)
    except NotUsable as error:
        return str(error)
    finally:
        engine.dispose()
    return ""


def test_who_serves_is_held_by_the_locks_or_does_not_serve(server: Server, database: str) -> None:
    assert why_not(server.url(SERVING, database)) == ""
    assert "owns the tables" in why_not(server.url(OWNER, database))
    assert "is a superuser" in why_not(server.url("postgres", database))


def test_who_may_take_on_the_owners_role_does_not_serve_either(server: Server, database: str) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(f"GRANT {OWNER} TO {SERVING}".encode())
        try:
            assert "owns the tables" in why_not(server.url(SERVING, database))
        finally:
            admin.execute(f"REVOKE {OWNER} FROM {SERVING}".encode())


def test_every_table_and_column_of_the_tools_is_there(owner_url: str) -> None:
    engine = open_engine(database_url(owner_url))
    found = inspect(engine)
    for table in METADATA.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        for column in table.columns:
            assert columns.get(column.name) == column.nullable, (
                f"{table.name}.{column.name} needs a migration"
            )
    engine.dispose()


def test_it_is_made_told_made_again_and_undone(
    server: Server, fresh: str, capfd: pytest.CaptureFixture[str]
) -> None:
    owner, serving = server.url(OWNER, fresh), server.url(SERVING, fresh)
    assert "is empty" in why_not(serving)
    assert serve_command(["--workers", "2", "--database", serving]) == 1
    assert "strakly-desktop migrate" in capfd.readouterr().err
    assert migrate_command(["--database", owner, "--role", "no_such_role"]) == 1
    assert "There is no role no_such_role" in capfd.readouterr().err
    assert "is empty" in why_not(serving), "all or nothing"
    for _ in range(2):
        assert migrate_command(["--database", owner, "--role", SERVING, "--demo"]) == 0
        assert why_not(serving) == ""
    with psycopg.connect(owner) as connection:
        assert connection.execute("SELECT count(*) FROM clients").fetchone() == (245,)
        row = connection.execute("SELECT nextval('enquiries_id_seq') > max(id) FROM enquiries").fetchone()
        assert row == (True,)
    engine = open_engine(database_url(owner))
    with engine.begin() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()


def test_a_database_of_another_form_is_told_with_both_forms(server: Server, database: str) -> None:
    newest = ScriptDirectory.from_config(migrations()).get_current_head()
    with psycopg.connect(server.url(OWNER, database), autocommit=True) as owner:
        owner.execute("UPDATE alembic_version SET version_num = '0000'")
        try:
            assert f"has form 0000, and {newest} is needed" in why_not(server.url(SERVING, database))
        finally:
            owner.execute("UPDATE alembic_version SET version_num = %s", (newest,))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--workers", "2"], "needs PostgreSQL"),
        (["--workers", "2", "--database", "sqlite:///gym.db"], "needs PostgreSQL"),
        (["--workers", "2", "--database", "nonsense"], "needs PostgreSQL"),
        (["--workers", "0", "--database", "postgresql://a@127.0.0.1/b"], "1 to 64"),
        (["--workers", "2", "--database", "postgresql://me:hidden@127.0.0.1:1/b"], "Cannot use the database"),
    ],
)
def test_what_cannot_work_is_told_in_plain_words_and_without_the_password(
    arguments: list[str], told: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STRAKLY_DATABASE", raising=False)
    assert serve_command(arguments) == 1
    said = capfd.readouterr().err
    assert told in said
    assert "hidden" not in said


def test_a_desk_loads_nothing_of_it() -> None:
    code = (
        "import sys, strakly_desktop.__main__, strakly_desktop.bot.server.serve, strakly_desktop.bot.models.choice\n"
        "import strakly_desktop.bot.agent.agent, strakly_desktop.bot.tools.gym_toolbox\n"
        "print([name for name in sys.modules if name.startswith(('psycopg', 'alembic', 'prometheus', 'mako',"
        " 'strakly_desktop.bot.chain'))])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


@pytest.mark.parametrize(
    "command", [["serve", "--workers=2"], ["serve", "--port", "0", "--workers", "2"], ["migrate"]]
)
def test_without_its_packages_the_command_says_what_to_install(command: list[str]) -> None:
    code = (
        "import sys; sys.modules['psycopg'] = sys.modules['prometheus_client'] = sys.modules['alembic'] = None\n"
        "from strakly_desktop.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "strakly-desktop[chain]" in result.stderr
    assert result.stderr.count("\n") == 1
