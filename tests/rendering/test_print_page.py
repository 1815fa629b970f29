"""The desk slip: what stands on it, on each of its pages, and in the PDF."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette, QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.message_labels import moment
from strakly_desktop.rendering.print_page import Slip, print_document, write_pdf

WHEN = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)
HEAD = "| Client | Due | Status |\n|---|---|---|\n"
PDFTOTEXT = shutil.which("pdftotext")

pytestmark = pytest.mark.usefixtures("qapp")


def slip(answer: str, state: MessageState = MessageState.COMPLETE) -> Slip:
    return Slip(
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


def page_count(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def test_a_slip_tells_where_who_what_and_when() -> None:
    lines = print_document(slip("**22** expire. [Asha](/clients/5) 🏋️ प्रिया")).toPlainText().split("\n")
    assert lines[0] == "Iron <Temple> · Main branch"
    assert lines[1:3] == ["Who owes?", "Please"]
    text = "\n".join(lines)
    assert f"Asked by Asha Nair · {moment(WHEN)}" in text
    assert "22 expire. Asha 🏋️ प्रिया" in text
    assert lines[-1] == "From unpaid fees"
    assert "not the whole" not in text and "Do not use" not in text


@pytest.mark.parametrize("state", [state for state in MessageState if state is not MessageState.COMPLETE])
def test_a_partial_answer_says_so_before_and_after(state: MessageState) -> None:
    text = print_document(slip(rows(3), state)).toPlainText()
    warning = "Do not use these figures as a total."
    assert text.index(warning) < text.index("Client 1") < text.index("Client 3") < text.rindex(warning)


def test_headings_repeat_and_numbers_stand_right() -> None:
    document = print_document(slip(rows(100)))
    (table,) = tables(document)
    assert table.format().toTableFormat().headerRowCount() == 1
    sides = [table.cellAt(row, 1).firstCursorPosition().blockFormat().alignment().name for row in (0, 1, 100)]
    assert all("AlignRight" in side for side in sides)
    assert "AlignLeft" in table.cellAt(1, 2).firstCursorPosition().blockFormat().alignment().name
    assert table.cellAt(100, 0).firstCursorPosition().block().text() == "Client 100"


def test_odd_tables_print_too() -> None:
    ragged = "| a | b |\n|:-:|---|\n| 1 |\n| 1 | 2 | 3 |\n\n"
    raw = "<table><tr><td>raw</td></tr><tr><td>x</td><td>y</td></tr></table>\n\n"
    text = print_document(slip(ragged + raw + HEAD)).toPlainText()
    assert "2 | 3" in text and "raw" in text and "Status" in text


def test_nothing_on_paper_is_fetched() -> None:
    document = print_document(slip("![x](https://example.org/x.png) <img src='file:///etc/passwd'>"))
    assert "\ufffc" not in document.toPlainText()
    assert document.loadResource(2, "file:///etc/passwd") is None


def test_the_pdf_has_as_many_pages_as_it_needs(tmp_path: Path) -> None:
    short, long = tmp_path / "short.pdf", tmp_path / "long.pdf"
    write_pdf(print_document(slip("One line.")), short)
    write_pdf(print_document(slip(rows(200), MessageState.INCOMPLETE)), long)
    assert short.read_bytes().startswith(b"%PDF-")
    assert page_count(short) == 1
    assert 4 <= page_count(long) <= 12


@pytest.mark.skipif(PDFTOTEXT is None, reason="needs pdftotext")
def test_every_page_has_headings_a_number_and_the_warning(tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    write_pdf(print_document(slip(rows(120), MessageState.INCOMPLETE)), path)
    pages = page_count(path)
    for number in range(1, pages + 1):
        page = subprocess.run(
            [str(PDFTOTEXT), "-layout", "-f", str(number), "-l", str(number), str(path), "-"],
            capture_output=True,
            check=True,
        ).stdout.decode()
        assert re.search(r"Client\s+Due\s+Status", page)
        assert f"Page {number} of {pages}" in page
        assert "INCOMPLETE: not the whole answer" in page


def test_a_dark_theme_prints_black(qapp: QApplication, tmp_path: Path) -> None:
    before = qapp.palette()
    dark = QPalette(before)
    dark.setColor(QPalette.ColorRole.Text, QColor("white"))
    qapp.setPalette(dark)
    try:
        document = print_document(slip("Words in plain black."))
        write_pdf(document, tmp_path / "dark.pdf")
    finally:
        qapp.setPalette(before)
    write_pdf(print_document(slip("Words in plain black.")), tmp_path / "light.pdf")
    dates = re.compile(rb"(D:\d+[^)]*|<[0-9a-f]{8,}>|[0-9a-f-]{36}|\d{4}-\d\d-\d\dT[^<]*)")
    first, second = (dates.sub(b"", (tmp_path / f"{name}.pdf").read_bytes()) for name in ("dark", "light"))
    assert first == second


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_pdf(print_document(slip("x")), tmp_path / "missing" / "slip.pdf")
