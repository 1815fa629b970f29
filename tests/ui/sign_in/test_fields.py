"""A password behind dots takes only what was typed while the keyboard was in it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from support.looks import real_look

from strakly_desktop.ui.sign_in.fields import PasswordField


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_what_is_typed_on_the_eye_does_not_come_into_the_password(qtbot: Any) -> None:
    field = PasswordField(real_look(), "Password")
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field._line.setFocus()
    QTest.keyClicks(focused(), "Secret123")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is field._eye
    QTest.keyClicks(focused(), "4826")
    assert field.password() == "Secret123"
    QTest.keyClick(focused(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(focused(), "4")
    assert "4" in field.password(), "back in the line, it takes what is typed"
