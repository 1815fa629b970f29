"""The transcript as its reader meets it: what waits for a frame, what is copied, what every look paints."""

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.views import move_mouse, shown_view

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.ui.controls.jump_button import JumpButton
from strakly_desktop.ui.transcript.view import TranscriptView

TABLE = (
    "| # | Client | Due | Status |\n|---|---|---|---|\n"
    "| 1 | [Rohan Mehta](/clients/5) | Rs. 14,500 | Pending |\n"
    "| 2 | [Priya Sharma](https://example.com/p?a=1&b=2) | — | Paid |\n"
)
DUES = (Path(__file__).parents[2] / "rendering" / "single" / "dues.md").read_text("utf-8")
LONG = "".join(f"Paragraph {number} of a long answer.\n\n" for number in range(60))


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot)


def answer(view: TranscriptView, text: str) -> None:
    view.add_user_message("Question?")
    view.begin_answer()
    view.finish_answer(text, AnswerEnd())
    view.draw_all()


def stream(qtbot: Any, view: TranscriptView, text: str) -> None:
    """Hand over text and wait until all of it is on the page."""
    before = len(view.answer_text)
    view.append_text(text)
    qtbot.waitUntil(lambda: len(view.answer_text) == before + len(text) and view.is_drawn)


def select(view: TranscriptView, text: str) -> None:
    view.setTextCursor(view.document().find(text))
    assert view.textCursor().selectedText() == text


def wheel(view: TranscriptView, down: int) -> None:
    point = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        point,
        view.viewport().mapToGlobal(point),
        QPoint(),
        QPoint(0, -down),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_text_shows_with_a_frame_and_never_before(qtbot: Any, view: TranscriptView) -> None:
    view.add_user_message("Question?")
    view.begin_answer()
    for word in ("One ", "two ", "**three"):
        view.append_text(word)
    assert "One" not in view.toPlainText()
    assert view.answer_text == "One two **three"
    qtbot.waitUntil(lambda: "One two three" in view.toPlainText())
    assert "*" not in view.toPlainText()


def test_a_long_answer_in_one_piece_arrives_whole_over_some_frames(qtbot: Any, view: TranscriptView) -> None:
    view.begin_answer()
    text = "".join(f"Line {number} with **bold**.\n\n" for number in range(2000))
    stream(qtbot, view, text)
    assert "Line 1999 with bold." in view.toPlainText()
    assert view.answer_text == text


def test_text_that_waited_is_in_the_finished_answer_once(view: TranscriptView) -> None:
    view.begin_answer()
    view.append_text("All of it.")
    view.finish_answer("All of it.", AnswerEnd())
    assert view.toPlainText().count("All of it.") == 1


def test_a_new_conversation_drops_what_waited(qtbot: Any, view: TranscriptView) -> None:
    view.begin_answer()
    view.append_text("Late words")
    view.clear_conversation()
    qtbot.wait(40)
    assert view.toPlainText() == ""


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [
        (MessageState.STOPPED, "Stopped", "What had arrived is kept."),
        (MessageState.INCOMPLETE, "Incomplete", "Do not use these figures as a total."),
    ],
)
def test_a_state_is_text_of_the_page(view: TranscriptView, kind: MessageState, title: str, text: str) -> None:
    view.begin_answer()
    view.finish_answer("Half an", AnswerEnd("", kind, title, text))
    assert f"{title}  {text}" in view.toPlainText()
    view.selectAll()
    assert text in view.createMimeDataFromSelection().text()


def test_the_source_line_reads_as_it_was_given(view: TranscriptView) -> None:
    view.begin_answer()
    view.finish_answer("Done.", AnswerEnd("From client stats · Main branch · 18:42"))
    assert view.toPlainText().endswith("From client stats · Main branch · 18:42")


