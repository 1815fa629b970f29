"""A chart on paper has letters: they are found and copied from its PDF, in both scripts, on every page."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication
from support.pdf import needs_pdftotext, text_of, write_pdf

from strakly_desktop.rendering.chart.chart_data import Chart, charts_of
from strakly_desktop.rendering.printing.printout import Printout
from strakly_desktop.rendering.tables.read_columns import read_columns
from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.theme.fonts import install_fonts


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    install_fonts()


def printout(rows: list[tuple[str, str]], header: str) -> Printout:
    answer = f"| {header} | Due |\n|---|---|\n" + "".join(f"| {one} | {due} |\n" for one, due in rows)
    return Printout("", datetime(2026, 11, 28, tzinfo=UTC), title="Dues", chart=chart_of(answer))


def chart_of(markdown: str) -> Chart:
    (table,) = tables_of(markdown)
    return charts_of(table, [column.values for column in read_columns(table, date(2026, 11, 28))])[0]


@needs_pdftotext
def test_the_names_and_numbers_of_bars_are_text(tmp_path: Path) -> None:
    rows = [("सदस्यता शर्मा", "-₹1,23,456"), ("Asha Rao", "Rs. 500"), ("क्षमा", "₹9,000")]
    path = tmp_path / "chart.pdf"
    write_pdf(printout(rows, "Member"), path)
    text = text_of(path, "-layout")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert [line for line in lines if line.startswith(tuple(name for name, _ in rows))] == [
        f"{name} {due}" for name, due in rows
    ]
    assert not PdfReader(path).pages[0].images


@needs_pdftotext
def test_a_long_chart_is_whole_over_its_pages(tmp_path: Path) -> None:
    rows = [(f"Member{index}x", f"Rs. {100 + index}") for index in range(70)]
    path = tmp_path / "chart.pdf"
    write_pdf(printout(rows, "Member"), path)
    text = text_of(path, "-layout")
    assert len(PdfReader(path).pages) > 1
    assert all(text.count(f"Member{index}x") == 1 + (index in (0, 69)) for index in range(70))


@needs_pdftotext
def test_the_days_of_a_line_are_text(tmp_path: Path) -> None:
    rows = [("1 Nov 2026", "5"), ("2 Nov 2026", "9"), ("8 Nov 2026", "7")]
    path = tmp_path / "chart.pdf"
    write_pdf(printout(rows, "Date"), path)
    text = text_of(path, "-layout")
    assert text.count("1 Nov 2026") == 3  # Twice in the sentence above it.
    assert "10.0" in text and "2.5" in text
