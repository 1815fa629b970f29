"""Everything on screen can be read: the contrast of every pair of colours that is painted, in every look.

Floors by WCAG 2.2: text 4.5 (1.4.3), what only has to be seen (rings, outlines, icons) 3 (1.4.11); in high
contrast text 7 (1.4.6) and the rest 4.5.
"""

import re
from pathlib import Path

import pytest

from strakly_desktop.theme import resources
from strakly_desktop.theme.manager import PALETTE_ROLES
from strakly_desktop.theme.theme import Accent, Theme, ThemeMode, load_themes

TEXT = {
    "text": (
        "background sidebar surface surface-raised surface-hover surface-pressed table-header-bg table-row-hover"
        " code-bg inline-code-bg info-soft warning-soft danger-soft success-soft bubble-bg accent-soft"
        " accent-soft-hover list-selected-bg"
    ),
    "text-muted": (
        "background sidebar surface surface-raised surface-hover table-row-hover info-soft warning-soft"
        " danger-soft accent-soft list-selected-bg"
    ),
    "placeholder": "background sidebar surface-raised",
    "table-header-text": "table-header-bg",
    "code-text": "code-bg inline-code-bg",
    "code-keyword": "code-bg",
    "code-string": "code-bg",
    "code-number": "code-bg",
    "code-comment": "code-bg",
    "code-name": "code-bg",
    "danger": "background danger-soft surface-raised",
    "warning": "background warning-soft",
    "success": "background success-soft sidebar",
    "accent-text": "background sidebar surface surface-raised surface-hover table-row-hover accent-soft",
    "link": "background bubble-bg table-row-hover table-header-bg info-soft warning-soft danger-soft",
    "bubble-text": "bubble-bg",
    "selection-text": "selection",
    "on-accent": "accent accent-hover accent-pressed",
    "on-stop": "stop stop-hover stop-pressed",
    "tooltip-text": "tooltip-bg",
    "demo-text": "demo-bg",
}
"""Text role: the backgrounds it is written on."""

SEEN = {
    "control-border": "background surface-raised sidebar",
    "focus-ring": (
        "background sidebar surface-raised surface info-soft warning-soft danger-soft list-selected-bg surface-hover"
    ),
    "accent-outline": "background surface-raised",
    "danger": "table-row-hover",
    "quote-bar": "background",
    "scroll-thumb": "background sidebar surface-raised",
    "scroll-thumb-hover": "background sidebar surface-raised",
    "stop": "surface-raised",
    "text-muted": "surface-pressed surface-raised",
    "accent-text": "surface-pressed accent-soft-hover info-soft",
}
"""Ring, outline, bar or icon role: what it is seen against."""

DECORATION = {
    "border": "separates what also stands apart; high contrast draws control-border instead",
    "table-row-line": "rows also stand apart",
    "bubble-border": "high contrast only, where it is the colour of the text's own bubble",
    "danger-border": "the notice has an icon and words",
    "warning-border": "the notice has an icon and words",
    "success-border": "the pill has a word",
    "shadow": "decoration",
    "scrim": "dims what lies behind; the drawer also has an edge",
    "text-disabled": "WCAG exempts what is switched off",
}
"""Roles that are painted and need no contrast, and why."""

THEMES = load_themes(resources.tokens())
LOOKS = [
    THEMES.resolve(mode, accent, system_dark=False, high_contrast=high_contrast)
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK)
    for high_contrast in (False, True)
    for accent in Accent
]


def rgba(color: str) -> tuple[float, float, float, float]:
    """Red, green, blue and alpha (0 to 1) of Qt's `#RRGGBB` or `#AARRGGBB`."""
    digits = color[1:] if len(color) == 9 else f"FF{color[1:]}"
    alpha, red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4, 6))
    return red, green, blue, alpha


def over(front: str, back: tuple[float, float, float]) -> tuple[float, float, float]:
    """What is seen when `front`, which may let something through, lies on `back`."""
    red, green, blue, alpha = rgba(front)
    mixed = [alpha * mine + (1 - alpha) * other for mine, other in zip((red, green, blue), back, strict=True)]
    return mixed[0], mixed[1], mixed[2]


def luminance(color: tuple[float, float, float]) -> float:
    """Relative luminance as WCAG defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: Theme, front: str, back: str) -> float:
    """The contrast ratio of two roles; what lets light through lies on the window's background."""
    page = over(theme.colors["background"], (1.0, 1.0, 1.0))
    ground = over(theme.colors[back], page)
    light, dark = sorted((luminance(over(theme.colors[front], ground)), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(theme: Theme, pairs: dict[str, str], floor: float) -> list[str]:
    return [
        f"{front} on {back}: {ratio:.2f}"
        for front, backs in pairs.items()
        for back in backs.split()
        if (ratio := contrast(theme, front, back)) < floor
    ]


def look_name(theme: Theme) -> str:
    return f"{theme.name}-{theme.accent}"


@pytest.mark.parametrize(
    ("colors", "expected"),
    [(("#000000", "#FFFFFF"), 21.0), (("#777777", "#FFFFFF"), 4.48), (("#80000000", "#FFFFFF"), 4.0)],
)
def test_the_measure_agrees_with_known_ratios(colors: tuple[str, str], expected: float) -> None:
    theme = Theme("x", False, False, Accent.GREEN, {"background": colors[1], "front": colors[0]}, False)
    assert contrast(theme, "front", "background") == pytest.approx(expected, abs=0.01)


def test_all_four_themes_in_all_nine_accents_are_measured() -> None:
    assert len({look_name(theme) for theme in LOOKS}) == 36


@pytest.mark.parametrize("theme", LOOKS, ids=look_name)
def test_text_can_be_read(theme: Theme) -> None:
    assert too_weak(theme, TEXT, 7 if theme.high_contrast else 4.5) == []


@pytest.mark.parametrize("theme", LOOKS, ids=look_name)
def test_controls_and_rings_can_be_seen(theme: Theme) -> None:
    assert too_weak(theme, SEEN, 4.5 if theme.high_contrast else 3) == []


@pytest.mark.parametrize("theme", LOOKS, ids=look_name)
def test_a_link_can_still_be_seen_inside_a_selection(theme: Theme) -> None:
    assert too_weak(theme, {"link": "selection"}, 3) == []


def test_no_role_is_painted_without_being_measured() -> None:
    """A new use of a role must be entered above, with what it is seen against."""
    house = Path(resources.__file__).parent.parent
    sources = [*(house / "ui").rglob("*.py"), *(house / "rendering").rglob("*.py")]
    words = {word for path in sources for word in re.findall(r"\"([a-z-]+)\"", path.read_text("utf-8"))}
    sheet = (house / "theme" / "stylesheet.py").read_text("utf-8")
    words |= {name.replace("_", "-") for name in re.findall(r"\$\{?([a-z_]+)", sheet)}
    words |= set(PALETTE_ROLES.values())
    painted = words & LOOKS[0].colors.keys()
    backgrounds = {back for pairs in (TEXT, SEEN) for backs in pairs.values() for back in backs.split()}
    assert len(painted) > 30
    assert painted - TEXT.keys() - SEEN.keys() - backgrounds - DECORATION.keys() == set()
