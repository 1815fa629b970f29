"""Every word of an answer is on its paper, in order, between the margins."""

import re
import tempfile
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from support.pdf import needs_pdftotext, print_document, write_pdf
from support.pdf import text_of as text_from
from support.printed_answers import answers, assert_all_in_order, assert_all_once

from strakly_desktop.rendering.printing.printout import Printout
from strakly_desktop.theme.fonts import install_fonts

WHEN = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)
_MM = 72 / 25.4
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>')

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True, scope="module")
def fonts(qapp: QApplication) -> None:
    install_fonts()


def text_of(answer: str, *more: str) -> str:
    return print_document(Printout(answer, WHEN, more=more)).toPlainText()


def pdf_words(printout: Printout) -> list[tuple[float, float, str]]:
    """Left edge, right edge and text of all words, page after page, in pt."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "printout.pdf"
        write_pdf(printout, path)
        found = text_from(path, "-bbox", "-raw")
    return [(float(left), float(right), unescape(word)) for left, right, word in _WORD.findall(found)]


TABLE = "| Client | Due |\n|---|---|\n"
LONG = "".join(f"| Name {n} | Rs. {n} |\n" for n in range(12))


def test_tables_with_words_between_them_stay_apart() -> None:
    wide = "| a | b | c |\n|---|---|---|\n" + "| 1 | 2 | 3 |\n" * 20
    for second in (TABLE + LONG, wide):
        answer = f"{TABLE}| First | Rs. 5 |\n\nA sentence.\n\n## Title\n\n{second}\nOne more. And another."
        text = text_of(answer)
        places = [text.index(word) for word in ("First", "A sentence", "Title", "One more", "another")]
        assert places == sorted(places)


def test_the_end_of_a_long_line_of_code_is_on_paper() -> None:
    message = (Path(__file__).parents[1] / "single" / "code-on-paper.md").read_text("utf-8")
    text = text_of(message)
    assert "LAST WORDS" in text
    assert "\n↪ " in text


@settings(max_examples=25, deadline=None, derandomize=True)
@given(answers())
def test_every_word_is_on_paper_in_order(answer: str) -> None:
    assert_all_in_order(answer, text_of(answer))


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.lists(answers(), min_size=2, max_size=4))
def test_so_it_is_in_a_whole_conversation(texts: list[str]) -> None:
    renamed = [re.sub(r"([mh])(\d+)q", rf"\g<1>{n}0\g<2>q", text) for n, text in enumerate(texts)]
    assert_all_in_order("\n".join(renamed), text_of(renamed[0], *renamed[1:]))


@needs_pdftotext
@settings(max_examples=10, deadline=None, derandomize=True)
@given(answers())
def test_every_word_is_once_in_the_pdf_and_between_its_margins(answer: str) -> None:
    words = pdf_words(Printout(answer, WHEN))
    # In a row that is higher than a page the cells go on beside each other: the order is the document's.
    assert_all_once(answer, " ".join(text for _, _, text in words))
    left, right = 16 * _MM, (210 - 16) * _MM
    assert [word for word in words if word[0] < left - 1 or word[1] > right + 1] == []


@needs_pdftotext
@pytest.mark.parametrize("depth", [24, 25, 30, 60])
@pytest.mark.parametrize("tag", ["blockquote", "div", "section"])
def test_words_below_deep_tags_are_whole(tag: str, depth: int) -> None:
    text = f"- m0q\n\n  {f'<{tag}>' * depth}m1q m2q{f'</{tag}>' * depth}\n\nm3q"
    words = [word for _, _, word in pdf_words(Printout(text, WHEN))]
    assert [word for word in words if re.fullmatch(r"m\dq", word)] == ["m0q", "m1q", "m2q", "m3q"]
