"""Saved conversations as a person at the desk meets them: the real window, the real file, a real server."""

import asyncio
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTextEdit
from support.bot_process import RunningBot
from support.desk import OpenDesk, open_desk
from support.history_use import HistoryUse
from support.notices import press_notice, time_out_notice
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.conversation.model import (
    BotMemory,
    ConversationSummary,
    Message,
    MessageState,
    Role,
)
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.schema import VERSION
from strakly_desktop.ui.controls.search_field import SearchField

OpenAt = Callable[..., OpenDesk]
STARTED = {"conversation_id": "c-1"}
FILE = "history.sqlite3"


def answer(text: str, *more: object) -> Reply:
    return Reply([sse(STARTED, {"token": text}, *more, "[DONE]")])


def rows_of(home: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home / FILE)) as connection:
        return connection.execute(statement).fetchall()


def all_bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def set_aside_in(folder: Path) -> list[Path]:
    return list(folder.glob("history-damaged-*"))


def id_of(home: Path, question: str) -> str:
    """The conversation in which this was asked."""
    found = rows_of(
        home,
        "SELECT conversation.id FROM conversation JOIN message ON message.conversation = conversation.number "
        f"WHERE message.text = '{question}'",
    )
    return str(found[0][0])


def new_chat(desk: OpenDesk) -> None:
    QTest.keyClick(desk.house.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def composer_text(desk: OpenDesk) -> str:
    edit = desk.house.window.composer.focusProxy()
    assert isinstance(edit, QTextEdit | QPlainTextEdit)
    return edit.toPlainText()


async def save_conversation(home: Path, title: str, when: datetime, *answers: str) -> None:
    """Put a conversation into the file before the app starts, as an earlier run of it had left it."""
    store = await ConversationStore.open(home / FILE)
    name = title.replace(" ", "-")
    summary = ConversationSummary(name, title, when, when)
    for number, text in enumerate(answers):
        asked = Message(f"{name}-q{number}", Role.USER, f"{title} {number}?", when, branch="Main branch")
        empty = Message(
            f"{name}-a{number}", Role.ASSISTANT, "", when, MessageState.STREAMING, (), "Main branch"
        )
        await store.begin_turn(summary, asked, empty)
        whole = replace(empty, text=text, state=MessageState.COMPLETE, tools=("get_clients_stats",))
        await store.finish_answer(name, whole, BotMemory("old-id", "somebody else", when))
    await store.aclose()


def test_a_conversation_of_another_day_opens_as_it_was_and_tells_the_truth(
    desk_at: OpenAt, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        when = datetime.now().astimezone().replace(hour=18, minute=42) - timedelta(days=2)
        await save_conversation(
            tmp_path, "Unpaid fees", when, "Older.", "Rohan owes **Rs. 900**.\n\nAsk him."
        )
        async with scripted_server(answer("Asha.")) as server:
            desk = desk_at(server.url)
            history = HistoryUse(desk)
            await history.open("Unpaid fees")
            assert "Rohan owes Rs. 900." in desk.shown
            source = f"From client stats  ·  Main branch  ·  {when.day} {when:%b} 18:42"
            assert source in desk.shown
            assert desk.chips == []
            assert desk.notices == ["context-lost"]
            assert server.requests == [], "nothing is asked again"
            press_notice(desk.house.window.notices, "context-lost")
            assert composer_text(desk).startswith("> Rohan owes **Rs. 900**.\n> \n> Ask him.")
            desk.type("And who else?")
            await desk.until_idle()
            assert server.requests[0]["conversation_id"] is None
            assert server.requests[0]["message"].endswith("And who else?")
            assert "Asha." in desk.shown

    run(scenario())


def test_real_answers_stand_in_the_panel_and_come_back_without_their_actions(
    desk_at: OpenAt, run: Any, bot: RunningBot
) -> None:
    async def scenario() -> None:
        desk = desk_at(bot.url, bot.token)
        history = HistoryUse(desk)
        text = await desk.ask("Who checked in today?")
        offered = desk.chips
        assert offered
        new_chat(desk)
        assert desk.chips == []
        await desk.ask("Switch to a dark theme")
        assert desk.house.themes.theme.dark
        press_notice(desk.house.window.notices, "theme-changed")
        new_chat(desk)
        await desk.until(lambda: len(history.titles) == 2)
        assert history.rows == ["TODAY", "Switch to a dark theme", "Who checked in today?"]
        await history.open("Switch to a dark theme")
        assert not desk.house.themes.theme.dark, "an action happens once"
        assert desk.notices == [], "the assistant still remembers this one"
        await history.open("Who checked in today?")
        assert desk.chips == offered, "what it offers next stands below the last answer again"
        assert desk.house.session.messages[-1].text == text
        assert "From today's attendance" in desk.shown

    run(scenario())


def test_going_back_soon_goes_on_with_what_the_assistant_remembers(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        async with scripted_server(answer("One."), answer("Two.")) as server:
            desk = desk_at(server.url)
            await desk.ask("first")
            new_chat(desk)
            await HistoryUse(desk).open("first")
            await desk.ask("second")
            assert server.requests[1]["conversation_id"] == "c-1"
            assert "One." in desk.shown and "Two." in desk.shown

    run(scenario())


def test_switching_in_mid_answer_hangs_up_and_keeps_the_partial_where_it_belongs(
    desk_at: OpenAt, run: Any
) -> None:
    async def scenario() -> None:
        half = Reply([sse(STARTED, {"token": "Half an answer"})], hold=asyncio.Event())
        async with scripted_server(answer("Whole."), half) as server:
            desk = desk_at(server.url)
            history = HistoryUse(desk)
            await desk.ask("first")
            new_chat(desk)
            desk.type("second")
            await desk.until(lambda: "Half an answer" in desk.shown)
            await history.open("first")
            await half.disconnected.wait()
            assert "Whole." in desk.shown and "Half" not in desk.shown and "Stopped" not in desk.shown
            await history.open("second")
            assert "Half an answer" in desk.shown and "Stopped" in desk.shown and "Whole" not in desk.shown

    run(scenario())


def test_rename_pin_delete_and_undo(desk_at: OpenAt, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server(answer("One."), answer("Two.")) as server:
            desk = desk_at(server.url)
            window, history = desk.house.window, HistoryUse(desk)
            await desk.ask("first")
            new_chat(desk)
            await desk.ask("second")
            await history.wait_for("second")
            await history.rename("first", "Renewals of May")
            await history.wait_for("Renewals of May")
            window.history.pin_requested.emit(id_of(tmp_path, "first"), True)
            await desk.until(lambda: history.rows[0] == "PINNED")
            assert history.rows == ["PINNED", "Renewals of May", "TODAY", "second"]
            history.press("second", Qt.Key.Key_Delete)
            await desk.until(lambda: history.titles == ["Renewals of May"])
            assert desk.shown == "", "the open one is gone from the page too"
            press_notice(desk.house.window.notices, "conversation-deleted")
            await desk.until(lambda: "second" in history.titles)
            await history.open("second")
            assert "Two." in desk.shown

    run(scenario())


def test_a_deleted_conversation_is_gone_from_every_file_once_it_cannot_come_back(
    desk_at: OpenAt, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with scripted_server(answer("Kept."), answer("Her number is 98765.")) as server:
            desk = desk_at(server.url)
            window, history = desk.house.window, HistoryUse(desk)
            await desk.ask("first")
            new_chat(desk)
            await desk.ask("the number of Zubeida?")
            await history.wait_for("the number of Zubeida?")
            history.press("the number of Zubeida?", Qt.Key.Key_Delete)
            await desk.until(lambda: history.titles == ["first"])
            assert b"98765" in all_bytes_in(tmp_path), "Undo needs it"
            time_out_notice(window.notices, "conversation-deleted")
            await desk.until(
                lambda: not any(word in all_bytes_in(tmp_path) for word in (b"98765", b"Zubeida"))
            )
            assert b"Kept." in all_bytes_in(tmp_path)

    run(scenario())


def test_no_word_of_what_was_deleted_is_left_when_the_app_is_closed_within_the_undo(
    desk_at: OpenAt, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with scripted_server(answer("Kept."), answer("It is 98765.")) as server:
            desk = desk_at(server.url)
            history = HistoryUse(desk)
            await desk.ask("first")
            new_chat(desk)
            await desk.ask("the number of Zubeida?")
            await history.wait_for("the number of Zubeida?")
            history.press("the number of Zubeida?", Qt.Key.Key_Delete)
            # Also where it is closed before the list has followed.
            await desk.close()
            told = all_bytes_in(tmp_path)
            assert b"98765" not in told and b"Zubeida" not in told
            assert b"Kept." in told

    run(scenario())


def test_search_as_you_type_finds_in_messages_and_jumps_there(
    desk_at: OpenAt, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        when = datetime.now().astimezone() - timedelta(days=1)
        hay = "Nothing here.\n\n" * 30
        answers = [f"{hay}{number}" for number in range(60)]
        before = f"{hay}Ask José, or Mr Gärtner.\n\n{'Words. ' * 600}"
        answers[7] = f"{before}\n\nThe locker of José Gärtner is 17.\n\n{hay}"
        await save_conversation(tmp_path, "Lockers", when, *answers)
        await save_conversation(tmp_path, "Fees", when, "Nothing.")
        desk = desk_at("http://127.0.0.1:9")
        history, transcript = HistoryUse(desk), desk.house.transcript
        await history.wait_for("Lockers")
        await history.search("jose gart")
        (hit,) = history.hits
        assert hit.conversation.title == "Lockers"
        QTest.keyClick(history.field, Qt.Key.Key_Return)
        await desk.until(lambda: bool(transcript.extraSelections()))
        marks = transcript.extraSelections()
        assert {mark.cursor.selectedText() for mark in marks} == {"José Gärtner"}
        place = transcript.cursorRect(marks[0].cursor)
        assert 0 <= place.top() < transcript.viewport().height()
        assert not desk.house.window.find_bar.isVisible()
        QTest.keyClick(desk.house.window, Qt.Key.Key_Escape)
        assert transcript.extraSelections() == []
        QTest.keyClick(desk.house.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert history.list.isVisible() and not history.field.text(), "all conversations are listed again"

    run(scenario())


def test_what_begins_while_a_search_stands_there_is_listed(desk_at: OpenAt, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        await save_conversation(tmp_path, "Lockers", datetime.now().astimezone(), "The locker is 17.")
        async with scripted_server(answer("Five.")) as server:
            desk = desk_at(server.url, "a.b.c")
            history = HistoryUse(desk)
            await history.wait_for("Lockers")
            await history.search("locker")
            await desk.ask("How many visits?")
            await history.wait_for("How many visits?")
            assert history.list.isVisible() and not history.field.text()
            await desk.close()

    run(scenario())


def test_find_looks_through_messages_that_are_not_on_the_page_yet(
    desk_at: OpenAt, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        when = datetime.now().astimezone() - timedelta(days=1)
        await save_conversation(tmp_path, "Long", when, *(f"Needle {n}." for n in range(100)))
        desk = desk_at("http://127.0.0.1:9")
        window, transcript = desk.house.window, desk.house.transcript
        await HistoryUse(desk).open("Long")
        assert "Needle 0." not in desk.shown
        QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        field = window.find_bar.findChild(SearchField)
        count = window.find_bar.findChild(QLabel)
        assert field is not None and count is not None
        assert window.find_bar.isVisible()
        told: list[str] = []
        transcript.found.counted.connect(lambda *_: told.append(count.text()))
        QTest.keyClicks(field, "needle ")
        await desk.until(lambda: told and told[-1].endswith("of 100"))
        assert any(text.endswith("…") for text in told), "while it looks further, it says so"
        while count.text() != "1 of 100":  # After the last, which is in sight, comes the first.
            QTest.keyClick(field, Qt.Key.Key_Return)
        assert transcript.verticalScrollBar().value() < 200
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert not window.find_bar.isVisible()
        assert transcript.extraSelections() == []

    run(scenario())


def test_off_the_record_leaves_nothing_in_the_file(desk_at: OpenAt, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server(answer("Kept."), answer("Her number is 98765.")) as server:
            desk = desk_at(server.url)
            await desk.ask("first")
            desk.house.window.history.off_the_record_requested.emit()
            assert desk.notices == ["off-the-record"]
            assert "98765" in await desk.ask("the number of Zubeida?")
            await desk.close()
            told = all_bytes_in(tmp_path)
            assert b"Kept." in told
            assert b"98765" not in told and b"Zubeida" not in told

    run(scenario())


def test_a_damaged_file_is_set_aside_and_told(desk_at: OpenAt, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        broken = b"rubbish" * 3000
        (tmp_path / FILE).write_bytes(broken)
        async with scripted_server(answer("Hello.")) as server:
            desk = desk_at(server.url)
            await desk.ask("first")
            await desk.until(lambda: "history-file" in desk.notices)
            (aside,) = set_aside_in(tmp_path)
            assert aside.read_bytes() == broken
            assert aside.name in desk.notice_texts
            assert "Hello." in desk.shown
            await HistoryUse(desk).wait_for("first")

    run(scenario())


def test_a_damage_that_nobody_has_read_is_told_again(desk_at: OpenAt, run: Any, tmp_path: Path) -> None:
    async def start_and_leave_unread(url: str) -> None:
        desk = desk_at(url)
        await desk.until(lambda: "history-file" in desk.notices)
        (aside,) = set_aside_in(tmp_path)
        assert aside.name in desk.notice_texts
        await desk.close()

    async def scenario() -> None:
        (tmp_path / FILE).write_bytes(b"rubbish" * 3000)
        async with scripted_server() as server:
            for _start in range(2):
                await start_and_leave_unread(server.url)

    run(scenario())


def test_a_newer_file_is_refused_and_untouched_and_chatting_goes_on(
    desk_at: OpenAt, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        await save_conversation(tmp_path, "Kept", datetime.now().astimezone(), "Yes.")
        with closing(sqlite3.connect(tmp_path / FILE)) as connection:
            connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        before = (tmp_path / FILE).read_bytes()
        async with scripted_server(answer("Hello.")) as server:
            desk = desk_at(server.url)
            assert await desk.ask("first") == "Hello."
            assert desk.notices == ["history"]
            assert "newer version" in desk.notice_texts
            await desk.close()
            assert (tmp_path / FILE).read_bytes() == before

    run(scenario())


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk with hardly any room, as the home of a desk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_told_once_and_chatting_goes_on(qapp: Any, run: Any, full_disk: Path) -> None:
    # More than the log beside the file has room for, which it keeps on a full disk.
    long_answer = "Answer 1. " * 20_000

    async def scenario() -> None:
        async with scripted_server(answer("Answer 0."), answer(long_answer), answer("Answer 2.")) as server:
            desk = open_desk(qapp, full_disk, server.url, "a.b.c")
            desk.house.connect()
            await desk.ask("while there is room")
            fill(full_disk / "filler")
            assert await desk.ask("on a full disk") == long_answer
            assert desk.notices == ["history"]
            assert "full" in desk.notice_texts
            assert await desk.ask("and once more") == "Answer 2."
            (full_disk / "filler").unlink()
            await desk.close()
        assert [state for (state,) in rows_of(full_disk, "SELECT DISTINCT state FROM message")] == [
            "complete"
        ]
        texts = {text for (text,) in rows_of(full_disk, "SELECT text FROM message")}
        assert texts == {
            "while there is room",
            "Answer 0.",
            "on a full disk",
            long_answer,
            "and once more",
            "Answer 2.",
        }

    run(scenario())


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


def test_a_read_only_disk_is_told_and_chatting_goes_on(qapp: Any, run: Any, full_disk: Path) -> None:
    async def scenario() -> None:
        async with scripted_server(answer("Hello.")) as server:
            desk = open_desk(qapp, full_disk, server.url, "a.b.c")
            desk.house.connect()
            assert await desk.ask("first") == "Hello."
            assert "history" in desk.notices
            await desk.close()

    subprocess.run(["mount", "-o", "remount,ro", str(full_disk)], check=True)
    run(scenario())


def test_a_restart_shows_everything_again(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        table = "| Client | Due |\n|---|---|\n| Rohan | 900 |\n"
        async with scripted_server(answer(table), answer("Two.")) as server:
            desk = desk_at(server.url)
            await desk.ask("fees")
            first = desk.shown
            new_chat(desk)
            await desk.ask("second")
            await desk.close()
            again = desk_at(server.url)
            history = HistoryUse(again)
            await history.open("fees")
            assert history.rows == ["TODAY", "second", "fees"]
            assert again.shown.startswith(first.rstrip())
            assert [message.text for message in again.house.session.messages] == ["fees", table]

    run(scenario())
