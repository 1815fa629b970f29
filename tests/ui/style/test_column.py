"""The reading column."""

import pytest

from strakly_desktop.ui.style.column import column, is_narrow


def test_a_wide_page_centres_a_column_of_760() -> None:
    assert (column(1016).left, column(1016).width, column(1016).right) == (128, 760, 128)


def test_the_gutter_narrows_with_the_page() -> None:
    assert column(700).width == 700 - 64
    assert (column(640).left, column(640).width) == (16, 608)


@pytest.mark.parametrize(("scale", "width"), [(0.8, 760), (1.0, 760), (1.25, 950), (1.3, 988), (2.0, 988)])
def test_the_column_grows_with_the_text_up_to_a_third(scale: float, width: int) -> None:
    assert column(1280, scale).width == width


@pytest.mark.parametrize("page", range(0, 1400, 7))
def test_left_width_and_right_fill_the_page(page: int) -> None:
    place = column(page)
    assert place.left + place.width + place.right == page
    assert place.width >= 0


def test_narrow_is_measured_in_the_readers_text() -> None:
    assert is_narrow(640)
    assert not is_narrow(1280)
    assert is_narrow(1280, 2.0)
