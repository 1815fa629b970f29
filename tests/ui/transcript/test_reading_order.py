"""Unseen characters that turn text round: what is shown reads as it was written, and what is kept is untouched."""

from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.chat.titles import title_of
from strakly_desktop.conversation.text_safety import in_reading_order
from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownQuestion
from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.notices.notice import Notice, NoticeKind
from strakly_desktop.ui.notices.notice_row import NoticeRow
from strakly_desktop.ui.style.typography import elided

TURNED = "pay \u202e0051 .sR\u202c to \u2067Ravi\u2069"
READ = "pay 0051 .sR to Ravi"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (TURNED, READ),
        ("\u200f10 - 245", "10 - 245"),
        ("\u061c10 - 245", "10 - 245"),
        ("\u200eA", "A"),
        ("\u0633\u0644\u0627\u0645\u200f!", "\u0633\u0644\u0627\u0645\u200f!"),
        ("\u202b\u0633\u0644\u0627\u0645\u202c", "\u0633\u0644\u0627\u0645"),
        ("\u0928\u092e\u0938\u094d\u200d\u0924\u0947", "\u0928\u092e\u0938\u094d\u200d\u0924\u0947"),
        ("Rs. 1,500", "Rs. 1,500"),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_text_reads_in_the_order_in_which_it_was_written(text: str, shown: str) -> None:
    assert in_reading_order(text) == shown
    assert title_of(text) == shown
    assert elided(QFont(), text, 5000) == shown


def test_a_question_and_an_answer_are_not_turned_round(qtbot: QtBot) -> None:
    view = shown_view(qtbot)
    table = f"| Name |\n|--|\n| {TURNED} |\n"
    answer = f"So {TURNED}\n\n{table}\n```\n{TURNED}\n```"
    view.show_conversation([ShownQuestion(TURNED), ShownAnswer(answer, AnswerEnd())], has_earlier=False)
    text = view.toPlainText().replace("\u00a0", " ").replace("\u2060", "")
    assert text.count(READ) == 4
    assert "\u202e" not in text and "\u2067" not in text
    assert view.answer_text == answer, "what is copied and saved has them still"


def test_a_notice_and_a_pasted_question_are_not_turned_round(qtbot: QtBot) -> None:
    composer = Composer(real_look())
    qtbot.addWidget(composer)
    pasted = QMimeData()
    pasted.setText(TURNED)
    assert composer.take(pasted)
    assert composer.text() == READ
    row = NoticeRow(real_look(), Notice("k", NoticeKind.INFO, "Deleted.", TURNED), composer)
    label: Any = row._text
    assert READ in label.text()
