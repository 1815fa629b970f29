"""A long file is written beside everything else: it says how far it is, and Cancel leaves what was there."""

import asyncio
from collections.abc import Generator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.notices import press_notice

from strakly_desktop.app.files import slow_writing
from strakly_desktop.app.files.slow_writing import write_in_thread
from strakly_desktop.app.files.time_slicing import Cancelled
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.person_notices import PersonNotices


@pytest.fixture
def notices(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> NoticeBar:
    monkeypatch.setattr(slow_writing, "TOLD_AFTER_S", 0.001)
    monkeypatch.setattr(slow_writing, "_RESTATED_EVERY_S", 0.001)
    bar = NoticeBar(real_look())
    qtbot.addWidget(bar)
    bar.resize(600, 200)
    bar.show()
    return bar


async def until_told(notices: NoticeBar, words: str) -> str:
    """The key of the notice that says it."""
    while not (key := next((key for key in notices.shown() if words in notices._rows[key].notice.fact), "")):  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    return key


def test_it_tells_how_far_it_is_and_keeps_the_keyboard(notices: NoticeBar, run: Any, tmp_path: Path) -> None:
    goes_on = [Event(), Event()]

    def steps(path: Path) -> Generator[int, None, None]:
        for number, event in enumerate(goes_on, start=1):
            assert event.wait(60)
            yield number * 100
        path.write_text("whole")

    async def scenario() -> None:
        path = tmp_path / "file"
        task = asyncio.ensure_future(
            write_in_thread(PersonNotices(notices), path, steps, lambda done: f"{done} rows")
        )
        key = await until_told(notices, "0 rows")
        row = notices._rows[key]
        row._action.setFocus()
        goes_on[0].set()
        await until_told(notices, "100 rows")
        assert notices._rows[key] is row
        assert row._text.accessibleName().startswith("100 rows")
        assert not path.exists()
        goes_on[1].set()
        await task
        assert path.read_text() == "whole"
        assert notices.shown() == []

    run(scenario())


def test_cancel_leaves_what_was_there(notices: NoticeBar, run: Any, tmp_path: Path) -> None:
    begun, goes_on, closed = Event(), Event(), Event()

    def steps(path: Path) -> Generator[int, None, None]:
        path.write_text("half")
        try:
            begun.set()
            assert goes_on.wait(60)
            yield 1
            yield 2
        finally:
            closed.set()

    async def scenario() -> None:
        path = tmp_path / "file"
        path.write_text("before")
        task = asyncio.ensure_future(
            write_in_thread(PersonNotices(notices), path, steps, lambda done: f"{done} rows")
        )
        key = await until_told(notices, "rows")
        press_notice(notices, key)
        goes_on.set()
        with pytest.raises(Cancelled):
            await task
        assert closed.is_set()

    run(scenario())
    assert [file.name for file in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "before"


def test_what_the_disk_says_comes_through(notices: NoticeBar, run: Any, tmp_path: Path) -> None:
    def steps(path: Path) -> Generator[int, None, None]:
        yield 1
        raise PermissionError(13, "no", str(path))

    async def scenario() -> None:
        with pytest.raises(PermissionError):
            await write_in_thread(PersonNotices(notices), tmp_path / "file", steps, str)

    run(scenario())
    assert list(tmp_path.iterdir()) == []
