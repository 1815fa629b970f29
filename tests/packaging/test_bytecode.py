"""The package carries no docstrings but those that are read at run time."""

import marshal
import runpy
from pathlib import Path

import bytecode

from strakly_desktop.bot.tools import house


def docstring_in(file: Path) -> object:
    """The docstring of a compiled module, which is the first of its constants."""
    return marshal.loads(file.read_bytes()[16:]).co_consts[0]


def test_docstrings_and_assertions_are_left_out(tmp_path: Path) -> None:
    source = tmp_path / "source.py"
    source.write_text('"""What it is."""\nassert False\n')
    bytecode.compile_module(source, tmp_path / "source.pyc", "source.py")
    runpy.run_path(str(tmp_path / "source.pyc"))  # The assertion would fail.
    assert docstring_in(tmp_path / "source.pyc") != "What it is."


def test_the_tools_keep_what_a_model_is_told_of_them(tmp_path: Path) -> None:
    entry = ("strakly_desktop/bot/tools/house.pyc", "/build/without-docstrings.pyc", "DATA")
    target, source, kind = bytecode.with_docstrings(entry, tmp_path)
    assert (target, kind) == (entry[0], "DATA")
    assert docstring_in(Path(source)) == house.__doc__ is not None


def test_all_others_stay_as_they_were_compiled(tmp_path: Path) -> None:
    for target in ("strakly_desktop/bot/server.pyc", "resources/fonts/inter/Inter-Regular.ttf"):
        entry = (target, "/build/file", "DATA")
        assert bytecode.with_docstrings(entry, tmp_path) == entry
