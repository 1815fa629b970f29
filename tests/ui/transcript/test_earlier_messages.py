"""A conversation opens at its end; what stands above comes in place, and only when it is wanted."""

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.documents import snapshot
from support.long_tables import client_table
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.rendering.document import messages_apart
from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownMessage,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.rendering.document.messages_apart import MessagesApart
from strakly_desktop.ui.transcript.view import TranscriptView

ANSWER = "Some words.\n\n| Client | Due |\n|---|---|\n| Rohan | 14,500 |\n| Priya | 1,800 |\n"


def turns(first: int, last: int) -> list[ShownMessage]:
    found: list[ShownMessage] = []
    for number in range(first, last):
        found.append(ShownQuestion(f"Question {number}?", f"q{number}"))
        found.append(ShownAnswer(ANSWER, AnswerEnd("From client stats", message_id=f"a{number}")))
    return found


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot, 900, 600)


def top_text(view: TranscriptView) -> tuple[str, int]:
    """What stands at the middle of the view, and where exactly."""
    cursor = view.cursorForPosition(QPoint(200, 300))
    return cursor.block().text(), view.cursorRect(cursor).top()


def test_it_opens_at_the_end_with_the_last_messages_at_once(view: TranscriptView) -> None:
    view.show_conversation(turns(0, 25), has_earlier=False)
    bar = view.verticalScrollBar()
    assert "Question 24?" in view.toPlainText() and "Question 0?" not in view.toPlainText()
    assert bar.value() == bar.maximum() > 0


def test_the_rest_follows_in_order_and_nothing_moves(view: TranscriptView, qtbot: Any) -> None:
    view.show_conversation(turns(0, 25), has_earlier=False)
    seen = top_text(view)
    qtbot.waitUntil(lambda: "Question 0?" in view.toPlainText())
    assert top_text(view) == seen
    positions = [view.toPlainText().index(f"Question {number}?") for number in range(25)]
    assert positions == sorted(positions)


def test_earlier_ones_are_asked_for_near_the_top_and_come_in_place(view: TranscriptView, qtbot: Any) -> None:
    asked: list[None] = []
    view.earlier_requested.connect(lambda: asked.append(None))
    view.show_conversation(turns(50, 75), has_earlier=True)
    qtbot.waitUntil(lambda: "Question 50?" in view.toPlainText())
    assert asked == []
    view.verticalScrollBar().setValue(40)
    assert len(asked) == 1
    seen = top_text(view)
    view.add_earlier(turns(25, 50), has_earlier=False)
    qtbot.waitUntil(lambda: "Question 25?" in view.toPlainText())
    assert top_text(view) == seen
    view.verticalScrollBar().setValue(0)
    assert len(asked) == 1


def test_a_message_further_up_is_shown_at_once(view: TranscriptView) -> None:
    view.show_conversation(turns(0, 25), has_earlier=False)
    view.show_message("q3")
    assert view.cursorForPosition(QPoint(700, 40)).block().text() == "Question 3?"


def test_a_question_asked_before_all_is_written_loses_nothing(view: TranscriptView, qtbot: Any) -> None:
    view.show_conversation(turns(0, 10), has_earlier=False)
    view.add_user_message("And today?", "new")
    view.begin_answer()
    view.append_text("Today **5**")
    qtbot.waitUntil(lambda: "Today 5" in view.toPlainText())
    view.finish_answer("Today **5**.", AnswerEnd())
    qtbot.waitUntil(lambda: "Question 0?" in view.toPlainText())
    text = view.toPlainText()
    assert text.index("Question 9?") < text.index("And today?") < text.index("Today 5.")


def test_another_conversation_drops_what_waited(view: TranscriptView, qtbot: Any) -> None:
    view.show_conversation(turns(0, 25), has_earlier=True)
    view.show_conversation(turns(100, 112), has_earlier=False)
    qtbot.waitUntil(lambda: "Question 100?" in view.toPlainText())
    assert "Question 2?" not in view.toPlainText()