class TestWhereOneReads:
    def test_the_end_is_followed_until_the_reader_leaves_it(self, qtbot: Any, view: TranscriptView) -> None:
        bar = view.verticalScrollBar()
        view.begin_answer()
        stream(qtbot, view, LONG)
        assert bar.maximum() > 0
        assert bar.value() == bar.maximum()
        wheel(view, -600)
        left = bar.value()
        assert left < bar.maximum()
        stream(qtbot, view, LONG)
        assert bar.value() == left
        view.finish_answer(LONG * 2, AnswerEnd())
        assert bar.value() == left

    def test_a_pill_counts_the_lines_below_and_leads_there(self, qtbot: Any, view: TranscriptView) -> None:
        bar = view.verticalScrollBar()
        view.begin_answer()
        stream(qtbot, view, LONG)
        (pill,) = view.findChildren(JumpButton)
        assert pill.isHidden()
        wheel(view, -600)
        stream(qtbot, view, LONG)
        assert pill.isVisible()
        assert "new lines" in pill.accessibleName()
        QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
        assert bar.value() == bar.maximum()
        assert pill.isHidden()

    def test_coming_back_to_the_end_follows_again(self, qtbot: Any, view: TranscriptView) -> None:
        bar = view.verticalScrollBar()
        view.begin_answer()
        stream(qtbot, view, LONG)
        wheel(view, -600)
        QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        bar.triggerAction(bar.SliderAction.SliderToMaximum)
        qtbot.waitUntil(lambda: bar.value() == bar.maximum())
        stream(qtbot, view, LONG)
        assert bar.value() == bar.maximum()

    def test_another_theme_keeps_place_selection_and_text(self, qtbot: Any, view: TranscriptView) -> None:
        answer(view, LONG + TABLE)
        wheel(view, -600)
        select(view, "Paragraph 50")
        wheel(view, -300)
        before = (view.verticalScrollBar().value(), view.toPlainText())
        view.set_look(real_look("dark", "purple"))
        assert (view.verticalScrollBar().value(), view.toPlainText()) == before
        assert view.textCursor().selectedText() == "Paragraph 50"
        link = view.document().find("Rohan")
        wanted = real_look("dark", "purple").colors["link"].lower()
        qtbot.waitUntil(lambda: link.charFormat().foreground().color().name() == wanted)

    def test_a_selection_survives_arriving_text_and_the_end(self, qtbot: Any, view: TranscriptView) -> None:
        view.begin_answer()
        stream(qtbot, view, "Read **this here** now. And mo")
        select(view, "this here")
        stream(qtbot, view, "re of it\n\n" + TABLE)
        assert view.textCursor().selectedText() == "this here"
        view.finish_answer("Read **this here** now. And more of it\n\n" + TABLE, AnswerEnd())
        assert view.textCursor().selectedText() == "this here"

    def test_another_width_keeps_every_word(self, view: TranscriptView) -> None:
        answer(view, TABLE + "\n" + LONG)
        text = view.toPlainText()
        view.resize(520, 500)
        assert view.toPlainText() == text
        assert view.document().size().width() <= 520


class TestCopying:
    def test_a_table_is_tab_separated_text_and_a_html_table(self, view: TranscriptView) -> None:
        answer(view, "Here:\n\n" + TABLE + "\n- one `code`\n- two\n")
        view.selectAll()
        data = view.createMimeDataFromSelection()
        assert "1\tRohan Mehta\tRs. 14,500\tPending\n2\tPriya Sharma\t—\tPaid" in data.text()
        assert "- one code\n- two" in data.text()
        assert re.search(r'<td [^>]*sdval="14500"[^>]*>Rs. 14,500</td>', data.html())
        # No web app is known: a page of it would lead nowhere.
        assert "<td>Rohan Mehta</td>" in data.html()
        view.address = lambda href: f"https://app.strakly.example{href}"
        html = view.createMimeDataFromSelection().html()
        assert '<a href="https://app.strakly.example/clients/5">Rohan Mehta</a>' in html
        assert "<ul><li>one <code>code</code></li><li>two</li></ul>" in data.html()
        assert "style=" not in data.html().partition("</table>")[2]

    def test_a_table_of_many_parts_is_copied_as_one(self, view: TranscriptView) -> None:
        rows = "".join(f"| {number} | x |\n" for number in range(100))
        answer(view, "| A | B |\n|---|---|\n" + rows)
        view.selectAll()
        data = view.createMimeDataFromSelection()
        assert data.html().count("<table>") == 1
        assert data.html().count("<tr>") == 101
        assert "\n".join(f"{number}\tx" for number in range(100)) in data.text()


