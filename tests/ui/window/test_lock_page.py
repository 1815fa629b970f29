"""A locked window says whose desk it is, and who else can open it, at every text size."""

import sys
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.controls.form_fields import ErrorLine
from strakly_desktop.ui.window.lock_face import LockedPerson, LockFace
from strakly_desktop.ui.window.lock_page import SCANNED, LockPage

NAMES = (
    *("Asha Rao", "Ravi Kumar", "Meera Subramaniam", "Imran Khan", "Olivia Owner"),
    *("Dharmendra Krishnamurthy", "Tara Trainer", "Joe Li", "Nina Patel"),
)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_off_or_lies_over_anything(qtbot: QtBot, scale: float) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 748)
    people = [LockedPerson(name, name, "Front desk", "PIN, or password", has_pin=True) for name in NAMES]
    page = LockPage(real_look(text_scale=scale), window)
    page.setGeometry(window.rect())
    page.set_people(people[0], people[1:], is_demo=False)
    window.show()
    qtbot.waitUntil(page.isVisible)
    page.show_error("This PIN is not right. Try again, or enter your password.")
    error = page.findChildren(ErrorLine)[0]
    line = page.findChildren(QLineEdit)[0]
    qtbot.waitUntil(lambda: not error.geometry().intersects(line.geometry()))
    assert error.height() >= error.heightForWidth(error.width())
    face = page._face
    assert face.height() >= face.sizeHint().height()
    assert any(text == NAMES[0] for *_, text in face._lines())
    places = [button.mapTo(page, button.rect().topLeft()) for button in page._other_buttons]
    for button, place in zip(page._other_buttons, places, strict=True):
        assert button.width() >= button.sizeHint().width()
        assert page.rect().contains(button.rect().translated(place))
    last = page._else
    assert page.rect().contains(last.rect().translated(last.mapTo(page, last.rect().topLeft())))


@pytest.mark.parametrize("others", [0, 3])
@pytest.mark.parametrize("scale", [1.0, 1.25])
def test_whose_desk_it_is_can_be_read_at_every_height(qtbot: QtBot, scale: float, others: int) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = LockPage(real_look(text_scale=scale), window)
    person, *rest = (LockedPerson(name, name, "Front desk", "PIN", has_pin=True) for name in NAMES)
    page.set_people(person, rest[:others], is_demo=False)
    window.show()
    for height in range(round(380 * scale), 800, 20):
        window.resize(800, height)
        page.setGeometry(window.rect())
        page._column.activate()
        face = page._face
        assert face.height() >= face.sizeHint().height(), height
        assert any(text == NAMES[0] for *_, text in face._lines())


