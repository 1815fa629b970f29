"""Locking a desk and opening it again, as a hand does it, and what can be read on the page meanwhile."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from support.desk import OpenDesk
from support.focused import focused
from support.hand_typing import type_keys
from support.stand_in_backend import PASSWORD

from strakly_desktop.ui.window.lock_page import LockPage


async def lock(desk: OpenDesk) -> None:
    window = desk.house.window
    window.activateWindow()
    await desk.until(window.isActiveWindow)
    QTest.keyClick(focused(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.privacy.is_locked


def lock_page(desk: OpenDesk) -> LockPage:
    page = desk.house.window.privacy.lock_page
    assert page is not None
    return page


def secret_line(desk: OpenDesk) -> QLineEdit:
    """Where the PIN or the password is typed."""
    return lock_page(desk).findChildren(QLineEdit)[0]


def lock_words(desk: OpenDesk) -> str:
    """All that can be read on the page."""
    return " ".join(label.text() for label in lock_page(desk).findChildren(QLabel) if label.isVisible())


async def enter(desk: OpenDesk, secret: str) -> None:
    await desk.until(secret_line(desk).isEnabled)
    type_keys(secret_line(desk), f"{secret}\n")


async def unlock(desk: OpenDesk, password: str = PASSWORD) -> None:
    await enter(desk, password)
    await desk.until(lambda: not desk.house.window.privacy.is_locked)
