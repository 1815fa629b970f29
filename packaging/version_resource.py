"""The version resource of the Windows program: what its Properties show, as PyInstaller reads it from a file."""

from __future__ import annotations

_TEXTS = {
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
    texts = {**_TEXTS, "FileVersion": version, "ProductVersion": version}
    strings = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in texts.items())
    table = f"{_US_ENGLISH:04X}{_UNICODE:04X}"
    return (
        "VSVersionInfo("
        f"ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, "
        "fileType=0x1, subtype=0, date=(0, 0)), "
        f"kids=[StringFileInfo([StringTable({table!r}, [{strings}])]), "
        f"VarFileInfo([VarStruct('Translation', [{_US_ENGLISH}, {_UNICODE}])])])\n"
    )
