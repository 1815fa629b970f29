"""Who goes away from the desk is noticed by the minutes, and nothing but a person counts as somebody."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from strakly_desktop.app.process.idle_watch import IdleWatch


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_minutes_without_a_key_are_told_once_and_a_key_in_any_widget_begins_anew(qtbot: Any) -> None:
    clock, told = Clock(), []
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    qtbot.waitExposed(line)
    watch = IdleWatch(now=clock)
    watch.begin()
    watch.went_idle.connect(lambda: told.append(clock.now))
    watch.wait_for(2)
    clock.now += 119
    watch.look()
    assert told == []
    # As the system sends it, to the window and not to a widget.
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_A)
    clock.now += 119
    watch.look()
    assert told == []
    clock.now += 1
    watch.look()
    watch.look()
    assert len(told) == 1
    QTest.mouseMove(line.windowHandle())
    clock.now += 200
    watch.look()
    assert len(told) == 2


def test_no_minutes_are_never_told_and_a_clock_set_back_is_nobody_away(qapp: Any) -> None:
    clock, told = Clock(), []
    watch = IdleWatch(now=clock)
    watch.begin()
    watch.went_idle.connect(lambda: told.append(True))
    clock.now += 100_000
    watch.look()
    assert told == []
    watch.wait_for(1)
    clock.now -= 5_000
    watch.look()
    clock.now += 59
    watch.look()
    assert told == []
    clock.now += 1
    watch.look()
    assert told == [True]
    watch.wait_for(None)
    clock.now += 100_000
    watch.look()
    assert told == [True]


def test_each_key_click_and_turn_of_the_wheel_is_told_before_the_window_has_it(qtbot: Any) -> None:
    line, heard = QLineEdit(), []
    qtbot.addWidget(line)
    line.show()
    qtbot.waitExposed(line)
    watch = IdleWatch(line)
    watch.begin()
    watch.used.connect(lambda: heard.append(line.text()))
    for key in (Qt.Key.Key_A, Qt.Key.Key_B):
        QTest.keyClick(line.windowHandle(), key)
    assert (heard, line.text()) == (["", "a"], "ab")
    QTest.mouseClick(line.windowHandle(), Qt.MouseButton.LeftButton)
    assert len(heard) == 3
    # Who only crosses the window on the way elsewhere uses nothing of it.
    QTest.mouseMove(line.windowHandle())
    assert len(heard) == 3


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit])
def test_words_of_an_input_method_alone_are_somebody(qtbot: Any, field: type[QWidget]) -> None:
    """A keyboard on the screen and dictation send no key: they hand their words to the field, past its window."""
    clock, told, heard = Clock(), [], []
    page = QWidget()
    fields = [field(page), field(page)]
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    watch = IdleWatch(page, now=clock)
    watch.begin()
    watch.used.connect(lambda: heard.append(True))
    watch.went_idle.connect(lambda: told.append(clock.now))
    watch.wait_for(2)
    for line in (*fields, fields[0]):
        line.setFocus()
        qtbot.waitUntil(lambda line=line: watch._field is not None and watch._field() is line)
        for commit in ("", "नमस्ते"):
            event = QInputMethodEvent("" if commit else "न", [])
            event.setCommitString(commit)
            clock.now += 100
            QApplication.sendEvent(line, event)
            watch.look()
    assert told == []
    assert len(heard) == 6
    fields[0].deleteLater()
    qtbot.wait(0)
    clock.now += 120
    watch.look()
    assert len(told) == 1


def test_what_is_dragged_into_a_window_is_somebody(qtbot: Any) -> None:
    clock, told = Clock(), []
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    qtbot.waitExposed(line)
    watch = IdleWatch(line, now=clock)
    watch.begin()
    watch.went_idle.connect(lambda: told.append(clock.now))
    watch.wait_for(2)
    # As the system sends it to the window; what is in it is read by the widget alone.
    for kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
        clock.now += 100
        assert not watch.eventFilter(line.windowHandle(), QEvent(kind))
        watch.look()
    assert told == []
