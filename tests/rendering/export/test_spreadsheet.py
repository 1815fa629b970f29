"""Tables as CSV and XLSX files, read back by others' readers."""

import csv
from datetime import date, datetime, time
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from strakly_desktop.rendering.export.spreadsheet import csv_bytes, xlsx_bytes
from strakly_desktop.rendering.tables.table_data import TableCell, TableContent

TODAY = date(2026, 11, 22)
ATTACKS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "＝1+1",
    "-",
    "-a",
]


def table(*rows: tuple[str, ...], headers: tuple[str, ...] = ("A", "B")) -> TableContent:
    cells = tuple(tuple(TableCell(text) for text in row) for row in rows)
    return TableContent(headers, ("",) * len(headers), cells)


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data: bytes) -> Worksheet:
    sheet = load_workbook(BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_csv_quotes_what_needs_it_and_keeps_every_script() -> None:
    content = table(('a "b", c', "प्रिया 🏋️"), ("two\nlines", "Rs. 14,500"), ("-500", "-6.6 %"))
    data = csv_bytes(content)
    assert data.count(b"\r\n") == 4
    assert read_csv(data) == [
        ["A", "B"],
        ['a "b", c', "प्रिया 🏋️"],
        ["two\nlines", "Rs. 14,500"],
        ["-500", "-6.6 %"],
    ]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs_in_a_spreadsheet(attack: str) -> None:
    content = table((attack, "x"), headers=(attack, "B"))
    for row in filter(None, read_csv(csv_bytes(content, note=attack))):
        assert row[0] == ("-" if attack == "-" else "'" + attack)
    data = xlsx_bytes(content, attack, TODAY, note=attack)
    with ZipFile(BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<hyperlink" not in sheet
    cells = [cell for row in read_xlsx(data).iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert str(read_xlsx(data)["A2"].value).endswith(attack.strip())
    assert read_xlsx(data)["A2"].quotePrefix


def test_certain_values_are_numbers_in_xlsx_and_look_as_before() -> None:
    content = table(
        ("Rs. 1,14,500", "23 Nov 2026"),
        ("6.6 %", "18:42"),
        ("1,234", "2026-11-23 06:30"),
        ("9876543210", "Mon 23 Nov"),
        ("0042", "23 Nov"),
        ("—", "+91 98765 43210"),
    )
    sheet = read_xlsx(xlsx_bytes(content, "Dues", TODAY))
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert values == [
        [114_500, datetime(2026, 11, 23)],
        [pytest.approx(0.066), time(18, 42)],
        [1_234, datetime(2026, 11, 23, 6, 30)],
        [9_876_543_210, datetime(2026, 11, 23)],
        ["0042", "23 Nov"],
        ["—", "+91 98765 43210"],
    ]
    assert '"Rs. "' in sheet["A2"].number_format
    assert sheet["A3"].number_format == "0.0%"
    assert sheet["B2"].number_format == "d mmm yyyy"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B7")


def test_a_table_that_is_not_whole_says_so_in_the_file() -> None:
    content = table(("x", "y"))
    note = "Incomplete: the answer stopped half way."
    # Below an empty line: what is sorted or added up in a spreadsheet ends there.
    assert read_csv(csv_bytes(content, note))[-2:] == [[], [note]]
    assert read_xlsx(xlsx_bytes(content, "", TODAY, note))["A4"].value == note


@pytest.mark.parametrize("content", [TableContent(), table(), table(("", ""))])
def test_empty_tables_are_files_too(content: TableContent) -> None:
    assert read_csv(csv_bytes(content))[0] == list(content.headers)
    assert read_xlsx(xlsx_bytes(content, "", TODAY)).max_row >= 1


def test_odd_characters_do_not_break_the_file() -> None:
    content = table(("\x07bell \ud800 half", "x" * 40_000))
    assert read_csv(csv_bytes(content))[1][0].startswith("\x07bell")
    row = read_xlsx(xlsx_bytes(content, "\ud800", TODAY))[2]
    assert "half" in str(row[0].value)
    assert len(str(row[1].value)) == 32_767


def test_ten_thousand_rows() -> None:
    content = table(*((f"Client {n}", f"Rs. {n:,}") for n in range(10_000)))
    assert len(read_csv(csv_bytes(content))) == 10_001
    sheet = read_xlsx(xlsx_bytes(content, "Clients", TODAY))
    assert sheet.max_row == 10_001
    assert sheet["B10001"].value == 9_999
