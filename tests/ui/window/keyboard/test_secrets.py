"""What is typed where a secret is asked for goes nowhere else: into no scan, no question, no shortcut, and no undo."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support.focused import focused
from support.hand_typing import scan, type_keys
from support.looks import real_look

from strakly_desktop.ui.controls.buttons import IconButton, TextButton
from strakly_desktop.ui.dialogs.new_password import NewPasswordDialog
from strakly_desktop.ui.dialogs.pin import PinDialog
from strakly_desktop.ui.sign_in.card import SignInCard
from strakly_desktop.ui.sign_in.fields import PasswordField
from strakly_desktop.ui.window.main_window import MainWindow


@pytest.fixture
def heard(window: MainWindow) -> list[str]:
    told: list[str] = []
    window.code_scanned.connect(told.append)
    window.question_submitted.connect(lambda question: told.append(f"asked {question}"))
    window.new_chat_requested.connect(lambda: told.append("new chat"))
    return told


def password_dialog(window: MainWindow) -> QDialog:
    dialog = NewPasswordDialog(window.look, window)
    # The last key of a scan asks to save: that is answered, and the next one may be typed.
    dialog.save_requested.connect(lambda *_said: dialog.set_busy(False))
    return dialog


def pin_dialog(window: MainWindow) -> QDialog:
    dialog = PinDialog(window.look, window, has_pin=True)
    dialog.save_requested.connect(lambda *_said: dialog.set_busy(False))
    return dialog


def inside(dialog: QWidget) -> list[QWidget]:
    """Whatever of it can have the keyboard."""
    can = [one for one in dialog.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [one for one in can if one.isVisible() and one.isEnabled()]


def opened(qtbot: QtBot, dialog: QDialog) -> QDialog:
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    return dialog


@pytest.mark.parametrize("made", [password_dialog, pin_dialog])
def test_nothing_typed_in_a_dialog_of_secrets_is_a_scan_wherever_its_keyboard_is(
    window: MainWindow, heard: list[str], qtbot: QtBot, made: Callable[[MainWindow], QDialog]
) -> None:
    dialog = opened(qtbot, made(window))
    for eye in dialog.findChildren(IconButton):
        eye.setChecked(True)
    parts = [part for part in inside(dialog) if not isinstance(part, TextButton)]
    assert len(parts) >= 4, "two fields and their eyes"
    for part in parts:
        part.setFocus()
        assert focused() is part
        scan(part, "4821")
        if isinstance(part, QLineEdit):
            assert part.text().endswith("4821"), "typed fast, it is what the field holds"
    cancel = next(one for one in inside(dialog) if one.accessibleName() == "Cancel")
    cancel.setFocus()
    scan(cancel, "4821")
    assert heard == []
    assert not dialog.isVisible(), "the last Enter is for the button that had the keyboard"


def test_nor_in_what_is_open_over_it(window: MainWindow, heard: list[str], qtbot: QtBot) -> None:
    opened(qtbot, pin_dialog(window))
    other = QDialog(window)
    button = QPushButton("OK", other)
    QVBoxLayout(other).addWidget(button)
    opened(qtbot, other)
    scan(button, "4821")
    assert heard == []


def test_when_it_is_closed_scans_are_heard_again(window: MainWindow, heard: list[str], qtbot: QtBot) -> None:
    opened(qtbot, pin_dialog(window)).reject()
    window.activateWindow()
    window.composer.focus_input()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    scan(focused(), "4821")
    assert heard == ["4821"]


def test_nothing_typed_on_the_sign_in_card_is_a_scan(
    window: MainWindow, heard: list[str], qtbot: QtBot
) -> None:
    card = SignInCard(window.look, window, window.privacy.content)
    card.open_card()
    for show in (
        card.show_credentials,
        card.show_server,
        lambda: card.show_new_password("asha@gym.example"),
    ):
        show()
        for part in inside(card):
            part.setFocus()
            if isinstance(part, QLineEdit):
                part.setText("")
                type_keys(part, "4821", 8)
                QTest.keyClick(part, Qt.Key.Key_Tab)
                assert part.text() == "4821"
            elif isinstance(part, IconButton):
                scan(part, "4821")
    assert heard == []


def test_what_is_typed_while_the_card_asks_goes_nowhere(
    window: MainWindow, heard: list[str], qtbot: QtBot
) -> None:
    card = SignInCard(window.look, window, window.privacy.content)
    card.open_card()
    card.set_busy(True)
    handle = window.windowHandle()
    for key in (Qt.Key.Key_P, Qt.Key.Key_I, Qt.Key.Key_N, Qt.Key.Key_9):
        QTest.keyClick(handle, key)
    QTest.keyClick(handle, Qt.Key.Key_Return)
    assert window.composer.text() == ""
    assert heard == []


def reaches_the_window(key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
    """Whether a key of the window's shortcuts gets past whatever has the keyboard."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
    event.ignore()
    QApplication.sendEvent(QApplication.focusWidget() or QApplication.activeWindow() or QWidget(), event)
    return not event.isAccepted()


def test_of_the_shortcuts_only_those_that_hide_are_heard_while_the_card_asks(window: MainWindow) -> None:
    card = SignInCard(window.look, window, window.privacy.content)
    card.open_card()
    card.set_busy(True)
    control, bare = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
    assert not reaches_the_window(Qt.Key.Key_N, control), "it would stop the answer that runs behind"
    assert reaches_the_window(Qt.Key.Key_L, control)
    assert reaches_the_window(Qt.Key.Key_F8, bare)


def test_a_forgotten_password_is_brought_back_by_no_undo(qtbot: QtBot) -> None:
    field = PasswordField(real_look(), "Password")
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    line = field.findChildren(QLineEdit)[0]
    eye = field.findChildren(IconButton)[0]
    QTest.keyClicks(line, "Secret9")
    field.clear()
    eye.setChecked(True)
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.password() == ""
