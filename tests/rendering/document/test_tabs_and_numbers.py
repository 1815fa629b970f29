"""What Qt places and draws by itself: the tabs of code, and the numbers and bullets of a list beside its text."""

from typing import Any

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QTextBlock
from support.documents import at_once, blocks
from support.looks import real_look

from strakly_desktop.rendering.document.document import TranscriptDocument
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.text_styles import BODY, CODE
from strakly_desktop.rendering.writing.block_writer import LIST_INDENT, QUOTE_INDENT
from strakly_desktop.rendering.writing.formats import font_of
from strakly_desktop.theme.fonts import install_fonts


@pytest.fixture(autouse=True)
def fonts(qapp: Any) -> None:
    install_fonts()


def block_of(document: Any, text: str) -> QTextBlock:
    return next(block for block in blocks(document) if text in block.text())


def look_of(transcript: TranscriptDocument) -> Look:
    return transcript._sheet.look


def test_a_tab_in_code_is_as_wide_as_four_letters_and_stays_a_tab() -> None:
    transcript = at_once("```\n\tpaid\n```\n")
    block = block_of(transcript.document, "paid")
    assert block.text() == "\tpaid"
    letter = QFontMetricsF(font_of(CODE, look_of(transcript), code=True)).horizontalAdvance("0")
    line: Any = block.layout().lineAt(0)
    assert line.cursorToX(1)[0] - line.cursorToX(0)[0] == pytest.approx(4 * letter, abs=1)


@pytest.mark.parametrize("number", [7, 99, 100, 999, 1042, 123456789])
def test_the_number_of_an_item_stands_in_the_column(number: int) -> None:
    transcript = at_once(f"{number}. Ana\n")
    block = block_of(transcript.document, "Ana")
    width = QFontMetricsF(font_of(BODY, look_of(transcript))).horizontalAdvance(f"{number}.")
    indent = LIST_INDENT * block.textList().format().indent()
    assert (
        block.blockFormat().leftMargin() + indent - width
        >= block_of(at_once("Ana").document, "Ana").blockFormat().leftMargin() - 1
    )


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("before", ["", "> "])
@pytest.mark.parametrize(("words", "side"), [("Ana", "left"), ("\u200f*مرحبا* Ana", "right")])
@pytest.mark.parametrize("number", [7, 12, 1042])
def test_the_number_of_an_item_stands_in_the_column_at_either_side(
    scale: float, before: str, words: str, side: str, number: int
) -> None:
    """Numbers beside Arabic or Hebrew ran out of the page at their right."""
    transcript = at_once(f"{before}{number}. {words}\n", look=real_look(text_scale=scale))
    block = block_of(transcript.document, "Ana")
    width = QFontMetricsF(font_of(BODY, look_of(transcript))).horizontalAdvance(f"{number}.")
    margins = {"left": block.blockFormat().leftMargin(), "right": block.blockFormat().rightMargin()}
    assert margins[side] + LIST_INDENT * block.textList().format().indent() >= width
    other = margins["right"] if side == "left" else margins["left"]
    assert other == (QUOTE_INDENT if before and side == "right" else 0), "the other side needs none"


def ink_beside(document: Any, image: QImage, text: str) -> int:
    """How much is drawn in front of a line: of each pixel how far it is from white."""
    block = block_of(document, text)
    line: Any = block.layout().lineAt(0)
    area = document.documentLayout().blockBoundingRect(block)
    start = round(area.left() + line.x())
    return sum(
        255 - QColor(image.pixel(x, y)).lightness()
        for x in range(start - LIST_INDENT, start - 1)
        for y in range(round(area.top()), round(area.top() + line.height()))
    )


def test_the_bullets_of_a_list_within_a_list_are_seen_as_well() -> None:
    """They were circles of a hair's breadth."""
    document = at_once("- one\n  - two\n    - three\n").document
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    document.drawContents(painter)
    painter.end()
    first, *others = (ink_beside(document, image, text) for text in ("one", "two", "three"))
    assert first > 1000
    assert all(ink > 0.8 * first for ink in others)
