"""Where the reading column lies in a page of some width.

Transcript, empty state, notices, chips and composer all ask here, each with its own full width: computed
twice, they would part by the width of a scroll bar.
"""

from typing import NamedTuple

COLUMN_MAX = 760
GROWTH_MAX = 1.3
GUTTER = 32
GUTTER_NARROW = 16
NARROW_BELOW = 680


class Column(NamedTuple):
    """The column's left edge and width in device-independent pixels; `right` is the free space after it."""

    left: int
    width: int
    right: int


def column(page_width: int, text_scale: float = 1.0) -> Column:
    """The column centred in `page_width`, the full width of the page with its scroll bar.

    A widget whose scroll bar takes space subtracts the bar from `right`, not from `page_width`.
    """
    gutter = GUTTER_NARROW if page_width <= NARROW_BELOW else GUTTER
    most = round(COLUMN_MAX * min(GROWTH_MAX, max(1.0, text_scale)))
    width = max(0, min(most, page_width - 2 * gutter))
    left = (page_width - width) // 2
    return Column(left, width, page_width - width - left)


def is_narrow(page_width: int, text_scale: float = 1.0) -> bool:
    """Whether a page is too narrow, measured in its own text, for labels beside icons."""
    return page_width / text_scale < NARROW_BELOW
