"""When conversations go for their age, around a store that only says how many are too old."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from support.looks import real_look
from support.notices import press_notice

from strakly_desktop.app.chat import forgetting
from strakly_desktop.app.chat.forgetting import Forgetting
from strakly_desktop.app.chat.history_notices import HistoryNotices
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.ui.notices.notice_bar import NoticeBar

ASKED = "forgetting"


class AgedStore:
    """Holds old conversations. Somebody has to be asked for `to_ask` of them."""

    def __init__(self, to_ask: int = 0) -> None:
        self.to_ask = to_ask
        self.gate = asyncio.Event()
        self.gate.set()
        self.looked: list[int] = []
        self.has_looked = asyncio.Event()
        self.forgotten: list[int] = []
        self.spared = ""

    async def to_confirm(self, days: int, _passed_s: float | None) -> int:
        to_ask = self.to_ask
        self.looked.append(days)
        self.has_looked.set()
        await self.gate.wait()
        return to_ask

    async def forget_older_than(self, days: int, spared: str = "") -> int:
        self.spared = spared
        self.forgotten.append(days)
        return 1


class Desk:
    def __init__(self) -> None:
        self.parent = QObject()
        self.store = AgedStore()
        self.notices = NoticeBar(real_look())
        self.shown = 0
        self.tasks = BackgroundTasks("history")
        self.forgetting = Forgetting(
            HistoryNotices(self.notices),
            self._start,
            lambda _store: True,
            self._show,
            lambda: "on the page",
            self.parent,
        )

    def _start(
        self, work: Callable[..., Coroutine[None, None, None]], *arguments: Any
    ) -> "asyncio.Task[None]":
        return self.tasks.start(work(self.store, *arguments))

    async def _show(self, _store: object) -> None:
        self.shown += 1


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop, qapp: Any) -> Iterator[Desk]:
    made = Desk()
    yield made
    qloop.run_until_complete(made.tasks.aclose())
    made.parent.deleteLater()
    made.notices.deleteLater()


@pytest.fixture
def weeks_in_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "_EVERY_MS", 1)


def test_what_is_too_old_goes_and_the_list_shows_what_is_left(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.forgetting.look()
        assert desk.store.looked == [], "nobody said how long they are kept"
        desk.forgetting.keep_for(30)
        await desk.tasks.finish()
        assert (desk.store.forgotten, desk.shown) == ([30], 1)

    run(scenario())


@pytest.mark.usefixtures("weeks_in_moments")
def test_a_window_that_stays_open_for_weeks_looks_again(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.forgetting.keep_for(30)
        await desk.tasks.finish()
        desk.store.has_looked.clear()
        await desk.store.has_looked.wait()
        desk.forgetting.keep_for(None)
        assert desk.store.looked[:2] == [30, 30]

    run(scenario())


def test_who_keeps_them_for_ever_by_now_loses_none(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.store.gate.clear()
        desk.forgetting.keep_for(30)
        await desk.store.has_looked.wait()
        desk.forgetting.keep_for(None)
        desk.store.gate.set()
        await desk.tasks.finish()
        assert desk.store.forgotten == []
        assert desk.forgetting.kept_since is None

    run(scenario())


def test_nobody_is_asked_for_an_age_that_was_changed_meanwhile(desk: Desk, run: Any) -> None:
    """The number would be that of the longer time, and the button would remove what is older than the shorter one."""

    async def scenario() -> None:
        desk.store.to_ask = 3
        desk.store.gate.clear()
        desk.forgetting.keep_for(365)
        await desk.store.has_looked.wait()
        desk.forgetting.keep_for(7)
        desk.store.to_ask = 0
        desk.store.gate.set()
        await desk.tasks.finish()
        assert desk.store.forgotten == [7]
        assert desk.store.spared == "on the page"
        assert desk.notices.shown() == []

    run(scenario())


def test_where_the_clock_may_be_wrong_nothing_goes_before_somebody_agreed(desk: Desk, run: Any) -> None:
    async def scenario() -> None:
        desk.store.to_ask = 3
        desk.forgetting.keep_for(30)
        await desk.tasks.finish()
        assert (desk.notices.shown(), desk.store.forgotten) == ([ASKED], [])
        press_notice(desk.notices, ASKED)
        await desk.tasks.finish()
        assert desk.store.forgotten == [30]

    run(scenario())
