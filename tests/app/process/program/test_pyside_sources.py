"""What PySide compiles at every start is compiled once."""

import builtins
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from strakly_desktop.app.process.program.pyside_sources import WRITES_STUBS, compiled_once

COUNT = """
import builtins, json
compiled = []
plain = builtins.compile

def counted(source, filename, *rest, **options):
    if "shibokensupport" in str(filename) or "signature_bootstrap" in str(filename):
        compiled.append(len(source))
    return plain(source, filename, *rest, **options)

builtins.compile = counted
from strakly_desktop.app.process.program.pyside_sources import compiled_once

with compiled_once():
    import PySide6.QtCore

try:
    PySide6.QtCore.QObject().setObjectName(5)
except TypeError as error:
    print(json.dumps([sum(compiled), "setObjectName(int)" in str(error), builtins.compile is counted]))
"""


def start(kept: Path) -> tuple[int, bool, bool]:
    """What a start compiled of PySide's sources in characters, and whether all is as ever after it."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(kept)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    said = subprocess.run([sys.executable, "-c", COUNT], env=environment, stdout=subprocess.PIPE, check=True)
    compiled, explains, restored = json.loads(said.stdout)
    return compiled, explains, restored


def test_a_second_start_compiles_none_of_them_and_a_wrong_call_is_explained_all_the_same(
    tmp_path: Path,
) -> None:
    first, second = start(tmp_path), start(tmp_path)
    assert first[0] > 50_000, "when this fails, PySide has mended it, and the module can go"
    assert second[0] == 0
    assert first[1:] == second[1:] == (True, True)


def test_where_nothing_can_be_kept_they_are_compiled_as_ever(tmp_path: Path) -> None:
    nowhere = tmp_path / "a file"
    nowhere.touch()
    assert [start(nowhere)[0] > 50_000 for _ in range(2)] == [True, True]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def said_by(source: bytes | str, filename: str) -> object:
    said: dict[str, Any] = {}
    with compiled_once():
        exec(builtins.compile(source, filename, "exec"), said)
    return said.get("says")


def test_another_version_of_a_source_is_never_answered_with_the_kept_one(kept: Path) -> None:
    inside = "shibokensupport/signature/parser.py"
    assert said_by(b"says = 1", inside) == 1
    assert list(kept.rglob("*.pyc"))
    # As long as the first, and as old.
    assert said_by(b"says = 2", inside) == 2
    assert said_by("says = 1", "signature_bootstrap.py") == 1


def test_nothing_else_is_kept_and_what_writes_stubs_is_empty(kept: Path) -> None:
    assert said_by("says = 1", "<string>") == 1
    assert said_by(b"says = 1", WRITES_STUBS) is None
    assert not list(kept.rglob("*.pyc"))
