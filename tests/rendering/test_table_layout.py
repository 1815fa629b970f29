"""The columns of a table in an answer: words stay whole as long as there is any room for them."""

import pytest
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QApplication
from support.documents import blocks, transcript

from strakly_desktop.rendering.document import AnswerEnd, TranscriptDocument
from strakly_desktop.theme.fonts import install_fonts

EXPIRING = """\
| # | Name | Plan | Status | Valid until | Days | Payment |
|---|---|---|---|---|---|---|
| 4 | [Manish Banerjee](/clients/4) | [Monthly](/plans/1) | Active | 22 Nov 2026 | ends today | Rs. 1,300 due |
| 8 | [Ajay Gupta](/clients/8) | [Silver 6 months](/plans/2) | Active | 26 Nov 2026 | 4 days left | Paid |
| 9 | [Sunita Singh](/clients/9) | [Gold 12 months](/plans/3) | Active | 26 Nov 2026 | ends today | Rs. 9,800 due |
| 10 | [Varun Chauhan](/clients/10) | [Quarterly](/plans/4) | Active | 26 Nov 2026 | 4 days left | Rs. 3,300 due |
"""


@pytest.fixture(autouse=True)
def our_letters(qapp: QApplication) -> None:
    install_fonts()


def broken_words(block: QTextBlock) -> list[str]:
    """The ends of lines at which no word ends."""
    layout, text = block.layout(), block.text()
    ends = [
        layout.lineAt(n).textStart() + layout.lineAt(n).textLength() for n in range(layout.lineCount() - 1)
    ]
    return [text[:end] for end in ends if not text[end - 1].isspace()]


def answer(width: int) -> TranscriptDocument:
    content = transcript(width=width)
    content.begin_answer()
    content.append(EXPIRING)
    content.finish_answer(EXPIRING, AnswerEnd())
    return content


def broken_words_of_all(content: TranscriptDocument, width: int) -> list[str]:
    content.document.setTextWidth(28 + width + 28)
    content.document.documentLayout().documentSize()
    cells = [block for block in blocks(content.document) if block.text()]
    assert len(cells) >= 35
    return [broken for block in cells for broken in broken_words(block)]


@pytest.mark.parametrize("width", [486, 560, 640, 760])
def test_words_of_seven_columns_stay_whole_beside_the_table_panel(width: int) -> None:
    assert broken_words_of_all(answer(width), width) == []


def test_they_do_so_as_well_when_the_window_becomes_narrow_later() -> None:
    content = answer(760)
    content.set_column(28, 486, 28)
    assert broken_words_of_all(content, 486) == []


def test_they_break_where_there_is_no_room_at_all() -> None:
    assert broken_words_of_all(answer(300), 300)
