"""Another width of a very long conversation: written again between events, and the reader stays at the line."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QTimer
from pytestqt.qtbot import QtBot
from support.documents import snapshot
from support.long_tables import client_table
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.ui.transcript.conversation_page import VERY_LONG
from strakly_desktop.ui.transcript.view import TranscriptView


def conversation() -> list[ShownMessage]:
    found: list[ShownMessage] = []
    for number in range(6):
        words = "Some words that need more than one line of a narrow page, and go on. " * 12
        text = f"Answer {number}. {words}\n\n{client_table(60)}\nWord{number} that is all of it.\n"
        found += [
            ShownQuestion(f"Question {number}?", f"q{number}"),
            ShownAnswer(text, AnswerEnd("From stats", message_id=f"a{number}")),
        ]
    return found


def opened(qtbot: QtBot, width: int) -> TranscriptView:
    view = shown_view(qtbot, width, 600)
    view.show_conversation(conversation(), has_earlier=False)
    qtbot.waitUntil(lambda: is_whole(view))
    assert view._content.length > VERY_LONG
    return view


def is_whole(view: TranscriptView) -> bool:
    return not view.has_earlier and view.viewport().updatesEnabled()


def line_at(view: TranscriptView, y: int) -> str:
    return view.cursorForPosition(QPoint(300, y)).block().text()


@pytest.mark.parametrize("width", [640, 1000])
def test_the_window_goes_on_and_it_looks_as_if_opened_so(qtbot: QtBot, width: int) -> None:
    view = opened(qtbot, 820)
    passes: list[None] = []
    timer = QTimer(view, interval=0)
    timer.timeout.connect(lambda: passes.append(None))
    timer.start()
    view.resize(width, 600)
    assert "Question 0?" not in view.toPlainText()
    qtbot.waitUntil(lambda: is_whole(view))
    assert len(passes) > 5
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    assert snapshot(view.document()) == snapshot(opened(qtbot, width).document())


def test_who_reads_somewhere_and_has_selected_stays_there(qtbot: QtBot) -> None:
    view = opened(qtbot, 820)
    view.setTextCursor(view.document().find("Word2 that"))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 3)
    view._end.note_reader()
    line = line_at(view, 2)
    for width in (800, 760, 700):  # As a dragged edge comes.
        view.resize(width, 600)
    qtbot.waitUntil(lambda: is_whole(view))
    assert line_at(view, 2) == line
    assert view.textCursor().selectedText() == "Word2 that"


def test_another_height_writes_nothing_again(qtbot: QtBot, monkeypatch: Any) -> None:
    view = opened(qtbot, 820)
    before = view.document().blockCount()
    view.resize(820, 400)
    assert view.document().blockCount() == before and is_whole(view)


def test_while_an_answer_comes_nothing_is_lost(qtbot: QtBot) -> None:
    view = opened(qtbot, 820)
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    view.append_text("Today **5")
    view.draw_all()
    view.resize(700, 600)
    view.append_text("0** people.")
    view.finish_answer("Today **50** people.", AnswerEnd(message_id="n"))
    qtbot.waitUntil(lambda: is_whole(view) and view.is_drawn)
    text = view.toPlainText()
    assert text.index("Question 0?") < text.index("Question 5?") < text.index("Today 50 people.")


def test_another_width_lays_out_a_short_page_once(qtbot: QtBot) -> None:
    """The margins, the width of the page and the scroll bar that comes with it are one change."""
    view = shown_view(qtbot, 820, 600)
    view.show_conversation(conversation()[:2], has_earlier=False)
    qtbot.waitUntil(lambda: is_whole(view))
    assert view.verticalScrollBar().maximum() > 0
    layouts: list[object] = []

    def note(area: object) -> None:
        layouts.append(area)

    view.document().documentLayout().update.connect(note)
    for width, height in ((1100, 600), (640, 600), (640, 4000), (1000, 300)):
        view.resize(width, height)
        assert view.document().isLayoutEnabled()
        layouts.clear()
        view.resize(width + 100, height)
        assert len(layouts) == 1
        once = shown_view(qtbot, width + 100, height)
        once.show_conversation(conversation()[:2], has_earlier=False)
        qtbot.waitUntil(lambda: is_whole(once))  # noqa: B023 - waited for here
        assert snapshot(view.document()) == snapshot(once.document())
        assert view.document().size() == once.document().size()
        assert view.verticalScrollBar().maximum() == once.verticalScrollBar().maximum()


def test_another_height_lays_out_nothing(qtbot: QtBot) -> None:
    """As when a question gets its second line."""
    view = opened(qtbot, 820)
    layouts: list[object] = []

    def note(area: object) -> None:
        layouts.append(area)

    view.document().documentLayout().update.connect(note)
    for height in (500, 640):
        view.resize(820, height)
        assert not layouts
        bar, once = view.verticalScrollBar(), shown_view(qtbot, 820, height)
        once.show_conversation(conversation(), has_earlier=False)
        qtbot.waitUntil(lambda: is_whole(once))  # noqa: B023 - waited for here
        assert bar.value() == bar.maximum() == once.verticalScrollBar().maximum()
        assert bar.pageStep() == once.verticalScrollBar().pageStep()
