"""Links that are written after the answer: the reader's place, selection and buttons stay what they were."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.views import followed_view, move_mouse

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.ui.transcript.view import TranscriptView

LABEL = "a-label-that-is-so-long-that-without-it-the-paragraph-has-fewer-lines-{0}"
WORDS = "This month the desk saw [client {0} of the evening group][" + LABEL + "] more than once. "
SECTION = "## Number {0}\n\n" + WORDS * 3 + "\n\n```python\nx = {0}\n```\n\n"
COUNT = 60
BODY = "".join(SECTION.format(number) for number in range(COUNT))
ADDRESSES = "".join(f"[{LABEL.format(number)}]: /clients/{number}\n" for number in range(COUNT))


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    view = followed_view(qtbot)
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text(BODY)
    view.draw_all()
    return view


def end(view: TranscriptView) -> None:
    view.finish_answer(BODY + ADDRESSES, AnswerEnd())
    view.draw_all()


def links(view: TranscriptView) -> int:
    return view.document().toHtml().count("<a href")


def scroll_to(view: TranscriptView, text: str) -> None:
    """As the reader does it: with a key."""
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    QApplication.processEvents()
    view.setTextCursor(view.document().find(text))
    QApplication.processEvents()


def test_what_the_reader_sees_stays_where_it_is(view: TranscriptView, qtbot: QtBot) -> None:
    scroll_to(view, "Number 40")
    place = view.cursorRect()
    low = view.document().size().height()
    end(view)
    qtbot.waitUntil(lambda: links(view) == 3 * COUNT)
    assert view.document().size().height() < low - 200
    assert abs(view.cursorRect().top() - place.top()) <= 1
    assert view.textCursor().selectedText() == "Number 40"


def test_the_end_stays_in_sight_for_who_reads_there(view: TranscriptView, qtbot: QtBot) -> None:
    end(view)
    qtbot.waitUntil(lambda: links(view) == 3 * COUNT)
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_the_button_on_a_code_card_copies_its_code(view: TranscriptView, qtbot: QtBot) -> None:
    scroll_to(view, "Number 40")
    end(view)
    qtbot.waitUntil(lambda: links(view) == 3 * COUNT)
    line = view.document().find("x = 40")
    move_mouse(view, view.cursorRect(line).center() + QPoint(5, 0))
    QApplication.processEvents()
    button = next(b for b in view.findChildren(QWidget) if b.accessibleName() == "Copy code")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "x = 40"
