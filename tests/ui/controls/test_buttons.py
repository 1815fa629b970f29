"""What every button of the window does with the keyboard, and shows of the mouse."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
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


class Painted(TextButton):
    """Counts how often it is painted."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paints += 1
        super().paintEvent(event)


def test_it_does_not_look_touched_after_the_mouse_left_it_over_a_menu(qtbot: QtBot) -> None:
    """While a menu is open Qt only tells it that the mouse left, and not that it hovers no more: it stayed grey."""
    button = Painted(real_look(), "New chat")
    qtbot.addWidget(button)
    button.show()
    qtbot.waitUntil(lambda: button.paints > 0)
    before = button.paints
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: button.paints > before)
