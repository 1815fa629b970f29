"""Titles are cut where a person would cut them."""

import pytest

from strakly_desktop.chat.titles import TITLE_LENGTH, title_of


def test_a_short_question_is_its_own_title_in_one_line() -> None:
    assert title_of("  How many\n clients?  ") == "How many clients?"


def test_a_long_question_is_cut_between_words() -> None:
    assert title_of("word " * 30) == "word word word word word word word word word word word word…"


@pytest.mark.parametrize("sign", ["👩‍👩‍👧‍👦", "🇮🇳", "é", "कि", "👍🏽"])
def test_no_sign_is_cut_through(sign: str) -> None:
    for before in range(12):
        title = title_of("x" * before + sign * 70)
        body = title.removesuffix("…").removeprefix("x" * before)
        assert title.endswith("…") and len(title) <= TITLE_LENGTH + 1
        assert body == sign * (len(body) // len(sign)) and body


def test_an_emoji_behind_hindi_is_kept_or_left_out_whole() -> None:
    family = "👩‍👩‍👧‍👦"
    for before in range(10):
        body = title_of("x" * before + ("कि" + family) * 40).removesuffix("…")
        assert body.replace(family, "").strip("xकि") == ""
