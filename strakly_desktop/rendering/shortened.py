"""One line of text in the room that there is for it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from strakly_desktop.conversation.cut_text import ELLIPSIS, with_whole_numbers


def shortened(metrics: QFontMetricsF, line: str, width: float) -> str:
    """`line` cut at its end with an ellipsis where it is wider than `width`, but within no number.

    It is empty where not even the ellipsis has room.
    """
    shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
    if shown == line:
        return line
    return with_whole_numbers(shown, line) if metrics.horizontalAdvance(ELLIPSIS) <= width else ""
