"""One line of text in the room that there is for it: whatever cuts a text to a width asks here, so that no number is
cut."""

from bisect import bisect_right

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from strakly_desktop.conversation.graphemes import cut_after

_CLUSTER = 16
"""More characters than any letter with its signs, or any emoji, is made of."""


def shortened(metrics: QFontMetricsF, line: str, width: float) -> str:
    """`line` cut at its end with an ellipsis where it is wider than `width`, but within no number.

    It is empty where not even the ellipsis has room.
    """
    shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
    is_wide_letter = len(line) == 1 and metrics.horizontalAdvance(line) > width
    if shown == line and not is_wide_letter:
        return line
    # Most lines have room, those of the first picture too.
    from strakly_desktop.conversation.cut_text import ELLIPSIS, with_whole_numbers

    if is_wide_letter:
        # Qt shows a single letter in any room, over whatever stands beside it.
        shown = ELLIPSIS
    if metrics.horizontalAdvance(ELLIPSIS) > width:
        return ""
    if shown == ELLIPSIS and cut_after(line, 1) > _CLUSTER:
        # To Qt all of it is one letter, and it shows none of it.
        ends = range(1, len(line))
        fitting = bisect_right(ends, width, key=lambda end: metrics.horizontalAdvance(line[:end] + ELLIPSIS))
        return line[:fitting] + ELLIPSIS
    return with_whole_numbers(shown, line)


def shortened_within(metrics: QFontMetricsF, line: str, width: float) -> str:
    """`line` cut in its middle where it is wider than `width`, but within no number: its end tells it from others."""
    shown = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, width)
    if shown == line:
        return line
    from strakly_desktop.conversation.cut_text import with_whole_numbers

    return with_whole_numbers(shown, line)
