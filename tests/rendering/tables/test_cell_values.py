"""What cells mean, and the order and sums that follow from it."""

from datetime import date, datetime, time
from math import isfinite
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strakly_desktop.rendering.tables.cell_values import (
    ValueKind,
    are_codes,
    grouped,
    is_empty,
    sort_key,
    sum_of,
    value_of,
)

TODAY = date(2026, 11, 22)


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
    ],
)
def test_numbers_as_gyms_write_them(text: str, kind: ValueKind, number: float) -> None:
    value = value_of(text, TODAY)
    assert (value.kind, value.number) == (kind, number)


@pytest.mark.parametrize(
    "text",
    [
        "0042",
        "+91 98765 43210",
        "12 months",
        "1,23",
        "12345678901234567",
        "3/5",
        "31 Feb 2026",
        "25:00",
        "May",
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
        ("23/11/2026", datetime(2026, 11, 23), False),
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
        are_codes(values)
        total = sum_of(values)
        assert total is None or isfinite(total.number)


def test_long_figures_sort_by_their_size() -> None:
    texts = ["x 9", "x " + "9" * 5000, "x 1" + "0" * 5000, "x 010"]
    ordered = sorted(texts, key=lambda text: sort_key(value_of(text, TODAY)))
    assert [texts.index(text) for text in ordered] == [0, 3, 1, 2]


def test_codes_are_no_amounts() -> None:
    def codes(*texts: str) -> bool:
        return are_codes(value_of(text, TODAY) for text in texts)

    assert codes("9876543210", "9812345678", "—")
    assert codes("110001", "110002")
    assert codes("+919876543210")
    assert not codes("1,10,001", "110002")
    assert not codes("12", "110002")
    assert not codes("Rs. 110001")
    assert not codes()
