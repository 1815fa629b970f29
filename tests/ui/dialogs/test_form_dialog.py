"""Small forms are read whole at every text size: nothing lies over anything, and a low screen scrolls them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls import dialog_room
from strakly_desktop.ui.dialogs.form_dialog import FormDialog
from strakly_desktop.ui.dialogs.new_password import NewPasswordDialog
from strakly_desktop.ui.dialogs.pin import PinDialog
from strakly_desktop.ui.dialogs.sign_out import SignOutDialog

LOW = QSize(1229, 640)


def pin(look: Look, window: QWidget) -> FormDialog:
    dialog = PinDialog(look, window, has_pin=True)
    dialog.open()
    dialog.show_error("This password is not right. Try again.", is_password=True)
    return dialog


def sign_out(look: Look, window: QWidget) -> FormDialog:
    dialog = SignOutDialog(look, window)
    dialog.open()
    dialog._remove.click()
    return dialog


def new_password(look: Look, window: QWidget) -> FormDialog:
    dialog = NewPasswordDialog(look, window)
    dialog.open()
    return dialog


def is_covered(dialog: FormDialog) -> bool:
    """Whether words lie over a field."""
    for line in dialog.findChildren(QLineEdit):
        column = line.parentWidget()
        assert column is not None
        labels = [label for label in column.findChildren(QLabel) if label.isVisible()]
        if any(label.geometry().intersects(line.geometry()) for label in labels):
            return True
    return False


@pytest.mark.parametrize("make", [pin, sign_out, new_password])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_line_has_its_room(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Look, QWidget], FormDialog],
    scale: float,
) -> None:
    monkeypatch.setattr(dialog_room, "room_for_dialog", lambda _dialog: LOW)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = make(real_look(text_scale=scale), window)
    qtbot.waitUntil(lambda: dialog.isVisible() and not is_covered(dialog))
    assert dialog.height() <= LOW.height()
    for label in dialog.findChildren(QLabel):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    dialog.reject()


@pytest.mark.parametrize("make", [new_password, pin])
def test_the_field_that_has_the_keyboard_is_in_sight_where_the_form_scrolls(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, make: Callable[[Look, QWidget], FormDialog]
) -> None:
    """At 1366 by 768, twice as fine, and with text of 200 %: one typed into a field whose upper edge alone was seen."""
    monkeypatch.setattr(dialog_room, "room_for_dialog", lambda _dialog: QSize(610, 323))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = make(real_look(text_scale=2.0), window)
    qtbot.waitUntil(dialog.isActiveWindow)
    line = dialog.focusWidget()
    assert isinstance(line, QLineEdit)
    qtbot.waitUntil(lambda: line.visibleRegion().boundingRect() == line.rect())
    dialog.reject()
