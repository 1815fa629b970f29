"""Compiles Python for the package, where docstrings and assertions serve nobody.

They are 3 MB of the folder and 7 MB of the local assistant's memory. A hosted language model is told the docstrings
of the assistant's tools; the package has no client of one.
"""

from __future__ import annotations

import py_compile
from pathlib import Path

LEVEL = 2
"""As `python -OO`."""


def compile_module(source: Path, target: Path, name: str) -> None:
    """Compile `source` the same for everybody, without its time or place; tracebacks call it `name`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(
        str(source), str(target), dfile=name, doraise=True, optimize=LEVEL, invalidation_mode=unchecked
    )
