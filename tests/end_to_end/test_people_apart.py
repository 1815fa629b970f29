"""Several people at one desk: what one of them asked, typed or deleted is nothing that the next one meets."""

import asyncio
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from support.desk import OpenDesk
from support.history_use import HistoryUse
from support.notices import press_notice, time_out_notice
from support.sign_in_use import sign_in, until_card
from support.stand_in_backend import StandInBackend

from strakly_desktop.account.claims import claims_of
from strakly_desktop.account.session import account_key
from strakly_desktop.app.chat import store_keeping
from strakly_desktop.app.chat.deletions import DELETED_NOTICE
from strakly_desktop.app.chat.failure_notice import FAILURE_NOTICE
from strakly_desktop.app.sign_in import earlier_conversations
from strakly_desktop.app.sign_in.earlier_conversations import EARLIER_NOTICE
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.ui.dialogs.sign_out import SignOutDialog

DeskFor = Callable[..., OpenDesk]
OWNER, TRAINER, MANAGER = "owner@example.test", "trainer@example.test", "manager@example.test"


def files(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.rglob("history*") if path.is_file()}


def edit_of(desk: OpenDesk) -> QWidget:
    edit = desk.house.window.composer.focusProxy()
    assert edit is not None
    return edit


def composer_text(desk: OpenDesk) -> str:
    return desk.house.window.composer.text()


async def change_to(desk: OpenDesk, email: str) -> None:
    desk.house.signing_in.open_card()
    await sign_in(desk, email)
    await desk.until(lambda: desk.house.history.store is not None)


async def delete(history: HistoryUse, title: str) -> None:
    await history.wait_for(title)
    history.press(title, Qt.Key.Key_Delete)
    await history.desk.until(lambda: title not in history.titles)


async def closed(desk: OpenDesk) -> None:
    """The files of who left are whole."""
    await desk.until(lambda: not desk.house.history.keeping._closing)


