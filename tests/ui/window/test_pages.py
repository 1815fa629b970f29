"""The two pages of the window: one that was away stands where it belongs when it comes back."""

import pytest
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownQuestion
from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.composer.empty_state import EmptyState
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.pages import Pages

LONG = "\n\n".join(f"Line {number}." for number in range(60))


@pytest.mark.parametrize("between", [0, 1, 60])
def test_a_page_without_its_scroll_bar_has_its_column_in_the_middle(qtbot: QtBot, between: int) -> None:
    install_fonts()
    look = real_look()
    view = TranscriptView(look)
    pages = Pages(EmptyState(look))
    pages.set_transcript(view)
    qtbot.addWidget(pages)
    pages.resize(900, 500)
    with qtbot.waitExposed(pages):
        pages.show()
    for height in (440, 500, 440):
        view.show_conversation([ShownQuestion("List"), ShownAnswer(LONG, AnswerEnd())], has_earlier=False)
        pages.show_transcript()
        qtbot.waitUntil(view.verticalScrollBar().isVisible)
        view.clear_conversation()
        pages.show_empty_state()
        # As a notice does that comes below it.
        pages.resize(900, height)
        if between:
            qtbot.wait(between)
        pages.show_transcript()
        view.add_user_message("And today?")
        view.draw_all()
        qtbot.waitUntil(lambda: not view.verticalScrollBar().isVisible())
        frame = view.document().rootFrame().frameFormat()
        assert view.viewport().width() == view.width()
        assert frame.rightMargin() == frame.leftMargin()
