"""The PIN of who is signed in, set as a hand does it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from support.desk import OpenDesk
from support.stand_in_backend import PASSWORD

from strakly_desktop.ui.dialogs.pin import PinDialog


def ask_for_pin(desk: OpenDesk, pin: str, password: str = PASSWORD) -> PinDialog:
    """Fill in the dialog and press Enter; it is looked at from then on."""
    window = desk.house.window
    window.menu.pin_requested.emit()
    dialog = window.findChildren(PinDialog)[-1]
    for name, text in (("Password", password), ("New PIN", pin), ("New PIN again", pin)):
        line = next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == name)
        line.setFocus()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
    return dialog
