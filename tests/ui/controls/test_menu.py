"""Letters find the entries of a menu; which one is chosen, Enter says."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.hand_typing import HAND_MS, type_keys
from support.looks import RESOURCES

from strakly_desktop.theme.stylesheet import build_stylesheet
from strakly_desktop.theme.theme import Accent, ThemeMode, load_themes
from strakly_desktop.ui.controls.menu import Menu


@pytest.fixture
def chosen() -> list[str]:
    return []


@pytest.fixture
def menu(qtbot: QtBot, chosen: list[str]) -> Iterator[Menu]:
    window = QWidget()
    qtbot.addWidget(window)
    made = Menu(window)
    for words in (
        "New chat",
        "Find a member...",
        "Sign in...",
        "Sets && more",
        "Set",
        "Shown not",
        "Delete\tDel",
    ):
        made.addAction(words).triggered.connect(lambda _checked, words=words: chosen.append(words))
    made.actions()[5].setEnabled(False)
    export = made.add_submenu("Export as")
    export.addAction("Markdown")
    made.popup(QPoint(0, 0))
    yield made
    made.close()


def active(menu: Menu) -> str:
    entry = menu.activeAction()
    return "" if entry is None else entry.text()


def test_a_letter_goes_to_its_entry_and_enter_chooses_it(menu: Menu, chosen: list[str]) -> None:
    type_keys(menu, "f")
    assert active(menu) == "Find a member..." and menu.isVisible() and chosen == []
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert chosen == ["Find a member..."]


def test_more_letters_narrow_it_and_the_same_one_goes_through_all(menu: Menu) -> None:
    type_keys(menu, "se")
    assert active(menu) == "Sets && more"
    type_keys(menu, "s", 5000)
    assert active(menu) == "Sets && more"
    seen = []
    for _ in range(4):
        type_keys(menu, "s")
        seen.append(active(menu))
    assert seen == ["Set", "Sign in...", "Sets && more", "Set"]
    type_keys(menu, "x")
    assert active(menu) == "Set", "what nothing begins with changes nothing"


def test_a_space_belongs_to_the_words_while_it_goes_on_with_them(menu: Menu, chosen: list[str]) -> None:
    type_keys(menu, "sets & m")
    assert active(menu) == "Sets && more" and chosen == []
    type_keys(menu, "d", 5000)
    assert active(menu) == "Delete\tDel"


def test_a_menu_behind_an_entry_opens_when_it_is_asked_to_and_listens_as_well(menu: Menu) -> None:
    type_keys(menu, "expor")
    assert active(menu) == "Export as" and QApplication.activePopupWidget() is menu
    QTest.keyClick(menu, Qt.Key.Key_Right)
    behind = QApplication.activePopupWidget()
    assert isinstance(behind, Menu) and behind is not menu
    type_keys(behind, "m", HAND_MS)
    assert active(behind) == "Markdown"


def test_keys_with_control_are_those_of_the_window(menu: Menu) -> None:
    QTest.keyClick(menu, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert active(menu) == ""


def test_what_the_screen_has_no_room_for_is_scrolled_to(qtbot: QtBot) -> None:
    """At 200 % the last entries stood in a second column, of which the screen showed the beginning."""
    window = QWidget()
    qtbot.addWidget(window)
    themes = load_themes(RESOURCES / "themes" / "tokens.json")
    theme = themes.resolve(ThemeMode.LIGHT, Accent.GREEN, False, False)
    window.setStyleSheet(build_stylesheet(theme, 2.0))
    menu = Menu(window)
    entries = [menu.addAction(f"Entry {number}") for number in range(60)]
    menu.popup(QPoint(0, 0))
    try:
        # Its last line of pixels is the border, and Qt lets that go over the edge.
        assert menu.screen().availableGeometry().adjusted(0, 0, 0, 1).contains(menu.geometry())
        assert {menu.actionGeometry(entry).left() for entry in entries} == {
            menu.actionGeometry(entries[0]).left()
        }
        type_keys(menu, "entry 59")
        assert active(menu) == "Entry 59"
        assert menu.rect().contains(menu.actionGeometry(entries[-1]))
    finally:
        menu.close()
