"""The history in the window: beside the page, folded, or as a drawer over it."""

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.conversation.model import ConversationSummary
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.find.find_bar import FindBar
from strakly_desktop.ui.history.list import HistoryList
from strakly_desktop.ui.window.history_dock import HistoryDock
from strakly_desktop.ui.window.main_window import MainWindow

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier
NOW = datetime.now().astimezone()


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(real_look(), QTextBrowser())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.history.set_conversations([ConversationSummary("a", "Revenue", NOW, NOW)], False)
    return made


def resize(qtbot: QtBot, window: MainWindow, width: int) -> None:
    window.resize(width, 800)
    place = window.findChild(HistoryDock)
    assert isinstance(place, HistoryDock)
    qtbot.waitUntil(lambda: place.width() == width)


def page_left(window: MainWindow) -> int:
    return window.header.mapTo(window, QPoint(0, 0)).x()


def shown(window: MainWindow) -> set[str]:
    """What the header offers for the history."""
    return {
        button.accessibleName()
        for button in (window.header._history, window.header._new_chat)
        if button.isVisible()
    }


def search_field(window: MainWindow) -> SearchField:
    field = window.history.findChild(SearchField)
    assert isinstance(field, SearchField)
    return field


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def writes(window: MainWindow) -> bool:
    return window.composer.isAncestorOf(focused())


def test_there_is_room_for_both_in_a_wide_window(window: MainWindow) -> None:
    assert window.history.isVisible()
    assert window.history.width() == 264
    assert page_left(window) == 264
    assert shown(window) == set()


@pytest.mark.parametrize(("width", "beside"), [(860, True), (859, False), (480, False)])
def test_a_narrow_window_folds_the_history(
    qtbot: QtBot, window: MainWindow, width: int, beside: bool
) -> None:
    resize(qtbot, window, width)
    assert window.history.isVisible() == beside
    assert page_left(window) == (264 if beside else 0)
    assert shown(window) == (set() if beside else {"Show history (Ctrl+B)", "New chat"})
    resize(qtbot, window, 1280)
    assert window.history.isVisible()
    assert shown(window) == set()


@pytest.mark.parametrize(("scale", "beside"), [(0.8, True), (1.25, True), (1.5, False), (2.0, False)])
def test_large_text_folds_the_history_too(window: MainWindow, scale: float, beside: bool) -> None:
    window.set_look(real_look(text_scale=scale))
    assert window.history.isVisible() == beside
    assert page_left(window) == (round(264 * scale) if beside else 0)


