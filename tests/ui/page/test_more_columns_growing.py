"""While a table grows, what is said below it stands below it with every frame, and never on a row."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.ui.find.text_pattern import phrase_pattern
from strakly_desktop.ui.page.table_cards import tables_in_sight
from strakly_desktop.ui.page.visible_blocks import block_at, visible_blocks
from strakly_desktop.ui.transcript.view import TranscriptView

HEAD = "| " + " | ".join(f"col {number}" for number in range(60)) + " |\n" + "|---" * 60 + "|\n"
ROW = "| " + " | ".join(str(number * 7) for number in range(60)) + " |\n"


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    view = shown_view(qtbot, 900, 700)
    view.add_user_message("Which?", "q")
    view.begin_answer("a1")
    return view


def note(view: TranscriptView) -> QAbstractButton | None:
    found = view.viewport().findChildren(QAbstractButton)
    named = [one for one in found if not one.isHidden() and "open the table" in one.accessibleName()]
    return named[0] if named else None


def gap_below_rows(view: TranscriptView) -> float:
    """How far the note stands below the last row that is on the page now."""
    area = QRectF(view.viewport().rect()).translated(0, view.verticalScrollBar().value())
    seen = visible_blocks(view.document(), block_at(view.document(), area.top()), area)
    (table,) = tables_in_sight(seen, area).values()
    bottom = max(end for _, end in table.rows.values()) - view.verticalScrollBar().value()
    button = note(view)
    assert button is not None
    return button.y() - bottom


def grow(view: TranscriptView, text: str) -> None:
    view.append_text(text)
    view.draw_all()


def begin(qtbot: QtBot, view: TranscriptView, above: str = "") -> None:
    grow(view, above + HEAD + ROW * 2)
    qtbot.waitUntil(lambda: note(view) is not None)


def test_it_stands_below_the_newest_row_with_each_frame(qtbot: QtBot, view: TranscriptView) -> None:
    begin(qtbot, view)
    for _ in range(45):
        grow(view, ROW)
        assert 0 < gap_below_rows(view) < 10


def test_a_row_that_comes_in_pieces_moves_it_when_it_is_there(qtbot: QtBot, view: TranscriptView) -> None:
    begin(qtbot, view)
    for _ in range(5):
        for piece in (ROW[:40], ROW[40:-2], ROW[-2:]):
            grow(view, piece)
            assert 0 < gap_below_rows(view) < 10


def test_with_find_open_it_stays_below(qtbot: QtBot, view: TranscriptView) -> None:
    begin(qtbot, view)
    view.found.find(phrase_pattern("14"), 0)
    for _ in range(5):
        grow(view, ROW)
        view.found.find(phrase_pattern("14"), 0)
        assert 0 < gap_below_rows(view) < 10


def test_it_lies_on_no_row_when_the_page_is_written_anew(qtbot: QtBot, view: TranscriptView) -> None:
    begin(qtbot, view, "Words above. " * 9 + "\n\n")
    for scale, width in ((1.5, 900), (1.5, 700), (1.0, 700)):
        view.set_look(real_look(text_scale=scale))
        view.resize(width, 700)
        assert note(view) is None or 0 < gap_below_rows(view) < 10
        qtbot.waitUntil(lambda: note(view) is not None)
        assert 0 < gap_below_rows(view) < 10


def test_what_comes_below_leaves_it_where_it_is(qtbot: QtBot, view: TranscriptView) -> None:
    begin(qtbot, view)
    for piece in (ROW * 3, "\nAnd", " words.\n", "\n- one\n"):
        grow(view, piece)
        assert 0 < gap_below_rows(view) < 10
    text = view.answer_text
    view.finish_answer(text, AnswerEnd(message_id="a1"))
    view.draw_all()
    assert 0 < gap_below_rows(view) < 10


def test_rows_that_are_not_drawn_leave_it_below_those_that_are(qtbot: QtBot, view: TranscriptView) -> None:
    view.resize(900, 3000)
    begin(qtbot, view)
    for _ in range(8):
        grow(view, ROW * 10)
        button = note(view)
        if button is not None:
            assert 0 < gap_below_rows(view) < 10
