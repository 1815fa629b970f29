"""Telephone numbers and amounts in addresses and behind words that name something: no id is so long as they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.masked_streams import masked_in_pieces

from strakly_desktop.rendering.masking.masker import masked
from strakly_desktop.rendering.masking.values import MaskKind

ALL = frozenset(MaskKind)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Message [Asha](https://wa.me/919876543210) now", "Message [Asha]() now"),
        ("[a](https://wa.me/971501234567)", "[a]()"),
        ("| A |\n|---|\n| [a](https://wa.me/919876543210) |", "| A |\n|---|\n| [a]() |"),
        ('<a href="https://wa.me/919876543210">Asha</a>', "<a>Asha</a>"),
        ("[a](/clients/9876543210/payments)", "[a]()"),
        ("[a](https://x.example/sms/98765)", "[a]()"),
        ("https://wa.me/919876543210 is hers", "https://wa.me/••••••10 is hers"),
        ("<https://wa.me/919876543210>", "https://wa.me/••••••10"),
        ("[a][w]\n\n[w]: https://wa.me/919876543210", "[a][w]\n\n[w]: https://wa.me/••••••10"),
        ("Ref 9876543210", "Ref ••••••10"),
        ("member 987 654 3210", "member ••••••10"),
        ("Member ID: 98765 43210.", "Member ID: ••••••10."),
        ("Ref: 022-23456789", "Ref: ••••••89"),
        ("INV-9876543210, #9876543210", "INV-••••••10, #••••••10"),
        ("[m](/clients?due=5000), [m](/clients?due=45)", "[m](), [m]()"),
        ("https://gym.example/clients?due=5000", "https://gym.example/clients?due=•••"),
        ("[m](https://razorpay.me/@gym/5000)", "[m]()"),
        ("https://paypal.me/gym/500 or [p](/pay/5000)", "https://paypal.me/gym/••• or [p]()"),
    ],
)
def test_no_address_and_no_name_of_something_shows_a_value(text: str, shown: str) -> None:
    assert masked(text, ALL) == shown


@pytest.mark.parametrize(
    "text",
    [
        "[A](/clients/5), [A](/clients/1234567), [P](/payments/512), [A](/clients/5?tab=attendance)",
        "[A](/clients?status=active&page=12), [V](/members?members=1200)",
        "https://gym.example/2026/11/28/1042 and [A](/2026/11/28/1042)",
        "Ref 412345678901, Invoice INV-2026-000123456, member 1042",
    ],
)
def test_ids_stay(text: str) -> None:
    assert masked(text, ALL) == text


LEADS = ("https://wa.me/", "[a](https://wa.me/", "[a](/clients/", "<https://x.example/p/", "Ref ", "member ")
NUMBERS = st.from_regex(r"(91|0)?[6-9][0-9]{4}[ -]?[0-9]{5}", fullmatch=True, alphabet="0123456789 -")


@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from(LEADS), NUMBERS, st.sampled_from((")", ">", "/x", ". ", "\n", "?a=1)", " | "))
        ),
        min_size=1,
        max_size=5,
    ),
    size=st.integers(1, 9),
)
def test_no_telephone_number_is_left_whatever_leads_to_it(
    parts: list[tuple[str, str, str]], size: int
) -> None:
    text = "".join(map("".join, parts))
    out = masked_in_pieces(text, size)
    assert not re.search(r"\d{4}", out), out
