"""What a frame and a wait may cost, in counts that do not depend on the machine's mood: doubled, they fail here."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QRect, QTimer
from PySide6.QtGui import (
    QImage,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextDocument,
    QTextFormat,
    QTextLine,
    QTextTableFormat,
)
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.views import followed_view

from strakly_desktop.rendering.document.document import AnswerEnd, TranscriptDocument
from strakly_desktop.rendering.markdown.grammar.inline import InlineText, read_alone
from strakly_desktop.rendering.markdown.grammar.segment_buffer import ParsedSegment
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.writing import table_fit
from strakly_desktop.rendering.writing.formats import table_of
from strakly_desktop.rendering.writing.table_writer import TableWriter
from strakly_desktop.ui.page.visible_blocks import VisibleBlock, block_at, visible_blocks
from strakly_desktop.ui.transcript.frames.frame_queue import CALM_MS, CALM_ROWS_MS, FEWEST, MOST, FrameQueue
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.transcript.waiting_dots import STEP_MS, STEPS, WaitingDots

ROW = "| 1 | [Rohan](/clients/5) | Rs. 14,500 | Paid |\n"
TABLE = "| # | Client | Due | Status |\n|---|---|---|---|\n" + ROW * 6
RICH = f"Some **words**\n\n{TABLE}\n> **Tip:** quoted\n\n```sql\nSELECT 1\n```\n\n- one\n- two\n\n"
ENDINGS = {
    "words": "Some words",
    "a table": TABLE,
    "code": "```sql\nSELECT 1\n```",
    "code that goes on": "```sql\nSELECT 1",
    "a quote": "> quoted",
    "a list": "- one",
}


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return followed_view(qtbot)


class Paints(QObject):
    """Counts what is painted of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        self.heights: list[int] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.count += 1
            self.heights.append(event.rect().height())
        return False


@contextmanager
def blocks_looked_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[VisibleBlock]]:
    """The blocks that the page asks for what is painted behind them."""
    seen: list[VisibleBlock] = []

    def note(*args: object) -> list[VisibleBlock]:
        found = visible_blocks(*args)  # type: ignore[arg-type]
        seen.extend(found)
        return found

    with monkeypatch.context() as patch:
        patch.setattr("strakly_desktop.ui.transcript.page.visible_blocks", note)
        yield seen


def waiting_below(view: TranscriptView, text: str) -> WaitingDots:
    """The dots below an answer that has come so far; they move."""
    view.set_look(replace(view._look, reduced_motion=False))
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text(text)
    view.draw_all()
    QApplication.processEvents()
    return dots_below(view)


def dots_below(view: TranscriptView) -> WaitingDots:
    """Those at the end of the page; others may stand at its top."""
    return next(dots for dots in view.findChildren(WaitingDots) if dots.isVisible())


def at_once(qtbot: QtBot, text: str) -> TranscriptView:
    """Another page, on which the same answer was over as it came."""
    view = followed_view(qtbot)
    view.add_user_message("Question?")
    view.begin_answer()
    view.finish_answer(text, AnswerEnd("From memberships", message_id="1"))
    view.draw_all()
    QApplication.processEvents()
    return view


