"""The package carries no docstrings and no assertions."""

import marshal
import runpy
from pathlib import Path

import bytecode


def docstring_in(file: Path) -> object:
    """The docstring of a compiled module, which is the first of its constants."""
    return marshal.loads(file.read_bytes()[16:]).co_consts[0]


def test_docstrings_and_assertions_are_left_out(tmp_path: Path) -> None:
    source = tmp_path / "source.py"
    source.write_text('"""What it is."""\nassert False\n')
    bytecode.compile_module(source, tmp_path / "source.pyc", "source.py")
    runpy.run_path(str(tmp_path / "source.pyc"))  # The assertion would fail.
    assert docstring_in(tmp_path / "source.pyc") != "What it is."
