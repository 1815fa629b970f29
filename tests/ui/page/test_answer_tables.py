"""Each table of an answer can be opened: where it is clicked, or the one that is in sight."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from support.views import followed_view

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.ui.page.answer_actions import AnswerAction
from strakly_desktop.ui.page.answer_tables import TableInAnswer
from strakly_desktop.ui.transcript.view import TranscriptView


def table(name: str, rows: int = 3) -> str:
    lines = "".join(f"| {name} {n} | {n} |\n" for n in range(rows))
    return f"## {name}\n\n| Client | Due |\n|---|---|\n{lines}\n"


FOUR = table("Ada", 12) + table("Bea") + "Words.\n\n" + table("Cleo", 30) + table("Dora")
NESTED = (
    "- item\n\n  | A | B |\n  |---|---|\n  | in list | 1 |\n\n> | A | B |\n> |---|---|\n> | in quote | 2 |\n\n"
    + table("Last")
)


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return followed_view(qtbot, 900, 500)


def answer(view: TranscriptView, text: str, message_id: str) -> None:
    view.add_user_message("Question?")
    view.begin_answer(message_id)
    view.append_text(text)
    view.draw_all()
    view.finish_answer(text, AnswerEnd(message_id=message_id))
    view.draw_all()


def menu_at(view: TranscriptView, text: str) -> QMenu:
    """The menu of the right button on a text of the page."""
    view.setTextCursor(view.document().find(text))
    view.ensureCursorVisible()
    QApplication.processEvents()
    place = view.cursorRect().center() - QPoint(5, 0)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)
    return next(menu for menu in view.findChildren(QMenu) if menu.isVisible())


def entry(menu: QMenu, words: str) -> Callable[[], None]:
    return next(action for action in menu.actions() if action.text() == words).trigger


@pytest.mark.parametrize(("text", "index"), [("Ada 11", 0), ("Bea 1", 1), ("Cleo 29", 2), ("Dora 0", 3)])
def test_a_click_on_a_table_opens_that_one(view: TranscriptView, text: str, index: int) -> None:
    opened: list[TableInAnswer] = []
    view.table_requested.connect(opened.append)
    answer(view, table("Other"), "a0")
    answer(view, FOUR, "a1")
    menu = menu_at(view, text)
    entry(menu, "Open this table")()
    menu.close()
    assert opened == [TableInAnswer("a1", index)]


@pytest.mark.parametrize(("text", "index"), [("in list", 0), ("in quote", 1), ("Last 0", 2)])
def test_tables_are_numbered_as_the_panel_reads_them(view: TranscriptView, text: str, index: int) -> None:
    opened: list[TableInAnswer] = []
    view.table_requested.connect(opened.append)
    answer(view, NESTED, "a1")
    menu = menu_at(view, text)
    entry(menu, "Open this table")()
    menu.close()
    assert opened == [TableInAnswer("a1", index)]
    assert tables_of(NESTED)[index].rows[0][0].text == text


def test_an_open_menu_acts_on_what_was_clicked_while_the_text_moves(
    view: TranscriptView, qtbot: QtBot
) -> None:
    opened: list[TableInAnswer] = []
    view.table_requested.connect(opened.append)
    view.add_user_message("Question?")
    view.begin_answer("a1")
    view.append_text(table("Ada") + table("Bea"))
    view.draw_all()
    menu = menu_at(view, "Ada 1")
    view.append_text(table("Cleo", 40))
    view.finish_answer(view.answer_text, AnswerEnd(message_id="a1"))
    view.draw_all()
    answer(view, table("Dora", 50), "a2")
    entry(menu, "Open this table")()
    menu.close()
    assert opened == [TableInAnswer("a1", 0)]


def test_the_menu_beside_a_growing_table_means_that_answer_also_later(view: TranscriptView) -> None:
    acted: list[tuple[AnswerAction, str]] = []
    view.action_requested.connect(lambda action, message_id: acted.append((action, message_id)))
    view.add_user_message("Question?")
    view.begin_answer("a1")
    view.append_text("Some words.\n\n" + table("Ada"))
    view.draw_all()
    menu = menu_at(view, "Some words")
    view.finish_answer(view.answer_text, AnswerEnd(message_id="a1"))
    answer(view, "Nothing.", "a2")
    entry(menu, "Open a table of this answer")()
    menu.close()
    assert acted == [(AnswerAction.TABLE, "a1")]


def test_the_table_in_sight_is_the_one_that_the_reader_is_at(view: TranscriptView) -> None:
    answer(view, FOUR, "a1")
    assert view.table_in_sight() == TableInAnswer("a1", 3)
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert view.table_in_sight() == TableInAnswer("a1", 0)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    view._end.note_reader()
    assert view.table_in_sight() == TableInAnswer("a1", 2)


def test_no_table_in_sight(view: TranscriptView) -> None:
    answer(view, FOUR + "Long words.\n\n" * 60, "a1")
    assert view.table_in_sight() is None