class TestWaiting:
    def test_a_step_of_the_dots_paints_nothing_of_the_page(self, qtbot: QtBot, view: TranscriptView) -> None:
        dots = waiting_below(view, RICH * 10)
        qtbot.wait(100)  # What the text itself left to be looked at.
        page, steps = Paints(view.viewport()), Paints(dots)
        qtbot.waitUntil(lambda: steps.count >= 4)
        assert page.count == 0

    def test_its_steps_are_few(self) -> None:
        assert 80 <= STEP_MS <= 125

    def test_each_step_is_drawn_once(self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch) -> None:
        drawn_dots: list[None] = []
        draw = QPainter.drawEllipse
        note = lambda painter, *args: (drawn_dots.append(None), draw(painter, *args))[1]  # noqa: E731
        monkeypatch.setattr(QPainter, "drawEllipse", note)
        dots = waiting_below(view, RICH)
        dots._timer.stop()
        for round_ in range(3):
            for step in range(STEPS):
                monkeypatch.setattr(dots._clock, "elapsed", lambda at=step: at * STEP_MS, raising=False)
                dots._tick()
                QApplication.processEvents()
            if not round_:
                first = len(drawn_dots)
        assert first >= 3 * (STEPS - 1)
        assert len(drawn_dots) == first

    def test_dots_that_stand_still_paint_nothing(self, qtbot: QtBot, view: TranscriptView) -> None:
        view.begin_answer()
        dots = dots_below(view)
        qtbot.wait(2 * STEP_MS)
        steps = Paints(dots)
        qtbot.wait(2 * STEP_MS)
        assert steps.count == 0

    def test_a_paint_below_the_last_line_looks_at_no_text(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting_below(view, RICH)
        bottom = round(view.document().size().height()) - view.verticalScrollBar().value()
        with blocks_looked_at(monkeypatch) as seen:
            view.viewport().repaint(QRect(0, bottom - 20, 50, 20))
            assert not seen
            view.viewport().repaint(QRect(0, bottom - 120, 50, 20))
            assert seen

    @pytest.mark.parametrize("ending", ENDINGS)
    def test_the_dots_cover_nothing_of_the_page(
        self, qtbot: QtBot, view: TranscriptView, ending: str
    ) -> None:
        dots = waiting_below(view, RICH + ENDINGS[ending])
        assert is_one_color(behind(view, dots))

    def test_they_cover_no_bubble(self, view: TranscriptView) -> None:
        view.add_user_message("Question?")
        view.begin_answer()
        dots = dots_below(view)
        assert is_one_color(behind(view, dots))

    def test_an_answer_that_is_over_has_none(self, view: TranscriptView) -> None:
        dots = waiting_below(view, RICH)
        view.finish_answer(RICH, AnswerEnd())
        view.draw_all()
        assert not dots.isVisible()


def behind(view: TranscriptView, dots: WaitingDots) -> QImage:
    """What of the page is where the dots are."""
    for child in view.viewport().findChildren(QWidget):
        child.hide()
    # Painted whole: a part below the text would not be.
    return view.grab().toImage().copy(dots.geometry().translated(view.viewport().pos()))


def drawn(view: TranscriptView, text: str) -> None:
    """A frame, and its paint."""
    view.append_text(text)
    view.draw_all()
    QApplication.processEvents()


class TestFrames:
    def test_a_row_more_is_painted_alone(self, qtbot: QtBot) -> None:
        view = followed_view(qtbot, 900, 900)
        view.add_user_message("Question?")
        view.begin_answer()
        drawn(view, TABLE)
        for _ in range(15):
            drawn(view, ROW)
        page = Paints(view.viewport())
        for _ in range(10):
            drawn(view, ROW)
        assert page.count <= 10
        # With what cards reach out of their text, down to the dots.
        assert sorted(page.heights)[5] <= 100

    def test_words_are_painted_with_their_own_line(self, view: TranscriptView) -> None:
        waiting_below(view, RICH + PROSE * 4)
        page = Paints(view.viewport())
        for _ in range(20):
            drawn(view, "words ")
        line = view.document().lastBlock().layout().lineAt(0).height()
        assert sorted(page.heights)[10] <= 1.5 * line

    @pytest.mark.parametrize("piece", ["words ", "**some** of "])
    def test_the_first_line_of_a_paragraph_is_painted_without_the_lines_above(
        self, view: TranscriptView, piece: str
    ) -> None:
        waiting_below(view, RICH + PROSE * 4 + "\n\nSome")
        drawn(view, piece)
        page = Paints(view.viewport())
        for _ in range(5):
            drawn(view, piece)
        layout = view.document().lastBlock().layout()
        assert layout.lineCount() == 1 and len(page.heights) == 5
        assert max(page.heights) <= 1.5 * layout.lineAt(0).height()

    def test_a_cell_has_no_format_beside_that_of_its_text(self, view: TranscriptView) -> None:
        """Qt copies what the block of a cell has some ten times with each layout of a row."""
        waiting_below(view, TABLE)
        block = view.document().begin()
        cells = 0
        while block.isValid():
            if table_of(block) is not None:
                cells += 1
                format_ = block.charFormat()
                assert not format_.hasProperty(QTextFormat.Property.FontPixelSize), block.text()
                assert not format_.hasProperty(QTextFormat.Property.FontFamilies), block.text()
            block = block.next()
        assert cells == 4 * 7

    def test_a_frame_is_one_edit_and_looks_at_its_own_lines(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # On a busy machine it would fall among the frames that are counted, and looks at all that is in sight.
        view._look_around.setInterval(3_600_000)
        waiting_below(view, RICH * 4 + TABLE)
        edits: list[None] = []
        view.document().contentsChanged.connect(lambda: edits.append(None))
        with blocks_looked_at(monkeypatch) as seen:
            for _ in range(5):
                drawn(view, ROW)
        assert len(edits) <= 5
        assert len(seen) <= 5 * 40

    def test_the_half_of_a_row_is_not_read_and_edits_and_paints_nothing(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting_below(view, TABLE)
        read: list[IncrementalParser] = []
        monkeypatch.setattr(IncrementalParser, "tail_segments", lambda parser: read.append(parser) or [])
        edits: list[int] = []
        view.document().contentsChange.connect(lambda position, removed, added: edits.append(position))
        page = Paints(view.viewport())
        for part in ("| 8 | [Pri", "ya](/clients/9) |", " Rs. 1,"):
            drawn(view, part)
        assert not read and not edits and page.count == 0

    def test_a_long_answer_leaves_no_more_to_look_at_than_a_short_one(
        self, qtbot: QtBot, view: TranscriptView
    ) -> None:
        """Qt looks at every bit of the document when a table in it gets a row."""
        waiting_below(view, "")
        blocks: list[int] = []
        tables: list[int] = []
        for _ in range(12):
            drawn(view, (RICH + TABLE) * 5)
            qtbot.waitUntil(lambda: not view._length._pass.isActive())
            blocks.append(view.document().blockCount())
            tables.append(len(view.document().rootFrame().childFrames()))
        assert max(blocks[7:]) <= max(blocks[:7]) * 1.2
        assert max(tables[7:]) <= max(tables[:7]) * 1.2 < 150

    def test_where_the_text_ends_is_asked_once_for_all_that_stands_there(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting_below(view, RICH * 4)
        asked: list[None] = []
        bottom = TranscriptView._text_bottom
        count = property(lambda view: (asked.append(None), bottom.__get__(view))[1])
        monkeypatch.setattr(TranscriptView, "_text_bottom", count)
        for _ in range(5):
            drawn(view, "words ")
        # Once more by what is painted, and now and then by the dots alone.
        assert len(asked) <= 3 * 5

    def test_a_long_paragraph_is_asked_for_what_it_paints_alone(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of what is painted behind inline code: the words of its last lines."""
        asked: list[None] = []
        fragment = QTextBlock.iterator.fragment
        monkeypatch.setattr(
            QTextBlock.iterator, "fragment", lambda run: (asked.append(None), fragment(run))[1]
        )
        counts: list[int] = []
        for sentences in (8, 40):
            waiting_below(view, "\n\n" + PROSE * sentences)
            asked.clear()
            for _ in range(5):
                drawn(view, "words ")
            counts.append(len(asked))
        assert 0 < counts[1] <= counts[0] + 5 * 8

    def test_of_inline_code_only_that_on_the_lines_that_are_painted_is_looked_at(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[QTextLine] = []
        end = QTextLine.cursorToX
        monkeypatch.setattr(QTextLine, "cursorToX", lambda line, at: (asked.append(line), end(line, at))[1])
        waiting_below(view, "".join(f"`{letter}` " * 40 for letter in "abc"))
        asked.clear()
        for _ in range(2):
            drawn(view, "and ")
        block = view.document().lastBlock()
        in_last_line = block.text()[block.layout().lineAt(block.layout().lineCount() - 1).textStart() :]
        assert 0 < len(asked) <= 2 * 2 * in_last_line.count("c")

    def test_the_block_above_the_last_one_is_found_at_once(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting_below(view, RICH * 4 + PROSE + "\n\nSome")
        tried: list[int] = []
        find = QTextDocument.findBlockByNumber
        note = lambda document, number: (tried.append(number), find(document, number))[1]  # noqa: E731
        monkeypatch.setattr(QTextDocument, "findBlockByNumber", note)
        document = view.document()
        top = document.documentLayout().blockBoundingRect(document.lastBlock()).top()
        assert block_at(document, top - 1) == document.lastBlock().previous()
        assert len(tried) <= 3

    def test_the_buttons_in_the_text_are_placed_once(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting_below(view, RICH * 4)
        placed: list[None] = []
        place = TranscriptView.place_buttons
        monkeypatch.setattr(TranscriptView, "place_buttons", lambda view: (placed.append(None), place(view)))
        for _ in range(5):
            drawn(view, "A paragraph of its own.\n\n")
        assert len(placed) <= 2 * 5

    def test_text_that_keeps_coming_is_drawn_thirty_times_a_second(
        self, qtbot: QtBot, view: TranscriptView
    ) -> None:
        drawn: list[str] = []
        queue = FrameQueue(drawn.append, view)
        ticks = QTimer(view, interval=4)
        ticks.timeout.connect(lambda: queue.put("word "))
        clock = QElapsedTimer()
        clock.start()
        ticks.start()
        qtbot.waitUntil(lambda: len(drawn) >= 8)
        # A busy machine draws less often, never more.
        assert clock.elapsed() >= 7 * CALM_MS - 10

    def test_rows_that_keep_coming_are_drawn_fifteen_times_a_second(
        self, qtbot: QtBot, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting_below(view, RICH + TABLE)
        frames: list[str] = []
        append = TranscriptDocument.append

        def note(content: TranscriptDocument, delta: str, *, more: bool = False) -> None:
            frames.append(delta)
            append(content, delta, more=more)

        monkeypatch.setattr(TranscriptDocument, "append", note)
        ticks = QTimer(view, interval=8)
        ticks.timeout.connect(lambda: view.append_text(ROW))
        clock = QElapsedTimer()
        clock.start()
        ticks.start()
        qtbot.waitUntil(lambda: len(frames) >= 5)
        ticks.stop()
        assert clock.elapsed() >= 4 * CALM_ROWS_MS - 10
        view.draw_all()
        drawn(view, "\nSome words")
        assert view._queue.calm_ms == CALM_MS

    def test_what_comes_after_a_pause_is_drawn_at_once(
        self, qtbot: QtBot, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawn: list[str] = []
        queue = FrameQueue(drawn.append, view)
        queue.put("first")
        qtbot.waitUntil(lambda: drawn == ["first"])
        qtbot.wait(2 * CALM_MS)
        monkeypatch.setattr("strakly_desktop.ui.transcript.frames.frame_queue.FRAME_MS", 3_600_000)
        queue.put("second")
        QApplication.processEvents()
        assert drawn == ["first", "second"]


class TestFlood:
    """What comes faster than it can be drawn is drawn in few large parts, and what is open of it once."""

    def test_it_is_drawn_once_in_few_frames(
        self, qtbot: QtBot, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting_below(view, RICH)
        # So fast a machine that a frame has time for as much as one may take.
        monkeypatch.setattr("strakly_desktop.ui.transcript.frames.frame_queue._drawing_time", lambda: 0.0)
        frames: list[int] = []
        tails: list[int] = []
        append, tail = TranscriptDocument.append, IncrementalParser.tail_segments

        def note(content: TranscriptDocument, delta: str, *, more: bool = False) -> None:
            frames.append(len(delta))
            append(content, delta, more=more)

        def note_tail(parser: IncrementalParser) -> list[ParsedSegment]:
            tails.append(len(frames))
            return tail(parser)

        monkeypatch.setattr(TranscriptDocument, "append", note)
        monkeypatch.setattr(IncrementalParser, "tail_segments", note_tail)
        text = RICH * 60 + "and **open"
        for start in range(0, len(text), 990):
            view.append_text(text[start : start + 990])
        qtbot.waitUntil(lambda: view.is_drawn)
        assert sum(frames) == len(text)
        assert len(frames) <= 3 + len(text) // (MOST - 64)
        assert tails == [len(frames)]
        assert view.toPlainText().endswith("and open")

    def test_pages_that_run_by_are_not_all_painted(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("strakly_desktop.ui.transcript.streamed_page._UNSEEN_MS", 3_600_000)
        waiting_below(view, RICH * 4)
        page = Paints(view.viewport())
        view.append_text(RICH * 20)
        view._queue._timer.stop()  # A frame comes when this test says so.
        frames = 0
        while not view.is_drawn:
            view._queue._advance(FEWEST)
            QApplication.processEvents()
            frames += 1
        assert frames >= 5
        # Besides the last one, what the text before left to be looked at.
        assert page.count <= 3
        # Who has scrolled up, or marks something, keeps the place with each frame.
        view.verticalScrollBar().setValue(0)
        view._end.note_reader()
        view.append_text(RICH * 4)
        view._queue._advance(FEWEST)
        assert not view._frames.is_unseen and view._queue.is_text_next

    def test_what_is_drawn_in_one_go_ends_with_a_block(self, view: TranscriptView) -> None:
        """A table of which half is drawn is measured and laid out once more with its other half."""
        drawn: list[str] = []
        queue = FrameQueue(drawn.append, view)
        text = RICH * 20 + "and more"
        queue.put(text)
        while not queue.is_empty:
            queue._advance(3 * len(RICH))
        assert "".join(drawn) == text
        assert len(drawn) <= 20 / 2 + 1
        assert all(piece.endswith("\n\n") for piece in drawn[:-1])

    @pytest.mark.parametrize("last", ["and **open", "\n" + TABLE + ROW[:20], "- one\n- **two"])
    def test_the_last_words_are_painted_with_the_end(
        self, qtbot: QtBot, view: TranscriptView, monkeypatch: pytest.MonkeyPatch, last: str
    ) -> None:
        """What the end writes anew is not written and painted just before it."""
        monkeypatch.setattr("strakly_desktop.ui.transcript.streamed_page._UNSEEN_MS", 3_600_000)
        tails: list[IncrementalParser] = []
        tail = IncrementalParser.tail_segments

        def note_tail(parser: IncrementalParser) -> list[ParsedSegment]:
            tails.append(parser)
            return tail(parser)

        waiting_below(view, RICH * 4)
        monkeypatch.setattr(IncrementalParser, "tail_segments", note_tail)
        view.append_text(RICH + last)
        view.finish_answer(RICH * 5 + last, AnswerEnd("From memberships", message_id="1"))
        view.draw_all()
        assert not tails and not view._frames.is_unseen
        bar = view.verticalScrollBar()
        assert bar.value() == bar.maximum()
        # All of it stands there, is in reach, and the picture is that of a page that was drawn at once.
        once = at_once(qtbot, RICH * 5 + last)
        assert view.toPlainText() == once.toPlainText()
        assert bar.maximum() == once.verticalScrollBar().maximum()
        QApplication.processEvents()
        assert view.viewport().grab().toImage() == once.viewport().grab().toImage()

    def test_what_is_open_is_drawn_where_a_step_follows(self, qtbot: QtBot, view: TranscriptView) -> None:
        """An answer that begins again goes on after that step, perhaps much later."""
        view.begin_answer()
        view._queue.put_first("Some **words", lambda: None)
        qtbot.waitUntil(lambda: view.is_drawn)
        assert view.toPlainText().endswith("Some words")

    def test_what_is_open_stays_in_sight_until_more_of_it_is_there(self, view: TranscriptView) -> None:
        view.begin_answer()
        drawn(view, "Some words that are ")
        content = view._content
        content.append("not whole", more=True)
        assert view.toPlainText().endswith("Some words that are")
        content.append(" yet.\n\nMore", more=True)
        assert view.toPlainText().endswith("Some words that are not whole yet.")
        content.append(" of it")
        assert view.toPlainText().endswith("More of it")


def is_one_color(picture: QImage) -> bool:
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    first = picture.pixel(0, 0)
    return all(
        picture.pixel(x, y) == first for x in range(0, picture.width(), 2) for y in range(picture.height())
    )


@contextmanager
def calls_counted() -> Iterator[list[int]]:
    """How many functions are called, of Python and of Qt from Python."""
    calls = [0]

    def note(frame: FrameType, event: str, argument: object) -> None:
        calls[0] += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(None)


PROSE = "Members **came often** this week, `due` or not, and [Rohan](/clients/5) pays. "


class TestWork:
    """Calls do not depend on how busy the machine is. The limits are half as much again as is needed today."""

    @pytest.mark.parametrize(
        ("before", "piece", "most"),
        [
            pytest.param(RICH * 4 + TABLE, ROW, 3_130, id="a row"),
            pytest.param(RICH * 4 + PROSE * 8, "some more words, ", 740, id="words"),
            pytest.param(RICH * 4 + PROSE * 8, "**some** more `of` them ", 2_460, id="marks"),
            pytest.param(RICH * 4 + "- one\n", "- **some** more of them\n", 2_620, id="items"),
        ],
    )
    def test_a_frame_takes_so_many_calls(
        self, view: TranscriptView, before: str, piece: str, most: int
    ) -> None:
        waiting_below(view, before)
        drawn(view, piece)
        frames = 6
        with calls_counted() as calls:
            for _ in range(frames):
                drawn(view, piece)
        assert calls[0] / frames <= most

    def test_no_bit_of_a_paragraph_is_read_twice_in_a_frame(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """To see what is open, what is settled, and what it says: for that it was read anew each time."""
        waiting_below(view, RICH + PROSE * 8)
        read_alone.cache_clear()
        read: list[str] = []
        read_text = InlineText._read
        note = lambda inline: (read.append(inline._text), read_text(inline))[1]  # noqa: E731
        monkeypatch.setattr(InlineText, "_read", note)
        for piece in ("with **one** of ", "the `two` more, and ", "an *other* is "):
            read.clear()
            drawn(view, piece)
            assert 0 < len(read) == len(set(read)) <= 3

    def test_words_that_go_on_with_marks_stay_where_they_stand(self, view: TranscriptView) -> None:
        waiting_below(view, RICH + PROSE * 8 + "and it `had` a quiet ")
        removed: list[int] = []
        view.document().contentsChange.connect(lambda position, less, more: removed.append(less))
        drawn(view, "week, and **most** of the members, `who` came, ")
        drawn(view, "came [again](/clients/5) `on` ")
        assert removed == [0, 0]

    def test_only_what_grows_keeps_the_glyphs_that_it_was_laid_out_by(self, view: TranscriptView) -> None:
        """Qt works them out again for each paint of a text that does not; kept for all, they would be megabytes."""

        def keeping() -> list[int]:
            block, last = view.document().begin(), view.document().blockCount() - 1
            kept: list[int] = []
            while block.isValid():
                if block.layout().cacheEnabled():
                    kept.append(last - block.blockNumber())
                block = block.next()
            return kept

        text = RICH + PROSE + "\n\n" + RICH
        waiting_below(view, RICH)
        for start in range(0, len(text), 7):
            drawn(view, text[start : start + 7])
            assert keeping() == [0]
        view.finish_answer(RICH + text, AnswerEnd())
        view.draw_all()
        assert keeping() == []

    def test_an_answer_that_comes_at_once_takes_so_many_calls(self, view: TranscriptView) -> None:
        waiting_below(view, RICH)
        with calls_counted() as calls:
            drawn(view, RICH * 20)
        assert calls[0] / len(RICH * 20) <= 25

    def test_a_table_that_comes_with_its_rows_is_given_its_widths_once(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given: list[QTextFormat] = []
        fit = table_fit.set_fit

        def note(format_: QTextTableFormat, *others: Any) -> None:
            given.append(format_)
            fit(format_, *others)

        def refuse(*others: object) -> None:
            raise AssertionError("the columns of figures were known")

        monkeypatch.setattr("strakly_desktop.rendering.writing.table_writer.set_fit", note)
        monkeypatch.setattr(TableWriter, "_realign", refuse)
        waiting_below(view, "Some words\n\n")
        drawn(view, TABLE + "\nand more")
        assert len(given) == 1
        assert len(view.document().rootFrame().childFrames()) == 2  # As parts of some rows.
        assert "Rs. 14,500" in view.toPlainText()

    @pytest.mark.parametrize("streams", [False, True])
    @pytest.mark.parametrize("change", ["text size", "width"])
    def test_a_page_for_another_size_is_written_a_little_at_a_time(
        self, qtbot: QtBot, view: TranscriptView, monkeypatch: pytest.MonkeyPatch, change: str, streams: bool
    ) -> None:
        text = RICH * 6
        for number in range(16):
            view.add_user_message(f"Question {number}?")
            view.begin_answer()
            if number < 15 or not streams:
                view.finish_answer(text, AnswerEnd())
            else:
                view.append_text(text)
            view.draw_all()
        settled = view.document().characterCount()
        written: list[int] = []
        append, finish = TranscriptDocument.append, TranscriptDocument.finish_answer

        def note(content: TranscriptDocument, delta: str, *, more: bool = False) -> None:
            written.append(len(delta))
            append(content, delta, more=more)

        def note_end(content: TranscriptDocument, whole: str, end: AnswerEnd) -> None:
            written.append(len(whole) - len(content.answer_text) if content.is_writing else len(whole))
            finish(content, whole, end)

        monkeypatch.setattr(TranscriptDocument, "append", note)
        monkeypatch.setattr(TranscriptDocument, "finish_answer", note_end)
        if change == "width":
            view.resize(view.width() - 300, view.height())
        else:
            view.set_look(replace(view._look, text_scale=1.25))
        # Little more than the last question stands there yet.
        assert view.document().characterCount() < settled / 10
        qtbot.waitUntil(lambda: not view.has_earlier and view.is_drawn and view.viewport().updatesEnabled())
        assert abs(view.document().characterCount() - settled) < 50
        assert sum(written) >= 15 * len(text)
        assert max(written) <= MOST
