"""What is typed before a dialog is there is in the dialog, and in nothing else."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot
from support.focused import focused

from strakly_desktop.ui.window.keyboard.held_keys import HeldKeys
from strakly_desktop.ui.window.main_window import MainWindow


def type_below(window: MainWindow, *keys: str | Qt.Key) -> None:
    """As keys come from the keyboard to the window that has it."""
    for key in keys:
        QTest.keyClick(window.windowHandle(), Qt.Key(ord(key.upper())) if isinstance(key, str) else key)


def test_keys_that_came_before_the_dialog_are_typed_into_it(window: MainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    field = QLineEdit()
    QVBoxLayout(dialog).addWidget(field)

    def open_dialog() -> None:
        field.setFocus()
        dialog.open()

    held = HeldKeys(window)
    type_below(window, "a", "s", "x", Qt.Key.Key_Backspace)
    held.release(open_dialog)
    type_below(window, "h", "a")
    qtbot.waitUntil(lambda: field.text() == "asha")
    assert not window.composer.text()
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.composer.setFocus()
    type_below(window, "w", "h", "o")
    assert window.composer.text() == "who"


def test_where_no_dialog_opens_the_keys_go_where_the_keyboard_is(window: MainWindow, qtbot: QtBot) -> None:
    window.composer.setFocus()
    held, opened = HeldKeys(window), list[str]()
    type_below(window, "w", "h", "o")
    assert not window.composer.text()
    held.release(lambda: opened.append(focused().objectName()))
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert window.composer.text() == "who"


def test_a_key_that_is_held_down_does_not_keep_the_dialog_away(window: MainWindow, qtbot: QtBot) -> None:
    opened: list[bool] = []
    held = HeldKeys(window)
    held.release(lambda: opened.append(True))

    def press() -> bool:
        type_below(window, "a")
        return bool(opened)

    qtbot.waitUntil(press)
