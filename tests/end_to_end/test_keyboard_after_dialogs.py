"""Where the keyboard is after a dialog that the mouse opened: in the field, from where the page is turned too."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog
from support.bot_process import RunningBot
from support.desk import OpenDesk

from strakly_desktop.conversation.model import ConversationSummary, Message, Role
from strakly_desktop.store.exchange.export_format import ExportedConversation, to_json
from strakly_desktop.ui.controls.menu import Menu

DeskFor = Callable[..., OpenDesk]
Key, Left = Qt.Key, Qt.MouseButton.LeftButton


def click(desk: OpenDesk, name: str) -> None:
    buttons = desk.house.window.findChildren(QAbstractButton)
    shown = [one for one in buttons if one.isVisible() and one.accessibleName().startswith(name)]
    assert shown, sorted({one.accessibleName() for one in buttons if one.isVisible()})
    QTest.mouseClick(shown[0], Left)


async def choose(desk: OpenDesk, words: str) -> None:
    await desk.until(lambda: isinstance(QApplication.activePopupWidget(), Menu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    (entry,) = (each for each in menu.actions() if each.text().startswith(words))
    QTest.mouseClick(menu, Left, pos=menu.actionGeometry(entry).center())


async def dialog(desk: OpenDesk) -> QDialog:
    await desk.until(lambda: QApplication.activeModalWidget() is not None)
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


def test_who_imported_a_conversation_turns_its_pages_at_once(
    run: Any, desk_for: DeskFor, bot: RunningBot, tmp_path: Path
) -> None:
    now = datetime.now().astimezone()
    messages = [
        Message(f"{number:032d}", role, f"{role.value} {number}\n\n" + "words and words. " * 60, now)
        for number in range(20)
        for role in (Role.USER if number % 2 == 0 else Role.ASSISTANT,)
    ]
    summary = ConversationSummary("c" * 32, "Imported one", now, now)
    file = tmp_path / "conversation.json"
    file.write_text(to_json([ExportedConversation(summary, tuple(messages))]))
    desk = desk_for(bot.url, bot.token)

    async def story() -> None:
        window, page = desk.house.window, desk.house.transcript
        # With room for the history beside the page.
        window.resize(1280, 860)
        await desk.until(lambda: desk.house.history.store is not None)
        click(desk, "Other ways to begin")
        await choose(desk, "Import a conversation")
        asking = await dialog(desk)
        assert isinstance(asking, QFileDialog)
        asking.selectFile(str(file))
        assert asking.selectedFiles() == [str(file)]
        asking.accept()
        # As window managers do.
        window.activateWindow()
        await desk.until(lambda: "assistant 19" in desk.shown)
        focused = window.focusWidget()
        assert focused is window.composer.focusProxy()
        bar = page.verticalScrollBar()
        await desk.until(lambda: bar.value() == bar.maximum() > 0)
        QTest.keyClick(focused, Key.Key_PageUp)
        await desk.until(lambda: bar.value() < bar.maximum())

    run(story())


@pytest.mark.parametrize(
    ("button", "entry"),
    [
        ("Other ways to begin", "Import a conversation"),
        ("Other ways to begin", "Back up all conversations"),
        ("Settings", ""),
    ],
)
def test_who_thinks_better_of_it_types_on_in_the_field(
    run: Any, desk_for: DeskFor, bot: RunningBot, button: str, entry: str
) -> None:
    desk = desk_for(bot.url, bot.token)

    async def story() -> None:
        window = desk.house.window
        await desk.until(lambda: desk.house.history.store is not None)
        click(desk, button)
        if entry:
            await choose(desk, entry)
        (await dialog(desk)).reject()
        await desk.until(lambda: QApplication.activeModalWidget() is None)
        assert window.focusWidget() is window.composer.focusProxy()

    run(story())
