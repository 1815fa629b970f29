"""Half an answer in a file that nobody may write: on the page, beside it and on the clipboard it says so."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from support.desk import OpenDesk, open_desk
from support.history_use import HistoryUse
from support.small_disk import small_disk
from support.store_use import conversation, turn

from strakly_desktop.app.chat import store_opening
from strakly_desktop.conversation.model import MessageState
from strakly_desktop.conversation.state_words import WARNING
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.ui.controls.file_formats import CopyFormat

FILE = "history.sqlite3"
TITLE = "Who is Anita?"
HALF = "Two owe:\n\n| Name | Due |\n|:--|--:|\n| Anita | Rs. 2,500 |\n| Rohan | Rs. 108,"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_opening, "_PAUSES_S", (0.05,))


def remount(home: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", str(home)], check=True)


async def leave_half(home: Path) -> None:
    """As a kill in mid-answer leaves the file."""
    store = await ConversationStore.open(home / FILE)
    await store.begin_turn(conversation(), *turn())
    await store.append_answer("a1", HALF)
    await store.aclose()


async def check(desk: OpenDesk, word: str) -> None:
    house = desk.house
    assert f"{word}  " in desk.shown
    assert WARNING in desk.shown
    house.answers.open_near_table()
    panel = house.window.table_dock.panel
    await desk.until(house.window.table_dock.is_shown)
    assert panel.note.startswith(f"{word}: rows may be missing.")
    house.answers.copy("a1", CopyFormat.TEXT)
    await desk.until(lambda: "Rohan" in QGuiApplication.clipboard().text())
    assert QGuiApplication.clipboard().text().startswith(f"{word}:")


def test_half_an_answer_says_so_also_where_the_history_cannot_be_written(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario(home: Path) -> None:
        await leave_half(home)
        remount(home, "ro")
        desk = open_desk(qapp, home, "http://127.0.0.1:9", "a.b.c")
        desk.house.connect()
        await HistoryUse(desk).open(TITLE)
        await check(desk, "Interrupted")
        remount(home, "rw")
        await desk.until(lambda: "again" in desk.notice_texts)
        assert WARNING in desk.shown
        await desk.close()

    with small_disk(tmp_path / "disk") as home:
        run(scenario(home))


def test_what_another_window_receives_is_no_whole_answer_here(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        other = await ConversationStore.open(tmp_path / FILE)
        await other.begin_turn(conversation(), *turn())
        await other.append_answer("a1", HALF)
        desk = open_desk(qapp, tmp_path, "http://127.0.0.1:9", "a.b.c")
        desk.house.connect()
        await HistoryUse(desk).open(TITLE)
        assert desk.house.session.messages[-1].state is MessageState.ELSEWHERE
        await check(desk, "Unfinished")
        assert "It is still being answered in another window." in desk.shown
        await desk.close()
        await other.aclose()

    run(scenario())
