"""What the build does to the files that PyInstaller collected."""

from pathlib import Path

import executable
import pytest

ELF = b"\x7fELF and more"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    # A path that has the name of a part of Qt in it must not hide everything below.
    folder = tmp_path / "PySide6" / "strakly-desktop"
    for name, content in {
        "strakly-desktop": ELF,
        "_internal/libpython3.11.so.1.0": ELF,
        "_internal/python3.11/lib-dynload/_json.so": ELF,
        "_internal/PySide6/Qt/lib/libQt6Core.so.6": ELF,
        "_internal/shiboken6/libshiboken6.abi3.so.6.11": ELF,
        "_internal/resources/build.json": b"{}",
    }.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (folder / "_internal" / "libpython3.so").symlink_to("libpython3.11.so.1.0")
    return folder


def test_only_machine_code_of_others_than_qt_is_edited(folder: Path) -> None:
    found = [file.relative_to(folder).as_posix() for file in executable.machine_code(folder)]
    assert found == ["_internal/libpython3.11.so.1.0", "_internal/python3.11/lib-dynload/_json.so"]