def test_ctrl_b_folds_and_unfolds(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(focused(), Key.Key_B, Ctrl)
    assert not window.history.isVisible()
    assert shown(window) == {"Show history (Ctrl+B)", "New chat"}
    qtbot.mouseClick(window.header._history, Qt.MouseButton.LeftButton)
    assert window.history.isVisible()


def test_folding_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(focused(), Key.Key_K, Ctrl)
    assert search_field(window).hasFocus()
    qtbot.mouseClick(window.history._fold, Qt.MouseButton.LeftButton)
    assert not window.history.isVisible()
    assert writes(window)


def test_ctrl_k_searches_wherever_the_history_is(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(focused(), Key.Key_B, Ctrl)
    assert not window.history.isVisible()
    qtbot.keyClick(focused(), Key.Key_K, Ctrl)
    assert page_left(window) == 264
    assert search_field(window).hasFocus()
    window.composer.focus_input()
    resize(qtbot, window, 700)
    qtbot.keyClick(focused(), Key.Key_K, Ctrl)
    assert window.history.isVisible()
    assert page_left(window) == 0
    assert search_field(window).hasFocus()


def test_the_drawer_lies_over_the_page(qtbot: QtBot, window: MainWindow) -> None:
    resize(qtbot, window, 700)
    qtbot.mouseClick(window.header._history, Qt.MouseButton.LeftButton)
    assert window.history.isVisible()
    assert page_left(window) == 0
    scrim, beside = window.childAt(300, 400), window.childAt(100, 300)
    assert scrim is not None and scrim.mapTo(window, QPoint(0, 0)) == QPoint(0, 0), "it covers the page"
    assert beside is not None and window.history.isAncestorOf(beside)
    qtbot.mouseClick(window.childAt(500, 400), Qt.MouseButton.LeftButton, pos=QPoint(500, 400))
    assert not window.history.isVisible()
    assert writes(window)


def test_escape_closes_the_drawer_before_it_stops_the_answer(qtbot: QtBot, window: MainWindow) -> None:
    resize(qtbot, window, 700)
    window.composer.set_busy(True)
    qtbot.keyClick(focused(), Key.Key_B, Ctrl)
    assert search_field(window).hasFocus()
    qtbot.keyClicks(search_field(window), "rev")
    with qtbot.assertNotEmitted(window.stop_requested):
        qtbot.keyClick(focused(), Key.Key_Escape)
        assert search_field(window).text() == ""
        assert window.history.isVisible()
        qtbot.keyClick(focused(), Key.Key_Escape)
        assert not window.history.isVisible()
    assert writes(window)
    with qtbot.waitSignal(window.stop_requested):
        qtbot.keyClick(focused(), Key.Key_Escape)


def test_what_is_chosen_from_the_drawer_closes_it(qtbot: QtBot, window: MainWindow) -> None:
    resize(qtbot, window, 700)
    view = window.history.findChild(HistoryList)
    assert isinstance(view, HistoryList)
    qtbot.keyClick(focused(), Key.Key_B, Ctrl)
    qtbot.keyClick(focused(), Key.Key_Down)
    with qtbot.waitSignal(window.history.conversation_chosen) as chosen:
        qtbot.keyClick(focused(), Key.Key_Return)
    assert chosen.args == ["a", ""]
    assert not window.history.isVisible()
    assert writes(window)


def test_a_drawer_becomes_the_panel_when_the_window_grows(qtbot: QtBot, window: MainWindow) -> None:
    resize(qtbot, window, 700)
    qtbot.keyClick(focused(), Key.Key_B, Ctrl)
    resize(qtbot, window, 1280)
    assert window.history.isVisible()
    assert page_left(window) == 264
    resize(qtbot, window, 700)
    assert not window.history.isVisible()


def test_escape_in_the_docked_history_returns_to_the_composer(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(focused(), Key.Key_K, Ctrl)
    qtbot.keyClick(focused(), Key.Key_Down)
    assert window.history.isAncestorOf(focused())
    qtbot.keyClick(focused(), Key.Key_Escape)
    assert writes(window)
    assert window.history.isVisible()


def test_letters_typed_in_the_list_go_to_the_composer(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(focused(), Key.Key_K, Ctrl)
    qtbot.keyClick(focused(), Key.Key_Down)
    qtbot.keyClicks(focused(), "hi")
    assert window.composer.text() == "hi"


def test_tab_visits_the_history_in_the_order_of_the_look(qtbot: QtBot, window: MainWindow) -> None:
    window.history._fold.setFocus(Qt.FocusReason.TabFocusReason)
    names = [focused().accessibleName()]
    for _ in range(9):
        qtbot.keyClick(focused(), Key.Key_Tab)
        names.append(focused().accessibleName())
    assert names == [
        "Hide history (Ctrl+B)",
        "New chat",
        "Other ways to begin",
        "Search conversations",
        "Conversations",
        "Sign in to your gym",
        "Lock (Ctrl+L)",
        "Settings",
        "Hide what is on the screen (F8)",
        "More",
    ]


def test_ctrl_f_finds_in_a_conversation_only(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.find_bar
    assert isinstance(bar, FindBar)
    qtbot.keyClick(focused(), Key.Key_F, Ctrl)
    assert not bar.isVisible()
    window.pages.show_transcript()
    qtbot.keyClick(focused(), Key.Key_F, Ctrl)
    assert bar.isAncestorOf(focused())
    with qtbot.waitSignal(bar.next_requested) as asked:
        qtbot.keyClick(focused(), Key.Key_F3)
    assert asked.args == [1]
    with qtbot.waitSignal(bar.next_requested) as asked:
        qtbot.keyClick(focused(), Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert asked.args == [-1]
    qtbot.keyClick(focused(), Key.Key_Escape)
    assert not bar.isVisible()
    assert writes(window)


def test_a_new_chat_closes_the_find_bar(qtbot: QtBot, window: MainWindow) -> None:
    window.pages.show_transcript()
    qtbot.keyClick(focused(), Key.Key_F, Ctrl)
    with qtbot.waitSignal(window.find_bar.closed):
        window.pages.show_empty_state()
    assert writes(window)
