"""The real window and its dialogs on screens of every size, and what gives way where they are low."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.conversation.model import ConversationSummary
from strakly_desktop.ui.controls import dialog_room
from strakly_desktop.ui.controls.managed_settings import ManagedSettings
from strakly_desktop.ui.controls.window_place import Area, Frame
from strakly_desktop.ui.dialogs.about import AboutDialog, AboutFacts
from strakly_desktop.ui.dialogs.settings import SettingsDialog, SettingsForm
from strakly_desktop.ui.dialogs.shortcuts import ShortcutsDialog
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.window import window_on_screen
from strakly_desktop.ui.window.main_window import MainWindow
from strakly_desktop.ui.window.window_menu import ACCENTS, MODES

# The logical size of each screen, from 1024 x 768 at a scale of 2 upwards.
SMALL = [(512, 384), (640, 480), (683, 384), (819, 614), (1024, 728), (1366, 728)]
WORST = Notice(
    "turn",
    NoticeKind.DANGER,
    "The answer was cut off before its end.",
    "What has arrived is kept, but do not rely on it. Press Retry to ask again.",
    NoticeAction("Retry", lambda: None),
)
NEWS = [
    Notice(
        f"n{number}",
        NoticeKind.WARNING,
        "The thread is lost.",
        "Ask again.",
        NoticeAction("Quote", lambda: None),
    )
    for number in "12"
]


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(real_look(), QTextBrowser())
    qtbot.addWidget(made)
    return made


def the_screen() -> QRect:
    return QGuiApplication.screens()[0].availableGeometry()


def is_whole(window: QWidget, part: QWidget) -> bool:
    return window.rect().contains(QRect(part.mapTo(window, QPoint(0, 0)), part.size())) and part.isVisible()


def button(window: QWidget, name: str) -> QAbstractButton:
    return next(found for found in window.findChildren(QAbstractButton) if found.accessibleName() == name)


def pretend_screen(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> Area:
    screen = Area(0, 0, *size)
    for module in (window_on_screen, dialog_room):
        monkeypatch.setattr(module, "screen_areas", lambda: [screen])
    return screen


def test_geometry_travels_as_text(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(700, 610)
    text = window.on_screen.geometry_text()
    assert text.isascii()
    other = MainWindow(real_look(), QTextBrowser())
    qtbot.addWidget(other)
    other.on_screen.open_at(text)
    assert (other.width(), other.height()) == (700, 610)


def test_maximised_comes_back_maximised_and_normal_as_it_was(qtbot: QtBot, window: MainWindow) -> None:
    window.on_screen.open_at("")
    window.resize(900, 700)
    window.show()
    window.showMaximized()
    text = window.on_screen.geometry_text()
    other = MainWindow(real_look(), QTextBrowser())
    qtbot.addWidget(other)
    other.on_screen.open_at(text)
    other.show()
    assert other.windowState() & Qt.WindowState.WindowMaximized
    other.showNormal()
    assert (other.width(), other.height()) == (900, 700)


@pytest.mark.parametrize("show", [MainWindow.show, MainWindow.showMaximized])
def test_a_window_that_is_closed_tells_the_geometry_it_had(
    window: MainWindow, show: Callable[[MainWindow], None]
) -> None:
    window.on_screen.open_at("")
    window.resize(900, 700)
    show(window)
    text = window.on_screen.geometry_text()
    window.close()
    assert not window.isVisible()
    assert window.on_screen.geometry_text() == text


def test_a_window_that_a_smaller_screen_cuts_is_brought_back(window: MainWindow) -> None:
    window.on_screen.open_at("")
    window.show()
    window.setGeometry(1700, 900, 1280, 800)
    window.on_screen.keep_in_sight()
    assert the_screen().contains(window.frameGeometry())
    assert (window.width(), window.height()) == (1280, 800)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", SMALL)
def test_composer_and_settings_are_whole_whatever_else_there_is(
    qtbot: QtBot,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    scale: float,
) -> None:
    screen = pretend_screen(monkeypatch, size)
    window.on_screen.open_at("")
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.set_look(real_look(text_scale=scale))
    window.show()
    room = Frame().inside(screen)
    assert window.width() <= room.width
    assert window.height() <= room.height
    window.suggestions.set_suggestions(
        ["Who is new?", "Show the two unpaid ones", "Send all of them a reminder"]
    )
    for notice in (*NEWS, WORST):
        window.notices.show_notice(notice)
    window.composer.set_text("\n".join("a long question" for _ in range(12)))
    qtbot.waitUntil(lambda: is_whole(window, window.composer))
    assert is_whole(window, button(window.composer, "Send"))
    assert "turn" in window.notices.shown()
    assert not window.notices.geometry().intersects(window.composer.geometry())
    if window.height() / scale < 180:
        return  # Text at 200 % on half a screen: head and foot of the history alone are higher.
    if not window.history.isVisible():
        button(window.header, "Show history (Ctrl+B)").click()
    assert is_whole(window, button(window.history, "Settings"))


def about(window: MainWindow) -> QDialog:
    licences = "\n".join(f"library {number}: MIT" for number in range(60))
    return AboutDialog(
        window.look, AboutFacts("1.2.0", "abc", "Python, Qt, Debian, x86_64", licences), window
    )


def settings(window: MainWindow) -> QDialog:
    form = SettingsForm("", "", 1.0, None, False)
    return SettingsDialog(
        window.look,
        form,
        ManagedSettings(),
        (1.0, 2.0),
        "The demo gym on this computer",
        window,
        themes=MODES,
        accents=ACCENTS,
    )


def shortcuts(window: MainWindow) -> QDialog:
    return ShortcutsDialog(window.look, window)


@pytest.mark.parametrize(("made", "last"), [(about, "Close"), (settings, "Save"), (shortcuts, "Close")])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", SMALL)
def test_dialogs_are_never_larger_than_the_screen(
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    scale: float,
    made: Callable[[MainWindow], QDialog],
    last: str,
) -> None:
    screen = pretend_screen(monkeypatch, size)
    window.set_look(real_look(text_scale=scale))
    window.show()
    dialog = made(window)
    dialog.open()
    room = Frame().inside(screen)
    for _ in range(2):
        assert dialog.width() <= room.width
        assert dialog.height() <= room.height
        assert is_whole(dialog, button(dialog, last))
        for found in dialog.findChildren(QAbstractButton):
            if found.accessibleName() == "Licences":
                found.click()
    dialog.reject()


def test_beside_the_search_and_the_chips_the_composer_is_whole_in_the_lowest_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    """At 1366 by 768, twice as fine, and with text of 200 %: its lower edge lay below the window's."""
    window.set_look(real_look(text_scale=2.0))
    window.setMinimumSize(480, 344)
    window.resize(683, 375)
    window.show()
    window.suggestions.set_suggestions(["List all clients", "Expired memberships"])
    window.find_bar.show()
    composer = window.composer
    qtbot.waitUntil(window.find_bar.isVisible)
    qtbot.waitUntil(lambda: composer.mapTo(window, composer.rect().bottomLeft()).y() < window.height() == 375)


def test_a_conversation_can_be_chosen_in_the_lowest_window(window: MainWindow, qtbot: QtBot) -> None:
    window.set_look(real_look(text_scale=2.0))
    window.setMinimumSize(480, 344)
    window.resize(683, 375)
    window.show()
    panel = window.history
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    panel.set_conversations([ConversationSummary("c1", "Who owes us money?", now, now)], has_more=False)
    window.header.history_requested.emit()
    kept = panel._lists[0]
    row = kept.model().index(1, 0)
    qtbot.waitUntil(lambda: panel.isVisible() and kept.viewport().rect().intersects(kept.visualRect(row)))
    assert kept.viewport().height() >= kept.visualRect(row).height()
    window.resize(1366, 900)
    qtbot.waitUntil(panel._foot.isVisible)
