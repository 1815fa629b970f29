"""One PostgreSQL server for all tests of the chain, and a database in it that is filled once."""

from collections.abc import Iterator
from datetime import date

import pytest
from support.chain import prepare
from support.postgres import MISSING, OWNER, SERVING, Server, postgres

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if MISSING:
        pytest.skip(MISSING)
    with postgres() as running:
        yield running


@pytest.fixture(scope="session")
def database(server: Server) -> Iterator[str]:
    """The name of a database with two gyms, on the evening of TODAY."""
    with server.database() as name:
        prepare(server, name, TODAY)
        yield name


@pytest.fixture(scope="session")
def serving_url(server: Server, database: str) -> str:
    """Its address for the role that serves."""
    return server.url(SERVING, database)


@pytest.fixture(scope="session")
def owner_url(server: Server, database: str) -> str:
    """Its address for the owner of the tables."""
    return server.url(OWNER, database)
