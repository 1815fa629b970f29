"""What is copied of a long page is on the clipboard at once, and written beside the window: no word of it differs."""

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from itertools import count

import pytest
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.answers import handwritten
from support.looks import real_look
from support.views import followed_view

from strakly_desktop.rendering.document import selected_cells
from strakly_desktop.rendering.document.copied_html import copied_html, copying_html
from strakly_desktop.rendering.document.copying import Copying, copied_text, copying_text
from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer
from strakly_desktop.rendering.document.messages_apart import MessagesApart
from strakly_desktop.rendering.export.typed_html import clipboard_html
from strakly_desktop.ui.page import selection_copy
from strakly_desktop.ui.transcript import promised_copies
from strakly_desktop.ui.transcript.promised_copies import PromisedCopy
from strakly_desktop.ui.transcript.view import TranscriptView

SECTION = (
    "## Who owes\n\nThis month [Rohan](/clients/5) came **often**, and paid `Rs. 4,200`.\n\n"
    "- first of all Asha\n- then *Meera*\n\n"
    "| # | Client | Due |\n|---|---|---|\n| 1 | [Asha](/clients/7) | Rs. 4,200 |\n| 2 | Meera | 900 |\n\n"
)
LONG = SECTION * 20
ROWS = 90
"""More than a page draws of one table."""
TABLE = "| Day | Due |\n|---|---|\n" + "".join(f"| {day} | {day * 37} |\n" for day in range(ROWS))
IN_PARTS = "".join(
    f"Some words {number}.\n\n{'More of them. ' * 60}\n\n| Day | Due |\n|---|---|\n| 1 | 37 |\n\n"
    for number in range(24)
)
"""An answer whose beginning leaves the page while its end comes."""

Forms = tuple[str, str]


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TranscriptView]:
    view = followed_view(qtbot)
    yield view
    QApplication.clipboard().clear()


@pytest.fixture
def writes_nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promised_copies, "_SLICE_MS", -1)


@pytest.fixture
def a_dozen_steps_a_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = count()
    for module in (promised_copies, selection_copy):
        monkeypatch.setattr(module, "perf_counter", lambda: next(clock) / 1000)


def answer(view: TranscriptView, text: str) -> None:
    view.begin_answer("a")
    view.append_text(text)
    view.finish_answer(text, AnswerEnd("From client stats", message_id="a"))
    view.draw_all()


def answer_without_source(view: TranscriptView, text: str) -> None:
    view.begin_answer("a")
    view.append_text(text)
    view.finish_answer(text, AnswerEnd(message_id="a"))
    view.draw_all()


def copy_all(view: TranscriptView) -> QMimeData:
    view._length.select_all()
    view.copy()
    return QApplication.clipboard().mimeData()


def in_one_go(view: TranscriptView, selection: QTextCursor | None = None) -> Forms:
    """What the forms are, of what is selected now or of all that is on the page."""
    if selection is None:
        selection = QTextCursor(view.document())
        selection.select(QTextCursor.SelectionType.Document)
    return copied_text(selection), clipboard_html(copied_html(selection, view.address))


def forms(data: QMimeData) -> Forms:
    return data.text(), data.html()


