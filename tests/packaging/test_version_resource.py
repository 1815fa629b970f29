"""The version resource says this version in all four places, and PyInstaller understands it.

That Windows' own functions read it back is proven under Wine by packaging/windows/prove_installer.py.
"""

import struct

import pytest
from version_resource import TEXTS, encoded, version_resource


def words(text: str) -> bytes:
    return text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("1.20.3", (1, 20, 3, 0)), ("1.20.3.4", (1, 20, 3, 4))],
)
def test_the_version_stands_in_numbers_and_in_words(version: str, numbers: tuple[int, ...]) -> None:
    raw = encoded(version_resource(version))
    # VS_FIXEDFILEINFO: signature, its version, then the file's and the product's as 16-bit numbers.
    halves = struct.unpack_from("<8H", raw, raw.index(b"\xbd\x04\xef\xfe") + 8)
    swapped = [halves[i ^ 1] for i in range(8)]
    assert tuple(swapped[:4]) == tuple(swapped[4:]) == numbers
    for name in ("FileVersion", "ProductVersion"):
        assert words(f"{name}\0") in raw
    assert raw.count(words(f"{version}\0")) == 2


def test_the_properties_of_the_file_name_the_app() -> None:
    raw = encoded(version_resource("0.1.0"))
    assert struct.unpack_from("<H", raw)[0] == len(raw)
    for name, text in TEXTS.items():
        after = raw[raw.index(words(f"{name}\0")) + len(words(f"{name}\0")) :]
        assert after.lstrip(b"\0").startswith(words(text)[:-1])
