"""Closing the window over what no disk has taken: it is tried once more, and else the person is asked."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from support.desk import OpenDesk, open_desk
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.app.chat import store_opening
from strakly_desktop.app.files import closing as closing_room
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.ui.dialogs.unsaved import UnsavedDialog

FILE = "history.sqlite3"
REFUSED = StoreError("The disk is read-only.", "Let it be written.")


class Disk:
    """Whether the history can be opened now."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.takes = False
        real = ConversationStore.open

        async def open_store(path: Path, *how: Any) -> ConversationStore:
            if not self.takes:
                raise REFUSED
            return await real(path, *how)

        monkeypatch.setattr(ConversationStore, "open", open_store)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    monkeypatch.setattr(store_opening, "_PAUSES_S", (3600.0,))
    monkeypatch.setattr(closing_room, "PATIENCE_S", 0.1)
    return Disk(monkeypatch)


@pytest.fixture
def asked_desk(qapp: Any, tmp_path: Path, disk: Disk) -> Callable[[], AbstractAsyncContextManager[OpenDesk]]:
    @asynccontextmanager
    async def asked() -> Any:
        reply = Reply([sse({"conversation_id": "c-1"}, {"token": "One."}, "[DONE]")])
        async with scripted_server(reply) as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            await desk.until(lambda: "read-only" in desk.notice_texts)
            assert await desk.ask("first") == "One."
            yield desk
            await desk.close()

    return asked


def question() -> UnsavedDialog | None:
    dialogs = [top for top in QApplication.topLevelWidgets() if isinstance(top, UnsavedDialog)]
    return next((dialog for dialog in dialogs if dialog.isVisible()), None)


async def asked(desk: OpenDesk) -> UnsavedDialog:
    desk.house.window.close()
    await desk.until(lambda: question() is not None)
    found = question()
    assert found is not None
    return found


def test_who_closes_over_a_question_that_is_saved_nowhere_is_asked_and_can_stay(
    asked_desk: Any, run: Any
) -> None:
    async def scenario() -> None:
        async with asked_desk() as desk:
            dialog = await asked(desk)
            assert "One conversation is not saved" in dialog.save.accessibleDescription()
            desk.house.window.close()
            dialog.cancel.click()
            await desk.until(lambda: question() is None)
            assert desk.house.window.isVisible()
            assert not desk.house.closed.is_set()
            (await asked(desk)).close_anyway.click()
            assert desk.house.closed.is_set()
            assert not desk.house.window.isVisible()

    run(scenario())


def test_what_is_saved_nowhere_goes_into_a_file_that_can_be_imported(
    asked_desk: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with asked_desk() as desk:
            dialog = await asked(desk)
            dialog.save.click()
            await desk.until(lambda: bool(desk.house.window.findChildren(QFileDialog)))
            for file_dialog in desk.house.window.findChildren(QFileDialog):
                file_dialog.reject()
            desk.house.closing.save(tmp_path / "no folder" / "kept.json")
            await desk.until(lambda: "file" in desk.notices)
            assert not desk.house.closed.is_set(), "what could not be written is no reason to close"
            desk.house.closing.save(tmp_path / "kept.json")
            await desk.house.closed.wait()
        (kept,) = json.loads((tmp_path / "kept.json").read_text())["conversations"]
        assert [message["text"] for message in kept["messages"]] == ["first", "One."]

    run(scenario())


def test_what_the_disk_takes_by_then_is_saved_without_a_question(
    asked_desk: Any, run: Any, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing_room, "PATIENCE_S", 30)

    async def scenario() -> None:
        async with asked_desk() as desk:
            edit = desk.house.window.composer.focusProxy()
            assert edit is not None
            QTest.keyClicks(edit, "half a question")
            disk.takes = True
            desk.house.window.close()
            await desk.house.closed.wait()
            assert question() is None
        with closing(sqlite3.connect(tmp_path / FILE)) as connection:
            texts = {text for (text,) in connection.execute("SELECT text FROM message")}
            drafts = connection.execute("SELECT text FROM draft").fetchall()
        assert (texts, drafts) == ({"first", "One."}, [("half a question",)])

    run(scenario())


def test_what_was_only_typed_is_asked_about_too(qapp: Any, run: Any, tmp_path: Path, disk: Disk) -> None:
    async def scenario() -> None:
        desk = open_desk(qapp, tmp_path, "http://127.0.0.1:9", "a.b.c")
        desk.house.connect()
        await desk.until(lambda: "read-only" in desk.notice_texts)
        edit = desk.house.window.composer.focusProxy()
        assert edit is not None
        QTest.keyClicks(edit, "half a question")
        dialog = await asked(desk)
        assert "typed" in dialog.cancel.accessibleDescription()
        assert not dialog.save.isVisible()
        dialog.close_anyway.click()
        assert desk.house.closed.is_set()
        await desk.close()

    run(scenario())


def test_no_question_holds_up_the_end_of_the_computer(
    asked_desk: Any, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with asked_desk() as desk:
            monkeypatch.setattr(QGuiApplication, "isSavingSession", lambda _self: True)
            desk.house.window.close()
            assert desk.house.closed.is_set()
            assert question() is None

    run(scenario())
