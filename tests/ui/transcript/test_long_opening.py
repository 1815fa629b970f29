"""A conversation whose last answer is very long opens at its end at once; the rest of it comes above, in place."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.documents import snapshot
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.ui.page.answer_actions import AnswerAction
from strakly_desktop.ui.page.answer_tables import TableInAnswer
from strakly_desktop.ui.transcript.view import TranscriptView

SECTIONS = 60


def section(number: int) -> str:
    words = " ".join(f"Member {number}-{count} came on time and paid." for count in range(12))
    table = f"| Client | Due |\n|---|---|\n| Rohan {number} | {number}00 |\n"
    return f"## Section {number}\n\n{words}\n\n{table}\n- one\n- **two**\n\n"


LONG = "".join(map(section, range(SECTIONS))) + "That is all of it."


def conversation() -> list[ShownMessage]:
    early: list[ShownMessage] = [
        ShownQuestion("First?", "q0"),
        ShownAnswer("A first answer.", AnswerEnd(message_id="a0")),
    ]
    return [*early, ShownQuestion("All?", "q"), ShownAnswer(LONG, AnswerEnd("From stats", message_id="a"))]


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot, 900, 600)


def opened(view: TranscriptView) -> str:
    view.show_conversation(conversation(), has_earlier=False)
    return view.toPlainText()


def whole(view: TranscriptView, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: view._earlier.is_settled, timeout=30_000)


def place(view: TranscriptView) -> tuple[str, int]:
    cursor = view.cursorForPosition(QPoint(200, 300))
    return cursor.block().text(), view.cursorRect(cursor).top()


def test_its_end_is_seen_at_once(view: TranscriptView) -> None:
    text = opened(view)
    bar = view.verticalScrollBar()
    assert text.endswith("That is all of it.\nFrom stats")
    assert "Section 0" not in text
    assert bar.value() == bar.maximum() > 0 and view.viewport().updatesEnabled()


def test_the_end_of_one_that_is_a_list_is_seen_at_once(view: TranscriptView, qtbot: Any) -> None:
    text = "".join(f"{number}. Member {number} came on time and paid.\n" for number in range(1, 900))
    view.show_conversation(
        [ShownQuestion("All?", "q"), ShownAnswer(text, AnswerEnd("From stats", message_id="a"))], False
    )
    assert view.toPlainText().endswith("Member 899 came on time and paid.\nFrom stats")
    assert "Member 1 " not in view.toPlainText() and view.viewport().updatesEnabled()
    seen = place(view)
    whole(view, qtbot)
    assert "Member 1 " in view.toPlainText() and place(view) == seen


def test_the_rest_comes_above_and_nothing_moves(view: TranscriptView, qtbot: Any) -> None:
    opened(view)
    seen, places = place(view), set()
    view.verticalScrollBar().rangeChanged.connect(lambda: places.add(place(view)))
    whole(view, qtbot)
    assert place(view) == seen
    text = view.toPlainText()
    found = [text.index(f"Section {number}\n") for number in range(SECTIONS)]
    assert text.index("First?") < text.index("All?") < found[0] and found == sorted(found)


def test_it_is_the_page_that_it_would_be_as_a_whole(view: TranscriptView, qtbot: Any) -> None:
    opened(view)
    whole(view, qtbot)
    view._content.link_all()
    other = shown_view(qtbot, 900, 600)
    for question, answer in zip(conversation()[::2], conversation()[1::2], strict=True):
        assert isinstance(question, ShownQuestion) and isinstance(answer, ShownAnswer)
        other.add_user_message(question.text, question.message_id)
        other.begin_answer(answer.end.message_id)
        other.finish_answer(answer.text, answer.end)
        other.draw_all()
    assert snapshot(view.document()) == snapshot(other.document())


def test_who_copies_all_before_it_is_there_gets_all(view: TranscriptView) -> None:
    opened(view)
    view.setFocus()
    QTest.keySequence(view, QKeySequence(QKeySequence.StandardKey.SelectAll))
    view.copy()
    text = QApplication.clipboard().text()
    assert "First?" in text and all(f"Section {number}\n" in text for number in range(SECTIONS))


def test_a_table_is_the_same_one_before_and_after(view: TranscriptView, qtbot: Any) -> None:
    opened(view)
    assert view.table_in_sight() == TableInAnswer("a", SECTIONS - 1)
    whole(view, qtbot)
    assert view.table_in_sight() == TableInAnswer("a", SECTIONS - 1)


def test_whoever_looks_for_words_is_told_that_more_comes(view: TranscriptView, qtbot: Any) -> None:
    opened(view)
    assert view.has_earlier
    whole(view, qtbot)
    assert not view.has_earlier


def test_another_text_size_begins_at_the_end_as_well(view: TranscriptView, qtbot: Any) -> None:
    opened(view)
    view.set_look(real_look(text_scale=1.25))
    qtbot.waitUntil(lambda: "That is all of it." in view.toPlainText())
    assert "Section 0" not in view.toPlainText()
    whole(view, qtbot)
    assert "Section 0" in view.toPlainText()


def test_what_is_shown_otherwise_meanwhile_is_whole(view: TranscriptView, qtbot: Any) -> None:
    opened(view)
    other = LONG.replace("Rohan", "Priya")
    view.show_otherwise([ShownAnswer(other, AnswerEnd("From stats", message_id="a"))])
    whole(view, qtbot)
    text = view.toPlainText()
    assert "Rohan" not in text and all(f"Priya {number}\n" in text for number in range(SECTIONS))


def test_a_question_asked_meanwhile_stands_below_it(view: TranscriptView, qtbot: Any) -> None:
    opened(view)
    view.add_user_message("And today?", "new")
    view.begin_answer("b")
    view.append_text("Today 5")
    view.finish_answer("Today 5", AnswerEnd(message_id="b"))
    whole(view, qtbot)
    text = view.toPlainText()
    found = [text.index(f"Section {number}\n") for number in range(SECTIONS)]
    assert found == sorted(found) and found[-1] < text.index("And today?") < text.index("Today 5")


def test_its_chart_is_offered_when_its_tables_are_there(view: TranscriptView, qtbot: Any) -> None:
    answer = "| Day | Visits |\n|---|---:|\n| Mon | 5 |\n| Tue | 7 |\n\n" + "More words here.\n\n" * 450
    end = AnswerEnd("From stats", message_id="a")
    view.show_conversation([ShownQuestion("All?", "q"), ShownAnswer(answer, end)], has_earlier=False)
    chart = view._bars._last._all[AnswerAction.CHART]
    assert chart.isHidden()
    whole(view, qtbot)
    assert not chart.isHidden()


def test_the_top_of_what_is_there_says_that_it_is_no_beginning(view: TranscriptView, qtbot: Any) -> None:
    opened(view)
    above = view._awaited._above
    assert above.isHidden()
    view.verticalScrollBar().setValue(0)
    assert above.isVisible() and above.geometry().top() == 0
    text = first_line(view)
    view._earlier._write_whole()
    assert above.isHidden() and first_line(view) == text
    view.verticalScrollBar().setValue(0)
    assert above.isVisible()
    whole(view, qtbot)
    view.verticalScrollBar().setValue(0)
    assert above.isHidden() and first_line(view) == "First?"


def first_line(view: TranscriptView) -> str:
    return view.cursorForPosition(QPoint(800, 40)).block().text()
