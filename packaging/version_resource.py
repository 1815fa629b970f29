"""The version resource of the Windows program: what its Properties show, as PyInstaller reads it from a file."""

from __future__ import annotations

import struct
import sys
import tempfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

TEXTS = {
    "CompanyName": "Strakly",
    "FileDescription": "Strakly Desktop",
    "InternalName": "strakly-desktop",
    "LegalCopyright": "MIT licence",
    "OriginalFilename": "strakly-desktop.exe",
    "ProductName": "Strakly Desktop",
}
_US_ENGLISH, _UNICODE = 0x0409, 1200


def version_resource(version: str) -> str:
    """The text for PyInstaller's `version=`, for a version like "0.1.0"."""
    parts = [int(part) for part in version.split(".") if part.isdecimal()][:4]
    numbers = tuple(parts + [0] * (4 - len(parts)))
    texts = {**TEXTS, "FileVersion": version, "ProductVersion": version}
    strings = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in texts.items())
    table = f"{_US_ENGLISH:04X}{_UNICODE:04X}"
    return (
        "VSVersionInfo("
        f"ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, "
        "fileType=0x1, subtype=0, date=(0, 0)), "
        f"kids=[StringFileInfo([StringTable({table!r}, [{strings}])]), "
        f"VarFileInfo([VarStruct('Translation', [{_US_ENGLISH}, {_UNICODE}])])])\n"
    )


def encoded(text: str) -> bytes:
    """What PyInstaller on Windows writes into the program for such a text: to be read back on any system."""
    import PyInstaller.compat

    # PyInstaller's module imports both, to write into a program; they are there on Windows only.
    sys.modules.setdefault("pefile", ModuleType("pefile"))
    vars(PyInstaller.compat).setdefault("win32api", None)
    from PyInstaller.utils.win32.versioninfo import load_version_info_from_text_file

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "version_resource.txt"
        file.write_text(text, encoding="utf-8")
        info = load_version_info_from_text_file(str(file))
    # It packs the numbers as this system's `long`, which has the four bytes of a DWORD on Windows.
    numbers = struct.unpack("13L", info.ffi.toRaw())
    info.ffi = SimpleNamespace(toRaw=lambda: struct.pack("<13I", *numbers))
    return bytes(info.toRaw())
