"""When another day begins."""

from datetime import date, timedelta

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from strakly_desktop.ui.history.day_watch import DayWatch


def test_a_day_is_told_once_also_when_the_clock_goes_back(qtbot: QtBot) -> None:
    parent = QObject()
    day = date(2026, 11, 22)
    watch = DayWatch(parent, lambda: day)
    told: list[date] = []
    watch.day_begun.connect(told.append)
    watch.look()
    assert told == []
    for _ in range(2):
        day += timedelta(days=1)
        watch.look()
        watch.look()
    day -= timedelta(days=1)
    watch.look()
    assert told == [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 23)]
    assert watch.day == day
