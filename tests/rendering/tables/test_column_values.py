"""What the cells of a column mean, and the order and sums that follow from it."""

from datetime import date, datetime, time
from math import isfinite
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strakly_desktop.rendering.masking.masker import masked
from strakly_desktop.rendering.masking.values import MaskKind
from strakly_desktop.rendering.tables.cell_values import (
    CellValue,
    ValueKind,
    average_text,
    grouped,
    is_empty,
    sort_key,
    sum_of,
)
from strakly_desktop.rendering.tables.column_values import ColumnValues, adds_up
from strakly_desktop.rendering.tables.read_columns import read_column

TODAY = date(2026, 11, 22)
NUMBER, MONEY, PERCENT = ValueKind.NUMBER, ValueKind.MONEY, ValueKind.PERCENT
DAY, TIME, DURATION = ValueKind.DAY, ValueKind.TIME, ValueKind.DURATION
CODE, PHONE, TEXT = ValueKind.CODE, ValueKind.PHONE, ValueKind.TEXT


def value_of(text: str, today: date = TODAY) -> CellValue:
    """What a cell means that stands alone below a heading that says nothing."""
    return read_column("A", [text], today).values[0]


def kinds(header: str, *texts: str) -> list[ValueKind]:
    return [value.kind for value in read_column(header, texts, TODAY).values]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("42", ValueKind.NUMBER, 42),
        ("1,234,567", ValueKind.NUMBER, 1_234_567),
        ("12,34,567", ValueKind.NUMBER, 1_234_567),
        ("१,२३४", ValueKind.NUMBER, 1_234),
        ("-0.5", ValueKind.NUMBER, -0.5),
        ("1.2 Lakh", ValueKind.NUMBER, 120_000),
        ("Rs. 14,500", ValueKind.MONEY, 14_500),
        ("Rs 6,84,200.50", ValueKind.MONEY, 684_200.5),
        ("₹1,200", ValueKind.MONEY, 1_200),
        ("Rs. -500", ValueKind.MONEY, -500),
        ("\u2212₹500", ValueKind.MONEY, -500),
        ("Rs. 1.5 Cr", ValueKind.MONEY, 15_000_000),
        ("6.6 %", ValueKind.PERCENT, 6.6),
        ("+12%", ValueKind.PERCENT, 12),
        ("(Rs. 1,300)", MONEY, -1300),
        ("₹ (1,300.50)", MONEY, -1300.5),
        ("Rs. 12,34,567/-", MONEY, 1_234_567),
        ("500/-", MONEY, 500),
        ("INR 1,234,567", MONEY, 1_234_567),
        ("1,500 INR", MONEY, 1500),
        ("- ₹500", MONEY, -500),
        ("₹ -500", MONEY, -500),
        ("\u2013₹500", MONEY, -500),
        ("₹१,२३४", MONEY, 1234),
    ],
)
def test_numbers_as_gyms_write_them(text: str, kind: ValueKind, number: float) -> None:
    value = value_of(text, TODAY)
    assert (value.kind, value.number, value.text) == (kind, number, text)


@pytest.mark.parametrize(
    "text",
    [
        "12 months",
        "1.5 hours",
        "05 min",
        "5 m",
        "1 h 90 min",
        "(-500)",
        "--5",
        "Rs. 5 %",
        "2026-27",
        "3-4",
        "1 234 567",
        "(500)",
        "1,23",
        "12345678901234567",
        "3/5",
        "31 Feb 2026",
        "25:61",
        "May",
        "May 5",
        "11/27/2026/5",
    ],
)
def test_what_only_resembles_a_number_or_a_day_stays_text(text: str) -> None:
    assert value_of(text, TODAY).kind is ValueKind.TEXT


