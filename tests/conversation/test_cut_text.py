"""A text that is shortened shows a number whole or not at all."""

import pytest

from strakly_desktop.conversation.cut_text import with_whole_numbers


@pytest.mark.parametrize(
    ("cut", "text", "shown"),
    [
        ("Rs. 18,5…", "Rs. 18,500", "Rs. …"),
        ("Rs. 18…", "Rs. 18,500", "Rs. …"),
        ("Rs. 18,…", "Rs. 18,500", "Rs. …"),
        ("-18…", "-18.50", "…"),
        ("Tue 1…", "Tue 12 Dec", "Tue …"),
        ("2026-1…", "2026-12-01", "…"),
        ("रु १८…", "रु १८५", "रु …"),
        ("Rs. 18,500…", "Rs. 18,500 paid", "Rs. 18,500…"),
        ("Rs. 18,500. T…", "Rs. 18,500. Then", "Rs. 18,500. T…"),
        ("Rohan M…", "Rohan Mehta", "Rohan M…"),
        ("18 … a 18…", "18 … a 185", "18 … a …"),
        ("987…210", "9876543210", "…"),
        ("Plan 12…34 x", "Plan 123334 x", "Plan … x"),
        ("A…z", "Abcz", "A…z"),
        ("Rs. 18,500", "Rs. 18,500", "Rs. 18,500"),
        ("18…", "18…", "18…"),
        (f"{'9' * 60}…", "9" * 120, f"{'9' * 60}…"),
        # Read in a moment, not in the second power of its length or worse.
        (f"{'9' * 60_000} a 1…", f"{'9' * 60_000} a 12", f"{'9' * 60_000} a …"),
        (f"{'9,' * 30_000} a 1…", f"{'9,' * 30_000} a 12", f"{'9,' * 30_000} a …"),
    ],
)
def test_no_part_of_a_number_stands_beside_an_ellipsis(cut: str, text: str, shown: str) -> None:
    assert with_whole_numbers(cut, text) == shown
