"""A text is cut where Qt, which draws it, would put a caret: never inside what a reader takes for one letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextLayout

from strakly_desktop.conversation.graphemes import cut_after, cut_before

GRAPHEMES = ["a", " ", "é", "e\u0301", "कि", "क्ष", "👩‍👩‍👧‍👦", "👍🏽", "🇮🇳", "각", "1️⃣", "\u0e01\u0e33", "கி"]


def carets(text: str) -> set[int]:
    """Where Qt lets a caret stand. Its QTextBoundaryFinder cuts an emoji behind Hindi in two, so that is not asked."""
    layout = QTextLayout(text)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    encoded = text.encode("utf-16-le")
    units = [unit for unit in range(len(encoded) // 2 + 1) if layout.isValidCursorPosition(unit)]
    return {len(encoded[: 2 * unit].decode("utf-16-le")) for unit in units}


@given(st.lists(st.sampled_from(GRAPHEMES), min_size=1, max_size=12).map("".join), st.integers(0, 40))
@pytest.mark.usefixtures("qapp")
def test_a_cut_stands_where_qt_may_put_a_caret(text: str, place: int) -> None:
    before, after = cut_before(text, place), cut_after(text, place)
    assert before <= min(place, len(text)) <= max(after, before)
    assert {before, min(after, len(text))} <= carets(text)


@pytest.mark.parametrize("grapheme", GRAPHEMES)
def test_a_place_between_two_is_kept_and_one_inside_is_moved_out(grapheme: str) -> None:
    text = grapheme * 3
    size = len(grapheme)
    assert (cut_before(text, size), cut_after(text, size)) == (size, size)
    for inside in range(size + 1, 2 * size):
        assert (cut_before(text, inside), cut_after(text, inside)) == (size, 2 * size)
