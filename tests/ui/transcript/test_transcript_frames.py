"""How an answer reaches the page: frame by frame to its last word, whatever the reader does meanwhile."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt, QThread, QTimer
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.views import shown_view

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.ui.page.answer_actions import AnswerActions
from strakly_desktop.ui.transcript.frames.frame_queue import (
    BUDGET_MS,
    FEWEST,
    FEWEST_BESIDE_A_PERSON,
    FRAME_MS,
    MOST,
    FrameQueue,
)
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.transcript.waiting_dots import WaitingDots

LONG = "".join(f"Paragraph {number} of a **long** answer.\n\n" for number in range(1500))
SOURCE = "From client stats"
RGB = QImage.Format.Format_RGB32


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot)


@pytest.fixture
def draining(view: TranscriptView) -> TranscriptView:
    """A long answer is over, and most of it is not drawn."""
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text(LONG)
    view.finish_answer(LONG, AnswerEnd(SOURCE))
    assert not view.is_drawn
    return view


def dots(view: TranscriptView) -> WaitingDots:
    return view.findChildren(WaitingDots)[0]


def actions(view: TranscriptView) -> AnswerActions:
    """The bar of the last answer."""
    return view.findChildren(AnswerActions)[-1]


def until_drawn(qtbot: QtBot, view: TranscriptView) -> None:
    qtbot.waitUntil(lambda: view.is_drawn)


class TestTheEnd:
    def test_it_comes_after_the_last_word_was_drawn(self, qtbot: QtBot, draining: TranscriptView) -> None:
        assert SOURCE not in draining.toPlainText()
        assert dots(draining).isVisible()
        assert not actions(draining).isVisible()
        until_drawn(qtbot, draining)
        assert draining.toPlainText().endswith(f"Paragraph 1499 of a long answer.\n{SOURCE}")
        assert not dots(draining).isVisible()
        assert actions(draining).isVisible()

    def test_no_frame_draws_more_than_it_may(self, qtbot: QtBot, draining: TranscriptView) -> None:
        lengths = [draining.document().characterCount()]
        draining.document().contentsChanged.connect(
            lambda: lengths.append(draining.document().characterCount())
        )
        until_drawn(qtbot, draining)
        assert max(after - before for before, after in pairwise(lengths)) <= 2 * MOST

    def test_keys_are_answered_between_the_frames(self, qtbot: QtBot, draining: TranscriptView) -> None:
        bar = draining.verticalScrollBar()
        qtbot.waitUntil(lambda: bar.maximum() > 500)
        QTest.keyClick(draining, Qt.Key.Key_PageUp)
        assert bar.value() < bar.maximum()
        assert not draining.is_drawn

    def test_the_answer_is_known_whole_at_once(self, draining: TranscriptView) -> None:
        assert draining.answer_text == LONG

    def test_a_stopped_answer_keeps_all_that_had_arrived(self, qtbot: QtBot, view: TranscriptView) -> None:
        view.begin_answer()
        view.append_text(LONG)
        view.finish_answer(LONG, AnswerEnd("", MessageState.STOPPED, "Stopped", "What had arrived is kept."))
        until_drawn(qtbot, view)
        assert view.toPlainText().count("Paragraph") == 1500
        assert "Stopped  What had arrived is kept." in view.toPlainText()

    def test_a_short_one_comes_at_once(self, view: TranscriptView) -> None:
        view.begin_answer()
        view.append_text("Some ")
        view.finish_answer("Some words.", AnswerEnd(SOURCE))
        assert view.toPlainText() == f"Some words.\n{SOURCE}"

    def test_the_reader_keeps_their_place(self, qtbot: QtBot, draining: TranscriptView) -> None:
        bar = draining.verticalScrollBar()
        qtbot.waitUntil(lambda: bar.maximum() > 500)
        bar.triggerAction(bar.SliderAction.SliderToMinimum)
        QApplication.processEvents()
        bar.setValue(200)
        until_drawn(qtbot, draining)
        assert bar.value() == 200


def test_nothing_is_drawn_while_the_connection_of_a_stopped_answer_closes(
    qtbot: QtBot, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strakly_desktop.ui.transcript.view.CLOSING_MS", 3_600_000)
    view.begin_answer()
    view.append_text(LONG)
    drawn = view.document().characterCount()
    view.give_way()  # As the Esc of it says.
    view.finish_answer(LONG, AnswerEnd("", MessageState.STOPPED, "Stopped"))
    qtbot.wait(60)
    assert view.document().characterCount() == drawn
    view.draw_all()
    assert view.toPlainText().count("Paragraph") == 1500


class TestTheNextQuestion:
    def test_it_stands_below_the_whole_answer_before(self, qtbot: QtBot, draining: TranscriptView) -> None:
        draining.add_user_message("Next?")
        draining.begin_answer()
        draining.append_text("Its answer.")
        assert draining.answer_text == "Its answer."
        draining.finish_answer("Its answer.", AnswerEnd())
        until_drawn(qtbot, draining)
        assert draining.toPlainText().endswith(
            f"Paragraph 1499 of a long answer.\n{SOURCE}\nNext?\nIts answer.\n"
        )

    def test_the_dots_and_their_words_are_its_own(self, qtbot: QtBot, draining: TranscriptView) -> None:
        draining.add_user_message("Next?")
        draining.begin_answer()
        draining.set_busy_line("Looking up clients...")
        until_drawn(qtbot, draining)
        assert draining.toPlainText().endswith("Next?")
        assert dots(draining).isVisible()
        assert dots(draining).accessibleDescription() == "Looking up clients..."
        assert not actions(draining).isVisible()

    def test_it_is_followed(self, qtbot: QtBot, draining: TranscriptView) -> None:
        bar = draining.verticalScrollBar()
        qtbot.waitUntil(lambda: bar.maximum() > 500)
        bar.triggerAction(bar.SliderAction.SliderToMinimum)
        QApplication.processEvents()
        draining.add_user_message("Next?")
        until_drawn(qtbot, draining)
        assert bar.value() == bar.maximum()


def test_a_new_conversation_is_empty_at_once_and_stays_so(qtbot: QtBot, draining: TranscriptView) -> None:
    draining.clear_conversation()
    assert draining.is_drawn
    with qtbot.assertNotEmitted(draining.document().contentsChanged, wait=60):
        assert draining.toPlainText() == ""
    assert not dots(draining).isVisible()


class TestTheRoomOfTheDots:
    def test_all_of_them_is_in_sight_below_the_text(self, qtbot: QtBot, view: TranscriptView) -> None:
        view.begin_answer()
        for number in range(30):
            view.append_text(f"Line {number}\n\n")
            view.draw_all()
            place = dots(view).geometry()
            text = view.cursorRect(view.document().find(f"Line {number}"))
            assert place.top() >= text.bottom()
            assert view.viewport().rect().contains(place)
        assert view.verticalScrollBar().maximum() > 0

    def test_it_goes_with_them(self, view: TranscriptView) -> None:
        view.begin_answer()
        text = "Some words\n\n" * 40
        view.append_text(text)
        view.draw_all()
        view.finish_answer(text, AnswerEnd())
        view.draw_all()
        bar = view.verticalScrollBar()
        assert bar.maximum() == round(view.document().size().height()) - view.viewport().height()
        assert bar.value() == bar.maximum()

    def test_it_lays_out_nothing_that_is_there(self, view: TranscriptView) -> None:
        """A frame format, for one, would: the begin of an answer would cost the conversation's length."""
        view.begin_answer()
        view.finish_answer(LONG, AnswerEnd())
        view.draw_all()
        before = view.document().characterCount() - 2
        view.add_user_message("Next?")
        changed: list[int] = []
        view.document().contentsChange.connect(lambda position, removed, added: changed.append(position))
        view.begin_answer()
        view.append_text("Its answer.")
        view.finish_answer("Its answer.", AnswerEnd(SOURCE))
        assert changed
        assert min(changed) >= before


