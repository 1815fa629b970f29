"""Compiles the Python modules that Qt for Python carries as source text inside its library.

Left there, they are compiled anew at every start, which costs 10 ms. Qt itself takes them from the folder
`shiboken6/files.dir` where there is one; it is meant for debugging (`SBK_EMBED=0`) and serves here as well.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from bytecode import compile_module
from shared_libraries import Entry

PLACE = "shiboken6/files.dir"
COPY = """
import sys, zipfile
import PySide6.QtCore
import shibokensupport
inside = shibokensupport.__loader__.zfile
with zipfile.ZipFile(sys.argv[1], "w") as copy:
    for name in inside.namelist():
        copy.writestr(name, inside.read(name))
"""
UNUSED = frozenset({"shibokensupport/signature/lib/pyi_generator.py"})
"""Writes the type stubs of Qt for Python; nothing asks for it in an app, yet it would be loaded with the others."""


def compiled(scratch: Path) -> list[Entry]:
    """The modules as files of the package, made in the directory `scratch`.

    Raises:
        subprocess.CalledProcessError: Qt for Python could not be asked.
    """
    packed = scratch / "shibokensupport.zip"
    subprocess.run([sys.executable, "-c", COPY, str(packed)], check=True)
    folder = scratch / "shibokensupport"
    entries = []
    with zipfile.ZipFile(packed) as modules:
        # The first of them only finds the others, and stays inside.
        for name in sorted(name for name in modules.namelist() if name.startswith("shibokensupport/")):
            if name.endswith(".py"):
                source, target = folder / name, folder / f"{name}c"
                source.parent.mkdir(parents=True, exist_ok=True)
                source.write_bytes(b"" if name in UNUSED else modules.read(name))
                compile_module(source, target, name)
                entries.append((f"{PLACE}/{name}c", str(target), "DATA"))
    return entries
