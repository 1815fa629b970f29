"""F2 renames the conversation that is open, wherever the keyboard is; the name that is typed is no question."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from support.focused import focused

from strakly_desktop.conversation.model import ConversationSummary, SearchHit, TextPiece
from strakly_desktop.ui.history.list import HistoryList
from strakly_desktop.ui.window.keyboard.panel_keys import NO_NAME
from strakly_desktop.ui.window.main_window import MainWindow

Key = Qt.Key
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
TWO = [ConversationSummary(name, f"Title {name}", NOON, NOON, False) for name in ("a", "b")]


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    window.resize(1200, 760)
    window.history.set_conversations(TWO, has_more=False)
    return window


@pytest.fixture
def wishes(window: MainWindow) -> list[tuple[str, ...]]:
    told: list[tuple[str, ...]] = []
    window.history.rename_requested.connect(lambda name, title: told.append((name, title)))
    window.question_submitted.connect(lambda question: told.append(("asked", question)))
    window.history.more_requested.connect(lambda: told.append(("more",)))
    return told


def press_f2(window: MainWindow) -> None:
    """Through the window system's door, so that shortcuts are looked for as for a person."""
    handle = focused().window().windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Key.Key_F2)


def rename(qtbot: QtBot, window: MainWindow, name: str) -> None:
    press_f2(window)
    type_name(qtbot, name)


def type_name(qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(lambda: isinstance(focused(), QLineEdit) and focused().objectName() == "historyRename")
    editor = focused()
    assert isinstance(editor, QLineEdit)
    editor.setText(name)
    QTest.keyClick(editor, Key.Key_Return)


def test_after_a_click_the_open_one_is_renamed_and_the_keyboard_is_back_at_the_question(
    window: MainWindow, wishes: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    lists = window.history.findChildren(HistoryList)
    shown = next(one for one in lists if one.accessibleName() == "Conversations")
    shown.executeDelayedItemsLayout()
    at = next(
        shown.visualRect(index).center()
        for row in range(shown.model().rowCount())
        if (index := shown.model().index(row, 0)).data() == "Title b"
    )
    window.history.conversation_chosen.connect(lambda name, _hit: window.history.set_current(name))
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    written = focused()
    rename(qtbot, window, "Dues of May")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is written)
    assert wishes == [("b", "Dues of May")]
    assert window.composer.text() == ""


def test_in_the_history_it_is_the_row_of_the_arrows(
    window: MainWindow, wishes: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    window.history.set_current("a")
    window.history.focus_first(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClick(focused(), Key.Key_Down)
    rename(qtbot, window, "Other")
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), HistoryList))
    assert wishes == [("b", "Other")]


def test_where_the_history_is_hidden_it_comes(
    window: MainWindow, wishes: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    window.history.set_current("a")
    window.resize(600, 700)
    assert not window.history.isVisible()
    rename(qtbot, window, "Other")
    qtbot.waitUntil(lambda: not window.history.isVisible())
    assert wishes == [("a", "Other")]


def test_what_is_searched_for_goes_where_it_hides_the_open_one(
    window: MainWindow, wishes: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    window.history.set_current("a")
    window.history.focus_search()
    with qtbot.waitSignal(window.history.search_changed):
        QTest.keyClicks(focused(), "b")
    window.history.set_hits([SearchHit(TWO[1], (TextPiece("Title b"),))])
    rename(qtbot, window, "Other")
    qtbot.waitUntil(lambda: wishes == [("a", "Other")])


def test_one_that_is_not_listed_yet_is_read_first(
    window: MainWindow, wishes: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    window.history.set_conversations(TWO[:1], has_more=True)
    window.history.set_current("b")
    press_f2(window)
    assert ("more",) in wishes
    window.history.add_conversations(TWO[1:], has_more=False)
    type_name(qtbot, "Other")
    qtbot.waitUntil(lambda: ("b", "Other") in wishes)


def test_a_chat_that_is_in_no_history_has_no_name_and_that_is_said(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(window.composer, "tell", told.append)
    press_f2(window)
    assert told == [NO_NAME]
