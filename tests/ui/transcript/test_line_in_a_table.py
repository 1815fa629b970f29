"""Who reads in a table stays at the row, also where the page gets too narrow for some of its columns, and back."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot
from support.long_tables import client_table
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.rendering.writing.table_fit import hidden_columns, tables_of
from strakly_desktop.ui.transcript.view import TranscriptView

HEAD = ("#", "Name", "Plan", "Branch", "Notes", "Valid until", "Paid", "Due", "Phone")
ROWS = 40
HEIGHT = 500


def wide_table() -> str:
    rows = "".join(
        f"| {row} | Client number {row} | Gold 12 months | Lake Road | Came on Monday {row} | {row % 28 + 1} Nov 2026"
        f" | Rs. {row}0,000 | Rs. {row},500 | 98765 4{row:04} |\n"
        for row in range(1, ROWS + 1)
    )
    return f"| {' | '.join(HEAD)} |\n{'|---' * len(HEAD)}|\n{rows}"


def opened(qtbot: QtBot, *, is_long: bool) -> TranscriptView:
    view = shown_view(qtbot, 1300, HEIGHT)
    before: list[ShownMessage] = []
    for number in range(6 if is_long else 1):
        text = f"Some words first.\n\n{client_table(60) if is_long else ''}\nAnd some more.\n"
        before += [
            ShownQuestion(f"Question {number}?", f"q{number}"),
            ShownAnswer(text, AnswerEnd("From stats", message_id=f"a{number}")),
        ]
    table = ShownAnswer(f"All of them:\n\n{wide_table()}\n", AnswerEnd("From stats", message_id="t"))
    after = ShownAnswer("Nothing.", AnswerEnd(message_id="y"))
    asked, asked_after = ShownQuestion("Who is it?", "w"), ShownQuestion("And now?", "z")
    view.show_conversation([*before, asked, table, asked_after, after], has_earlier=False)
    qtbot.waitUntil(lambda: is_whole(view))
    return view


def is_whole(view: TranscriptView) -> bool:
    return not view.has_earlier and view.viewport().updatesEnabled()


def y_of(view: TranscriptView, row: int) -> int:
    """Where a row of the wide table stands in the page."""
    found = view.document().find(f"Client number {row}", QTextCursor(view.document()))
    while found.block().text() != f"Client number {row}":
        found = view.document().find(f"Client number {row}", found)
    return view.cursorRect(found).top()


def read_row(view: TranscriptView, row: int) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + y_of(view, row) + 5)
    view._end.note_reader()
    assert first_row(view) == row + 1 and not view._end.follows


def first_row(view: TranscriptView) -> int:
    """The first row of the wide table whose words are whole in sight."""
    return next(row for row in range(1, ROWS + 1) if y_of(view, row) >= 0)


def hides_columns(view: TranscriptView) -> bool:
    return any(hidden_columns(table) for table in tables_of(view.document()))


def narrow(view: TranscriptView) -> None:
    view.resize(700, HEIGHT)


def widen(view: TranscriptView) -> None:
    view.resize(1300, HEIGHT)


def enlarge(view: TranscriptView) -> None:
    view.set_look(replace(view._look, text_scale=2.0))


def reduce(view: TranscriptView) -> None:
    view.set_look(replace(view._look, text_scale=1.0))


@pytest.mark.parametrize("is_long", [False, True], ids=["short", "long"])
@pytest.mark.parametrize(
    "there, back", [(narrow, widen), (enlarge, reduce)], ids=["another width", "another text size"]
)
@pytest.mark.parametrize("row", [4, 30])
def test_the_row_stays_where_it_is_read_there_and_back(
    qtbot: QtBot,
    is_long: bool,
    there: Callable[[TranscriptView], None],
    back: Callable[[TranscriptView], None],
    row: int,
) -> None:
    view = opened(qtbot, is_long=is_long)
    read_row(view, row)
    assert not hides_columns(view)
    for _ in range(2):
        there(view)
        qtbot.waitUntil(lambda: is_whole(view))
        assert hides_columns(view)
        assert abs(first_row(view) - (row + 1)) <= 1
        back(view)
        qtbot.waitUntil(lambda: is_whole(view))
        assert abs(first_row(view) - (row + 1)) <= 1, "it does not add up"


def test_text_that_is_patched_above_leaves_the_row(qtbot: QtBot) -> None:
    view = opened(qtbot, is_long=False)
    narrow(view)
    read_row(view, 12)
    assert hides_columns(view)
    above = QTextCursor(view.document())
    above.setPosition(view.start_of("a0"))
    view._patch(lambda: above.insertText("Words that came late. " * 60))
    assert first_row(view) == 13
