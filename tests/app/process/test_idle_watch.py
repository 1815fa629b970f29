"""Who goes away from the desk is noticed by the minutes, and nothing but a person counts as somebody."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

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