class TestCells:
    def test_a_double_click_takes_the_whole_number_and_nothing_beside_it(self, view: TranscriptView) -> None:
        answer(view, DUES + "\nCall 098765 43210 today, or Asha.\n")
        for word, whole in (
            ("919876", "+919876543210"),
            ("+91 98765 43210", "+91 98765 43210"),
            ("Vikram", "Vikram"),
            ("1,300", "(Rs. 1,300)"),
            ("Call 098765", "098765 43210"),
            ("today", "today"),
        ):
            found = view.document().find(word)
            place = view.cursorRect(found).center() - QPoint(6, 0)
            view.setTextCursor(QTextCursor(view.document()))
            QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
            assert view.createMimeDataFromSelection().text() == whole

    def test_a_drag_over_cells_takes_just_them(self, view: TranscriptView) -> None:
        answer(view, DUES)
        cursor = view.document().find("+91 98765")
        end = view.document().find("(Rs.").position()
        cursor.setPosition(cursor.selectionStart())
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        view.setTextCursor(cursor)
        data = view.createMimeDataFromSelection()
        assert data.text() == "+91 98765 43210\t-₹1,23,456\n9876543210\t(Rs. 1,300)"
        assert data.html().count("<tr>") == 2 and 'sdval="-1300"' in data.html()
        assert "x:str" in data.html() and "Vikram" not in data.html()

    def test_a_part_of_a_cell_is_that_part(self, view: TranscriptView) -> None:
        answer(view, DUES)
        view.setTextCursor(view.document().find("Sinh"))
        data = view.createMimeDataFromSelection()
        assert data.text() == "Sinh" and "<table" not in data.html()

    def test_two_tables_stay_two(self, view: TranscriptView) -> None:
        answer(view, DUES + "\n| A | B |\n|---|---|\n| =1+1 | 007 |\n\nBelow.\n")
        view.selectAll()
        data = view.createMimeDataFromSelection()
        assert "3-4\n\nA\tB\n'=1+1\t007\n\nBelow." in data.text()
        assert data.html().count("<table>") == 2 and "</table><br><table>" in data.html()


class TestLinks:
    def test_tab_walks_the_links_and_return_enters_one(self, qtbot: Any, view: TranscriptView) -> None:
        answer(view, TABLE)
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        view.verticalScrollBar().setValue(0)
        QTest.keyClick(view, Qt.Key.Key_Tab)
        QTest.keyClick(view, Qt.Key.Key_Tab)
        with qtbot.waitSignal(view.link_activated) as entered:
            QTest.keyClick(view, Qt.Key.Key_Return)
        assert entered.args == ["https://example.com/p?a=1&b=2"]

    def test_a_click_on_a_link_is_a_signal_and_opens_nothing(self, qtbot: Any, view: TranscriptView) -> None:
        answer(view, "See [the client](/clients/5?tab=plan) now")
        cursor = view.document().find("the client")
        cursor.setPosition(cursor.selectionStart() + 3)
        point = view.cursorRect(cursor).center()
        with qtbot.waitSignal(view.link_activated) as clicked:
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
        assert clicked.args == ["/clients/5?tab=plan"]
        assert view.source().isEmpty()


def test_nothing_in_an_answer_is_loaded(view: TranscriptView, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        QTextDocument, "loadResource", lambda self, kind, url: asked.append(url), raising=True
    )
    answer(view, "![x](file:///etc/passwd) <img src='http://127.0.0.1:9/x.png'> ![y](qrc:/y) text")
    view.grab()
    assert asked == []
    assert view.loadResource(2, QUrl("file:///etc/passwd")) is None
    assert "\ufffc" not in view.toPlainText()


def test_every_look_paints(view: TranscriptView) -> None:
    answer(view, TABLE + "\n> quoted `code`\n\n```py\nx = 1\n```\n\n---\n\n1. one\n")
    shots = set()
    for mode, contrast in (("light", False), ("dark", False), ("light", True), ("dark", True)):
        view.set_look(real_look(mode, high_contrast=contrast))
        image = view.grab().toImage()
        assert (
            image.pixelColor(3, image.height() // 2).name()
            == real_look(mode, high_contrast=contrast).colors["background"].lower()
        )
        shots.add(bytes(image.constBits()))
    assert len(shots) == 4


def test_the_pointer_tints_one_row(view: TranscriptView) -> None:
    answer(view, TABLE)
    view.verticalScrollBar().setValue(0)
    view.grab()
    cell = view.document().find("Rs. 14,500")
    point = view.cursorRect(cell).center()
    before = view.grab().toImage()
    move_mouse(view, point)
    after = view.grab().toImage()
    assert before != after
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.grab().toImage() == before
