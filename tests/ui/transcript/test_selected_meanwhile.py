"""What is selected stays so, and can be copied, while a long page is written again in another size or width."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.documents import snapshot
from support.long_tables import client_table
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.ui.transcript.view import TranscriptView

_COPY = (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def _turns() -> list[ShownMessage]:
    found: list[ShownMessage] = []
    for number in range(40):
        text = f"Owes {number},500.\n\n{client_table(9)}\n- one\n- two\n\nWord{number} that is all of it.\n"
        found += [
            ShownQuestion(f"Question {number}?", f"q{number}"),
            ShownAnswer(text, AnswerEnd("From stats", message_id=f"a{number}")),
        ]
    return found


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    """All of it is there, and it is read in the middle, at the end of turn 20."""
    view = shown_view(qtbot, 900, 600)
    view.show_conversation(_turns(), has_earlier=False)
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    view.show_message("a20")
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 200)
    view._end.note_reader()
    assert not view._end.follows
    return view


def _is_whole(view: TranscriptView) -> bool:
    return not view.has_earlier and view.viewport().updatesEnabled() and view.is_drawn


def _select(view: TranscriptView, text: str) -> None:
    value = view.verticalScrollBar().value()
    view.setTextCursor(view.document().find(text))
    view.verticalScrollBar().setValue(value)
    view._end.note_reader()
    assert view.textCursor().selectedText() == text


def _other_size(view: TranscriptView, scale: float = 1.25) -> None:
    view.set_look(real_look(text_scale=scale))
    assert view.has_earlier


def _other_width(view: TranscriptView) -> None:
    view.resize(700, 600)
    assert view.has_earlier


def _copied(qtbot: QtBot, view: TranscriptView) -> str:
    QApplication.clipboard().clear()
    qtbot.keyClick(view, *_COPY)
    return QApplication.clipboard().text()


@pytest.mark.parametrize("happens", [_other_size, _other_width])
def test_what_is_selected_in_sight_is_seen_so_in_the_first_picture(
    qtbot: QtBot, view: TranscriptView, happens: Callable[[TranscriptView], None]
) -> None:
    """It came back when all of the page was there, seconds after its words."""
    _select(view, "Word20 that")
    happens(view)
    qtbot.waitUntil(view.viewport().updatesEnabled)
    assert view.has_earlier
    assert view.textCursor().selectedText() == "Word20 that"
    while view.has_earlier:
        QCoreApplication.processEvents()
        assert view.textCursor().selectedText() == "Word20 that"


@pytest.mark.parametrize("text", ["Word3 that", "Word20 that", "Word38 that"])
def test_what_is_selected_is_copied_at_any_moment(qtbot: QtBot, view: TranscriptView, text: str) -> None:
    """Ctrl+C did nothing until the page was whole, and what had been copied before was pasted."""
    _select(view, text)
    _other_size(view)
    assert _copied(qtbot, view) == text
    for scale in (1.5, 1.75):
        for _ in range(15):
            QCoreApplication.processEvents()
            assert view.can_copy and _copied(qtbot, view) == text
        _other_size(view, scale)
    while not _is_whole(view):
        QCoreApplication.processEvents()
        assert _copied(qtbot, view) == text
    assert view.textCursor().selectedText() == text


def test_all_that_is_selected_and_then_copied_in_another_size_is_all(
    qtbot: QtBot, view: TranscriptView
) -> None:
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    whole = _copied(qtbot, view)
    assert "Question 0?" in whole and "Word39 that" in whole
    _other_size(view)
    assert _copied(qtbot, view) == whole
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    _other_size(view, 1.5)
    assert _copied(qtbot, view) == whole


def test_what_was_unselected_meanwhile_stays_so(qtbot: QtBot, view: TranscriptView) -> None:
    _select(view, "Word20 that")
    _other_size(view)
    qtbot.waitUntil(view.viewport().updatesEnabled)
    cursor = view.textCursor()
    cursor.clearSelection()
    view.setTextCursor(cursor)
    assert not view.can_copy
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert not view.textCursor().hasSelection()


def test_what_is_asked_meanwhile_in_one_more_size_moves_no_selection(
    qtbot: QtBot, view: TranscriptView
) -> None:
    """Places are counted from the end, which was another one by then."""
    _select(view, "Word3 that")
    _other_size(view)
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    view.append_text("Today 5.\n\nTomorrow 7.\n\nThen 9")
    view.draw_all()
    _other_size(view, 1.5)
    assert _copied(qtbot, view) == "Word3 that"
    view.finish_answer("Today 5.\n\nTomorrow 7.\n\nThen 9", AnswerEnd("From stats", message_id="n"))
    view.draw_all()
    _other_size(view, 1.25)
    assert _copied(qtbot, view) == "Word3 that"
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert view.textCursor().selectedText() == "Word3 that"


@pytest.mark.parametrize("passes", [0, 3, 30])
def test_the_next_person_gets_nothing_of_what_waited(qtbot: QtBot, view: TranscriptView, passes: int) -> None:
    """Another one signs in while the page of the one before is being written."""
    _select(view, "Word38 that")
    _other_size(view)
    for _ in range(passes):
        QCoreApplication.processEvents()
    assert view._earlier.comes_below or not passes
    view.clear_conversation()
    assert not view.can_copy and _copied(qtbot, view) == ""
    view.show_conversation([ShownQuestion("Mine?", "m")], has_earlier=False)
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    for _ in range(10):
        QCoreApplication.processEvents()
    assert view.toPlainText() == "Mine?"
    assert not view.can_copy and _copied(qtbot, view) == ""


def _masked(number: int) -> ShownAnswer:
    answer = _turns()[2 * number + 1]
    assert isinstance(answer, ShownAnswer)
    return ShownAnswer(answer.text.replace(f"{number},500", "•••"), answer.end)


@pytest.mark.parametrize("passes", [None, 0, 3, 30])
def test_what_is_masked_meanwhile_is_copied_masked(
    qtbot: QtBot, view: TranscriptView, passes: int | None
) -> None:
    """What was selected is kept as it stood, and an amount in it would have been there for who may not see it."""
    _select(view, "Owes 38,500.")
    if passes is not None:
        _other_size(view)
        for _ in range(passes):
            QCoreApplication.processEvents()
        assert view._earlier.comes_below or not passes
    masked = [_masked(number) for number in range(40)]
    view.show_otherwise(masked)
    copied = _copied(qtbot, view)
    assert "500" not in copied
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert "500" not in view.toPlainText() and "Owes •••." in view.toPlainText()
    assert "500" not in _copied(qtbot, view)


def test_a_line_that_reads_otherwise_is_not_waited_for(qtbot: QtBot, view: TranscriptView) -> None:
    """The old picture stayed until all of the page was there, as the line was not found by its words."""
    cursor = view.document().find("Owes 20,500.")
    top = view.document().documentLayout().blockBoundingRect(cursor.block()).top()
    view.verticalScrollBar().setValue(round(top))
    view._end.note_reader()
    assert view.cursorForPosition(QPoint(100, 0)).block().text() == "Owes 20,500."
    view.show_otherwise([ShownAnswer("••• owes it.", AnswerEnd(message_id="a20")), _masked(38)])
    qtbot.waitUntil(view.viewport().updatesEnabled)
    assert view.has_earlier
    assert view.cursorForPosition(QPoint(100, 0)).block().text() == "••• owes it."
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    assert view.cursorForPosition(QPoint(100, 0)).block().text() == "••• owes it."


def test_the_page_is_the_same_in_the_end(qtbot: QtBot, view: TranscriptView) -> None:
    _select(view, "Word20 that")
    _other_size(view)
    qtbot.waitUntil(lambda: _is_whole(view), timeout=30_000)
    fresh = shown_view(qtbot, view.width(), 600)
    fresh.set_look(view._look)
    fresh.show_conversation(_turns(), has_earlier=False)
    qtbot.waitUntil(lambda: _is_whole(fresh), timeout=30_000)
    assert snapshot(view.document()) == snapshot(fresh.document())
    whole = QTextCursor(view.document())
    whole.select(QTextCursor.SelectionType.Document)
    assert "Word39 that" in whole.selectedText()
