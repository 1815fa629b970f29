"""One line of text keeps to its room."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from strakly_desktop.conversation.cut_text import ELLIPSIS
from strakly_desktop.rendering.shortened import shortened


@pytest.mark.parametrize("line", ["1", "W", "10", "Member 1"])
def test_no_line_is_wider_than_its_room_not_even_a_single_letter(qapp: object, line: str) -> None:
    metrics = QFontMetricsF(QFont())
    whole, ellipsis = metrics.horizontalAdvance(line), metrics.horizontalAdvance(ELLIPSIS)
    assert shortened(metrics, line, whole) == line
    for width in (0.0, whole / 2, whole - 1, ellipsis):
        shown = shortened(metrics, line, width)
        assert metrics.horizontalAdvance(shown) <= width, width
