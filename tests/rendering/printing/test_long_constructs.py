"""A list item, quote, paragraph or line of code of great length goes on paper in parts, of which nothing is seen."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextListFormat
from PySide6.QtWidgets import QApplication
from support.pdf import needs_pdftotext, print_document, text_of, write_pdf

from strakly_desktop.rendering.printing.print_fonts import PrintFonts
from strakly_desktop.rendering.printing.print_html import GOES_ON, INDENT
from strakly_desktop.rendering.printing.print_output import BODY_POINTS, print_font
from strakly_desktop.rendering.printing.printout import MoreText, PagedTable, Printout, PrintPart, parts_of
from strakly_desktop.theme.fonts import install_fonts

WHEN = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)
LINES = 400

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True, scope="module")
def fonts(qapp: QApplication) -> None:
    install_fonts()


def lines(form: str) -> str:
    return "".join(form.format(n=n) for n in range(LINES))


WORDS = " ".join(f"word{n}" for n in range(4 * LINES))
LONG = {
    "paragraphs in an item": "3. first\n\n"
    + lines("   line {n} with some words in it\n\n")
    + "4. next\n5. last",
    "lines in an item": "- first\n" + lines("  line {n} with some words in it\n") + "- next",
    "words in an item": f"3. {WORDS}\n4. next\n5. last",
    "items in an item": "1. first\n" + lines("   - line {n} with some words in it\n") + "2. next",
    "code in an item": "1. first\n\n   ```\n"
    + lines("   line {n} with some words in it\n")
    + "   ```\n2. next",
    "a table in an item": "1. first\n\n   | a | b |\n   |---|---|\n"
    + lines("   | line {n} with words | {n} |\n")
    + "\n   below\n2. next",
    "a quote in an item": "1. first\n\n" + lines("   > line {n} with some words in it\n   >\n") + "\n2. next",
    "an item in a quote": "> 1. first\n>\n" + lines(">    line {n} with some words in it\n>\n") + "> 2. next",
    "a table in a quote": "> | a | b |\n> |---|---|\n" + lines("> | line {n} with words | {n} |\n"),
    "a paragraph of words": WORDS,
    "a paragraph of lines": lines("line {n} with some words in it\n"),
    "a paragraph of links": " ".join(f"[word{n}](https://gym.example/{n})" for n in range(LINES)),
    "a line of code": "```\n" + "x" * 40_000 + "\n```",
}


def blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def markers(answer: str) -> list[str]:
    """The marker and the first words of each line that has a marker."""
    found = []
    document = print_document(Printout(answer, WHEN))
    for block in blocks(document):
        items = block.textList()
        if items is not None and items.format().style() is not QTextListFormat.Style.ListStyleUndefined:
            is_numbered = items.format().style() is QTextListFormat.Style.ListDecimal
            number = items.itemText(block).removesuffix(".") if is_numbered else "-"
            found.append(f"{number} {' '.join(block.text().split()[:2])}")
    return found


def size_of(part: PrintPart) -> int:
    match part:
        case str():
            return len(part)
        case MoreText():
            return len(part.html)
        case _:
            return 0


@pytest.mark.parametrize("kind", LONG)
def test_it_comes_in_small_parts(kind: str) -> None:
    fonts = PrintFonts(print_font(BODY_POINTS), 650)
    parts = [part for part in parts_of(Printout(LONG[kind], WHEN), fonts) if part is not None]
    # Of a table each row is laid out by itself; a line of code is cut where the parser cuts it.
    assert len(parts) > 3 or any(isinstance(part, PagedTable) for part in parts)
    assert max(map(size_of, parts)) < (20_000 if kind == "a line of code" else 14_000)


@needs_pdftotext
@pytest.mark.parametrize("kind", LONG)
def test_every_word_is_there_once_and_in_order(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    write_pdf(Printout(LONG[kind], WHEN), path)
    text = text_of(path, "-raw")
    numbers = [int(number) for number in re.findall(r"(?:line |word)(\d+)\b", text)]
    if kind == "a line of code":
        rows = [row for row in re.split("[\\n\\f]", text) if "xx" in row]
        assert sum(row.count("x") for row in rows) == 40_000
        assert [row for row in rows[1:] if not row.startswith(GOES_ON)] == []
    else:
        assert numbers == list(range(4 * LINES if "words" in kind else LINES))


def test_only_what_begins_an_item_has_a_marker_and_numbers_go_on() -> None:
    assert markers(LONG["paragraphs in an item"]) == ["3 first", "4 next", "5 last"]
    assert markers(LONG["lines in an item"]) == ["- first line", "- next"]
    assert markers(LONG["words in an item"]) == ["3 word0 word1", "4 next", "5 last"]
    assert markers(LONG["code in an item"]) == ["1 first", "2 next"]
    assert markers(LONG["a table in an item"]) == ["1 first", "2 next"]
    assert markers(LONG["a quote in an item"]) == ["1 first", "2 next"]
    assert markers(LONG["an item in a quote"]) == ["1 first", "2 next"]
    nested = markers(LONG["items in an item"])
    assert nested == ["1 first", *(f"- line {n}" for n in range(LINES)), "2 next"]
    inner = "1. first\n\n   4. " + lines("line {n} with some words in it\n      ") + "\n   5. inner\n2. next"
    assert markers(inner) == ["1 first", "4 line 0", "5 inner", "2 next"]
    alike = "1. " + lines("line {n} with some words in it\n   ") + "\n1. next\n1. last"
    assert markers(alike) == ["1 line 0", "2 next", "3 last"]


@needs_pdftotext
def test_a_paragraph_has_no_short_line_where_its_parts_meet(tmp_path: Path) -> None:
    for kind in ("a paragraph of words", "words in an item"):
        path = tmp_path / "words.pdf"
        write_pdf(Printout(LONG[kind], WHEN), path)
        full = [line for line in text_of(path, "-raw").split("\n") if len(re.findall(r"word\d+", line)) > 1]
        assert min(len(line) for line in full[1:-1]) > 70


def test_code_has_no_empty_line_above_it_nor_between_its_parts() -> None:
    for answer in (LONG["code in an item"], "Above\n\n```\n" + lines("line {n}\n") + "```"):
        document = print_document(Printout(answer, WHEN))
        texts = [block.text() for block in blocks(document)]
        first = next(index for index, text in enumerate(texts) if text.startswith("line 0"))
        assert texts[first - 1].strip() != ""
        assert all(text.startswith("line") for text in texts[first : first + LINES])


def test_a_long_table_in_an_item_has_its_columns_below_each_other() -> None:
    document = print_document(Printout(LONG["a table in an item"], WHEN))
    tables = [table for block in blocks(document) if (table := QTextCursor(block).currentTable()) is not None]
    widths = [
        tuple(width.rawValue() for width in table.format().toTableFormat().columnWidthConstraints())
        for table in tables
    ]
    assert len(set(widths)) == 1
    assert {table.format().toTableFormat().leftMargin() for table in tables} == {INDENT}
    assert document.toPlainText().index("below") > document.toPlainText().index(f"line {LINES - 1}")


def test_a_long_paragraph_below_a_list_is_one_and_stands_apart_from_it() -> None:
    document = print_document(Printout(f"- one\n- two\n\n{WORDS}", WHEN))
    below = [block for block in blocks(document) if block.text().startswith("word")]
    assert [block.text().split()[0] for block in below] == ["word0"]
    assert below[0].previous().blockFormat().bottomMargin() > 6
