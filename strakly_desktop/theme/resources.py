"""Finds the bundled files: in a checkout, in an installed wheel, and in a frozen executable."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


class ResourceError(Exception):
    """A bundled file is missing: the installation is damaged. The text names it."""


def directory() -> Path:
    """The directory that holds all bundled files.

    Raises:
        ResourceError: there is none.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "resources"] if frozen else []
    candidates += [_PACKAGE / "resources", _PACKAGE.parent / "resources"]
    for candidate in candidates:
        if (candidate / "themes").is_dir():
            return candidate
    raise ResourceError(f"The bundled files are missing ({candidates[-1]}). Install Strakly Desktop again.")


def tokens() -> Path:
    """The design tokens, for `load_themes`."""
    return directory() / "themes" / "tokens.json"


def icons() -> Path:
    """The directory of the SVG icons."""
    return directory() / "icons"


def app_icon() -> Path:
    """The app's own icon."""
    return icons() / "app" / "strakly.svg"


def fonts() -> tuple[Path, ...]:
    """Every bundled font, the one of the first paint first."""
    found = sorted(
        (directory() / "fonts").glob("*/*.ttf"), key=lambda path: ("Inter-" not in path.name, path)
    )
    if not found:
        raise ResourceError("The bundled fonts are missing. Install Strakly Desktop again.")
    return tuple(found)
