"""A scanner is heard wherever the keyboard is, and what it typed is nowhere afterwards."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from strakly_desktop.ui.sign_in.asking import mark_asking
from strakly_desktop.ui.window.lock_face import LockedPerson
from strakly_desktop.ui.window.main_window import MainWindow

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
SLOW_MS = 120


class Keyboard:
    """Presses keys at times of its own, through whatever has the keyboard."""

    def __init__(self) -> None:
        self.now_ms = 1_000

    def press(self, key: Qt.Key, text: str, after_ms: int) -> None:
        self.now_ms += after_ms
        front = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert front is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self.now_ms)
            QApplication.sendEvent(front, event)

    def type(self, text: str, apart_ms: int) -> None:
        for character in text:
            self.press(Qt.Key(ord(character.upper())), character, apart_ms)

    def scan(self, code: str = "4821", end: Qt.Key = ENTER) -> None:
        self.now_ms += 500
        self.type(code, 8)
        self.press(end, "\r" if end is ENTER else "\t", 8)


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


@pytest.fixture
def heard(window: MainWindow) -> list[str]:
    codes: list[str] = []
    window.code_scanned.connect(codes.append)
    window.question_submitted.connect(lambda question: codes.append(f"asked {question}"))
    return codes


@pytest.mark.parametrize("end", [ENTER, TAB])
def test_a_code_leaves_what_is_being_written_as_it_was(
    window: MainWindow, heard: list[str], keyboard: Keyboard, end: Qt.Key
) -> None:
    keyboard.type("Who is ", SLOW_MS)
    keyboard.scan(end=end)
    assert heard == ["4821"]
    assert window.composer.text() == "Who is "
    keyboard.type("in", SLOW_MS)
    assert window.composer.text() == "Who is in"


def test_a_hand_is_no_scanner(window: MainWindow, heard: list[str], keyboard: Keyboard) -> None:
    keyboard.type("4821", SLOW_MS)
    keyboard.press(ENTER, "\r", SLOW_MS)
    assert heard == ["asked 4821"]


def test_longer_and_other_codes_are_questions(
    window: MainWindow, heard: list[str], keyboard: Keyboard
) -> None:
    keyboard.scan("AB-1042")
    keyboard.scan("48215")
    assert heard == ["asked AB-1042", "asked 48215"]


def test_two_keys_at_the_end_are_one(window: MainWindow, heard: list[str], keyboard: Keyboard) -> None:
    window.composer.set_text("")
    keyboard.scan()
    keyboard.press(ENTER, "\r", 8)
    keyboard.scan("1111")
    assert heard == ["4821", "1111"]
    assert window.composer.text() == ""


def test_a_row_or_a_button_with_the_keyboard_is_not_pressed(
    window: MainWindow, heard: list[str], keyboard: Keyboard
) -> None:
    pressed: list[str] = []
    window.new_chat_requested.connect(lambda: pressed.append("new chat"))
    window.empty_state.focus_first(Qt.FocusReason.ShortcutFocusReason)
    keyboard.scan()
    window.history.focus_first(Qt.FocusReason.ShortcutFocusReason)
    keyboard.scan("1111")
    window.history.focus_search()
    keyboard.scan("2222")
    assert heard == ["4821", "1111", "2222"] and pressed == []
    searched = QApplication.focusWidget()
    assert isinstance(searched, QLineEdit) and searched.text() == ""


def test_a_menu_that_is_open_chooses_nothing_and_goes(
    window: MainWindow, heard: list[str], keyboard: Keyboard
) -> None:
    chosen: list[str] = []
    menu = QMenu(window)
    menu.addAction("Delete everything").triggered.connect(lambda: chosen.append("deleted"))
    menu.popup(window.mapToGlobal(QPointF(50, 50)).toPoint())
    keyboard.press(Qt.Key.Key_Down, "", 400)
    keyboard.scan()
    assert heard == ["4821"] and chosen == [] and QApplication.activePopupWidget() is None


def test_a_field_of_a_dialog_keeps_its_text_and_the_dialog_stays(
    window: MainWindow, heard: list[str], keyboard: Keyboard, qtbot: QtBot
) -> None:
    dialog = QDialog(window)
    field = QLineEdit("https://gym", dialog)
    QVBoxLayout(dialog).addWidget(field)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    field.setCursorPosition(5)
    keyboard.scan()
    assert heard == ["4821"] and field.text() == "https://gym" and dialog.isVisible()


def test_what_fills_in_a_password_is_let_through(
    window: MainWindow, heard: list[str], keyboard: Keyboard, qtbot: QtBot
) -> None:
    field = QLineEdit(window)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.show()
    field.setFocus()
    keyboard.scan()
    assert heard == [] and field.text() == "4821"


@pytest.mark.parametrize("end", [ENTER, TAB])
def test_a_code_ends_the_hiding_and_is_heard(
    window: MainWindow, heard: list[str], keyboard: Keyboard, end: Qt.Key
) -> None:
    """The page lay open, and nobody was checked in."""
    window.composer.focus_input()
    keyboard.type("Who is ", SLOW_MS)
    window.privacy.hide_all()
    keyboard.scan(end=end)
    assert heard == ["4821"] and window.composer.text().rstrip() == "Who is"
    assert not window.privacy.is_hiding


def test_what_a_hand_types_to_end_the_hiding_is_no_code(
    window: MainWindow, heard: list[str], keyboard: Keyboard
) -> None:
    window.privacy.hide_all()
    keyboard.type("4821", SLOW_MS)
    keyboard.press(ENTER, "\r", SLOW_MS)
    assert heard == [] and window.composer.text() == ""


def test_no_code_is_heard_where_a_secret_is_hidden(
    window: MainWindow, heard: list[str], keyboard: Keyboard, qtbot: QtBot
) -> None:
    dialog = QDialog(window)
    qtbot.addWidget(dialog)
    mark_asking(dialog)
    QVBoxLayout(dialog).addWidget(QLineEdit())
    with qtbot.waitActive(dialog):
        dialog.open()
    window.privacy.hide_all()
    keyboard.scan()
    assert heard == []


def test_a_locked_desk_takes_a_code_for_nothing(
    window: MainWindow, heard: list[str], keyboard: Keyboard, qtbot: QtBot
) -> None:
    asha = LockedPerson("asha", "Asha Rao", "manager", "Password")
    window.privacy.lock(lambda page: page.set_people(asha, (), is_demo=False))
    page = window.privacy.lock_page
    assert page is not None
    field = next(one for one in page.findChildren(QLineEdit) if one.isVisible())
    field.setFocus()
    keyboard.scan()
    page.setFocus()
    keyboard.scan("1111")
    assert heard == [] and window.composer.text() == ""
    window.privacy.unlock()


def test_another_widget_that_went_away_is_no_trouble(
    window: MainWindow, heard: list[str], keyboard: Keyboard, qtbot: QtBot
) -> None:
    passing = QWidget(window)
    passing.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    passing.show()
    passing.setFocus()
    passing.deleteLater()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not passing)
    window.composer.focus_input()
    keyboard.scan()
    assert heard == ["4821"]
