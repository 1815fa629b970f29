"""The lock with each thing open that can stand over the window: nothing of it is left to see, nothing typed is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from support.desk import MemoryKeychain, OpenDesk
from support.focused import focused
from support.history_use import HistoryUse
from support.lock_use import lock_page, secret_line, unlock
from support.sign_in_use import card_of, sign_in, until_card
from support.stand_in_backend import StandInBackend

from strakly_desktop.ui.controls.file_formats import ExportFormat

DeskFor = Callable[..., OpenDesk]
Key, Modifier = Qt.Key, Qt.KeyboardModifier
OWNER = "owner@example.test"

OPENERS: dict[str, Callable[[OpenDesk], object]] = {
    "settings": lambda desk: desk.house.window.settings_requested.emit(),
    "change password": lambda desk: desk.house.window.menu.password_requested.emit(),
    "PIN": lambda desk: desk.house.window.menu.pin_requested.emit(),
    "check connection": lambda desk: desk.house.window.menu.connection_check_requested.emit(),
    "about": lambda desk: desk.house.window.menu.about_requested.emit(),
    "shortcuts": lambda desk: desk.house.window.menu.shortcuts_requested.emit(),
    "sign out": lambda desk: desk.house.window.menu.sign_out_requested.emit(),
    "find a member": lambda desk: desk.house.window.menu.find_member_requested.emit(),
    "who is in": lambda desk: desk.house.window.header.presence_requested.emit(),
    "a scanned member": lambda desk: desk.house.desk.take_scan("1042"),
    "export": lambda desk: desk.house.exports.ask_and_export_open(ExportFormat.MARKDOWN),
    "import": lambda desk: desk.house.exports.ask_and_import(),
    "back up": lambda desk: desk.house.window.history.backup_requested.emit(),
    "save as PDF": lambda desk: desk.house.answers.when_printout(
        desk.house.session.messages[-1], lambda made: desk.house.answers._paper.ask_where_to_save(made, "A")
    ),
    "print": lambda desk: desk.house.answers.print_wished("this"),
    "menu": lambda desk: desk.house.window.menu.popup(
        desk.house.window.mapToGlobal(desk.house.window.rect().center())
    ),
}


def over(desk: OpenDesk) -> list[QWidget]:
    """What stands over the window, or beside it."""
    tops = QApplication.topLevelWidgets()
    return [top for top in tops if top.isVisible() and top is not desk.house.window]


@pytest.mark.parametrize("name", OPENERS)
def test_what_is_open_goes_and_what_was_typed_stays(
    run: Any, desk_for: DeskFor, backend: StandInBackend, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        window = desk.house.window
        await desk.ask("Who owes money?")
        monkeypatch.setattr(desk.house.answers._paper, "_find_printer", lambda: True)
        QTest.keyClicks(focused(), "half a question")
        OPENERS[name](desk)
        await desk.until(lambda: over(desk))
        if (popup := QApplication.activePopupWidget()) is not None:
            QTest.keyClick(popup, Key.Key_L, Modifier.ControlModifier)
        else:
            over(desk)[-1].activateWindow()
            await desk.until(over(desk)[-1].isActiveWindow)
            QTest.keyClick(focused(), Key.Key_L, Modifier.ControlModifier)
        assert window.privacy.is_locked
        assert over(desk) == []
        assert QApplication.activeModalWidget() is None
        await desk.until(secret_line(desk).hasFocus)
        assert window.grab().toImage() == lock_page(desk).grab().toImage()
        for key in (Key.Key_Escape, Key.Key_Tab, Key.Key_Tab, Key.Key_Return):
            QTest.keyClick(focused(), key)
            assert lock_page(desk).isAncestorOf(focused())
        assert window.privacy.is_locked
        await unlock(desk)
        assert over(desk) == []
        assert window.composer.text() == "half a question"
        await desk.until(lambda: QApplication.focusWidget() is window.composer.focusProxy())
        assert "Who owes money?" in desk.shown
        await desk.close()  # Else the draft would be saved when the event loop has ended.

    run(story())


def test_the_card_of_a_sign_in_goes_too(run: Any, desk_for: DeskFor, backend: StandInBackend) -> None:
    desk = desk_for(backend.url)

    async def story() -> None:
        await sign_in(desk, OWNER)
        desk.house.window.sign_in_requested.emit()
        await until_card(desk)
        QTest.keyClick(focused(), Key.Key_L, Modifier.ControlModifier)
        assert desk.house.window.privacy.is_locked
        assert card_of(desk) is None
        await desk.until(secret_line(desk).hasFocus)
        await unlock(desk)
        assert card_of(desk) is None
        assert focused() is desk.house.window.composer.focusProxy()

    run(story())


def test_closing_a_locked_window_asks_nothing_keeps_the_answer_and_stays_locked(
    run: Any, desk_for: DeskFor, backend: StandInBackend, keychain: MemoryKeychain
) -> None:
    desk = desk_for(backend.url)
    backend.hold = threading.Event()

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.until(lambda: keychain.kept)
        desk.type("Who owes money?")
        await desk.until(lambda: "For" in desk.shown)
        QTest.keyClicks(focused(), "half a question")
        QTest.keyClick(focused(), Key.Key_L, Modifier.ControlModifier)
        # As Alt+F4 does, and the end of the computer's session.
        desk.house.window.close()
        assert over(desk) == []
        await desk.house.closed.wait()
        assert desk.house.window.privacy.is_locked
        assert backend.hold is not None
        backend.hold.set()
        await desk.close()

    run(story())
    again = desk_for(backend.url)

    async def next_start() -> None:
        assert again.house.window.privacy.is_locked
        await again.until(lambda: again.house.history.store is not None)
        await unlock(again)
        history = HistoryUse(again)
        await history.wait_for("Who owes money?")
        history.press("Who owes money?", Key.Key_Return)
        await again.until(lambda: "Stopped" in again.shown)
        assert "For" in again.shown, "what had come of the answer"
        assert again.house.window.composer.text() == "half a question"

    run(next_start())
