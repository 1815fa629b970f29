"""Every way back to the end follows the answer again, and every way up lets it go."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication
from pytestqt.qtbot import QtBot
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.ui.controls.jump_button import JumpButton
from strakly_desktop.ui.transcript.view import TranscriptView

LINE = "A line of its own.\n\n"
Key, Modifier = Qt.Key, Qt.KeyboardModifier
Way = Callable[[TranscriptView], None]


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    view = shown_view(qtbot, 900, 500)
    view.add_user_message("List them")
    view.begin_answer()
    view.append_text(LINE * 60)
    view.draw_all()
    view.setFocus()
    return view


def keys(key: Qt.Key, times: int = 1, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> Way:
    def press(view: TranscriptView) -> None:
        for _ in range(times):
            QTest.keyClick(view, key, modifier)

    return press


def wheel(pixels: int, times: int = 1) -> Way:
    """As a touchpad tells of it: some pixels at a time."""

    def turn(view: TranscriptView) -> None:
        place = QPointF(view.viewport().rect().center())
        event = QWheelEvent(
            place,
            view.viewport().mapToGlobal(place),
            QPoint(0, pixels),
            QPoint(0, pixels),
            Qt.MouseButton.NoButton,
            Modifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        for _ in range(times):
            QApplication.sendEvent(view.viewport(), event)

    return turn


def drag(place: float) -> Way:
    def move(view: TranscriptView) -> None:
        bar = view.verticalScrollBar()
        bar.setSliderDown(True)
        bar.setSliderPosition(round(bar.maximum() * place))
        bar.setSliderDown(False)

    return move


def action(step: QAbstractSlider.SliderAction) -> Way:
    return lambda view: view.verticalScrollBar().triggerAction(step)


def pill(view: TranscriptView) -> None:
    (button,) = view.findChildren(JumpButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def read_aloud(to_end: bool) -> Way:
    """What a screen reader does: it sets the caret, and the page goes where that is."""

    def go(view: TranscriptView) -> None:
        text = QAccessible.queryAccessibleInterface(view).textInterface()
        text.setCursorPosition(text.characterCount() if to_end else 0)

    return go


def finger(by: float) -> Way:
    """What touch scrolling does: it sets where the page is."""

    def go(view: TranscriptView) -> None:
        bar = view.verticalScrollBar()
        bar.setValue(round(bar.value() + by))

    return go


WAYS_DOWN = {
    "Ctrl+End": keys(Key.Key_End, modifier=Modifier.ControlModifier),
    "Ctrl+Shift+End": keys(Key.Key_End, modifier=Modifier.ControlModifier | Modifier.ShiftModifier),
    "End": keys(Key.Key_End),
    "Page Down": keys(Key.Key_PageDown, 8),
    "Down": keys(Key.Key_Down, 80),
    "Space": keys(Key.Key_Space, 8),
    "drag": drag(1),
    "drag to the last line": drag(0.98),
    "bar": action(QAbstractSlider.SliderAction.SliderToMaximum),
    "pill": pill,
    "wheel": wheel(-400, 20),
    "screen reader": read_aloud(True),
    "finger": finger(5_000),
}
WAYS_UP = {
    "Ctrl+Home": keys(Key.Key_Home, modifier=Modifier.ControlModifier),
    "Home": keys(Key.Key_Home),
    "Page Up": keys(Key.Key_PageUp),
    "Up": keys(Key.Key_Up, 40),
    "Shift+Space": keys(Key.Key_Space, modifier=Modifier.ShiftModifier),
    "drag": drag(0.5),
    "bar": action(QAbstractSlider.SliderAction.SliderSingleStepSub),
    "wheel": wheel(120),
    "touchpad": wheel(3),
    "screen reader": read_aloud(False),
    "finger": finger(-4),
}


@pytest.mark.parametrize("way", WAYS_DOWN)
def test_every_way_back_to_the_end_follows_again(view: TranscriptView, way: str, qtbot: Any) -> None:
    bar = view.verticalScrollBar()
    keys(Key.Key_Home, modifier=Modifier.ControlModifier)(view)
    assert bar.value() < 100
    WAYS_DOWN[way](view)
    view.append_text(LINE * 5)
    view.draw_all()
    assert bar.value() == bar.maximum() > 0
    assert not any(button.isVisible() for button in view.findChildren(JumpButton))


@pytest.mark.parametrize("way", WAYS_UP)
def test_every_way_up_lets_the_end_go(view: TranscriptView, way: str) -> None:
    bar = view.verticalScrollBar()
    keys(Key.Key_End, modifier=Modifier.ControlModifier)(view)
    assert bar.value() == bar.maximum()
    WAYS_UP[way](view)
    went_to = bar.value()
    assert went_to < bar.maximum()
    view.append_text(LINE * 5)
    view.draw_all()
    assert bar.value() == went_to
    (button,) = view.findChildren(JumpButton)
    assert button.isVisible(), "the way back is offered"


def test_what_comes_in_moves_no_reader(view: TranscriptView, qtbot: QtBot) -> None:
    """The page sets its own bar with each frame, and another width or a question does too."""
    bar = view.verticalScrollBar()
    for width in (700, 500, 1_100):
        view.resize(width, 400)
        view.append_text(LINE)
        view.draw_all()
        assert bar.value() == bar.maximum() > 0
    view.finish_answer(view.answer_text, AnswerEnd(message_id="a"))
    view.clear_conversation()
    view.add_user_message("Again?")
    view.begin_answer()
    for _ in range(40):
        view.append_text(LINE)
        view.draw_all()
        assert bar.value() == bar.maximum()
