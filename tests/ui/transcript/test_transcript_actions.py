"""What can be done with an answer, where its buttons stand, and how mouse and keyboard come to older ones."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support.focused import focused
from support.looks import real_look

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownQuestion
from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.controls.buttons import IconButton
from strakly_desktop.ui.page.answer_actions import AnswerAction, AnswerActions
from strakly_desktop.ui.transcript.view import TranscriptView

SOURCE = "From memberships, client list · Main branch · 18:42"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    """Two answers, the first by one [link] and a source line, and buttons before and after the page."""
    install_fonts()
    window = QWidget()
    view = TranscriptView(real_look())
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    for part in (QPushButton("before"), view, QPushButton("after")):
        column.addWidget(part)
    qtbot.addWidget(window)
    window.resize(900, 640)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    for number, text in enumerate(("**First** [one](/1)", "Second [two](/2)")):
        view.add_user_message(f"Question {number}?", f"q{number}")
        view.begin_answer()
        view.finish_answer(text, AnswerEnd(SOURCE, message_id=f"a{number}"))
    view.draw_all()
    view.grab()
    yield window


@pytest.fixture
def view(window: QWidget) -> TranscriptView:
    return window.findChildren(TranscriptView)[0]


def older(view: TranscriptView) -> AnswerActions:
    return view.findChildren(AnswerActions)[0]


def last(view: TranscriptView) -> AnswerActions:
    return view.findChildren(AnswerActions)[1]


def button(bar: QWidget, name: str) -> IconButton:
    return next(button for button in bar.findChildren(IconButton) if button.accessibleName() == name)


def names(bar: QWidget) -> list[str]:
    """What the buttons of a bar are called, in order."""
    return [button.accessibleName() for button in bar.findChildren(IconButton) if not button.isHidden()]


def point_at(view: TranscriptView, text: str) -> None:
    # Straight to the page: a window of another test may lie above this one.
    place = QPointF(view.cursorRect(view.document().find(text)).center())
    none, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, place, view.viewport().mapToGlobal(place), none, none, no_key)
    QApplication.sendEvent(view.viewport(), move)


def press(key: Qt.Key) -> None:
    QTest.keyClick(focused(), key)


class TestTheLastAnswer:
    def test_its_actions_tell_which_answer_it_is(self, qtbot: QtBot, view: TranscriptView) -> None:
        with qtbot.waitSignal(view.action_requested) as told:
            QTest.mouseClick(button(last(view), "Ask again"), Qt.MouseButton.LeftButton)
        assert told.args == [AnswerAction.ASK_AGAIN, "a1"]

    def test_they_stand_right_after_the_source_line(self, view: TranscriptView) -> None:
        (line,) = source_lines(view)
        bar = last(view).geometry()
        assert bar.top() <= line.center().y() <= bar.bottom()
        assert 0 < bar.left() - line.right() < 20

    @pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
    def test_they_stand_below_it_where_there_is_no_room(
        self, window: QWidget, view: TranscriptView, scale: float
    ) -> None:
        view.set_look(real_look(text_scale=scale))
        below = 0
        for width in range(340, 1100, 40):
            window.resize(width, 600)
            view.jump_to_end()
            bar = last(view).geometry()
            assert not any(line.intersects(bar) for line in source_lines(view)), width
            assert view.viewport().rect().contains(bar), width
            below += bar.top() > source_lines(view)[-1].bottom()
        assert below > 0

    def test_the_keyboard_passes_them_on_its_way_out(self, window: QWidget, view: TranscriptView) -> None:
        button(last(view), "Copy answer").setFocus()
        for name in names(last(view))[1:]:
            press(Qt.Key.Key_Tab)
            assert button(last(view), name).hasFocus()
        press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is window.findChildren(QPushButton)[1]

    def test_what_the_keyboard_reaches_comes_into_sight(self, window: QWidget, view: TranscriptView) -> None:
        window.resize(500, 130)
        bar = view.verticalScrollBar()
        bar.setValue(0)
        assert not view.viewport().rect().intersects(last(view).geometry())
        window.findChildren(QPushButton)[1].setFocus()
        press(Qt.Key.Key_Backtab)
        assert last(view).has_focus()
        assert view.viewport().rect().contains(last(view).geometry())

    def test_what_the_mouse_presses_stays_where_it_is(self, window: QWidget, view: TranscriptView) -> None:
        window.resize(500, 130)
        bar = view.verticalScrollBar()
        bar.setValue(bar.maximum())
        place = last(view).geometry()
        bar.setValue(bar.value() - (view.viewport().height() - place.center().y()))
        before = bar.value()
        QTest.mouseClick(button(last(view), "Copy answer"), Qt.MouseButton.LeftButton)
        assert last(view).has_focus() and bar.value() == before


class TestAnOlderAnswer:
    def test_its_actions_show_under_the_mouse(self, view: TranscriptView) -> None:
        assert older(view).isHidden()
        point_at(view, "First")
        assert older(view).isVisible()
        assert older(view).geometry().top() < view.cursorRect(view.document().find("Question 1?")).top()
        point_at(view, "Second")
        assert older(view).isHidden()

    def test_they_do_what_they_say_with_that_answer(self, qtbot: QtBot, view: TranscriptView) -> None:
        point_at(view, "First")
        with qtbot.waitSignal(view.action_requested) as told:
            QTest.mouseClick(button(older(view), "Copy answer"), Qt.MouseButton.LeftButton)
        assert told.args == [AnswerAction.COPY, "a0"]

    def test_only_the_last_question_can_be_asked_again(self, view: TranscriptView) -> None:
        point_at(view, "First")
        assert "Ask again" in names(last(view))
        assert "Copy answer" in names(older(view))
        assert "Ask again" not in names(older(view))

    def test_the_keyboard_comes_to_them_between_the_links(self, qtbot: QtBot, view: TranscriptView) -> None:
        told: list[str] = []
        view.link_activated.connect(told.append)
        view.setFocus(Qt.FocusReason.TabFocusReason)
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_Tab)
        assert button(older(view), "Copy answer").hasFocus()
        assert older(view).isVisible()
        for _ in names(older(view)):
            press(Qt.Key.Key_Tab)
        assert view.hasFocus()
        assert older(view).isHidden()
        press(Qt.Key.Key_Return)
        assert told == ["/1", "/2"]
        for name in reversed(names(older(view))):
            press(Qt.Key.Key_Backtab)
            assert button(older(view), name).hasFocus()
        press(Qt.Key.Key_Backtab)
        press(Qt.Key.Key_Return)
        assert told == ["/1", "/2", "/1"]

    def test_they_go_with_the_text(self, window: QWidget, view: TranscriptView) -> None:
        window.resize(900, 300)
        view.verticalScrollBar().setValue(0)
        view.grab()
        point_at(view, "First")
        before = older(view).pos()
        view.verticalScrollBar().setValue(20)
        assert older(view).pos() == before - QPoint(0, 20)

    def test_they_go_with_the_conversation(self, view: TranscriptView) -> None:
        point_at(view, "First")
        view.clear_conversation()
        assert older(view).isHidden()
        assert last(view).isHidden()


def source_lines(view: TranscriptView) -> list[QRect]:
    """Where the words of the last source line stand in the viewport."""
    block = view.document().lastBlock()
    corner = view.document().documentLayout().blockBoundingRect(block).topLeft()
    corner.setY(corner.y() - view.verticalScrollBar().value())
    lines = (block.layout().lineAt(index) for index in range(block.layout().lineCount()))
    return [line.naturalTextRect().translated(corner).toRect() for line in lines]


def test_a_table_without_a_source_line_keeps_the_buttons_off_its_frame(view: TranscriptView) -> None:
    view.add_user_message("Dues?", "q2")
    view.begin_answer()
    view.finish_answer("| A | B |\n|---|---|\n| x | y |\n", AnswerEnd("", message_id="a2"))
    view.draw_all()
    view.grab()
    footer = view.document().lastBlock()
    end = view.document().documentLayout().blockBoundingRect(footer).top() - view.verticalScrollBar().value()
    assert last(view).y() - end >= 4


def test_copy_says_for_a_moment_that_it_has_copied(view: TranscriptView, qtbot: QtBot) -> None:
    copy = button(last(view), "Copy answer")
    ready = copy.grab().toImage()
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert copy.accessibleName() == copy.toolTip() == "Copied"
    assert copy.grab().toImage() != ready
    (moment,) = copy.findChildren(QTimer)
    assert moment.isActive()
    moment.timeout.emit()
    assert copy.accessibleName() == copy.toolTip() == "Copy answer"


def test_a_theme_change_and_another_answer_leave_nothing_of_copied(view: TranscriptView) -> None:
    ends: tuple[Callable[[], None], ...] = (
        lambda: view.set_look(real_look("dark")),
        lambda: last(view).set_answer("another", has_table=False, has_chart=False),
    )
    for end in ends:
        copy = button(last(view), "Copy answer")
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
        end()
        assert copy.accessibleName() == "Copy answer"
        assert not copy.findChildren(QTimer)[0].isActive()


@pytest.mark.parametrize("how", ["menu key", "Shift and Space", "Shift and click"])
def test_the_other_forms_of_copy_are_at_its_button(view: TranscriptView, qtbot: QtBot, how: str) -> None:
    copy = button(last(view), "Copy answer")
    asked: list[tuple[AnswerAction, str]] = []
    view.action_requested.connect(lambda action, message_id: asked.append((action, message_id)))
    copy.setFocus(Qt.FocusReason.TabFocusReason)
    if how == "menu key":
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Keyboard, copy.rect().center(), copy.mapToGlobal(copy.rect().center())
        )
        QApplication.sendEvent(copy, event)
    elif how == "Shift and Space":
        QTest.keyClick(copy, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    else:
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    (menu,) = last(view).findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Copy as Markdown",
        "Copy as plain text",
        "Copy as HTML",
    ]
    assert asked == []
    menu.actions()[1].trigger()
    assert asked == [(AnswerAction.COPY_TEXT, "a1")]
    assert copy.accessibleName() == "Copied"
    menu.close()


@pytest.mark.parametrize("answer", ["a0", "a1"])
def test_a_source_line_whose_branch_is_named_late_is_written_anew_and_stays(
    view: TranscriptView, answer: str
) -> None:
    named = SOURCE.replace("Main branch", "Lake Road")
    view.set_source_line(answer, named)
    lines = [SOURCE, SOURCE]
    lines[int(answer[1])] = named

    def shown() -> list[str]:
        blocks = view.document().toPlainText().split("\n")
        return [line for line in blocks if line.startswith("From ")]

    assert shown() == lines
    view.set_look(real_look())
    assert shown() == lines


@pytest.mark.parametrize("begun", [False, True])
def test_a_source_line_that_is_named_before_its_answer_is_drawn_is_not_lost(
    view: TranscriptView, begun: bool
) -> None:
    """The name of the branch came while the conversation was still being written from its end."""
    turns = [
        message
        for number in range(30)
        for message in (
            ShownQuestion(f"{number}?", f"q{number}"),
            ShownAnswer("Words. " * 400, AnswerEnd(SOURCE, message_id=f"b{number}")),
        )
    ]
    view.clear()
    view.show_conversation(turns, has_earlier=False)
    if begun:
        view._earlier._apart = view._earlier._begin(view._earlier._turns.pop())
    assert view._earlier.holds("b0") and not view._earlier.is_settled
    named = SOURCE.replace("Main branch", "Lake Road")
    for number in range(30):
        view.set_source_line(f"b{number}", named)
    view._earlier.write_all()
    lines = [line for line in view.document().toPlainText().split("\n") if line.startswith("From ")]
    assert lines == [named] * 30


def test_a_source_line_of_an_answer_that_is_not_on_the_page_changes_nothing(view: TranscriptView) -> None:
    before = view.document().toHtml()
    view.set_source_line("elsewhere", "From nowhere")
    view.set_source_line("a0", "")
    assert view.document().toHtml() == before
