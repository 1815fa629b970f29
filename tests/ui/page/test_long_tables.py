"""A long table on the page: the reader is told of the rows that are not drawn, finds in them, and gets to them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from support.long_tables import client_table
from support.views import followed_view

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownQuestion
from strakly_desktop.ui.find.text_pattern import phrase_pattern
from strakly_desktop.ui.page.answer_tables import TableInAnswer
from strakly_desktop.ui.transcript.view import TranscriptView


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    view = followed_view(qtbot, 900)
    view.add_user_message("Who?", "q")
    return view


def answer(view: TranscriptView, text: str) -> None:
    view.begin_answer("a1")
    view.append_text(text)
    view.finish_answer(text, AnswerEnd(message_id="a1"))
    view.draw_all()


def notes(view: TranscriptView) -> list[QAbstractButton]:
    found = view.viewport().findChildren(QAbstractButton)
    return [one for one in found if one.isVisible() and one.accessibleName().endswith(("table", "table there"))
            and one.accessibleName() != "Open table"]  # fmt: skip


def wait_for_note(qtbot: QtBot, view: TranscriptView, label: str) -> QAbstractButton:
    qtbot.waitUntil(lambda: [one.accessibleName() for one in notes(view)] == [label])
    return notes(view)[0]


def test_it_says_how_many_more_there_are_and_opens_the_table(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, client_table(3_000) + "\nThat is all.")
    note = wait_for_note(qtbot, view, "2,940 more rows: open the table")
    assert note.toolTip() == "60 of 3,000 rows are drawn here; find, copy and print have all."
    with qtbot.waitSignal(view.table_requested) as asked:
        qtbot.mouseClick(note, Qt.MouseButton.LeftButton)
    assert (asked.args[0].message_id, asked.args[0].index, asked.args[0].row) == ("a1", 0, None)


def test_it_stands_between_the_table_and_what_follows(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, client_table(100) + "\nBelow.")
    note = wait_for_note(qtbot, view, "40 more rows: open the table")
    (table,) = view._tables.values()
    bottom = max(end for _, end in table.rows.values()) - view.verticalScrollBar().value()
    below = view.document().find("Below.")
    assert bottom < note.y()
    assert note.geometry().bottom() < view.cursorRect(below).top()


def test_while_it_comes_in_the_rows_are_counted(qtbot: QtBot, view: TranscriptView) -> None:
    view.begin_answer("a1")
    view.append_text(client_table(75) + "| 76 |")
    view.draw_all()
    wait_for_note(qtbot, view, "75 rows so far: open the table")
    view.append_text(" [Client 76](/clients/76) | x | y | z |\n| 77 |")
    view.draw_all()
    wait_for_note(qtbot, view, "76 rows so far: open the table")
    view.append_text("\n\nThat is all of them.")
    view.draw_all()
    assert wait_for_note(qtbot, view, "17 more rows: open the table").isVisible()


def test_below_a_table_that_is_open_already_it_is_still_said_that_it_goes_on(
    qtbot: QtBot, view: TranscriptView
) -> None:
    """With a corner below row 60 it looks like the whole, and while it comes in like its end."""
    view.begin_answer("a1")
    view.append_text(client_table(75))
    view.draw_all()
    wait_for_note(qtbot, view, "75 rows so far: open the table")
    view.set_table_beside(TableInAnswer("a1", 0))
    note = wait_for_note(qtbot, view, "75 rows so far: in the open table")
    asked: list[object] = []
    view.table_requested.connect(asked.append)
    QTest.mouseClick(note, Qt.MouseButton.LeftButton)
    note.click()
    assert not asked, "the open one would lose how it is sorted and filtered"
    view.finish_answer(client_table(75), AnswerEnd(message_id="a1"))
    view.draw_all()
    wait_for_note(qtbot, view, "15 more rows: in the open table")
    view.set_table_beside(None)
    wait_for_note(qtbot, view, "15 more rows: open the table").click()
    assert asked


def test_what_is_found_in_a_row_that_is_not_drawn_is_a_click_away(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, client_table(3_000) + "\nThat is all.\n\n" + "Words.\n\n" * 40)
    with qtbot.waitSignal(view.found.counted) as counted:
        view.found.find(phrase_pattern("Client 2500"), 0)
    assert counted.args == [1, 1]
    note = wait_for_note(qtbot, view, "Found in row 2,500: open the table there")
    assert view.viewport().rect().contains(note.geometry())
    with qtbot.waitSignal(view.table_requested) as asked:
        qtbot.mouseClick(note, Qt.MouseButton.LeftButton)
    assert asked.args[0].row == 2_499
    # Marks are for what is in sight only, however many there are.
    view.found.find(phrase_pattern("Gold"), 0)
    assert len(view.found.marks) < 100
    view.found.find(None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)


def test_the_keyboard_comes_to_it_and_goes_on(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, client_table(300) + "\nThen [there](/clients/1).")
    with qtbot.waitActive(view):
        view.activateWindow()
    wait_for_note(qtbot, view, "240 more rows: open the table")
    view.setFocus()
    # From the last link of the rows that are drawn.
    assert view._walk(True, view.document().find("Client 60").selectionEnd())
    (note,) = (one for one in notes(view) if one.hasFocus())
    QTest.keyClick(note, Qt.Key.Key_Tab)
    link = view._links.link
    assert link is not None
    assert link.cursor.selectedText() == "there"
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    qtbot.waitUntil(lambda: any(one.hasFocus() for one in notes(view)))
    QTest.keyClick(notes(view)[0], Qt.Key.Key_Backtab)
    link = view._links.link
    assert link is not None
    assert link.cursor.selectedText() == "Client 60"


def test_a_table_below_it_is_the_second_one(qtbot: QtBot, view: TranscriptView) -> None:
    answer(view, client_table(300) + "\nAnd:\n\n" + client_table(70))
    note = wait_for_note(qtbot, view, "10 more rows: open the table")
    with qtbot.waitSignal(view.table_requested) as asked:
        qtbot.mouseClick(note, Qt.MouseButton.LeftButton)
    assert asked.args[0].index == 1


def test_a_saved_one_is_folded_as_well_also_with_another_text_size(
    qtbot: QtBot, view: TranscriptView
) -> None:
    view.show_conversation(
        [ShownQuestion("Who?", "q"), ShownAnswer(client_table(3_000), AnswerEnd(message_id="a1"))], False
    )
    wait_for_note(qtbot, view, "2,940 more rows: open the table")
