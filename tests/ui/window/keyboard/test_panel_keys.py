"""Esc takes back one step a press, and stops nothing but a running answer."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTextBrowser
from pytestqt.qtbot import QtBot
from support.focused import focused
from support.looks import real_look

from strakly_desktop.ui.window.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(real_look(), QTextBrowser())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_escape_stops_only_a_running_answer(qtbot: QtBot, window: MainWindow) -> None:
    stops: list[bool] = []
    window.stop_requested.connect(lambda: stops.append(True))
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert stops == []
    window.composer.set_busy(True)
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert stops == [True]
    window.composer.set_busy(False)
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert stops == [True]


def test_escape_held_down_takes_one_step(qtbot: QtBot, window: MainWindow) -> None:
    window.composer.set_busy(True)
    stops: list[str] = []
    window.stop_requested.connect(lambda: stops.append("stop"))
    for repeated in (True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "", repeated
        )
        QApplication.sendEvent(focused(), event)
    assert stops == []
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert stops == ["stop"]
