"""Small amounts behind a label with words in it, and amounts in words: what says that they are money stands apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.masked_streams import masked_in_pieces

from strakly_desktop.rendering.masking.masker import masked
from strakly_desktop.rendering.masking.values import MaskKind

ALL = frozenset(MaskKind)


@pytest.mark.parametrize(
    "text",
    [
        *("Price per month: 80", "Fee for 3 months: 80", "**Fee per month:** 80", "- Fee (monthly): 80"),
        *(
            "Dues per member: 45",
            "Cost per visit is 45",
            "Amount per head - 45",
            "Fee/month: 80",
            "Fee per month 80",
        ),
        *(
            "Price of the Gold plan: 80",
            "Balance of Asha is 45",
            "Amount owed by Asha: 45",
            "Dues this month: 80",
        ),
        *("Revenue today: 80", "फीस प्रति माह: ८०", "Fee for 3 visits: 45"),
        *("| Fee for 3 months | 80 |", "| Name | Fee for 3 months |\n|---|---|\n| Gold | 80 |"),
    ],
)
def test_a_small_amount_is_masked_behind_the_whole_of_its_label(text: str) -> None:
    shown = masked(text, ALL)
    assert shown != text
    assert not re.search(r"80|45|८०", shown), shown


@pytest.mark.parametrize(
    "text",
    [
        *("a 95-rupee fee", "owes 95 more", "She owes us 95", "paid another 95", "Late fine 95", "95/month"),
        *("Asha has 95 due", "Ravi still has only 95 overdue", "somebody with 95 pending since May"),
        *("Dues:\n- Asha 95\n- Ravi, 5 days late", "## Pending dues\n\n1. Asha\n2. Ravi (Gold): 95.\n"),
        *(
            "Fees:\n\n* **Asha** 95\n* Imran since 12 May\n",
            "बकाया:\n- Asha 95",
            "Who owes:\n\nDues:\n- Asha\n  95",
        ),
        *("Amounts owed:\n- Asha Rao, 95 due", "Dues:\n- Members: 12\n- Asha 95\n- Gold plan - 3 visits"),
        *("95 is due", "95 is still due now", "95 outstanding", "95 per month", "only 95 left to pay"),
    ],
)
def test_a_small_amount_is_masked_by_what_stands_around_it(text: str) -> None:
    assert masked(text, ALL) == text.replace("95", "•••")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("He owes twelve thousand", "He owes •••"),
        ("due: five hundred", "due: •••"),
        ("The pending amount is five hundred.", "The pending amount is •••."),
        ("five hundred and fifty rupees", "••• rupees"),
        ("twelve\nthousand five hundred", "•••\n•"),
        ("Fee: eighty, and he owes forty five", "Fee: •••, and he owes •••"),
        ("He owes a lakh", "He owes a •••"),
        ("दो हज़ार बकाया, do hazaar baki", "••• बकाया, ••• baki"),
    ],
)
def test_an_amount_in_words_needs_no_currency(text: str, shown: str) -> None:
    assert masked(text, ALL) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Payments per member: 3, Payment method: 3, Due date of Asha: 12 Nov",
        "Number of members per branch: 12\nMembers with dues per branch: 12\nPaid members: 12",
        "Total visits in November: 12\nTotal personal training sessions: 8\nBalance of sessions: 8",
        "Visits per member: 8, check-ins per day: 12, balance sessions: 8, sessions left for Asha: 8",
        "Dues reminders: 3, fee slabs: 3, fee due in: 5 days, last payment: 5 days ago, fees paid on: 5 Nov",
        "five hundred members, two thousand new active members, two hundred and fifty check-ins",
        "one hundred percent of them; three visits, twenty five minutes",
        "Two members owe money, one of the members paid, he paid two days ago, paid in two payments",
        "The price is one of the lowest. The fee is due in two weeks, for three people.",
        "do it now, and do that; 3 due, 12 left, 3 more, paid us 3 visits, he paid 2 more times, 5 is a lot",
        "Average check-ins: 12 per month; sessions: 8 per month; 3 per week, 12 per day, 12 classes per month",
        "Fee per month for member 1042",
        "Days until the fee is due: 5\nDays since the last payment: 120\n- **Weeks until the dues are paid:** 12",
        "| What | Value |\n|---|---|\n| Days until the fee is due | 5 |\n| Days to pay the fee | 12 |",
        "12 paid, 3 due; we have 3 due, 3 due today, the gym has 12 members and 3 due",
        "Members with dues:\n- Gold 12\n- Silver 3\n\nRenewals:\n- Gold 12",
        "Dues:\n\nAll of them paid.\n\n- Gold 12\n- Silver 3",
    ],
)
def test_what_is_counted_stays_beside_words_for_money(text: str) -> None:
    assert masked(text, ALL) == text


AROUND = ("She owes us ", "paid another ", "", "only ", "12 members, ", "₹ ", "3 visits per month, ")
BEHIND = (
    " is due. ",
    " is still due\n",
    " per month; ",
    "/month, ",
    " left to pay\n\n",
    "-rupee fee ",
    " outstanding ",
)


@given(
    parts=st.lists(
        st.tuples(st.sampled_from(AROUND), st.just("95"), st.sampled_from(BEHIND)), min_size=1, max_size=5
    ),
    size=st.integers(1, 9),
)
def test_no_amount_is_left_around_which_words_say_that_it_is_one(
    parts: list[tuple[str, str, str]], size: int
) -> None:
    text = "".join(map("".join, parts))
    out = masked_in_pieces(text, size)
    assert "95" not in out


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8])
def test_a_list_of_amounts_is_masked_however_it_comes(size: int) -> None:
    text = "Dues:\n- Asha 95\n- Ravi, 5 days late\n- Imran (Gold): 80, due\n\nMembers: 12\n- Gold 12\n"
    shown = text.replace("95", "•••").replace("80", "•••")
    assert masked(text, ALL) == masked_in_pieces(text, size) == shown


MONEY = ("Fee", "Price", "Dues", "Cost", "Amount", "Salary", "फीस")
WHAT = (
    " per month",
    "/month",
    " for 3 months",
    " for the Gold plan",
    " per visit",
    " of Asha",
    " this month",
    "",
)
ENDS = (": ", ":** ", " is ", " - ", " = ", ":\n")
FIGURES = st.integers(10, 99).map(str) | st.sampled_from(
    ("eighty", "five hundred", "twelve thousand", "forty five")
)


@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from(MONEY),
            st.sampled_from(WHAT),
            st.sampled_from(ENDS),
            FIGURES,
            st.sampled_from((" now. ", "\n", "; ", "\n\n- ", " rupees, ")),
        ),
        min_size=1,
        max_size=4,
    ),
    size=st.integers(1, 9),
)
def test_no_amount_is_left_behind_a_label(parts: list[tuple[str, str, str, str, str]], size: int) -> None:
    text = "".join(map("".join, parts))
    out = masked_in_pieces(text, size)
    left = out.replace("3 months", "")
    assert not re.search(r"\d|eighty|hundred|thousand|forty", left), out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("| Outstanding | 75 | 60 |", "| Outstanding | ••• | ••• |"),
        ("Outstanding | 75 | 60", "Outstanding | ••• | •••"),
        ("| Outstanding | 75 | 60 |\n|---|---|---|\n", "| Outstanding | ••• | ••• |\n|---|---|---|\n"),
        ("| Balance due | 75 | 1 Nov | 60 |", "| Balance due | ••• | 1 Nov | ••• |"),
        ("| Due | Name | Top 5 | 30 days |\n|---|---|---|---|", None),
        ("| Visits | 75 | 60 |\n|---|---|---|", None),
    ],
)
def test_a_row_of_amounts_is_masked_to_its_end_also_where_it_is_the_first(
    text: str, shown: str | None
) -> None:
    assert masked(text, ALL) == (shown or text)
    for size in (1, 4):
        masked_in_pieces(text, size)


@pytest.mark.parametrize("heading", ["Address", "Home address", "Location", "City, pincode", "पता"])
def test_what_is_hidden_in_one_address_hides_no_figure_of_the_next(heading: str) -> None:
    text = (
        f"Here are the dues for today:\n\n| Name | {heading} | Due |\n|---|---|---|\n"
        "| Asha | 12 MG Road, Pune 411001 | 95 |\n| Bram | Flat 4, Lake View | Rs. 40 |\n| Chloe | 7 Hill Lane | 60 |\n"
    )
    shown = masked(text, ALL)
    for address in ("12 MG Road, Pune", "Flat 4, Lake View", "7 Hill Lane"):
        assert address in shown
    assert not re.search(r"95|40|60|411001", shown)
    assert masked_in_pieces(text, 3) == shown


def test_a_column_of_an_address_and_its_dues_is_one_of_amounts() -> None:
    text = "| Name | Address and amount due |\n|---|---|\n| Asha | 75 |\n"
    assert "75" not in masked(text, ALL)
