"""Tables as Excel workbooks, read back by another's reader."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from rendering.export.test_harmless_text import ATTACKS
from support.number_display import shown
from support.tables import kept_table, table

from strakly_desktop.rendering.export.table_facts import TableFacts
from strakly_desktop.rendering.export.workbook import write_workbook
from strakly_desktop.rendering.tables.table_data import TableContent

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 28, 18, 42, tzinfo=UTC)
FACTS = TableFacts("Dues", TODAY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.xlsx"


def write(path: Path, content: TableContent, facts: TableFacts = FACTS) -> Any:
    """The workbook as it is read back."""
    list(write_workbook(path, content, facts, NOW))
    return load_workbook(path)


def first_sheet(book: Any) -> Worksheet:
    sheet = book["Table"]
    assert isinstance(sheet, Worksheet)
    return sheet


def as_shown(cell: Any) -> str:
    """What the cell shows."""
    value = cell.value
    if isinstance(value, datetime):
        value = (value - datetime(1899, 12, 30)) / timedelta(days=1)
    elif isinstance(value, timedelta):
        value = value / timedelta(days=1)
    elif isinstance(value, time):
        value = (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    return shown(value, cell.number_format) if isinstance(value, int | float) else str(value or "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs_in_a_spreadsheet(path: Path, attack: str) -> None:
    content = table((attack, "x"), headers=(attack, "B"))
    book = write(path, content, TableFacts(attack, TODAY, question=attack, note=attack))
    with ZipFile(path) as parts:
        for name in ("sheet1", "sheet2"):
            sheet = parts.read(f"xl/worksheets/{name}.xml").decode()
            assert "<f>" not in sheet and "<hyperlink" not in sheet
    cells = [cell for row in first_sheet(book).iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert str(first_sheet(book)["A2"].value).endswith(attack.strip())
    assert first_sheet(book)["A2"].quotePrefix


def test_every_value_of_the_dues_is_what_a_person_reads(path: Path) -> None:
    sheet = first_sheet(write(path, kept_table("dues")))
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [
            *("Asha Rao", "+919876543210", -500, -0.05),
            *(datetime(2026, 11, 27), timedelta(hours=1, minutes=45, seconds=30), "100231"),
        ],
        [
            *("Vikram Sinh", "+91 98765 43210", -123_456, 0.12),
            *(datetime(2026, 11, 27), timedelta(hours=26, minutes=30), "100232"),
        ],
        [
            *("सदस्यता शर्मा", "9876543210", -1300, 0),
            *(datetime(2026, 11, 25), timedelta(minutes=45), "007"),
        ],
        [
            *("O'Brien", "098765 43210", 1_234_567, pytest.approx(0.333)),
            *(datetime(2026, 11, 24), timedelta(minutes=90), "3-4"),
        ],
    ]
    assert [[as_shown(cell) for cell in row[2:6]] for row in sheet.iter_rows(min_row=2)] == [
        ["-Rs. 500", "-5%", "27 Nov 2026", "1:45:30"],
        ["-₹1,23,456", "12%", "27/11/2026", "26:30:00"],
        ["-Rs. 1,300", "0%", "25-Nov-26", "0:45:00"],
        ["Rs. 12,34,567/-", "33.3%", "24 Nov 2026", "90 min"],
    ]
    assert ";" not in "".join(cell.number_format for row in sheet.iter_rows() for cell in row)
    assert {sheet[f"B{row}"].number_format for row in (2, 3, 4, 5)} == {"@"}


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("Rs. 1,14,500", "Rs. 1,14,500"),
        ("₹1,23,45,678.50", "₹1,23,45,678.50"),
        ("₹1,23,45,67,890", "₹1,23,45,67,890"),
        ("1,234,567", "1,234,567"),
        ("Rs. 14500", "Rs. 14500"),
        ("INR 0.10", "INR 0.10"),
        ("+5%", "+5%"),
        ("-6.6 %", "-6.6%"),
        ("₹ -99,999", "-₹ 99,999"),
        ("06:30 PM", "06:30 PM"),
        ("6:30:15", "6:30:15"),
        ("05 Nov 2026", "05 Nov 2026"),
        ("Mon 23 Nov 2026, 9:05 am", "Mon 23 Nov 2026, 9:05 AM"),
        ("Mon 23 Nov", "Mon 23 Nov 2026"),
        ("2026-11-23 06:30", "2026-11-23 06:30"),
        ("7/1/2026", "7/1/2026"),
        ("November 5, 2026", "November 5, 2026"),
        ("3rd Sept 2026", "3rd Sep 2026"),
        ("1h 30m", "1h 30m"),
        ("1.2 Lakh", "1.2 Lakh"),
        ("-0%", "-0%"),
        ("—", "—"),
    ],
)
def test_a_value_looks_as_it_did(path: Path, text: str, display: str) -> None:
    assert as_shown(first_sheet(write(path, table((text, "x"))))["A2"]) == display


def test_codes_and_telephones_are_text_without_a_green_triangle(path: Path) -> None:
    write(path, kept_table("dues"))
    with ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'sqref="A1:G5" numberStoredAsText="1"' in sheet


def test_headings_of_numbers_stand_right_and_the_first_row_stays(path: Path) -> None:
    sheet = first_sheet(write(path, kept_table("dues")))
    sides = [cell.alignment.horizontal for cell in sheet[1]]
    assert sides == [None, None, "right", "right", "right", "right", None]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G5")


def test_it_prints_as_a_list_with_its_question_on_each_page(path: Path) -> None:
    facts = TableFacts(
        "Dues", TODAY, question="Who owes R&D?\n" * 40, source="From dues · Main", note="10 of 245 rows"
    )
    sheet = first_sheet(write(path, table(("Asha", "Rs. 5")), facts))
    assert (
        sheet.page_setup.paperSize,
        sheet.page_setup.fitToHeight,
        sheet.sheet_properties.pageSetUpPr.fitToPage,
    ) == (*(9, 0, True),)
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.print_title_rows == "$1:$1"
    header = sheet.oddHeader.left.text
    assert header.startswith("Who owes R&&D? Who owes") and "From dues · Main" in header
    assert sheet.oddFooter.left.text == "10 of 245 rows"
    assert sheet.oddFooter.right.text == "Page &P of &N"


def test_a_heading_is_read_beside_the_button_of_its_filter(path: Path) -> None:
    sheet = first_sheet(write(path, table(("Asha", "x" * 90), headers=("Last payment on", "B"))))
    widths = [sheet.column_dimensions[name].width for name in "AB"]
    assert widths[0] > len("Last payment on") + 3, "the button covers three letters"
    assert widths[1] < 50, "a long text does not push all others away"


def test_a_wide_table_lies_on_its_side(path: Path) -> None:
    wide = table(("x" * 40,) * 4, headers=("A", "B", "C", "D"))
    assert first_sheet(write(path, wide)).page_setup.orientation == "landscape"


def test_a_second_sheet_and_the_properties_tell_where_it_is_from(path: Path) -> None:
    facts = TableFacts(
        "Dues", TODAY, NOW, "Who owes?", "From dues", "Main", "10 of 245 rows", "10 of 245 rows. Incomplete"
    )
    book = write(path, kept_table("dues"), facts)
    told = {str(row[0].value): str(row[1].value) for row in book["About"].iter_rows()}
    assert list(told) == ["Table", "Question", "Answered", "Branch", "Source", "Rows", "Please note", "Saved"]
    assert told["Question"] == "Who owes?" and told["Please note"].endswith("Incomplete")
    assert (book.properties.title, book.properties.created) == ("Dues", NOW.replace(tzinfo=None))
    assert book["About"].page_setup.paperSize == 9
    # Below an empty line: what is sorted or added up ends there.
    assert first_sheet(book)["A7"].value == "10 of 245 rows. Incomplete"


@pytest.mark.parametrize("content", [TableContent(), table(), table(("", ""))])
def test_empty_tables_are_files_too(path: Path, content: TableContent) -> None:
    assert first_sheet(write(path, content)).max_row >= 1


def test_odd_characters_do_not_break_the_file(path: Path) -> None:
    content = table(("\x07bell \ud800 half", "x" * 40_000))
    row = first_sheet(write(path, content, TableFacts("\ud800&", TODAY, note="\ud800")))[2]
    assert "half" in str(row[0].value)
    assert len(str(row[1].value)) == 32_767
    assert str(row[1].value).endswith("x…"), "what is cut says so"


def test_who_stops_half_way_leaves_nothing(path: Path) -> None:
    content = table(*((f"Client {n}", f"Rs. {n:,}") for n in range(1_000)))
    steps = write_workbook(path, content, FACTS, NOW)
    assert 400 in steps
    steps.close()
    assert not path.exists()


def test_a_disk_that_does_not_take_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(write_workbook(tmp_path / "gone" / "t.xlsx", table(("a", "b")), FACTS, NOW))


def test_ten_thousand_rows(path: Path) -> None:
    content = table(*((f"Client {n}", f"Rs. {n:,}") for n in range(10_000)))
    sheet = first_sheet(write(path, content))
    assert sheet.max_row == 10_001
    assert sheet["B10001"].value == 9_999
