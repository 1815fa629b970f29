"""The chain's database: where it is, whether it has the form that this version needs, and who may do what in it.

Two roles share the work. The owner of the tables makes and changes them (migrate.py), and nobody serves as that role:
PostgreSQL holds its locks between the gyms against everybody but owners and superusers, so a worker that is one of
those would have no second lock, and does not start.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError

DRIVER: Final = "postgresql+psycopg"
CONNECT_SECONDS: Final = 5
_UNSEEN_SECONDS: Final = 10
"""How long a connection may stand still unanswered before it counts as lost."""

_OPTIONS: Final = {
    "connect_timeout": str(CONNECT_SECONDS),
    "tcp_user_timeout": str(_UNSEEN_SECONDS * 1000),
    "keepalives_idle": str(_UNSEEN_SECONDS),
    "application_name": "strakly",
}
# Of tables without statistics, just loaded, PostgreSQL takes one row for granted, and a list of the members, which
# joins sums of three tables, then took 19 s in nested loops; hashed it takes 10 ms, and 28 without statistics.
_PLANS: Final = "-c enable_nestloop=off -c jit=off"
_WRITES: Final = {
    "enquiries": "INSERT",
    "attendance": "INSERT, UPDATE",
    "conversations": "INSERT, UPDATE, DELETE",
}
"""What a serving role may do beside reading."""


_NO_POSTGRESQL: Final = (
    "A chain needs PostgreSQL: give --database postgresql://ROLE@HOST/DATABASE, or set STRAKLY_DATABASE."
)


class NotUsable(Exception):
    """The database cannot be served from as it is. The text says what to do."""


def database_url(text_of_it: str) -> URL:
    """The address with the driver that is used here. Raises NotUsable for what is no PostgreSQL."""
    try:
        url = make_url(text_of_it)
    except (ArgumentError, ValueError) as error:
        raise NotUsable(_NO_POSTGRESQL) from error
    if url.get_backend_name() != "postgresql":
        raise NotUsable(_NO_POSTGRESQL)
    return url.set(drivername=DRIVER)


def open_engine(url: URL, connections: int = 5) -> Engine:
    """An engine of which each connection is looked at before it is used: the server may have been restarted."""
    options = {**_OPTIONS, "options": _PLANS}
    return create_engine(url, pool_size=connections, max_overflow=0, pool_pre_ping=True, connect_args=options)


def plain_address(url: URL) -> str:
    """The address as the driver alone reads it, password included."""
    return url.set(drivername="postgresql").update_query_dict(_OPTIONS).render_as_string(hide_password=False)


def migrations() -> Config:
    """Alembic's settings: where the steps are."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    return config


def refuse_unusable(connection: Connection) -> None:
    """Raises NotUsable unless the tables have this version's form and this role is held by their locks."""
    found = MigrationContext.configure(connection).get_current_revision()
    wanted = ScriptDirectory.from_config(migrations()).get_current_head()
    if found != wanted:
        state = "is empty" if found is None else f"has form {found}, and {wanted} is needed"
        raise NotUsable(
            f"The database {state}. Run first, as its owner: strakly-desktop migrate --database URL"
        )
    for problem in _powers(connection):
        raise NotUsable(f"The role that serves {problem}: it would see every gym. Use one that only serves.")


def _powers(connection: Connection) -> Iterator[str]:
    """What would lift this role, or one that it can take on, over the locks."""
    powers = connection.execute(
        text(
            "SELECT bool_or(rolsuper) AS superuser, bool_or(rolbypassrls) AS bypasses"
            " FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')"
        )
    ).one()
    owned = connection.execute(
        text("SELECT count(*) FROM pg_tables WHERE tablename = 'conversations'"
             " AND pg_has_role(current_user, tableowner, 'MEMBER')")
    ).scalar_one()  # fmt: skip
    if powers.superuser:
        yield "is a superuser"
    if powers.bypasses:
        yield "may bypass row security"
    if owned:
        yield "owns the tables"


def let_serve(connection: Connection, role: str) -> None:
    """Give `role` the rights that a worker needs, and no others. Raises NotUsable when there is no such role."""
    known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).first()
    if known is None:
        raise NotUsable(f'There is no role {role}. Make it first: CREATE ROLE "{role}" LOGIN PASSWORD ...')
    quoted = connection.dialect.identifier_preparer.quote_identifier(role)
    tables = connection.execute(
        text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    ).scalars()
    for table in list(tables):
        connection.execute(text(f"REVOKE ALL ON {table} FROM {quoted}"))
        connection.execute(text(f"GRANT SELECT ON {table} TO {quoted}"))
    for table, rights in _WRITES.items():
        connection.execute(text(f"GRANT {rights} ON {table} TO {quoted}"))
        if table != "conversations":
            connection.execute(text(f"GRANT USAGE ON SEQUENCE {table}_id_seq TO {quoted}"))
    connection.execute(text(f"GRANT EXECUTE ON FUNCTION forget_old_conversations(interval) TO {quoted}"))
