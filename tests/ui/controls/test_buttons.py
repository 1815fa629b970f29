"""What every button of the window does with the keyboard."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.controls.buttons import IconButton, PaintedButton, TextButton


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("made", ["text", "icon"])
def test_a_button_is_pressed_by_enter_and_by_space(qtbot: QtBot, made: str, key: Qt.Key) -> None:
    look = real_look()
    button: PaintedButton = TextButton(look, "Clear") if made == "text" else IconButton(look, "x", "Close")
    qtbot.addWidget(button)
    button.show()
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    qtbot.keyClick(button, key)
    assert len(clicks) == 1
