"""Where a whole answer is parted without being read, its parts read as the whole does."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.answers import handwritten, styles
from support.hostile_markdown import documents, example_settings

from strakly_desktop.rendering.markdown.grammar.segments import Segment
from strakly_desktop.rendering.markdown.incremental_parser import split
from strakly_desktop.rendering.markdown.whole_answers import sure_seams

BELOW = ("Words come.", "## Dues", "**Bold** words", "Due | Paid\n---|---\n1 | 2", "योजना।")


def in_parts(text: str) -> list[Segment]:
    """What is read of each part alone."""
    borders = [0, *sure_seams(text), len(text)]
    return [segment for begin, end in pairwise(borders) for segment in split(text[:end], begin)]


@example_settings(300)
@given(st.lists(documents(), min_size=2, max_size=4), st.sampled_from(BELOW))
def test_the_parts_of_any_answer_read_as_the_whole(blocks: list[str], below: str) -> None:
    text = f"\n\n{below}\n".join(blocks)
    assert in_parts(text) == list(split(text))


@pytest.mark.parametrize(
    "above",
    [
        "```\nx = 1",
        "~~~ sql\nSELECT 1\n```",
        "- one\n  ```\n  x",
        "> ```\n> x",
        "<div>\n```",
        "   ```\nx",
        "``` a`b",
    ],
)
def test_nothing_is_parted_in_code_that_may_go_on(above: str) -> None:
    text = f"{above}\n\nWords\n\nMore\n\n```\n\nAnd more\n"
    assert in_parts(text) == list(split(text))


def test_below_code_that_is_over_it_is_parted_again() -> None:
    text = "Words\n\n```sql\nSELECT 1\n\nFROM x\n```\n\nThat is all.\n"
    assert sure_seams(text) == [text.index("That")]


def test_nothing_is_parted_where_an_address_may_be_elsewhere() -> None:
    assert sure_seams("See [it].\n\nWords\n\n[it]: /clients\n") == []


@pytest.mark.parametrize(
    "line", ["> [it]: /a", "- [it]: /a", "1. > [it\nall]: /a", "[i\\]t]: /a", "[it]:\n/a", "- [ ] [it]: /a"]
)
def test_nothing_is_parted_where_a_line_may_be_the_address_of_a_link(line: str) -> None:
    assert sure_seams(f"See [it].\n\nWords\n\n{line}\n\nMore words") == []


def test_it_is_parted_where_such_signs_are_within_a_line() -> None:
    text = "Dues of [Asha]: 5\n\nWords\n\nMore [Dev]: 7\n"
    assert [text[seam:][:4] for seam in sure_seams(text)] == ["Word", "More"]
    assert in_parts(text) == list(split(text))


@pytest.mark.parametrize("style", styles())
def test_answers_as_models_write_them_read_the_same_in_parts(style: str) -> None:
    text = "\n\n".join(handwritten(style) * 2)
    assert in_parts(text) == list(split(text))


@pytest.mark.parametrize("style", ["gym", "plain", "tables", "blocks"])
def test_most_of_them_have_many_seams(style: str) -> None:
    text = "\n\n".join(handwritten(style) * 2)
    assert len(sure_seams(text)) > len(text) / 2_000
