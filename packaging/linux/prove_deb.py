"""Proves the Debian package: its checkers find no fault, and a bare Debian takes it in, on, and out again.

    sudo .venv/bin/python packaging/linux/prove_deb.py

Then the installed app is started there, on a display of this machine. Everything inside the bare system runs
without network, so nothing can be fetched that the package lacks. `run.py package --prove` runs it too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bare_root
import deb as debian_package
import installed_app
from debian_root import NAME, SETTINGS, DebianRoot, require, say
from desk import NotProven, fonts
from next_package import next_package

SITE_SETTINGS = 'server = "https://assistant.gym.example"\nbranch = 3\nlocked = ["server", "branch"]\n'
USER_FILES = {
    f"home/desk/.config/{NAME}/settings.json": '{"theme_mode": "dark"}',
    f"home/desk/.local/share/{NAME}/history.sqlite": "what was said",
    f"home/desk/.config/autostart/{NAME}.desktop": "[Desktop Entry]",
}


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
        require(done.returncode == 0, f"{command[0]} ended with {done.returncode} and says:\n{done.stdout}")
        say(f"{command[0]}: no fault")


def prove_life(root: DebianRoot, deb: Path, newer: Path) -> None:
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


def require_as_before(root: DebianRoot, before: dict[str, tuple[int, int, int]]) -> None:
    now = root.everything()
    changed = sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
    require(not changed, f"left behind or changed: {changed}")
    require(root.holds(USER_FILES), "a user's files are gone")


def built_package() -> Path:
    """The one that `run.py package --deb` makes of the folder that is built now."""
    folder = debian_package.DIST / NAME
    info = json.loads((folder / "_internal/resources/build.json").read_bytes())
    version = debian_package.debian_version(info["version"])
    return debian_package.DIST / f"{NAME}_{version}_{debian_package.architecture()}.deb"


def prove_on_bare_system(package: Path, scratch: Path) -> None:
    with bare_root.bare_root() as path:
        root = DebianRoot(path)
        newer, version = next_package(package, scratch)
        prove_life(root, package, newer)
        root.install(package)
        with fonts():
            installed_app.prove_locks(root)
            installed_app.prove_upgrade_while_open(root, newer, version)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "deb", type=Path, nargs="?", help="the package; without it, the one that was built here"
    )
    package: Path = parser.parse_args().deb or built_package()
    with tempfile.TemporaryDirectory(prefix="strakly-prove-") as scratch:
        check_files(package, Path(scratch))
        try:
            prove_on_bare_system(package, Path(scratch))
        except bare_root.NotPossibleHere as reason:
            print(f"\nSKIPPED, it was not installed anywhere: {reason}", flush=True)
            return 0
        except NotProven as failure:
            print(f"\nNOT PROVEN: {failure}", file=sys.stderr, flush=True)
            return 1
    say("the package is proven")
    return 0


if __name__ == "__main__":
    sys.exit(main())
