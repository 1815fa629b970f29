"""Decides what goes into the executable: which distributions and modules, and which parts of Qt.

PyInstaller by itself takes whatever the build machine happens to have: test tools through optional imports, GTK
through a Qt plugin. What is shipped must not depend on that machine, so each is decided here by a rule; for the
machine's own libraries see shared_libraries.py.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from shared_libraries import Entry

ROOT = Path(__file__).resolve().parent.parent
PROJECT = "strakly-desktop"
EXTRAS = frozenset({"bot"})
NOT_SHIPPED = frozenset({"pydantic-ai-slim", "httpx2", "openai", "psycopg", "alembic", "prometheus-client"})
"""What only hosted language models or a chain of gyms need: the package has no client library of any model."""

QT_PLUGINS = {
    "platforms": {"qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"},
    "wayland-shell-integration": {"xdg-shell"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platformthemes": {"qxdgdesktopportal"},
    "iconengines": {"qsvgicon"},
    "imageformats": {"qsvg", "qico"},
    "styles": {"qmodernwindowsstyle", "qmacstyle"},
    "printsupport": {"cupsprintersupport"},
    "networkinformation": {"qnetworklistmanager", "qscnetworkreachability"},
}
"""What a window of widgets needs; the GTK theme would bring GTK, TLS and QML belong to parts never used."""

UNUSED_MODULES = (
    # Of the standard library.
    "tkinter", "idlelib", "lib2to3", "test", "turtle", "pydoc_data", "ensurepip", "distutils", "_tkinter",
    "readline", "curses", "_curses", "bz2", "lzma",
    # Database drivers and tools that libraries only offer, and what a desk never is.
    "sqlalchemy.dialects.mssql", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle",
    "strakly_desktop.bot.chain",
    "sqlalchemy.testing", "pydantic.mypy", "pydantic._hypothesis_plugin", "anyio.pytest_plugin",
)  # fmt: skip


LOADED_AT_START = (
    "strakly_desktop", "PySide6", "shiboken6", "qasync", "platformdirs", "__future__", "_markupbase",
    "argparse", "ast", "asyncio", "base64", "bisect", "concurrent", "contextlib", "contextvars", "copy",
    "ctypes", "dataclasses", "datetime", "dis", "fnmatch", "gettext", "hashlib", "hmac", "html", "importlib",
    "inspect", "ipaddress", "json", "logging", "opcode", "pathlib", "queue", "random", "secrets", "selectors",
    "shutil", "signal", "socket", "ssl", "string", "subprocess", "tempfile", "textwrap", "threading", "token",
    "tokenize", "typing", "urllib", "xml", "zipfile",
    # Since Python 3.13.
    "_colorize", "_opcode_metadata", "glob",
)  # fmt: skip
"""Kept as plain files: unpacking what the first paint needs costs 20 ms; all as files would cost 23 MB."""

UNUSED_RUNTIME_HOOKS = frozenset(
    {"pyi_rth_pyside6", "pyi_rth_inspect", "pyi_rth_pkgutil", "pyi_rth_multiprocessing"}
)
"""They would load Qt into the local assistant, and modules into both processes, for what nothing here does."""


def collection_modes() -> dict[str, str]:
    """How PyInstaller keeps modules: files of what is loaded at the start, all else inside the executable.

    A running app can read its executable to the end, also when an upgrade has replaced every file: so whatever of
    ours is loaded later comes from there.
    """
    ask = "import sys, strakly_desktop.__main__, strakly_desktop.app.composition.run; print(*sys.modules)"
    asked = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    files = (ROOT / "strakly_desktop").rglob("*.py")
    ours = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files if file.stem != "__init__"
    }
    later = sorted(ours.difference(asked.stdout.split()))
    return {**dict.fromkeys(LOADED_AT_START, "pyc"), **dict.fromkeys(later, "pyz")}


def shipped_distributions() -> dict[str, Distribution]:
    """Every distribution that the app needs at run time, by its normalised name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [
        *project["dependencies"],
        *(line for x in EXTRAS for line in project["optional-dependencies"][x]),
    ]
    found: dict[str, Distribution] = {}
    queue = [(line, frozenset({""})) for line in lines]
    seen: set[tuple[str, frozenset[str]]] = set()
    while queue:
        line, extras = queue.pop()
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        wanted = frozenset({"", *requirement.extras})
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        if (name, wanted) not in seen and name not in NOT_SHIPPED:
            seen.add((name, wanted))
            found[name] = distribution(name)
            queue += [(further, wanted) for further in found[name].requires or []]
    return dict(sorted(found.items()))


def metadata() -> list[Entry]:
    """The metadata of every shipped distribution: several ask for their own version when imported."""
    files: list[Entry] = []
    for dist in shipped_distributions().values():
        for file in dist.files or []:
            if file.parts[0].endswith(".dist-info") and file.name in ("METADATA", "entry_points.txt"):
                files.append((file.as_posix(), str(file.locate()), "DATA"))
    return files


def version() -> str:
    """The app's version, as `strakly_desktop/__init__.py` says it."""
    text = (ROOT / "strakly_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise ValueError("strakly_desktop/__init__.py says no version")
    return found.group(1)


def excluded_modules() -> list[str]:
    """Top-level modules of everything that is installed here but not needed at run time."""
    shipped = shipped_distributions()
    foreign = {
        module
        for module, owners in packages_distributions().items()
        if not any(canonicalize_name(owner) in {*shipped, PROJECT} for owner in owners)
    }
    return sorted(foreign | set(UNUSED_MODULES) | set(unused_qt_modules()))


def unused_qt_modules() -> Iterator[str]:
    """Those of Qt that PyInstaller adds on suspicion, unless our own code imports them.

    Linux tells of its network without Qt's: `app/process/network_watch.py` imports it on the other systems.
    """
    sources = [path.read_text("utf-8") for path in (ROOT / "strakly_desktop").rglob("*.py")]
    for module in ("QtNetwork", "QtDBus"):
        imported = re.compile(rf"^\s*(from|import) PySide6(\.| import .*\b){module}\b", re.MULTILINE)
        is_asked = module != "QtNetwork" or sys.platform != "linux"
        if not (is_asked and any(imported.search(source) for source in sources)):
            yield f"PySide6.{module}"


def wanted_file(target: str) -> bool:
    """Whether a collected file is of any use to the app."""
    path = PurePosixPath(target.replace("\\", "/"))
    if path.parts[0].endswith(".dist-info"):
        return False  # metadata() has what is read of them
    if path.parts[0] == "rapidfuzz":
        # Each module comes twice; without the variants for newer processors it takes the plain ones.
        return "_avx2" not in path.name
    if path.parts[0] != "PySide6":
        return True
    if "translations" in path.parts or "qml" in path.parts:
        return False
    if "plugins" not in path.parts:
        return True
    kind, name = path.parts[-2], path.name.split(".")[0].removeprefix("lib")
    return name in QT_PLUGINS.get(kind, set())


def unbroken(entries: Iterable[Entry], files: Iterable[Entry]) -> list[Entry]:
    """`entries` without links to what is not among `files`; a link's source is its place inside the folder."""
    present = {target for target, _, _ in files}
    return [entry for entry in entries if entry[2] != "SYMLINK" or entry[1] in present]
