"""Which columns of real gym tables stay where there is no room: who it is, what is owed, how it stands, until when."""

import pytest

from strakly_desktop.rendering.tables.column_worth import given_up, worth_of
from strakly_desktop.rendering.tables.table_layout import ColumnMeasure


def kept(headings: str, row: str, count: int) -> str:
    """The headings of the `count` columns that stay, in reading order; "" as row for a table without one yet."""
    headers = headings.split(" | ")
    measures = [ColumnMeasure(0) for _ in headers]
    for measure, text in zip(measures, row.split(" | "), strict=False):
        measure.count((text,))
    room = 100 * count + len(headers)  # Those given up take a px each.
    hidden = given_up([100] * len(headers), worth_of(headers, measures), room)
    return " | ".join(header for i, header in enumerate(headers) if i not in hidden)


TABLES = (
    (
        "# | Name | Plan | Status | Valid until | Days | Payment",
        "4 | Manish Banerjee | Monthly | Active | 22 Nov 2026 | ends today | Rs. 1,300 due",
        4,
        "# | Name | Status | Payment",
    ),
    (
        "# | Name | Email | Phone | Address | Notes | Status | Due",
        "5 | Anita Verma | anita@example.test | 98765 43210 | 12 MG Road, Pune | Knee | Active | Rs. 1,300",
        4,
        "# | Name | Status | Due",
    ),
    (
        "# | Name | Email | Phone | Address | Notes | Status | Due",
        "5 | Anita Verma | anita@example.test | 98765 43210 | 12 MG Road, Pune | Knee | Active | Rs. 1,300",
        5,
        "# | Name | Phone | Status | Due",
    ),
    (
        "Date | Client | Plan | Amount | Method | Receipt",
        "22 Nov 2026 | Ajay Gupta | Monthly | Rs. 1,300 | UPI | R-0042",
        3,
        "Date | Client | Amount",
    ),
    (
        "Date | Client | Plan | Amount | Method | Receipt",
        "22 Nov 2026 | Ajay Gupta | Monthly | Rs. 1,300 | UPI | R-0042",
        5,
        "Date | Client | Plan | Amount | Method",
    ),
    (
        "Name | In | Out | Branch | Remarks",
        "Ajay Gupta | 06:10 | 07:25 | Main branch | came late",
        3,
        "Name | In | Out",
    ),
    (
        "Client ID | Client name | Transaction ID | Outstanding balance | E-mail",
        "17 | Ajay Gupta | 9f3c2e51-0000-4a | Rs. 900 | a@example.test",
        3,
        "Client ID | Client name | Outstanding balance",
    ),
    ("क्र. | नाम | पता | मोबाइल | बकाया", "1 | प्रिया शर्मा | पुणे | 98765 43210 | ₹900", 3, "क्र. | नाम | बकाया"),
    # Headings that say nothing: the cells do.
    (
        "A | B | C | D",
        "Ajay Gupta | prefers the morning, please call before six | Gold | Rs. 900",
        3,
        "A | C | D",
    ),
    (
        "A | B | C | D",
        "Ajay Gupta | prefers the morning, please call before six | Gold | Rs. 900",
        2,
        "A | D",
    ),
    # A word that is a time elsewhere, or a person, is none here.
    ("Name | Interested in | Phone", "Anita Verma | Weight loss | 98765 43210", 2, "Name | Phone"),
    ("Name | Best time to call | Status", "Anita Verma | after six | New", 2, "Name | Status"),
    ("Name | Opted out | Valid until", "Anita Verma | no | 22 Nov 2026", 2, "Name | Valid until"),
    ("Name | Left feet notes | In", "Anita Verma | flat | 06:10", 2, "Name | In"),
    ("# | Lead source | Name | Due", "1 | Walk-in | Anita Verma | Rs. 900", 3, "# | Name | Due"),
    ("# | Member since | Client | Plan", "1 | 2024 | Anita Verma | Gold", 2, "# | Client"),
    ("# | Plan name | Client | Due", "1 | Gold | Anita Verma | Rs. 900", 3, "# | Client | Due"),
    ("# | Trainer | Client | Due", "1 | Ravi Rao | Anita Verma | Rs. 900", 3, "# | Client | Due"),
    ("Client | Paid on | Due | Plan", "Anita | 22 Nov 2026 | Rs. 900 | Gold", 2, "Client | Due"),
    ("Name | City | State | Phone", "Anita Verma | Pune | Maharashtra | 98765 43210", 2, "Name | Phone"),
    (
        "Name | Check in | Time out | Branch",
        "Ajay Gupta | 06:10 | 07:25 | Main branch",
        3,
        "Name | Check in | Time out",
    ),
    ("Name | Days left | Source", "Ajay Gupta | 4 | Walk-in", 2, "Name | Days left"),
    ("Plan | Price | Members", "Gold | Rs. 9,800 | 12", 1, "Plan"),
    (
        "Payment method | Due date | Payment date",
        "UPI | 22 Nov 2026 | 22 Nov 2026",
        2,
        "Payment method | Due date",
    ),
)


@pytest.mark.parametrize(("headings", "row", "count", "stay"), TABLES)
def test_the_name_and_the_figures_stay(headings: str, row: str, count: int, stay: str) -> None:
    assert kept(headings, row, count) == stay


@pytest.mark.parametrize(("headings", "row", "count", "stay"), [one for one in TABLES if one[0][0] != "A"])
def test_headings_that_speak_decide_before_a_row_is_there(
    headings: str, row: str, count: int, stay: str
) -> None:
    assert kept(headings, "", count) == stay


def test_many_rows_change_no_choice() -> None:
    measure = ColumnMeasure(0)
    for _ in range(50):
        measure.count(("Rs. 900",))
    worth = worth_of(["A", "B"], [ColumnMeasure(0), measure])
    for _ in range(500):
        measure.count(("prefers the morning, please call before six",))
    assert worth_of(["A", "B"], [ColumnMeasure(0), measure]) == worth


def test_a_narrow_column_stays_where_a_wide_one_had_to_go() -> None:
    assert given_up([10, 10, 300, 10], [100, 1, 2, 9], 60) == (2,)


def test_what_is_gone_stays_gone() -> None:
    assert given_up([10, 10, 10], [100, 1, 2], 500, frozenset({1})) == (1,)
