"""The page of a long day gives its first turns back, and nothing that a reader can do tells the difference."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.ui.find.text_pattern import phrase_pattern
from strakly_desktop.ui.transcript.page_length import TURNS_KEPT
from strakly_desktop.ui.transcript.view import TranscriptView

Modifier = Qt.KeyboardModifier
ANSWER = "Some words.\n\n| Client | Due |\n|---|---|\n| Rohan | 14,500 |\n\n- **one**\n- two\n"
LONG_DAY = TURNS_KEPT + 8


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot, 900, 600)


def turn(view: TranscriptView, number: int) -> None:
    view.add_user_message(f"Question {number}?", f"q{number}")
    view.begin_answer(f"a{number}")
    view.append_text(ANSWER)
    view.finish_answer(ANSWER, AnswerEnd("From client stats", message_id=f"a{number}"))
    view.draw_all()


@pytest.fixture
def long_day(view: TranscriptView) -> TranscriptView:
    for number in range(LONG_DAY):
        turn(view, number)
    return view


def questions(text: str) -> list[int]:
    return [number for number in range(LONG_DAY + 2) if f"Question {number}?" in text]


def height_of_the_line_at(view: TranscriptView, y: int) -> tuple[str, int]:
    cursor = view.cursorForPosition(QPoint(200, y))
    return cursor.block().text(), view.cursorRect(cursor).top()


def blocks(view: TranscriptView) -> int:
    return view.document().blockCount()


class TestGivingBack:
    def test_the_page_stays_as_long_as_a_turn_of_the_first_hours_found_it(self, view: TranscriptView) -> None:
        lengths = []
        for number in range(LONG_DAY):
            turn(view, number)
            lengths.append(blocks(view))
        assert max(lengths) == lengths[TURNS_KEPT - 1]
        assert questions(view.toPlainText()) == list(range(LONG_DAY - TURNS_KEPT, LONG_DAY))

    def test_more_leaves_only_when_what_a_key_changed_has_been_painted(
        self, qtbot: QtBot, long_day: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("strakly_desktop.ui.transcript.page_length._PAUSE_MS", 0)
        monkeypatch.setattr("strakly_desktop.ui.transcript.page_length._AFTER_KEY_MS", 3_600_000)
        long_day.verticalScrollBar().setValue(0)
        qtbot.waitUntil(lambda: "Question 0?" in long_day.toPlainText())
        long_day.jump_to_end()
        long_day._length.shorten()  # More waits.
        left = blocks(long_day)
        long_day.give_way()
        qtbot.wait(30)
        assert blocks(long_day) == left

    def test_the_reader_sees_nothing_of_it(self, long_day: TranscriptView) -> None:
        long_day.add_user_message("Next?")
        before, longer = height_of_the_line_at(long_day, 300), blocks(long_day)
        long_day._length.shorten()
        assert blocks(long_day) < longer
        assert height_of_the_line_at(long_day, 300) == before
        bar = long_day.verticalScrollBar()
        assert bar.value() == bar.maximum()

    @pytest.mark.parametrize("why", ["selected", "found", "scrolled"])
    def test_nothing_goes_that_somebody_uses(self, view: TranscriptView, why: str) -> None:
        for number in range(TURNS_KEPT):
            turn(view, number)
        view.add_user_message("Next?")
        if why == "selected":
            cursor = QTextCursor(view.document().find("Question 0?"))
            view.setTextCursor(cursor)
            view.jump_to_end()
        elif why == "found":
            view.found.find(phrase_pattern("Question 0"))
            view.jump_to_end()
        else:
            view.verticalScrollBar().setValue(0)
            view._end.note_reader()
            view._begin_answer("next")  # A queued one: the reader went up after the question.
        if why != "scrolled":
            view.begin_answer("next")
        assert "Question 0?" in view.toPlainText()

    def test_many_go_little_by_little(self, long_day: TranscriptView, qtbot: Any) -> None:
        long_day.verticalScrollBar().setValue(0)
        qtbot.waitUntil(lambda: "Question 0?" in long_day.toPlainText())
        longest = blocks(long_day)
        turn(long_day, LONG_DAY)
        assert blocks(long_day) > longest * 0.8
        qtbot.waitUntil(lambda: len(questions(long_day.toPlainText())) <= TURNS_KEPT + 1)
        assert questions(long_day.toPlainText())[-1] == LONG_DAY

    def test_a_long_answer_leaves_in_small_parts_above_which_a_key_does_not_wait_long(
        self, view: TranscriptView, qtbot: QtBot
    ) -> None:
        """Qt lays out again the tables of as much text as is taken off above them, all in one round."""
        taken: list[int] = []

        def note(position: int, removed: int, added: int) -> None:
            if not position and removed > added:
                taken.append(removed - added)

        view.begin_answer("a")
        view.document().contentsChange.connect(note)
        for _ in range(300):
            view.append_text(f"{ANSWER}\n" * 2)
            view.draw_all()
            view._length.shorten()
        assert len(taken) > 3
        # Behind the first, before which an answer is no long one.
        assert max(taken[2:]) < 4_000


class TestComingBack:
    def test_what_was_given_back_comes_again_where_the_reader_scrolls_up(
        self, long_day: TranscriptView, qtbot: Any
    ) -> None:
        asked: list[None] = []
        long_day.earlier_requested.connect(lambda: asked.append(None))
        assert long_day.has_earlier
        long_day.verticalScrollBar().setValue(40)
        seen = height_of_the_line_at(long_day, 300)
        qtbot.waitUntil(lambda: questions(long_day.toPlainText()) == list(range(LONG_DAY)))
        assert height_of_the_line_at(long_day, 300) == seen
        assert not long_day.has_earlier and not asked
        fresh = shown_view(qtbot, 900, 600)
        for number in range(LONG_DAY):
            turn(fresh, number)
            fresh._earlier.write_all()
        fresh._earlier.bring_back()
        fresh._earlier.write_all()
        assert fresh.toPlainText() == long_day.toPlainText()

    def test_also_while_an_answer_comes(self, long_day: TranscriptView, qtbot: Any) -> None:
        long_day.add_user_message("Next?")
        long_day.begin_answer("next")
        long_day.append_text("Its **ans")
        long_day.draw_all()
        long_day.verticalScrollBar().setValue(0)
        qtbot.waitUntil(lambda: "Question 0?" in long_day.toPlainText())
        long_day.append_text("wer**.")
        long_day.finish_answer("Its **answer**.", AnswerEnd("From stats"))
        long_day.draw_all()
        assert long_day.toPlainText().endswith("Next?\nIts answer.\nFrom stats")

    def test_earlier_saved_ones_come_above_them(self, view: TranscriptView, qtbot: Any) -> None:
        saved: list[ShownMessage] = [
            ShownQuestion("Saved?", "s0"),
            ShownAnswer("Yes.", AnswerEnd(message_id="s1")),
        ]
        view.show_conversation(saved, has_earlier=True)
        qtbot.waitUntil(lambda: view._earlier.is_settled)
        for number in range(LONG_DAY):
            turn(view, number)
        view.add_earlier([ShownQuestion("Before all?", "b0")], has_earlier=False)
        view.verticalScrollBar().setValue(0)
        qtbot.waitUntil(lambda: not view.has_earlier)
        text = view.toPlainText()
        assert text.index("Before all?") < text.index("Saved?") < text.index("Question 0?")
        assert questions(text) == list(range(LONG_DAY))

    def test_a_message_that_was_given_back_is_shown_at_once(self, long_day: TranscriptView) -> None:
        assert "Question 3?" not in long_day.toPlainText()
        long_day.show_message("q3")
        assert long_day.cursorForPosition(QPoint(700, 40)).block().text() == "Question 3?"
        assert "Question 2?" not in long_day.toPlainText()

    def test_it_is_found(self, long_day: TranscriptView, qtbot: Any) -> None:
        counts: list[tuple[int, int]] = []
        long_day.found.counted.connect(lambda at, of: counts.append((at, of)))
        long_day.earlier_shown.connect(long_day.found.refresh)
        long_day.found.find(phrase_pattern("Some words"))
        long_day.load_earlier()
        qtbot.waitUntil(lambda: counts[-1][1] == LONG_DAY)

    def test_select_all_selects_it_too(self, long_day: TranscriptView, qtbot: Any) -> None:
        QTest.keyClick(long_day, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: questions(long_day.textCursor().selectedText()) == list(range(LONG_DAY)))

    def test_what_is_copied_at_once_is_whole(self, long_day: TranscriptView) -> None:
        QTest.keyClick(long_day, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        long_day.copy()
        assert questions(QApplication.clipboard().text()) == list(range(LONG_DAY))

    def test_another_conversation_has_nothing_of_it(self, long_day: TranscriptView) -> None:
        long_day.clear_conversation()
        assert not long_day.has_earlier
        turn(long_day, 0)
        long_day.load_earlier()
        assert questions(long_day.toPlainText()) == [0]


class TestWritingAnew:
    """After many turns the page is written anew, for a document keeps the formats of all that it ever had."""

    def test_that_is_done_when_nothing_has_been_asked_for_some_seconds(
        self, monkeypatch: pytest.MonkeyPatch, view: TranscriptView
    ) -> None:
        monkeypatch.setattr("strakly_desktop.ui.transcript.page_length.DEAD_TURNS", 2)
        for number in range(TURNS_KEPT + 1):
            turn(view, number)
        assert not view._length._idle.isActive()
        for number in range(TURNS_KEPT + 1, TURNS_KEPT + 4):
            turn(view, number)
        assert view._length._idle.isActive() and view._length._idle.interval() >= 3_000

    def test_a_document_forgets_what_it_had(self, long_day: TranscriptView, qtbot: Any) -> None:
        text, before = long_day.toPlainText(), formats(long_day)
        with qtbot.waitSignal(long_day.written_again):
            long_day._length._freshen()
        assert long_day._rewritten is None
        assert formats(long_day) < before * 0.95
        assert long_day.toPlainText() == text
        assert long_day.has_earlier

    def test_no_pixel_of_it_is_seen(self, long_day: TranscriptView, qtbot: Any) -> None:
        QApplication.processEvents()
        page, scroll_bar = Pictures(long_day.viewport()), Pictures(long_day.verticalScrollBar())
        page.note()
        scroll_bar.note()
        long_day._length._freshen()
        qtbot.waitUntil(lambda: long_day._rewritten is None)
        for _ in range(3):
            QApplication.processEvents()
        for one in (page, scroll_bar):
            assert all(picture == one.seen[0] for picture in one.seen)
        bar = long_day.verticalScrollBar()
        assert bar.value() == bar.maximum() > 0

    def test_nor_below_a_long_answer_that_is_shown_from_its_beginning(
        self, long_day: TranscriptView, qtbot: Any
    ) -> None:
        rows = "".join(f"| {row} | Client {row} | Rs. {row},500 |\n" for row in range(60))
        answer = f"**60 clients**\n\n| # | Name | Due |\n|---|---|---|\n{rows}"
        long_day.add_user_message("Who owes?", "long")
        long_day.begin_answer("all")
        long_day.append_text(answer)
        long_day.finish_answer(answer, AnswerEnd("From dues", message_id="all"))
        long_day.draw_all()
        QApplication.processEvents()
        bar, text, before = long_day.verticalScrollBar(), long_day.toPlainText(), formats(long_day)
        place = bar.value()
        assert not long_day._end.follows and 0 < place < bar.maximum()
        # The way to the end has come up under the mouse, which is nowhere in this test.
        QApplication.sendEvent(long_day._pill._jump, QEvent(QEvent.Type.Leave))
        QApplication.processEvents()
        page = Pictures(long_day.viewport())
        page.note()
        with qtbot.waitSignal(long_day.written_again):
            long_day._length._freshen()
        for _ in range(3):
            QApplication.processEvents()
        assert all(picture == page.seen[0] for picture in page.seen)
        assert (bar.value(), long_day.toPlainText()) == (place, text)
        assert formats(long_day) < before * 0.95
        assert not long_day._end.follows
        long_day._length._freshen()
        bar.triggerAction(bar.SliderAction.SliderSingleStepSub)
        QApplication.processEvents()
        assert long_day.viewport().updatesEnabled(), "whoever moves sees the page move"

    @pytest.mark.parametrize("why", ["an answer comes", "selected", "scrolled"])
    def test_it_waits_while_somebody_is_at_it(self, long_day: TranscriptView, qtbot: Any, why: str) -> None:
        if why == "an answer comes":
            long_day.begin_answer("next")
        elif why == "selected":
            long_day.setTextCursor(long_day.document().find("Some words", QTextCursor(long_day.document())))
        else:
            long_day.verticalScrollBar().triggerAction(
                long_day.verticalScrollBar().SliderAction.SliderPageStepSub
            )
            QApplication.processEvents()
        long_day._length._freshen()
        assert long_day._rewritten is None and long_day._length._idle.isActive()

    def test_a_reader_who_moves_in_the_middle_of_it_sees_the_page_move(
        self, long_day: TranscriptView, qtbot: Any
    ) -> None:
        long_day._length._freshen()
        qtbot.waitUntil(lambda: long_day._end.is_page_full)
        bar = long_day.verticalScrollBar()
        assert not long_day.viewport().updatesEnabled()
        bar.triggerAction(bar.SliderAction.SliderPageStepSub)
        assert long_day.viewport().updatesEnabled() and bar.updatesEnabled()
        QApplication.processEvents()
        seen = height_of_the_line_at(long_day, 300)
        qtbot.waitUntil(lambda: long_day._rewritten is None)
        assert height_of_the_line_at(long_day, 300) == seen

    def test_a_question_in_the_middle_of_it_is_seen(self, long_day: TranscriptView, qtbot: Any) -> None:
        long_day._length._freshen()
        assert long_day._rewritten is not None
        turn(long_day, LONG_DAY)
        assert long_day.viewport().updatesEnabled() and long_day.verticalScrollBar().updatesEnabled()
        qtbot.waitUntil(lambda: long_day._rewritten is None)
        assert questions(long_day.toPlainText())[-TURNS_KEPT:] == list(
            range(LONG_DAY - TURNS_KEPT + 1, LONG_DAY + 1)
        )


class TestHome:
    @pytest.mark.parametrize(
        "modifier", [Modifier.NoModifier, Modifier.ControlModifier], ids=["Home", "Ctrl+Home"]
    )
    def test_it_leads_to_the_first_question_of_the_day(
        self, long_day: TranscriptView, qtbot: Any, modifier: Qt.KeyboardModifier
    ) -> None:
        qtbot.keyClick(long_day, Qt.Key.Key_Home, modifier)
        qtbot.waitUntil(lambda: not long_day.has_earlier)
        assert questions(long_day.toPlainText())[0] == 0
        assert long_day.verticalScrollBar().value() == 0
        assert long_day.textCursor().position() == 0

    def test_what_is_marked_on_the_way_reaches_up_to_it(self, long_day: TranscriptView, qtbot: Any) -> None:
        qtbot.keyClick(long_day, Qt.Key.Key_End)
        qtbot.keyClick(long_day, Qt.Key.Key_Home, Modifier.ControlModifier | Modifier.ShiftModifier)
        qtbot.waitUntil(lambda: not long_day.has_earlier)
        assert long_day.textCursor().selectionStart() == 0 == long_day.verticalScrollBar().value()

    def test_it_asks_for_all_that_is_kept_of_the_conversation(self, view: TranscriptView, qtbot: Any) -> None:
        def hand_over() -> None:
            view.add_earlier([ShownQuestion("The first question?", "first")], has_earlier=False)

        view.show_conversation(
            [ShownQuestion(f"Question {n}?", f"q{n}") for n in range(30)], has_earlier=True
        )
        view.earlier_requested.connect(hand_over)
        qtbot.keyClick(view, Qt.Key.Key_Home)
        qtbot.waitUntil(lambda: not view.has_earlier)
        assert view.toPlainText().startswith("The first question?") and view.verticalScrollBar().value() == 0

    def test_who_goes_elsewhere_meanwhile_stays_there(self, long_day: TranscriptView, qtbot: Any) -> None:
        qtbot.keyClick(long_day, Qt.Key.Key_Home)
        qtbot.keyClick(long_day, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: long_day._earlier.is_settled)
        bar = long_day.verticalScrollBar()
        assert bar.value() == bar.maximum() > 0


def formats(view: TranscriptView) -> int:
    return len(view.document().allFormats())


class Pictures(QObject):
    """What is seen of a widget, after each painting of it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen: list[QImage] = []
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self, self.note)
        return False

    def note(self) -> None:
        window = self._widget.window()
        picture = window.screen().grabWindow(window.winId()).toImage()
        place = QRect(self._widget.mapTo(window, QPoint()), self._widget.size())
        self.seen.append(picture.copy(place))
