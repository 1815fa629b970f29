"""The virtual environment `.venv`: what is installed into it, and whether that is still what is wanted."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launcher.system_packages import as_root
from launcher.words import SetUpError, say

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.stamp"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
INTERRUPTED = "interrupted"
# The extras of pyproject.toml, and which others hold all that one holds.
EXTRAS = {
    "bot": ("bot", "chain", "package", "test"),
    "chain": ("chain", "test"),
    "package": ("package", "test"),
    "test": ("test",),
}


def install_environment(extra: str, newest: bool = False) -> None:
    """Have `.venv` hold the app and an extra of it; where it does, that costs milliseconds.

    In the versions of constraints.txt, so that it is the same in two days; `newest` takes what there is today.

    Raises:
        SetUpError: it could not be installed.
    """
    enough = [stamp(name) for name in EXTRAS[extra]]
    if newest or not (VENV_PYTHON.exists() and read_stamp() in enough):
        make_environment(extra, newest)


def is_installed() -> bool:
    """Whether an installation has come to its end in it."""
    return VENV_PYTHON.exists() and read_stamp() not in ("", INTERRUPTED)


def stamp(extra: str) -> str:
    """Names all that `.venv` depends on: what is wanted in which versions, this Python, and where the tree lies."""
    wanted = (ROOT / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), extra.encode()
    parts = [*wanted, sys.version.encode(), os.fsencode(ROOT)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def read_stamp() -> str:
    return STAMP.read_text() if STAMP.exists() else ""


def write_stamp(text: str) -> None:
    try:
        STAMP.write_text(text)
    except OSError as error:
        raise SetUpError(
            f".venv cannot be changed ({error.strerror}). If it is another user's, remove it as that one;"
            " if the disk is full, make room. Then run this again."
        ) from error


def make_environment(extra: str, newest: bool = False) -> None:
    has_pip = importlib.util.find_spec("pip") is not None
    if not has_pip and importlib.util.find_spec("ensurepip") is None:
        raise SetUpError(
            "This Python has no pip. Run this one line, then run this again:\n"
            f"  {as_root('apt-get update && apt-get install -y python3-pip')}"
        )
    say("Setting up .venv, once: this downloads some packages and takes about half a minute")
    if read_stamp() == INTERRUPTED or not environment_works():
        shutil.rmtree(VENV, ignore_errors=True)
        # Debian's Python has no ensurepip; its pip can install into the environment from outside.
        without_pip = ["--without-pip"] if has_pip else []
        set_up_step([sys.executable, "-m", "venv", *without_pip, str(VENV)])
    write_stamp(INTERRUPTED)
    pip = (
        [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]
        if has_pip
        else [str(VENV_PYTHON), "-m", "pip"]
    )
    versions = ["--upgrade", "--upgrade-strategy", "eager"] if newest else ["--constraint", str(CONSTRAINTS)]
    set_up_step([*pip, "install", "--disable-pip-version-check", *versions, "--editable", f".[{extra}]"])
    write_stamp("newest" if newest else stamp(extra))


def environment_works() -> bool:
    """Whether `.venv` can be installed into as it is: its Python starts, is ours, not the system's."""
    if not VENV_PYTHON.exists():
        return False
    ask = "import sys; print(sys.version); sys.exit(sys.prefix == sys.base_prefix)"
    try:
        answer = subprocess.run([str(VENV_PYTHON), "-c", ask], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.rstrip("\n") == sys.version


def set_up_step(command: list[str]) -> None:
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SetUpError(
            "Setting up .venv failed; the messages above say why. The first start needs a network connection."
            " Run this again when that is mended: it starts afresh."
        )
