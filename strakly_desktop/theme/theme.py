"""Colours by role: which theme applies, and every colour of it, read from the design tokens.

Nothing else in the house names a colour. The tokens write alpha last (`#RRGGBBAA`), Qt reads it first
(`#AARRGGBB`); the conversion happens here, once, so that every reader of a Theme can hand its texts to Qt.
"""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

TEXT_SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""The steps of the text size, smallest first; 1.0 is the design's own."""

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?")
_UNDERLINE = "link-underline"


class ThemeMode(StrEnum):
    """What the person chose. SYSTEM follows the operating system, live."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Accent(StrEnum):
    """The nine accents, by the names that the assistant and the web app use."""

    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    RED = "red"
    ORANGE = "orange"
    TEAL = "teal"
    PINK = "pink"
    BLACK = "black"
    WHITE = "white"


class ThemeDataError(Exception):
    """The theme data cannot be read or is not complete; the text says where."""


class Theme(NamedTuple):
    """One theme in one accent.

    `name`: the tokens' name of it ("light", "high-contrast-dark", ...).
    `colors`: role ("text-muted", "accent", ...) to `#RRGGBB` or `#AARRGGBB`, of theme and accent together.
    `links_underlined`: always, because the link has the colour of the text or contrast is high.
    """

    name: str
    dark: bool
    high_contrast: bool
    accent: Accent
    colors: Mapping[str, str]
    links_underlined: bool


class Themes:
    """All themes of one token file. Each is put together once."""

    def __init__(self, themes: Mapping[tuple[str, Accent], Theme]) -> None:
        self._themes = themes

    def resolve(self, mode: ThemeMode, accent: Accent, system_dark: bool, high_contrast: bool) -> Theme:
        """The theme to show for these wishes of the person and of the operating system."""
        dark = system_dark if mode is ThemeMode.SYSTEM else mode is ThemeMode.DARK
        return self._themes[_theme_name(dark, high_contrast), accent]


def load_themes(path: Path) -> Themes:
    """Read and check the token file.

    Raises:
        ThemeDataError: the file is missing, is no JSON, lacks a theme, an accent or a role that the others
            have, or holds something that is no colour.
    """
    try:
        tokens: object = json.loads(path.read_bytes())
    except OSError as error:
        raise ThemeDataError(f"The theme file {path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ThemeDataError(f"The theme file {path} is not valid JSON: {error}") from error
    sources = _section(tokens, "themes", where=path.name)
    themes: dict[tuple[str, Accent], Theme] = {}
    for dark in (False, True):
        for high_contrast in (False, True):
            name = _theme_name(dark, high_contrast)
            source = _section(sources, name, where="themes")
            roles = _colors(_section(source, "roles", where=name), where=f"{name}.roles")
            accents = _section(source, "accents", where=name)
            for accent in Accent:
                where = f"{name}.accents.{accent}"
                values = dict(_section(accents, accent.value, where=f"{name}.accents"))
                underline = values.pop(_UNDERLINE, None)
                if underline not in ("always", "hover"):
                    raise ThemeDataError(f"{where}.{_UNDERLINE} is neither 'always' nor 'hover'")
                colors = MappingProxyType(roles | _colors(values, where=where))
                themes[name, accent] = Theme(
                    name, dark, high_contrast, accent, colors, links_underlined=underline == "always"
                )
    _check_roles(themes)
    return Themes(themes)


def nearest_text_scale(scale: float) -> float:
    """The step of TEXT_SCALES that is closest to `scale`."""
    return min(TEXT_SCALES, key=lambda step: abs(step - scale))


def _theme_name(dark: bool, high_contrast: bool) -> str:
    return ("high-contrast-" if high_contrast else "") + ("dark" if dark else "light")


def _section(parent: object, key: str, where: str) -> Mapping[str, object]:
    section = parent.get(key) if isinstance(parent, dict) else None
    if not isinstance(section, dict):
        raise ThemeDataError(f"{where} has no section {key!r}")
    return section


def _colors(values: Mapping[str, object], where: str) -> dict[str, str]:
    colors = {}
    for role, value in values.items():
        if not isinstance(value, str) or not _COLOR.fullmatch(value):
            raise ThemeDataError(f"{where}.{role} is not a colour: {value!r}")
        # `#RRGGBBAA` to Qt's `#AARRGGBB`.
        colors[role] = value if len(value) == 7 else f"#{value[7:]}{value[1:7]}"
    return colors


def _check_roles(themes: Mapping[tuple[str, Accent], Theme]) -> None:
    """A role that only some themes have would be a missing colour at the moment the theme changes."""
    every = frozenset().union(*(theme.colors for theme in themes.values()))
    for theme in themes.values():
        missing = every - theme.colors.keys()
        if missing:
            raise ThemeDataError(f"{theme.name} in {theme.accent} lacks {', '.join(sorted(missing))}")
