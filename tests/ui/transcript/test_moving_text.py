"""What the reader has selected, gone to or clicked stays that, while text above and around it moves."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.views import move_mouse, shown_view

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.ui.transcript.view import TranscriptView

LINKS = "".join(f"See [client {n}][a-rather-long-label-{n}] about dues.\n\n" for n in range(6))
ADDRESSES = "".join(f"[a-rather-long-label-{n}]: /late/{n}\n" for n in range(6))


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot, 900, 600)


def turns(count: int) -> list[ShownMessage]:
    found: list[ShownMessage] = []
    for number in range(count):
        found.append(ShownQuestion(f"Question {number}?", f"q{number}"))
        text = f"Client {number} owes {number}00. See [file {number}](/clients/{number})."
        found.append(ShownAnswer(text, AnswerEnd(message_id=f"a{number}")))
    return found


def select(view: TranscriptView, text: str) -> None:
    view.setTextCursor(view.document().find(text))
    assert view.textCursor().selectedText() == text


def test_a_selection_in_an_opened_conversation_stays_on_its_words(view: TranscriptView, qtbot: Any) -> None:
    view.show_conversation(turns(30), has_earlier=False)
    select(view, "Client 28 owes 2800")
    qtbot.waitUntil(lambda: "Question 0?" in view.toPlainText())
    assert view.textCursor().selectedText() == "Client 28 owes 2800"
    view.copy()
    assert view.createMimeDataFromSelection().text() == "Client 28 owes 2800"


def test_all_that_was_selected_stays_selected_and_no_more(view: TranscriptView, qtbot: Any) -> None:
    view.show_conversation(turns(30), has_earlier=False)
    view.selectAll()
    before = view.textCursor().selectedText()
    qtbot.waitUntil(lambda: "Question 0?" in view.toPlainText())
    assert view.textCursor().selectedText() == before


def test_return_opens_the_link_that_the_ring_is_on(view: TranscriptView, qtbot: Any) -> None:
    opened: list[str] = []
    view.link_activated.connect(opened.append)
    view.show_conversation(turns(30), has_earlier=False)
    view.setFocus()
    view._walk(True, view.document().find("Client 28").position())
    link = view._links.link
    assert link is not None
    href = link.href
    qtbot.waitUntil(lambda: "Question 0?" in view.toPlainText())
    ring = view._links.link
    assert ring is not None and ring.cursor.selectedText() == f"file {href.rsplit('/')[-1]}"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [href]
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view._links.link is None or view._links.link.href != href


def test_the_ring_stays_on_a_link_of_the_text_that_streams(view: TranscriptView, qtbot: Any) -> None:
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text("See [her file](/clients/7) and **the")
    view.draw_all()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view._links.link is not None
    for piece in (" rest** of", " it.\n\nMore [words](/x)", " and more.\n\n", "The end."):
        view.append_text(piece)
        view.draw_all()
        link = view._links.link
        assert link is not None and link.cursor.selectedText() == "her file" and link.href == "/clients/7"


def test_the_underline_under_the_mouse_goes_with_its_link(view: TranscriptView, qtbot: Any) -> None:
    view.show_conversation(turns(30), has_earlier=False)
    cursor = view.document().find("file 29")
    move_mouse(view, view.cursorRect(cursor).center() - QPoint(12, 0))
    assert [mark.cursor.selectedText() for mark in view.extraSelections()] == ["file 29"]
    qtbot.waitUntil(lambda: "Question 0?" in view.toPlainText())
    view._show_marks()
    assert [mark.cursor.selectedText() for mark in view.extraSelections()] == ["file 29"]


def test_a_selection_reaches_into_the_text_that_streams(view: TranscriptView, qtbot: Any) -> None:
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text("One **two** three")
    view.draw_all()
    select(view, "two three")
    for piece in (" four", " `five`", " [six](/6)", "\n\n- seven\n", "- eight", "\n\nNine."):
        view.append_text(piece)
        view.draw_all()
        assert view.textCursor().selectedText() == "two three"
    view.finish_answer(view.answer_text, AnswerEnd())
    view.draw_all()
    assert view.textCursor().selectedText() == "two three"


def test_links_written_late_above_move_no_selection_of_the_next_answer(
    view: TranscriptView, qtbot: Any
) -> None:
    view.add_user_message("First?")
    view.begin_answer()
    view.append_text(LINKS)
    view.draw_all()
    view.finish_answer(LINKS + ADDRESSES, AnswerEnd())
    view.add_user_message("Next?")
    view.begin_answer()
    view.append_text("One **two** three")
    view.draw_all()
    select(view, "two three")
    qtbot.waitUntil(lambda: view.document().toHtml().count("/late/") == 6)
    view.append_text(" four")
    view.draw_all()
    assert view.textCursor().selectedText() == "two three"
    assert "One two three four" in view.toPlainText()


@pytest.mark.parametrize("text_scale", [1.0, 1.5])
def test_another_look_keeps_the_selection_also_where_links_come_late(
    view: TranscriptView, qtbot: Any, text_scale: float
) -> None:
    from support.looks import real_look

    view.add_user_message("First?")
    view.begin_answer()
    view.append_text(LINKS)
    view.draw_all()
    view.finish_answer(LINKS + ADDRESSES, AnswerEnd())
    select(view, "about dues")
    cursor = view.document().find("client 5")
    end = view.textCursor()
    end.setPosition(cursor.position(), end.MoveMode.KeepAnchor)
    view.setTextCursor(end)
    view.set_look(real_look("dark", text_scale=text_scale))
    qtbot.waitUntil(lambda: view.document().toHtml().count("/late/") == 6)
    selected = view.textCursor().selectedText()
    assert selected.startswith("about dues.") and selected.endswith("See client 5")


def test_the_reader_stays_at_the_line_when_the_text_size_changes(view: TranscriptView, qtbot: Any) -> None:
    from support.looks import real_look

    view.show_conversation(turns(30), has_earlier=False)
    qtbot.waitUntil(lambda: "Question 0?" in view.toPlainText())
    view.show_message("q12")
    block = view.cursorForPosition(QPoint(700, 40)).block().text()
    assert block == "Question 12?"
    view.set_look(real_look(text_scale=1.5))
    seen = [view.cursorForPosition(QPoint(700, y)).block().text() for y in range(5, 120, 10)]
    assert "Question 12?" in seen


def test_a_link_that_moves_under_a_pressed_button_is_still_the_one_that_is_opened(
    view: TranscriptView,
) -> None:
    opened: list[str] = []
    view.link_activated.connect(opened.append)
    view.show_conversation(turns(2), has_earlier=False)
    place = view.cursorRect(view.document().find("file 0")).center() - QPoint(12, 0)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    view.add_earlier([ShownQuestion("Above?"), ShownAnswer("Two\n\nlines.", AnswerEnd())], has_earlier=False)
    view._earlier.write_all()
    assert view.anchorAt(place) != "/clients/0"
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == ["/clients/0"]


def test_a_selection_that_is_being_dragged_begins_where_it_began(view: TranscriptView) -> None:
    view.show_conversation(turns(2), has_earlier=False)
    begin = view.cursorRect(view.document().find("owes 000")).center() - QPoint(20, 0)
    start = view.cursorForPosition(begin)
    end = view.document().find("See ")
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=begin)
    drag(view, view.cursorRect(end).center())
    view.add_earlier([ShownQuestion("Above?"), ShownAnswer("Two\n\nlines.", AnswerEnd())], has_earlier=False)
    view._earlier.write_all()
    drag(view, view.cursorRect(end).center())
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(end).center())
    selected = view.textCursor()
    assert start.block() == selected.block()
    assert selected.selectedText().endswith("See ") or selected.selectedText().endswith("See")
    assert abs(selected.selectionStart() - start.position()) <= 5


def drag(view: TranscriptView, place: QPoint) -> None:
    """Move the mouse with its left button down."""
    point = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        point,
        view.viewport().mapToGlobal(point),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)
