"""An amount, a day or a telephone within a text: on one line at any width, and copied as it was written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QApplication
from support.documents import blocks, transcript
from support.looks import real_look

from strakly_desktop.rendering.document.copied_html import copied_html
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.document.document import AnswerEnd, TranscriptDocument
from strakly_desktop.rendering.writing.whole_values import JOINT, with_whole_values
from strakly_desktop.theme.fonts import install_fonts

VALUES = (
    *("Rs. 1,200", "₹ 12,34,567.50", "INR 900", "Rs. 2.5 lakh", "2.5 lakh", "45 %", "6:30 PM", "6 pm", "7:15 a.m."),
    *("27 Nov 2026", "27 November, 2026", "Fri 27 Nov 2026", "Fri, 27 Nov", "1st Dec", "Nov 27, 2026", "November 2026"),
    *("98765 43210", "+91 98765 43210", "+91 9876543210", "022 2345 6789", "98765 432 10"),
)  # fmt: skip
TEXT = (
    "Paid Rs. 1,200 on 27 Nov 2026, call +91 98765 43210 before 6:30 PM; the rest of Rs. 1,14,500 is due on "
    "Fri 4 Dec 2026 at **Rs. 2,300** a month, [98765 43210](/clients/5) knows of 12.5 % more from 1st January 2027."
)
WIDTHS = (*range(300, 420, 7), *range(420, 1000, 31))


@pytest.fixture(autouse=True, scope="module")
def our_letters(qapp: QApplication) -> None:
    install_fonts()


def shown(markdown: str, scale: float = 1.0) -> TranscriptDocument:
    content = transcript(real_look(text_scale=scale))
    content.begin_answer()
    content.append(markdown)
    content.finish_answer(markdown, AnswerEnd())
    return content


def lines(block: QTextBlock) -> list[str]:
    layout, text = block.layout(), block.text()
    found = (layout.lineAt(number) for number in range(layout.lineCount()))
    return [text[line.textStart() : line.textStart() + line.textLength()] for line in found]


def everything(content: TranscriptDocument) -> QTextCursor:
    cursor = QTextCursor(content.document)
    cursor.select(QTextCursor.SelectionType.Document)
    return cursor


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("text", ["{}", "Paid {} on the day.", "({})", "a {}, b", "{}; {}."])
def test_no_blank_of_a_value_is_left(value: str, text: str) -> None:
    written = text.replace("{}", value)
    joined = with_whole_values(written)
    assert value.replace(" ", JOINT) in joined
    assert joined.replace(JOINT, " ") == written
    assert [word for word in joined.split(" ") if JOINT in word]


@pytest.mark.parametrize(
    "text",
    [
        "10 clients paid in 2 months",
        "I may come",
        "march on, 5 men",
        "12 34 56",
        "1 2 3 4 5 6 7 8 9",
        "Rs. is the unit",
        "step 1 of 10",
        "in May we",
        "Plan 12 Gold",
        "second 5 sunny days",
    ],
)
def test_other_blanks_are_left_alone(text: str) -> None:
    assert with_whole_values(text) == text


@given(st.text(alphabet="1270 ,.:+-%RsNovpm₹\u00a0a(", max_size=80))
def test_nothing_but_a_blank_is_ever_changed(text: str) -> None:
    joined = with_whole_values(text)
    assert len(joined) == len(text)
    assert all(new == old or (old, new) == (" ", JOINT) for old, new in zip(text, joined, strict=True))


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.3, 1.5, 2.0])
@pytest.mark.parametrize(
    "frame", ["{}", "- {}", "> {}", "## {}", "| Client | Note |\n|---|---|\n| Anita Rao | {} |"]
)
def test_no_value_breaks_at_any_width_and_text_size(scale: float, frame: str) -> None:
    content = shown(frame.replace("{}", TEXT), scale)
    wrapped = 0
    for width in WIDTHS:
        content.set_column(28, width, 28)
        content.document.setTextWidth(28 + width + 28)
        content.document.documentLayout().documentSize()
        for block in blocks(content.document):
            found = lines(block)
            wrapped += len(found) > 1
            assert not [line for line in found[:-1] if line.endswith(JOINT)], (width, found)
            assert not [line for line in found[:-1] if line[-1:].isdigit() and not line.endswith(" ")], (
                width,
                found,
            )
    assert wrapped


@pytest.mark.parametrize("frame", ["{}", "- {}", "| Client | Note |\n|---|---|\n| Anita Rao | {} |"])
def test_what_is_copied_has_the_blanks_of_the_answer(frame: str) -> None:
    content = shown(frame.replace("{}", TEXT))
    assert any(JOINT in block.text() for block in blocks(content.document))
    text, html = copied_text(everything(content)), copied_html(everything(content))
    assert "Paid Rs. 1,200 on 27 Nov 2026, call +91 98765 43210 before 6:30 PM" in text
    assert "Paid Rs. 1,200 on 27 Nov 2026" in html
    assert ">98765 43210<" in html
    assert JOINT not in text + html


def test_a_part_of_a_value_is_copied_so_too() -> None:
    content = shown(TEXT)
    cursor = QTextCursor(content.document)
    cursor.setPosition(5)
    cursor.setPosition(14, QTextCursor.MoveMode.KeepAnchor)
    assert copied_text(cursor) == "Rs. 1,200"


def test_a_no_break_space_of_the_answer_stays_one() -> None:
    content = shown("10\u00a0000 and Rs. 1,200, &nbsp;and **Rs. 5\u00a0600**")
    assert copied_text(everything(content)) == "10\u00a0000 and Rs. 1,200, \u00a0and Rs. 5\u00a0600"
    assert "10\u00a0000 and Rs. 1,200" in copied_html(everything(content))


@pytest.mark.parametrize("step", [1, 2, 3, 7])
def test_a_value_that_comes_in_pieces_is_kept_whole(step: int) -> None:
    content = transcript(real_look())
    content.begin_answer()
    for start in range(0, len(TEXT), step):
        content.append(TEXT[start : start + step])
    content.finish_answer(TEXT, AnswerEnd())
    once = shown(TEXT)
    assert [block.text() for block in blocks(content.document)] == [
        block.text() for block in blocks(once.document)
    ]


def test_a_value_is_whole_as_soon_as_it_is_complete() -> None:
    content = transcript(real_look())
    content.begin_answer()
    shows = []
    for segment in ("Paid on", " 27", " Nov", " 2026", ", Rs.", " 1,", "200 in", " all"):
        content.append(segment)
        shows.append(content.document.lastBlock().text())
    assert shows[-1] == "Paid on 27\u00a0Nov\u00a02026, Rs.\u00a01,200 in all"
    assert shows[3].endswith("27\u00a0Nov\u00a02026")


def test_a_question_keeps_its_values_whole_and_is_copied_as_it_was_typed() -> None:
    content = transcript(real_look())
    typed = "Who paid Rs. 1,200 on 27 Nov 2026?\nAnd 10\u00a0000?  Two  blanks"
    content.add_user_message(typed)
    assert "Rs.\u00a01,200 on 27\u00a0Nov\u00a02026" in content.document.firstBlock().text()
    assert copied_text(everything(content)) == typed


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            (
                *(
                    "Rs.",
                    "12,000",
                    "on",
                    "12",
                    "Nov",
                    "2026",
                    "November",
                    "6:30",
                    "pm",
                    "💪",
                    "98765",
                    "43210",
                    "45",
                ),
                *("+91", "lakh", "%", "**b**", "(022)", "Fri", "27", "next\u00a0to", "."),
            )
        ),
        min_size=2,
        max_size=14,
    ),
    st.lists(st.integers(1, 6), min_size=1, max_size=5),
)
def test_a_value_is_whole_as_soon_as_it_has_come(words: list[str], sizes: list[int]) -> None:
    text, end = " ".join(words), 0
    grown = transcript()
    grown.begin_answer()
    for number in range(len(text)):
        size = sizes[number % len(sizes)]
        grown.append(text[end : end + size])
        end += size
        at_once = transcript()
        at_once.begin_answer()
        at_once.append(text[:end])
        assert grown.document.toRawText() == at_once.document.toRawText()
        if end >= len(text):
            break
