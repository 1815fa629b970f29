"""Qt for Python takes its Python modules from the package, ready compiled, and still tells of wrong calls."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import shiboken6
import shiboken_support

ASK = """
import json, sys
from PySide6.QtCore import QObject
parser = sys.modules["shibokensupport.signature.parser"]
try:
    QObject().setObjectName(5)
except TypeError as error:
    print(json.dumps({"file": parser.__file__, "error": str(error)}))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with shiboken6 as it lies in the package."""
    folder = tmp_path_factory.mktemp("package")
    (folder / "shiboken6").mkdir()
    installed = Path(shiboken6.__file__)
    # It looks beside the real file for the others.
    shutil.copy(installed, folder / "shiboken6")
    for library in installed.parent.glob("*.so*"):
        (folder / "shiboken6" / library.name).symlink_to(library)
    for target, source, _ in shiboken_support.compiled(tmp_path_factory.mktemp("scratch")):
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        (folder / target).symlink_to(source)
    return folder


def test_the_compiled_modules_are_used_and_explain_a_wrong_call(package: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(package)}
    asked = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, check=True)
    said = json.loads(asked.stdout)
    assert said["file"] == str(package / "shiboken6/files.dir/shibokensupport/signature/parser.pyc")
    assert "PySide6.QtCore.QObject.setObjectName(int)" in said["error"]


def test_they_are_the_same_wherever_they_are_compiled(package: Path, tmp_path: Path) -> None:
    again = shiboken_support.compiled(tmp_path)
    assert len(again) > 10
    for target, source, _ in again:
        assert Path(source).read_bytes() == (package / target).read_bytes()
