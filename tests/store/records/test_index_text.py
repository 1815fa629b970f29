"""What the index holds of a text is, sign for sign, what the plain and slow form of it gives."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strakly_desktop.matching import numbers
from strakly_desktop.matching.folding import folded
from strakly_desktop.matching.words import normal
from strakly_desktop.store.records.index_text import indexed, plain_line

AMOUNT = r"(?<![\d,'’])(?:\d{1,3}(?:[,'’]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?![,'’]?\d)"
SIGNED = rf"(?:\(?\+ ?\(?|\()(?!{AMOUNT})"
RUN = rf"(?<![\w+])(?:{SIGNED}|(?=\d))\d+(?:(?:\)[ -]?|[ .-]\(?)\d+)*(?!\w)"
NUMBERS = re.compile(f"(?P<amount>{AMOUNT})|(?P<run>{RUN})")

PIECES = (
    *(
        "0",
        "1",
        "9",
        "91",
        "00",
        "5",
        "12",
        "123",
        "500",
        "000",
        "98765",
        "43210",
        "٣",
        "n",
        "a",
        "A",
        "é",
        "_",
    ),
    *(
        ",",
        ".",
        "-",
        " ",
        "(",
        ")",
        "+",
        "'",
        "’",
        "₹",
        "·",
        "\n",
        "\t",
        "\r",
        "\x0b",
        "\x07",
        "\x85",
        "\u2028",
    ),
    *("|", "\\|", "**", "`", "# ", "- ", "</b>", "[x](y)", "&#10;", "&amp;", "&#x202a;", "&#x301;", "```"),
    *("e\u0301", "\u200d", "क", "ं", "न्", "द", "\u202a", "İ", "Σ", "ß", "Ł", "\u09c7\u09be", "１", "ꭰ"),
)


def plainly_indexed(text: str, *, is_markdown: bool) -> str:
    """`indexed`, line by line and without its short ways."""
    shown = plain_line if is_markdown else normal
    return "\n".join(numbers.with_numbers(folded(shown(line))) for line in text.split("\n"))


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join), st.booleans())
def test_the_short_ways_change_nothing(text: str, is_markdown: bool) -> None:
    fast = indexed(text, is_markdown=is_markdown)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "_NUMBERS", NUMBERS)
        assert fast == plainly_indexed(text, is_markdown=is_markdown)


@pytest.mark.parametrize("plane", [0, 1, 2, 3, 14])
def test_no_sign_is_indexed_otherwise(plane: int) -> None:
    for code in range(plane << 16, (plane + 1) << 16, 1 if plane < 2 else 7):
        if not 0xD800 <= code < 0xE000:
            text = f"A{chr(code)}b 1{chr(code)}234\nE{chr(code)}"
            assert indexed(text, is_markdown=True) == plainly_indexed(text, is_markdown=True), hex(code)
