"""The bundled fonts, so that every machine shows the same letters, one without fonts included."""

from PySide6.QtGui import QFont, QFontDatabase

from strakly_desktop.theme import resources

TEXT_FAMILIES = ("Inter", "Noto Sans Devanagari")
BASE_PIXELS = 14
_EMOJI_FAMILIES = ("Noto Color Emoji", "Segoe UI Emoji", "Apple Color Emoji")
# Script 11 is Devanagari. Any other script means letters that no bundled font has: worth knowing.
_EXPECTED_WARNINGS = frozenset(
    f'OpenType support missing for "{family}", script 11' for family in ("Inter", "JetBrains Mono")
)


def install_fonts() -> tuple[str, ...]:
    """Register the bundled fonts with Qt and return their families. Needs a QGuiApplication."""
    families: dict[str, None] = {}
    for path in resources.fonts():
        identifier = QFontDatabase.addApplicationFont(str(path))
        families |= dict.fromkeys(QFontDatabase.applicationFontFamilies(identifier))
    emoji = [family for family in _EMOJI_FAMILIES if QFontDatabase.hasFamily(family)]
    if emoji:
        QFontDatabase.setApplicationEmojiFontFamilies(emoji)
    return tuple(families)


def application_font(text_scale: float) -> QFont:
    """The font of every widget that sets none, at `text_scale` (0.8 to 2.0)."""
    font = QFont()
    font.setFamilies(list(TEXT_FAMILIES))
    font.setPixelSize(round(BASE_PIXELS * text_scale))
    # With hinting, letters jump between display ratios.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def is_expected_qt_warning(text: str) -> bool:
    """Whether Qt only says that text or code font has no Devanagari letters, which the next family has."""
    return text in _EXPECTED_WARNINGS
