"""Another text size writes a long conversation again between events: the reader stays at the line, and all is kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QTimer
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot
from support.documents import snapshot
from support.long_tables import client_table
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownMessage,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.ui.controls.jump_button import JumpButton
from strakly_desktop.ui.find.text_pattern import phrase_pattern
from strakly_desktop.ui.transcript.conversation_page import LONG
from strakly_desktop.ui.transcript.view import TranscriptView


def conversation() -> list[ShownMessage]:
    found: list[ShownMessage] = []
    for number in range(6):
        text = f"Answer {number}.\n\n{client_table(80)}\nWord{number} that is all of it.\n"
        found += [
            ShownQuestion(f"Question {number}?", f"q{number}"),
            ShownAnswer(text, AnswerEnd("From stats", message_id=f"a{number}")),
        ]
    return found


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    view = shown_view(qtbot, 900, 600)
    view.show_conversation(conversation(), has_earlier=False)
    qtbot.waitUntil(lambda: not view.has_earlier)
    assert len(view.toPlainText()) > LONG
    return view


def is_whole(view: TranscriptView) -> bool:
    return not view.has_earlier and view.viewport().updatesEnabled()


def line_at(view: TranscriptView, y: int) -> str:
    return view.cursorForPosition(QPoint(450, y)).block().text()


def test_the_window_goes_on_and_the_end_stays_in_sight(view: TranscriptView, qtbot: Any) -> None:
    passes: list[None] = []
    timer = QTimer(view, interval=0)
    timer.timeout.connect(lambda: passes.append(None))
    timer.start()
    view.set_look(real_look(text_scale=1.5))
    assert "Question 0?" not in view.toPlainText()
    qtbot.waitUntil(lambda: is_whole(view))
    assert len(passes) > 5
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    fresh = shown_view(qtbot, 900, 600)
    fresh.set_look(real_look(text_scale=1.5))
    fresh.show_conversation(conversation(), has_earlier=False)
    qtbot.waitUntil(lambda: not fresh.has_earlier)
    assert snapshot(view.document()) == snapshot(fresh.document())


def test_who_reads_somewhere_stays_at_that_line(view: TranscriptView, qtbot: Any) -> None:
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 3)
    view._end.note_reader()
    line = line_at(view, 2)
    for scale in (1.25, 1.5, 1.75):
        # As fast as keys repeat.
        view.set_look(real_look(text_scale=scale))
    qtbot.waitUntil(lambda: is_whole(view))
    assert line_at(view, 2) == line
    view.set_look(real_look())
    qtbot.waitUntil(lambda: is_whole(view))
    assert line_at(view, 2) == line


def test_who_reads_stays_where_the_next_size_comes_before_all_is_there(
    view: TranscriptView, qtbot: Any
) -> None:
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() * 2 // 3)
    view._end.note_reader()
    line = line_at(view, 2)
    for scale in (1.25, 1.5, 1.25):
        view.set_look(real_look(text_scale=scale))
        qtbot.waitUntil(view.viewport().updatesEnabled)
        assert line_at(view, 2) == line
        assert view.has_earlier, "Something above the line has to be missing yet."
    qtbot.waitUntil(lambda: is_whole(view))
    assert line_at(view, 2) == line


def test_what_is_selected_and_found_is_kept(view: TranscriptView, qtbot: Any) -> None:
    cursor = view.document().find("Word2 that")
    assert cursor.selectedText() == "Word2 that"
    view.setTextCursor(cursor)
    view.found.find(phrase_pattern("Word3"), 0)
    view.set_look(real_look(text_scale=1.5))
    qtbot.waitUntil(lambda: is_whole(view))
    assert view.textCursor().selectedText() == "Word2 that"
    with qtbot.waitSignal(view.found.counted) as counted:
        view.found.refresh()
    assert counted.args == [1, 1]
    place = view.found.place
    assert place is not None
    word = QTextCursor(place)
    word.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    assert word.selectedText() == "Word3"


@pytest.mark.parametrize("reads_above", [False, True])
def test_a_question_asked_meanwhile_stands_below_all(
    view: TranscriptView, qtbot: Any, reads_above: bool
) -> None:
    if reads_above:
        view.verticalScrollBar().setValue(10)
        view._end.note_reader()
    view.set_look(real_look(text_scale=1.5))
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    assert view.viewport().updatesEnabled()
    view.append_text("Today 5.")
    view.finish_answer("Today 5.", AnswerEnd(message_id="n"))
    qtbot.waitUntil(lambda: is_whole(view) and view.is_drawn)
    text = view.toPlainText()
    questions = [text.index(f"Question {number}?") for number in range(6)]
    assert questions == sorted(questions)
    assert max(questions) < text.index("And today?") < text.index("Today 5.")


def test_another_conversation_meanwhile_is_all_that_is_there(view: TranscriptView, qtbot: Any) -> None:
    view.set_look(real_look(text_scale=1.5))
    view.show_conversation(
        [ShownQuestion("Other?", "o"), ShownAnswer("Yes.", AnswerEnd())], has_earlier=False
    )
    qtbot.waitUntil(lambda: is_whole(view))
    assert "Other?" in view.toPlainText()
    assert "Question" not in view.toPlainText()


def test_while_an_answer_streams_nothing_is_lost(view: TranscriptView, qtbot: Any) -> None:
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    view.append_text("Today **5")
    view.draw_all()
    view.set_look(real_look(text_scale=1.5))
    view.append_text("0** people.")
    view.finish_answer("Today **50** people.", AnswerEnd(message_id="n"))
    qtbot.waitUntil(lambda: is_whole(view) and view.is_drawn)
    text = view.toPlainText()
    assert text.index("Question 0?") < text.index("Question 5?") < text.index("Today 50 people.")


@pytest.mark.parametrize("cut", [5, 700, 2_400])
def test_an_answer_that_comes_meanwhile_goes_on(view: TranscriptView, qtbot: Any, cut: int) -> None:
    answer = f"Today.\n\n{client_table(40)}\n**That** is all of it."
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    view.append_text(answer[:cut])
    view.draw_all()
    for scale in (1.25, 1.5):
        view.set_look(real_look(text_scale=scale))
        view.append_text(answer[cut : cut + 20])
        cut += 20
    assert "Question 0?" not in view.toPlainText()
    qtbot.waitUntil(lambda: is_whole(view) and view.is_drawn)
    view.append_text(answer[cut:])
    view.finish_answer(answer, AnswerEnd("From stats", message_id="n"))
    view.draw_all()
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    fresh = shown_view(qtbot, 900, 600)
    fresh.set_look(real_look(text_scale=1.5))
    messages = [*conversation(), ShownQuestion("And today?", "new"), ShownAnswer(answer, view_end())]
    fresh.show_conversation(messages, has_earlier=False)
    qtbot.waitUntil(lambda: not fresh.has_earlier)
    assert snapshot(view.document()) == snapshot(fresh.document())


def test_who_reads_elsewhere_meanwhile_stays_there(view: TranscriptView, qtbot: Any) -> None:
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    view.append_text("Today 5, and")
    view.draw_all()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 3)
    view._end.note_reader()
    line = line_at(view, 2)
    view.set_look(real_look(text_scale=1.5))
    assert line_at(view, 2) == line
    view.append_text(" more")
    view.draw_all()
    assert "Today 5, and more" in view.toPlainText()


def view_end() -> AnswerEnd:
    return AnswerEnd("From stats", message_id="n")


LAST: list[ShownMessage] = [
    ShownQuestion("Before?", "q1"),
    ShownAnswer("Before.", AnswerEnd(message_id="a1")),
    ShownQuestion("All of it?", "q2"),
    ShownAnswer(
        f"{client_table(300)}\n\n" + "Some **words** more.\n\n" * 600 + "The end.", AnswerEnd(message_id="a2")
    ),
]


def _other_size(view: TranscriptView) -> None:
    view.set_look(real_look(text_scale=1.5))


def _other_width(view: TranscriptView) -> None:
    view.resize(700, 600)


def _other_words(view: TranscriptView) -> None:
    view.show_otherwise([ShownQuestion("Everything?", "q2")])


@pytest.mark.parametrize("happens", [_other_size, _other_width, _other_words])
@pytest.mark.parametrize("opens", [True, False])
def test_a_long_answer_that_is_half_on_the_page_comes_once(
    qtbot: Any, happens: Callable[[TranscriptView], None], opens: bool
) -> None:
    view = shown_view(qtbot, 900, 600)
    view.show_conversation(LAST, has_earlier=False)
    if not opens:
        qtbot.waitUntil(lambda: is_whole(view))
        view.set_look(real_look(text_scale=1.25))
    for passed in (1, 3, 9):
        for _ in range(passed):
            QCoreApplication.processEvents()
        assert view.has_earlier, "The answer is there before anything could happen to it."
        happens(view)
        view.set_look(real_look(text_scale=1 + passed / 10))
    qtbot.waitUntil(lambda: is_whole(view))
    words = [message.text for message in LAST]
    if happens is _other_words:
        words[2] = "Everything?"
    fresh = shown_view(qtbot, view.width(), 600)
    fresh.set_look(real_look(text_scale=1.9))
    shown = [replace(m, text=text) for m, text in zip(LAST, words, strict=True)]
    fresh.show_conversation(shown, has_earlier=False)
    qtbot.waitUntil(lambda: is_whole(fresh))
    assert snapshot(view.document()) == snapshot(fresh.document())
    # The next one begins below it.
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    view.finish_answer("Today 5.", AnswerEnd(message_id="n"))
    qtbot.waitUntil(lambda: is_whole(view) and view.is_drawn)
    assert view.toPlainText().rstrip().endswith("Today 5.")


@pytest.mark.parametrize("many", [True, False])
def test_the_font_that_comes_with_it_lays_out_nothing_that_is_written_anew(
    view: TranscriptView, qtbot: Any, many: bool
) -> None:
    """Qt would: of 300,000 characters for 130 ms, before the first of them is written again."""
    if not many:
        view.show_conversation([ShownQuestion("Question?", "q")], has_earlier=False)
    height = view.document().size().height()
    sizes: list[object] = []
    view.document().documentLayout().documentSizeChanged.connect(sizes.append)
    font = view.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    view.setFont(font)
    assert sizes == [] and view.document().size().height() == height
    view.set_look(real_look(text_scale=1.5))
    qtbot.waitUntil(lambda: is_whole(view))
    assert view.document().defaultFont() == view.font() == font


@pytest.mark.parametrize("change", ["text size", "width", "nothing"])
def test_what_leaves_the_page_is_not_laid_out_once_more(
    view: TranscriptView, qtbot: Any, change: str
) -> None:
    """A page of 300,000 characters held the window for 130 ms before its first line was written again."""
    settled = view.document().characterCount()
    laid_out: list[int] = []
    view.document().documentLayout().documentSizeChanged.connect(
        lambda _: laid_out.append(view.document().characterCount())
    )
    if change == "text size":
        view.set_look(real_look(text_scale=1.5))
    elif change == "width":
        view.resize(600, 600)
    else:
        view._write_anew()
    qtbot.waitUntil(lambda: is_whole(view))
    before = next(number for number, count in enumerate(laid_out) if count < settled / 2)
    assert before == 0 and laid_out[-1] == settled


def test_a_conversation_that_has_just_been_opened_is_no_half_page_in_another_size(
    view: TranscriptView, qtbot: Any
) -> None:
    """What shows a slow page in the end came in the middle of the next one."""
    view.set_look(real_look(text_scale=1.5))
    view._blank.timeout.emit()
    assert not view.viewport().updatesEnabled(), (
        "The page begins with its first line again: nobody is there yet."
    )
    qtbot.waitUntil(lambda: is_whole(view))


def test_the_pill_keeps_its_words_and_its_place_until_the_page_is_written_again(
    view: TranscriptView, qtbot: Any
) -> None:
    """It counted what was written again as new, and stood twice in the old picture that stays meanwhile."""
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 3)
    (pill,) = view.findChildren(JumpButton)
    before = pill.geometry()
    said: set[str] = set()
    view.set_look(real_look(text_scale=1.5))
    while not is_whole(view):
        QCoreApplication.processEvents()
        said.add(pill.accessibleName())
        assert view.viewport().updatesEnabled() or pill.geometry() == before
    assert said == {"Jump to the end, Latest"}
    assert pill.size() == pill.sizeHint()
    assert pill.height() > before.height()
    assert view.rect().contains(pill.geometry())


def _sections(count: int, tables: int = 0) -> str:
    words = " ".join(f"Member {number} came on **time** and paid." for number in range(12))
    rows = "| Client | Due |\n|---|---|\n| Rohan | 100 |\n\n"
    return "".join(
        f"## Section {number}\n\n{words}\n\n{rows if number < tables else ''}" for number in range(count)
    )


@pytest.mark.parametrize("tables", [0, 55])
def test_the_end_of_a_long_answer_that_comes_is_seen_first(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tables: int
) -> None:
    """It was written from its first word down: seconds went by in the old size, or a part from far above ran by."""
    view = shown_view(qtbot, 900, 600)
    view.add_user_message("All?", "q")
    view.begin_answer("a")
    answer = _sections(60, tables)
    view.append_text(answer)
    view.draw_all()
    QCoreApplication.processEvents()
    drawn: list[int] = []
    append, add = TranscriptDocument.append, TranscriptDocument.add_messages

    def note_append(content: TranscriptDocument, delta: str, **more: bool) -> None:
        drawn.append(len(delta))
        append(content, delta, **more)

    def note_added(content: TranscriptDocument, messages: Sequence[ShownMessage]) -> None:
        drawn.extend(len(message.shown) for message in messages)
        add(content, messages)

    monkeypatch.setattr(TranscriptDocument, "append", note_append)
    monkeypatch.setattr(TranscriptDocument, "add_messages", note_added)
    for scale in (1.25, 1.5):
        drawn.clear()
        view.set_look(real_look(text_scale=scale))
        qtbot.waitUntil(view.viewport().updatesEnabled)
        assert "Section 59" in view.toPlainText()
        assert view._end.follows and not view._end.is_text_below
        assert sum(drawn) < 16_000, "It is written from far above what is in sight."
    rest = "The **end**."
    view.append_text(rest)
    view.finish_answer(answer + rest, view_end())
    qtbot.waitUntil(lambda: view.is_drawn and view._earlier.is_settled, timeout=30_000)
    view._earlier.bring_back()
    qtbot.waitUntil(lambda: is_whole(view), timeout=30_000)
    fresh = shown_view(qtbot, 900, 600)
    fresh.set_look(real_look(text_scale=1.5))
    fresh.show_conversation(
        [ShownQuestion("All?", "q"), ShownAnswer(answer + rest, view_end())], has_earlier=False
    )
    qtbot.waitUntil(lambda: is_whole(fresh), timeout=30_000)
    assert snapshot(view.document()) == snapshot(fresh.document())


@pytest.mark.parametrize("sections", [4, 40])
@pytest.mark.parametrize("place", [0.3, 0.85, 0.99])
def test_who_reads_above_an_answer_that_comes_stays_there_while_the_window_goes_on(
    view: TranscriptView, qtbot: Any, sections: int, place: float
) -> None:
    """All was written again at once, which held the window for as long as the page is."""
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    answer = _sections(sections, sections)
    view.append_text(answer)
    view.draw_all()
    bar = view.verticalScrollBar()
    bar.setValue(round(bar.maximum() * place))
    view._end.note_reader()
    assert not view._end.follows
    line = line_at(view, 2)
    assert line
    for scale in (1.25, 1.5):
        view.set_look(real_look(text_scale=scale))
        assert view.has_earlier and "Question 0?" not in view.toPlainText()
        view.append_text("More words.\n\n")
        qtbot.waitUntil(view.viewport().updatesEnabled, timeout=30_000)
        assert line_at(view, 2) == line
    qtbot.waitUntil(lambda: is_whole(view) and view.is_drawn, timeout=30_000)
    assert line_at(view, 2) == line
    words = view.toPlainText()
    assert words.index("Question 0?") < words.index("Question 5?") < words.index("And today?")
    assert words.count("Section 0") == words.count(f"Section {sections - 1}") == 1
    assert words.count("More words.") == 2


def test_the_next_size_keeps_what_was_selected_since_the_last_one(view: TranscriptView, qtbot: Any) -> None:
    """A scroll bar that went in the middle of it began to write all once more."""
    view.resize(1300, 600)
    qtbot.waitUntil(lambda: is_whole(view))
    view.add_user_message("And today?", "new")
    view.begin_answer("n")
    answer = f"Today.\n\n{client_table(40)}\n**That** is all of it.\n\n" + "Some words.\n\n" * 100
    view.append_text(answer)
    view.draw_all()
    view.set_look(real_look(text_scale=1.25))
    qtbot.waitUntil(view.viewport().updatesEnabled)
    assert view.has_earlier
    view.setTextCursor(view.document().find("is all of"))
    view.set_look(real_look(text_scale=1.5))
    assert view.textCursor().selectedText() == "is all of"
    qtbot.waitUntil(lambda: is_whole(view) and view.is_drawn)
    assert view.textCursor().selectedText() == "is all of"
    view.finish_answer(answer, view_end())
    view.draw_all()
    fresh = shown_view(qtbot, 1300, 600)
    fresh.set_look(real_look(text_scale=1.5))
    messages = [*conversation(), ShownQuestion("And today?", "new"), ShownAnswer(answer, view_end())]
    fresh.show_conversation(messages, has_earlier=False)
    qtbot.waitUntil(lambda: not fresh.has_earlier)
    assert snapshot(view.document()) == snapshot(fresh.document())
