"""The window as a person has it before them: shown, active, and with the real page of a conversation in it."""

import pytest
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    look = real_look()
    made = MainWindow(look, TranscriptView(look))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made
