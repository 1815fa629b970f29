"""Decides which shared libraries go into the executable on Linux, and which as copies for systems without them.

PyInstaller takes the build machine's X11 and GL libraries. They must not win over those of the user's system, so
they lie apart, and runtime_libraries.py loads the ones that are missing there.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import icu_data

Entry = tuple[str, str, str]
"""One of PyInstaller's files: where it goes, where it comes from, and its kind."""

FALLBACK_PROBES = {
    "widgets": "/libQt6Widgets.so.6",
    "xcb": "/platforms/libqxcb.so",
    "wayland": "/platforms/libqwayland.so",
}
"""Which file, if it can be loaded, shows that a system has all that its group of files needs."""

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


class MissingLibrary(Exception):
    """The build machine lacks a library that the package must hold a copy of."""


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


def with_small_icu_data(entry: Entry, scratch: Path) -> Entry:
    target, source, kind = entry
    if kind == "SYMLINK" or not Path(target).name.startswith("libicudata.so"):
        return entry
    small = scratch / Path(target).name
    icu_data.shrink(Path(source), small)
    return target, str(small), kind


def fallback_files(binaries: Iterable[Entry], scripts: Path, scratch: Path) -> list[Entry]:
    """Copies of the system libraries that `binaries` need, for systems that have none: as plain data files.

    `GROUP.txt` names the group's probe, then the libraries, each after those that it needs itself.

    Raises:
        MissingLibrary: this machine has no copy of one, or a probe does not tell of all that its group needs.
    """
    entries = [entry for entry in binaries if entry[2] != "SYMLINK" and not is_left_to_system(entry[0])]
    inside = {Path(target).name: Path(source) for target, source, _ in entries}
    known = {**system_library_paths(), **inside}

    def foreign(files: Iterable[Path]) -> list[str]:
        needed = closure(files, known, whole=True)
        return [soname for soname in needed if soname not in inside and soname not in ALWAYS_FROM_SYSTEM]

    files: list[Entry] = []
    for group, probe in FALLBACK_PROBES.items():
        place, probe_source = next(entry[:2] for entry in entries if entry[0].endswith(probe))
        order = foreign([Path(probe_source)])
        members = [Path(source) for target, source, _ in entries if group_of(target) == group]
        if unseen := set(foreign(members)) - set(order):
            raise MissingLibrary(
                f"{place} does not need {', '.join(sorted(unseen))}, but others beside it do"
            )
        list_file = scratch / f"{group}.txt"
        list_file.write_text("".join(f"{line}\n" for line in (place, *order)))
        files.append((f"fallback/{group}.txt", str(list_file), "DATA"))
        files += [(f"fallback/{soname}", str(known[soname].resolve()), "DATA") for soname in order]
    compose = scratch / "compose"
    compose.write_text("# empty\n")
    files.append(("fallback/fonts.conf", str(scripts / "fonts.conf"), "DATA"))
    files.append(("fallback/compose", str(compose), "DATA"))
    return sorted(set(files))


def group_of(target: str) -> str:
    """Which of FALLBACK_PROBES stands for a file: that of its window system, or of all that is Qt."""
    name = target.lower()
    return next((group for group in ("wayland", "xcb") if group in name), "widgets")


def is_left_to_system(target: str) -> bool:
    """Whether a file is of use only on systems that have the libraries for it anyway.

    Printers come with CUPS, whose library would bring 20 others. Without it Qt finds no printer, and says so.
    """
    return "/printsupport/" in target


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