def test_each_person_has_a_file_and_sees_no_other_one(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Owner asks")
        history = HistoryUse(desk)
        await history.wait_for("Owner asks")
        await history.search("Owner")
        seen: list[list[str]] = []
        desk.house.person.left.connect(
            lambda: seen.append([*history.titles, *(hit.conversation.title for hit in history.hits)])
        )
        await change_to(desk, TRAINER)
        assert seen == [[]], "at once, and not when the next list has come"
        assert history.field.text() == ""
        assert desk.house.window.windowTitle() == "New chat - Strakly"
        await desk.ask("Trainer asks")
        await history.wait_for("Trainer asks")
        assert history.titles == ["Trainer asks"]
        await change_to(desk, OWNER)
        await history.wait_for("Owner asks")
        assert history.titles == ["Owner asks"]
        await desk.close()

    run(story())
    found = files(tmp_path)
    assert not any(b"Owner asks" in content and b"Trainer asks" in content for content in found.values())
    assert len([path for path, content in found.items() if b"Owner asks" in content]) == 1
    own = [path for path in found if path.parent != tmp_path and path.suffix == ".sqlite3"]
    assert len(own) == 2
    for path in own:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert "example" not in str(path.relative_to(tmp_path)), "no address stands in a name"


def test_a_running_answer_is_finished_into_the_file_of_who_asked(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)
    backend.hold = threading.Event()

    async def story() -> None:
        await sign_in(desk, OWNER)
        desk.type("A long one")
        await desk.until(lambda: "For" in desk.shown)
        await change_to(desk, TRAINER)
        assert "For" not in desk.shown
        assert backend.hold is not None
        backend.hold.set()
        await desk.ask("Trainer asks")
        await closed(desk)
        await desk.close()

    run(story())
    for path in tmp_path.glob("accounts/*/history.sqlite3"):
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute("SELECT role, state, text FROM message ORDER BY number").fetchall()
        assert ("user", "complete", "A long one") in rows or ("user", "complete", "Trainer asks") in rows
        if rows[0][2] == "A long one":
            assert rows[1][:2] == ("assistant", "stopped")
            assert len(rows) == 2


def test_what_was_typed_and_queued_waits_for_its_own_person(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Asked before")
        desk.house.window.new_chat_requested.emit()
        QTest.keyClicks(edit_of(desk), "half a question")
        await change_to(desk, TRAINER)
        assert composer_text(desk) == ""
        edit = edit_of(desk)
        QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert composer_text(desk) == "", "Undo brings nothing back"
        QTest.keyClick(edit, Qt.Key.Key_Up)
        assert composer_text(desk) == "", "nor does Up"
        await change_to(desk, OWNER)
        await desk.until(lambda: composer_text(desk) == "half a question")
        await desk.close()

    run(story())
    again = desk_for(backend.url)

    async def next_start() -> None:
        await again.until(lambda: composer_text(again) == "half a question")

    run(next_start())


def test_an_undo_waits_for_its_person(run: Any, desk_for: DeskFor, backend: StandInBackend) -> None:
    """Who came in between ended it: a slip of the finger was for good."""
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        for question in ("Xylophones", "Yodelling", "Zithers"):
            await desk.ask(question)
            desk.house.session.new_conversation()
        history = HistoryUse(desk)
        await history.wait_for("Zithers")
        for title in ("Xylophones", "Yodelling"):
            await delete(history, title)
        await change_to(desk, TRAINER)
        await closed(desk)
        assert desk.notices == []
        await desk.ask("Trainer asks")
        await delete(history, "Trainer asks")
        await change_to(desk, OWNER)
        await desk.until(lambda: DELETED_NOTICE in desk.notices)
        assert "2 conversations deleted." in desk.notice_texts and "Trainer" not in desk.notice_texts
        press_notice(desk.house.window.notices, DELETED_NOTICE)
        await desk.until(lambda: sorted(history.titles) == ["Xylophones", "Yodelling", "Zithers"])
        await history.open("Yodelling")
        assert "Yodelling" in desk.shown
        await change_to(desk, TRAINER)
        await desk.until(lambda: DELETED_NOTICE in desk.notices)
        assert history.titles == []
        desk.house.window.notices.undo()
        await history.wait_for("Trainer asks")
        await desk.close()

    run(story())


@pytest.mark.parametrize("is_back", [False, True])
def test_when_its_time_or_the_app_is_over_no_word_of_the_deleted_is_left(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path, is_back: bool
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Xylophones")
        history = HistoryUse(desk)
        await history.wait_for("Xylophones")
        history.press("Xylophones", Qt.Key.Key_Delete)
        await desk.until(lambda: DELETED_NOTICE in desk.notices)
        await change_to(desk, TRAINER)
        assert desk.notices == []
        await closed(desk)
        if is_back:
            await change_to(desk, OWNER)
            await desk.until(lambda: DELETED_NOTICE in desk.notices)
            time_out_notice(desk.house.window.notices, DELETED_NOTICE)
        await desk.close()

    run(story())
    assert not [path for path, content in files(tmp_path).items() if b"ylophones" in content]


def test_what_somebody_deleted_is_gone_in_time_also_while_another_one_sits_there(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    """It stayed on the disk for as long as the other one did."""
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Xylophones")
        history = HistoryUse(desk)
        await history.wait_for("Xylophones")
        history.press("Xylophones", Qt.Key.Key_Delete)
        await desk.until(lambda: DELETED_NOTICE in desk.notices)
        await change_to(desk, TRAINER)
        deletions = desk.house.history._deletions
        (timer,) = deletions._ends.values()
        assert timer.isActive() and timer.interval() <= 12_000
        timer.timeout.emit()
        await closed(desk)
        assert not [path for path, content in files(tmp_path).items() if b"ylophones" in content]
        # Whoever is back then has nothing to take back.
        await change_to(desk, OWNER)
        await desk.until(lambda: desk.house.history.store is not None)
        assert DELETED_NOTICE not in desk.notices and history.titles == []
        await desk.close()

    run(story())


def test_after_sign_out_nothing_of_the_person_is_there(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Private")
        history = HistoryUse(desk)
        await history.wait_for("Private")
        desk.house.window.sign_out_requested.emit()
        assert history.titles == []
        await until_card(desk)
        assert "Private" not in desk.shown
        await desk.until(lambda: desk.house.history.store is not None)
        assert history.titles == []

    run(story())


def test_what_nobody_asked_in_vain_becomes_a_conversation_of_who_signs_in(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await until_card(desk)
        QTest.keyClick(desk.house.window.focusWidget(), Qt.Key.Key_Escape)
        desk.type("Who owes money?")
        await desk.until(lambda: FAILURE_NOTICE in desk.notices)
        QTest.keyClicks(edit_of(desk), "and since when")
        press_notice(desk.house.window.notices, FAILURE_NOTICE)
        await sign_in(desk, OWNER)
        await desk.until(lambda: "For Olivia Owner, branch None: Who owes money?" in desk.shown)
        assert composer_text(desk) == "and since when"
        await desk.until_idle()
        await desk.close()

    run(story())
    own = next(tmp_path.glob("accounts/*/history.sqlite3"))
    assert b"Who owes money?" in own.read_bytes()


async def save(path: Path, title: str, account: str, words: str) -> None:
    when = datetime.now().astimezone()
    store = await ConversationStore.open(path)
    asked = Message(f"{title}-q", Role.USER, f"{words}?", when)
    empty = Message(f"{title}-a", Role.ASSISTANT, "", when, MessageState.STREAMING)
    await store.begin_turn(ConversationSummary(title, title, when, when), asked, empty)
    whole = Message(f"{title}-a", Role.ASSISTANT, words, when)
    await store.finish_answer(title, whole, BotMemory("b", account, when))
    await store.keep_draft(title, f"draft of {title}")
    await store.aclose()


def test_conversations_from_before_go_to_their_person_and_no_other(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    shared = tmp_path / "history.sqlite3"

    def account(email: str) -> str:
        return account_key(f"{backend.url}/api", claims_of(backend.token(email)))

    async def earlier() -> None:
        await save(shared, "Mine", account(OWNER), "Wallabies")
        await save(shared, "Theirs", account(MANAGER), "Numbats")
        await save(shared, "Of the demo", "", "Quokkas")

    run(earlier())
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.until(lambda: EARLIER_NOTICE in desk.notices)
        history = HistoryUse(desk)
        await history.open("Mine")
        assert history.titles == ["Mine"]
        assert "Wallabies" in desk.shown
        await desk.until(lambda: composer_text(desk) == "draft of Mine")
        await change_to(desk, TRAINER)
        await closed(desk)
        assert EARLIER_NOTICE not in desk.notices
        assert history.titles == []
        await desk.close()

    run(story())
    kept = shared.read_bytes()
    assert b"Wallabies" not in kept
    assert b"Numbats" in kept
    assert b"Quokkas" in kept


def test_a_full_disk_loses_nothing_of_who_left(
    run: Any, desk_for: DeskFor, backend: StandInBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the file of somebody who left did not take is in it when they are back, and in no other one."""
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.until(lambda: desk.house.history.store is not None)
        store = desk.house.history.store
        assert store is not None
        with monkeypatch.context() as full:

            async def refuse(*_: object) -> None:
                raise sqlite_full()

            for name in ("begin_turn", "append_answer", "rewrite_answer", "finish_answer"):
                full.setattr(store, name, refuse, raising=True)
            await desk.ask("Not taken")
            await change_to(desk, TRAINER)
            await closed(desk)
        history = HistoryUse(desk)
        await desk.ask("Trainer asks")
        await history.wait_for("Trainer asks")
        assert history.titles == ["Trainer asks"]
        await change_to(desk, OWNER)
        await history.wait_for("Not taken")
        assert history.titles == ["Not taken"]

    run(story())


def test_who_is_back_before_their_file_is_closed_finds_what_it_did_not_take(
    run: Any, desk_for: DeskFor, backend: StandInBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_for(backend.url)
    back = asyncio.Event()

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.until(lambda: desk.house.history.store is not None)
        store = desk.house.history.store
        assert store is not None
        close = store.aclose

        async def refuse(*_: object) -> None:
            raise sqlite_full()

        async def close_late() -> None:
            await back.wait()
            await close()

        for name in ("begin_turn", "append_answer", "rewrite_answer", "finish_answer"):
            monkeypatch.setattr(store, name, refuse)
        monkeypatch.setattr(store, "aclose", close_late)
        await desk.ask("Not taken")
        await change_to(desk, TRAINER)
        desk.house.signing_in.open_card()
        await sign_in(desk, OWNER)
        desk.type("Asked before it is open")
        assert desk.house.history.keeping._closing
        back.set()
        history = HistoryUse(desk)
        await history.wait_for("Not taken")
        await history.wait_for("Asked before it is open")
        await desk.close()

    run(story())


def sqlite_full() -> Exception:
    from strakly_desktop.store.database.errors import StoreUnavailable

    return StoreUnavailable("The disk is full.", "Free some space.")


def test_who_signs_out_can_leave_nothing_on_the_computer(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, TRAINER)
        await desk.ask("Numbats stay")
        await change_to(desk, OWNER)
        await desk.ask("Xylophones go")
        await closed(desk)
        window = desk.house.window
        next(action for action in window.menu.actions() if action.text() == "Sign out").trigger()
        dialog = window.findChildren(SignOutDialog)[0]
        QTest.keyClick(dialog._remove, Qt.Key.Key_Space)
        assert "cannot be brought back" in dialog._words.text()
        dialog._confirm.click()
        await until_card(desk)
        await closed(desk)
        await desk.close()

    run(story())
    found = files(tmp_path)
    assert not [path for path, content in found.items() if b"ylophones" in content]
    assert [path for path, content in found.items() if b"umbats" in content]
    assert len(list(tmp_path.glob("accounts/*"))) == 1


def test_a_history_that_is_removed_gets_nothing_earlier_any_more(
    run: Any, desk_for: DeskFor, backend: StandInBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is brought late would make files in a folder that is being removed."""
    order: list[str] = []
    bring, remove = earlier_conversations.bring_earlier, store_keeping._remove_folder
    is_leaving = asyncio.Event()

    async def bring_late(*given: Any) -> int:
        await is_leaving.wait()
        for _ in range(30):
            await asyncio.to_thread(int)
        moved = await bring(*given)
        order.append("brought")
        return moved

    def removing(path: Path) -> None:
        order.append("removed")
        remove(path)

    desk = desk_for(backend.url)

    async def story() -> None:
        monkeypatch.setattr(earlier_conversations, "bring_earlier", bring_late)
        monkeypatch.setattr(store_keeping, "_remove_folder", removing)
        await sign_in(desk, OWNER)
        await desk.ask("Xylophones go")
        desk.house.window.history_removal_requested.emit()
        desk.house.window.sign_out_requested.emit()
        is_leaving.set()
        await until_card(desk)
        await closed(desk)
        await desk.close()

    run(story())
    assert order == ["brought", "removed"]
    assert not list(tmp_path.glob("accounts/*"))


@pytest.mark.parametrize("gone", ["conversations.lock", "history.sqlite3-wal"])
def test_a_file_that_goes_by_itself_keeps_no_others_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    folder = tmp_path / "accounts" / "one"
    folder.mkdir(parents=True)
    for name in ("history.sqlite3", gone):
        (folder / name).touch()
    listed = Path.iterdir

    def list_and_lose(path: Path) -> list[Path]:
        found = sorted(listed(path), key=lambda one: one.name != gone)
        (path / gone).unlink()
        return found

    monkeypatch.setattr(Path, "iterdir", list_and_lose)
    store_keeping._remove_folder(folder / "history.sqlite3")
    assert not folder.exists()
