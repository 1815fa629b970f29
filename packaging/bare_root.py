"""A bare Debian system in a directory, to try there what shall run on any machine.

`debootstrap --variant=minbase` makes it from the mirror that this machine's apt is set to: no X11, no fonts, no
GL, no Python. It is made once, kept under `build/`, and copied for each use. Only root can do that.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "bare-root"
USER, USER_ID = "desk", 1000
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class NotPossibleHere(Exception):
    """This machine cannot make or enter another root; the text says why."""


@contextlib.contextmanager
def bare_root() -> Iterator[Path]:
    """A fresh copy of the bare system, with the user `desk` in it; removed at the end.

    Raises:
        NotPossibleHere: not root, no right to make namespaces, or no mirror to be reached.
    """
    require_rights()
    if not (KEPT / "etc" / "os-release").exists():
        make()
    with tempfile.TemporaryDirectory(prefix="strakly-root-") as folder:
        root = Path(folder) / "root"
        subprocess.run(["cp", "-a", "--reflink=auto", str(KEPT), str(root)], check=True)
        yield root


def require_rights() -> None:
    if os.geteuid() != 0:
        raise NotPossibleHere("only root can enter another root directory")
    tried = subprocess.run(["unshare", "--net", "--mount", "--pid", "--fork", "true"], check=False)
    if tried.returncode != 0:
        raise NotPossibleHere("the kernel or the container does not let us make namespaces")


def make() -> None:
    """Make the system that is copied, in one step: a broken attempt leaves nothing behind."""
    mirror, suite = apt_source()
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(KEPT, ignore_errors=True)
    # Not beside KEPT: debootstrap cannot work in a folder with a space in its path.
    with tempfile.TemporaryDirectory(prefix="strakly-debootstrap-") as folder:
        made = Path(folder) / "root"
        command = ["debootstrap", "--variant=minbase", suite, str(made), mirror]
        ran = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if ran.returncode != 0:
            last_words = "\n".join(ran.stdout.splitlines()[-5:])
            raise NotPossibleHere(f"debootstrap could not install {suite} from {mirror}:\n{last_words}")
        with (made / "etc" / "passwd").open("a") as users:
            users.write(f"{USER}:x:{USER_ID}:{USER_ID}::/home/{USER}:/bin/sh\n")
        with (made / "etc" / "group").open("a") as groups:
            groups.write(f"{USER}:x:{USER_ID}:\n")
        home = made / "home" / USER
        home.mkdir()
        os.chown(home, USER_ID, USER_ID)
        subprocess.run(["mv", str(made), str(KEPT)], check=True)


def apt_source() -> tuple[str, str]:
    """The mirror and the suite that apt of this machine uses; Debian's own for another distribution."""
    release = dict(
        line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line
    )
    suite = release.get("VERSION_CODENAME", "").strip('"')
    if release.get("ID") != "debian" or not suite:
        return "http://deb.debian.org/debian", "bookworm"
    ask = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)", "Created-By: Packages"]
    listed = subprocess.run(ask, capture_output=True, text=True, check=False).stdout
    for line in listed.splitlines():
        uri, codename = line.split()
        if codename == suite:
            return uri.rstrip("/"), suite
    return "http://deb.debian.org/debian", suite


def command_in(root: Path, program: Sequence[str], user_id: int = USER_ID) -> list[str]:
    """The command that runs `program` in `root` alone: own network (loopback only), processes and mounts."""
    alone = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child"]
    entered = [sys.executable, str(Path(__file__).with_name("enter_root.py")), str(root), str(user_id)]
    return [*alone, *entered, *program]


def environment_in(**extra: str) -> dict[str, str]:
    """The environment of a person who has just signed in there."""
    return {"PATH": SEARCH_PATH, "HOME": f"/home/{USER}", "USER": USER, "LANG": "C.UTF-8", **extra}
