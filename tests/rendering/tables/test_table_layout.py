"""The columns of a table in an answer: words stay whole as long as there is any room for them."""

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextBlock, QTextCursor, QTextTable
from PySide6.QtWidgets import QApplication
from support.documents import blocks, transcript
from support.looks import real_look

from strakly_desktop.rendering.document.copied_html import copied_html
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.rendering.writing.formats import Mark
from strakly_desktop.rendering.writing.table_fit import hidden_columns
from strakly_desktop.theme.fonts import install_fonts

EXPIRING = """\
| # | Name | Plan | Status | Valid until | Days | Payment |
|---|---|---|---|---|---|---|
| 4 | [Manish Banerjee](/clients/4) | [Monthly](/plans/1) | Active | 22 Nov 2026 | ends today | Rs. 1,300 due |
| 8 | [Ajay Gupta](/clients/8) | [Silver 6 months](/plans/2) | Active | 26 Nov 2026 | 4 days left | Paid |
| 9 | [Sunita Singh](/clients/9) | [Gold 12 months](/plans/3) | Active | 26 Nov 2026 | ends today | Rs. 9,800 due |
| 10 | [Varun Chauhan](/clients/10) | [Quarterly](/plans/4) | Active | 26 Nov 2026 | 4 days left | Rs. 3,300 due |
"""


@pytest.fixture(autouse=True, scope="module")
def our_letters(qapp: QApplication) -> None:
    install_fonts()


def broken_words(block: QTextBlock) -> list[str]:
    """The ends of lines at which no word ends."""
    layout, text = block.layout(), block.text()
    ends = [
        layout.lineAt(n).textStart() + layout.lineAt(n).textLength() for n in range(layout.lineCount() - 1)
    ]
    return [text[:end] for end in ends if not text[end - 1].isspace() and text[end - 1] != "-"]


def answer(width: int) -> TranscriptDocument:
    content = transcript(width=width)
    show(content, EXPIRING)
    return content


def show(content: TranscriptDocument, markdown: str) -> None:
    content.begin_answer()
    content.append(markdown)
    content.finish_answer(markdown, AnswerEnd())


def tables(content: TranscriptDocument) -> list[QTextTable]:
    frames = content.document.rootFrame().childFrames()
    return [frame for frame in frames if isinstance(frame, QTextTable)]


def cells_of(table: QTextTable) -> list[QTextBlock]:
    shown = [column for column in range(table.columns()) if column not in hidden_columns(table)]
    places = product(range(table.rows()), shown)
    return [table.cellAt(row, column).firstCursorPosition().block() for row, column in places]


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


def test_where_there_is_no_room_the_least_columns_are_given_up_and_their_words_stay() -> None:
    content = answer(300)
    assert broken_words_of_all(content, 300) == []
    table, *_ = tables(content)
    (payment,) = (block for block in blocks(content.document) if "Payment" in block.text())
    (plan,) = (block for block in blocks(content.document) if block.text() == "Plan")
    assert (payment.isVisible(), plan.isVisible()) == (True, False)
    assert hidden_columns(table)
    cursor = QTextCursor(content.document)
    cursor.select(QTextCursor.SelectionType.Document)
    assert "22 Nov 2026\tends today\tRs. 1,300 due" in copied_text(cursor)
    assert "<td>Rs. 1,300 due</td>" in copied_html(cursor)


def test_they_come_back_with_the_room() -> None:
    content = answer(300)
    content.set_column(28, 760, 28)
    table, *_ = tables(content)
    assert hidden_columns(table) == ()
    assert all(block.isVisible() for block in blocks(content.document))
    content.set_column(28, 300, 28)
    assert hidden_columns(table)
    assert broken_words_of_all(content, 300) == []


def test_a_table_takes_the_free_page_before_a_name_wraps() -> None:
    content = transcript(width=760)
    content.set_column(400, 760, 400)
    show(content, EXPIRING)
    table, *_ = tables(content)
    assert sum(length.rawValue() for length in table.format().toTableFormat().columnWidthConstraints()) > 760
    content.document.setTextWidth(400 + 760 + 400)
    assert all(block.layout().lineCount() <= 1 for block in blocks(content.document))


