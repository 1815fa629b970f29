"""A table that goes on beyond the limit of markdown is one to its end: on paper, in a web page, in what is copied."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pdf import print_document

from strakly_desktop.rendering.markdown import incremental_parser
from strakly_desktop.rendering.markdown.grammar.segments import SegmentKind
from strakly_desktop.rendering.markdown.incremental_parser import split
from strakly_desktop.rendering.markdown.late_rows import with_late_rows
from strakly_desktop.rendering.markdown.markup import to_html
from strakly_desktop.rendering.printing.printout import Printout

WHEN = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)
ROWS = "".join(f"| [M {number}](/clients/{number}) | **{number}** |\n" for number in range(400))
TABLE = f"| Member | Visits |\n|---|---:|\n{ROWS}"
BELOW = "\nThat | is all.\n\n| No | table |\n|---|---|\n| a | b |\n"


@pytest.fixture(params=[300, 2_000, 4_999])
def limit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental_parser, "MARKDOWN_LIMIT", request.param)


@pytest.mark.usefixtures("limit")
def test_every_row_is_read_alike_and_what_is_below_stays_as_it_was_typed() -> None:
    parts = list(with_late_rows(split(TABLE + BELOW)))
    rows = [part for part in parts if part.kind is SegmentKind.TABLE]
    assert len(rows) == 401
    below = "\n".join(part.source for part in parts if part.kind is SegmentKind.TEXT)
    assert below.rstrip().split("\n\n")[-1] == "| No | table |\n|---|---|\n| a | b |"


@pytest.mark.usefixtures("limit", "qapp")
def test_on_paper_no_row_has_bars() -> None:
    text = print_document(Printout(TABLE + BELOW, WHEN, more=(TABLE,))).toPlainText()
    assert len(re.findall(r"M \d+\n\d+", text)) == 800
    assert "| [M" not in text and "**" not in text
    assert "| No | table |" in text


@pytest.mark.usefixtures("limit")
def test_a_web_page_has_every_row_in_one_table() -> None:
    html = to_html(TABLE + BELOW)
    assert html.count("<table>") == 1
    assert html.count('<a href="/clients/') == 400
    assert "| [M" not in html
    assert "| No | table |" in html


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("words", [600, 4_000])
def test_no_row_is_cut_in_two(monkeypatch: pytest.MonkeyPatch, words: int) -> None:
    """One of 3,000 characters lies across two pieces of the text; one of 20,000 is too long for any table."""
    monkeypatch.setattr(incremental_parser, "MARKDOWN_LIMIT", 100)
    answer = f"{TABLE[:-1]}\n| {'long ' * words} | 7 |\n| Last | 8 |\n"
    rows = 403 if words < 819 else 401
    html = to_html(answer)
    assert html.count("<tr>") == rows
    text = print_document(Printout(answer, WHEN)).toPlainText()
    for whole in (html, text):
        assert len(re.findall(r"\blong\b", whole)) == words
        assert len(re.findall(r"\bLast\b", whole)) == 1


@given(st.text("ab|\n \r\\`", max_size=400), st.integers(10, 200))
def test_no_word_is_lost_or_doubled(rest: str, limit: int) -> None:
    answer = f"| A | B |\n|---|---|\n| a | b |\n{rest}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(incremental_parser, "MARKDOWN_LIMIT", limit)
        patch.setattr(incremental_parser, "SLICE_SOFT", 32)
        before, after = split(answer), list(with_late_rows(split(answer)))
    sources = ["".join(part.source for part in parts) for parts in (before, after)]
    assert sources[0].replace("\n", "") == sources[1].replace("\n", "")
