"""A notice that goes by itself does so only while its button can be pressed; and Ctrl+Z presses an Undo."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot
from support.focused import focused

from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.window.main_window import MainWindow

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def undone(window: MainWindow) -> list[str]:
    """What was undone; the notice that offers it is up."""
    told: list[str] = []
    window.resize(1200, 760)
    offer(window, "deleted", told)
    return told


def offer(window: MainWindow, key: str, told: list[str], label: str = "Undo") -> None:
    window.notices.show_notice(
        Notice(
            key,
            NoticeKind.INFO,
            "Conversation deleted.",
            action=NoticeAction(label, lambda: told.append(key)),
            timeout_ms=60_000,
        )
    )


def is_running(window: MainWindow) -> bool:
    return window.notices._rows["deleted"]._leaving.isActive()


def dialog(window: MainWindow) -> QWidget:
    made = QDialog(window)
    made.open()
    return made


def menu(window: MainWindow) -> QWidget:
    made = QMenu(window)
    made.addAction("Rename")
    made.popup(window.mapToGlobal(QPoint(20, 20)))
    return made


def over_it(window: MainWindow) -> QWidget:
    made = QWidget(window)
    made.setGeometry(window.rect())
    made.show()
    return made


@pytest.mark.parametrize("cover", [dialog, menu, over_it])
def test_its_time_waits_while_something_lies_over_it(
    window: MainWindow, undone: list[str], qtbot: QtBot, cover: Callable[[MainWindow], QWidget]
) -> None:
    qtbot.waitUntil(lambda: is_running(window))
    over = cover(window)
    qtbot.waitUntil(lambda: not is_running(window))
    over.close()
    window.activateWindow()
    qtbot.waitUntil(lambda: is_running(window))


def test_and_while_another_window_is_in_front(window: MainWindow, undone: list[str], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: is_running(window))
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    qtbot.waitUntil(lambda: not is_running(window))
    window.activateWindow()
    qtbot.waitUntil(lambda: is_running(window))


def test_what_ends_under_a_dialog_that_has_just_come_up_is_still_there_behind_it(
    window: MainWindow, undone: list[str], qtbot: QtBot
) -> None:
    over = dialog(window)
    window.notices._rows["deleted"]._leaving.timeout.emit()
    assert "deleted" in window.notices.shown()
    over.close()
    window.activateWindow()
    qtbot.waitUntil(lambda: is_running(window))
    assert window.notices._rows["deleted"].left_ms > 1_000, "it would be gone before it is seen"


def press_undo() -> None:
    """Through the window system's door, so that shortcuts are looked for as for a person."""
    handle = focused().window().windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Key.Key_Z, CONTROL)


def test_ctrl_z_undoes_what_is_offered_to_be_undone(window: MainWindow, undone: list[str]) -> None:
    offer(window, "other", undone, "Open")
    press_undo()
    assert undone == ["deleted"]
    assert window.notices.shown() == ["other"]
    press_undo()
    assert undone == ["deleted"]


def test_the_last_one_first(window: MainWindow, undone: list[str]) -> None:
    offer(window, "theme", undone)
    press_undo()
    press_undo()
    assert undone == ["theme", "deleted"]


def test_also_with_the_keyboard_on_a_button_or_in_an_empty_search(
    window: MainWindow, undone: list[str], qtbot: QtBot
) -> None:
    window.history.focus_search()
    press_undo()
    assert undone == ["deleted"]
    offer(window, "theme", undone)
    window.notices.focus_first(Qt.FocusReason.TabFocusReason)
    press_undo()
    assert undone == ["deleted", "theme"]


def test_what_was_typed_is_undone_first(window: MainWindow, undone: list[str]) -> None:
    QTest.keyClicks(focused(), "who owes us")
    press_undo()
    assert undone == []
    assert window.composer.text() != "who owes us"


def test_a_question_that_was_sent_does_not_come_back_for_it(window: MainWindow, undone: list[str]) -> None:
    QTest.keyClicks(focused(), "who owes us")
    QTest.keyClick(focused(), Key.Key_Return)
    assert window.composer.text() == ""
    press_undo()
    assert undone == ["deleted"]
    assert window.composer.text() == ""


def test_nothing_is_undone_behind_a_dialog(window: MainWindow, undone: list[str]) -> None:
    over = dialog(window)
    press_undo()
    assert undone == []
    over.close()
