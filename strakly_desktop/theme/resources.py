"""Finds the bundled files: in a checkout, in an installed wheel, and in a frozen executable."""

import json
import sys
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).resolve().parent.parent


class ResourceError(Exception):
    """A bundled file is missing: the installation is damaged. The text names it."""


class BuildInfo(NamedTuple):
    """What a packaged app knows of its own origin.

    `commit` is the full git hash, with `-modified` behind it for a tree that differed from it, "" where the
    tree had no history; `date` is that commit's, in ISO 8601.
    """

    version: str
    commit: str
    date: str


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


def build_info() -> BuildInfo | None:
    """Version, commit and date of a packaged app, for its About; None where the program was not packaged.

    `packaging/executable.py` writes the file, beside `third_party_licences()`.

    Raises:
        ResourceError: it is damaged.
    """
    file = directory() / "build.json"
    if not file.is_file():
        return None
    try:
        said = json.loads(file.read_text("utf-8"))
        return BuildInfo(str(said["version"]), str(said["commit"]), str(said["date"]))
    except (ValueError, TypeError, KeyError) as error:
        raise ResourceError(f"A bundled file is damaged ({file}). Install Strakly Desktop again.") from error


def third_party_licences() -> Path | None:
    """The text file with the licences of all works by others in a packaged app; None where not packaged."""
    file = directory() / "THIRD_PARTY_LICENSES.txt"
    return file if file.is_file() else None
