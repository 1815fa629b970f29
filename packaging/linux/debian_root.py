"""A Debian in a directory, as dpkg and apt see it: what is installed there, and every file that came with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bare_root

NAME = "strakly-desktop"
SETTINGS = f"etc/{NAME}/settings.toml"
# What dpkg and apt keep of every package that ever was; the rest of the root has to be as before.
KEEPERS = ("proc", "dev", "tmp", "run", "sys", "var/lib/dpkg", "var/lib/apt", "var/log", "var/cache", "home")
UNATTENDED = ["-o", "Dpkg::Options::=--force-confold", "-o", "Dpkg::Use-Pty=0"]


class DebianRoot:
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
            made = [folder for folder in path.parents if not folder.exists()]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            for one in (path, *made):
                os.chown(one, owner, owner)

    def holds(self, files: dict[str, str]) -> bool:
        return all((self.path / name).read_text() == text for name, text in files.items())


def require(fact: bool, otherwise: str) -> None:
    if not fact:
        raise SystemExit(f"FAILED: {otherwise}")


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)
