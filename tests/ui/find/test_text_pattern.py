"""What counts as the same text when somebody looks for it."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strakly_desktop.matching import folding
from strakly_desktop.matching.finder import Finder
from strakly_desktop.matching.terms import terms_of
from strakly_desktop.matching.words import normal
from strakly_desktop.ui.find.text_pattern import (
    TextPattern,
    _as_searched,
    phrase_pattern,
    row_pattern,
    words_pattern,
)


def hits(pattern: TextPattern, text: str) -> list[str]:
    return [text[start:end] for start, end in pattern.spans(text)]


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
    assert hits(pattern, text) == found


def test_another_vowel_sign_is_another_word() -> None:
    pattern = phrase_pattern("की")
    assert pattern is not None
    assert hits(pattern, "का की कि") == ["की"]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Rohan and Rohana, not Arohan", "roh", ["Rohan", "Rohana"]),
        ("unpaid fees of José", "jose, fee", ["fees", "José"]),
        ("राहुल वर्मा", "वर", ["वर्मा"]),
        ("ab abc", "ab", ["ab", "abc"]),
    ],
)
def test_words_are_found_by_their_beginnings(text: str, query: str, found: list[str]) -> None:
    pattern = words_pattern(query)
    assert pattern is not None
    assert hits(pattern, text) == found


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
    assert pattern is None or hits(pattern, " ".join(text.split()))


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Łukasz and Lukasz", "lukasz", ["Łukasz", "Lukasz"]),
        ("Søren or Soren", "soren", ["Søren", "Soren"]),
        ("हिन्दी, हिंदी, हिँदी", "हिंदी", ["हिन्दी", "हिंदी", "हिँदी"]),
        ("हिंदी", "हिन्", ["हिं"]),
        ("call 98765 43210 or +91 98765-43210", "9876543210", ["98765 43210", "+91 98765-43210"]),
        ("call 98765\u00a043210", "9876543210", ["98765\u00a043210"]),
        ("Rs. 14,500 or 14500, not 145000", "14,500", ["14,500", "14500"]),
        ("Rs. 1,14,500", "114500", ["1,14,500"]),
        ("शर्\u200dमा", "शर्मा", ["शर्\u200dमा"]),
        ("Gold  plan", "gold plan", ["Gold  plan"]),
    ],
)
def test_a_phrase_is_found_however_it_is_spelt(text: str, query: str, found: list[str]) -> None:
    pattern = phrase_pattern(query)
    assert pattern is not None
    assert hits(pattern, text) == found


WRITTEN = st.lists(
    st.sampled_from(
        (
            "98765",
            "43210",
            "1,14,500",
            "+91 ",
            "(0)",
            "Łukasz",
            "हिन्दी",
            "हिँ",
            "दी",
            "शर्\u200dमा",
            "ज़रूरी",
            "é",
        )
    )
    | st.sampled_from((" ", "  ", "\u00a0", "-", ".", "\n", ", ", " · "))
    | st.text(PLAIN, max_size=4),
    max_size=12,
).map("".join)


@given(
    WRITTEN, st.sampled_from(("9876543210", "lukasz", "हिंदी", "शर्मा", "जरूरी", "e", "114500", "98765 43210"))
)
@example("98765\u00a043210", "9876543210")
def test_what_the_history_finds_is_found_on_the_page(text: str, query: str) -> None:
    pattern, finder = words_pattern(query), Finder(terms_of(query))
    assert pattern is not None
    for line in text.split("\n"):
        assert len(hits(pattern, line)) == len(finder.hits_in(normal(line)))


@given(st.text("a क\u0d4d\u200c\u200d\u202a\u202e\u2066\u2069 \u00a0\n.", max_size=12))
@example("क\u200c\u200d \u00a0 \u202a\u2069a\u200d")
def test_what_nobody_sees_is_left_out_wherever_it_stands(text: str) -> None:
    """By the rule as one would write it down, which looks behind every letter: four times as long for a page."""
    plainly = re.compile(
        "(?<=[\u0900-\u0dff])[\u200c\u200d]+|[\u202a-\u202e\u2066-\u2069]+|(?<=[ \u00a0])[ \u00a0]+"
    )
    seen, place_of = _as_searched(text)
    assert seen == plainly.sub("", text).replace("\u00a0", " ")
    assert "".join(text[place_of(place)] for place in range(len(seen))).replace("\u00a0", " ") == seen


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Ask José. Then José  Gärtner, and Gärtner", "jose gart", ["José  Gärtner"]),
        ("Rao Asha and Asha Rao Asha Rao", "asha rao", ["Asha Rao", "Asha Rao"]),
        ("due: 98765 43210 now", "9876543210 now", ["98765 43210 now"]),
        ("राहुल वर्मा, वर्मा राहुल", "राहुल वर", ["राहुल वर्मा"]),
        ("one\ntwo", "one two", []),
        ("a day-pass holder", "day pass", ["day-pass"]),
    ],
)
def test_words_in_a_row_are_one_place(text: str, query: str, found: list[str]) -> None:
    pattern = row_pattern(query)
    assert pattern is not None
    assert hits(pattern, text) == found


@pytest.mark.parametrize("query", ["", "asha", "an anita", "?!"])
def test_one_word_makes_no_row(query: str) -> None:
    assert row_pattern(query) is None


def test_letters_of_ascii_are_not_looked_up_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    folds, looked_up = folding._FOLDS, []

    class Noted:
        def __getitem__(self, code: int) -> str:
            looked_up.append(code)
            return folds[code]

    monkeypatch.setattr(folding, "_FOLDS", Noted())
    name = "\u0930\u093e\u0939\u0941\u0932"
    text = f"Asha Rao paid {name} on 5 May. " * 20
    assert folding.folded_with_places(text) == (text.lower(), range(len(text)))
    assert len(looked_up) == 20 * len(name)
