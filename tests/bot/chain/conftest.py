"""One PostgreSQL server for all tests of the chain, and a database in it that is filled once."""

from collections.abc import Iterator

import pytest
from support.chain import two_gyms
from support.postgres import MISSING, OWNER, SERVING, Server, postgres


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if MISSING:
        pytest.skip(MISSING)
    with postgres() as running:
        yield running


@pytest.fixture(scope="module")
def database(server: Server) -> Iterator[str]:
    """The name of a database with two gyms."""
    with two_gyms(server) as name:
        yield name


@pytest.fixture(scope="module")
def serving_url(server: Server, database: str) -> str:
    """Its address for the role that serves."""
    return server.url(SERVING, database)


@pytest.fixture(scope="module")
def owner_url(server: Server, database: str) -> str:
    """Its address for the owner of the tables."""
    return server.url(OWNER, database)