@pytest.fixture
def drawn() -> list[str]:
    return []


@pytest.fixture
def queue(drawn: list[str], view: TranscriptView) -> FrameQueue:
    return FrameQueue(drawn.append, view)


class TestFrameQueue:
    def test_text_and_steps_keep_their_order(self, queue: FrameQueue, drawn: list[str]) -> None:
        queue.put("one ")
        queue.put("two")
        queue.then(lambda: drawn.append("step"))
        queue.put("three")
        queue.draw_all()
        assert drawn == ["one two", "step", "three"]

    def test_a_step_is_taken_at_once_where_nothing_waits(self, queue: FrameQueue, drawn: list[str]) -> None:
        queue.then(lambda: drawn.append("step"))
        assert drawn == ["step"]
        assert queue.is_empty

    def test_a_slow_page_gets_little_at_a_time(
        self, view: TranscriptView, drawn: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert largest_piece(view, monkeypatch, ms_per_character=0.1) == FEWEST
        assert FEWEST < largest_piece(view, monkeypatch, ms_per_character=0.004) < BUDGET_MS / 0.004
        assert largest_piece(view, monkeypatch, ms_per_character=0.0001) == MOST

    def test_what_follows_a_step_that_empties_the_queue_is_still_drawn(
        self, qtbot: QtBot, queue: FrameQueue, drawn: list[str]
    ) -> None:
        queue.put("gone")
        queue.then(lambda: (queue.clear(), queue.put("new"))[0])
        qtbot.waitUntil(lambda: drawn == ["gone", "new"])


class PaintedField(Guarded, QWidget):
    def __init__(self, done: list[str]) -> None:
        super().__init__()
        self._done = done

    def paintEvent(self, event: QPaintEvent) -> None:
        self._done.append("painted")


class TestAKey:
    def test_what_it_changed_is_painted_before_more_text_is_drawn(self, qtbot: QtBot) -> None:
        """Also where the frame was due before the key came."""
        done: list[str] = []
        field = PaintedField(done)
        qtbot.addWidget(field)
        field.show()
        qtbot.waitExposed(field)

        def draw(_text: str) -> None:
            done.append("frame")
            frames.put("x" * 50_000)

        frames = FrameQueue(draw, field)
        frames.put("More always comes.")
        for _ in range(10):
            qtbot.waitUntil(lambda: done[-1:] == ["frame"])
            QThread.msleep(FRAME_MS + 1)  # Something held the window: the next one is due.
            done.clear()
            # As a key comes: as an event of its own.
            QTimer.singleShot(0, field, lambda: (frames.give_way(), field.update())[0])
            qtbot.waitUntil(lambda: "frame" in done)
            assert done[0] == "painted"
        frames.clear()

    def test_each_frame_is_short_for_a_while(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for cost, most in ((0.1, FEWEST_BESIDE_A_PERSON), (0.004, 1500), (0.0001, MOST)):
            assert largest_piece(view, monkeypatch, cost, in_use=True) <= most
            assert largest_piece(view, monkeypatch, cost, in_use=False) >= most

    def test_who_never_rests_gets_the_whole_answer(
        self, qtbot: QtBot, drawn: list[str], queue: FrameQueue
    ) -> None:
        queue.put("x" * 5_000)
        wheel = QTimer(interval=1)
        wheel.timeout.connect(queue.give_way)
        wheel.start()
        qtbot.waitUntil(lambda: queue.is_empty)
        assert "".join(drawn) == "x" * 5_000

    def test_the_frame_that_a_stop_leaves_out_stays_out(
        self, qtbot: QtBot, drawn: list[str], queue: FrameQueue
    ) -> None:
        queue.put("x" * 5_000)
        queue.give_way()
        queue.rest(3_600_000)
        qtbot.wait(60)
        assert drawn == []

    def test_nothing_waits_where_nothing_is_drawn(
        self, qtbot: QtBot, drawn: list[str], queue: FrameQueue
    ) -> None:
        queue.give_way()
        queue.put("word")
        qtbot.waitUntil(lambda: drawn == ["word"])


def largest_piece(
    view: TranscriptView, monkeypatch: pytest.MonkeyPatch, ms_per_character: float, *, in_use: bool = False
) -> int:
    """How much a queue hands over at most to a page that takes so long, by a clock that only drawing moves."""
    now = 0.0
    lengths: list[int] = []

    def draw(text: str) -> None:
        nonlocal now
        now += len(text) * ms_per_character / 1000
        lengths.append(len(text))

    clock: Callable[[], float] = lambda: now  # noqa: E731 - it is a clock
    for name in ("perf_counter", "_drawing_time"):
        monkeypatch.setattr(f"strakly_desktop.ui.transcript.frames.frame_queue.{name}", clock)
    queue = FrameQueue(draw, view)
    queue.put("x" * 200_000)
    for _ in range(40):
        if in_use:
            queue.give_way()
        queue.draw_frame()
    return max(lengths)


class TestThePicture:
    """Qt scrolls what is painted, and has only the rest painted: that must look like a page painted anew."""

    @pytest.fixture
    def text(self) -> str:
        row = "| 1 | [Rohan](/clients/5) | Rs. 14,500 | Paid |\n"
        table = "| # | Client | Due | Status |\n|---|---|---|---|\n" + row * 12
        return f"Words\n\n{table}\n> **Tip:** quoted\n\n```sql\nSELECT 1\n```\n\n" + LONG[:3000] + table

    def test_it_is_whole_while_text_comes(self, qtbot: QtBot, view: TranscriptView, text: str) -> None:
        view.add_user_message("Question?")
        view.begin_answer()
        for start in range(0, len(text), 150):
            view.append_text(text[start : start + 150])
            view.draw_all()
            QApplication.processEvents()
            assert on_screen(view) == painted_anew(view)

    def test_it_is_whole_wherever_one_scrolls(self, qtbot: QtBot, view: TranscriptView, text: str) -> None:
        view.begin_answer()
        view.finish_answer(text, AnswerEnd(SOURCE))
        view.draw_all()
        bar = view.verticalScrollBar()
        for value in (0, 40, 45, 400, 390, 1200, 100, bar.maximum(), bar.maximum() - 30, bar.maximum()):
            bar.setValue(value)
            QApplication.processEvents()
            assert on_screen(view) == painted_anew(view)


def on_screen(view: TranscriptView) -> QImage:
    """The text as it has come to the screen."""
    return view.screen().grabWindow(view.winId()).toImage().copy(text_area(view)).convertToFormat(RGB)


def painted_anew(view: TranscriptView) -> QImage:
    return view.grab().toImage().copy(text_area(view)).convertToFormat(RGB)


def text_area(view: TranscriptView) -> QRect:
    return QRect(view.viewport().geometry())


def test_a_step_that_fails_holds_up_nothing(qtbot: QtBot, qapp: QApplication) -> None:
    drawn: list[str] = []

    def draw(text: str) -> None:
        if text.startswith("bad"):
            raise RuntimeError("a bug")
        drawn.append(text)

    queue = FrameQueue(draw, qapp)
    queue.put("bad" * 200)
    queue.then(lambda: drawn.append("end"))
    queue.put("next")
    with pytest.raises(RuntimeError):
        queue.draw_all()
    qtbot.waitUntil(lambda: queue.is_empty)
    assert drawn[-2:] == ["end", "next"]


@pytest.mark.parametrize("name", ["append_segments", "finish_segments"])
def test_the_dots_stop_and_the_next_answer_is_drawn_when_drawing_fails(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    view = shown_view(qtbot)
    view.add_user_message("Question?")
    view.begin_answer("a1")
    with monkeypatch.context() as patch:
        patch.setattr(IncrementalParser, name, lambda *_: 1 // 0)
        view.append_text("Some **words** of it")
        view.draw_all()
        view.finish_answer("Some **words** of it.", AnswerEnd("From stats", message_id="a1"))
        qtbot.waitUntil(lambda: view.is_drawn)
    assert not any(dots.isVisible() for dots in view.findChildren(WaitingDots))
    assert "Some **words** of it." in view.toPlainText() and "From stats" in view.toPlainText()
    assert view.answer_text == "Some **words** of it."
    view.add_user_message("Next?")
    view.begin_answer("a2")
    view.append_text("The **next** one.")
    view.draw_all()
    assert "The next one." in view.toPlainText()
