"""Where an answer is read otherwise than by CommonMark, for the reader at a desk (the README of rendering)."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from PySide6.QtGui import QFont, QTextCursor
from support.documents import at_once, blocks, snapshot, streamed

from strakly_desktop.rendering.document.copied_html import copied_html
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.markdown.markup import blocks_html, to_html
from strakly_desktop.rendering.printing.paginator import Paginator
from strakly_desktop.rendering.printing.printout import Printout, parts_of
from strakly_desktop.rendering.tables.table_data import tables_of

pytestmark = pytest.mark.usefixtures("qapp")

_LISTS = {
    "1042. Ana\n1057. Ravi\n1101. Meera": "1042. 1057. 1101.",
    "14. August\n3. September": "14. 3.",
    "1. Open\n1. Pay\n1. Close": "1. 2. 3.",
    "5. Open\n5. Pay": "5. 6.",
    "1. a\n1. b\n5. c": "1. 1. 5.",
    "1. a\n1. b\n1. c\n2. d\n3. e": "1. 1. 1. 2. 3.",
    "1. a\n2. b\n2. c\n2. d": "1. 2. 2. 2.",
    "0. a\n1. b": "0. 1.",
    "0. a\n0. b": "0. 1.",
    "3. a\n2. b\n1. c": "3. 2. 1.",
    "999999999. a\n5. b": "999999999. 5.",
    "1. a\n\n   more\n\n4. b": "1. 4.",
    "1. a\n\n   7. x\n   9. y\n2. b": "1. 7. 9. 2.",
    "1. a\n   1. x\n   1. y\n1. b\n1. c": "1. 1. 2. 2. 3.",
    "- a\n\n  7. x\n  9. y": "7. 9.",
    "> 7. x\n> 9. y": "7. 9.",
    "1) a\n1) b\n3. c": "1. 2. 3.",
    "\n".join(f"1. item {n}" for n in range(60)) + "\n9. last": "1. " * 60 + "9.",
    "\n".join(f"1. item {n}" for n in range(60)): " ".join(f"{n}." for n in range(1, 61)),
    "\n".join(f"{n * n}. item" for n in range(60)): " ".join(f"{n * n}." for n in range(60)),
}


def _numbers(document: object) -> str:
    shown = []
    for block in blocks(document):  # type: ignore[arg-type]
        text_list = block.textList()
        if text_list is not None and text_list.itemText(block)[:1].isdigit():
            shown.append(text_list.itemText(block))
    return " ".join(shown)


def _numbers_of_html(html: str) -> str:
    """As a browser counts."""
    shown: list[str] = []
    counts: list[int | None] = []
    for closing, tag, rest in re.findall(r"<(/?)(ol|ul|li)\b([^>]*)>", html):
        number = re.search(r'"(\d+)"', rest)
        if closing:
            if tag != "li":
                counts.pop()
        elif tag == "ul":
            counts.append(None)
        elif tag == "ol":
            counts.append(int(number[1]) if number else 1)
        elif counts and (count := counts[-1]) is not None:
            count = int(number[1]) if number else count
            shown.append(f"{count}.")
            counts[-1] = count + 1
    return " ".join(shown)


@pytest.mark.parametrize("text", _LISTS)
def test_numbers_are_shown_as_they_were_written_unless_all_are_alike(text: str) -> None:
    whole = at_once(text + "\n\nDone.")
    assert _numbers(whole.document) == _LISTS[text]
    assert _numbers_of_html(to_html(text)) == _LISTS[text]
    for size in (1, 7, 400):
        segments = [(text + "\n\nDone.")[start : start + size] for start in range(0, len(text) + 7, size)]
        assert snapshot(streamed(segments).document) == snapshot(whole.document)
    everything = QTextCursor(whole.document)
    everything.select(QTextCursor.SelectionType.Document)
    copied = copied_text(everything)
    assert " ".join(re.findall(r"^ *(\d+\.) ", copied, re.MULTILINE)) == _LISTS[text]
    numbers = re.findall(r'<li value="(\d+)">', copied_html(everything))
    assert " ".join(f"{number}." for number in numbers) == _LISTS[text]


@pytest.mark.parametrize("text", _LISTS)
def test_numbers_are_on_paper_as_on_the_page(text: str) -> None:
    paginator = Paginator(QFont())
    for segment in parts_of(Printout(text, datetime.now(UTC)), paginator.fonts):
        for _ in paginator.add(segment):
            pass
    assert " ".join(_numbers(document) for document in paginator.documents) == _LISTS[text]


def _shown(text: str) -> str:
    return unescape(re.sub("<[^>]*>", "", to_html(text)))


@pytest.mark.parametrize(
    "text",
    [
        "4*6*8 = 192",
        "Price: 4*6*8 = 192. Dial *99*1# or *123# for help.",
        "2**10 and 3**4",
        "5*3",
        "12*30*2 + 4*6",
        "*#06# and **21*99# and *121#",
        "४*६*८ = १९२",
        "1_000_000 and 10* and 10*",
    ],
)
def test_stars_in_figures_are_stars(text: str) -> None:
    assert _shown(text).replace("\n", " ").endswith(text)
    assert "<em>" not in to_html(text) and "<strong>" not in to_html(text)


def test_other_stars_still_make_bold_and_italic() -> None:
    assert to_html("*a* **5** *5* **a**5 5*a*") == (
        "<p><em>a</em> <strong>5</strong> <em>5</em> <strong>a</strong>5 5<em>a</em></p>"
    )


@pytest.mark.parametrize("mark", "।॥،؛؟۔。，、！？：；」』》）．…»”։።။៕")
def test_a_sentence_mark_ends_an_address(mark: str) -> None:
    for address in ("https://gym.example/plans", "www.gym.example/a_b?c=1"):
        html = to_html(f"योजना {address}{mark} फिर {address}{mark}पूछें")
        assert html.count(f">{address}</a>{mark}") == 2


def test_letters_of_any_script_belong_to_an_address() -> None:
    assert 'href="https://gym.example/योजना/東京"' in to_html("https://gym.example/योजना/東京।")


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| first | `a|b` |", ["first", "a|b"]),
        ("| second | `x || y` |", ["second", "x || y"]),
        ("| ``a ` | b`` | c |", ["a ` | b", "c"]),
        ("first | `a|b`", ["first", "a|b"]),
        ("| `a | b` |", ["`a", "b`"]),
        ("| a | b | c |", ["a", "b | c"]),
        ("| a | b|c", ["a", "b|c"]),
        ("| `a | b | c |", ["`a", "b | c"]),
        (r"| a | `b\|c|d` |", ["a", "b|c|d"]),
    ],
)
def test_a_bar_in_code_splits_no_cell_where_there_would_be_too_many(row: str, cells: list[str]) -> None:
    (table,) = tables_of(f"| Key | Command |\n|---|---|\n{row}\n")
    assert [cell.text for cell in table.rows[0]] == cells


def test_a_bar_in_the_code_of_a_heading() -> None:
    (table,) = tables_of("| Key | `a|b` |\n|---|---|\n| 1 | 2 |\n")
    assert table.headers == ("Key", "a|b")


@pytest.mark.parametrize(
    "text", ["[Total]: 500", "> [Total]: 500", "- [Total]: 500", "[Due]: Rs.12,000\n[Paid]: 0"]
)
def test_a_definition_that_leads_nowhere_is_text(text: str) -> None:
    assert _shown(text).strip().endswith(text.lstrip("> -"))
    assert snapshot(streamed(list(text)).document) == snapshot(at_once(text).document)


@pytest.mark.parametrize(
    "text", ["१. शीला वर्मा\n२. राहुल", "१) शीला", "- क\n\n  २. ख", "१२", "٣. Ravi", "１. 王"]
)
def test_figures_of_other_scripts_number_no_list_and_are_never_held_back(text: str) -> None:
    assert "<ol" not in to_html(text)
    assert re.sub("<[^>]*>", " ", to_html(text)).split() == text.removeprefix("- ").split()
    stream = IncrementalParser()
    stream.append(text[:2])
    assert text[:2].removeprefix("- ") in blocks_html(stream.tail())


def test_a_number_that_html_does_not_know_is_none() -> None:
    assert "value" not in to_html("<ol>\n<li value='२'>Asha</li>\n</ol>")