@pytest.mark.parametrize("others", [0, 3, 8])
def test_in_a_window_that_is_too_low_it_scrolls_and_nothing_is_cut(qtbot: QtBot, others: int) -> None:
    """At 1366 by 768, twice as fine, and with text of 200 %: the field and other people lay below the buttons."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(683, 375)
    page = LockPage(real_look(text_scale=2.0), window)
    page.setGeometry(window.rect())
    people = [LockedPerson(name, name, "Front desk", "PIN, or password", has_pin=True) for name in NAMES]
    page.set_people(people[0], people[1 : 1 + others], is_demo=False)
    window.show()
    window.activateWindow()
    page.focus_field()
    page.show_error("This PIN is not right. Try again, or enter your password.")
    line, error = page.findChildren(QLineEdit)[0], page.findChildren(ErrorLine)[0]
    parts = [page._face, line, page._unlock, *page._other_buttons, page._way, page._else]
    content = page._content

    def places() -> list[QRect]:
        return [part.rect().translated(part.mapTo(content, part.rect().topLeft())) for part in parts]

    qtbot.waitUntil(lambda: error.isVisible() and error.height() >= error.heightForWidth(error.width()))
    qtbot.waitUntil(lambda: all(part.height() >= part.sizeHint().height() for part in parts))
    for place, below in pairwise(places()):
        assert content.rect().contains(place) and content.rect().contains(below)
        assert not place.intersects(below)
    qtbot.waitUntil(lambda: line.visibleRegion().boundingRect() == line.rect())
    last = page._else
    last.setFocus()
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect() == last.rect())


def test_a_number_that_nobody_has_is_no_part_of_a_password(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = LockPage(real_look(), window)
    page.set_people(LockedPerson("a", NAMES[0], "Owner", "Password"), (), is_demo=False)
    window.show()
    line = page.findChildren(QLineEdit)[0]
    QTest.keyClick(line, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert line.text() == ""
    QTest.keyClick(line, Qt.Key.Key_1)
    assert line.text() == "1"


ALT, META = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier
SHIFT, KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.skipif(sys.platform == "darwin", reason="Option writes characters there.")
@pytest.mark.parametrize("held", [ALT, META, ALT | SHIFT, ALT | META, ALT | KEYPAD])
def test_a_key_of_a_shortcut_is_no_part_of_a_pin(qtbot: QtBot, held: Qt.KeyboardModifier) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = LockPage(real_look(), window)
    people = [LockedPerson(name, name, "Front desk", "PIN, or password", has_pin=True) for name in NAMES[:3]]
    page.set_people(people[0], people[1:], is_demo=False)
    window.show()
    line = page.findChildren(QLineEdit)[0]
    for key in (Qt.Key.Key_9, Qt.Key.Key_0, Qt.Key.Key_8, Qt.Key.Key_A, Qt.Key.Key_Z, Qt.Key.Key_Minus):
        QTest.keyClick(line, key, held)
        assert line.text() == ""
    for typed in (Qt.KeyboardModifier.NoModifier, KEYPAD):
        QTest.keyClick(line, Qt.Key.Key_9, typed)
    assert line.text() == "99"
    line.clear()
    # AltGr, which some systems tell as two keys.
    QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_At, CONTROL | ALT, "@"))
    assert line.text() == "@"


def test_the_keypad_chooses_a_person_too(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = LockPage(real_look(), window)
    people = [LockedPerson(name, name, "Front desk", "PIN, or password", has_pin=True) for name in NAMES[:3]]
    page.set_people(people[0], people[1:], is_demo=False)
    window.show()
    chosen: list[str] = []
    page.person_chosen.connect(chosen.append)
    QTest.keyClick(page.findChildren(QLineEdit)[0], Qt.Key.Key_2, ALT | KEYPAD)
    assert chosen == [NAMES[2]]


@pytest.mark.parametrize("height", range(460, 640, 20))
def test_a_refusal_below_the_field_cuts_nobodys_name(qtbot: QtBot, height: int) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, height)
    page = LockPage(real_look(), window)
    page.resize(800, height)
    me = LockedPerson("a", "Priya Sharma", "Manager", "Password", has_pin=True)
    others = [LockedPerson(str(number), f"Person {number}", "Staff", "PIN") for number in range(3)]
    page.set_people(me, others, is_demo=False)
    window.show()
    page.show()
    page.show_error("This is not the right password.")
    face = page.findChildren(LockFace)[0]
    qtbot.waitUntil(lambda: face.height() >= face.sizeHint().height())


@pytest.mark.parametrize("size", [(1366, 748), (800, 660)])
@pytest.mark.parametrize("words", ["This PIN is not right.", SCANNED])
def test_the_field_stays_where_it_is_when_it_refuses(qtbot: QtBot, size: tuple[int, int], words: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(*size)
    page = LockPage(real_look(), window)
    page.resize(*size)
    me = LockedPerson("a", "Priya Sharma", "Manager", "PIN", has_pin=True)
    page.set_people(me, [LockedPerson("b", "Asha Rao", "Staff", "PIN")], is_demo=False)
    window.show()
    page.show()
    line = page.findChildren(QLineEdit)[0]

    def places() -> list[int]:
        page._column.activate()
        return [part.mapTo(page, part.rect().topLeft()).y() for part in (page._face, line)]

    QApplication.sendPostedEvents()
    stood, error = places(), page.findChildren(ErrorLine)[0]
    assert stood[0] > 20
    page.show_error(words)
    qtbot.waitUntil(lambda: error.isVisible() and error.height() > 0)
    assert places() == stood
    QTest.keyClicks(line, "4")
    qtbot.waitUntil(lambda: not error.isVisible())
    assert places() == stood