@pytest.mark.parametrize(
    ("text", "moment", "exact"),
    [
        ("23 Nov 2026", datetime(2026, 11, 23), True),
        ("Mon 23 Nov", datetime(2026, 11, 23), True),
        ("Monday, 23 November 2026", datetime(2026, 11, 23), True),
        ("2026-11-23", datetime(2026, 11, 23), True),
        ("2026-11-23 18:42", datetime(2026, 11, 23, 18, 42), True),
        ("23 Nov 2026, 6:30 PM", datetime(2026, 11, 23, 18, 30), True),
        ("Nov 23, 2026", datetime(2026, 11, 23), True),
        ("3rd Sept 2026", datetime(2026, 9, 3), True),
        ("23 Nov", datetime(2026, 11, 23), False),
        ("3 Jan", datetime(2027, 1, 3), False),
        ("Tue 23 Nov", datetime(2027, 11, 23), False),
        ("23/11/2026", datetime(2026, 11, 23), True),
        ("11/23/2026", datetime(2026, 11, 23), True),
        ("23.11.2026 6:30 PM", datetime(2026, 11, 23, 18, 30), True),
        ("25-Nov-26", datetime(2026, 11, 25), True),
        ("25-Nov-85", datetime(1985, 11, 25), True),
        ("05/11/2026", datetime(2026, 11, 5), False),
        ("27/11/26", datetime(2026, 11, 27), False),
        ("2026-11-23T18:42Z", datetime(2026, 11, 23, 18, 42), False),
    ],
)
def test_days_and_whether_they_are_certain(text: str, moment: datetime, exact: bool) -> None:
    value = value_of(text, TODAY)
    assert (value.kind, value.moment, value.exact) == (ValueKind.DAY, moment, exact)


def test_times_of_day() -> None:
    assert value_of("18:42", TODAY).clock == time(18, 42)
    assert value_of("12:05 a.m.", TODAY).clock == time(0, 5)


@pytest.mark.parametrize(
    "ordered",
    [
        ["Rs. 900", "Rs. 1,800", "Rs. 14,500", "Rs. 1,14,500"],
        ["Sat 28 Nov", "Mon 30 Nov", "Tue 1 Dec", "2 Jan 2027"],
        ["6:30 AM", "09:15", "6:30 PM"],
        ["Locker 9", "locker 10", "Locker 100"],
        ["7", "23 Nov 2026", "18:42", "Gold", "—"],
    ],
)
def test_cells_sort_by_what_they_mean(ordered: list[str]) -> None:
    assert (
        sorted(Random(7).sample(ordered, len(ordered)), key=lambda text: sort_key(value_of(text, TODAY)))
        == ordered
    )


def test_a_dash_says_that_there_is_no_value() -> None:
    assert all(is_empty(value_of(text, TODAY)) for text in ("", "-", "–", "—"))


def test_sums_are_of_one_unit_or_none() -> None:
    def total(*texts: str) -> str | None:
        value = sum_of(value_of(text, TODAY) for text in texts)
        return None if value is None else value.text

    assert total("Rs. 14,500", "—", "₹1,800.50") == "Rs. 16,300.50"
    assert total("8", "7", "7") == "22"
    assert total("Rs. 5", "$ 5") is None
    assert total("50%", "50%") is None
    assert total("8", "many") is None
    assert total("—") is None
    assert grouped(-684200) == "-6,84,200"
    assert grouped(12345678.5, 1) == "1,23,45,678.5"


ODD = (
    "9" * 5000,
    "-" + "8" * 4301,
    "१" * 5000,
    "²³",
    "nan",
    "inf",
    "-Infinity",
    "1e999",
    "Rs. 1e308",
    "Rs. 999999999999999 Cr",
    "0000-00-00",
    "9999-12-31 25:61",
    "31 Feb",
    "Fri 31 Dec 0000",
    "\u202e12\u202c",
    "عدد ١٢٣",
    "\ud800",
    "\udfff9",
    "\x00",
    "",
)
cells = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=80),
    st.text(alphabet="0123456789०१٢٣²½ .,-/:%₹RsLakhNovMonam+", max_size=80),
    st.integers(1, 6000).map(lambda length: "7" * length),
)


@given(st.lists(cells, max_size=12))
def test_any_cells_are_sorted_and_added_up_or_not_but_never_fail(texts: list[str]) -> None:
    for today in (TODAY, date.min, date.max):
        values = [value_of(text, today) for text in texts]
        assert len(sorted(values, key=sort_key)) == len(texts)
        total = sum_of(values)
        assert total is None or isfinite(total.number)


