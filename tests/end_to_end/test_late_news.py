"""What one person had begun is no news for the next one: no notice, no dialog, no copy; behind a lock it waits."""

import asyncio
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from support.desk import OpenDesk
from support.history_use import HistoryUse
from support.lock_use import lock, unlock
from support.sign_in_use import sign_in, until_card
from support.stand_in_backend import StandInBackend

from strakly_desktop.app.files import exports, history_backup, printing, table_saving
from strakly_desktop.app.files.answer_reading import read_answer
from strakly_desktop.app.files.files import FILE_NOTICE
from strakly_desktop.app.files.slow_writing import write_in_thread
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.ui.controls.file_formats import CopyFormat, ExportFormat, PictureFormat, TableFormat
from strakly_desktop.ui.notices.person_notices import PersonNotices

DeskFor = Callable[..., OpenDesk]
Write = Callable[..., Any]
OWNER, TRAINER = "owner@example.test", "trainer@example.test"
TABLE = "| Member | Owes |\n|---|---|\n| Asha | 4200 |\n| Ravi | 1800 |\n"


class Disk:
    """A disk that takes a file only when it is let."""

    def __init__(self) -> None:
        self.is_reached, self.may_go_on = threading.Event(), threading.Event()

    def slowed(self, write: Write) -> Write:
        def write_later(*arguments: Any) -> Any:
            self.is_reached.set()
            assert self.may_go_on.wait(60)
            return write(*arguments)

        return write_later


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    for place, name in (
        (exports, "write_bytes"),
        (exports, "open_plain"),
        (printing, "write_bytes"),
        (table_saving, "write_bytes"),
        (history_backup, "write_whole"),
    ):
        monkeypatch.setattr(place, name, disk.slowed(getattr(place, name)))
    return disk


def dialogs(desk: OpenDesk) -> list[QDialog]:
    found = desk.house.window.findChildren(QDialog)
    return [dialog for dialog in found if dialog.isWindow() and dialog.isVisible()]


def open_id(desk: OpenDesk) -> str:
    summary = desk.house.session.summary
    assert summary is not None
    return summary.id


async def works_over(desk: OpenDesk) -> None:
    house = desk.house
    for tasks in (
        house.exports._tasks,
        house.backup._tasks,
        house.answers._paper._tasks,
        house.answers._saving._tasks,
    ):
        await tasks.finish()


async def begin(desk: OpenDesk, kind: str, target: Path) -> None:
    """Start it as the button does, once the place is chosen."""
    house = desk.house
    if kind in ("md", "pdf"):
        house.exports.write(open_id(desk), ExportFormat(kind), target)
    elif kind == "backup":
        house.backup.back_up(target)
    elif kind == "answer":
        house.answers.write_pdf(house.session.messages[-1], target)
    elif kind == "picture":
        panel = house.window.table_dock.panel
        panel.picture = lambda file_format: file_format.value.encode()  # type: ignore[method-assign]
        house.answers._saving.ask_and_save_picture(PictureFormat.PNG)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(target))
        dialog.close()


@pytest.mark.parametrize("kind", ["md", "pdf", "backup", "answer", "picture"])
def test_what_one_person_saved_is_no_news_for_the_next(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path, disk: Disk, kind: str
) -> None:
    desk = desk_for(backend.url)
    target = tmp_path / f"Rohan owes.{'png' if kind == 'picture' else 'pdf'}"

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Who owes money?")
        await begin(desk, kind, target)
        await desk.until(disk.is_reached.is_set)
        desk.house.window.sign_out_requested.emit()
        await sign_in(desk, TRAINER)
        disk.may_go_on.set()
        await works_over(desk)
        assert target.exists(), "it is what they asked for"
        assert desk.notices == []
        assert "Rohan" not in desk.notice_texts

    run(story())


