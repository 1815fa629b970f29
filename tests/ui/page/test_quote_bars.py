"""The bar of a quote stands where its text begins: at the left, or for text from right to left at the right."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.ui.transcript.view import TranscriptView

HEBREW = "\u05e6\u05d9\u05d8\u05d5\u05d8"
ARABIC = "\u0645\u0631\u062d\u0628\u0627"


def bars(view: TranscriptView) -> list[tuple[str, int]]:
    """At which side of the page each bar stands, from the top, and how many px high it is."""
    image, bar = view.viewport().grab().toImage(), QColor(real_look().colors["quote-bar"])
    middle = image.width() // 2
    found: list[tuple[str, int]] = []
    for y in range(image.height()):
        sides = {x < middle for x in range(image.width()) if image.pixelColor(x, y) == bar}
        for is_left in sides:
            side = "left" if is_left else "right"
            if found and found[-1][0] == side:
                found[-1] = (side, found[-1][1] + 1)
            else:
                found.append((side, 1))
    return found


@pytest.mark.parametrize(
    ("quote", "sides"),
    [
        ("> A quote", ["left"]),
        (f"> {HEBREW}", ["right"]),
        (f"> 12, {ARABIC}", ["right"]),
        (f"> {HEBREW}\n>\n> 123", ["right"]),
        (f"> A quote\n>\n> {HEBREW}", ["left", "right"]),
    ],
)
def test_it_stands_where_the_text_begins(qtbot: QtBot, quote: str, sides: list[str]) -> None:
    view = shown_view(qtbot, 700, 500)
    view.begin_answer()
    # Whole: the dots of one that still comes have the same colour.
    view.finish_answer(f"{quote}\n\nWords.", AnswerEnd("", message_id="a"))
    view.draw_all()
    found = bars(view)
    assert [side for side, _ in found] == sides
    assert all(height >= 15 for _, height in found)
