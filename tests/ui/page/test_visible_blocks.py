"""What is at a height of the page is found from any height, however the page ends."""

import pytest
from PySide6.QtGui import QTextBlock, QTextDocument
from pytestqt.qtbot import QtBot
from support.views import shown_view

from strakly_desktop.ui.page.visible_blocks import block_at, shown

TABLE = "| # | Client | Due |\n|---|---|---|\n" + "| 1 | [Rohan](/clients/5) | Rs. 500 |\n" * 9


def looked_for_one_by_one(document: QTextDocument, y: float) -> QTextBlock:
    found = block = document.begin()
    while block.isValid():
        if document.documentLayout().blockBoundingRect(shown(block)).top() <= y:
            found = block
        block = block.next()
    return shown(found)


@pytest.mark.parametrize(
    "text", ["", "Words.", "Words.\n\n" * 30, f"Words.\n\n{TABLE}", f"{TABLE}\n- one\n- two\n" * 5]
)
def test_the_last_block_that_begins_above_is_found(qtbot: QtBot, text: str) -> None:
    view = shown_view(qtbot, 700, 500)
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text(text)
    view.draw_all()
    document = view.document()
    for y in range(-20, round(document.size().height()) + 60, 23):
        assert block_at(document, y) == looked_for_one_by_one(document, y)