@pytest.mark.parametrize("kind", ["md", "backup", "answer"])
def test_behind_a_lock_it_is_silent_and_afterwards_it_is_there(
    run: Any,
    desk_for: DeskFor,
    backend: StandInBackend,
    tmp_path: Path,
    disk: Disk,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    desk = desk_for(backend.url)
    target = tmp_path / "Rohan owes.file"

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Who owes money?")
        await begin(desk, kind, target)
        await desk.until(disk.is_reached.is_set)
        await lock(desk)
        monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
        disk.may_go_on.set()
        await works_over(desk)
        assert told == []
        assert not desk.house.window.notices.isVisible()
        monkeypatch.undo()
        await unlock(desk)
        assert FILE_NOTICE in desk.notices
        assert "Saved as Rohan owes.file." in desk.notice_texts

    run(story())


def test_long_writing_tells_the_next_person_neither_how_far_it_is_nor_its_end(
    run: Any, desk_for: DeskFor, tmp_path: Path
) -> None:
    desk = desk_for(None)
    rows = threading.Event()

    async def story() -> None:
        bar = desk.house.window.notices

        def steps(partial: Path) -> Any:
            rows.wait(60)
            partial.write_text("whole")
            yield 1

        work = asyncio.ensure_future(
            write_in_thread(PersonNotices(bar), tmp_path / "file", steps, lambda done: f"{done} of Rohan's")
        )
        await desk.until(lambda: "Rohan" in desk.notice_texts)
        bar.clear_personal()
        assert bar.shown() == []
        rows.set()
        await work
        assert bar.shown() == []
        assert (tmp_path / "file").read_text() == "whole"

    run(story())


def test_an_import_opens_nothing_for_the_next_person(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path, disk: Disk
) -> None:
    desk = desk_for(backend.url)
    file = tmp_path / "old.json"

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Xylophones")
        disk.may_go_on.set()
        desk.house.exports.write(open_id(desk), ExportFormat.JSON, file)
        await works_over(desk)
        disk.may_go_on.clear()
        disk.is_reached.clear()
        desk.house.exports.read(file)
        await desk.until(disk.is_reached.is_set)
        desk.house.window.sign_out_requested.emit()
        await sign_in(desk, TRAINER)
        await desk.until(lambda: desk.house.history.store is not None)
        disk.may_go_on.set()
        await works_over(desk)
        await desk.ask("Trainer asks")
        await HistoryUse(desk).wait_for("Trainer asks")
        assert HistoryUse(desk).titles == ["Trainer asks"]
        assert "Xylophones" not in desk.shown
        # It ended with the owner's file: told, but not of what.
        assert desk.notices == ["unfinished"]
        assert "old.json" not in desk.notice_texts and "imported" in desk.notice_texts

    run(story())


def test_no_dialog_of_one_person_is_open_or_comes_up_for_the_next(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Xylophones")
        window = desk.house.window
        desk.house.exports.ask_and_export_open(ExportFormat.MARKDOWN)
        await desk.until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        desk.house.window.sign_out_requested.emit()
        assert dialogs(desk) == []
        await sign_in(desk, OWNER)
        await desk.ask("Numbats")
        # It waits for the disk, and the desk is another one's by then.
        desk.house.exports.ask_and_export_open(ExportFormat.MARKDOWN)
        window.menu.connection_check_requested.emit()
        desk.house.window.sign_out_requested.emit()
        await until_card(desk)
        await works_over(desk)
        await desk.house.checking._tasks.finish()
        assert dialogs(desk) == []
        assert desk.notices == []

    run(story())


def test_an_export_that_has_not_asked_yet_is_no_failure_for_the_next_person(
    run: Any, desk_for: DeskFor, backend: StandInBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_for(backend.url)
    read = ConversationStore.conversation

    async def story() -> None:
        may_go_on = asyncio.Event()

        async def read_late(store: ConversationStore, conversation_id: str) -> Any:
            await may_go_on.wait()
            return await read(store, conversation_id)

        await sign_in(desk, OWNER)
        await desk.ask("Xylophones")
        monkeypatch.setattr(ConversationStore, "conversation", read_late)
        desk.house.exports.ask_and_export_open(ExportFormat.MARKDOWN)
        desk.house.window.sign_out_requested.emit()
        await sign_in(desk, TRAINER)
        await desk.ask("Trainer asks")
        may_go_on.set()
        await works_over(desk)
        assert dialogs(desk) == []
        assert desk.notices == [], "nothing had been asked to be saved"

    run(story())


@pytest.mark.parametrize("is_locked", [True, False])
def test_a_late_copy_does_not_come_onto_the_clipboard(
    run: Any, desk_for: DeskFor, backend: StandInBackend, is_locked: bool
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        assert desk.house.session.ask("Xylophones " + "and so on " * 700)
        await desk.until_idle()
        desk.house.answers.copy("", CopyFormat.TEXT)
        if is_locked:
            await lock(desk)
        else:
            desk.house.window.sign_out_requested.emit()
        await desk.house.answers._copying._tasks.finish()
        assert "Xylophones" not in QApplication.clipboard().text()

    run(story())


def test_a_table_is_saved_as_it_was_when_its_person_left(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)
    target = tmp_path / "Rohan owes.csv"

    async def story() -> None:
        await sign_in(desk, OWNER)
        dock, table = desk.house.window.table_dock, read_answer(TABLE, date(2026, 6, 1)).tables[0]
        dock.panel.show_table("Dues", table.content, date(2026, 6, 1), table.columns)
        dock.show_panel()
        desk.house.answers.save_table(TableFormat.CSV, target)
        desk.house.window.sign_out_requested.emit()
        await works_over(desk)
        assert "Asha" in target.read_text("utf-8-sig")
        assert desk.notices == []

    run(story())
