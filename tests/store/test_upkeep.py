"""What goes on beside everything else, with a writer that only says what it was asked for."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from strakly_desktop.store.database.errors import StoreUnavailable
from strakly_desktop.store.opening.place import Place
from strakly_desktop.store.records import retention
from strakly_desktop.store.upkeep import Upkeep

Result = TypeVar("Result")


class ScriptedWriter:
    """Has always more to do, or refuses."""

    found_damage = False

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.works: list[object] = []
        self.has_worked = asyncio.Event()

    async def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        self.works.append(work)
        self.has_worked.set()
        await asyncio.sleep(0)
        if self.refuses:
            raise StoreUnavailable("The disk is full.", "")
        return True  # type: ignore[return-value]

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        return await self.write(work)

    async def aclose(self) -> None:
        return


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.db"
    path.touch()
    return path


def test_nothing_goes_on_once_it_is_closed(path: Path) -> None:
    async def scenario() -> None:
        writer = ScriptedWriter()
        upkeep = Upkeep(writer)
        upkeep.start(Place(path))
        await writer.has_worked.wait()
        await upkeep.aclose()
        worked = len(writer.works)
        for _ in range(10):
            await asyncio.sleep(0)
        assert len(writer.works) == worked
        assert "history-upkeep" not in {task.get_name() for task in asyncio.all_tasks()}

    asyncio.run(asyncio.wait_for(scenario(), 60))


def test_a_full_disk_is_told_who_waits_and_is_no_bug_of_what_goes_on_by_itself(path: Path) -> None:
    async def scenario() -> None:
        upkeep = Upkeep(ScriptedWriter(refuses=True))
        upkeep.purge_beside()
        assert upkeep.sweep is not None
        await upkeep.sweep
        with pytest.raises(StoreUnavailable):
            await upkeep.purge()

    asyncio.run(asyncio.wait_for(scenario(), 60))


def test_it_removes_what_was_given_up_before_anything_else(path: Path) -> None:
    async def scenario() -> None:
        writer = ScriptedWriter()
        upkeep = Upkeep(writer)
        upkeep.purge_beside()
        await writer.has_worked.wait()
        assert writer.works[0] is retention.purge_step
        await upkeep.aclose()

    asyncio.run(asyncio.wait_for(scenario(), 60))


def test_no_write_reaches_a_file_that_has_lost_its_place(path: Path) -> None:
    async def scenario() -> None:
        upkeep = Upkeep(ScriptedWriter(refuses=True))
        check = upkeep.start(Place(path))
        await asyncio.to_thread(check)
        await asyncio.to_thread(path.unlink)
        with pytest.raises(StoreUnavailable, match="moved, replaced or deleted"):
            await asyncio.to_thread(check)
        await upkeep.lost.wait()
        await upkeep.aclose()

    asyncio.run(asyncio.wait_for(scenario(), 60))
