"""The command `migrate`: brings the chain's database to the form of this version, and says who may serve from it.

    strakly-desktop migrate --database postgresql://OWNER@db/strakly --role strakly_app [--demo]

All or nothing, in one transaction; done again it changes nothing. `--demo` adds the demo gym where there is no gym yet.
The exit code is 0, or 1 with the reason on standard error.
"""

import argparse
import os
from collections.abc import Sequence
from datetime import datetime

from alembic import command
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from strakly_desktop.bot.chain.database import NotUsable, database_url, let_serve, migrations, open_engine
from strakly_desktop.bot.gym.records import fill
from strakly_desktop.bot.gym.schema import METADATA, GymRecord
from strakly_desktop.bot.server.command_line import failed, print_line

DATABASE = "STRAKLY_DATABASE"


def main(argv: Sequence[str]) -> int:
    """Do what `argv`, which follows the word `migrate`, asks for; returns the exit code."""
    wanted = _arguments().parse_args(argv)
    try:
        migrate(wanted.database or os.environ.get(DATABASE, ""), wanted.role, demo=wanted.demo)
    except NotUsable as error:
        return failed(str(error))
    except SQLAlchemyError as error:
        return failed(f"The database is as it was: {getattr(error, 'orig', None) or error}")
    print_line(f"The database is ready. Serve from it as {wanted.role}.")
    return 0


def migrate(database: str, role: str, *, demo: bool = False) -> None:
    """Run the steps that are missing and let `role` serve. Raises NotUsable, SQLAlchemyError."""
    engine = open_engine(database_url(database), connections=1)
    try:
        with engine.begin() as connection:
            config = migrations()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            let_serve(connection, role)
            if demo and not connection.execute(select(func.count()).select_from(GymRecord)).scalar_one():
                fill(connection, datetime.now().astimezone().replace(tzinfo=None))
                continue_numbers(connection)
                connection.execute(text("ANALYZE"))
    finally:
        engine.dispose()


def continue_numbers(connection: Connection) -> None:
    """Let new rows have numbers behind those that were written with theirs."""
    for table in METADATA.sorted_tables:
        last = select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery()
        connection.execute(select(func.setval(f"{table.name}_id_seq", last + 1, False)))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="strakly-desktop migrate", description="Prepare the database of a chain of gyms."
    )
    parser.add_argument("--database", metavar="URL", help=f"PostgreSQL, as its owner (default: ${DATABASE})")
    parser.add_argument("--role", default="strakly_app", help="who will serve (default: %(default)s)")
    parser.add_argument("--demo", action="store_true", help="add the demo gym to an empty database")
    return parser
