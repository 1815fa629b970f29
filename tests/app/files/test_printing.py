"""A long conversation becomes a PDF while the window goes on; it can be called off, and leaves nothing half."""

import asyncio
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton
from support.desk import OpenDesk, open_desk
from support.scripted_server import scripted_server

from strakly_desktop.app.files import time_slicing
from strakly_desktop.app.files.printing import save_pdf
from strakly_desktop.rendering.printing.printout import Printout
from strakly_desktop.ui.notices.notice_row import NoticeRow
from strakly_desktop.ui.notices.person_notices import PersonNotices

ANSWER = "---\n\n**2 owe.**\n\n| Client | Due |\n|---|---|\n| Asha | Rs. 500 |\n| Imran | Rs. 90 |\n"


def conversation(questions: int) -> Printout:
    when = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)
    return Printout("Exported.", when, title="Dues", more=(ANSWER,) * questions)


def facts(desk: OpenDesk) -> str:
    return " ".join(row.notice.fact for row in desk.house.window.findChildren(NoticeRow))


def cancel_buttons(desk: OpenDesk) -> list[QAbstractButton]:
    buttons = desk.house.window.notices.findChildren(QAbstractButton)
    return [button for button in buttons if button.accessibleName() == "Cancel" and button.isVisible()]


async def turns_while(task: "asyncio.Task[None]") -> int:
    """How often the loop comes around until the task is done."""
    turns = 0
    while not task.done():
        await asyncio.sleep(0)
        turns += 1
    return turns


def test_the_window_goes_on_while_a_long_pdf_is_made(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path / "home", server.url, "a.b.c")
            path = tmp_path / "long.pdf"
            task = asyncio.ensure_future(
                save_pdf(PersonNotices(desk.house.window.notices), conversation(150), path)
            )
            assert await turns_while(task) > 10
            assert path.read_bytes().startswith(b"%PDF-")
            assert "Saved as long.pdf" in facts(desk)
            assert cancel_buttons(desk) == []
            await desk.close()

    run(scenario())


def test_a_short_one_shows_no_progress(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path / "home", server.url, "a.b.c")
            keys: list[str] = []
            show = desk.house.window.notices.show_notice

            def note(notice: Any) -> None:
                keys.append(notice.key)
                show(notice)

            desk.house.window.notices.show_notice = note  # type: ignore[method-assign]
            await save_pdf(PersonNotices(desk.house.window.notices), conversation(1), tmp_path / "short.pdf")
            assert keys == ["file"]
            await desk.close()

    run(scenario())


def test_cancel_leaves_no_file_and_says_so(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_slicing, "TOLD_AFTER_S", 0.0)

    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path / "home", server.url, "a.b.c")
            folder = tmp_path / "out"
            folder.mkdir()
            task = asyncio.ensure_future(
                save_pdf(PersonNotices(desk.house.window.notices), conversation(400), folder / "long.pdf")
            )
            await desk.until(lambda: cancel_buttons(desk))
            cancel_buttons(desk)[0].click()
            await task
            assert list(folder.iterdir()) == []
            assert "no file was written" in facts(desk)
            assert cancel_buttons(desk) == []
            await desk.close()

    run(scenario())


def test_the_cancel_of_one_does_not_end_another(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_slicing, "TOLD_AFTER_S", 0.0)

    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path / "home", server.url, "a.b.c")
            window = desk.house.window
            first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
            tasks = [
                asyncio.ensure_future(save_pdf(PersonNotices(window.notices), conversation(150), path))
                for path in (first, second)
            ]
            await desk.until(lambda: len(cancel_buttons(desk)) == 2)
            cancel_buttons(desk)[0].click()
            await asyncio.gather(*tasks)
            assert [path.exists() for path in (first, second)].count(True) == 1
            await desk.close()

    run(scenario())


def test_work_that_is_cut_off_by_the_end_of_the_app_is_given_up(qapp: Any, run: Any, tmp_path: Path) -> None:
    ended: list[str] = []

    def steps() -> Generator[None, None, None]:
        try:
            while True:
                yield
        finally:
            ended.append("closed")

    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            work = time_slicing.run_in_slices(
                PersonNotices(desk.house.window.notices),
                steps(),
                "Endless.",
                lambda: ended.append("given up"),
            )
            task = asyncio.ensure_future(work)
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert ended == ["given up", "closed"]
            await desk.close()

    run(scenario())
