"""A text that is shortened shows a number whole or not at all."""

import pytest

from strakly_desktop.conversation.cut_text import end_within, whole_words, with_whole_numbers


@pytest.mark.parametrize(
    ("cut", "text", "shown"),
    [
        ("Rs. 18,5…", "Rs. 18,500", "Rs. …"),
        ("Rs. 18…", "Rs. 18,500", "Rs. …"),
        ("Rs. 18,…", "Rs. 18,500", "Rs. …"),
        ("-18…", "-18.50", "…"),
        ("Due:18…", "Due:18,500", "Due:…"),
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
        (f"{'9,,' * 30_000} a 1…", f"{'9,,' * 30_000} a 12", f"{'9,,' * 30_000} a …"),
        (f"{'9,' * 30_000} a 1…", f"{'9,' * 30_000} a 12", f"{'9,' * 30_000} a …"),
    ],
)
def test_no_part_of_a_number_stands_beside_an_ellipsis(cut: str, text: str, shown: str) -> None:
    assert with_whole_numbers(cut, text) == shown


_LIMIT = 9_000


@pytest.mark.parametrize("place", range(40))
@pytest.mark.parametrize(
    ("unit", "last"),
    [
        ("w44443 ", "w44443 "),
        ("Rs. 108,750 ", "Rs. 108,750 "),
        ("108,750 ", "108,750 "),
        ("2.5 Lakh 7 ", "2.5 Lakh 7 |Lakh "),
    ],
)
def test_a_long_text_ends_before_a_word_that_is_not_whole(unit: str, last: str, place: int) -> None:
    text = "x" * place + " " + unit * 3_000
    end = end_within(text, _LIMIT)
    assert _LIMIT - 100 <= end <= _LIMIT
    assert text[:end].endswith(tuple(last.split("|"))), text[end - 30 : end]
    assert end_within(text[: _LIMIT + 1], _LIMIT) == end, "the same while it still comes"


@pytest.mark.parametrize("place", range(14))
def test_a_text_without_a_blank_ends_in_no_number(place: int) -> None:
    text = "x" * place + "Asha:108,750;" * 3_000
    end = end_within(text, _LIMIT)
    assert _LIMIT - 10 <= end <= _LIMIT
    assert not text[end - 1].isdigit()


@pytest.mark.parametrize("text", ["x" * 9_100, "9" * 9_100, "सदस्यता" * 1_300])
def test_a_word_that_is_longer_than_everything_is_cut_in_it(text: str) -> None:
    assert _LIMIT - 10 <= end_within(text, _LIMIT) <= _LIMIT


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Asha paid Rs. 108,750", 17, "Asha paid…"),
        ("Asha paid 2.5 Lakh", 14, "Asha paid…"),
        ("Asha on 27 Nov 2026 paid", 12, "Asha on…"),
        ("paid Rs. 108,750", 16, "paid Rs. 108,750"),
        ("paid:108,750", 8, "paid:…"),
        ("Asha Mehta", 8, "Asha…"),
        ("Asha Mehta paid", 11, "Asha Mehta…"),
        ("Ashaben", 5, "Asha…"),
        ("108,750,999", 6, "…"),
        ("x" * 20 + " " + "x", 10, "xxxxxxxxx…"),
    ],
)
def test_a_short_text_ends_before_a_word_that_is_not_whole(text: str, limit: int, shown: str) -> None:
    assert whole_words(text, limit) == shown