def test_long_figures_sort_by_their_size() -> None:
    texts = ["x 9", "x " + "9" * 5000, "x 1" + "0" * 5000, "x 010"]
    ordered = sorted(texts, key=lambda text: sort_key(value_of(text, TODAY)))
    assert [texts.index(text) for text in ordered] == [0, 3, 1, 2]


@pytest.mark.parametrize(
    "header",
    [
        "Phone",
        "Mobile No.",
        "WhatsApp number",
        "Client's phone",
        "फ़ोन",
        "मोबाइल नंबर",
        "\u092b\u093c\u094b\u0928",
    ],
)
def test_below_a_heading_for_telephones_everything_is_one(header: str) -> None:
    assert kinds(header, "9876543210", "+91 98765 43210", "098765 43210", "100", "—") == [
        *(PHONE, PHONE, PHONE, PHONE),
        ValueKind.EMPTY,
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Receipt",
        "Invoice no.",
        "Member ID",
        "PIN",
        "Pin code",
        "Postcode",
        "Aadhaar",
        "GST",
        "कोड",
        "रसीद",
        "Code",
    ],
)
def test_below_a_heading_for_codes_figures_are_names(header: str) -> None:
    assert kinds(header, "100231", "7", "3-4", "12.5") == [CODE, CODE, TEXT, CODE]


def test_what_is_told_of_a_code_is_none() -> None:
    assert kinds("Invoice amount", "1200", "Rs. 5") == [NUMBER, MONEY]
    assert kinds("Invoice", "Rs. 1,200", "Rs. 5") == [MONEY, MONEY]
    assert kinds("Receipt date", "28-11-2026", "27 Nov 2026") == [DAY, DAY]
    assert kinds("Invoices", "12", "13") == [NUMBER, NUMBER]
    assert kinds("Phone calls", "12", "13") == [NUMBER, NUMBER]


def test_one_cell_tells_of_all_the_others() -> None:
    assert kinds("Line", "12", "007") == [CODE, CODE]
    assert kinds("Line", "12", "+919876543210") == [PHONE, PHONE]
    assert kinds("Line", "9876543210", "9812345678") == [PHONE, PHONE]
    assert kinds("Line", "110001", "110002") == [CODE, CODE]
    assert kinds("Line", "1,10,001", "110002") == [NUMBER, NUMBER]
    assert kinds("Line", "12", "110002") == [NUMBER, NUMBER]
    assert kinds("Revenue", "9876543210", "12345678901") == [NUMBER, NUMBER]
    assert kinds("Line", "1:45", "18:30") == [TIME, TIME]
    assert kinds("Line", "1:45", "26:30") == [DURATION, DURATION]
    assert kinds("Duration", "1:45", "18:30", "0:45:10") == [DURATION] * 3
    assert kinds("Line", "(5)", "Gold") == [TEXT, TEXT]
    assert kinds("Line", "(5)", "12") == [NUMBER, NUMBER]


def test_one_day_tells_how_the_others_are_written() -> None:
    def days(*texts: str) -> list[tuple[datetime, bool]]:
        return [(value.moment, value.exact) for value in read_column("Paid", texts, TODAY).values]

    assert days("05/11/2026", "27/11/2026")[0] == (datetime(2026, 11, 5), True)
    assert days("11/05/2026", "11/27/2026")[0] == (datetime(2026, 11, 5), True)
    assert not days("05/11/2026", "27/11/2026", "11/27/2026")[0][1]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("26:30", 95_400),
        ("100:00:05", 360_005),
        ("90 min", 5400),
        ("2 hours", 7200),
        ("1h 30m", 5400),
        ("1 hr 5 mins", 3900),
        ("90 मिनट", 5400),
    ],
)
def test_durations(text: str, seconds: int) -> None:
    value = value_of(text)
    assert (value.kind, value.number) == (DURATION, seconds)


def test_what_comes_in_later_changes_what_was_read() -> None:
    column = ColumnValues("Line", TODAY)
    assert column.note(["12", "14"])
    assert (column.read("12").kind, column.is_numeric) == (NUMBER, True)
    assert not column.note(["13"])
    assert column.note(["007"])
    assert (column.read("12").kind, column.is_numeric) == (CODE, False)


