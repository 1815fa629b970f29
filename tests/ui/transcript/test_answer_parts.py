"""Parts of a long answer leave the page while its end streams in, and a reader can do all as if they had not."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from support.documents import snapshot
from support.views import followed_view

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownMessage,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.ui.find.text_pattern import phrase_pattern
from strakly_desktop.ui.transcript.view import TranscriptView

ROWS = "".join(f"| {{0}}.{row} | [Rohan](/clients/{row}) | Rs. {row},500 |\n" for row in range(1, 9))
SECTION = (
    "## Section {0}\n\nSome **words** of it, and `more`.\n\n"
    f"| # | Client | Due |\n|---|---|---:|\n{ROWS}\n- one\n- two\n\n"
)
END = AnswerEnd("From client stats", message_id="a")


def sections(first: int, last: int) -> str:
    return "".join(SECTION.replace("{0}", str(number)) for number in range(first, last))


MANY = 24
KEPT = 2_400
ALL = sections(0, MANY)


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a screen of text were a long part."""
    monkeypatch.setattr("strakly_desktop.rendering.document.answer.answer_seams.PART", 1_200)
    monkeypatch.setattr("strakly_desktop.rendering.document.answer.answer_seams.FIRST_PART", 1_200)
    monkeypatch.setattr("strakly_desktop.rendering.document.document._FEW_TABLES", 4)
    monkeypatch.setattr("strakly_desktop.ui.transcript.page_length.LENGTH_KEPT", KEPT)
    monkeypatch.setattr("strakly_desktop.ui.transcript.page_length._PAUSE_MS", 1)


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    view = followed_view(qtbot, 900, 300)
    ask(view)
    return view


def ask(view: TranscriptView) -> None:
    view.add_user_message("Question?", "q")
    view.begin_answer("a")


def at_rest(view: TranscriptView, qtbot: QtBot) -> None:
    """Draw what waits, and let the page become as short as it may."""
    view.draw_all()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not view._length._pass.isActive() and view._earlier.is_settled)


def stream(view: TranscriptView, qtbot: QtBot, text: str) -> None:
    for start in range(0, len(text), 1_500):
        view.append_text(text[start : start + 1_500])
        at_rest(view, qtbot)


