"""Gathers what the About dialog says: version, commit, and whose work the program carries.

A packaged app has it all in files. From source the licences are those of the distributions that are installed
and that the app needs, and the commit is read from the checkout without starting git.
"""

import platform
import re
from importlib import metadata
from pathlib import Path

from PySide6.QtCore import QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication

from strakly_desktop import __version__
from strakly_desktop.rendering.look import Look
from strakly_desktop.theme import resources
from strakly_desktop.theme.resources import ResourceError
from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.dialogs.about import AboutDialog, AboutFacts

DISTRIBUTION = "strakly-desktop"
_CHECKOUT = Path(__file__).resolve().parents[2]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HASH = re.compile(r"[0-9a-f]{40,64}")
_SHORT = 12


def open_about(look: Look, composer: Composer) -> None:
    """Show the dialog over the composer's window; the composer gets the keyboard back."""
    dialog = AboutDialog(look, about_facts(), composer.window())
    dialog.finished.connect(lambda _result: composer.focus_input())
    dialog.open()


def about_facts() -> AboutFacts:
    """Version, commit and licences of what runs, and what it runs on."""
    try:
        build = resources.build_info()
        bundled = resources.third_party_licences()
        licences = bundled.read_text("utf-8") if bundled else licences_from_source()
    except (ResourceError, OSError, UnicodeDecodeError) as error:
        return AboutFacts(__version__, "", runs_on(), f"The licences could not be read: {error}")
    if build is not None:
        commit, marked, _ = build.commit.partition("-modified")
        return AboutFacts(build.version, commit[:_SHORT] + marked, runs_on(), licences)
    return AboutFacts(__version__, checkout_commit(_CHECKOUT)[:_SHORT], runs_on(), licences)


def runs_on() -> str:
    """What is below the app, by version. Nothing in it tells one desk from another."""
    return (
        f"Python {platform.python_version()}, Qt {qVersion()} ({QGuiApplication.platformName()}), "
        f"{QSysInfo.prettyProductName()}, {QSysInfo.currentCpuArchitecture()}"
    )


def checkout_commit(directory: Path) -> str:
    """The commit that a git checkout is at, in full; "" where `directory` is none."""
    try:
        git = directory / ".git"
        if git.is_file():
            git = directory / git.read_text("utf-8").removeprefix("gitdir:").strip()
        head = (git / "HEAD").read_text("ascii").strip()
        if head.startswith("ref: "):
            common = git / "commondir"
            shared = git / common.read_text("utf-8").strip() if common.is_file() else git
            head = _resolved(shared, head.removeprefix("ref: "))
    except (OSError, UnicodeDecodeError):
        return ""
    return head if _HASH.fullmatch(head) else ""


def licences_from_source() -> str:
    """The installed distributions that the app needs and their licences, then those of fonts and icons."""
    lines = ["Installed beside this source:", ""]
    for name in sorted(_needed(DISTRIBUTION), key=str.lower):
        found = metadata.distribution(name)
        lines.append(f"{found.name} {found.version}: {_licence_of(found.metadata)}")
    bundled = resources.directory()
    for file in (bundled / "icons" / "LICENSE", *sorted(bundled.glob("fonts/*/OFL.txt"))):
        place = file.parent.relative_to(bundled).as_posix()
        lines += ["", "-" * 40, place, "", file.read_text("utf-8").strip()]
    return "\n".join(lines)


def _resolved(git: Path, ref: str) -> str:
    loose = git / ref
    if loose.is_file():
        return loose.read_text("ascii").strip()
    for line in (git / "packed-refs").read_text("ascii").splitlines():
        commit, _, name = line.partition(" ")
        if name == ref:
            return commit
    return ""


def _needed(distribution: str) -> set[str]:
    """Names of the installed distributions that this one needs, directly or not, without its extras."""
    needed: set[str] = set()
    waiting = [distribution]
    while waiting:
        try:
            requirements = metadata.requires(waiting.pop()) or []
        except metadata.PackageNotFoundError:
            continue
        for requirement in requirements:
            named = _NAME.match(requirement)
            if named is None or "extra ==" in requirement:
                continue
            name = named.group()
            if name not in needed and _is_installed(name):
                needed.add(name)
                waiting.append(name)
    return needed


def _is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _licence_of(said: "metadata.PackageMetadata") -> str:
    if "License-Expression" in said:
        return said["License-Expression"]
    named = [
        classifier.rpartition(" :: ")[2]
        for classifier in said.get_all("Classifier") or []
        if classifier.startswith("License :: ")
    ]
    if named:
        return ", ".join(named)
    # Some write the whole text into this field.
    for text in said.get_all("License") or []:
        return str(text).strip().partition("\n")[0]
    return "see its own files"
