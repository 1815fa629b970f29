"""A program that was replaced or removed while it runs: told in a notice, with a way to the new version."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from strakly_desktop.app.process.program.program_update import UPDATE_NOTICE, ProgramUpdate
from strakly_desktop.app.process.program.restart import Restart
from strakly_desktop.ui.notices.notice import Notice


class Computer:
    """A program, the one who watches it, and what was told."""

    def __init__(self, folder: Path) -> None:
        self.program = folder / "strakly-desktop"
        self.program.write_text("version 1")
        self.running = self.program.open()
        self.update = ProgramUpdate(self.program, Restart(lambda: None), settle_ms=50)
        self.update.watch()
        self.told: asyncio.Queue[Notice] = asyncio.Queue()
        self.update.notice_requested.connect(self.told.put_nowait)

    def install(self, text: str) -> None:
        """As dpkg does: the new file beside the old one, then renamed over it."""
        new = self.program.with_suffix(".dpkg-new")
        new.write_text(text)
        new.replace(self.program)


@pytest.fixture
def at_computer(qapp: Any, run: Any, tmp_path: Path) -> Callable[[Callable[[Computer], Any]], Any]:
    async def whole(story: Callable[[Computer], Any]) -> None:
        computer = Computer(tmp_path)
        with computer.running:
            await story(computer)

    return lambda story: run(whole(story))


def test_an_update_is_told_and_offers_a_restart(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        computer.install("version 2")
        notice = await computer.told.get()
        assert (notice.key, notice.action and notice.action.label) == (UPDATE_NOTICE, "Restart")
        assert "updated" in notice.fact

    at_computer(story)


def test_a_removal_is_told_and_there_is_nothing_to_start(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        computer.program.unlink()
        notice = await computer.told.get()
        assert "removed" in notice.fact
        assert notice.action is None

    at_computer(story)


def test_changed_rights_are_no_news_and_do_not_end_the_watch(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        looked = asyncio.Event()
        computer.update._settled.timeout.connect(looked.set)
        computer.program.chmod(0o700)
        await looked.wait()
        assert computer.told.empty()
        computer.install("version 2")
        assert "updated" in (await computer.told.get()).fact

    at_computer(story)


def test_several_updates_leave_one_notice(at_computer: Any) -> None:
    async def story(computer: Computer) -> None:
        computer.install("version 2")
        computer.install("version 3")
        await computer.told.get()
        assert computer.told.empty()

    at_computer(story)
