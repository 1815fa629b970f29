"""The ring goes where its control goes, and shows no more than can be seen of it."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.focus_ring import GAP, WIDTH, FocusRing

REACH = GAP + WIDTH


class Form(QWidget):
    """Ten buttons in an area that has room for four."""

    def __init__(self) -> None:
        super().__init__()
        look = real_look()
        self.area = QScrollArea(self)
        self.area.setGeometry(20, 20, 300, 160)
        page = QWidget()
        column = QVBoxLayout(page)
        self.buttons = [TextButton(look, f"Button {number}", ButtonKind.NEUTRAL) for number in range(10)]
        for button in self.buttons:
            column.addWidget(button)
        self.area.setWidget(page)
        self.ring = FocusRing(look, self)

    def place_of(self, button: QWidget) -> QRect:
        return QRect(button.mapTo(self, QPoint(0, 0)), button.size())


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.resize(340, 200)
        made.show()
        made.activateWindow()
    made.buttons[0].setFocus()
    qtbot.keyClick(made.buttons[0], Qt.Key.Key_Tab)
    assert made.buttons[1].hasFocus()
    return made


def test_it_goes_along_with_what_scrolls(form: Form) -> None:
    button, ring = form.buttons[1], form.ring
    before = ring.geometry()
    assert before == form.place_of(button).adjusted(-REACH, -REACH, REACH, REACH)
    form.area.verticalScrollBar().setValue(10)
    assert ring.geometry() == before.translated(0, -10)
    form.area.move(form.area.pos() + QPoint(0, 5))
    assert ring.geometry() == before.translated(0, -5)


def test_nothing_of_it_is_outside_of_what_scrolls(form: Form) -> None:
    button, ring = form.buttons[1], form.ring
    half = form.place_of(button).center().y() - form.area.y()
    form.area.verticalScrollBar().setValue(half)
    assert ring.isVisible()
    shown = form.place_of(form.area.viewport())
    assert ring.geometry().top() == shown.top()
    assert ring.geometry().bottom() == form.place_of(button).bottom() + REACH
    form.area.verticalScrollBar().setValue(form.area.verticalScrollBar().maximum())
    assert not ring.isVisible(), "around nothing, or around the control that stands there now"
    form.area.verticalScrollBar().setValue(0)
    assert ring.isVisible()


def test_what_it_left_moves_it_no_more(qtbot: QtBot, form: Form) -> None:
    other = TextButton(real_look(), "Beside", ButtonKind.NEUTRAL, parent=form)
    other.setGeometry(20, 182, 80, 16)
    other.show()
    QWidget.setTabOrder(form.buttons[1], other)
    qtbot.keyClick(form.buttons[1], Qt.Key.Key_Tab)
    assert other.hasFocus()
    there = form.ring.geometry()
    form.area.verticalScrollBar().setValue(30)
    form.area.hide()
    assert form.ring.isVisible() and form.ring.geometry() == there
