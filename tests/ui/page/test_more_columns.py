"""A table that gave up columns says so below it: by mouse and keyboard, in any width, and in no copied text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.views import followed_view

from strakly_desktop.rendering.document import document
from strakly_desktop.rendering.document.answer import streaming_answer
from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage
from strakly_desktop.ui.find.text_pattern import phrase_pattern
from strakly_desktop.ui.page.answer_tables import TableInAnswer
from strakly_desktop.ui.transcript.view import TranscriptView

HEAD = "| Name | Plan | Status | Valid until | Payment | Branch | Trainer |\n" + "|---" * 7 + "|\n"
ROW = "| [Anita Verma](/clients/5) | Quarterly | Active | 22 Nov 2026 | Rs. 11,500 | Main branch | Vikram |\n"
NARROW = 420


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    view = followed_view(qtbot, NARROW)
    view.add_user_message("Who?", "q")
    return view


def answer(view: TranscriptView, text: str) -> None:
    view.begin_answer()
    view.append_text(text)
    view.finish_answer(text, AnswerEnd(message_id="a1"))
    view.draw_all()


def notes(view: TranscriptView) -> list[QAbstractButton]:
    found = view.viewport().findChildren(QAbstractButton)
    return [one for one in found if one.isVisible() and "more column" in one.accessibleName()]


def wait_for_notes(qtbot: QtBot, view: TranscriptView, count: int) -> list[QAbstractButton]:
    qtbot.waitUntil(lambda: len(notes(view)) == count)
    return notes(view)


def test_it_says_how_many_and_opens_the_table(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, HEAD + ROW * 3 + "\nBelow.")
    (note,) = wait_for_notes(qtbot, view, 1)
    assert note.accessibleName() == "3 more columns: open the table"
    # The name, what is owed, how it stands and until when stay.
    assert note.toolTip() == note.accessibleDescription() == "Hidden: Plan, Branch, Trainer"
    with qtbot.waitSignal(view.table_requested) as asked:
        qtbot.mouseClick(note, Qt.MouseButton.LeftButton)
    assert asked.args[0].message_id == "a1"
    view.selectAll()
    text = view.createMimeDataFromSelection().text()
    assert "more columns" not in text
    assert "Rs. 11,500\tMain branch\tVikram" in text


def test_it_stands_between_the_table_and_what_follows(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, HEAD + ROW * 3 + "\nBelow.")
    (note,) = wait_for_notes(qtbot, view, 1)
    cursor = view.document().find("Below.")
    assert note.geometry().bottom() < view.cursorRect(cursor).top()
    row = view.document().find("Anita")
    assert note.geometry().top() > view.cursorRect(row).bottom()


def test_it_goes_and_comes_with_the_width(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, HEAD + ROW * 3)
    wait_for_notes(qtbot, view, 1)
    view.resize(1200, 500)
    wait_for_notes(qtbot, view, 0)
    view.resize(NARROW, 500)
    wait_for_notes(qtbot, view, 1)
    view.set_look(real_look("dark"))
    wait_for_notes(qtbot, view, 1)
    view.set_look(real_look("dark", text_scale=2.0))
    qtbot.waitUntil(lambda: any(int(one.accessibleName().split()[0]) > 3 for one in notes(view)))
    view.clear_conversation()
    wait_for_notes(qtbot, view, 0)


def test_tab_reaches_it_between_the_links(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, HEAD + ROW + "\n[Below](/clients)")
    (note,) = wait_for_notes(qtbot, view, 1)
    with qtbot.waitActive(view):
        view.activateWindow()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    qtbot.waitUntil(note.hasFocus)
    with qtbot.waitSignal(view.table_requested):
        QTest.keyClick(note, Qt.Key.Key_Space)
    QTest.keyClick(note, Qt.Key.Key_Tab)
    with qtbot.waitSignal(view.link_activated) as entered:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert entered.args == ["/clients"]
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    qtbot.waitUntil(note.hasFocus)
    QTest.keyClick(note, Qt.Key.Key_Backtab)
    with qtbot.waitSignal(view.link_activated) as entered:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert entered.args == ["/clients/5"]


def test_what_is_found_in_a_column_that_is_given_up_is_gone_to(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, "Words.\n\n" * 40 + HEAD + ROW + "\n" + "Words.\n\n" * 40)
    view.verticalScrollBar().setValue(0)
    view.found.find(phrase_pattern("Vikram"), 0)
    assert view.verticalScrollBar().value() > 500


def test_a_long_table_says_it_once_at_its_end(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, HEAD + ROW * 30)
    view.verticalScrollBar().setValue(0)
    view.viewport().repaint()
    wait_for_notes(qtbot, view, 0)
    view.jump_to_end()
    wait_for_notes(qtbot, view, 1)


@pytest.mark.parametrize("streams", [True, False])
def test_where_the_page_ends_in_a_table_no_count_of_its_rows_is_told(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, streams: bool
) -> None:
    monkeypatch.setattr(streaming_answer, "DRAWN_LIMIT", 9_000)
    monkeypatch.setattr(document, "DRAWN_LIMIT", 9_000)
    view = followed_view(qtbot, 900)
    view.add_user_message("Who?", "q")
    text = "| # | Name |\n|---|---|\n" + "".join(f"| {row} | Anita Verma {row} |\n" for row in range(1, 901))
    if streams:
        answer(view, text)
    else:
        messages: list[ShownMessage] = [ShownAnswer(text, AnswerEnd(message_id="a1"))]
        view.show_conversation(messages, has_earlier=False)
    qtbot.waitUntil(lambda: any("open the table" in name for name in names(view)))
    (name,) = (name for name in names(view) if "open the table" in name)
    assert name == "More rows: open the table"
    assert view.leaves_rest


def test_where_it_ends_below_a_table_its_rows_are_counted(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = followed_view(qtbot, 900)
    text = "| # | Name |\n|---|---|\n" + "".join(f"| {row} | Anita {row} |\n" for row in range(1, 101))
    for module in (streaming_answer, document):
        monkeypatch.setattr(module, "DRAWN_LIMIT", len(text) + 40)
    answer(view, f"{text}\nAnd words. {'Words below. ' * 9}")
    qtbot.waitUntil(lambda: any("open the table" in name for name in names(view)))
    assert "40 more rows: open the table" in names(view)


def names(view: TranscriptView) -> list[str]:
    found = view.viewport().findChildren(QAbstractButton)
    return [one.accessibleName() for one in found if not one.isHidden()]


def test_nothing_is_offered_below_the_table_that_is_open_beside(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, f"{HEAD}{ROW}\n\nAnd\n\n{HEAD}{ROW}")
    second = sorted(wait_for_notes(qtbot, view, 2), key=lambda note: note.y())[1]
    view.set_table_beside(TableInAnswer("a1", 0))
    assert notes(view) == [second]
    view.set_table_beside(TableInAnswer("a1", 1))
    (offered,) = notes(view)
    assert offered.y() < second.y()
    view.set_table_beside(None)
    assert len(notes(view)) == 2


@pytest.mark.parametrize("width", [NARROW, 600, 1100])
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_the_last_row_has_as_much_air_as_the_others_and_room_for_the_outline(
    qtbot: QtBot, width: int, scale: float
) -> None:
    view = followed_view(qtbot, width)
    view.set_look(real_look(text_scale=scale))
    answer(view, HEAD + ROW * 3)
    view.table_in_sight()
    (table,) = view._tables.values()
    heights = [bottom - top for top, bottom in table.rows.values()][1:]
    assert heights == [heights[0], heights[0], heights[0] + 1]
