"""The program as it is typed into a terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from strakly_desktop import __version__
from strakly_desktop.__main__ import main


def typed(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "strakly_desktop", *words],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_version(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word]) == 0
    assert capsys.readouterr().out == f"strakly-desktop {__version__}\n"


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help_names_every_command(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word]) == 0
    said = capsys.readouterr().out
    assert all(f"  {command} " in said for command in ("app", "tour", "serve"))


def test_help_needs_no_window_system() -> None:
    said = typed("--help", QT_QPA_PLATFORM="none-such")
    assert said.returncode == 0
    assert said.stdout.startswith("usage: strakly-desktop")
    assert said.stderr == ""


@pytest.mark.parametrize(
    "words", [["dance"], ["--colour"], ["app", "--sever", "x"], ["serve", "--prot", "1"]]
)
def test_unknown_words_show_the_usage_and_end_with_2(words: list[str]) -> None:
    said = typed(*words)
    assert said.returncode == 2
    assert said.stderr.startswith("usage: ")
    assert "Traceback" not in said.stderr


def test_a_wrong_address_in_the_environment_is_told_without_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "strakly_desktop", "--home", str(tmp_path)]
    names = {**os.environ, "STRAKLY_BOT_URL": "bot.example", "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=names, stderr=subprocess.PIPE, text=True) as app:
        assert app.stderr is not None
        told = app.stderr.readline()
        app.kill()  # The window with the same reason waits for somebody.
    assert told == "strakly-desktop: STRAKLY_BOT_URL is no web address like https://assistant.example.com\n"
