"""Builds the Debian package of the executable: `run.py package --deb`, the same bytes for the same folder.

Standard library and `dpkg-deb` only. There are no maintainer scripts: dpkg removes what it installed, with the
one configuration file on purge, and desktops refresh their menus and icons by triggers of their own.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINUX = ROOT / "packaging" / "linux"
ICONS = ROOT / "resources" / "icons" / "app"
DIST = ROOT / "dist"

NAME = "strakly-desktop"
HOME = Path("usr/lib") / NAME
SETTINGS = Path("etc") / NAME / "settings.toml"
METAINFO = "io.github.strakly.desktop.metainfo.xml"
# The project has no public address; `.invalid` (RFC 2606) says so and can reach nobody by mistake.
MAINTAINER = "Strakly Desktop contributors <maintainers@strakly-desktop.invalid>"

# What the folder has no copy of: the system's packages, and how files inside name the version they need.
SYSTEM_LIBRARIES = {
    "libc6": re.compile(rb"\0GLIBC_(\d+(?:\.\d+)+)(?=\0)"),
    "zlib1g": re.compile(rb"\0ZLIB_(\d+(?:\.\d+)+)(?=\0)"),
}
EPOCHS = {"zlib1g": "1:"}
# Better than the copies inside, which are for bare systems: they know this computer's screen, keyboard and fonts.
RECOMMENDS = (
    "libegl1",
    "libgl1",
    "libxcb-cursor0",
    "libxkbcommon-x11-0",
    "fontconfig-config",
    "fonts-noto-color-emoji",
    "xdg-utils",
)
DESCRIPTION = """\
Strakly assistant on a gym's front desk
 Ask about clients, memberships, attendance or revenue. The answer streams in
 word by word, with tables and links, and the next questions wait as buttons.
 .
 Conversations are kept on this computer and found by any word in them. Without
 network it answers from a demo gym that is built in.
 .
 Everything the program needs is inside: it uses the system's libraries where
 there are any, and its own copies where there are none."""


def build_deb(folder: Path, version: str, out: Path) -> Path:
    """Pack the built `folder` as the Debian package of `version` (PEP 440) and return it, in the directory `out`.

    Raises:
        subprocess.CalledProcessError: dpkg-deb refused; its messages are on standard error.
    """
    released = release_time(folder)
    debian = debian_version(version)
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{NAME}_{debian}_{architecture()}.deb"
    with tempfile.TemporaryDirectory(prefix="strakly-deb-") as scratch:
        tree = Path(scratch) / "tree"
        install_files(folder, tree, version, released)
        write_control(tree, debian)
        set_modes_and_times(tree, int(released.timestamp()))
        loose = Path(scratch) / "loose.deb"
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(released.timestamp()))}
        command = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(loose)]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        target.write_bytes(compressed(loose, int(released.timestamp())))
    return target


def compressed(loose: Path, epoch: int) -> bytes:
    """The package `loose`, smaller by a twentieth than what dpkg-deb makes of it.

    dpkg-deb has no option for the filter that prepares machine code; dpkg, apt and tar read it all the same.
    """
    code = [{"id": lzma.FILTER_X86}] if architecture() == "amd64" else []
    filters = [*code, {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]
    members = {"debian-binary": b"2.0\n"}
    for name, wish in (("control.tar.xz", "--ctrl-tarfile"), ("data.tar.xz", "--fsys-tarfile")):
        shown = subprocess.run(["dpkg-deb", wish, str(loose)], stdout=subprocess.PIPE, check=True)
        members[name] = lzma.compress(shown.stdout, lzma.FORMAT_XZ, filters=filters)
    archive = b"!<arch>\n"
    for name, content in members.items():
        archive += f"{name:<16}{epoch:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode()
        archive += content + b"\n" * (len(content) % 2)
    return archive


def release_time(folder: Path) -> datetime:
    """The date of the commit that `folder` was built from."""
    info = json.loads((folder / "_internal" / "resources" / "build.json").read_bytes())
    return datetime.fromisoformat(info["date"]).astimezone(UTC)


def debian_version(version: str) -> str:
    """`version` as Debian sorts it: 1.0.dev1 comes before 1.0rc1, and that before 1.0, as in PEP 440."""
    early = re.sub(r"\.dev(\d+)", r"~~dev\1", version)
    return re.sub(r"(a|b|rc)(\d+)", r"~\1\2", early) + "-1"


def architecture() -> str:
    asked = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def install_files(folder: Path, tree: Path, version: str, released: datetime) -> None:
    """Lay out everything that a user's computer gets, under `tree`."""
    shutil.copytree(folder, tree / HOME, symlinks=True)
    program = tree / "usr/bin" / NAME
    program.parent.mkdir(parents=True)
    program.symlink_to(f"../lib/{NAME}/{NAME}")
    share = tree / "usr/share"
    for source, place in desktop_files():
        put(share / place, source.read_bytes())
    words = {"@VERSION@": version, "@DATE@": f"{released:%Y-%m-%d}"}
    put(share / "metainfo" / METAINFO, filled(LINUX / METAINFO, words))
    put(share / "man/man1" / f"{NAME}.1.gz", packed(filled(LINUX / f"{NAME}.1", words)))
    put(share / "doc" / NAME / "changelog.Debian.gz", packed(changelog(version, released)))
    put(tree / SETTINGS, (LINUX / "settings.toml").read_bytes())


