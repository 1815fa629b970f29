"""Writes a small copy of Qt's ICU data library: 31 MB of locale data, of which Qt reads the sorting rules.

Qt has locale data of its own and asks ICU only to compare texts, to change their case (built into the code) and
to convert old encodings. So the copy holds the sorting rules of English and of the languages of India, and
what every locale shares; a language that is left out sorts by Unicode's default order. The format is ICU's
"common data" (source/common/ucmndata.h): a header, a sorted table of name and data offsets, the items.
"""

from __future__ import annotations

import ctypes
import re
import struct
import subprocess
from pathlib import Path

LANGUAGES = "root|pool|res_index|ucadata|en|as|bn|gu|hi|kn|kok|ml|mr|ne|or|pa|sa|sd|si|ta|te|ur"
KEPT = (
    # Sorting rules.
    re.compile(rf"coll/(?:{LANGUAGES})(?:_\w+)?\.(?:res|icu)"),
    # The locales themselves: only to know that they exist.
    re.compile(rf"(?:{LANGUAGES})(?:_(?:IN|US|GB|Deva|Deva_IN|001))?\.res"),
    # What all share: normalisation, aliases of names, time zones.
    re.compile(r"\w+\.nrm|(?:pnames|ulayout|uemoji|cnvalias)\.icu"),
    re.compile(
        r"(?:keyTypeData|likelySubtags|supplementalData|metadata|numberingSystems|icuver|zoneinfo64"
        r"|timezoneTypes|windowsZones|metaZones)\.res"
    ),
)


def shrink(library: Path, target: Path) -> None:
    """Write `target`, a library like `library` (libicudata.so.NN) with only the items that KEPT names.

    Raises:
        ValueError: it is no ICU data library of the form known here.
        subprocess.CalledProcessError: the assembler or the linker failed.
    """
    symbol, size = data_symbol(library)
    loaded = ctypes.CDLL(str(library))
    whole = ctypes.string_at(ctypes.addressof(ctypes.c_char.in_dll(loaded, symbol)), size)
    data = target.with_suffix(".dat")
    data.write_bytes(select(whole))
    source = (
        f'.section .rodata\n.balign 16\n.globl {symbol}\n.type {symbol}, @object\n{symbol}: .incbin "{data}"\n'
        f'.size {symbol}, . - {symbol}\n.section .note.GNU-stack, "", @progbits\n'
    )
    compiled = target.with_suffix(".o")
    subprocess.run(["as", "-o", str(compiled), "-"], input=source, text=True, check=True)
    soname = library.name
    link = ["ld", "-shared", "--build-id=none", "-z", "noexecstack", "-soname", soname]
    subprocess.run([*link, "-o", str(target), str(compiled)], check=True)


def data_symbol(library: Path) -> tuple[str, int]:
    """The name of the data in the library (icudtNN_dat) and its size in bytes."""
    listed = subprocess.run(
        ["objdump", "-T", str(library)], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"\.rodata\s+([0-9a-f]+)\s.*\b(icudt\d+_dat)$", listed, re.MULTILINE)
    if found is None:
        raise ValueError(f"{library} holds no ICU data")
    return found.group(2), int(found.group(1), 16)


def select(whole: bytes) -> bytes:
    """The same package of ICU common data with the kept items only."""
    header_size, magic_1, magic_2 = struct.unpack_from("<HBB", whole)
    if (magic_1, magic_2, whole[12:16]) != (0xDA, 0x27, b"CmnD"):
        raise ValueError("this is no ICU common data")
    body = whole[header_size:]
    (count,) = struct.unpack_from("<I", body)
    table = [struct.unpack_from("<II", body, 4 + 8 * index) for index in range(count)]
    ends = [offset for _, offset in table[1:]] + [len(body)]
    items = []
    for (name_offset, offset), end in zip(table, ends, strict=True):
        name = body[name_offset : body.index(b"\0", name_offset)]
        # Each name begins with the package: "icudt73l/coll/root.res".
        if is_kept(name.decode("ascii").partition("/")[2]):
            items.append((name, body[offset:end]))
    if not items:
        raise ValueError("the ICU data has none of the names known here")
    return whole[:header_size] + assemble(items)


def is_kept(name: str) -> bool:
    return any(pattern.fullmatch(name) for pattern in KEPT)


def assemble(items: list[tuple[bytes, bytes]]) -> bytes:
    """The table, the names and the items, each of them beginning at a multiple of 16 bytes."""
    names = b"".join(name + b"\0" for name, _ in items)
    names_at = 4 + 8 * len(items)
    table = struct.pack("<I", len(items))
    blob = b""
    begin = names_at + len(names)
    padding = -begin % 16
    name_offset = names_at
    for name, item in items:
        table += struct.pack("<II", name_offset, begin + padding + len(blob))
        name_offset += len(name) + 1
        blob += item + bytes(-len(item) % 16)
    return table + names + bytes(padding) + blob
