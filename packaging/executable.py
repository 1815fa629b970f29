"""Builds the executable: `run.py package` -> `dist/strakly-desktop/`, the same bytes for the same commit.

Also writes what the About dialog tells (version, commit) and the licences of everything inside.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import bundle
import licences
import shared_libraries

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = ROOT / "build" / "package"
TARGET = ROOT / "dist" / "strakly-desktop"


def build() -> Path:
    """Build the folder of the executable and return it; `dist/strakly-desktop/` is replaced.

    Raises:
        subprocess.CalledProcessError: PyInstaller or a tool failed; its messages are on standard error.
    """
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir(parents=True)
    info = build_info()
    epoch = str(int(datetime.fromisoformat(info["date"]).timestamp()))
    info_file = SCRATCH / "build.json"
    info_file.write_text(json.dumps(info, indent=2) + "\n", encoding="utf-8")
    environment = {
        **os.environ,
        "STRAKLY_BUILD_INFO": str(info_file),
        # What makes two builds the same: the order of sets and the times inside archives.
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": epoch,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(TARGET.parent), "--workpath", str(SCRATCH / "work")]
    command += [str(Path(__file__).with_name("strakly-desktop.spec"))]
    subprocess.run(command, cwd=SCRATCH, env=environment, check=True)
    if sys.platform == "linux":
        for file in machine_code(TARGET):
            strip_symbols(file)
            forget_builder(file)
    licences.write(TARGET, TARGET / program_name())
    set_times(TARGET, int(epoch))
    return TARGET


def program_name() -> str:
    """The file name of the executable."""
    return "strakly-desktop.exe" if sys.platform == "win32" else "strakly-desktop"


def build_info() -> dict[str, str]:
    """Version, commit and its date; a tree that differs from its commit is marked `-modified`."""

    def git(*arguments: str) -> str:
        asked = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        return asked.stdout.strip() if asked.returncode == 0 else ""

    commit = git("rev-parse", "HEAD")
    if commit and git("status", "--porcelain", "--", "strakly_desktop", "resources", "packaging"):
        commit += "-modified"
    date = git("log", "-1", "--format=%cI") or os.environ.get("SOURCE_DATE_EPOCH", "")
    if not date or date.isdigit():
        # A tree without its history, such as an unpacked archive.
        date = datetime.fromtimestamp(int(date or 0), UTC).isoformat()
    return {"version": bundle.version(), "commit": commit, "date": date}


def machine_code(folder: Path) -> Iterator[Path]:
    """Programs and libraries in the folders under `folder`, with the exception of Qt's.

    Qt's own files come stripped, and were edited in ways that binutils do not always understand.
    """
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() or not file.is_file() or file.parent == folder:
            continue
        if {"PySide6", "shiboken6"}.intersection(file.relative_to(folder).parts):
            continue
        with file.open("rb") as opened:
            if opened.read(4) == b"\x7fELF":
                yield file


def strip_symbols(file: Path) -> None:
    """Drop symbols for debuggers, which some wheels and Pythons carry along: 40 MB in all."""
    subprocess.run(["strip", "--strip-unneeded", str(file)], check=True)


def forget_builder(file: Path) -> None:
    """Drop a search path for libraries that leads to a folder of the machine that built the file.

    A Python that was compiled from source carries one. On the user's machine that folder may be anybody's.
    Paths inside the package begin with `$ORIGIN`, and stay.
    """
    told = subprocess.run(["chrpath", "--list", str(file)], capture_output=True, text=True, check=False)
    if re.search(r"(RPATH|RUNPATH)=/", told.stdout):
        subprocess.run(["chrpath", "--delete", str(file)], stdout=subprocess.DEVNULL, check=True)


def set_times(folder: Path, epoch: int) -> None:
    """Give every file the time of the commit."""
    for file in [folder, *folder.rglob("*")]:
        os.utime(file, (epoch, epoch), follow_symlinks=False)


def size(folder: Path) -> int:
    """Bytes of all files in it."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def main() -> int:
    try:
        folder = build()
    except (subprocess.CalledProcessError, shared_libraries.MissingLibrary, licences.UnknownLicence) as error:
        print(f"\nNot built: {error}", file=sys.stderr)
        return 1
    print(f"\n{folder}: {size(folder) / 1e6:.1f} MB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
