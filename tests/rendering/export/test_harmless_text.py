"""What a spreadsheet would run is text, and what it would not run is left as it is."""

import pytest

from strakly_desktop.rendering.export.harmless_text import harmless, is_formula

ATTACKS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "+1+1",
    "-2+3",
    "--5",
    "- -5",
    "+1-2",
    "-1e5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "＝1+1",
    "-a",
    "+A1",
    "-(5)",
    "+91 (A1) 98765 43210",
    "+29 (2) 1234",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_formula_is_text(attack: str) -> None:
    assert is_formula(attack)
    assert harmless(attack) == "'" + attack


@pytest.mark.parametrize(
    "text",
    [
        *("+919876543210", "+91 98765 43210", "-500", "-6.6 %", "+12%", "-Rs. 500", "-₹1,23,456", "- ₹500"),
        *("-500/-", "-", "—", "3-4", "00123", "'=1+1", "{=1+1}", "Rs. -500", "(Rs. 500)", ""),
    ],
)
def test_what_would_not_run_has_no_apostrophe(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("+91-98765-43210", "+91 98765 43210"),
        ("+91 (80) 2345-6789", "+91 80 2345 6789"),
        ("+290 (2) 1234", "+290 2 1234"),
        ("-Rs.500", "-Rs. 500"),
        ("-INR500", "-INR 500"),
    ],
)
def test_what_runs_by_its_hyphens_has_blanks(text: str, safe: str) -> None:
    assert harmless(text) == safe
    assert harmless(safe) == safe
