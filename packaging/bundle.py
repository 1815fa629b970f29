"""Decides what goes into the executable: which distributions, which parts of Qt, and which shared libraries.

PyInstaller by itself takes whatever the build machine happens to have: test tools through optional imports, GTK
through a Qt plugin, the machine's X11 libraries. What is shipped must not depend on that machine, so each of
the three is decided here by a rule.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path, PurePosixPath

import icu_data
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = "strakly-desktop"
EXTRAS = frozenset({"bot"})
Entry = tuple[str, str, str]
"""One of PyInstaller's files: where it goes, where it comes from, and its kind."""

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
}
"""What a window of widgets needs; the GTK theme would bring GTK, TLS and QML belong to parts never used."""

ALWAYS_FROM_SYSTEM = frozenset(
    {
        # The C library: two of them cannot live in one process.
        "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0",
        "librt.so.1", "libresolv.so.2", "libutil.so.1", "libanl.so.1", "libcrypt.so.1",
        # The program that unpacks us links to it, so it is there or nothing starts.
        "libz.so.1",
    }
)  # fmt: skip
SHARED_WITH_SYSTEM = frozenset({"libgcc_s.so.1", "libstdc++.so.6"})
"""What the system's graphics drivers are linked to as well: theirs must win, or they fail to load."""

UNUSED_MODULES = (
    # Of the standard library.
    "tkinter", "idlelib", "lib2to3", "test", "turtle", "pydoc_data", "ensurepip", "distutils", "_tkinter",
    "readline", "curses", "_curses",
    # Database drivers and tools that libraries only offer.
    "sqlalchemy.dialects.mssql", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle",
    "sqlalchemy.testing", "pydantic.mypy", "pydantic._hypothesis_plugin", "anyio.pytest_plugin",
    "pydantic_ai._cli", "pydantic_ai.realtime", "pydantic_ai.ui",
    # Language models whose client library is not shipped: they could not be imported anyway.
    *(f"pydantic_ai.models.{name}" for name in (
        "anthropic", "bedrock", "bedrock_mantle", "cerebras", "cohere", "crusoe", "github_copilot", "google",
        "google_decisions", "groq", "huggingface", "mistral", "ollama", "openai", "openai_codex",
        "openai_decisions", "openrouter", "snowflake", "xai", "zai",
    )),
)  # fmt: skip


LOADED_AT_START = (
    "strakly_desktop", "argparse", "ast", "asyncio", "base64", "concurrent", "contextlib", "copy", "csv",
    "dataclasses", "datetime", "dis", "gettext", "hashlib", "html", "inspect", "ipaddress", "json", "logging",
    "pathlib", "pickle", "platform", "platformdirs", "qasync", "random", "secrets", "selectors", "shutil",
    "signal", "socket", "ssl", "subprocess", "tempfile", "textwrap", "threading", "typing", "urllib", "uuid",
    "xml", "zipfile",
)  # fmt: skip
"""Kept as plain files: unpacking what the first paint needs costs 20 ms; all as files would cost 23 MB."""

UNUSED_RUNTIME_HOOKS = frozenset(
    {"pyi_rth_pyside6", "pyi_rth_inspect", "pyi_rth_pkgutil", "pyi_rth_multiprocessing"}
)
"""They would load Qt into the local assistant, and modules into both processes, for what nothing here does."""


class MissingLibrary(Exception):
    """The build machine lacks a library that the package must hold a copy of."""


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
        if (name, wanted) not in seen:
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
    """Those of Qt that PyInstaller adds on suspicion, unless our own code names them."""
    sources = [path.read_text("utf-8") for path in (ROOT / "strakly_desktop").rglob("*.py")]
    for module in ("QtNetwork", "QtDBus"):
        if not any(module in source for source in sources):
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


def linux_binaries(collected: Iterable[Entry], scratch: Path) -> list[Entry]:
    """Of what PyInstaller collected: all that came from packages, and of the system only what Python needs."""
    entries = list(collected)
    ours = [entry for entry in entries if not is_system_library(entry)]
    sources = {Path(target).name: Path(source) for target, source, kind in entries if kind != "SYMLINK"}
    roots = [Path(source) for target, source, kind in ours if kind != "SYMLINK" and not is_library(target)]
    reached = set(closure(roots, sources))
    ours = [entry for entry in ours if not is_library(entry[0]) or Path(entry[0]).name in reached]
    private = set(closure(python_modules(ours), sources)) - ALWAYS_FROM_SYSTEM - SHARED_WITH_SYSTEM
    ours += [entry for entry in entries if is_system_library(entry) and entry[0] in private]
    return [with_small_icu_data(entry, scratch) for entry in ours]


