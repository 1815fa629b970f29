"""The pill above the lower edge: it counts what came in below since the reader left, and nothing else."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.ui.controls.jump_button import JumpButton
from strakly_desktop.ui.find.text_pattern import phrase_pattern
from strakly_desktop.ui.transcript.view import TranscriptView

LINE = "A line of its own.\n\n"


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot, 900, 500)


def turns(first: int, last: int) -> list[ShownMessage]:
    found: list[ShownMessage] = []
    for number in range(first, last):
        found.append(ShownQuestion(f"Question {number}?", f"q{number}"))
        found.append(ShownAnswer(f"Needle {number}.\n\n" + LINE * 5, AnswerEnd(message_id=f"a{number}")))
    return found


def label(view: TranscriptView) -> str:
    (pill,) = view.findChildren(JumpButton)
    return pill.accessibleName().removeprefix("Jump to the end, ") if pill.isVisible() else ""


def lines(view: TranscriptView) -> int:
    words = label(view)
    return int(words.split()[0]) if words[:1].isdigit() else 0


def test_messages_that_come_above_are_not_new(view: TranscriptView, qtbot: Any) -> None:
    view.show_conversation(turns(20, 45), has_earlier=True)
    view.found.find(phrase_pattern("needle"))
    for _ in range(3):
        view.found.step(-1)
    assert label(view) == "Latest"
    view.add_earlier(turns(0, 20), has_earlier=False)
    qtbot.waitUntil(lambda: "Question 0?" in view.toPlainText())
    for _ in range(30):
        view.found.step(-1)
        assert label(view) == "Latest"


def test_what_comes_in_below_is_counted_while_places_are_walked(view: TranscriptView) -> None:
    view.show_conversation(turns(0, 8), has_earlier=False)
    view._earlier.write_all()
    view.add_user_message("Next?")
    view.begin_answer()
    view.append_text("One word")
    view.draw_all()
    view.found.find(phrase_pattern("needle"))
    view.found.step(-4)
    assert label(view) == "Latest"
    view.append_text(" and more.\n\n" + LINE * 10)
    view.draw_all()
    assert 9 <= lines(view) <= 16
    counted = lines(view)
    view.found.step(1)
    view.found.step(1)
    assert lines(view) == counted
    view.append_text(LINE * 10)
    view.draw_all()
    assert lines(view) > counted + 8


@pytest.mark.parametrize("rebuild", [False, True])
def test_another_width_or_text_size_brings_nothing_new(view: TranscriptView, rebuild: bool) -> None:
    text = "Many words of a long paragraph that wraps. " * 20
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text(f"Needle\n\n{text}\n\n" * 5)
    view.draw_all()
    view.found.find(phrase_pattern("needle"))
    view.verticalScrollBar().setValue(0)
    view._end.note_reader()
    assert label(view) == "Latest"
    if rebuild:
        view.set_look(real_look(text_scale=1.5))
    else:
        view.resize(500, 500)
    view._pill.count()
    assert lines(view) <= 1


def test_text_stays_under_a_mouse_that_is_down_on_it(view: TranscriptView, qtbot: QtBot) -> None:
    view.add_user_message("List them")
    view.begin_answer()
    view.append_text(LINE * 40)
    view.draw_all()
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    place = view.viewport().rect().center()
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    before = bar.value()
    view.append_text(LINE * 20)
    view.draw_all()
    assert bar.value() == before
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert label(view), "the way back to the end is offered"
    view.append_text(LINE)
    view.draw_all()
    assert bar.value() == before


def test_the_pill_is_whole_after_another_text_size(view: TranscriptView) -> None:
    view.show_conversation(turns(0, 30), has_earlier=False)
    view.verticalScrollBar().setValue(0)
    view._end.note_reader()
    (pill,) = view.findChildren(JumpButton)
    for scale in (2.0, 0.8, 1.5):
        view.set_look(real_look(text_scale=scale))
        assert pill.size() == pill.sizeHint()
        assert view.rect().contains(pill.geometry())


HEAD = "| # | Client | Due |\n|--|--|--:|\n"


def rows(first: int, last: int) -> str:
    return "".join(f"| {n} | Client {n} Kumar | {n},500 |\n" for n in range(first, last))


def left_the_end(view: TranscriptView, text: str) -> None:
    view.add_user_message("List them")
    view.begin_answer()
    view.append_text(text)
    view.draw_all()
    view.verticalScrollBar().setValue(0)
    view._end.note_reader()
    assert label(view) == "Latest"


@pytest.mark.parametrize("step", [1, 7, 46])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_rows_are_counted_as_rows_however_high_they_are(
    view: TranscriptView, step: int, scale: float
) -> None:
    view.set_look(real_look(text_scale=scale))
    left_the_end(view, "Clients:\n\n" + HEAD + rows(0, 30))
    for first in range(30, 76, step):
        view.append_text(rows(first, min(first + step, 76)))
        view.draw_all()
        assert lines(view) == min(first + step, 76) - 30
    view.append_text("\nThat is all of them.\n")
    view.draw_all()
    assert lines(view) == 47
    view.finish_answer(view.answer_text, AnswerEnd("From client stats"))
    view.draw_all()
    view._end.note_reader()
    assert lines(view) == 48, "with the line of its sources"


def test_lines_and_tables_that_come_one_after_the_other_are_added_up(view: TranscriptView) -> None:
    left_the_end(view, LINE * 30)
    expected = 0
    for _ in range(3):
        view.append_text(LINE * 2 + HEAD + rows(0, 12) + "\n" + "- one\n- two\n\n```\na\nb\nc\n```\n\n")
        expected += 2 + 13 + 2 + 3
        view.draw_all()
        assert lines(view) == expected
    view.resize(600, 500)
    assert lines(view) == expected


def test_a_wrapped_line_counts_as_often_as_it_is_read(view: TranscriptView) -> None:
    left_the_end(view, LINE * 30 + "Some words that ")
    view.append_text("go on and on " * 40)
    view.draw_all()
    narrow = view.document().lastBlock().layout().lineCount() - 1
    assert lines(view) == narrow
    view.resize(700, 500)
    assert lines(view) == view.document().lastBlock().layout().lineCount() - 1 > narrow


def test_very_much_is_not_counted_to_its_end(view: TranscriptView) -> None:
    left_the_end(view, LINE * 30)
    view.append_text(HEAD + rows(0, 1500) + "\n")
    view.draw_all()
    assert label(view) == "999+ new lines"


def test_a_frame_between_a_click_on_the_bar_and_the_next_event_moves_nothing(view: TranscriptView) -> None:
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text(LINE * 40)
    view.draw_all()
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 500
    bar.triggerAction(bar.SliderAction.SliderPageStepSub)
    place = bar.value()
    assert place < bar.maximum()
    view.append_text(LINE * 4)
    view.draw_all()
    assert bar.value() == place
    assert label(view)


def test_a_jump_right_after_a_click_on_the_bar_is_what_the_reader_wants(view: TranscriptView) -> None:
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text(LINE * 40)
    view.draw_all()
    bar = view.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderPageStepSub)
    view.jump_to_end()
    view.append_text(LINE * 4)
    view.draw_all()
    assert bar.value() == bar.maximum()
    assert not label(view)


@pytest.mark.parametrize("happens", ["size", "width", "both"])
@pytest.mark.parametrize("paragraphs", [10, 60])
def test_new_lines_are_those_of_another_width_or_text_size(
    view: TranscriptView, qtbot: Any, happens: str, paragraphs: int
) -> None:
    """A long page is written anew for them, between frames."""
    paragraph = "Many words of a long paragraph that wraps again and again. " * 6 + "\n\n"
    left_the_end(view, paragraph * paragraphs)
    view.append_text(paragraph * 20)
    view.draw_all()
    counted = lines(view)
    view.finish_answer(view.answer_text, AnswerEnd(message_id="a"))
    if happens != "width":
        view.set_look(real_look(text_scale=1.5))
    if happens != "size":
        view.resize(600, 500)
    qtbot.waitUntil(lambda: not view.has_earlier and view.viewport().updatesEnabled() and view.is_drawn)
    block, drawn = view.document().begin(), 0
    for _ in range(paragraphs + 1):
        block = block.next()
    for _ in range(20):
        drawn += block.layout().lineCount()
        block = block.next()
    assert lines(view) == drawn != counted


LIST = "- An item of its own.\n" * 900
"""It cannot be parted, so it is written from above downwards."""


@pytest.mark.parametrize("rewritten", [False, True])
def test_what_an_opened_conversation_is_filled_in_with_is_not_new(
    view: TranscriptView, qtbot: Any, rewritten: bool
) -> None:
    answer = ShownAnswer(LIST, AnswerEnd("From stats", message_id="a"))
    messages: list[ShownMessage] = [ShownQuestion("All?", "q"), answer]
    view.show_conversation(messages, has_earlier=False)
    if rewritten:
        qtbot.waitUntil(lambda: not view.has_earlier, timeout=30_000)
        view.set_look(real_look(text_scale=1.25))
    qtbot.waitUntil(lambda: view._end.is_page_full, timeout=30_000)
    assert view.has_earlier
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() - 200)
    said = {label(view)}
    bar = view.verticalScrollBar()
    bar.rangeChanged.connect(lambda: said.add(label(view)))
    qtbot.waitUntil(lambda: not view.has_earlier, timeout=30_000)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 100)
    said.add(label(view))
    assert said == {"Latest"}
    view.add_user_message("Next?")
    view.begin_answer()
    view.draw_all()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() - 300)
    view.append_text(LINE * 10)
    view.draw_all()
    assert 8 <= lines(view) <= 20


@pytest.mark.parametrize(
    "modifiers",
    [
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    ],
    ids=["plain", "Ctrl", "marking"],
)
def test_home_and_end_lead_to_the_very_ends(
    view: TranscriptView, qtbot: Any, modifiers: Qt.KeyboardModifier
) -> None:
    view.show_conversation(turns(0, 8), has_earlier=False)
    qtbot.waitUntil(lambda: not view.has_earlier)
    bar = view.verticalScrollBar()
    view.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(view, Qt.Key.Key_Home, modifiers)
    assert bar.value() == 0 and label(view) == "Latest"
    assert view.textCursor().hasSelection() == (Qt.KeyboardModifier.ShiftModifier in modifiers)
    qtbot.keyClick(view, Qt.Key.Key_End, modifiers)
    assert bar.value() == bar.maximum() > 0 and view._end.follows


@pytest.mark.parametrize("text", ["A question?", "A question of several lines?\n" * 4])
def test_page_down_leads_to_the_end_below_a_bubble(view: TranscriptView, qtbot: Any, text: str) -> None:
    view.show_conversation([ShownQuestion(text, f"q{n}") for n in range(30)], has_earlier=False)
    qtbot.waitUntil(lambda: not view.has_earlier)
    bar = view.verticalScrollBar()
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum() and view._end.follows


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp])
def test_keys_go_on_from_where_the_wheel_led(view: TranscriptView, qtbot: Any, key: Qt.Key) -> None:
    view.show_conversation(turns(0, 40), has_earlier=False)
    qtbot.waitUntil(lambda: not view.has_earlier)
    bar = view.verticalScrollBar()
    is_page = key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
    for clicked in (QTextCursor.MoveOperation.Start, QTextCursor.MoveOperation.End):
        view.moveCursor(clicked)
        middle = bar.maximum() // 2
        bar.setValue(middle)
        qtbot.keyClick(view, key)
        assert abs(bar.value() - middle) == bar.pageStep() if is_page else abs(bar.value() - middle) < 60
        caret = view.cursorRect()
        assert caret.top() >= 0 and caret.bottom() <= view.viewport().height()


def test_who_is_led_to_right_above_the_end_is_at_the_end(view: TranscriptView) -> None:
    """A place that was found a few px above it counted as the end, and the page stayed short of it."""
    view.show_conversation(turns(0, 8), has_earlier=False)
    view._earlier.write_all()
    bar = view.verticalScrollBar()
    for above in range(1, 9):
        with view._end.own_move():
            bar.setValue(bar.maximum() - above)
        view._end.note_reader()
        assert view._end.follows and bar.value() == bar.maximum()
    # What the mouse is down on does not move away from under it.
    view._end.hold()
    with view._end.own_move():
        bar.setValue(bar.maximum() - 5)
    view._end.note_reader()
    assert bar.value() == bar.maximum() - 5
    view._end.release()
    assert bar.value() == bar.maximum()
