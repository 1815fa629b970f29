"""Writes THIRD_PARTY_LICENSES.txt: every work inside the built folder, with the text of its licence.

It is made from what the folder really holds, not from a list that somebody keeps: a module, a library or a font
whose licence is not found stops the build.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, packages_distributions
from pathlib import Path

import bundle
import shared_libraries
from packaging.utils import canonicalize_name
from PyInstaller.archive.readers import CArchiveReader

NAME = "THIRD_PARTY_LICENSES.txt"
TEXTS = Path(__file__).with_name("licence_texts")
COMMON = Path("/usr/share/common-licenses")
LICENCE_FILE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)
QT_NOTE = """\
Qt and Qt for Python are used under the GNU Lesser General Public License, version 3, as the shared libraries that
The Qt Company publishes; they are files of their own in this folder and may be replaced. What lies in
shiboken6/files.dir is the Python source inside libshiboken6, compiled, without its writer of type stubs; where
that folder is removed, the library takes its own. Their source is at
https://download.qt.io/official_releases/QtForPython/ and https://download.qt.io/official_releases/qt/. What Qt
contains of others (FreeType, HarfBuzz, libpng, PCRE2, zlib, ...) is listed with its licences at
https://doc.qt.io/qt-6/licenses-used-in-qt.html.
"""
PYINSTALLER_NOTE = """\
The program that starts this app is PyInstaller's bootloader: GPL 2.0 or later with an exception that allows any
program to be built and distributed with it, under any licence. https://pyinstaller.org/en/stable/license.html
"""


class UnknownLicence(Exception):
    """Something inside has no licence that could be found; the text names it."""


@dataclass(frozen=True, slots=True)
class Work:
    """One thing by others: its name and version, its licence in short ("" for not told), and the texts."""

    name: str
    licence: str
    texts: tuple[str, ...]


def write(folder: Path, program: Path) -> Path:
    """Write the file for the built `folder`, whose executable is `program`, and return it.

    Raises:
        UnknownLicence: something inside has no licence text.
    """
    internal = folder / "_internal"
    modules = set(CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc)
    files = [*internal.rglob("*.so"), *internal.rglob("*.pyc")]
    modules |= {path.relative_to(internal).as_posix().split(".")[0] for path in files}
    works = [*python_works(modules), *distribution_works(modules), *resource_works(internal / "resources")]
    if sys.platform == "linux":
        works += system_works(internal)
    target = internal / "resources" / NAME
    target.write_text(document(works), encoding="utf-8")
    return target


def document(works: Iterable[Work]) -> str:
    """The list of all works, then each text once, under the names of those it covers."""
    works = list(works)
    lines = ["Strakly Desktop is under the MIT licence. It contains these works of others:", ""]
    lines += [f"  {work.name}{f': {work.licence}' if work.licence else ''}" for work in works]
    covered: dict[str, list[str]] = {}
    for work in works:
        for text in work.texts:
            covered.setdefault(text.strip(), []).append(work.name)
    for text, names in covered.items():
        lines += ["", "=" * 100, ", ".join(names), "=" * 100, "", text]
    return "\n".join(lines) + "\n"


def python_works(modules: set[str]) -> Iterator[Work]:
    """Python itself and what builds stand on."""
    library = Path(sys.base_prefix) / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    debian = f"/usr/share/doc/python{sys.version_info.major}.{sys.version_info.minor}-minimal/copyright"
    places = (library / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt", Path(debian))
    text = next((path.read_text("utf-8") for path in places if path.is_file()), None)
    if text is None or not modules:
        raise UnknownLicence("Python's own LICENSE.txt was not found")
    yield Work(f"Python {sys.version.split()[0]}", "PSF-2.0", (text,))
    yield Work("PyInstaller's bootloader", "GPL-2.0-or-later with exception", (PYINSTALLER_NOTE,))


def distribution_works(modules: set[str]) -> Iterator[Work]:
    """The Python packages of which any module is inside."""
    owners = packages_distributions()
    top_level = {re.split(r"[./]", module)[0] for module in modules}
    names = {canonicalize_name(owner) for module in top_level for owner in owners.get(module, [])}
    shipped = bundle.shipped_distributions()
    inside = {name for name in names if name != bundle.PROJECT}
    if strangers := inside - set(shipped):
        raise UnknownLicence(f"{', '.join(sorted(strangers))}: inside, but no dependency of the app")
    for name in sorted(inside):
        dist = shipped[name]
        yield Work(f"{dist.name} {dist.version}", short_licence(dist), distribution_texts(dist))


def short_licence(dist: Distribution) -> str:
    told = metadata_of(dist, "License-Expression") or metadata_of(dist, "License")
    if told and "\n" not in told:
        return told
    classifiers = dist.metadata.get_all("Classifier") or []
    return ", ".join(line.split(" :: ")[-1] for line in classifiers if line.startswith("License :: "))


def metadata_of(dist: Distribution, name: str) -> str:
    # PackageMetadata promises no get() before Python 3.12.
    return dist.metadata[name] if name in dist.metadata else ""  # noqa: SIM401


def distribution_texts(dist: Distribution) -> tuple[str, ...]:
    if canonicalize_name(dist.name) in ("pyside6-essentials", "shiboken6"):
        return (QT_NOTE, *(text_of(name) for name in ("LGPL-3", "GPL-3", "ICU")))
    files = [
        file for file in dist.files or [] if ".dist-info" in file.parts[0] and LICENCE_FILE.match(file.name)
    ]
    texts = tuple(Path(str(file.locate())).read_text("utf-8") for file in files)
    if texts:
        return texts
    if short_licence(dist) == "MIT":
        # The package says so but brings no text; its authors are named in its metadata.
        authors = metadata_of(dist, "Author-email") or metadata_of(dist, "Author") or dist.name
        return (f"Copyright (c) {authors}\n\n{text_of('MIT')}",)
    raise UnknownLicence(f"{dist.name} brings no licence text")


def resource_works(resources: Path) -> Iterator[Work]:
    """Fonts and icons, whose licences lie beside them."""
    for folder in sorted({path.parent for path in (resources / "fonts").rglob("*.ttf")}):
        name = folder.name.replace("-", " ").title()
        yield Work(f"{name} (font)", "OFL-1.1", ((folder / "OFL.txt").read_text("utf-8"),))
    yield Work("Lucide (icons)", "ISC", ((resources / "icons" / "LICENSE").read_text("utf-8"),))


def system_works(internal: Path) -> Iterator[Work]:
    """The Debian packages whose libraries lie in the folder, with the licences that their texts refer to."""
    files = [path for path in internal.iterdir() if ".so." in path.name and not path.is_symlink()]
    files += [path for path in (internal / "fallback").iterdir() if ".so" in path.name]
    known = shared_libraries.system_library_paths()
    packages: set[str] = set()
    for file in sorted(files):
        if not file.name.startswith("libpython"):
            packages.add(owning_package(known[file.name]))
    referred: set[str] = set()
    for package in sorted(packages):
        name, version = package.split("=")
        text = Path(f"/usr/share/doc/{name}/copyright").read_text("utf-8")
        referred |= set(re.findall(r"/usr/share/common-licenses/([\w.-]*\w)", text))
        yield Work(f"{name} {version} (Debian)", "", (text,))
    for licence in sorted(referred):
        yield Work(f"{licence}, which some of them refer to", "", ((COMMON / licence).read_text("utf-8"),))


def owning_package(library: Path) -> str:
    """The Debian package and its version, as name=version, that brings `library`."""
    real = library.resolve()
    # Before /usr was merged into one, packages knew their files under /lib.
    for path in (real, Path(str(real).removeprefix("/usr"))):
        ask = ["dpkg-query", "--search", str(path)]
        asked = subprocess.run(ask, capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            name = asked.stdout.split(": ")[0].split(",")[0]
            show = ["dpkg-query", "--show", "--showformat", "${Package}=${Version}", name]
            return subprocess.run(show, capture_output=True, text=True, check=True).stdout
    raise UnknownLicence(f"{library} belongs to no Debian package")


def text_of(name: str) -> str:
    """A licence text that packages refer to without bringing it."""
    return (TEXTS / f"{name}.txt").read_text("utf-8")