def unbroken(entries: Iterable[Entry], files: Iterable[Entry]) -> list[Entry]:
    """`entries` without links to what is not among `files`; a link's source is its place inside the folder."""
    present = {target for target, _, _ in files}
    return [entry for entry in entries if entry[2] != "SYMLINK" or entry[1] in present]


def with_small_icu_data(entry: Entry, scratch: Path) -> Entry:
    target, source, kind = entry
    if kind == "SYMLINK" or not Path(target).name.startswith("libicudata.so"):
        return entry
    small = scratch / Path(target).name
    icu_data.shrink(Path(source), small)
    return target, str(small), kind


def fallback_files(binaries: Iterable[Entry], scripts: Path, scratch: Path) -> list[Entry]:
    """Copies of the system libraries that `binaries` need, for systems that have none: as plain data files.

    `order.txt` lists them so that each comes after those it needs itself.
    """
    entries = [entry for entry in binaries if entry[2] != "SYMLINK"]
    inside = {Path(target).name: Path(source) for target, source, _ in entries}
    known = {**system_library_paths(), **inside}
    needed = closure([Path(source) for _, source, _ in entries], known, whole=True)
    order = [soname for soname in needed if soname not in inside and soname not in ALWAYS_FROM_SYSTEM]
    order_file = scratch / "order.txt"
    order_file.write_text("".join(f"{soname}\n" for soname in order))
    compose = scratch / "compose"
    compose.write_text("# empty\n")
    copies = [(f"fallback/{soname}", str(known[soname].resolve()), "DATA") for soname in order]
    return [
        *copies,
        ("fallback/order.txt", str(order_file), "DATA"),
        ("fallback/fonts.conf", str(scripts / "fonts.conf"), "DATA"),
        ("fallback/compose", str(compose), "DATA"),
    ]


def is_system_library(entry: Entry) -> bool:
    """Whether PyInstaller took it from the build machine and not from Python or a package."""
    target, source, kind = entry
    inside = (Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve() / "lib")
    from_python = any(Path(source).resolve().is_relative_to(place) for place in inside)
    if sys.base_prefix == "/usr":  # a system's own Python: its modules lie beside the system's libraries
        from_python = "python3" in source
    return kind != "SYMLINK" and not from_python and "/" not in target


def is_library(target: str) -> bool:
    """Whether a file is there only because something links to it."""
    return "/Qt/lib/" in target or ("/" not in target and ".so." in target and "python" not in target)


def python_modules(entries: Iterable[Entry]) -> list[Path]:
    """The compiled modules outside of Qt."""
    return [
        Path(source)
        for target, source, kind in entries
        if kind != "SYMLINK" and not target.startswith(("PySide6/", "shiboken6/"))
    ]


def needed_libraries(file: Path) -> list[str]:
    """The sonames that one ELF file asks for."""
    listed = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^\s+NEEDED\s+(\S+)$", listed, re.MULTILINE)


def system_library_paths() -> dict[str, Path]:
    """Where this machine's dynamic linker finds each soname."""
    listed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    bits = "x86-64" if sys.maxsize > 2**32 else "libc6)"
    found: dict[str, Path] = {}
    for soname, kind, path in re.findall(r"^\t(\S+) \((\S[^)]*)\) => (\S+)$", listed, re.MULTILINE):
        if "x86-64" in kind or "AArch64" in kind or bits not in listed:
            found.setdefault(soname, Path(path))
    return found


def closure(files: Iterable[Path], known: Mapping[str, Path], *, whole: bool = False) -> list[str]:
    """All sonames in `known` that `files` need, directly or not, each one after those it needs itself.

    Raises:
        MissingLibrary: `whole`, and one that is needed is neither known nor the system's own.
    """
    order: dict[str, None] = {}
    visited: set[str] = set()

    def visit(file: Path) -> None:
        for soname in needed_libraries(file):
            if soname in known and soname not in visited:
                visited.add(soname)
                visit(known[soname])
                order[soname] = None
            elif whole and soname not in known and soname not in ALWAYS_FROM_SYSTEM:
                raise MissingLibrary(f"{file.name} needs {soname}, which this machine does not have")

    for file in files:
        visit(file)
    return list(order)