def test_the_window_goes_on_while_a_long_answer_is_written(view: TranscriptView, qtbot: Any) -> None:
    passes: list[None] = []
    timer = QTimer(view, interval=0)
    timer.timeout.connect(lambda: passes.append(None))
    timer.start()
    long = ShownAnswer(client_table(1_000) + "\nThat is all.", AnswerEnd(message_id="long"))
    view.show_conversation([*turns(0, 3), ShownQuestion("All?", "q"), long], has_earlier=False)
    assert "Client" not in view.toPlainText()
    qtbot.waitUntil(lambda: "That is all." in view.toPlainText())
    assert len(passes) > 3
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    assert view.has_earlier
    qtbot.waitUntil(lambda: not view.has_earlier)
    text = view.toPlainText()
    assert (
        text.index("Question 0?") < text.index("Question 2?") < text.index("All?") < text.index("Client 1000")
    )


def test_a_question_asked_while_it_is_written_stands_below_it(view: TranscriptView, qtbot: Any) -> None:
    long = ShownAnswer(client_table(500), AnswerEnd(message_id="long"))
    view.show_conversation([*turns(0, 3), ShownQuestion("All?", "q"), long], has_earlier=False)
    view.add_user_message("And today?", "new")
    view.begin_answer()
    view.append_text("Today 5")
    qtbot.waitUntil(lambda: "Today 5" in view.toPlainText())
    assert view.toPlainText().index("Client 500") < view.toPlainText().index("And today?")
    view.finish_answer("Today 5", AnswerEnd())
    qtbot.waitUntil(lambda: "Question 0?" in view.toPlainText())
    text = view.toPlainText()
    assert (
        text.index("Question 0?") < text.index("All?") < text.index("Client 500") < text.index("And today?")
    )


def test_one_that_is_left_while_it_is_written_is_gone(view: TranscriptView, qtbot: Any) -> None:
    long = ShownAnswer(client_table(500), AnswerEnd(message_id="long"))
    view.show_conversation([ShownQuestion("All?", "q"), long], has_earlier=False)
    qtbot.wait(1)
    view.show_conversation(turns(0, 2), has_earlier=False)
    qtbot.waitUntil(lambda: "Question 0?" in view.toPlainText())
    assert "Client 1" not in view.toPlainText()


def test_another_width_and_theme_while_it_is_written_are_those_of_the_page(
    view: TranscriptView, qtbot: Any
) -> None:
    long = ShownAnswer(client_table(200), AnswerEnd(message_id="long"))
    view.show_conversation([ShownQuestion("All?", "q"), long], has_earlier=False)
    qtbot.wait(1)
    view.resize(700, 600)
    view.set_look(real_look("dark", text_scale=1.5))
    qtbot.waitUntil(lambda: "Client 200" in view.toPlainText() and view._earlier.is_settled)
    later = shown_view(qtbot, 700, 600)
    later.set_look(real_look("dark", text_scale=1.5))
    later.show_conversation([ShownQuestion("All?", "q"), long], has_earlier=False)
    qtbot.waitUntil(lambda: "Client 200" in later.toPlainText() and later._earlier.is_settled)
    assert snapshot(view.document()) == snapshot(later.document())


def test_the_note_above_a_question_comes_with_what_stands_above_it(
    view: TranscriptView, qtbot: QtBot
) -> None:
    """It was left out of every turn that was written apart: figures of another branch stood there unsaid."""
    messages = [
        ShownQuestion(one.text, one.message_id, f"About branch {one.message_id} from here.")
        if isinstance(one, ShownQuestion)
        else one
        for one in turns(0, 25)
    ]
    whole = shown_view(qtbot, 900, 600)
    whole._content.add_messages(messages)
    view.show_conversation(messages[20:], has_earlier=True)
    qtbot.waitUntil(lambda: view._earlier.is_settled)
    assert "About branch q24" in view.toPlainText() and "About branch q10" not in view.toPlainText()
    view.add_earlier(messages[:20], has_earlier=False)
    qtbot.waitUntil(lambda: not view.has_earlier)
    assert snapshot(view.document()) == snapshot(whole.document())
    assert view.toPlainText().count("About branch") == 24
    view.set_look(real_look(text_scale=1.25))
    whole.set_look(real_look(text_scale=1.25))
    qtbot.waitUntil(lambda: not view.has_earlier and not whole.has_earlier)
    assert snapshot(view.document()) == snapshot(whole.document())
    whole = shown_view(qtbot, 900, 600)
    whole.set_look(real_look(text_scale=1.25))
    whole._content.add_messages(messages)
    assert snapshot(view.document()) == snapshot(whole.document())
    assert view.toPlainText().count("About branch") == 24


