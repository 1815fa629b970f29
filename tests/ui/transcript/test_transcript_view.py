"""The conversation on the page: it stays where the reader is, keeps what is selected, and opens nothing."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextTable, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from support.documents import block_with
from support.focused import focused
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.ui.transcript.view import TranscriptView

LONG = "\n\n".join(f"Paragraph {number} of the answer." for number in range(60))
TABLE = """| # | Client | Due | Status |
|---|---|---|---|
| 1 | [Rohan](/clients/5) | Rs. 14,500 | Paid |
| 2 | Priya | — | बकाया |
"""


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot, 800, 500)


def answer(view: TranscriptView, text: str, source: str = "") -> None:
    view.add_user_message("Question?")
    view.begin_answer()
    finish(view, text, source)


def finish(view: TranscriptView, text: str, source: str = "") -> None:
    view.finish_answer(text, AnswerEnd(source))
    view.draw_all()
    QApplication.processEvents()


def stream(view: TranscriptView, qtbot: QtBot, text: str, wanted: str) -> None:
    view.append_text(text)
    qtbot.waitUntil(lambda: wanted in view.toPlainText())


def wheel(view: TranscriptView, steps: int) -> None:
    event = QWheelEvent(
        QPointF(100, 100), QPointF(100, 100), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def select(view: TranscriptView, text: str) -> None:
    block = block_with(view.document(), text)
    start = block.position() + block.text().index(text)
    cursor = QTextCursor(view.document())
    cursor.setPosition(start)
    cursor.setPosition(start + len(text), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def link_point(view: TranscriptView, text: str) -> QPoint:
    block = block_with(view.document(), text)
    cursor = QTextCursor(view.document())
    cursor.setPosition(block.position() + block.text().index(text) + 1)
    return view.cursorRect(cursor).center()


def test_a_selection_survives_arriving_text_the_end_and_a_theme(view: TranscriptView, qtbot: QtBot) -> None:
    view.add_user_message("Question?")
    view.begin_answer()
    stream(view, qtbot, "The first words.\n\nMore", "More")
    select(view, "first words")
    stream(view, qtbot, " of **it", "of it")
    assert view.textCursor().selectedText() == "first words"
    finish(view, "The first words.\n\nMore of **it** all.")
    view.set_look(real_look("dark"))
    assert view.textCursor().selectedText() == "first words"


def test_the_end_is_followed_until_the_reader_scrolls_and_again_after_the_jump(
    view: TranscriptView, qtbot: QtBot
) -> None:
    bar = view.verticalScrollBar()
    view.add_user_message("Question?")
    view.begin_answer()
    stream(view, qtbot, LONG, "Paragraph 59")
    assert bar.maximum() > 0 and bar.value() == bar.maximum()
    wheel(view, 5)
    place = bar.value()
    assert place < bar.maximum()
    stream(view, qtbot, "\n\nBelow one\n\nBelow two", "Below two")
    assert bar.value() == place
    jump = next(b for b in view.findChildren(QWidget) if "Jump to the end" in b.accessibleName())
    assert jump.isVisible() and "new line" in jump.accessibleName()
    QTest.mouseClick(jump, Qt.MouseButton.LeftButton)
    assert bar.value() == bar.maximum() and not jump.isVisible()
    stream(view, qtbot, "\n\nBelow three", "Below three")
    assert bar.value() == bar.maximum()


def test_the_reader_s_place_survives_the_end_and_a_theme(view: TranscriptView, qtbot: QtBot) -> None:
    view.add_user_message("Question?")
    view.begin_answer()
    stream(view, qtbot, LONG, "Paragraph 59")
    wheel(view, 8)
    place = view.verticalScrollBar().value()
    finish(view, LONG + "\n\nThe last line.")
    view.set_look(real_look("dark"))
    assert view.verticalScrollBar().value() == place


def test_a_theme_changes_the_colours_and_no_text(view: TranscriptView) -> None:
    answer(view, "See [the client](/clients/5).\n\n" + TABLE, "From memberships")
    before = view.toPlainText()
    dark = real_look("dark", "purple")
    view.set_look(dark)
    assert view.toPlainText() == before
    for text, role in (("the client", "link"), ("—", "text-muted"), ("From memberships", "text-muted")):
        select(view, text)
        assert view.textCursor().charFormat().foreground().color().name() == dark.colors[role].lower()


def test_nothing_is_loaded(view: TranscriptView) -> None:
    answer(
        view, '![x](https://example.com/a.png) <img src="file:///etc/passwd"> <style>@import "x"</style> text'
    )
    view.grab()
    assert view.loadResource(2, QUrl("https://example.com/a.png")) is None
    assert "text" in view.toPlainText()


def test_a_clicked_link_is_told_and_opens_nothing(view: TranscriptView, qtbot: QtBot) -> None:
    answer(view, "See [the client](/clients/5) now.")
    with qtbot.waitSignal(view.link_activated) as told:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=link_point(view, "the client"))
    assert told.args == ["/clients/5"]
    assert "the client" in view.toPlainText()


def test_dragging_over_a_link_selects_and_does_not_follow_it(view: TranscriptView, qtbot: QtBot) -> None:
    answer(view, "See [the long client name](/clients/5) now.")
    start = link_point(view, "the long")
    with qtbot.assertNotEmitted(view.link_activated):
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(view.viewport(), start + QPoint(40, 0))
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))
    assert view.textCursor().selectedText()


def test_tab_walks_the_links_return_follows_and_then_the_focus_leaves(qtbot: QtBot) -> None:
    window = QWidget()
    view = TranscriptView(real_look())
    before, after = QPushButton("before"), QPushButton("after")
    row = QHBoxLayout(window)
    for part in (before, view, after):
        row.addWidget(part)
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    answer(view, "See [one](/clients/1) and [two](/clients/2).")
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    told: list[str] = []
    view.link_activated.connect(told.append)
    for _ in range(2):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told == ["/clients/1", "/clients/2"]
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert told[-1] == "/clients/1"
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    assert before.hasFocus()


def test_copying_gives_tab_separated_tables_and_list_markers(view: TranscriptView) -> None:
    answer(view, "Here:\n\n" + TABLE + "\n- one\n  - two\n\n3. three\n4. four\n")
    view.selectAll()
    text = view.createMimeDataFromSelection().text()
    assert "#\tClient\tDue\tStatus\n1\tRohan\tRs. 14,500\tPaid\n2\tPriya\t—\tबकाया" in text
    assert "- one\n  - two\n3. three\n4. four" in text


def test_a_long_table_is_copied_as_one(view: TranscriptView) -> None:
    rows = "".join(f"| {n} | Name {n} |\n" for n in range(100))
    answer(view, "| # | Name |\n|---|---|\n" + rows)
    view.selectAll()
    lines = view.createMimeDataFromSelection().text().split("\n")
    start = lines.index("#\tName")
    assert lines[start + 1 : start + 101] == [f"{n}\tName {n}" for n in range(100)]


def test_status_words_in_hindi_are_pills(view: TranscriptView) -> None:
    answer(view, TABLE)
    select(view, "बकाया")
    color = view.textCursor().charFormat().foreground().color().name()
    assert color == real_look().colors["warning"].lower()


def test_columns_of_numbers_align_right(view: TranscriptView) -> None:
    answer(view, TABLE)
    assert block_with(view.document(), "14,500").blockFormat().alignment() & Qt.AlignmentFlag.AlignRight
    assert block_with(view.document(), "Rohan").blockFormat().alignment() & Qt.AlignmentFlag.AlignLeft


def test_columns_of_telephones_and_codes_do_not(view: TranscriptView) -> None:
    answer(
        view,
        "| Name | WhatsApp | Receipt | Due |\n|---|---|---|---|\n| Ana | 9876543210 | 100231 | (500) |\n"
        "| Ravi | 9812345678 | 100232 | Rs. 700 |\n",
    )
    right = {
        text: bool(block_with(view.document(), text).blockFormat().alignment() & Qt.AlignmentFlag.AlignRight)
        for text in ("9876543210", "100232", "700", "(500)")
    }
    assert right == {"9876543210": False, "100232": False, "700": True, "(500)": True}


@pytest.mark.parametrize("columns", [7, 14, 40])
def test_a_wide_table_fits_a_narrow_window(view: TranscriptView, columns: int) -> None:
    view.resize(480, 600)
    row = "| " + " | ".join(f"Some longer text {n}" for n in range(columns)) + " |\n"
    answer(view, row + "|" + "---|" * columns + "\n" + row)
    frames = [f for f in view.document().rootFrame().childFrames() if isinstance(f, QTextTable)]
    assert frames
    for table in frames:
        widths = [length.rawValue() for length in table.format().toTableFormat().columnWidthConstraints()]
        assert sum(widths) <= 480 - 32
        # Columns that are given up have no width; the others are wide enough for their words.
        assert all(width == 0 or width > 40 for width in widths)
        assert widths[0] > 0


def test_a_table_takes_another_window_width(view: TranscriptView) -> None:
    answer(
        view, "| Client | Plan | Note |\n|---|---|---|\n" + "| Rohan Mehta | Gold | " + "words " * 40 + "|\n"
    )
    table = next(f for f in view.document().rootFrame().childFrames() if isinstance(f, QTextTable))

    def width() -> float:
        return sum(length.rawValue() for length in table.format().toTableFormat().columnWidthConstraints())

    wide = width()
    view.resize(480, 500)
    QApplication.processEvents()
    assert width() < wide
    view.resize(800, 500)
    QApplication.processEvents()
    assert width() == wide


def test_the_code_s_button_copies_just_the_code(view: TranscriptView) -> None:
    answer(view, "Text\n\n```sql\nSELECT 1\n\nFROM a;\n```\n\nMore")
    view.grab()
    QApplication.processEvents()
    button = next(b for b in view.findChildren(QWidget) if b.accessibleName() == "Copy code")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "SELECT 1\n\nFROM a;"
    assert button.accessibleName() == "Copied"


def test_the_person_s_words_stay_as_they_were_typed(view: TranscriptView) -> None:
    words = "  two spaces\n\ta tab\nand **no** markdown " + "x" * 300
    view.add_user_message(words)
    block = view.document().begin()
    assert block.text() == words.replace("\n", "\u2028")
    layout = block.layout()
    widest = max(layout.lineAt(i).naturalTextRect().right() for i in range(layout.lineCount()))
    assert widest <= view.viewport().width()


@pytest.mark.parametrize(
    "text",
    [
        ">" * 5000 + " deep",
        "- " * 2000 + "deep",
        "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n||\n",
        "\ufdd0\ufdd1 \u2029 \u2028 odd | \ufdd0 |\n",
        "```\n" + "\ufdd0\u2029x\n" * 5 + "```",
        '<ol start="99999999999999"><li>x</li></ol>',
        "x" * 200_000,
    ],
    ids=["quotes", "lists", "ragged", "separators", "code separators", "start", "word"],
)
def test_hopeless_input_is_shown_and_ends_nothing(view: TranscriptView, text: str) -> None:
    answer(view, text, "From memberships")
    view.grab()
    assert "From memberships" in view.toPlainText()


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_the_mark_of_an_incomplete_answer_stands_clear_of_its_words(
    view: TranscriptView, scale: float
) -> None:
    look = real_look(text_scale=scale)
    view.set_look(look)
    view.add_user_message("Question?")
    view.begin_answer()
    view.finish_answer("Half", AnswerEnd(state=MessageState.INCOMPLETE, state_title="Incomplete"))
    view.draw_all()
    block = block_with(view.document(), "Incomplete")
    assert block.blockFormat().leftMargin() >= look.scaled(16) + 8


WRITTEN_FROM_ITS_TOP = "- Some **words** [of it][all].\n" * 900 + "\n[all]: /clients\n"
"""Where its links lead is known at its end only."""


def test_the_foot_of_an_opened_answer_waits_as_one_that_streams_until_it_is_whole(qtbot: QtBot) -> None:
    view = shown_view(qtbot, 900, 600)
    text = WRITTEN_FROM_ITS_TOP
    view.show_conversation(
        [ShownQuestion("All of it?", "q"), ShownAnswer(text, AnswerEnd("From stats", message_id="a"))],
        has_earlier=False,
    )
    qtbot.waitUntil(lambda: len(view.toPlainText()) > 2_000)
    assert view.has_earlier
    assert view._awaited._below.isVisible()
    assert view._awaited._below.y() < view.viewport().height()
    qtbot.waitUntil(lambda: not view.has_earlier)
    assert not view._awaited._below.isVisible()
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0


@pytest.mark.parametrize("text", ["Short.", WRITTEN_FROM_ITS_TOP])
def test_nothing_waits_below_what_is_there_at_once_or_in_another_conversation(
    qtbot: QtBot, text: str
) -> None:
    view = shown_view(qtbot, 900, 600)
    messages: list[ShownMessage] = [
        ShownQuestion("All of it?", "q"),
        ShownAnswer(text, AnswerEnd(message_id="a")),
    ]
    view.show_conversation(messages, has_earlier=False)
    assert view._awaited._below.isVisible() == (text != "Short.")
    view.show_conversation([], has_earlier=False)
    assert not view._awaited._below.isVisible()
