"""Clear all history while the disk is slow or refuses: what was there goes, what comes meanwhile stays."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from support.gated_store import BROKEN
from support.history_desk import HistoryDesk

from strakly_desktop.store.conversations import ConversationStore


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path) -> Iterator[HistoryDesk]:
    made = HistoryDesk(qapp, tmp_path / "history.sqlite3")
    yield made
    qloop.run_until_complete(asyncio.wait_for(made.close(), 60))


def told(desk: HistoryDesk) -> str:
    return " ".join(part.accessibleName() for part in desk.window.notices.findChildren(QWidget))


async def kept(store: ConversationStore) -> list[str]:
    """All messages on disk, of all conversations."""
    summaries = await store.conversations(limit=100)
    return [message.text for one in summaries for message in await store.all_messages(one.id)]


def test_what_is_asked_while_the_disk_is_still_clearing_stays(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.store.is_gated = True
        assert desk.ask("Before?")
        await desk.until(lambda: desk.store.waiting)
        desk.history.clear_all()
        await desk.until(lambda: not desk.session.is_running)
        assert desk.ask("Meanwhile?")
        await desk.settle()
        await desk.turn_over()
        await desk.settle()
        assert await kept(desk.store.real) == ["Meanwhile?", "42."]
        assert desk.listed == [desk.open_id]

    run(scenario())


def test_what_waits_for_the_disk_goes_as_well(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.store.failing = dict.fromkeys(("begin_turn", "finish_answer", "clear_all"), False)
        assert desk.ask("Before?")
        await desk.turn_over()
        await desk.settle()
        desk.history.clear_all()
        await desk.settle()
        assert BROKEN.headline in told(desk) and "a" in desk.listed
        desk.store.failing.clear()
        desk.history.clear_all()
        await desk.settle()
        assert "All conversations were removed." in told(desk)
        assert desk.ask("After?")
        await desk.turn_over()
        await desk.settle()
        assert await kept(desk.store.real) == ["After?", "42."]

    run(scenario())


def test_who_comes_while_it_goes_on_keeps_what_no_disk_has_yet(
    desk: HistoryDesk, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        await desk.open(a=1)
        desk.store.is_gated = True
        assert desk.ask("Before?")
        await desk.until(lambda: desk.store.waiting)
        desk.history.clear_all()
        await desk.until(lambda: not desk.session.is_running)
        (tmp_path / "ravi").mkdir()
        desk.history.change_person(tmp_path / "ravi" / "history.sqlite3")
        assert desk.ask("Mine?")
        mine = desk.open_id
        while "clear_all" not in desk.store.calls:
            desk.store.let_go()
            await asyncio.sleep(0.001)
        assert desk.recorder.pending.waiting(mine) is not None, "no disk has it, so it is kept here"
        desk.store.open_gates()
        await desk.until(lambda: desk.history.store is not None)
        await desk.turn_over()
        await desk.settle()
        assert desk.recorder.pending.waiting(mine) is None
        assert desk.history.store is not None
        assert await kept(desk.history.store) == ["Mine?", "42."]

    run(scenario())


def test_that_nothing_was_deleted_is_said_where_no_history_is_open(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        said: list[str] = []
        desk.history.clearing_ended.connect(said.append)
        desk.history.clear_all()
        assert said and said[0].startswith("Nothing was deleted")
        assert "Nothing was deleted" in told(desk)
        await desk.open(a=1)
        desk.store.failing["clear_all"] = False
        desk.history.clear_all()
        await desk.settle()
        assert said[1].startswith(BROKEN.headline)
        desk.store.failing.clear()
        desk.history.clear_all()
        await desk.settle()
        assert said[2] == "All conversations were removed." and desk.listed == []

    run(scenario())
