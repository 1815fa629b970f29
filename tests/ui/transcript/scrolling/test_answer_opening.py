"""An answer that was there before anybody could have read its first line is shown from its beginning."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextBlock, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.ui.controls.jump_button import JumpButton
from strakly_desktop.ui.transcript.scrolling.answer_opening import LONGEST_S, READING_S, AnswerOpening
from strakly_desktop.ui.transcript.view import TranscriptView

HEADLINE = "**40 clients owe Rs. 1,74,000**\n\n"
TABLE = "| # | Client | Due |\n|--|--|--:|\n" + "".join(
    f"| {n} | Client {n} Kumar | {n},500 |\n" for n in range(30)
)
WORDS = "A line of its own.\n\n" * 40
LONG = HEADLINE + TABLE
SOURCE = "From client stats"


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot, 900, 500)


def ask(view: TranscriptView, question: str = "Who has dues?", note: str = "") -> None:
    view.add_user_message(question, "q", note)
    view.begin_answer("a")


def finish(view: TranscriptView, text: str, state: MessageState = MessageState.COMPLETE) -> None:
    view.finish_answer(text, AnswerEnd(SOURCE, message_id="a", state=state))


def answer(view: TranscriptView, text: str) -> None:
    """As the assistant on this computer does it."""
    for start in range(0, len(text), 50):
        view.append_text(text[start : start + 50])
    finish(view, text)
    view.draw_all()


def clock_of(view: TranscriptView) -> Callable[[float], None]:
    """Let the clock of `view` stand, and return what moves it on by seconds."""
    now = [0.0]
    view._opening = AnswerOpening(view, lambda: now[0])

    def wait(seconds: float) -> None:
        now[0] += seconds

    return wait


def top_of(view: TranscriptView, words: str) -> float:
    """How far below the upper edge of the page these words begin."""
    block = view.document().begin()
    while block.isValid() and words not in block.text().replace("\u00a0", " "):
        block = block.next()
    assert block.isValid(), words
    return _top(view, block)


def _top(view: TranscriptView, block: QTextBlock) -> float:
    top = view.document().documentLayout().blockBoundingRect(block).top()
    return top - view.verticalScrollBar().value()


def label(view: TranscriptView) -> str:
    (pill,) = view.findChildren(JumpButton)
    return pill.accessibleName().removeprefix("Jump to the end, ") if pill.isVisible() else ""


def is_at_end(view: TranscriptView) -> bool:
    bar = view.verticalScrollBar()
    return bar.value() == bar.maximum() > 0


def wheel_up(view: TranscriptView) -> None:
    place = QPointF(view.viewport().rect().center())
    up, none = QPoint(0, 120), Qt.KeyboardModifier.NoModifier
    at = view.viewport().mapToGlobal(place)
    phase = Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(
        view.viewport(), QWheelEvent(place, at, up, up, Qt.MouseButton.NoButton, none, phase, False)
    )


@pytest.mark.parametrize(
    "text", [LONG, TABLE, HEADLINE + WORDS, "- An item of its own.\n" * 60], ids=str.split
)
def test_an_answer_that_came_at_once_is_read_from_its_question_on(view: TranscriptView, text: str) -> None:
    ask(view, "First?")
    answer(view, "Short.")
    ask(view)
    answer(view, text)
    assert 0 <= top_of(view, "Who has dues?") < 60
    assert label(view).endswith("new lines")


def test_an_answer_with_which_the_scroll_bar_comes_is_shown_whole_or_from_its_question_on(
    view: TranscriptView, qtbot: QtBot
) -> None:
    """The page gets narrower in the middle of the last edit, and is laid out again."""
    for height in range(300, 700, 7):
        view.clear_conversation()
        view.resize(900, height)
        ask(view)
        answer(view, HEADLINE + TABLE[: TABLE.index("| 10 |")] + "\nShowing 10 of 40.\n")
        QApplication.processEvents()
        bar = view.verticalScrollBar()
        if bar.value() == bar.maximum():
            assert top_of(view, "40 clients owe") >= 0 and not label(view)
        else:
            assert 0 <= top_of(view, "Who has dues?") < 60 and label(view)


def test_the_pill_tells_how_much_is_below_what_is_in_sight(view: TranscriptView) -> None:
    ask(view)
    answer(view, LONG)
    for height in range(440, 500, 3):
        view.resize(900, height)
        rows = (view.cursorRect(QTextCursor(_row(view, number))) for number in range(30))
        below = sum(row.bottom() >= view.viewport().height() for row in rows)
        assert label(view) == f"{below + 1} new lines", "with the line of its sources"
    (pill,) = view.findChildren(JumpButton)
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert is_at_end(view) and not label(view)


def _row(view: TranscriptView, number: int) -> QTextBlock:
    block = view.document().begin()
    while block.text().replace("\u00a0", " ") != f"Client {number} Kumar":
        block = block.next()
        assert block.isValid(), number
    return block


def test_a_long_answer_does_not_move_while_it_is_drawn(view: TranscriptView, qtbot: QtBot) -> None:
    """It takes many frames; nobody can read what runs by."""
    text = HEADLINE + "Many words of a long paragraph that wraps again and again. " * 40 + "\n\n" + WORDS * 40
    ask(view)
    seen: set[int] = set()
    bar = view.verticalScrollBar()
    view.append_text(text)
    finish(view, text)
    bar.valueChanged.connect(seen.add)
    assert not view.is_drawn
    qtbot.waitUntil(lambda: view.is_drawn, timeout=60_000)
    assert seen <= {bar.value()} and top_of(view, "40 clients owe") > 0
    assert label(view) == "999+ new lines"


def test_an_answer_that_can_be_read_as_it_comes_is_followed(view: TranscriptView) -> None:
    wait = clock_of(view)
    ask(view)
    view.append_text(HEADLINE)
    view.draw_all()
    wait(READING_S)
    answer(view, TABLE)
    assert is_at_end(view) and not label(view)


def row_by_row(view: TranscriptView, wait: Callable[[float], None], seconds: float) -> None:
    """A table comes, its 30 rows in so many seconds."""
    ask(view)
    lines = LONG.splitlines(keepends=True)
    for line in lines:
        view.append_text(line)
        view.draw_all()
        assert not view._end.is_page_full or is_at_end(view), "what comes is followed"
        wait(seconds / len(lines))
    finish(view, LONG)
    view.draw_all()


@pytest.mark.parametrize("seconds", [1, 3, 6])
def test_an_answer_whose_first_line_ran_by_too_fast_is_read_from_there_in_the_end(
    view: TranscriptView, seconds: float
) -> None:
    row_by_row(view, clock_of(view), seconds)
    assert 0 <= top_of(view, "Who has dues?") < 60 and label(view)


@pytest.mark.parametrize("seconds", [12, 60])
def test_whoever_had_time_for_the_first_line_stays_with_the_end(view: TranscriptView, seconds: float) -> None:
    row_by_row(view, clock_of(view), seconds)
    assert is_at_end(view) and not label(view)


def test_whoever_has_followed_for_long_stays_with_the_end(view: TranscriptView) -> None:
    wait = clock_of(view)
    ask(view)
    view.append_text(LONG)
    view.draw_all()
    wait(LONGEST_S)
    view.append_text("\nThat is all.")
    finish(view, LONG + "\nThat is all.")
    view.draw_all()
    assert is_at_end(view) and not label(view)


@pytest.mark.parametrize("state", [MessageState.STOPPED, MessageState.INCOMPLETE])
def test_what_is_no_whole_answer_is_followed_to_where_it_says_so(
    view: TranscriptView, state: MessageState
) -> None:
    ask(view)
    view.append_text(LONG)
    finish(view, LONG, state)
    view.draw_all()
    assert is_at_end(view) and not label(view)


def test_who_had_gone_up_meanwhile_stays_there(view: TranscriptView) -> None:
    ask(view, "First?")
    answer(view, WORDS)
    ask(view)
    view.append_text(LONG[:200])
    view.draw_all()
    wheel_up(view)
    place = view.verticalScrollBar().value()
    view.append_text(LONG[200:])
    finish(view, LONG)
    view.draw_all()
    assert view.verticalScrollBar().value() == place and label(view)


def test_text_stays_under_a_mouse_that_is_down_on_it(view: TranscriptView) -> None:
    ask(view, "First?")
    answer(view, WORDS)
    ask(view)
    middle = view.viewport().rect().center()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    place = view.verticalScrollBar().value()
    answer(view, LONG)
    assert view.verticalScrollBar().value() == place
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert view.verticalScrollBar().value() == place and label(view)


def test_the_next_question_leads_to_the_end(view: TranscriptView) -> None:
    ask(view)
    answer(view, LONG)
    assert not is_at_end(view)
    ask(view, "And now?")
    assert is_at_end(view) and not label(view)
    answer(view, LONG)
    assert 0 <= top_of(view, "And now?") < 60


def test_a_long_question_leaves_the_page_to_its_answer(view: TranscriptView) -> None:
    ask(view, "A line of the question\n" * 15)
    answer(view, LONG)
    assert 0 <= top_of(view, "40 clients owe") < 60


def test_the_line_that_tells_of_another_branch_is_in_sight_with_its_question(view: TranscriptView) -> None:
    ask(view, "First?")
    answer(view, "Short.")
    ask(view, note="Asked of Baner")
    answer(view, LONG)
    assert 0 <= top_of(view, "Asked of Baner") < 60


def test_chips_below_an_answer_that_just_had_room_leave_its_first_line_in_sight(view: TranscriptView) -> None:
    """They come behind its end, and take of the page what the headline needs."""
    ask(view, "First?")
    answer(view, WORDS)
    ask(view)
    answer(view, HEADLINE + "A line of its own.\n\n" * 8)
    assert is_at_end(view)
    room = top_of(view, "40 clients owe")
    assert room > 0
    view.resize(900, round(500 - room) - 20)
    assert 0 <= top_of(view, "Who has dues?") < 60 and label(view)


def test_words_of_which_too_little_is_seen_are_still_to_come(view: TranscriptView) -> None:
    ask(view)
    answer(view, LONG + "\nShowing 30 of 40.\n")
    last_row, below = _top(view, _row(view, 29)), top_of(view, "Showing 30 of 40.")
    for height in range(round(last_row) + 20, round(below) + 15, 3):
        view.resize(900, height)
        assert label(view) == "2 new lines", "with the line of its sources"


def test_the_pill_counts_what_chips_have_covered(view: TranscriptView) -> None:
    ask(view)
    answer(view, LONG)
    before = int(label(view).split()[0])
    row = _top(view, _row(view, 2)) - _top(view, _row(view, 1))
    view.resize(900, 500 - round(4 * row))
    assert int(label(view).split()[0]) == before + 4


def test_a_question_that_grows_later_moves_nobody_from_the_end(view: TranscriptView) -> None:
    ask(view)
    answer(view, HEADLINE + "A line of its own.\n\n" * 6)
    view.give_way()
    view.resize(900, 240)
    assert is_at_end(view) and not label(view)


def test_another_text_size_leaves_the_end_in_sight(view: TranscriptView) -> None:
    ask(view)
    answer(view, HEADLINE + "A line of its own.\n\n" * 6)
    view.set_look(real_look(text_scale=2.0))
    assert is_at_end(view) and not label(view)


def test_another_width_leaves_the_beginning_at_the_top(view: TranscriptView) -> None:
    ask(view)
    answer(view, HEADLINE + "Many words of a long paragraph that wraps again and again. " * 60)
    for width in (700, 1_000, 600):
        view.resize(width, 450)
        assert -10 <= top_of(view, "Who has dues?") < 60


def test_the_beginning_of_an_unread_answer_stays_on_the_page(view: TranscriptView, qtbot: QtBot) -> None:
    """A long answer with tables leaves the page in parts at its top, while its end still comes."""
    clock_of(view)
    text = (HEADLINE + TABLE + "\n\nThe next ones:\n\n") * 25
    ask(view)
    view.append_text(text)
    qtbot.waitUntil(lambda: view.is_drawn, timeout=60_000)
    assert view._content.has_parts
    view._length.shorten()
    finish(view, text)
    view.draw_all()
    view._length.shorten()
    assert 0 <= top_of(view, "Who has dues?") < 60


def test_another_text_size_in_the_middle_of_an_answer_leaves_its_end_in_sight(view: TranscriptView) -> None:
    """Written again, the place of its question was that of the first one, and the page went to its very top."""
    ask(view)
    answer(view, LONG)
    ask(view, "bigger text pls")
    view.append_text("I asked the app")
    view.draw_all()
    view.set_look(real_look(text_scale=1.1))
    finish(view, "I asked the app for larger text.")
    view.draw_all()
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    assert view._end.follows
