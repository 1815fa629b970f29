"""Which columns only count the rows, and which rows add others up: neither belongs in a sum."""

from datetime import date

import pytest

from strakly_desktop.rendering.tables.column_values import adds_up
from strakly_desktop.rendering.tables.read_columns import read_column
from strakly_desktop.rendering.tables.row_words import adds_rows_up, counts_rows, counts_up, is_serial

_WORDS = (
    "# № N n No No. NO Nr Nr. Num Number Sr Sr. Sl Sl. S.No S.No. S.N. SN S/N SNo SrNo SlNo Serial Index Idx Row Rank",
    "Ranking Pos Position Seq क्र क्र. क्रमांक क्रम अनुक्रमांक क्र.सं. Kramank",
)
SERIALS = (
    *(word for words in _WORDS for word in words.split()),
    *(
        "S. No.",
        "S No",
        "Sr. No.",
        "Sl. No.",
        "Sr #",
        "Row #",
        "# no",
        "Row No.",
        "Serial No.",
        "Serial number",
    ),
    *("Rank #", "क्रम संख्या", "क्र. सं.", "Item No.", "Line no"),
)


@pytest.mark.parametrize("heading", SERIALS)
def test_what_counts_the_rows_is_never_added_up(heading: str) -> None:
    assert is_serial(heading) and not adds_up(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Members",
            "Visits",
            "Due",
            "Clients",
            "No. of visits",
            "Number of members",
            "Total no. of visits",
            "Due",
        ),
        *(
            "Invoices",
            "Rows",
            "Orders",
            "New",
            "Nos. sold",
            "सदस्यों की संख्या",
            "राशि",
            "Sessions",
            "Net",
            "Qty",
            "",
        ),
    ],
)
def test_what_counts_other_things_is_added_up(heading: str) -> None:
    assert adds_up(heading) and not is_serial(heading) and not counts_rows(heading)


def test_only_what_can_be_nothing_else_is_shown_as_a_mere_count() -> None:
    assert all(map(counts_rows, ("#", "No.", "Sr. No.", "S.No", "Sl. No.", "क्र.", "क्रमांक")))
    # An answer, a title, a kind of membership, a telephone.
    assert not any(map(counts_rows, ("No", "Position", "Rank", "Number", "N")))


@pytest.mark.parametrize(
    "label", ["Total", "TOTALS:", " Grand Total ", "Sub-total", "Subtotal", "कुल योग", "**Sum**"]
)
def test_rows_that_add_others_up(label: str) -> None:
    assert adds_rows_up(label)


@pytest.mark.parametrize("label", ["Total fitness plan", "Asha", "", "Summer"])
def test_rows_that_do_not(label: str) -> None:
    assert not adds_rows_up(label)


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (("1", "2", "3"), True),
        (("11", "12", "13", "14"), True),
        (("0", "1", "2"), True),
        (("१", "२", "३"), True),
        (("1", "2"), False),
        (("1", "2", "4"), False),
        (("3", "2", "1"), False),
        (("Rs. 1", "Rs. 2", "Rs. 3"), False),
        (("1.0", "2.0", "3.0"), False),
        (("1", "", "2", "3"), False),
    ],
)
def test_numbers_that_count_up_by_one(texts: tuple[str, ...], counts: bool) -> None:
    assert counts_up(read_column("", texts, date(2026, 11, 28)).values) is counts