class TestWhatIsPasted:
    @pytest.mark.usefixtures("writes_nothing_by_itself")
    def test_a_paste_right_after_the_copy_has_all_of_it(self, view: TranscriptView) -> None:
        answer(view, LONG)
        data = copy_all(view)
        assert isinstance(data, PromisedCopy)
        assert data.formats() == ["text/plain", "text/html"] and data.hasText() and data.hasHtml()
        assert forms(data) == in_one_go(view)
        assert data.data("text/html").toStdString() == data.html()
        assert not data.hasUrls() and not data.hasImage()

    @pytest.mark.usefixtures("writes_nothing_by_itself")
    def test_a_form_that_nobody_asks_for_holds_nobody_up(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer(view, LONG)
        data = copy_all(view)
        asked: list[str] = []
        monkeypatch.setattr(selection_copy, "copying_html", lambda *_: asked.append("html"))
        assert data.text() == in_one_go(view)[0]
        assert not asked

    @pytest.mark.usefixtures("a_dozen_steps_a_slice")
    @pytest.mark.parametrize("text", [LONG, TABLE, "word " * 12_000, "- item\n" * 300, "1. a\n\n   b\n" * 90])
    def test_written_in_slices_it_is_the_same_and_the_window_has_its_turns(
        self, qtbot: QtBot, view: TranscriptView, text: str
    ) -> None:
        answer(view, text)
        turns: list[None] = []
        timer = QTimer(view, interval=0)
        timer.timeout.connect(lambda: turns.append(None))
        data = copy_all(view)
        timer.start()
        qtbot.waitUntil(lambda: view._copies.is_ready)
        timer.stop()
        assert len(turns) >= steps(view) // 12 - 2
        assert forms(data) == in_one_go(view)

    @pytest.mark.parametrize(
        ("text", "rows"), [(LONG, 60), (TABLE, 61), ("word " * 12_000, 13), ("- item\n" * 300, 300)]
    )
    def test_no_step_is_more_than_a_block_or_a_row(self, view: TranscriptView, text: str, rows: int) -> None:
        answer(view, text)
        selection = QTextCursor(view.document())
        selection.select(QTextCursor.SelectionType.Document)
        for copying in (copying_text(selection), copying_html(selection)):
            assert sum(1 for _ in copying) >= rows

    @pytest.mark.parametrize(
        ("style", "digest"),
        [
            ("blocks", "d063c0884a206d32"),
            ("gym", "79bada8fbe096abb"),
            ("html", "c5a34bed72a663f5"),
            ("inline", "5da27b8e75480dc2"),
            ("languages", "59d7fa16704f6c99"),
            ("lists", "47176f3b8519f29c"),
            ("messy", "9ba89011d17ed919"),
            ("plain", "48e2242c6736df22"),
            ("tables", "a332cddd66f070cb"),
        ],
    )
    def test_it_is_byte_for_byte_what_it_was_when_it_was_written_in_one_go(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch, style: str, digest: str
    ) -> None:
        monkeypatch.setattr(selected_cells, "date", NovemberOf2026)
        text = "\n\n".join(handwritten(style))
        view.add_user_message("Who?\nAnd")
        view.begin_answer("a")
        view.append_text(text)
        view.finish_answer(text, AnswerEnd("From x", message_id="a"))
        view.draw_all()
        view._content.link_all()
        whole = QTextCursor(view.document())
        whole.select(QTextCursor.SelectionType.Document)

        def address(href: str) -> str:
            return f"https://x.example{href}" if href.startswith("/") else href

        both = f"{copied_text(whole)}\0{copied_html(whole, address)}"
        assert sha256(both.encode()).hexdigest()[:16] == digest


class NovemberOf2026(date):
    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return date(2026, 11, 29)


def steps(view: TranscriptView) -> int:
    selection = QTextCursor(view.document())
    selection.select(QTextCursor.SelectionType.Document)

    def of(copying: Copying) -> int:
        return sum(1 for _ in copying)

    return of(copying_text(selection)) + of(copying_html(selection))


def clear(view: TranscriptView) -> None:
    view.clear_conversation()


def write_larger(view: TranscriptView) -> None:
    view.set_look(real_look(text_scale=1.25))


def recolour(view: TranscriptView) -> None:
    view.set_look(real_look("dark", "purple"))


def ask(view: TranscriptView) -> None:
    view.add_user_message("And who else?", "q2")
    view.draw_all()


def bring_earlier(view: TranscriptView) -> None:
    view.add_earlier([ShownAnswer("What was before.\n\n" + TABLE, AnswerEnd())], has_earlier=False)
    view._earlier.write_all()


def mask(view: TranscriptView) -> None:
    view.show_otherwise([ShownAnswer("Nothing.", AnswerEnd(message_id="a"))])


def name_other_sources(view: TranscriptView) -> None:
    view.set_source_line("a", "From elsewhere")
    view.draw_all()


def open_another(view: TranscriptView) -> None:
    view.show_conversation([ShownAnswer("Another one.", AnswerEnd(message_id="b"))], has_earlier=False)


def stream_in_parts(view: TranscriptView) -> None:
    view.begin_answer("a")
    for start in range(0, len(IN_PARTS), 2_000):
        view.append_text(IN_PARTS[start : start + 2_000])
        view.draw_all()
        view._length.shorten()


class TestAPageThatChanges:
    @pytest.mark.parametrize(
        "change", [clear, write_larger, recolour, ask, bring_earlier, mask, name_other_sources]
    )
    @pytest.mark.parametrize("slices", [0, 9])
    @pytest.mark.usefixtures("a_dozen_steps_a_slice")
    def test_what_was_copied_stays(
        self, qtbot: QtBot, view: TranscriptView, change: Callable[[TranscriptView], None], slices: int
    ) -> None:
        answer(view, LONG)
        before = in_one_go(view)
        data = copy_all(view)
        for _ in range(slices):
            view._copies._go_on()
        assert not view._copies.is_ready
        change(view)
        assert forms(data) == before
        qtbot.waitUntil(lambda: view._copies.is_ready)

    @pytest.mark.usefixtures("writes_nothing_by_itself")
    def test_a_page_that_is_left_is_taken_then_and_written_apart_when_it_is_read(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer(view, LONG)
        before = in_one_go(view)
        data = copy_all(view)
        made: list[QTextDocument] = []

        def note() -> QTextDocument:
            made.append(QTextDocument())
            return made[-1]

        monkeypatch.setattr(selection_copy, "QTextDocument", note)
        view.clear_conversation()
        assert not made
        # Nor in the same round of the event loop.
        assert view._copies._pass.isActive() and view._copies._pass.interval() > 0
        assert forms(data) == before
        assert len(made) == 1

    @pytest.mark.usefixtures("a_dozen_steps_a_slice")
    def test_what_was_copied_of_an_answer_that_goes_on_is_what_had_come(
        self, qtbot: QtBot, view: TranscriptView
    ) -> None:
        view.begin_answer("a")
        view.append_text(LONG + "And mo")
        view.draw_all()
        before = in_one_go(view)
        data = copy_all(view)
        for _ in range(5):
            view.append_text("re of it, **and more")
            view.draw_all()
        qtbot.waitUntil(lambda: view._copies.is_ready)
        assert forms(data) == before

    @pytest.mark.usefixtures("a_dozen_steps_a_slice")
    def test_text_below_what_was_copied_costs_nothing(
        self, view: TranscriptView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer(view, LONG)
        view.add_user_message("And?")
        view.begin_answer("b")
        view.draw_all()
        marked = view.document().find("Who owes")
        marked.setPosition(view.document().find("And?").position() - 5, QTextCursor.MoveMode.KeepAnchor)
        before = in_one_go(view, marked)
        view.setTextCursor(marked)
        view.copy()
        monkeypatch.setattr(selection_copy, "_Apart", None)
        for _ in range(3):
            view.append_text("More of it. ")
            view.draw_all()
        assert forms(QApplication.clipboard().mimeData()) == before


class TestPartsThatHadLeft:
    @pytest.fixture
    def parted(self, view: TranscriptView) -> TranscriptView:
        stream_in_parts(view)
        view.finish_answer(IN_PARTS, AnswerEnd(message_id="a"))
        view.draw_all()
        view._length.shorten()
        assert "Some words 0." not in view.toPlainText()
        return view

    def test_select_all_and_copy_in_one_breath_waits_for_them_between_frames(
        self, qtbot: QtBot, parted: TranscriptView
    ) -> None:
        data = copy_all(parted)
        assert "Some words 0." not in parted.toPlainText()
        qtbot.waitUntil(lambda: parted._copies.is_ready)
        assert forms(data) == in_one_go(parted)
        assert data.text().startswith("Some words 0.")

    def test_a_paste_meanwhile_has_all_of_it(self, parted: TranscriptView) -> None:
        data = copy_all(parted)
        assert data.text().startswith("Some words 0.")
        assert forms(data) == in_one_go(parted)

    def test_so_has_one_after_the_page_was_left(self, parted: TranscriptView) -> None:
        data = copy_all(parted)
        parted.clear_conversation()
        assert data.text().startswith("Some words 0.") and "Some words 23." in data.text()
        assert data.html().count("<table>") == 24

    @pytest.mark.parametrize("leave", [clear, open_another, mask])
    def test_another_page_holds_nobody_up_and_the_copy_is_whole_all_the_same(
        self,
        qtbot: QtBot,
        parted: TranscriptView,
        monkeypatch: pytest.MonkeyPatch,
        leave: Callable[[TranscriptView], None],
    ) -> None:
        """New chat right after a copy of a long day stood still until all of it had come back."""
        other = followed_view(qtbot)
        answer_without_source(other, IN_PARTS)
        whole = in_one_go(other)
        data = copy_all(parted)
        held: list[str] = []
        monkeypatch.setattr(MessagesApart, "finish", lambda _self: held.append("finish"))
        monkeypatch.setattr(parted._earlier, "write_all", lambda: held.append("write_all"))
        leave(parted)
        assert not parted._copies.is_ready and held == []
        monkeypatch.undo()
        qtbot.waitUntil(lambda: parted._copies.is_ready, timeout=60_000)
        assert forms(data) == whole

    @pytest.mark.parametrize("leave", [clear, open_another, mask])
    def test_a_paste_on_another_page_has_all_of_it(
        self, qtbot: QtBot, parted: TranscriptView, leave: Callable[[TranscriptView], None]
    ) -> None:
        other = followed_view(qtbot)
        answer_without_source(other, IN_PARTS)
        data = copy_all(parted)
        leave(parted)
        assert forms(data) == in_one_go(other)

    def test_of_an_answer_that_still_came_it_is_what_had_come(
        self, qtbot: QtBot, view: TranscriptView
    ) -> None:
        stream_in_parts(view)
        data = copy_all(view)
        view.clear_conversation()
        answer(view, "Another one.")
        qtbot.waitUntil(lambda: view._copies.is_ready, timeout=60_000)
        text = data.text()
        assert text.startswith("Some words 0.") and "Some words 23." in text and "Another" not in text
        assert data.html().count("<table>") == 24

    def test_what_nobody_holds_any_more_is_not_written_to_its_end(
        self, parted: TranscriptView, qtbot: QtBot
    ) -> None:
        copy_all(parted)
        parted.clear_conversation()
        QApplication.clipboard().setText("a letter")
        assert parted._copies.is_ready
        qtbot.waitUntil(lambda: not parted._copies._beside)


@pytest.mark.usefixtures("writes_nothing_by_itself")
class TestWhoseItIs:
    def test_another_copy_makes_an_end_of_it(self, view: TranscriptView) -> None:
        answer(view, LONG)
        copy_all(view)
        assert not view._copies.is_ready
        QApplication.clipboard().setText("a letter")
        assert view._copies.is_ready

    def test_all_of_it_is_there_before_the_page_goes(self, view: TranscriptView) -> None:
        answer(view, LONG)
        before = in_one_go(view)
        data = copy_all(view)
        view.finish_copies()
        assert view._copies.is_ready
        view.document().clear()
        assert forms(data) == before
