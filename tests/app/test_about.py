"""What About knows: the commit of a checkout and of a package, and the licences of both."""

import json
import platform
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import qVersion

from strakly_desktop import __version__
from strakly_desktop.app.about import about_facts, checkout_commit, licences_from_source, runs_on
from strakly_desktop.theme import resources

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def repository(directory: Path, head: str) -> Path:
    (directory / ".git" / "refs" / "heads").mkdir(parents=True)
    (directory / ".git" / "HEAD").write_text(f"{head}\n")
    return directory


def test_the_commit_of_a_branch(tmp_path: Path) -> None:
    checkout = repository(tmp_path, "ref: refs/heads/main")
    assert checkout_commit(checkout) == ""
    (tmp_path / ".git" / "packed-refs").write_text(f"# pack-refs with: peeled\n{COMMIT} refs/heads/main\n")
    assert checkout_commit(checkout) == COMMIT
    loose = COMMIT[::-1]
    (tmp_path / ".git" / "refs" / "heads" / "main").write_text(f"{loose}\n")
    assert checkout_commit(checkout) == loose


def test_the_commit_without_a_branch(tmp_path: Path) -> None:
    assert checkout_commit(repository(tmp_path, COMMIT)) == COMMIT


@pytest.mark.parametrize("head", ["", "ref: refs/heads/gone", "no hash"])
def test_a_damaged_checkout_has_no_commit(tmp_path: Path, head: str) -> None:
    assert checkout_commit(repository(tmp_path, head)) == ""


def test_no_checkout_has_no_commit(tmp_path: Path) -> None:
    assert checkout_commit(tmp_path) == ""


@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
def test_it_is_the_commit_that_git_names_also_in_a_second_work_tree(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        named = ["-c", "user.name=desk", "-c", "user.email=desk@gym.example"]
        done = subprocess.run(
            ["git", *named, *arguments], cwd=first, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "Begin")
    git("worktree", "add", "-q", str(second))
    assert checkout_commit(first) == checkout_commit(second) == git("rev-parse", "HEAD") != ""


def test_from_source_every_library_of_the_window_is_named_with_its_licence() -> None:
    licences = licences_from_source()
    lines = dict(line.split(": ", 1) for line in licences.splitlines() if ": " in line)
    named = {words.split(" ")[0].lower().replace("_", "-"): licence for words, licence in lines.items()}
    assert "LGPL" in named["pyside6-essentials"]
    assert "MIT" in named["markdown"] or "BSD" in named["markdown"]
    # Needed by what the app needs.
    assert "h11" in named
    # Of the tests only.
    assert "pytest" not in named
    assert licences.count("SIL OPEN FONT LICENSE Version 1.1") >= 3
    assert "Lucide" in licences


def test_a_package_says_what_it_was_built_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "build.json").write_text(
        json.dumps({"version": "9.8", "commit": f"{COMMIT}-modified", "date": "2026-11-22T10:00:00+00:00"})
    )
    (tmp_path / "THIRD_PARTY_LICENSES.txt").write_text("Everybody's licences", "utf-8")
    monkeypatch.setattr(resources, "directory", lambda: tmp_path)
    facts = about_facts()
    assert (facts.version, facts.commit) == ("9.8", f"{COMMIT[:12]}-modified")
    assert facts.licences == "Everybody's licences"


def test_a_bug_report_names_what_is_below_the_app(qapp: Any) -> None:
    words = runs_on()
    assert f"Python {platform.python_version()}" in words
    assert f"Qt {qVersion()}" in words


def test_a_damaged_package_still_has_an_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "build.json").write_text("{")
    monkeypatch.setattr(resources, "directory", lambda: tmp_path)
    facts = about_facts()
    assert facts.version == __version__
    assert "damaged" in facts.licences


def test_the_window_opens_it(qapp: Any, run: Any, tmp_path: Path) -> None:
    from support.desk import open_desk

    from strakly_desktop.ui.dialogs.about import AboutDialog

    async def story() -> None:
        desk = open_desk(qapp, tmp_path, "http://127.0.0.1:9", "a.b.c")
        desk.house.window.menu.about_requested.emit()
        dialog = desk.house.window.findChild(AboutDialog)
        assert isinstance(dialog, AboutDialog)
        assert dialog.isVisible()
        dialog.reject()
        await desk.close()

    run(story())
