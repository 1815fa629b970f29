"""The sign-in card: it fits every window and size of text, hands on what was typed, and keeps no password."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from support.focused import focused
from support.looks import real_look

from strakly_desktop.ui.controls.buttons import IconButton, TextButton
from strakly_desktop.ui.sign_in.card import SignInCard
from strakly_desktop.ui.sign_in.fields import SignInField
from strakly_desktop.ui.sign_in.pages import GymChoice


class Window(QWidget):
    """A window with something behind the card."""

    def __init__(self) -> None:
        super().__init__()
        self.content = QWidget()
        self.behind = QPushButton("behind")
        self.locked = QPushButton("locked")
        self.locked.setEnabled(False)
        column = QVBoxLayout(self.content)
        column.addWidget(self.behind)
        column.addWidget(self.locked)
        QVBoxLayout(self).addWidget(self.content)
        self.resize(1000, 720)


@pytest.fixture
def window(qtbot: Any) -> Iterator[Window]:
    made = Window()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made


def opened(window: Window, scale: float = 1.0) -> SignInCard:
    card = SignInCard(real_look(text_scale=scale), window, window.content)
    card.open_card()
    return card


def line(card: SignInCard, name: str) -> QLineEdit:
    found = [one for one in card.findChildren(QLineEdit) if one.accessibleName() == name and one.isVisible()]
    return found[0]


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("size", [(1000, 720), (380, 480), (1366, 700)])
def test_it_stays_inside_the_window_and_its_button_can_be_reached(
    window: Window, scale: float, size: tuple[int, int]
) -> None:
    card = opened(window, scale)
    window.resize(*size)
    card.show_error(SignInField.NONE, "A long sentence that says what to do about it. " * 3)
    box = card.geometry()
    assert window.rect().contains(box)
    assert box.width() <= round(400 * scale)
    submit = next(one for one in card.findChildren(TextButton) if one.accessibleName() == "Sign in")
    card._scrolled.ensureWidgetVisible(submit)
    assert box.translated(-box.topLeft()).contains(submit.mapTo(card, submit.rect().center()))
    assert submit.width() <= box.width()


def test_what_lies_behind_is_out_of_reach_and_comes_back_as_it_was(window: Window) -> None:
    window.behind.setFocus()
    card = opened(window)
    assert not window.behind.isEnabled()
    QTest.keyClick(line(card, "E-mail"), Qt.Key.Key_Backtab)
    assert not window.behind.hasFocus()
    card.close_card()
    assert (window.behind.isEnabled(), window.locked.isEnabled()) == (True, False)


def test_it_is_a_dialog_to_screen_readers_and_no_second_window(window: Window) -> None:
    card = opened(window)
    assert not card.isWindow()
    described = QAccessible.queryAccessibleInterface(card)
    assert described.role() is QAccessible.Role.Dialog
    assert card.accessibleName() == "Sign in to Strakly"
    assert line(card, "Password").accessibleName() == "Password"


def test_what_was_typed_is_handed_on_to_the_last_blank_and_forgotten_at_the_end(window: Window) -> None:
    card = opened(window)
    sent: list[tuple[str, str]] = []
    card.sign_in_requested.connect(lambda email, password: sent.append((email, password)))
    QTest.keyClicks(line(card, "E-mail"), " asha@gym.example")
    QTest.keyClick(line(card, "E-mail"), Qt.Key.Key_Return)
    password = line(card, "Password")
    QTest.keyClicks(password, " two words ")
    QTest.keyClick(password, Qt.Key.Key_Return)
    assert sent == [("asha@gym.example", " two words ")]
    card.close_card()
    assert password.text() == ""


def test_a_password_is_covered_until_its_eye_is_pressed_and_again_when_the_page_is_left(
    window: Window,
) -> None:
    card = opened(window)
    password = line(card, "Password")
    QTest.keyClicks(password, "secret")
    assert password.echoMode() is QLineEdit.EchoMode.Password
    eye = password.findChild(IconButton)
    assert eye is not None
    assert password.rect().contains(eye.geometry())
    QTest.mouseClick(eye, Qt.MouseButton.LeftButton)
    assert password.echoMode() is QLineEdit.EchoMode.Normal
    card.credentials.forgotten.emit()
    card.show_credentials()
    assert password.text() == ""
    assert password.echoMode() is QLineEdit.EchoMode.Password


def test_an_error_stands_at_the_field_at_fault_which_has_the_keyboard(window: Window) -> None:
    card = opened(window)
    card.show_error(SignInField.EMAIL, "Enter your whole e-mail address.")
    email = line(card, "E-mail")
    assert email.hasFocus()
    assert email.accessibleDescription() == "Enter your whole e-mail address."
    card.set_busy(True)
    assert email.accessibleDescription() == ""
    assert not email.isEnabled()
    card.set_busy(False)
    assert email.isEnabled()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_its_head_stays_where_it_is_whatever_the_rest_says(window: Window, scale: float) -> None:
    """The heading jumped with every error and page, and Not now was somewhere else at the second click."""
    card = opened(window, scale)

    def head() -> tuple[int, int]:
        return card.geometry().left(), card.geometry().top()

    stood = head()
    assert stood[1] == (window.height() - card.height()) // 2
    card.set_busy(True)
    card.set_busy(False)
    card.show_error(SignInField.PASSWORD, "This is not the password of that account.")
    taller = card.height()
    assert head() == stood
    card.show_server()
    assert head() == stood and card.height() != taller
    card.show_credentials()
    assert head() == stood
    # Where there is no room below it gives way, and goes back.
    card.show_gyms([GymChoice(number, f"Gym {number}") for number in range(40)])
    assert window.rect().contains(card.geometry()) and (scale > 1 or head() != stood)
    card.show_credentials()
    assert head() == stood
    window.resize(900, 900)
    assert card.geometry().top() == (900 - card.height()) // 2


def test_many_gyms_can_all_be_reached(window: Window) -> None:
    card = opened(window)
    chosen: list[int] = []
    card.gym_chosen.connect(chosen.append)
    card.show_gyms([GymChoice(number, f"Gym {number}") for number in range(1, 41)])
    assert window.rect().contains(card.geometry())
    last = next(one for one in card.findChildren(TextButton) if one.accessibleName() == "Gym 40")
    last.click()
    assert chosen == [40]


def named(card: SignInCard, name: str) -> list[TextButton]:
    return [one for one in card.findChildren(TextButton) if one.accessibleName() == name and one.isVisible()]


def test_where_no_server_is_known_it_is_asked_for_first_and_once(window: Window) -> None:
    card = SignInCard(real_look(), window, window.content)
    told: list[str] = []
    card.server_chosen.connect(lambda server, _assistant: told.append(server))
    card.demo_requested.connect(lambda: told.append("demo"))
    card.left.connect(lambda: told.append("left"))
    card.open_card(asks_server=True)
    assert line(card, "Server address").hasFocus() and not named(card, "Back")
    named(card, "Try the demo gym instead")[0].click()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    QTest.keyClicks(line(card, "Server address"), "gym.example.com")
    named(card, "Continue")[0].click()
    assert told == ["demo", "left", "gym.example.com"]
    card.show_credentials()
    card.credentials.server_change_requested.emit()
    assert named(card, "Use this server") and not named(card, "Try the demo gym instead")
    named(card, "Back")[0].click()
    assert line(card, "E-mail").isVisible()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert told[3:] == ["left"]


@pytest.mark.parametrize("known", ["", "gym.example.com"])
@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Return])
def test_who_types_e_mail_and_password_where_the_address_is_asked_shows_no_password(
    window: Window, key: Qt.Key, known: str
) -> None:
    """Typed as before, without a look: it stood readable in the address fields."""
    card = SignInCard(real_look(), window, window.content)
    chosen: list[str] = []
    card.server_chosen.connect(lambda server, _assistant: chosen.append(server))
    card.server.set_addresses(known, "")
    card.open_card(asks_server=True)
    for typed, then in (("asha@gym.example", key), ("Secret one", Qt.Key.Key_Return)):
        QTest.keyClicks(focused(), typed)
        QTest.keyClick(focused(), then)
    assert [one.text() for one in card.findChildren(QLineEdit) if one.text()] == [
        *filter(None, [known]),
        "asha@gym.example",
    ]
    assert "e-mail" in "".join(one.text() for one in card.findChildren(QLabel) if one.isVisible())
    assert chosen == [] and card.isVisible()
    wrong = next(one for one in card.findChildren(QLineEdit) if "@" in one.text())
    wrong.setFocus()
    wrong.selectAll()
    QTest.keyClicks(wrong, "gym.example.com")
    assert line(card, "Assistant address").isEnabled() and line(card, "Server address").isEnabled()


def test_where_there_is_no_demo_none_is_offered_before_the_server_either(window: Window) -> None:
    card = SignInCard(real_look(), window, window.content)
    card.set_demo_offered(False)
    card.open_card(asks_server=True)
    assert not named(card, "Try the demo gym instead") and named(card, "Not now")


@pytest.mark.parametrize("has_demo", [True, False])
@pytest.mark.parametrize("asks_server", [True, False])
def test_there_is_a_way_out_to_be_seen_on_whichever_page_comes_first(
    window: Window, *, asks_server: bool, has_demo: bool
) -> None:
    card = SignInCard(real_look(), window, window.content)
    left: list[bool] = []
    card.left.connect(lambda: left.append(True))
    card.set_demo_offered(has_demo)
    card.open_card(asks_server=asks_server)
    named(card, "Not now")[0].click()
    assert left == [True]


@pytest.mark.parametrize("page", ["server", "forgotten", "new_password"])
def test_escape_goes_back_a_step_and_from_the_first_page_leaves(window: Window, page: str) -> None:
    card = opened(window)
    left: list[bool] = []
    card.left.connect(lambda: left.append(True))
    card._show_page(getattr(card, page))
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert card.credentials.isVisible()
    assert left == []
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert left == [True]


@pytest.mark.parametrize(
    ("asked_on", "turned_to"), [("forgotten", "new_password"), ("new_password", "credentials")]
)
def test_a_page_that_was_left_while_something_was_asked_can_be_used_again(
    window: Window, asked_on: str, turned_to: str
) -> None:
    """Whoever mistyped their e-mail could not ask for a second code: the page of it took neither key nor click."""
    card = opened(window)
    card._show_page(getattr(card, asked_on))
    card.set_busy(True)
    card._show_page(getattr(card, turned_to))
    card.set_busy(False)
    card._show_page(getattr(card, asked_on))
    page = getattr(card, asked_on)
    assert all(line.isEnabled() for line in page.findChildren(QLineEdit))
    assert all(one.isEnabled() for one in page.findChildren(TextButton))
    assert page.isAncestorOf(QApplication.focusWidget())


def test_no_page_can_be_used_while_something_is_asked(window: Window) -> None:
    card = opened(window)
    card.set_busy(True)
    card._show_page(card.forgotten)
    assert not any(line.isEnabled() for line in card.forgotten.findChildren(QLineEdit))