def desktop_files() -> Iterator[tuple[Path, Path]]:
    """Files that are shipped as they are, and their places under /usr/share."""
    yield LINUX / f"{NAME}.desktop", Path("applications") / f"{NAME}.desktop"
    yield LINUX / "copyright", Path("doc") / NAME / "copyright"
    yield LINUX / "lintian-overrides", Path("lintian/overrides") / NAME
    yield ICONS / "strakly.svg", Path("icons/hicolor/scalable/apps") / f"{NAME}.svg"
    for picture in sorted(ICONS.glob("strakly-*.png")):
        size = picture.stem.removeprefix("strakly-")
        yield picture, Path("icons/hicolor") / f"{size}x{size}" / "apps" / f"{NAME}.png"


def changelog(version: str, released: datetime) -> bytes:
    entry = f"{NAME} ({debian_version(version)}) stable; urgency=medium\n\n  * Version {version}.\n\n"
    return f"{entry} -- {MAINTAINER}  {format_datetime(released)}\n".encode()


def write_control(tree: Path, debian: str) -> None:
    """Write what dpkg wants to know of the files under `tree`."""
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    fields = {
        "Package": NAME,
        "Version": debian,
        "Architecture": architecture(),
        "Maintainer": MAINTAINER,
        # Debian counts every file in whole KiB.
        "Installed-Size": str(sum(-(-path.stat().st_size // 1024) for path in files)),
        "Depends": ", ".join(dependencies(tree / HOME)),
        "Recommends": ", ".join(RECOMMENDS),
        "Section": "misc",
        "Priority": "optional",
        "Description": DESCRIPTION,
    }
    control = tree / "DEBIAN"
    put(control / "control", "".join(f"{name}: {value}\n" for name, value in fields.items()).encode())
    put(control / "conffiles", f"/{SETTINGS}\n".encode())
    shipped = [path for path in files if path != tree / SETTINGS]
    sums = [f"{md5(path)}  {path.relative_to(tree)}\n" for path in shipped]
    put(control / "md5sums", "".join(sums).encode())


def dependencies(folder: Path) -> Iterator[str]:
    """The system's packages that the programs in `folder` need, each in the newest version that one asks for."""
    needed: dict[str, set[str]] = {package: set() for package in SYSTEM_LIBRARIES}
    for content in programs(folder):
        for package, pattern in SYSTEM_LIBRARIES.items():
            needed[package].update(version.decode() for version in pattern.findall(content))
    for package, versions in needed.items():
        if versions:
            newest = max(versions, key=lambda version: [int(part) for part in version.split(".")])
            yield f"{package} (>= {EPOCHS.get(package, '')}{newest})"


def programs(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if content.startswith(b"\x7fELF"):
                yield content


def set_modes_and_times(tree: Path, epoch: int) -> None:
    """Give everything the rights and the time that do not depend on who built it, and when."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == tree / HOME / NAME else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def filled(template: Path, words: dict[str, str]) -> bytes:
    text = template.read_text("utf-8")
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text.encode()


def packed(content: bytes) -> bytes:
    """As `gzip -9n` does: without a name and a time."""
    return gzip.compress(content, 9, mtime=0)


def md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def main() -> int:
    """Pack `dist/strakly-desktop/`, which `run.py package` has built."""
    folder = DIST / NAME
    info = json.loads((folder / "_internal" / "resources" / "build.json").read_bytes())
    deb = build_deb(folder, info["version"], DIST)
    print(f"\n{deb}: {deb.stat().st_size / 1e6:.1f} MB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
