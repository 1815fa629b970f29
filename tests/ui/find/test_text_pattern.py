"""What counts as the same text when somebody looks for it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strakly_desktop.ui.find.text_pattern import phrase_pattern, words_pattern


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Paid, unpaid, PAID", "paid", ["Paid", "paid", "PAID"]),
        ("Chloé Petit and Chloe", "chloe", ["Chloé", "Chloe"]),
        ("Chloe\u0301 Petit", "chloé", ["Chloe\u0301"]),
        ("Chloe Petit", "CHLOÉ", ["Chloe"]),
        ("राहुल वर्मा", "राहुल", ["राहुल"]),
        ("ज़रूरी काम", "जरूरी", ["ज़रूरी"]),
        ("Rs. 14,500 (due)", "14,500 (", ["14,500 ("]),
        ("Rs.\u00a014,500", "rs. 14", ["Rs.\u00a014"]),
        ("Straße", "straße", ["Straße"]),
        ("가나다", "나", ["나"]),
        ("a.c abc", "a.c", ["a.c"]),
        ("one\ntwo", "one two", []),
    ],
)
def test_a_phrase_is_found_whatever_its_capitals_and_accents(text: str, query: str, found: list[str]) -> None:
    pattern = phrase_pattern(query)
    assert pattern is not None
    assert pattern.findall(text) == found


def test_another_vowel_sign_is_another_word() -> None:
    pattern = phrase_pattern("की")
    assert pattern is not None
    assert pattern.findall("का की कि") == ["की"]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Rohan and Rohana, not Arohan", "roh", ["Rohan", "Rohana"]),
        ("unpaid fees of José", "jose, fee", ["fees", "José"]),
        ("राहुल वर्मा", "वर", ["वर्मा"]),
        ("ab abc", "ab abc", ["ab", "abc"]),
    ],
)
def test_words_are_found_by_their_beginnings(text: str, query: str, found: list[str]) -> None:
    pattern = words_pattern(query)
    assert pattern is not None
    assert pattern.findall(text) == found


@pytest.mark.parametrize("query", ["", "   ", "\u0301"])
def test_nothing_is_looked_for_where_nothing_is_asked(query: str) -> None:
    assert phrase_pattern(query) is None
    assert words_pattern(query) is None


# What desks write: signs of many scripts, some with an accent of their own.
PLAIN = st.characters(max_codepoint=0x0DFF, categories=["L", "Nd", "P", "Zs"]) | st.sampled_from("世界가👍🏽")
ACCENTED = st.builds(str.__add__, st.sampled_from("aeouçकगএ"), st.sampled_from("\u0300\u0301\u0308\u093c"))
SIGNS = st.lists(PLAIN | ACCENTED).map("".join)


@given(SIGNS)
@example("0\u03000")
def test_any_text_finds_itself(text: str) -> None:
    pattern = phrase_pattern(text)
    assert pattern is None or pattern.search(" ".join(text.split()))
