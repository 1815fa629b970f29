"""Runs in the packaged app before everything else: gives it the shared libraries that this system lacks.

Qt links to libraries of the desktop (X11, GL, fontconfig, GLib, D-Bus) which a bare system does not have. A copy
of each lies in `fallback/`, a folder that no linker searches, so that the system's own always wins: only they
fit its drivers, fonts and input methods. A library that is loaded serves all later ones that ask for its name.

Most systems lack nothing. There, loading the one file of Qt that needs all the others shows it, and costs
nothing: Qt would load it a moment later.
"""

import ctypes
import os
import sys
from pathlib import Path

INSIDE = Path(getattr(sys, "_MEIPASS", ""))
FALLBACK = INSIDE / "fallback"
ALWAYS = ("libgcc_s.so.1", "libstdc++.so.6")
DISPLAYS = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
MISSING_DATA = {
    # Qt's keyboard wants the directory to exist; the keymap itself comes from the display.
    "XKB_CONFIG_ROOT": ("/usr/share/X11/xkb", FALLBACK),
    "FONTCONFIG_FILE": ("/etc/fonts/fonts.conf", FALLBACK / "fonts.conf"),
    # Without the system's table of accents there are none; an empty one spares a warning.
    "XCOMPOSEFILE": ("/usr/share/X11/locale", FALLBACK / "compose"),
}


def restore_search_path() -> None:
    """Give children (a web browser) the library path of this system; ours is already in effect here.

    The local assistant is a child of the same program, and would believe that all is set up for it.
    """
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if original is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = original


def window_systems() -> list[str]:
    """Those that Qt may use here: what it is told to, or else what this session offers."""
    asked = os.environ.get("QT_QPA_PLATFORM")
    if asked:
        return [name for name in DISPLAYS if name in asked]
    return [name for name, variable in DISPLAYS.items() if os.environ.get(variable)]


def complete(group: str) -> None:
    """Load what Qt needs of `group`: `fallback/GROUP.txt` names the file that needs it all, then the libraries."""
    probe, *sonames = (FALLBACK / f"{group}.txt").read_text("ascii").split()
    try:
        ctypes.CDLL(str(INSIDE / probe))
    except OSError:
        load_missing(sonames)


def load_missing(sonames: list[str]) -> None:
    """Load each of `sonames` (sorted: every one after those it needs) from the system, or else our copy."""
    for soname in sonames:
        try:
            ctypes.CDLL(soname)
        except OSError:
            ctypes.CDLL(str(FALLBACK / soname))


def point_to_data() -> None:
    """Name our copy of the data that desktop libraries read, where the system has none."""
    for variable, (usual, copy) in MISSING_DATA.items():
        if variable not in os.environ and not Path(usual).exists():
            os.environ[variable] = str(copy)


def hold_modules() -> None:
    """Load modules from the executable that runs, also when an upgrade has put another one into its place."""
    import pyimod02_importers

    pyimod02_importers.pyz_archive._filename = "/proc/self/exe"


if sys.platform == "linux" and FALLBACK.is_dir():
    hold_modules()
    restore_search_path()
    if sys.argv[1:2] == ["serve"]:
        # The local assistant draws nothing: it needs only what compiled modules need.
        load_missing(list(ALWAYS))
    else:
        for group in ("widgets", *window_systems()):
            complete(group)
        point_to_data()
