"""A text counts as seen only where its own letters are drawn."""

import pytest
import screen
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPainter
from PySide6.QtWidgets import QApplication

from strakly_desktop.theme.resources import fonts

INK, PAPER = "#16191A", "#E9F3EE"


@pytest.fixture(autouse=True, scope="module")
def bundled_fonts(qapp: QApplication) -> None:
    for path in fonts():
        QFontDatabase.addApplicationFont(str(path))


def window(text: str, family: str = "Inter", ink: str = INK, paper: str = PAPER) -> QImage:
    """A picture with `text` somewhere on it, beginning between two pixels."""
    image = QImage(400, 120, QImage.Format.Format_RGB32)
    image.fill(QColor(paper))
    font = QFont(family)
    font.setPixelSize(15)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.translate(41.4, 77)
    painter.drawText(0, 0, text)
    painter.end()
    return image


@pytest.mark.parametrize(
    ("text", "family"), [("Who has to pay?", "Inter"), ("नमस्ते", "Noto Sans Devanagari"), ("42", "Inter")]
)
def test_a_text_is_seen(text: str, family: str) -> None:
    assert screen.best_text_match(window(text, family), text, family, INK, PAPER) >= screen.GOOD_MATCH


def test_light_letters_on_dark_are_seen() -> None:
    picture = window("switch to dark mode", ink="#ECEEEF", paper="#1E342C")
    match = screen.best_text_match(picture, "switch to dark mode", "Inter", "#ECEEEF", "#1E342C")
    assert match >= screen.GOOD_MATCH


@pytest.mark.parametrize("instead", ["", "▯▯▯▯▯▯", "Was hat zu tun?", "who owes nothing"])
def test_boxes_nothing_and_other_words_are_not_that_text(instead: str) -> None:
    assert screen.best_text_match(window(instead), "Who has to pay?", "Inter", INK, PAPER) < 0.65


def test_empty_screen_around_the_window_does_not_count() -> None:
    picture = QImage(100, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor("black"))
    painter = QPainter(picture)
    painter.fillRect(0, 0, 50, 100, QColor("white"))
    painter.fillRect(0, 0, 50, 25, QColor("#123456"))
    painter.end()
    assert screen.share(picture, "#FFFFFF") == 0.75
    assert screen.share(picture, "#ABCDEF") == 0


def test_lines_are_thin_long_and_of_their_colour() -> None:
    picture = QImage(100, 60, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.fillRect(10, 5, 80, 1, QColor("#E8EAEB"))
    painter.fillRect(10, 15, 80, 2, QColor("#E8EAEB"))
    painter.fillRect(10, 25, 30, 1, QColor("#E8EAEB"))
    painter.fillRect(10, 35, 80, 1, QColor("#123456"))
    painter.fillRect(10, 45, 80, 10, QColor("#E8EAEB"))
    painter.end()
    assert screen.lines(picture, ["#E8EAEB"], 60) == 2
