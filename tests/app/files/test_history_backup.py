"""Backing the history up from the window: one whole file, never over the history itself, and called off at once."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from support.desk import open_desk
from support.history_use import HistoryUse
from support.scripted_server import Reply, scripted_server, sse
from support.store_use import save_conversation

from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database import backup
from strakly_desktop.ui.controls.buttons import TextButton

FILE = "history.sqlite3"


def test_a_backup_holds_every_conversation_and_is_refused_over_the_live_file(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        home, target = tmp_path / "home", tmp_path / "backup.sqlite3"
        await save_conversation(home / FILE, "Gold plans", datetime.now().astimezone(), "The gold plan.")
        async with scripted_server() as server:
            desk = open_desk(qapp, home, server.url, "a.b.c")
            desk.house.connect()
            await HistoryUse(desk).wait_for("Gold plans")
            desk.house.window.history.backup_requested.emit()
            await desk.until(lambda: desk.house.window.findChild(QFileDialog) is not None)
            dialog = desk.house.window.findChild(QFileDialog)
            assert isinstance(dialog, QFileDialog)
            dialog.fileSelected.emit(str(target))
            dialog.close()
            await desk.until(lambda: "Saved as backup.sqlite3" in desk.notice_texts)
            before = (home / FILE).stat().st_ino
            desk.house.backup.back_up(home / FILE)
            await desk.until(lambda: "the history itself" in desk.notice_texts)
            assert (home / FILE).stat().st_ino == before
            await desk.close()
        with closing(sqlite3.connect(target)) as connection:
            assert connection.execute("SELECT title FROM conversation").fetchall() == [("Gold plans",)]

    run(scenario())
    assert list(tmp_path.glob("*partial*")) == []


def test_a_backup_that_lacks_what_no_disk_has_says_so(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_turn: object) -> None:
        raise StoreError("The disk is full.", "Free some space.")

    async def scenario() -> None:
        home, target = tmp_path / "home", tmp_path / "backup.sqlite3"
        await save_conversation(home / FILE, "Gold plans", datetime.now().astimezone(), "The gold plan.")
        reply = Reply([sse({"conversation_id": "c-1"}, {"token": "One."}, "[DONE]")])
        async with scripted_server(reply) as server:
            desk = open_desk(qapp, home, server.url, "a.b.c")
            desk.house.connect()
            await HistoryUse(desk).wait_for("Gold plans")
            with monkeypatch.context() as full:
                full.setattr(ConversationStore, "begin_turn", refuse)
                assert await desk.ask("first") == "One."
                desk.house.backup.back_up(target)
                await desk.until(lambda: "Saved as backup.sqlite3" in desk.notice_texts)
                assert "One conversation that is not saved is not in it" in desk.notice_texts
            await desk.close()

    run(scenario())


def test_one_that_takes_long_is_cancelled_by_a_click_and_a_second_one_is_told_to_wait(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step put a new button in the place of the one that was pressed, and the second file was never written."""
    further, given_up = threading.Event(), threading.Event()

    def slow(
        _path: Path, _target: Path, told: Callable[[int, int], None], is_off: Callable[[], bool]
    ) -> None:
        told(10, 100)
        further.wait()
        told(20, 100)
        while not is_off() and not given_up.wait(0.01):
            continue
        raise backup.BackupCancelled("The backup was cancelled.", "No file was written.")

    async def scenario() -> None:
        home = tmp_path / "home"
        await save_conversation(home / FILE, "Gold plans", datetime.now().astimezone(), "The gold plan.")
        async with scripted_server() as server:
            desk = open_desk(qapp, home, server.url, "a.b.c")
            desk.house.connect()
            await HistoryUse(desk).wait_for("Gold plans")
            monkeypatch.setattr(backup, "back_up", slow)
            desk.house.backup.back_up(tmp_path / "one.sqlite3")
            await desk.until(lambda: "backed up: 10 %" in desk.notice_texts)
            buttons = desk.house.window.notices.findChildren(TextButton)
            (cancel,) = [one for one in buttons if one.accessibleName() == "Cancel" and one.isVisible()]
            await desk.until(lambda: cancel.height() >= cancel.sizeHint().height())
            QTest.mousePress(cancel, Qt.MouseButton.LeftButton)
            further.set()
            await desk.until(lambda: "backed up: 20 %" in desk.notice_texts)
            desk.house.backup.back_up(tmp_path / "two.sqlite3")
            assert "is being written already" in desk.notice_texts
            QTest.mouseRelease(cancel, Qt.MouseButton.LeftButton)
            await desk.until(lambda: "Cancelled: no file was written" in desk.notice_texts)
            await desk.close()

    try:
        run(scenario())
    finally:
        further.set()
        given_up.set()
    assert list(tmp_path.glob("*.sqlite3")) == []