def test_no_name_wraps_beside_free_room_while_rows_come_in() -> None:
    """A later, longer name widens its column at once: else it wraps until the whole table is there."""
    content = transcript(width=760)
    content.set_column(400, 760, 400)
    content.begin_answer()
    rows = EXPIRING.splitlines(keepends=True)
    longer = rows[3].replace("Ajay Gupta", "Sanjay Kumar Iyer")
    for row in (*rows[:2], rows[3], longer, rows[4]):
        content.append(row)
        content.document.setTextWidth(400 + 760 + 400)
        assert all(block.layout().lineCount() <= 1 for block in blocks(content.document)), row


def test_earlier_messages_keep_what_they_gave_up() -> None:
    content = transcript(width=300)
    content.add_messages([ShownQuestion("q"), ShownAnswer("a", AnswerEnd())])
    content.add_earlier([ShownQuestion("q"), ShownAnswer(EXPIRING, AnswerEnd())])
    table, *_ = tables(content)
    hidden = hidden_columns(table)
    assert hidden
    for column in range(table.columns()):
        cell = table.cellAt(1, column).firstCursorPosition().block()
        assert cell.isVisible() == (column not in hidden)


_cells = st.one_of(
    st.sampled_from(
        (
            "Rs. 11,500",
            "Pending",
            "Quarterly",
            "22 Nov 2026",
            "Tue 1 Dec 2026, 18:42",
            "98765 43210",
            "+91 98765 43210",
            "Rs. 1,300 due",
            "[Manish Banerjee](/clients/4)",
            "**Grand total**",
            "`INV-2026-0042`",
            "a longer note about this client that wraps over lines",
            "प्रिया शर्मा",
            "—",
            "",
            "2026-11-22",
            "12.5 %",
        )
    ),
    st.text(alphabet="abcdefghmwMW0123456789", min_size=1, max_size=16),
)
_headers = st.sampled_from(
    ("#", "Name", "Status", "Valid until", "Membership", "Outstanding balance", "Phone")
)


@st.composite
def _tables(draw: st.DrawFn) -> str:
    columns = draw(st.integers(1, 12))
    lines = [[draw(_headers) for _ in range(columns)], ["---"] * columns]
    lines += [[draw(_cells) for _ in range(columns)] for _ in range(draw(st.integers(1, 10)))]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@settings(max_examples=60, deadline=None)
@given(
    _tables(),
    st.integers(320, 988),
    st.integers(28, 420),
    st.sampled_from((0.8, 1.0, 1.3, 2.0)),
    st.integers(200, 988),
    st.booleans(),
)
def test_no_word_and_no_value_breaks_at_any_width_and_size(
    markdown: str, width: int, beside: int, scale: float, later: int, streams: bool
) -> None:
    content = transcript(real_look(text_scale=scale), width)
    content.set_column(beside, width, beside)
    if streams:
        content.begin_answer()
        given_up: list[set[int]] = []
        for start in range(0, len(markdown), 40):
            content.append(markdown[start : start + 40])
            with_rows = [table for table in tables(content)[:1] if table.rows() > 1]
            given_up += [set(hidden_columns(table)) for table in with_rows]
        # None comes back while rows come in; the first row may tell what the headings did not.
        assert all(before <= after for before, after in pairwise(given_up))
        content.finish_answer(markdown, AnswerEnd())
    else:
        show(content, markdown)
    for now in (width, later, width):
        content.set_column(beside, now, beside)
        content.document.setTextWidth(2 * beside + now)
        content.document.documentLayout().documentSize()
        room = now + 2 * max(0, beside - 32)
        for table in tables(content):
            format_ = table.format().toTableFormat()
            widths = [length.rawValue() for length in format_.columnWidthConstraints()]
            assert sum(widths) + len(hidden_columns(table)) <= max(room, now)
            # What Qt lays out is what was chosen: nothing stands over the edge of the card.
            layout = content.document.documentLayout()
            left = layout.frameBoundingRect(table).left()
            ends = [layout.blockBoundingRect(block).right() - left for block in cells_of(table)]
            assert max(ends) <= format_.property(Mark.TABLE_WIDTH) - 2
            if table.columns() - len(hidden_columns(table)) > 1:
                assert [words for block in cells_of(table) for words in broken_words(block)] == []
    cursor = QTextCursor(content.document)
    cursor.select(QTextCursor.SelectionType.Document)
    assert copied_text(cursor).count("\t") >= markdown.split("\n", maxsplit=1)[0].count("|") - 2
