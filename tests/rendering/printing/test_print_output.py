"""The desk printout: what stands on it, on each of its pages, and in the PDF."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QPalette, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication
from support.pdf import needs_pdftotext, print_document, text_of, write_pdf

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.export.message_labels import moment
from strakly_desktop.rendering.markdown.markup import to_html
from strakly_desktop.rendering.printing.paginator import Paginator
from strakly_desktop.rendering.printing.print_output import pdf_of
from strakly_desktop.rendering.printing.printout import STYLE, Printout
from strakly_desktop.theme.fonts import install_fonts

WHEN = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)
HEAD = "| Client | Due | Status |\n|---|---|---|\n"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    """The fonts of the app: other ones break the pages elsewhere."""
    install_fonts()


def printout(answer: str, state: MessageState = MessageState.COMPLETE) -> Printout:
    return Printout(
        answer,
        WHEN,
        gym="Iron <Temple>",
        branch="Main branch",
        asked_by="Asha Nair",
        question="Who owes?\nPlease",
        source_line="From unpaid fees",
        state=state,
    )


def rows(count: int) -> str:
    return HEAD + "".join(f"| Client {n} | Rs. {n},000 | Pending |\n" for n in range(1, count + 1))


def tables(document: QTextDocument) -> list[QTextTable]:
    return [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]


def words_of(path: Path, first: int = 1, last: int = 9999) -> str:
    return text_of(path, "-layout", "-f", str(first), "-l", str(last))


def shape(document: QTextDocument) -> list[tuple[str, float, float, int, bool]]:
    """Each block with what tells how it looks."""
    found, block = [], document.begin()
    while block.isValid():
        form = block.blockFormat()
        margins = form.topMargin(), form.bottomMargin()
        found.append((block.text(), *margins, form.headingLevel(), block.textList() is not None))
        block = block.next()
    return found


def page_count(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def test_a_slip_tells_where_who_what_and_when() -> None:
    lines = print_document(printout("**22** expire. [Asha](/clients/5) 🏋️ प्रिया")).toPlainText().split("\n")
    assert lines[0] == "Iron <Temple> · Main branch"
    assert lines[1:3] == ["Who owes?", "Please"]
    text = "\n".join(lines)
    assert f"Asked by Asha Nair · {moment(WHEN)}" in text
    assert "22 expire. Asha 🏋️ प्रिया" in text
    assert lines[-1] == "From unpaid fees"
    assert "not the whole" not in text and "Do not use" not in text


@pytest.mark.parametrize("state", [state for state in MessageState if state is not MessageState.COMPLETE])
def test_a_partial_answer_says_so_before_and_after(state: MessageState) -> None:
    text = print_document(printout(rows(3), state)).toPlainText()
    warning = "Do not use these figures as a total."
    assert text.index(warning) < text.index("Client 1") < text.index("Client 3") < text.rindex(warning)


def test_headings_repeat_and_numbers_stand_right() -> None:
    document = print_document(printout(rows(20)))
    (table,) = tables(document)
    assert table.format().toTableFormat().headerRowCount() == 1
    sides = [
        table.cellAt(row, 1).firstCursorPosition().blockFormat().alignment().name or "" for row in (0, 1, 20)
    ]
    assert all("AlignRight" in side for side in sides)
    assert "AlignLeft" in (table.cellAt(1, 2).firstCursorPosition().blockFormat().alignment().name or "")
    assert table.cellAt(20, 0).firstCursorPosition().block().text() == "Client 20"


def test_odd_tables_print_too() -> None:
    ragged = "| a | b |\n|:-:|---|\n| 1 |\n| 1 | 2 | 3 |\n\n"
    raw = "<table><tr><td>raw</td></tr><tr><td>x</td><td>y</td></tr></table>\n\n"
    text = print_document(printout(ragged + raw + HEAD)).toPlainText()
    assert "2 | 3" in text and "raw" in text and "Status" in text


def test_nothing_on_paper_is_fetched() -> None:
    document = print_document(printout("![x](https://example.org/x.png) <img src='file:///etc/passwd'>"))
    assert "\ufffc" not in document.toPlainText()
    assert document.loadResource(2, "file:///etc/passwd") is None


def test_the_pdf_has_as_many_pages_as_it_needs(tmp_path: Path) -> None:
    short, long = tmp_path / "short.pdf", tmp_path / "long.pdf"
    write_pdf(printout("One line."), short)
    write_pdf(printout(rows(200), MessageState.INCOMPLETE), long)
    assert short.read_bytes().startswith(b"%PDF-")
    assert page_count(short) == 1
    assert 4 <= page_count(long) <= 12


@needs_pdftotext
def test_every_page_has_headings_a_number_and_the_warning(tmp_path: Path) -> None:
    path = tmp_path / "printout.pdf"
    write_pdf(printout(rows(120), MessageState.INCOMPLETE), path)
    pages = page_count(path)
    for number in range(1, pages + 1):
        page = words_of(path, number, number)
        assert re.search(r"Client\s+Due\s+Status", page)
        assert f"Page {number} of {pages}" in page
        assert "INCOMPLETE: not the whole answer" in page


def test_a_dark_theme_prints_black(qapp: QApplication, tmp_path: Path) -> None:
    before = qapp.palette()
    dark = QPalette(before)
    dark.setColor(QPalette.ColorRole.Text, QColor("white"))
    qapp.setPalette(dark)
    try:
        write_pdf(printout("Words in plain black."), tmp_path / "dark.pdf")
    finally:
        qapp.setPalette(before)
    write_pdf(printout("Words in plain black."), tmp_path / "light.pdf")
    dates = re.compile(rb"(D:\d+[^)]*|<[0-9a-f]{8,}>|[0-9a-f-]{36}|\d{4}-\d\d-\d\dT[^<]*)")
    first, second = (dates.sub(b"", (tmp_path / f"{name}.pdf").read_bytes()) for name in ("dark", "light"))
    assert first == second


MIXED = (
    "First.\n\n# Title\n\n- one\n- two\n\n1. a\n2. b\n\n> quoted\n\n"
    + "Words of a [link][1] **and** more.\n\n" * 80
    + rows(5)
    + "\n"
    + rows(4)
    + "\n---\n\n## Below\n\n"
    + "- item\n" * 30
    + "\nLast.\n\n[1]: /clients/5\n"
)


def test_what_comes_in_pieces_looks_as_if_it_came_at_once() -> None:
    at_once = QTextDocument()
    at_once.setDefaultStyleSheet(STYLE)
    at_once.setHtml(to_html(MIXED))
    in_pieces = shape(print_document(Printout(MIXED, WHEN)))
    begin = next(index for index, block in enumerate(in_pieces) if block[0] == "First.")
    assert in_pieces[begin:] == shape(at_once)
    assert len(in_pieces) > 150


@needs_pdftotext
def test_a_long_conversation_is_on_paper_once_in_order_and_in_many_steps(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    texts = tuple(f"---\n\nQuestion {n}\n\n{rows(3)}\nEnd {n}." for n in range(150))
    steps = write_pdf(Printout("Exported.", WHEN, title="Dues", more=texts), path)
    words = words_of(path)
    assert re.findall(r"Question (\d+)", words) == [str(n) for n in range(150)]
    assert re.findall(r"End (\d+)\.", words) == [str(n) for n in range(150)]
    assert words.count("Client 3") == 150
    assert page_count(path) > 15
    assert steps > 300


def test_the_pages_of_many_questions_are_found_in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    found = 0
    page_below = Paginator._page_below

    def note(paginator: Paginator, index: int, end: QTextCursor) -> int:
        nonlocal found
        found += 1
        return page_below(paginator, index, end)

    monkeypatch.setattr(Paginator, "_page_below", note)
    texts = tuple(f"Question {n}" for n in range(250))
    steps, most = pdf_of(Printout("", WHEN, title="Dues", more=texts, outline=texts)), 0
    while True:
        before = found
        try:
            next(steps)
        except StopIteration as end:
            assert [title for title, _ in end.value.outline] == list(texts)
            break
        most = max(most, found - before)
    assert found == 250
    assert most <= 100


@needs_pdftotext
def test_a_long_table_has_each_row_once_and_its_heading_on_each_page(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    long_name = "with a name that wraps over the lines of its cell " * 4
    body = "".join(f"| Client {n} {long_name * (n % 5 == 0)} | Rs. {n} | Due |\n" for n in range(700))
    write_pdf(printout(f"Before.\n\n{HEAD}{body}\nAfter the table."), path)
    assert re.findall(r"Client (\d+)", words_of(path)) == [str(n) for n in range(700)]
    pages = page_count(path)
    assert pages > 14
    for number in range(1, pages + 1):
        page = words_of(path, number, number)
        assert len(re.findall(r"Client +Due +Status", page)) == 1
        # A row is not torn: what is left of a name never begins a page.
        assert number == 1 or page.lstrip().startswith("Client")
    assert "After the table." in words_of(path, pages, pages)


@needs_pdftotext
def test_long_code_is_on_paper_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "code.pdf"
    lines = [f"line {n} < {n + 1}" for n in range(500)]
    write_pdf(printout("```python\n" + "\n".join(lines) + "\n```\n\nAfter."), path)
    found = [line.strip() for line in words_of(path).split("\n") if line.strip().startswith("line")]
    assert found == lines


def test_a_row_higher_than_a_page_goes_on_below_it(tmp_path: Path) -> None:
    path = tmp_path / "row.pdf"
    body = "".join(f"| {'long words ' * 2000 * (n == 20)}{n} | 1 | Due |\n" for n in range(40))
    write_pdf(printout(HEAD + body), path)
    assert page_count(path) >= 3


def test_an_abandoned_pdf_leaves_no_painter_behind(tmp_path: Path, qtlog: Any) -> None:
    whole = write_pdf(printout(rows(200)), tmp_path / "whole.pdf")
    steps = pdf_of(printout(rows(200)))
    for _ in range(whole - 3):
        next(steps)
    steps.close()
    del steps
    assert [record.message for record in qtlog.records] == []


WIDE = "| Member | Phone | Plan | Branch | Start date | End date | Paid | Due | Trainer | Last visit |\n"
WIDE += "|---" * 10 + "|\n"
WIDE_ROW = (
    "| Asha Rao | +91 98765 43210 | Gold Annual | Lake Road | 27 Nov 2026 | 27 Nov 2027 | Rs. 12,34,567 | Rs. 1,300 "
    "| Vikram Sinh | 26 Nov 2026 |\n"
)


@needs_pdftotext
@pytest.mark.parametrize(("answer", "is_wide"), [(rows(3), False), (WIDE + WIDE_ROW * 40, True)])
def test_a_table_that_is_too_wide_turns_the_page(tmp_path: Path, answer: str, is_wide: bool) -> None:
    path = tmp_path / "wide.pdf"
    write_pdf(printout(f"First.\n\n{answer}\nLast."), path)
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 (\S+) (\S+)\]", path.read_bytes())[0])
    assert (width > height) == is_wide
    text = words_of(path)
    assert text.index("First.") < text.index("Last.") and text.count("First.") == 1
    if is_wide:
        assert len(re.findall(r"Asha Rao +\+91 98765 43210 ", text)) == 40


def test_a_table_that_no_page_holds_goes_row_by_row_on_upright_ones(tmp_path: Path) -> None:
    path = tmp_path / "widest.pdf"
    write_pdf(
        printout("| Heading of one " * 40 + "|\n" + "|---" * 40 + "|\n" + "| some value " * 40 + "|\n"), path
    )
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 (\S+) (\S+)\]", path.read_bytes())[0])
    assert width < height


@needs_pdftotext
def test_every_page_says_of_how_many_rows_these_are_a_part(tmp_path: Path) -> None:
    path = tmp_path / "part.pdf"
    write_pdf(replace(printout(rows(90)), extent="90 of 245 rows"), path)
    pages = page_count(path)
    assert pages > 2
    assert all("90 of 245 rows" in words_of(path, number, number) for number in range(1, pages + 1))
