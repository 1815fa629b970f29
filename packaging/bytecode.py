"""Compiles Python for the package, where docstrings and assertions serve nobody.

They are 3 MB of the folder and 7 MB of the local assistant's memory. The docstrings of the assistant's tools
stay: they are what a language model is told of them.
"""

from __future__ import annotations

import py_compile
from pathlib import Path, PurePosixPath

from shared_libraries import Entry

ROOT = Path(__file__).resolve().parent.parent
LEVEL = 2
"""As `python -OO`."""
TOLD_TO_MODELS = PurePosixPath("strakly_desktop/bot/tools")


def with_docstrings(entry: Entry, scratch: Path) -> Entry:
    """A compiled module of PyInstaller's, compiled again in `scratch` if its docstrings are read at run time."""
    target, _, kind = entry
    place = PurePosixPath(target)
    if place.suffix != ".pyc" or not place.is_relative_to(TOLD_TO_MODELS):
        return entry
    compiled = scratch / "with-docstrings" / place
    compile_module(ROOT / place.with_suffix(".py"), compiled, str(place.with_suffix(".py")), level=0)
    return target, str(compiled), kind


def compile_module(source: Path, target: Path, name: str, level: int = LEVEL) -> None:
    """Compile `source` the same for everybody, without its time or place; tracebacks call it `name`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(
        str(source), str(target), dfile=name, doraise=True, optimize=level, invalidation_mode=unchecked
    )
