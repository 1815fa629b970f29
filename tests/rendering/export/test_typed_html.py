"""Cells that say to a spreadsheet what they mean, and look as ever to everybody else."""

import re
from datetime import date
from html import unescape

import pytest
from PySide6.QtGui import QTextDocument
from support.tables import kept_table, table

from strakly_desktop.rendering.export.copied_table import table_html, table_text
from strakly_desktop.rendering.export.typed_html import typed_tables
from strakly_desktop.rendering.markdown.markup import to_html
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.tables.table_data import TableContent

TODAY = date(2026, 11, 22)
CALC_FORMATS = {
    *("1033;16393;0", "1033;16393;0.00", "1033;16393;#,##0", "1033;16393;#,##0.00", "1033;1033;#,##0"),
    *("1033;16393;0%", "1033;16393;0.00%", "1033"),
    *(
        "1033;16393;DD/MM/YYYY",
        "1033;16393;YYYY-MM-DD",
        "1033;16393;DD/MM/YYYY HH:MM",
        "1033;16393;[HH]:MM:SS",
    ),
    *("1033;16393;DD/MM/YYYY HH:MM:SS", "1033;16393;HH:MM", "1033;16393;HH:MM:SS", "1033;16393;HH:MM AM/PM"),
    "1033;16393;@",
}


def html_of(content: TableContent, *, headers: bool = True, note: str = "") -> str:
    columns = []
    for index, header in enumerate(content.headers):
        column = ColumnValues(header, TODAY)
        column.note(content.column(index))
        columns.append(column)
    return table_html(content, columns, headers=headers, note=note)


def typed(html: str) -> list[tuple[str, str]]:
    """For each cell its number ("" for text that is kept as such), and its text."""
    cells = re.findall(r"<td([^>]*)>(.*?)</td>", html, re.DOTALL)
    found = []
    for attributes, text in cells:
        number = re.search(r'sdval="([^"]*)"', attributes)
        kind = number[1] if number else "text" if "x:str" in attributes else ""
        found.append((kind, unescape(re.sub(r"<title>'</title>|<[^>]*>", "", text))))
    return found


def test_the_dues_are_numbers_and_their_codes_are_text() -> None:
    cells = typed(html_of(kept_table("dues")))
    assert [kind for kind, _ in cells] == [
        *("", "text", "-500", "-0.05", "46353", "0.0732638888888889", "text"),
        *("", "text", "-123456", "0.12", "46353", "1.10416666666667", "text"),
        *("", "text", "-1300", "0", "46351", "0.03125", "text"),
        *("", "text", "1234567", "0.333", "46350", "0.0625", "text"),
    ]
    assert [text for _, text in cells] == [cell.text for row in kept_table("dues").rows for cell in row]


def test_nothing_that_looks_like_a_formula_is_one() -> None:
    cells = typed(html_of(kept_table("formulas")))
    assert {kind for kind, _ in cells} == {"text"}
    assert ("text", "=1+1") in cells and ("text", "00123") in cells and ("text", "3-4") in cells


def test_a_spreadsheet_gets_formats_that_it_has() -> None:
    texts = (
        *(
            "Rs. 500",
            "12.5",
            "₹1,23,456.50",
            "1,234,567",
            "1.2345",
            "5%",
            "6.6 %",
            "27 Nov 2026",
            "27/11/2026",
        ),
        *(
            "2026-11-27",
            "27 November 2026",
            "27 Nov 2026, 6:30 PM",
            "6:30 PM",
            "18:42",
            "18:42:10",
            "90 min",
            "007",
        ),
    )
    formats = set()
    for text in texts:
        formats |= set(re.findall(r'sdnum="([^"]*)"(?! sdnum)', html_of(table((text, "x")))))
    assert formats <= CALC_FORMATS and len(formats) > 10


def test_a_text_program_gets_the_format_that_is_written() -> None:
    formats = []
    for text in (
        "-Rs. 1,500",
        "(₹5)",
        "+7",
        "27 Nov 2026",
        "26:30",
        "1.5%",
        "$1,234,567",
        "27/11/2026",
        "12",
    ):
        (cell,) = re.findall(r"<td[^>]*sdval[^>]*>", html_of(table((text, "x"))))
        formats.append(unescape(re.findall(r'sdnum="([^"]*)"', cell)[0]))
    assert formats == [
        '1033;16393;"Rs. "#,##0',
        '1033;16393;"₹"0;"(₹"0")"',
        "1033;16393;+0;-0",
        "1033;16393;d mmm yyyy",
        "1033;16393;[h]:mm",
        "1033;16393;0.0%",
        '1033;1033;"$"#,##0',
        "1033;16393;DD/MM/YYYY",
        "1033;16393;0",
    ]


def test_an_answer_keeps_its_markup_and_its_tables_apart() -> None:
    two = "| A | B |\n|--|--:|\n| [x](/clients/5) | **12** |\n\n| C |\n|--|\n| 007 |\n"
    html = typed_tables(to_html(two), TODAY)
    assert typed(html) == [("", "x"), ("12", "12"), ("text", "007")]
    assert '<a href="/clients/5">x</a>' in html and "<strong>12</strong>" in html
    assert "</table><br><table>" in html
    assert len(re.findall(r'<th width="110"', html)) == 3
    assert "width" not in typed_tables(to_html(two.split("\n\n", maxsplit=1)[0]), TODAY)


def test_other_programs_show_what_was_written() -> None:
    page = QTextDocument()
    page.setHtml(html_of(kept_table("formulas"), note="10 of 245 rows"))
    text = page.toPlainText()
    assert text.split()[:6] == ["Name", "Note", "Code", "=1+1", "=2*3", "00123"]
    assert "10 of 245 rows" in text


@pytest.mark.parametrize(
    ("text", "copied"),
    [("+919876543210", "+919876543210"), ("+91-98765-43210", "+91-98765-43210"), ("=1+1", "'=1+1")],
)
def test_a_single_cell_is_its_text_unless_it_would_run(text: str, copied: str) -> None:
    assert table_text(table((text,), headers=("A",)), headers=False) == copied


def test_words_alone_come_without_a_table() -> None:
    assert html_of(table(("a < b",), headers=("A",)), headers=False).endswith("<body>a &lt; b</body></html>")
