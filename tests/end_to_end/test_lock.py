"""A locked desk: nothing of it is in the picture or can be reached, and an answer goes on behind it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog
from support.desk import MemoryKeychain, OpenDesk
from support.focused import focused
from support.history_use import HistoryUse
from support.lock_use import enter, lock, lock_page, lock_words, secret_line, unlock
from support.sign_in_use import card_of, sign_in
from support.stand_in_backend import PASSWORD, StandInBackend

from strakly_desktop.account.keychain import LOCKED, KeychainError
from strakly_desktop.app.files.own_clipboard import OwnClipboard
from strakly_desktop.ui.notices.notice import Notice, NoticeKind

DeskFor = Callable[..., OpenDesk]
Key, Modifier = Qt.Key, Qt.KeyboardModifier
OWNER, TRAINER = "owner@example.test", "trainer@example.test"


def button(desk: OpenDesk, name: str) -> QAbstractButton:
    found = [one for one in lock_page(desk).findChildren(QAbstractButton) if one.accessibleName() == name]
    assert found, [one.accessibleName() for one in lock_page(desk).findChildren(QAbstractButton)]
    return found[0]


def test_nothing_is_in_the_picture_and_the_answer_is_there_afterwards(
    run: Any, desk_for: DeskFor, backend: StandInBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared: list[bool] = []
    monkeypatch.setattr(OwnClipboard, "clear_if_ours", lambda _self: cleared.append(True))
    desk = desk_for(backend.url)
    backend.hold = threading.Event()

    async def story() -> None:
        await sign_in(desk, OWNER)
        cleared.clear()
        window = desk.house.window
        desk.type("Who owes money?")
        await desk.until(lambda: "For" in desk.shown)
        assert "Who owes money?" in window.windowTitle()
        await lock(desk)
        assert window.windowTitle() == "Strakly"
        assert not window.transcript.isVisible(), (
            "not covered: it is not there, for thumbnails and readers too"
        )
        assert not window.notices.isVisible()
        assert cleared
        assert lock_page(desk).geometry() == window.rect()
        assert secret_line(desk).hasFocus()
        assert window.grab().toImage() == lock_page(desk).grab().toImage()
        assert backend.hold is not None
        backend.hold.set()
        await desk.until_idle()
        assert window.privacy.is_locked
        assert window.windowTitle() == "Strakly"
        await unlock(desk)
        assert "For Olivia Owner, branch None: Who owes money?" in desk.shown
        assert window.transcript.isVisible()
        assert "Who owes money?" in window.windowTitle()
        assert focused() is window.composer.focusProxy()

    run(story())


def test_no_key_drop_dialog_or_second_start_gets_around_it(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)
    backend.hold = threading.Event()

    async def story() -> None:
        await sign_in(desk, OWNER)
        window = desk.house.window
        desk.type("A long one")
        await desk.until(lambda: "For" in desk.shown)
        window.settings_requested.emit()
        await desk.until(lambda: QApplication.activeModalWidget() is not None)
        window.lock_requested.emit()
        await desk.until(lambda: QApplication.activeModalWidget() is None)
        window.on_screen.come_forward()
        for key, modifier in (
            (Key.Key_N, Modifier.ControlModifier),
            (Key.Key_L, Modifier.ControlModifier),
            (Key.Key_B, Modifier.ControlModifier),
            (Key.Key_Comma, Modifier.ControlModifier),
            (Key.Key_1, Modifier.AltModifier),
            (Key.Key_F6, Modifier.NoModifier),
            (Key.Key_F8, Modifier.NoModifier),
            (Key.Key_Escape, Modifier.NoModifier),
            (Key.Key_Return, Modifier.NoModifier),
        ):
            QTest.keyClick(focused(), key, modifier)
            QTest.keyClick(window, key, modifier)
        QTest.keyClicks(window, "1042")
        for _ in range(8):
            QTest.keyClick(focused(), Key.Key_Tab)
            assert lock_page(desk).isAncestorOf(focused()), "Tab stays in the lock"
        data = QMimeData()
        data.setText("dropped")
        at, no = QPointF(300, 300), Modifier.NoModifier
        drop = QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, no)
        QApplication.sendEvent(window, drop)
        late = QDialog(window)
        late.open()
        assert late.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen), "it is never on the screen"
        await desk.until(late.isHidden)
        assert window.privacy.is_locked
        assert window.composer.text() == ""
        assert desk.house.session.is_running
        assert window.windowTitle() == "Strakly"
        assert backend.hold is not None
        backend.hold.set()
        await desk.until_idle()

    run(story())


def test_a_wrong_password_says_so_and_guessing_is_slowed_down(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await lock(desk)
        for number in range(5):
            await enter(desk, f"wrong-{number}")
            await desk.until(lambda: "This password is not right." in lock_words(desk))
            await desk.until(lambda: not lock_page(desk)._unlock.accessibleName().startswith("Unlocking"))
        asked = len(backend.paths())
        await enter(desk, PASSWORD)
        assert button(desk, "Wait 10 s").isEnabled() is False
        assert len(backend.paths()) == asked
        assert desk.house.window.privacy.is_locked

    run(story())


def test_it_stays_locked_over_an_end_of_the_app_and_open_over_one_once_it_is_opened(
    run: Any, desk_for: DeskFor, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Private")
        await desk.until(lambda: keychain.kept)
        await lock(desk)
        await desk.close()

    run(story())
    again = desk_for(backend.url)

    async def next_start() -> None:
        assert again.house.window.privacy.is_locked
        await again.until(lambda: again.house.signing_in.session is not None)
        assert "Olivia Owner" in lock_page(again)._face.accessibleName()
        await again.until(lambda: again.house.history.store is not None)
        await enter(again, "wrong-password")
        await again.until(lambda: "This password is not right." in lock_words(again))
        await unlock(again)
        await HistoryUse(again).wait_for("Private")
        await again.close()

    run(next_start())
    assert not desk_for(backend.url).house.window.privacy.is_locked


def test_a_keychain_that_comes_late_lets_nobody_in_past_the_lock(
    run: Any, desk_for: DeskFor, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.until(lambda: keychain.kept)
        await lock(desk)
        await desk.close()

    run(story())
    keychain.trouble = KeychainError(LOCKED)
    again = desk_for(backend.url)

    async def next_start() -> None:
        await again.until(lambda: again.house.signing_in.is_known)
        await again.until(lambda: card_of(again) is not None)
        assert again.house.signing_in.session is None
        await sign_in(again, OWNER)
        assert not again.house.window.privacy.is_locked

    run(next_start())


def test_someone_else_signs_in_over_it_and_sees_nothing_of_who_locked(
    run: Any, desk_for: DeskFor, backend: StandInBackend
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Private")
        await lock(desk)
        button(desk, "Sign in as someone else").click()
        await desk.until(lambda: card_of(desk) is not None)
        QTest.keyClick(focused(), Key.Key_Escape)
        assert desk.house.window.privacy.is_locked
        assert secret_line(desk).hasFocus()
        button(desk, "Sign in as someone else").click()
        await sign_in(desk, TRAINER)
        await desk.until(lambda: not desk.house.window.privacy.is_locked)
        assert "Private" not in desk.shown
        assert HistoryUse(desk).titles == []

    run(story())


def test_the_demo_gym_has_no_secret_and_is_hidden_all_the_same(
    run: Any, desk_for: DeskFor, tmp_path: Path
) -> None:
    desk = desk_for(None)

    async def story() -> None:
        await lock(desk)
        assert not secret_line(desk).isVisible()
        assert not desk.house.window.transcript.isVisible()
        QTest.keyClick(focused(), Key.Key_Space)
        assert not desk.house.window.privacy.is_locked
        # Wherever Tab leads on the page.
        for tabs in range(4):
            await lock(desk)
            for _ in range(tabs):
                QTest.keyClick(focused(), Key.Key_Tab)
                assert lock_page(desk).isAncestorOf(focused()) or focused() is lock_page(desk)
            QTest.keyClick(focused(), Key.Key_Return)
            assert not desk.house.window.privacy.is_locked, tabs

    run(story())


def test_nothing_of_it_is_read_aloud_while_it_is_locked(
    run: Any, desk_for: DeskFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    desk = desk_for(None)
    notice = Notice("of-somebody", NoticeKind.DANGER, "Rohan Verma owes Rs. 4,200.")

    async def story() -> None:
        notices = desk.house.window.notices
        notices.show_notice(notice)
        assert told[-1:] == ["Rohan Verma owes Rs. 4,200."]
        await lock(desk)
        told.clear()
        notices.show_notice(notice)
        desk.house.window.queue.say("Rohan")
        desk.house.window.composer.tell("Rohan")
        assert told == []

    run(story())
