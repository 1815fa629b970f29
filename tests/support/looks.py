"""A Look made of the real design tokens and icons, for the tests of widgets."""

from pathlib import Path

from strakly_desktop.rendering.look import Look
from strakly_desktop.theme.theme import Accent, ThemeMode, load_themes

RESOURCES = Path(__file__).parents[2] / "resources"


def real_look(
    mode: str = "light", accent: str = "green", *, high_contrast: bool = False, text_scale: float = 1.0
) -> Look:
    """The look of a theme, without motion."""
    themes = load_themes(RESOURCES / "themes" / "tokens.json")
    theme = themes.resolve(ThemeMode(mode), Accent(accent), False, high_contrast)
    return Look(
        colors=theme.colors,
        icons=RESOURCES / "icons",
        text_scale=text_scale,
        dark=theme.dark,
        high_contrast=theme.high_contrast,
        links_underlined=theme.links_underlined,
        reduced_motion=True,
    )
