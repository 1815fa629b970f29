"""Turns the theme into the plain value that widgets paint with (they know no theme)."""

import os
from pathlib import Path

from strakly_desktop.rendering.look import Look
from strakly_desktop.theme.theme import Theme


def look_of(theme: Theme, text_scale: float, icons: Path) -> Look:
    """The Look for `theme` at `text_scale` (0.8 to 2.0), with the SVG icons of the directory `icons`.

    Qt does not tell whether the system asks for less motion; STRAKLY_REDUCED_MOTION=1 does.
    """
    return Look(
        colors=theme.colors,
        icons=icons,
        text_scale=text_scale,
        dark=theme.dark,
        high_contrast=theme.high_contrast,
        links_underlined=theme.links_underlined,
        reduced_motion=os.environ.get("STRAKLY_REDUCED_MOTION") == "1",
    )
