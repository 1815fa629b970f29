"""How things look right now, as one plain value: what a theme comes down to for widgets and documents.

Widgets and the renderer know no theme (an import contract); the composition root turns the theme into a Look
and hands it down whenever it changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Look:
    """Colours by role and the few switches that painting needs.

    `colors`: role name of the design tokens ("text-muted", "accent", "table-header-bg", ...; of the theme
    and of the current accent in one mapping) to a Qt colour text (`#RRGGBB` or `#AARRGGBB`).
    `text_scale`: 0.8 to 2.0, multiplies fonts, lines, controls and icons; spacing and radii stay.
    `icons`: the directory of the SVG icons (`copy.svg`, ...; strokes in `currentColor`).
    """

    colors: Mapping[str, str]
    icons: Path
    text_scale: float = 1.0
    dark: bool = False
    high_contrast: bool = False
    links_underlined: bool = False
    reduced_motion: bool = False

    def scaled(self, pixels: float) -> int:
        """A size of the design (px at 100 %) at the current text scale, in device-independent pixels."""
        return round(pixels * self.text_scale)
