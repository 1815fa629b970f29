"""A whole desk: the real window, session and HTTP client, on the Qt event loop."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.bot_process import RunningBot, running_bot
from support.desk import MemoryKeychain, OpenDesk, open_desk
from support.front_desk_use import SECRET
from support.stand_in_backend import StandInBackend, stand_in_backend


@pytest.fixture(scope="session")
def bot() -> Iterator[RunningBot]:
    """The real local bot, in a process of its own."""
    with running_bot(token_delay_ms=2) as running:
        yield running


@pytest.fixture
def desk_at(qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path) -> Iterator[Callable[..., OpenDesk]]:
    """Open a window that talks to a server; everything is put away after the test."""
    desks: list[OpenDesk] = []

    def open_at(url: str, token: str = "a.b.c", *, connect: bool = True) -> OpenDesk:
        desk = open_desk(qapp, tmp_path, url, token)
        desks.append(desk)
        if connect:
            desk.house.connect()
        return desk

    yield open_at
    for desk in desks:
        qloop.run_until_complete(desk.close())


@pytest.fixture(scope="module")
def gym() -> Iterator[RunningBot]:
    """A demo gym of its own: what is changed here is nobody else's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JWT_SECRET", SECRET)
        with running_bot() as running:
            yield running


@pytest.fixture
def desk_at_gym(
    qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path
) -> Iterator[Callable[[str, str], OpenDesk]]:
    """A window whose backend is known, as it is for whoever signed in."""
    desks: list[OpenDesk] = []

    def open_at(url: str, token: str) -> OpenDesk:
        desk = open_desk(qapp, tmp_path, url, token, STRAKLY_BACKEND_URL=f"{url}/api")
        desks.append(desk)
        desk.house.connect()
        return desk

    yield open_at
    for desk in desks:
        qloop.run_until_complete(desk.close())


@pytest.fixture
def backend() -> Iterator[StandInBackend]:
    with stand_in_backend() as running:
        yield running


@pytest.fixture
def keychain() -> MemoryKeychain:
    return MemoryKeychain()


@pytest.fixture
def desk_for(
    qloop: asyncio.AbstractEventLoop,
    qapp: Any,
    tmp_path: Path,
    keychain: MemoryKeychain,
    backend: StandInBackend,
) -> Iterator[Callable[..., OpenDesk]]:
    """Open a window that begins as a start of the app does."""
    desks: list[OpenDesk] = []

    async def connect(desk: OpenDesk) -> None:
        desk.house.connect()

    def open_at(url: str | None, token: str = "", **environment: str) -> OpenDesk:
        desk = open_desk(qapp, tmp_path, url, token, keychain=keychain, site_file=None, **environment)
        desks.append(desk)
        qloop.run_until_complete(connect(desk))
        return desk

    yield open_at
    for desk in desks:
        qloop.run_until_complete(desk.close())
