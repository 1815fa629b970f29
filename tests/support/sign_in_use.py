"""The sign-in card of an open desk, as a person uses it with the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from support.desk import OpenDesk
from support.stand_in_backend import PASSWORD

from strakly_desktop.ui.sign_in.card import SignInCard


def card_of(desk: OpenDesk) -> SignInCard | None:
    cards = [card for card in desk.house.window.findChildren(SignInCard) if card.isVisible()]
    return cards[0] if cards else None


def card_text(desk: OpenDesk) -> str:
    card = card_of(desk)
    labels = card.findChildren(QLabel) if card is not None else []
    return "\n".join(label.text() for label in labels if label.isVisible())


def field(desk: OpenDesk, name: str) -> QLineEdit:
    card = card_of(desk)
    assert card is not None, "no card is open"
    lines = card.findChildren(QLineEdit)
    return next(line for line in lines if line.accessibleName() == name and line.isVisible())


def button(desk: OpenDesk, name: str, within: QWidget | None = None) -> QAbstractButton:
    place = within or card_of(desk)
    assert place is not None
    found = [b for b in place.findChildren(QAbstractButton) if b.accessibleName() == name and b.isVisible()]
    assert found, f"no button {name}"
    return found[0]


async def until_card(desk: OpenDesk) -> None:
    await desk.until(lambda: card_of(desk) is not None)
    desk.house.window.activateWindow()
    await desk.until(desk.house.window.isActiveWindow)


async def fill_in(desk: OpenDesk, email: str, password: str = PASSWORD) -> None:
    """Type both by the keyboard and press Enter."""
    await until_card(desk)
    line = field(desk, "E-mail")
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, email)
    QTest.keyClick(line, Qt.Key.Key_Return)
    line = field(desk, "Password")
    assert line.hasFocus(), "Enter goes on to the password"
    line.selectAll()
    QTest.keyClicks(line, password)
    QTest.keyClick(line, Qt.Key.Key_Return)


async def sign_in(desk: OpenDesk, email: str = "owner@example.test") -> None:
    await fill_in(desk, email)
    await desk.until(lambda: card_of(desk) is None)
