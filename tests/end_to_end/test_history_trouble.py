"""A history that does not open at the start: the desk asks on, reads what can be read, and loses nothing."""

import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Self

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from support.desk import OpenDesk, open_desk
from support.history_use import HistoryUse
from support.notices import press_notice
from support.scripted_server import Reply, scripted_server, sse
from support.small_disk import small_disk
from support.store_use import save_conversation

from strakly_desktop.app.chat import store_opening
from strakly_desktop.store import conversations
from strakly_desktop.store.database import database

FILE = "history.sqlite3"
KEPT = "Conversations will be kept here."


def answer(text: str) -> Reply:
    return Reply([sse({"conversation_id": "c-1"}, {"token": text}, "[DONE]")])


def words_in_panel(desk: OpenDesk) -> set[str]:
    return {label.text() for label in desk.house.window.history.findChildren(QLabel)}


def texts_in(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {text for (text,) in connection.execute("SELECT text FROM message")}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    monkeypatch.setattr(store_opening, "_PAUSES_S", (0.05,))


def folder(home: Path) -> Callable[[], None]:
    (home / FILE).mkdir()
    return (home / FILE).rmdir


def lock(home: Path) -> Callable[[], None]:
    other = sqlite3.connect(home / FILE, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN EXCLUSIVE")
    return other.close


@pytest.mark.parametrize(
    ("block", "cause"), [(folder, "there is something else"), (lock, "in use")], ids=["folder", "lock"]
)
def test_the_desk_asks_on_and_everything_is_saved_once_the_file_opens(
    qapp: Any, run: Any, tmp_path: Path, block: Callable[[Path], Callable[[], None]], cause: str
) -> None:
    async def scenario() -> None:
        free = block(tmp_path)
        async with scripted_server(answer("One."), answer("Two.")) as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            assert await desk.ask("first") == "One."
            await desk.until(lambda: cause in desk.notice_texts)
            assert KEPT not in words_in_panel(desk)
            free()
            await HistoryUse(desk).wait_for("first")
            assert await desk.ask("second") == "Two."
            await desk.close()
        assert texts_in(tmp_path / FILE) == {"first", "One.", "second", "Two."}

    run(scenario())


def test_closing_does_not_wait_for_a_file_that_never_opens(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        folder(tmp_path)
        async with scripted_server(answer("One.")) as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            assert await desk.ask("first") == "One."
            await desk.close()

    run(scenario())


def test_a_read_only_history_is_shown_and_searched_and_written_to_again(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario(home: Path) -> None:
        await save_conversation(home / FILE, "Gold plans", datetime.now().astimezone(), "The gold plan.")
        remount(home, "ro")
        async with scripted_server(answer("One.")) as server:
            desk = open_desk(qapp, home, server.url, "a.b.c")
            desk.house.connect()
            history = HistoryUse(desk)
            await history.wait_for("Gold plans")
            await desk.until(lambda: "read-only" in desk.notice_texts)
            await history.search("gold")
            await history.open("Gold plans")
            assert "The gold plan." in desk.shown
            assert await desk.ask("first") == "One."
            remount(home, "rw")
            await desk.until(lambda: "again" in desk.notice_texts)
            await desk.until(lambda: "One." in texts_in(home / FILE))
            await desk.close()

    with small_disk(tmp_path / "disk") as home:
        run(scenario(home))


def test_what_was_asked_meanwhile_is_saved_at_the_end_if_the_disk_takes_it_by_then(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(home: Path) -> None:
        await save_conversation(home / FILE, "Gold plans", datetime.now().astimezone(), "The gold plan.")
        remount(home, "ro")
        # It is not tried again by itself before the end.
        monkeypatch.setattr(store_opening, "_PAUSES_S", (3600.0,))
        async with scripted_server(answer("One."), answer("Two.")) as server:
            desk = open_desk(qapp, home, server.url, "a.b.c")
            desk.house.connect()
            history = HistoryUse(desk)
            await desk.until(lambda: "read-only" in desk.notice_texts)
            await history.wait_for("Gold plans")
            assert await desk.ask("first") == "One."
            await history.open("Gold plans")
            await history.open("first")
            assert "One." in desk.shown
            await history.open("Gold plans")
            edit = desk.house.window.composer.focusProxy()
            assert edit is not None
            QTest.keyClicks(edit, "half a question")
            remount(home, "rw")
            await desk.close()
        assert {"first", "One."} <= texts_in(home / FILE)
        with closing(sqlite3.connect(home / FILE)) as connection:
            assert ("half a question",) in connection.execute("SELECT text FROM draft").fetchall()

    with small_disk(tmp_path / "disk") as home:
        run(scenario(home))


def remount(home: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", str(home)], check=True)


def test_a_full_disk_at_the_start_shows_what_there_is_and_saves_once_there_is_room(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario(home: Path) -> None:
        await save_conversation(home / FILE, "Gold plans", datetime.now().astimezone(), "The gold plan.")
        with (home / "filler").open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 512)
            except OSError:
                pass
        async with scripted_server(answer("One.")) as server:
            desk = open_desk(qapp, home, server.url, "a.b.c")
            desk.house.connect()
            history = HistoryUse(desk)
            await history.wait_for("Gold plans")
            assert await desk.ask("first") == "One."
            await desk.until(lambda: "full" in desk.notice_texts)
            (home / "filler").unlink()
            await history.wait_for("first")
            await desk.close()
            assert {"first", "One."} <= texts_in(home / FILE)

    with small_disk(tmp_path / "disk") as home:
        run(scenario(home))


def test_nothing_goes_for_its_age_before_somebody_agreed_that_so_much_time_has_passed(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        long_ago = datetime.now().astimezone() - timedelta(days=400)
        await save_conversation(tmp_path / FILE, "Gold plans", long_ago, "The gold plan.")
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            history = HistoryUse(desk)
            await history.wait_for("Gold plans")
            desk.house.history.forgetting.keep_for(30)
            await desk.until(lambda: "forgetting" in desk.notices)
            assert "1 conversation is older than 30 days" in desk.notice_texts
            assert history.titles == ["Gold plans"]
            desk.house.history.forgetting.keep_for(None)
            assert "forgetting" not in desk.notices, "nothing is to go any more"
            desk.house.history.forgetting.keep_for(30)
            await desk.until(lambda: "forgetting" in desk.notices)
            press_notice(desk.house.window.notices, "forgetting")
            await desk.until(lambda: not history.titles)
            await desk.close()

    run(scenario())


def test_what_is_read_goes_for_its_age_when_it_is_left(qapp: Any, run: Any, tmp_path: Path) -> None:
    """What was asked in it then stood alone in the file, under a page with all of it."""

    async def scenario() -> None:
        long_ago = datetime.now().astimezone() - timedelta(days=400)
        await save_conversation(tmp_path / FILE, "Gold plans", long_ago, "The gold plan.")
        await save_conversation(tmp_path / FILE, "Dues", long_ago, "Nobody owes.")
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            history = HistoryUse(desk)
            await history.wait_for("Gold plans")
            await history.open("Gold plans")
            desk.house.history.forgetting.keep_for(30)
            await desk.until(lambda: "forgetting" in desk.notices)
            press_notice(desk.house.window.notices, "forgetting")
            await desk.until(lambda: "Dues" not in history.titles)
            assert history.titles == ["Gold plans"] and "The gold plan." in desk.shown
            desk.house.window.menu.new_chat_requested.emit()
            desk.house.history.forgetting.look()
            await desk.until(lambda: not history.titles)
            await desk.close()

    run(scenario())


def test_a_clock_that_is_set_days_ahead_while_the_desk_is_open_takes_nothing(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ahead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + timedelta(days=2)

    async def scenario() -> None:
        before = datetime.now().astimezone() - timedelta(days=29)
        await save_conversation(tmp_path / FILE, "Gold plans", before, "The gold plan.")
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            history = HistoryUse(desk)
            await history.wait_for("Gold plans")
            desk.house.history.forgetting.keep_for(30)
            await desk.until(lambda: desk.house.history.forgetting._believed is not None)
            monkeypatch.setattr(conversations, "datetime", Ahead)
            desk.house.history.forgetting.look()
            await desk.until(lambda: "forgetting" in desk.notices or not history.titles)
            assert history.titles == ["Gold plans"]
            await desk.close()

    run(scenario())


def test_a_file_that_is_deleted_while_the_desk_is_open_is_noticed_and_nothing_is_lost(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with scripted_server(answer("One."), answer("Two."), answer("Three.")) as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            await desk.ask("first")
            (tmp_path / FILE).unlink()
            assert await desk.ask("second") == "Two."
            await desk.until(lambda: "moved, replaced or deleted" in desk.notice_texts)
            await desk.until((tmp_path / FILE).exists)
            assert await desk.ask("third") == "Three."
            await desk.close()
        assert texts_in(tmp_path / FILE) == {"first", "One.", "second", "Two.", "third", "Three."}

    run(scenario())


def fill(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 512)


def test_a_file_that_is_deleted_on_a_full_disk_is_held_until_there_is_room_for_a_new_one(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strakly_desktop.app.chat.kept_store.RESCUE_AGAIN_S", 0.05)

    async def scenario(home: Path) -> None:
        long = "The gold plan. " * 2000
        await save_conversation(home / FILE, "Gold plans", datetime.now().astimezone(), long)
        async with scripted_server(answer("One.")) as server:
            desk = open_desk(qapp, home, server.url, "a.b.c")
            desk.house.connect()
            await HistoryUse(desk).wait_for("Gold plans")
            fill(home)
            (home / FILE).unlink()
            assert await desk.ask("first") == "One."
            await desk.until(lambda: "full" in desk.notice_texts)
            await HistoryUse(desk).open("Gold plans")
            (home / "filler").unlink()
            # What became of the file stays in sight beside the news that all is saved.
            await desk.until(lambda: {"history", "history-file"} <= set(desk.notices))
            await desk.close()
            assert {long, "first", "One."} <= texts_in(home / FILE)

    with small_disk(tmp_path / "disk", "1m") as home:
        run(scenario(home))


def test_an_empty_history_is_no_promise_before_it_is_open(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_opening, "PATIENCE_S", 0.05)
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 1.0)

    async def scenario() -> None:
        free = lock(tmp_path)
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            assert KEPT not in words_in_panel(desk)
            desk.house.connect()
            await desk.until(lambda: "takes long" in desk.notice_texts)
            assert KEPT not in words_in_panel(desk)
            free()
            await desk.until(lambda: KEPT in words_in_panel(desk))
            await desk.until(lambda: "open again" in desk.notice_texts)
            await desk.close()

    run(scenario())
