"""What each command needs of the system, and how it gets there: libraries and programs, by their Debian packages."""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from launcher.words import SetUpError, say

# What Qt links to and brings no copy of, by the Debian package that holds it.
LIBRARIES = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libglib2.0-0": "libgthread-2.0.so.0",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    # From here on: what a real window adds (Qt's xcb plugin).
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-shm0": "libxcb-shm.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
TEST_PROGRAMS = {
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "binutils": "objdump",
    # A real keychain, started by the tests.
    "dbus-daemon": "dbus-run-session",
    "gnome-keyring": "gnome-keyring-daemon",
    # The database of a chain of gyms, started by the tests; Debian keeps it off the path.
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
}
# What opens the files and the clipboard of the app: large, and so in a job of its own.
OFFICE_PROGRAMS = {"libreoffice-calc": "soffice", "gnumeric": "ssconvert", "poppler-utils": "pdftotext"}
# What the executable holds copies of, beyond these.
PACKAGE_LIBRARIES = {
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
    "libwayland-client0": "libwayland-client.so.0",
    "libwayland-cursor0": "libwayland-cursor.so.0",
}
if sys.base_prefix == "/usr":
    # Debian's Python stands without it; the executable stands on it.
    DOT_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
    PACKAGE_LIBRARIES[f"libpython{DOT_VERSION}"] = f"libpython{DOT_VERSION}.so.1.0"
PACKAGE_PROGRAMS = {"binutils": "objdump", "libc-bin": "ldconfig", "chrpath": "chrpath"}
# What starts the executable on a bare system, drives it and looks at it.
PROVE_PROGRAMS = {
    **TEST_PROGRAMS,
    "debootstrap": "debootstrap",
    "imagemagick": "import",
    # What checks the Debian package.
    "lintian": "lintian",
    "desktop-file-utils": "desktop-file-validate",
    "appstream": "appstreamcli",
}


class Needs(NamedTuple):
    """Names by the Debian package that holds them: of a library as it is loaded, of a program as it is called.

    A program that lies off the path has its whole name, in which wildcards may stand.
    """

    libraries: dict[str, str]
    programs: dict[str, str]


APP = Needs(LIBRARIES, {})
TESTS = Needs(LIBRARIES, TEST_PROGRAMS)
OFFICE_TESTS = Needs(LIBRARIES, {**TEST_PROGRAMS, **OFFICE_PROGRAMS})
PACKAGE = Needs({**LIBRARIES, **PACKAGE_LIBRARIES}, PACKAGE_PROGRAMS)
PACKAGE_PROOF = Needs(PACKAGE.libraries, {**PACKAGE_PROGRAMS, **PROVE_PROGRAMS})


def install_system_packages(needs: Needs) -> None:
    """Install what is missing of them, where nobody has to be asked for a password.

    Raises:
        SetUpError: it could not be installed, or only the person can do it: in the line that it tells.
    """
    packages = missing_packages(needs)
    if not packages:
        return
    if shutil.which("apt-get") is None:
        names = [needs.libraries.get(package) or needs.programs[package] for package in packages]
        raise SetUpError(f"Install these by this system's own means, then run this again: {' '.join(names)}")
    install = ["install", "-y", "--no-install-recommends", *packages]
    prefix = root_prefix()
    if prefix is None:
        line = as_root(f"apt-get update && apt-get {shlex.join(install)}")
        raise SetUpError(f"System packages are missing. Run this one line, then run this again:\n  {line}")
    say(f"Installing system packages: {' '.join(packages)}")
    # Another installation may hold apt's lock on a new machine: wait for it.
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    # A failed update alone is no reason to stop: only some other source of this machine may be down.
    subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL, check=False)
    subprocess.run([*apt, *install], stdin=subprocess.DEVNULL, check=False)
    still_missing = missing_packages(needs)
    if still_missing:
        raise SetUpError(f"apt-get could not install {' '.join(still_missing)}: its messages above say why.")


def missing_packages(needs: Needs) -> list[str]:
    """The Debian packages of what is not here."""
    libraries = [package for package, library in needs.libraries.items() if not loads(library)]
    return libraries + [package for package, program in needs.programs.items() if not is_here(program)]


def is_here(program: str) -> bool:
    """Whether a program is on the path, or anything has this absolute name, which may hold wildcards."""
    return shutil.which(program) is not None or any(Path("/").glob(program.lstrip("/")))


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def root_prefix() -> list[str] | None:
    """What to put before a command to run it as root without a question; None where that is impossible."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def as_root(command: str) -> str:
    """The line that a person types to run `command` as root."""
    if os.geteuid() == 0:
        return command
    return f"{'sudo sh' if shutil.which('sudo') else 'su'} -c {shlex.quote(command)}"
