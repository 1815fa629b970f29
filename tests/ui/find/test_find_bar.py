"""Find in the conversation: what the bar asks for, and what it says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.controls.buttons import IconButton
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.find.find_bar import FindBar

Key = Qt.Key
Shift = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bar(qtbot: QtBot) -> FindBar:
    made = FindBar(real_look())
    qtbot.addWidget(made)
    made.resize(700, made.height())
    with qtbot.waitActive(made):
        made.open_bar()
        made.activateWindow()
    return made


def field(bar: FindBar) -> SearchField:
    found = bar.findChild(SearchField)
    assert isinstance(found, SearchField)
    return found


def button(bar: FindBar, name: str) -> IconButton:
    return next(each for each in bar.findChildren(IconButton) if each.accessibleName().startswith(name))


def words(bar: FindBar) -> str:
    label = bar.findChild(QLabel)
    assert isinstance(label, QLabel)
    return label.text()


def test_each_letter_is_looked_for(qtbot: QtBot, bar: FindBar) -> None:
    asked: list[str] = []
    bar.find_changed.connect(asked.append)
    assert field(bar).hasFocus()
    qtbot.keyClicks(field(bar), "paid")
    assert asked == ["p", "pa", "pai", "paid"]


def test_the_count_is_told_in_words(qtbot: QtBot, bar: FindBar) -> None:
    assert words(bar) == ""
    assert not button(bar, "Next").isEnabled()
    field(bar).setText("paid")
    bar.set_count(3, 12)
    assert words(bar) == "3 of 12"
    assert button(bar, "Next").isEnabled()
    bar.set_count(3, 12, leaves_rest=True)
    assert words(bar) == "3 of 12+"
    bar.set_count(0, 0, leaves_rest=True)
    assert words(bar) == "Not found on this page"
    bar.set_count(0, 0)
    assert words(bar) == "Not found"
    assert not button(bar, "Previous").isEnabled()
    field(bar).clear()
    bar.set_count(0, 0)
    assert words(bar) == ""


def test_enter_goes_on_and_shift_enter_back(qtbot: QtBot, bar: FindBar) -> None:
    steps: list[int] = []
    bar.next_requested.connect(steps.append)
    field(bar).setText("paid")
    bar.set_count(1, 2)
    qtbot.keyClick(field(bar), Key.Key_Return)
    qtbot.keyClick(field(bar), Key.Key_Return, Shift)
    button(bar, "Next").click()
    button(bar, "Previous").click()
    assert steps == [1, -1, 1, -1]


def test_escape_closes_at_once_and_the_text_is_looked_for_again(qtbot: QtBot, bar: FindBar) -> None:
    field(bar).setText("paid")
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(field(bar), Key.Key_Escape)
    assert not bar.isVisible()
    assert not bar.close_bar()
    with qtbot.waitSignal(bar.find_changed) as asked:
        bar.open_bar()
    assert asked.args == ["paid"]
    assert field(bar).selectedText() == "paid"


def test_the_close_button_closes(qtbot: QtBot, bar: FindBar) -> None:
    with qtbot.waitSignal(bar.closed):
        button(bar, "Close").click()
    assert not bar.isVisible()


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_it_fits_a_narrow_page(qtbot: QtBot, bar: FindBar, scale: float) -> None:
    bar.set_look(real_look("dark", text_scale=scale))
    field(bar).setText("memberships")
    bar.set_count(3, 12)
    bar.resize(480, bar.height())
    close = button(bar, "Close")
    qtbot.waitUntil(lambda: close.geometry().right() < 480)
    assert field(bar).width() > 100
    assert not bar.grab().isNull()
