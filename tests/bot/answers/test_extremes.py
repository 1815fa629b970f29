"""That the first sentence about the highest, the first or the newest holds that one, and not the sum of all."""

from typing import Any

import pytest

from strakly_desktop.bot.answers.render import render_answer

PAID = {
    "client_id": 3,
    "name": "Asha Rao",
    "date": "2026-11-05",
    "amount": 9000,
    "method": "UPI",
    "plan": "Gold",
}
PAYMENTS = {
    "paid": [PAID], "total": 40, "offset": 0, "amount": 90000, "alike": 1, "from_date": "2026-11-01",
    "to_date": "2026-11-22", "method": None, "other_than_method": None, "plan": None, "least": None, "most": None,
    "branch": None,
}  # fmt: skip
DUE = {
    "client_id": 3, "name": "Asha Rao", "plan": "Gold", "due": 4000, "price": 9000, "overdue": False, "phone": "1",
}  # fmt: skip
DUES = {
    "dues": [DUE], "total": 12, "offset": 0, "amount": 50000, "alike": 2, "least": None, "most": None, "branch": None,
}  # fmt: skip


def first_of(tool: str, result: dict[str, Any]) -> str:
    return render_answer(tool, result).splitlines()[0]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("amount", "highest"), ("lowest", "lowest"), ("oldest", "first"), ("newest", "latest")],
)
def test_one_payment_is_told_with_who_paid_it(sort: str, order: str) -> None:
    first = first_of("get_payments", PAYMENTS | {"sort": sort})
    assert first.startswith(f"**The {order} of 40 payments")
    assert "Rs. 9,000 from Asha Rao on 5 Nov 2026" in first
    assert "90,000" not in first


def test_several_of_the_highest_are_told_from_and_to() -> None:
    rows = [PAID, PAID | {"amount": 7000}]
    first = first_of("get_payments", PAYMENTS | {"paid": rows, "sort": "amount"})
    assert "The highest 2 of 40 payments" in first
    assert "Rs. 9,000 (Asha Rao) to Rs. 7,000, together Rs. 16,000" in first


@pytest.mark.parametrize(("sort", "order"), [("amount", "highest"), ("lowest", "lowest")])
def test_one_due_is_told_with_whose_it_is_and_how_many_are_alike(sort: str, order: str) -> None:
    first = first_of("get_unpaid_dues", DUES | {"sort": sort})
    assert first.startswith(f"**The {order} due: Asha Rao owes Rs. 4,000 (2 are of this amount)")
