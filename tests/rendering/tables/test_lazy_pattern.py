"""A pattern that is compiled when it is needed finds what it would find at once."""

import re

import pytest

from strakly_desktop.rendering.tables.lazy_pattern import LazyPattern


def is_compiled(pattern: LazyPattern) -> bool:
    return "_compiled" in vars(pattern)


def test_it_finds_what_its_pattern_finds_and_is_compiled_for_that_only() -> None:
    pattern = LazyPattern(r"(\d+) of (\d+)", "of|out of", 2)
    for text in ("", "10 clients", "10, 20", "of 10", "none of them"):
        assert list(pattern.finditer(text)) == []
    assert not is_compiled(pattern)
    assert [match.groups() for match in pattern.finditer("1 of 2 and 3 of 4")] == [("1", "2"), ("3", "4")]
    assert is_compiled(pattern)


@pytest.mark.parametrize(
    ("numbers", "text", "is_searched"),
    [
        (0, "more", True),
        (1, "more", False),
        (1, "2 more", True),
        (2, "12 more", False),
        (2, "more 1/2", True),
    ],
)
def test_it_is_searched_where_there_are_enough_numbers(numbers: int, text: str, is_searched: bool) -> None:
    pattern = LazyPattern("more", "more", numbers)
    assert pattern.may_be_in(text) is is_searched
    assert bool(list(pattern.finditer(text))) is is_searched


def test_a_mistake_in_a_pattern_is_told_when_it_is_needed() -> None:
    with pytest.raises(re.error):
        list(LazyPattern("(", "a", 0).finditer("a"))
