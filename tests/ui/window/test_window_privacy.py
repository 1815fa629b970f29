"""A window is hidden for a glance or locked, and one goes over the other without a gap to read through."""

import pytest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot
from support.focused import focused
from support.looks import real_look

from strakly_desktop.ui.window.main_window import APP_NAME, MainWindow
from strakly_desktop.ui.window.privacy_cover import PrivacyCover

TITLE = "Dues of Ravi Kumar"


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(real_look(), QTextBrowser())
    qtbot.addWidget(made)
    made.header.set_title(TITLE)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_the_lock_takes_the_place_of_the_glance(qtbot: QtBot, window: MainWindow) -> None:
    assert TITLE in window.windowTitle()
    window.privacy.hide_all()
    assert window.privacy.is_hiding and not window.privacy.is_locked
    window.privacy.lock(lambda _page: None)
    page = window.privacy.lock_page
    assert page is not None and window.privacy.is_hiding
    assert [
        cover for cover in window.findChildren(PrivacyCover) if not cover._is_glass and cover.isVisible()
    ] == []
    assert window.windowTitle() == APP_NAME
    assert window.privacy.content is page
    qtbot.waitUntil(lambda: page.isAncestorOf(focused()))
    window.privacy.unlock()


def test_unlocking_brings_the_title_the_content_and_the_keyboard_back(window: MainWindow) -> None:
    content = window.privacy.content
    window.privacy.lock(lambda _page: None)
    assert content.isHidden()
    window.privacy.unlock()
    assert window.privacy.content is content and content.isVisible()
    assert TITLE in window.windowTitle()
    assert window.composer.isAncestorOf(focused())
    assert not window.privacy.is_hiding
