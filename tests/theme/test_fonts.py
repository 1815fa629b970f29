"""The same letters on every machine."""

import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QRawFont
from PySide6.QtWidgets import QApplication, QLabel

from strakly_desktop.theme.fonts import application_font, install_fonts, is_expected_qt_warning


@pytest.fixture(autouse=True)
def families(qapp: QApplication) -> tuple[str, ...]:
    return install_fonts()


def test_the_families_have_the_names_that_the_look_asks_for(families: tuple[str, ...]) -> None:
    assert {"Inter", "JetBrains Mono", "Noto Sans Devanagari"} <= set(families)


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_each_weight_is_a_cut_of_its_own(weight: int) -> None:
    font = QFont("Inter")
    font.setWeight(QFont.Weight(weight))
    assert QFontInfo(font).family() == "Inter"
    assert QFontInfo(font).weight() == weight


def test_the_bundled_cuts_widen_with_the_weight() -> None:
    widths = []
    for weight in (400, 500, 600, 700):
        font = QFont("Inter", 40)
        font.setWeight(QFont.Weight(weight))
        widths.append(QFontMetrics(font).horizontalAdvance("Memberships that expire this week"))
    assert widths == sorted(set(widths))


@pytest.mark.parametrize(
    ("family", "text"),
    [("Inter", "₹1,250 – “due” ✓ →"), ("JetBrains Mono", ">= != {}"), ("Noto Sans Devanagari", "नमस्ते")],
)
def test_the_letters_of_the_desk_are_bundled(family: str, text: str) -> None:
    raw = QRawFont.fromFont(QFont(family))
    assert [letter for letter in text if not raw.supportsCharacter(ord(letter))] == []


@pytest.mark.parametrize(("scale", "pixels"), [(0.8, 11), (1.0, 14), (2.0, 28)])
def test_the_application_font_follows_the_text_scale(scale: float, pixels: int) -> None:
    font = application_font(scale)
    assert font.pixelSize() == pixels
    assert font.families() == ["Inter", "Noto Sans Devanagari"]
    assert font.hintingPreference() is QFont.HintingPreference.PreferNoHinting


@pytest.mark.parametrize("family", ["Inter", "JetBrains Mono"])
def test_hindi_makes_no_other_warning_than_the_expected(family: str) -> None:
    """In text and in code, in every weight: nothing of it may fill the log."""
    said: list[str] = []
    before = qInstallMessageHandler(lambda kind, context, text: said.append(text or ""))
    try:
        for weight in QFont.Weight:
            font = QFont()
            font.setFamilies([family, "Noto Sans Devanagari"])
            font.setWeight(weight)
            label = QLabel("नमस्ते दुनिया")
            label.setFont(font)
            label.grab()
    finally:
        qInstallMessageHandler(before)
    assert [text for text in said if not is_expected_qt_warning(text)] == []


def test_only_the_known_warning_is_expected() -> None:
    assert is_expected_qt_warning('OpenType support missing for "Inter", script 11')
    assert is_expected_qt_warning('OpenType support missing for "JetBrains Mono", script 11')
    assert not is_expected_qt_warning('OpenType support missing for "Inter", script 16')
    assert not is_expected_qt_warning('OpenType support missing for "Comic Sans", script 11')
    assert not is_expected_qt_warning("QPainter::begin: Paint device returned engine == 0")