def test_what_came_above_is_painted_before_more_is_written(
    view: TranscriptView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt would do both in one round of the event loop, and a key would wait for the two."""
    written = inserted = 0
    go_on, insert = MessagesApart.go_on, TranscriptDocument.insert_above

    def note(apart: MessagesApart) -> bool:
        nonlocal written
        written += not apart.in_place
        return go_on(apart)

    def note_insert(content: TranscriptDocument, apart: MessagesApart) -> None:
        nonlocal inserted
        inserted += not apart.in_place
        insert(content, apart)

    monkeypatch.setattr(MessagesApart, "go_on", note)
    monkeypatch.setattr(TranscriptDocument, "insert_above", note_insert)
    view.show_conversation(turns(0, 12), has_earlier=False)
    rounds = []
    while view.has_earlier:
        before = written, inserted
        QApplication.processEvents()
        rounds.append((written - before[0], inserted - before[1]))
    followed = [wrote for (_, put), (wrote, _) in pairwise(rounds) if put]
    assert len(followed) >= 5
    assert not any(followed)


def test_a_slice_begins_no_step_for_which_it_has_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(messages_apart, "perf_counter", lambda: now)
    append = TranscriptDocument.append

    def note(content: TranscriptDocument, delta: str, *, more: bool = False) -> None:
        nonlocal now
        append(content, delta, more=more)
        now += 0.004

    monkeypatch.setattr(TranscriptDocument, "append", note)
    content = TranscriptDocument(QTextDocument(), real_look())
    content.add_messages(turns(1, 2))
    apart = content.apart([ShownAnswer("Some words of it.\n\n" * 200, AnswerEnd())])
    longest, done = 0.0, False
    while not done:
        start = now
        done = apart.go_on()
        longest = max(longest, now - start)
    assert longest == pytest.approx(0.004)


@pytest.mark.parametrize("rows", [12, 2_500])
def test_narrow_and_long_tables_come_above_in_one_edit(rows: int) -> None:
    """Qt lays out all that stands below after each; what is not drawn of them is hidden in the same one."""
    wide = "".join(
        f"| Member {row} | 22 Nov 2026 | ends today | Rs. {row},300 due | Gold, 12 months |\n"
        for row in range(rows)
    )
    text = f"Some words.\n\n| Client | Since | State | Payment | Plan |\n|---|---|---|---|---|\n{wide}"
    earlier: list[ShownMessage] = [ShownQuestion("Who?", "q"), ShownAnswer(text, AnswerEnd())]

    def page() -> TranscriptDocument:
        content = TranscriptDocument(QTextDocument(), real_look())
        content.set_column(28, 260, 28)
        return content

    content, once = page(), page()
    content.add_messages(turns(1, 2))
    once.add_messages([*earlier, *turns(1, 2)])
    edits: list[int] = []
    content.document.contentsChange.connect(lambda position, less, more: edits.append(position))
    content.add_earlier(earlier)
    assert len(edits) == 1
    assert snapshot(content.document) == snapshot(once.document)
    assert visible(content) == visible(once)
    assert not all(visible(content))


def visible(content: TranscriptDocument) -> list[bool]:
    block, found = content.document.begin(), []
    while block.isValid():
        found.append(block.isVisible())
        block = block.next()
    return found
