"""Tables as text files, read back by others' readers."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from support.tables import table

from strakly_desktop.rendering.export.delimited import Delimiter, delimiter_of, write_delimited
from strakly_desktop.rendering.export.sheet_cells import SheetColumn, SheetForms
from strakly_desktop.rendering.tables.table_data import TableContent


def written(content: TableContent, note: str = "", delimiter: Delimiter = Delimiter.COMMA) -> bytes:
    file = BytesIO()
    list(write_delimited(file, content, delimiter, note))
    return file.getvalue()


def read(data: bytes, delimiter: str = ",") -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_it_quotes_what_needs_it_and_keeps_every_script() -> None:
    content = table(('a "b", c', "प्रिया 🏋️"), ("two\nlines", "Rs. 14,500"), ("-500", "-6.6 %"), (" x", ""))
    data = written(content)
    assert data.count(b"\r\n") == 5
    assert read(data) == [
        ["A", "B"],
        ['a "b", c', "प्रिया 🏋️"],
        ["two\nlines", "Rs. 14,500"],
        ["-500", "-6.6 %"],
        [" x", ""],
    ]


@pytest.mark.parametrize("delimiter", Delimiter)
def test_no_program_splits_at_the_other_delimiter(delimiter: Delimiter) -> None:
    data = written(table(("a;b", "c,d"), ("e\tf", "g")), delimiter=delimiter)
    assert read(data, delimiter.value)[1:] == [["a;b", "c,d"], ["e\tf", "g"]]
    for text in (b'"a;b"', b'"c,d"', b'"e\tf"'):
        assert text in data


def test_where_decimals_have_a_comma_cells_have_a_semicolon() -> None:
    assert delimiter_of(",") is Delimiter.SEMICOLON
    assert delimiter_of(".") is Delimiter.COMMA
    content = table(("12.5", "1,234"), ("33.3%", "Rs. 1,234.50"), ("9.5 km", "v1.2"), headers=("A", "Visits"))
    assert read(written(content, delimiter=Delimiter.SEMICOLON), ";")[1:] == [
        ["12,5", "1234"],
        ["33,3%", "Rs. 1,234.50"],
        ["9.5 km", "v1.2"],
    ]
    assert read(written(content))[1:] == [["12.5", "1,234"], ["33.3%", "Rs. 1,234.50"], ["9.5 km", "v1.2"]]


def test_a_table_that_is_not_whole_says_so_below_an_empty_line() -> None:
    note = "Incomplete: the answer stopped half way."
    assert read(written(table(("x", "y")), note))[-2:] == [[], [note]]


def test_headings_are_quoted_so_that_no_program_takes_hyphens_for_what_stands_between_cells() -> None:
    assert written(table(("2026-11-28", "-500"))).splitlines()[0].endswith(b'"A","B"')


def test_an_empty_cell_that_stands_alone_ends_no_list() -> None:
    content = table(("",), ("x",), headers=("A",))
    assert read(written(content)) == [["A"], [""], ["x"]]
    assert read(written(TableContent())) == [[]]


def test_odd_characters_do_not_break_the_file() -> None:
    assert read(written(table(("\x07bell \ud800 half", "x"))))[1][0].startswith("\x07bell")


def test_it_tells_how_far_it_is() -> None:
    content = table(*((f"Client {n}", "x") for n in range(1_200)))
    file = BytesIO()
    assert list(write_delimited(file, content, Delimiter.COMMA)) == [500, 1000]


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("+919876543210", "+91 98765 43210"),
        ("+91 98765-43210", "+91 98765 43210"),
        ("+447911123456", "+44 7911123456"),
        ("+12025550123", "+1 2025550123"),
        ("+971501234567", "+971 501234567"),
        ("+91987654321", "+91 987654321"),
        ("9876543210", "9876543210"),
        ("+12", "+12"),
        ("+12%", "+12%"),
    ],
)
def test_a_telephone_with_its_plus_is_no_figure(shown: str, right: str) -> None:
    """Else LibreOffice, Gnumeric and pandas read a number, and its plus is gone."""
    assert read(written(table((shown, "x"))))[1] == [right, "x"]


@pytest.mark.parametrize(
    "code",
    [
        "00001",
        "1234567890123456789",
        "4012 8888 8888 1881",
        "432112345678",
        "0.1234567890123456789",
        "1e5",
        "12E3",
        "1.5e+10",
        "1-2",
        "3/4",
        "2025-11",
        "Mar-05",
        "SEPT2",
        "5 Mar",
        "Nov 2025",
        "TRUE",
    ],
)
@pytest.mark.parametrize("delimiter", Delimiter)
def test_what_a_spreadsheet_would_change_is_quoted_and_the_workbook_keeps_it_as_text(
    code: str, delimiter: Delimiter
) -> None:
    data = written(table((code, "x"), headers=("Ref", "B")), delimiter=delimiter)
    assert f'"{code}"{delimiter.value}x'.encode() in data
    column = SheetColumn("Ref", date(2026, 11, 28), SheetForms())
    column.add([code])
    assert column.cell(0, code)[0] is None


@pytest.mark.parametrize(
    "number", ["108750", "-500", "12.5", "99999999999", "21 Nov 2025", "2025-11-28", "10:30"]
)
def test_figures_days_and_times_are_those_of_a_spreadsheet(number: str) -> None:
    assert f"{number},x".encode() in written(table((number, "x")))
