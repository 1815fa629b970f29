"""The bundled files are found wherever the program was installed."""

import sys
from pathlib import Path

import pytest

from strakly_desktop.theme import resources


def test_everything_the_app_reads_is_there() -> None:
    assert resources.tokens().is_file()
    assert resources.app_icon().is_file()
    assert (resources.icons() / "copy.svg").is_file()
    assert all(path.is_file() for path in resources.fonts())


def test_the_first_paints_font_comes_first() -> None:
    names = [path.name for path in resources.fonts()]
    assert {name.startswith("Inter-") for name in names[:5]} == {True}
    assert len(names) == 9


def test_every_bundled_work_brings_its_licence() -> None:
    folders = {path.parent for path in resources.fonts()}
    assert len(folders) == 3
    assert all("SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8") for folder in folders)
    assert (resources.icons() / "LICENSE").is_file()


def test_a_frozen_program_uses_the_files_it_carries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "themes").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.directory() == tmp_path / "resources"


def test_an_installed_package_prefers_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a wheel's package lies `site-packages`, where `resources` is anybody's name."""
    package = tmp_path / "strakly_desktop"
    (tmp_path / "resources" / "themes").mkdir(parents=True)
    (package / "resources" / "themes").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.directory() == package / "resources"


def test_a_damaged_installation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "strakly_desktop")
    with pytest.raises(resources.ResourceError, match="Install Strakly Desktop again"):
        resources.tokens()


def test_missing_fonts_are_a_damaged_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "themes").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "strakly_desktop")
    with pytest.raises(resources.ResourceError, match="fonts are missing"):
        resources.fonts()


def test_a_checkout_knows_no_build() -> None:
    assert resources.build_info() is None
    assert resources.third_party_licences() is None


def test_a_packaged_program_knows_its_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "resources"
    (folder / "themes").mkdir(parents=True)
    (folder / "build.json").write_text(
        '{"version": "1.2.3", "commit": "abc", "date": "2026-01-02T03:04:05Z"}'
    )
    (folder / "THIRD_PARTY_LICENSES.txt").write_text("all of them")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.build_info() == resources.BuildInfo("1.2.3", "abc", "2026-01-02T03:04:05Z")
    assert resources.third_party_licences() == folder / "THIRD_PARTY_LICENSES.txt"


@pytest.mark.parametrize("damaged", ["", "[]", '{"version": "1"}', '"text"'])
def test_a_damaged_build_file_says_so(damaged: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "themes").mkdir(parents=True)
    (tmp_path / "resources" / "build.json").write_text(damaged)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(resources.ResourceError, match="damaged"):
        resources.build_info()
