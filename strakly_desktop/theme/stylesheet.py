"""The application's stylesheet, made of a theme's roles."""

from strakly_desktop.theme.theme import Theme


def build_stylesheet(theme: Theme, text_scale: float) -> str:
    """The text for QApplication.setStyleSheet, for `theme` at `text_scale` (0.8 to 2.0)."""
    size = round(14 * text_scale)
    return f"QWidget {{ color: {theme.colors['text']}; font-size: {size}px; }}"
