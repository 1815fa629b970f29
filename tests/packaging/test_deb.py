"""The Debian package of a small stand-in for the executable's folder: what it holds, and what it says of itself.

The real one is proven on a bare Debian by packaging/linux/prove_deb.py.
"""

import configparser
import gzip
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from strakly_desktop.app.settings.site_settings import SiteSettings, read_site_settings, site_settings_file

PACKAGING = Path(__file__).parents[2] / "packaging"
SITE_SETTINGS = {
    "server", "web_app", "backend", "branch", "theme", "accent", "text_scale", "keep_history_days",
    "lock_after_minutes", "autostart", "mask_roles", "mask",
    "locked",
}  # fmt: skip

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg-deb (Debian, Ubuntu)")


def load_deb() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deb_under_test", PACKAGING / "deb.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


deb = load_deb()


def make_folder(folder: Path) -> Path:
    resources = folder / "_internal" / "resources"
    resources.mkdir(parents=True)
    told = {"version": "0.1.0", "commit": "abc", "date": "2026-03-04T23:30:00-05:00"}
    (resources / "build.json").write_text(json.dumps(told))
    (folder / "strakly-desktop").write_bytes(b"\x7fELF\0GLIBC_2.9\0GLIBC_2.34\0GLIBC_PRIVATE\0")
    (folder / "_internal" / "libz-user.so").write_bytes(b"\x7fELF\0GLIBC_2.17\0ZLIB_1.2.9\0")
    (folder / "_internal" / "notes.txt").write_bytes(b"no program: \0GLIBC_9.99\0")
    (folder / "_internal" / "link.so").symlink_to("libz-user.so")
    return folder


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("deb")
    return Path(deb.build_deb(make_folder(place / "folder"), "0.1.0", place / "out"))


@pytest.fixture(scope="module")
def payload(package: Path) -> tarfile.TarFile:
    shown = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(package)], capture_output=True, check=True)
    return tarfile.open(fileobj=io.BytesIO(shown.stdout))


@pytest.fixture(scope="module")
def read(payload: tarfile.TarFile) -> Callable[[str], bytes]:
    def content(name: str) -> bytes:
        opened = payload.extractfile(f"./{name}")
        assert opened is not None
        return opened.read()

    return content


def field(package: Path, name: str) -> str:
    asked = ["dpkg-deb", "--field", str(package), name]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def test_says_what_it_needs_of_the_system_and_no_more(package: Path) -> None:
    assert field(package, "Depends") == "libc6 (>= 2.34), zlib1g (>= 1:1.2.9)"


def test_its_name_tells_version_and_architecture(package: Path) -> None:
    assert package.name == f"strakly-desktop_0.1.0-1_{field(package, 'Architecture')}.deb"
    assert field(package, "Version") == "0.1.0-1"


def test_the_program_is_on_the_path(payload: tarfile.TarFile) -> None:
    command = payload.getmember("./usr/bin/strakly-desktop")
    program = payload.getmember("./usr/lib/strakly-desktop/strakly-desktop")
    assert os.path.normpath(f"./usr/bin/{command.linkname}") == os.path.normpath(program.name)
    assert program.mode == 0o755
    assert payload.getmember("./usr/lib/strakly-desktop/_internal/link.so").linkname == "libz-user.so"


def test_everything_belongs_to_root_and_only_root_may_write(payload: tarfile.TarFile) -> None:
    for member in payload.getmembers():
        assert (member.uid, member.gid) == (0, 0), member.name
        if not member.issym():
            runs = member.isdir() or member.name == "./usr/lib/strakly-desktop/strakly-desktop"
            assert member.mode == (0o755 if runs else 0o644), member.name


def test_the_same_folder_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "built later, by someone careful")
    before = os.umask(0o077)
    try:
        again = deb.build_deb(folder, "0.1.0", tmp_path / "out")
    finally:
        os.umask(before)
    assert again.read_bytes() == package.read_bytes()


def test_later_versions_replace_earlier_ones() -> None:
    versions = ["0.1.0", "0.2.0.dev1", "0.2.0a1", "0.2.0b2", "0.2.0rc1", "0.2.0", "0.10.0"]
    names = [deb.debian_version(version) for version in versions]
    for older, newer in pairwise(names):
        compared = subprocess.run(["dpkg", "--compare-versions", older, "lt", newer], check=False)
        assert compared.returncode == 0, f"{older} < {newer}"


def test_site_settings_are_kept_by_dpkg_and_set_nothing_by_themselves(
    package: Path, read: Callable[[str], bytes], tmp_path: Path
) -> None:
    listed = subprocess.run(
        ["dpkg-deb", "--info", str(package), "conffiles"], capture_output=True, check=True
    )
    assert listed.stdout == b"/etc/strakly-desktop/settings.toml\n"
    assert site_settings_file() == Path("/etc/strakly-desktop/settings.toml")
    (tmp_path / "settings.toml").write_bytes(read("etc/strakly-desktop/settings.toml"))
    assert read_site_settings(tmp_path / "settings.toml") == SiteSettings()


def test_every_example_in_the_site_settings_is_one_that_the_app_takes(
    read: Callable[[str], bytes], tmp_path: Path
) -> None:
    text = re.sub(r"^#(?=\w)", "", read("etc/strakly-desktop/settings.toml").decode(), flags=re.MULTILINE)
    assert tomllib.loads(text).keys() == SITE_SETTINGS
    (tmp_path / "settings.toml").write_text(text)
    site = read_site_settings(tmp_path / "settings.toml")
    assert site.problem == ""
    assert site.locked == {"bot_url", "web_app_url", "backend_url", "branch_id"}


def test_the_menu_entry_starts_it_and_has_its_icon(
    read: Callable[[str], bytes], payload: tarfile.TarFile
) -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read_string(read("usr/share/applications/strakly-desktop.desktop").decode())
    shown = entry["Desktop Entry"]
    assert shown["Exec"] == "strakly-desktop"
    icons = [name for name in payload.getnames() if name.startswith("./usr/share/icons/") and "." in name[2:]]
    assert f"./usr/share/icons/hicolor/scalable/apps/{shown['Icon']}.svg" in icons
    assert f"./usr/share/icons/hicolor/48x48/apps/{shown['Icon']}.png" in icons


def test_the_manual_and_the_software_centre_tell_the_version_and_its_day(
    read: Callable[[str], bytes],
) -> None:
    metainfo = ET.fromstring(read("usr/share/metainfo/io.github.strakly.desktop.metainfo.xml"))
    release = metainfo.find("releases/release")
    # The day in UTC: the commit was made in the evening, west of it.
    assert release is not None and release.attrib == {"version": "0.1.0", "date": "2026-03-05"}
    manual = gzip.decompress(read("usr/share/man/man1/strakly-desktop.1.gz")).decode()
    assert '"2026-03-05" "Strakly Desktop 0.1.0"' in manual
    changes = gzip.decompress(read("usr/share/doc/strakly-desktop/changelog.Debian.gz")).decode()
    assert changes.startswith("strakly-desktop (0.1.0-1) ") and "Thu, 05 Mar 2026 04:30:00 +0000" in changes


def test_the_files_that_dpkg_verifies_are_the_ones_it_installs(
    package: Path, payload: tarfile.TarFile
) -> None:
    listed = subprocess.run(
        ["dpkg-deb", "--info", str(package), "md5sums"], capture_output=True, text=True, check=True
    )
    named = {f"./{line.split('  ', 1)[1]}" for line in listed.stdout.splitlines()}
    files = {member.name for member in payload.getmembers() if member.isfile()}
    assert named == files - {"./etc/strakly-desktop/settings.toml"}