@pytest.fixture
def growing(view: TranscriptView, qtbot: QtBot) -> TranscriptView:
    """Half of a long answer, whose beginning has left the page."""
    stream(view, qtbot, sections(0, MANY // 2))
    assert numbers(view)[0] > 2
    return view


def numbers(view: TranscriptView) -> list[int]:
    return [int(found) for found in re.findall(r"Section (\d+)$", view.toPlainText(), re.MULTILINE)]


def tables(view: TranscriptView) -> int:
    return len(view.document().rootFrame().childFrames())


def finish(view: TranscriptView, qtbot: QtBot, text: str = ALL, end: AnswerEnd = END) -> None:
    view.finish_answer(text, end)
    at_rest(view, qtbot)


def bring_all(view: TranscriptView, qtbot: QtBot) -> None:
    bar = view.verticalScrollBar()

    def go_up() -> bool:
        bar.setValue(0)
        view._end.note_reader()
        return not view.has_earlier

    qtbot.waitUntil(go_up)


def whole(qtbot: QtBot, text: str = ALL) -> TranscriptView:
    view = followed_view(qtbot, 900, 300)
    ask(view)
    view.finish_answer(text, END)
    view.draw_all()
    return view


def seen(view: TranscriptView) -> QImage:
    QApplication.processEvents()
    return view.viewport().grab().toImage()


def line_at(view: TranscriptView, y: int) -> tuple[str, int]:
    cursor = view.cursorForPosition(QPoint(200, y))
    return cursor.block().text(), view.cursorRect(cursor).top()


def row_at(view: TranscriptView, y: int) -> str:
    """The number of the row of a table at a height."""
    texts = [view.cursorForPosition(QPoint(x, y)).block().text() for x in range(40, 500, 10)]
    return next((text for text in texts if re.fullmatch(r"\d+\.\d+", text)), "")


def go_up(view: TranscriptView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() - 400)
    view._end.note_reader()


class TestLeaving:
    def test_a_frame_late_in_a_long_answer_finds_no_more_tables_than_an_early_one(
        self, view: TranscriptView, qtbot: QtBot
    ) -> None:
        found: list[int] = []
        blocks: list[int] = []
        for start in range(0, len(ALL), 1_500):
            stream(view, qtbot, ALL[start : start + 1_500])
            found.append(tables(view))
            blocks.append(view.document().blockCount())
        early = len(found) // 3
        assert max(found[early:]) <= max(found[: early + 1]) * 1.2
        assert max(blocks[early:]) <= max(blocks[: early + 1]) * 1.2
        assert len(numbers(view)) < MANY / 2
        assert view._content.length >= KEPT

    def test_the_reader_at_the_end_sees_nothing_of_it(self, view: TranscriptView, qtbot: QtBot) -> None:
        other = followed_view(qtbot, 900, 300)
        ask(other)
        other._length.look = lambda: None  # type: ignore[method-assign]
        for start in range(0, len(ALL) // 2, 1_500):
            for one in (view, other):
                stream(one, qtbot, ALL[start : start + 1_500])
            assert seen(view) == seen(other)
        assert tables(view) < tables(other)
        bar = view.verticalScrollBar()
        assert bar.value() == bar.maximum()

    @pytest.mark.parametrize(
        "why", ["scrolled", "selected", "found", "menu", "mouse", "caret", "slider", "heard"]
    )
    def test_nothing_goes_that_somebody_uses(
        self, view: TranscriptView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, why: str
    ) -> None:
        stream(view, qtbot, sections(0, 4))
        assert numbers(view)[0] == 0
        bar = view.verticalScrollBar()
        if why == "scrolled":
            go_up(view)
            before, value = line_at(view, 150), bar.value()
        elif why == "selected":
            view.setTextCursor(QTextCursor(view.document().find("Section 0")))
            view.jump_to_end()
        elif why == "found":
            view.found.find(phrase_pattern("Section 0"))
            view.jump_to_end()
        elif why == "menu":
            menu = QMenu(view)
            menu.addAction("Copy")
            menu.popup(view.mapToGlobal(QPoint(10, 10)))
        elif why == "mouse":
            QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 150))
        elif why == "caret":
            cursor = view.textCursor()
            cursor.setPosition(view.document().find("Section 0").selectionEnd())
            view.setTextCursor(cursor)
            view.jump_to_end()
            view.activateWindow()
            view.setFocus()
            qtbot.waitUntil(view.hasFocus)
        elif why == "slider":
            bar.setSliderDown(True)
        else:
            monkeypatch.setattr("strakly_desktop.ui.transcript.page_length._is_read_aloud", lambda: True)
        stream(view, qtbot, sections(4, 20))
        assert numbers(view) == list(range(20))
        if why == "scrolled":
            assert (line_at(view, 150), bar.value()) == (before, value)
        elif why == "selected":
            assert view.textCursor().selectedText() == "Section 0"
        elif why == "menu":
            menu.close()

    def test_it_goes_when_the_reader_is_back_at_the_end(self, view: TranscriptView, qtbot: QtBot) -> None:
        stream(view, qtbot, sections(0, 4))
        go_up(view)
        stream(view, qtbot, sections(4, 20))
        assert numbers(view)[0] == 0
        view.jump_to_end()
        stream(view, qtbot, sections(20, 22))
        qtbot.waitUntil(lambda: numbers(view)[0] > 2)

    def test_words_alone_stay(self, view: TranscriptView, qtbot: QtBot) -> None:
        text = "A paragraph with **words** of it.\n\n" * 200
        stream(view, qtbot, text)
        assert view.toPlainText().count("A paragraph") == 200

    def test_turns_above_go_first(self, qtbot: QtBot) -> None:
        view = followed_view(qtbot, 900, 300)
        for number in range(6):
            view.add_user_message(f"Earlier {number}?", f"q{number}")
            view.begin_answer(f"a{number}")
            view.finish_answer("Yes.\n\n| x |\n|---|\n| 1 |\n", AnswerEnd(message_id=f"a{number}"))
        ask(view)
        stream(view, qtbot, sections(0, 20))
        assert "Earlier" not in view.toPlainText() and "Question?" not in view.toPlainText()
        found = view.table_in_sight()
        assert found is not None and (found.message_id, found.index) == ("a", 19)
        bring_all(view, qtbot)
        text = view.toPlainText()
        assert [int(found) for found in re.findall(r"Earlier (\d)", text)] == list(range(6))
        assert text.index("Earlier 5?") < text.index("Question?") < text.index("Section 0")

    def test_a_tall_page_keeps_some_screens(self, qtbot: QtBot) -> None:
        view = followed_view(qtbot, 900, 700)
        ask(view)
        stream(view, qtbot, sections(0, 22))
        bar = view.verticalScrollBar()
        assert numbers(view)[0] > 0
        assert bar.maximum() >= 3 * bar.pageStep() and view._earlier.is_settled


class TestComingBack:
    def test_it_comes_in_place_while_the_answer_goes_on(self, growing: TranscriptView, qtbot: QtBot) -> None:
        bar = growing.verticalScrollBar()
        bar.setValue(400)
        growing._end.note_reader()
        before = line_at(growing, 150)
        first = numbers(growing)[0]
        growing.append_text(sections(MANY // 2, MANY // 2 + 3))
        qtbot.waitUntil(lambda: numbers(growing)[0] < first and growing._earlier.is_settled)
        assert line_at(growing, 150) == before
        bring_all(growing, qtbot)
        assert numbers(growing) == list(range(MANY // 2 + 3))

    def test_the_finished_answer_is_the_same_as_in_one_piece(
        self, growing: TranscriptView, qtbot: QtBot
    ) -> None:
        stream(growing, qtbot, sections(MANY // 2, MANY))
        finish(growing, qtbot)
        assert growing.has_earlier
        bring_all(growing, qtbot)
        assert snapshot(growing.document()) == snapshot(whole(qtbot).document())

    @pytest.mark.parametrize("ended", [False, True])
    def test_a_table_is_known_by_its_number_in_the_answer(
        self, growing: TranscriptView, qtbot: QtBot, ended: bool
    ) -> None:
        if ended:
            finish(growing, qtbot, sections(0, MANY // 2))
        found = growing.table_in_sight()
        assert found is not None and (found.message_id, found.index) == ("a", MANY // 2 - 1)
        bring_all(growing, qtbot)
        growing.jump_to_end()
        assert growing.table_in_sight() == found

    def test_a_chart_is_offered_for_a_table_that_has_left(self, view: TranscriptView, qtbot: QtBot) -> None:
        plain = re.sub(r"\| Rs[^|]*\|", "| none |", sections(2, 20))
        stream(view, qtbot, sections(0, 2) + plain)
        assert numbers(view)[0] > 2
        assert view._bars.has_numbers_above()
        bring_all(view, qtbot)
        assert not view._bars.has_numbers_above()

    def test_a_jump_to_the_answer_goes_to_its_beginning(self, growing: TranscriptView, qtbot: QtBot) -> None:
        finish(growing, qtbot, sections(0, MANY // 2))
        growing.show_message("a")
        assert growing.cursorForPosition(QPoint(200, 40)).block().text() == "Section 0"
        assert growing.document().findBlock(growing.start_of("a")).text() == "Section 0"

    def test_a_jump_to_its_question(self, growing: TranscriptView) -> None:
        growing.show_message("q")
        assert growing.cursorForPosition(QPoint(700, 40)).block().text() == "Question?"

    def test_all_of_it_is_found(self, growing: TranscriptView, qtbot: QtBot) -> None:
        counts: list[tuple[int, int]] = []
        growing.found.counted.connect(lambda at, of: counts.append((at, of)))

        def look_further() -> None:
            growing.load_earlier()
            growing.found.refresh()

        growing.earlier_shown.connect(look_further)
        growing.found.find(phrase_pattern("Some words"))
        look_further()
        qtbot.waitUntil(lambda: counts[-1][1] == MANY // 2)
        stream(growing, qtbot, sections(MANY // 2, MANY // 2 + 8))
        growing.found.refresh()
        assert counts[-1][1] == MANY // 2 + 8

    def test_select_all_copies_it_too(self, growing: TranscriptView, qtbot: QtBot) -> None:
        finish(growing, qtbot, sections(0, MANY // 2))
        QTest.keyClick(growing, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        growing.copy()
        copied = QApplication.clipboard().text()
        assert [int(found) for found in re.findall(r"Section (\d+)", copied)] == list(range(MANY // 2))


def wider(view: TranscriptView) -> None:
    view.resize(1_100, 300)


def larger(view: TranscriptView) -> None:
    view.set_look(replace(view._look, text_scale=1.5))


class TestWhatHappensInTheMiddle:
    @pytest.mark.parametrize("change", [wider, larger])
    @pytest.mark.parametrize("where", ["at the end", "further up"])
    def test_another_size(
        self, growing: TranscriptView, qtbot: QtBot, change: Callable[[TranscriptView], None], where: str
    ) -> None:
        if where == "further up":
            go_up(growing)
            row = row_at(growing, 10)
        change(growing)
        qtbot.waitUntil(lambda: growing._rewritten is None and growing.is_drawn)
        if where == "further up":
            assert row in [row_at(growing, y) for y in (5, 10, 15)]
        growing.jump_to_end()
        stream(growing, qtbot, sections(MANY // 2, MANY))
        finish(growing, qtbot)
        assert numbers(growing)[0] > 2
        bring_all(growing, qtbot)
        other = whole(qtbot)
        change(other)
        qtbot.waitUntil(lambda: other._rewritten is None and not other.has_earlier)
        assert snapshot(growing.document()) == snapshot(other.document())

    def test_it_is_stopped(self, growing: TranscriptView, qtbot: QtBot) -> None:
        text = sections(0, MANY // 2)
        finish(growing, qtbot, text, AnswerEnd("", MessageState.STOPPED, "Stopped", "Kept.", "a"))
        bring_all(growing, qtbot)
        assert numbers(growing) == list(range(MANY // 2))
        assert growing.toPlainText().rstrip().endswith("Stopped  Kept.")

    def test_it_ends_otherwise_than_it_came(self, growing: TranscriptView, qtbot: QtBot) -> None:
        other = "Other words.\n\n" + sections(200, 203)
        finish(growing, qtbot, other)
        bring_all(growing, qtbot)
        assert snapshot(growing.document()) == snapshot(whole(qtbot, other).document())

    def test_another_conversation_has_nothing_of_it(self, growing: TranscriptView, qtbot: QtBot) -> None:
        growing.clear_conversation()
        assert not growing.has_earlier and not growing._earlier.parts_above
        ask(growing)
        stream(growing, qtbot, sections(0, 2))
        growing.load_earlier()
        assert numbers(growing) == [0, 1]

    def test_the_page_is_written_anew_when_nobody_asks(self, growing: TranscriptView, qtbot: QtBot) -> None:
        finish(growing, qtbot, sections(0, MANY // 2))
        picture = seen(growing)
        growing._length._freshen()
        qtbot.waitUntil(lambda: growing._rewritten is None and growing._earlier.is_settled)
        assert seen(growing) == picture
        assert numbers(growing)[0] > 2
        bring_all(growing, qtbot)
        assert snapshot(growing.document()) == snapshot(whole(qtbot, sections(0, MANY // 2)).document())

    def test_its_values_are_shown_for_a_while(self, growing: TranscriptView, qtbot: QtBot) -> None:
        text = sections(0, MANY // 2)
        finish(growing, qtbot, text.replace("Rs.", "•••"))
        growing.show_otherwise([ShownQuestion("Question?", "q"), ShownAnswer(text, END)])
        qtbot.waitUntil(lambda: growing._rewritten is None)
        bring_all(growing, qtbot)
        assert snapshot(growing.document()) == snapshot(whole(qtbot, text).document())

    def test_the_next_questions_are_asked(self, growing: TranscriptView, qtbot: QtBot) -> None:
        finish(growing, qtbot, sections(0, MANY // 2))
        bring_all(growing, qtbot)
        growing.add_user_message("Next?", "q2")
        growing.begin_answer("a2")
        stream(growing, qtbot, "Some words. ")
        qtbot.waitUntil(lambda: numbers(growing)[0] > 2)
        stream(growing, qtbot, sections(0, 15))
        growing.finish_answer("Some words. " + sections(0, 15), AnswerEnd(message_id="a2"))
        at_rest(growing, qtbot)
        bring_all(growing, qtbot)
        assert numbers(growing) == [*range(MANY // 2), *range(15)]


@pytest.mark.parametrize("pause_ms", [1, 70])
def test_parts_do_not_leave_in_the_round_in_which_text_is_drawn(
    view: TranscriptView, monkeypatch: pytest.MonkeyPatch, pause_ms: int
) -> None:
    """Each takes a frame's time: a key, or a Stop, would wait for both. On a slow machine all is due in each round,
    before the next frame or after it."""
    monkeypatch.setattr("strakly_desktop.ui.transcript.page_length._PAUSE_MS", pause_ms)
    done: list[str] = []
    append, remove = TranscriptDocument.append, TranscriptDocument.remove_earliest

    def note(content: TranscriptDocument, delta: str, *, more: bool = False) -> None:
        done.append("drawn")
        append(content, delta, more=more)

    def note_removal(content: TranscriptDocument, turns: int) -> Sequence[ShownMessage]:
        done.append("left")
        return remove(content, turns)

    monkeypatch.setattr(TranscriptDocument, "append", note)
    monkeypatch.setattr(TranscriptDocument, "remove_earliest", note_removal)
    monkeypatch.setattr("strakly_desktop.ui.transcript.frames.frame_queue.MOST", 1_024)
    view.append_text(ALL)
    rounds: list[set[str]] = []
    while not view.is_drawn:
        # Longer than any of the timers.
        time.sleep(0.09)
        done.clear()
        QApplication.processEvents()
        rounds.append(set(done))
    assert rounds.count({"left"}) >= 3 and rounds.count({"drawn"}) >= 3
    assert {"drawn", "left"} not in rounds


def test_nothing_leaves_while_the_connection_of_a_stopped_answer_closes(
    growing: TranscriptView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strakly_desktop.ui.transcript.view.CLOSING_MS", 3_600_000)
    growing.append_text(sections(MANY // 2, MANY))
    growing.draw_all()
    first = numbers(growing)[0]
    growing.finish_answer(ALL, replace(END, state=MessageState.STOPPED))
    qtbot.wait(30)
    assert numbers(growing)[0] == first
    # Only put off.
    assert growing._length._pass.isActive()
    growing._length.shorten()
    assert numbers(growing)[0] > first
