"""Proves the Debian package: its checkers find no fault, and a bare Debian takes it in, on, and out again.

    sudo python3 packaging/linux/prove_deb.py dist/strakly-desktop_*.deb

Everything inside the bare system runs without network, so nothing can be fetched that the package lacks.
Standard library only; needs debootstrap, lintian, desktop-file-utils and appstream.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bare_root

NAME = "strakly-desktop"
SETTINGS = f"etc/{NAME}/settings.toml"
SITE_SETTINGS = 'server = "https://assistant.gym.example"\nbranch = 3\nlocked = ["server", "branch"]\n'
USER_FILES = {
    f"home/desk/.config/{NAME}/settings.json": '{"theme_mode": "dark"}',
    f"home/desk/.local/share/{NAME}/history.sqlite": "what was said",
    f"home/desk/.config/autostart/{NAME}.desktop": "[Desktop Entry]",
}
# What dpkg and apt keep of every package that ever was; the rest of the root has to be as before.
KEEPERS = ("proc", "dev", "tmp", "run", "sys", "var/lib/dpkg", "var/lib/apt", "var/log", "var/cache", "home")
UNATTENDED = ["-o", "Dpkg::Options::=--force-confold", "-o", "Dpkg::Use-Pty=0"]


class Root:
    """A directory that holds a Debian, in which programs run alone and without network."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def run(self, *command: str, user: int = 0) -> str:
        """Run `command`, nobody at the keyboard, and return what it prints."""
        environment = bare_root.environment_in(DEBIAN_FRONTEND="noninteractive")
        done = subprocess.run(
            bare_root.command_in(self.path, command, user),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        require(done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def apt(self, *arguments: str) -> None:
        self.run("/usr/bin/apt-get", "-y", "-q", "--no-install-recommends", *UNATTENDED, *arguments)

    def install(self, deb: Path) -> None:
        shutil.copy(deb, self.path / "tmp")
        self.apt("install", f"/tmp/{deb.name}")
        (self.path / "tmp" / deb.name).unlink()

    def installed_version(self) -> str:
        return self.run(
            "/usr/bin/dpkg-query", "--show", "--showformat", "${Version} ${db:Status-Abbrev}", NAME
        )

    def everything(self) -> dict[str, tuple[int, int, int]]:
        """Rights, owner and size of each file that does not belong to a user or the package manager."""
        found = {}
        for folder, names, files in os.walk(self.path):
            here = Path(folder).relative_to(self.path)
            names[:] = [name for name in names if str(here / name) not in KEEPERS]
            for name in (*names, *files):
                facts = (self.path / here / name).lstat()
                found[str(here / name)] = (facts.st_mode, facts.st_uid, facts.st_size)
        return {path: (*facts[:2], 0) if facts[0] & 0o040000 else facts for path, facts in found.items()}

    def write(self, files: dict[str, str], owner: int) -> None:
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            os.chown(path, owner, owner)

    def holds(self, files: dict[str, str]) -> bool:
        return all((self.path / name).read_text() == text for name, text in files.items())


def require(fact: bool, otherwise: str) -> None:
    if not fact:
        raise SystemExit(f"FAILED: {otherwise}")


def check_files(deb: Path, scratch: Path) -> None:
    """Ask the checkers of Debian and freedesktop.org; any error or warning is a failure."""
    tree = scratch / "checked"
    subprocess.run(["dpkg-deb", "--extract", str(deb), str(tree)], check=True)
    share = tree / "usr/share"
    for command in (
        ["lintian", "--allow-root", "--fail-on", "error,warning", "--tag-display-limit", "5", str(deb)],
        ["desktop-file-validate", str(share / "applications" / f"{NAME}.desktop")],
        ["appstreamcli", "validate", "--no-net", str(next((share / "metainfo").iterdir()))],
    ):
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        require(done.returncode == 0, f"{command[0]} says:\n{done.stdout}")
        say(f"{command[0]}: no fault")


def newer_package(deb: Path, scratch: Path) -> Path:
    """The same package as the next version, with another default in the settings that it brings."""
    tree = scratch / "newer"
    subprocess.run(["dpkg-deb", "--raw-extract", str(deb), str(tree)], check=True)
    control = tree / "DEBIAN/control"
    lines = control.read_text().splitlines()
    version = next(line for line in lines if line.startswith("Version: "))
    control.write_text("\n".join(f"{line}+next" if line == version else line for line in lines) + "\n")
    with (tree / SETTINGS).open("a") as settings:
        settings.write("# A new setting of the next version.\n")
    target = scratch / "newer.deb"
    build = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(target)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    return target


def prove(root: Root, deb: Path, newer: Path) -> None:
    """Take the package through its life: install, upgrade, remove, purge; then once more as a site does it."""
    version = subprocess.check_output(["dpkg-deb", "--field", str(deb), "Version"], text=True).strip()
    before = root.everything()
    root.write(USER_FILES, bare_root.USER_ID)

    root.install(deb)
    require(root.installed_version() == f"{version} ii ", "it is not installed")
    build = json.loads((root.path / "usr/lib" / NAME / "_internal/resources/build.json").read_bytes())
    told = root.run(f"/usr/bin/{NAME}", "--version", user=bare_root.USER_ID).strip()
    require(told == f"{NAME} {build['version']}", f"it calls itself {told!r}")
    strangers = [path for path, facts in root.everything().items() if path not in before and facts[1] != 0]
    require(not strangers, f"not owned by root: {strangers}")
    say("installed by apt without network; a user without rights starts it")

    root.write({SETTINGS: SITE_SETTINGS}, 0)
    root.install(newer)
    require(root.installed_version() == f"{version}+next ii ", "it is not upgraded")
    require(root.holds(USER_FILES), "the upgrade changed a user's files")
    require(root.holds({SETTINGS: SITE_SETTINGS}), "the upgrade changed the site's settings")
    say("upgraded: the site's settings and the user's files are as they were")

    root.apt("remove", NAME)
    require(not (root.path / "usr/lib" / NAME).exists(), "removing left the program behind")
    require(root.holds({SETTINGS: SITE_SETTINGS}), "removing took the site's settings")
    root.apt("purge", NAME)
    require_as_before(root, before)
    say("removed and purged: nothing is left but the user's files")

    root.write({SETTINGS: SITE_SETTINGS}, 0)
    root.install(deb)
    require(root.holds({SETTINGS: SITE_SETTINGS}), "installing replaced the settings that were there first")
    root.run("/usr/bin/dpkg", "--purge", NAME)
    require_as_before(root, before)
    say("installed unattended over prepared settings, which it kept; purged again")


def require_as_before(root: Root, before: dict[str, tuple[int, int, int]]) -> None:
    now = root.everything()
    changed = sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
    require(not changed, f"left behind or changed: {changed}")
    require(root.holds(USER_FILES), "a user's files are gone")


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("deb", type=Path)
    deb: Path = parser.parse_args().deb
    with tempfile.TemporaryDirectory(prefix="strakly-prove-") as made, bare_root.bare_root() as root:
        check_files(deb, Path(made))
        prove(Root(root), deb, newer_package(deb, Path(made)))
    say("the package is proven")
    return 0


if __name__ == "__main__":
    sys.exit(main())
