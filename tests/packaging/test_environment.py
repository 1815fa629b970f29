"""What the launcher says where `.venv` cannot be made; `test_run.py` makes real ones."""

import importlib.util
from pathlib import Path

import pytest
from launcher import environment
from launcher.words import SetUpError


def test_without_any_pip_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetUpError, match="apt-get install -y python3-pip"):
        environment.make_environment("bot")


def test_a_venv_that_may_not_be_changed_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As of somebody who started it as root before."""

    def refused(_path: Path, _text: str) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(environment, "environment_works", lambda: True)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed.stamp")
    monkeypatch.setattr(Path, "write_text", refused)
    with pytest.raises(SetUpError, match=r"\.venv cannot be changed \(Permission denied\)"):
        environment.make_environment("bot")