def test_sums_keep_the_sign_that_all_have_and_are_of_exact_values() -> None:
    def total(header: str, *texts: str) -> str | None:
        value = sum_of(read_column(header, texts, TODAY).values)
        return None if value is None else value.text

    assert total("Due", "₹500", "-₹700") == "-₹200"
    assert total("Due", "₹500", "Rs. 700") == "Rs. 1,200"
    assert total("Due", "(Rs. 500)", "Rs. 700/-") == "Rs. 200"
    assert total("Due", "1.2 Lakh", "500") is None
    assert total("Phone", "9876543210", "12") is None
    assert not adds_up("Receipt") and not adds_up("Avg. fee") and not adds_up("मोबाइल")
    assert adds_up("Due") and adds_up("Invoice total") and adds_up("Visits")


def test_telephones_are_sorted_by_the_number_in_their_country() -> None:
    texts = ["+91 98765 43210", "9812345678", "098111 11111"]
    values = read_column("Phone", texts, TODAY).values
    assert [value.text for value in sorted(values, key=sort_key)] == [texts[2], texts[1], texts[0]]


@pytest.mark.parametrize(
    ("texts", "text"),
    [
        (["Rs. 500", "Rs. 1,500"], "Rs. 1,000"),
        (["Rs. 500", "Rs. 1,501"], "Rs. 1,000.50"),
        (["-₹1,00,000", "-₹3,00,000"], "-₹2,00,000"),
        (["1", "1", "2"], "1.33"),
        (["2.5", "3.5"], "3.0"),
    ],
)
def test_an_average_is_written_as_its_numbers_are(texts: list[str], text: str) -> None:
    total = sum_of(read_column("Due", texts, TODAY).values)
    assert total is not None
    assert average_text(total, len(texts)) == text


@given(
    st.sampled_from(["Due", "Phone", "Receipt", "A", "Duration", "Paid", "Time"]),
    st.lists(
        st.one_of(
            st.text(alphabet="0123456789+-():/ %₹", max_size=8),
            st.sampled_from(
                ["(500)", "1:45", "26:30", "05/11/2026", "25/11/2026", "11/25/2026", "007", "12%"]
            ),
        ),
        max_size=8,
    ),
)
def test_what_a_cell_means_by_itself_it_means_in_its_column_unless_that_is_told(
    header: str, texts: list[str]
) -> None:
    column = ColumnValues(header, TODAY)
    for text, alone in zip(texts, column.noted(texts), strict=True):
        assert alone == column.read(text) or alone.kind in column.unsure


def test_there_is_no_sum_that_would_leave_figures_out() -> None:
    def total(*texts: str) -> str | None:
        value = sum_of(value_of(text, TODAY) for text in texts)
        return None if value is None else value.text

    assert total("Rs. 9,87,65,43,21,09,876", "Rs. 12") == "Rs. 9,87,65,43,21,09,888"
    assert total("Rs. 9,87,65,43,21,09,876", "Rs. 0.25") is None


@pytest.mark.parametrize(
    "cells", [("Rs. 1,300", "-"), ("₹900", "Rs. 5"), ("500", "1,200/-"), ("(1,200)", "-7")]
)
def test_a_column_of_amounts_stays_one_while_they_are_hidden(cells: tuple[str, ...]) -> None:
    rows = "".join(f"| Asha | {cell} |\n" for cell in cells)
    hidden = masked(f"| Name | Fee |\n|---|---|\n{rows}", frozenset({MaskKind.AMOUNTS}))
    seen = [line.split("|")[2].strip() for line in hidden.splitlines()[2:]]
    assert any("•••" in text for text in seen)
    for texts in (cells, seen):
        column = ColumnValues("Fee", TODAY)
        column.note(texts)
        assert column.is_numeric, texts
    assert sum_of(read_column("Fee", seen, TODAY).values) is None, "nobody adds up what is hidden"


def test_hidden_telephones_are_no_amounts() -> None:
    column = ColumnValues("Phone", TODAY)
    column.note(("••••••10", "••••••"))
    assert not column.is_numeric
