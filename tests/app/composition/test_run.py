"""A start that fails: the real app in a process of its own, and what its person gets to see. And an end."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

# Reads the first window that opens, as a person would, and closes it.
READER = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from strakly_desktop.app.composition import run as module

def look():
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            assert look.window is None or not look.window.isVisible(), "no app that is none stays in sight"
            print(json.dumps([box.text(), box.informativeText(), box.detailedText()]), flush=True)
            box.reject()

look.window = None

def watched(qt, *rest):
    watched.timer = QTimer(interval=5)
    watched.timer.timeout.connect(look)
    watched.timer.start()
    return begin(qt, *rest)

begin, module.first_picture = module.first_picture, watched
"""
BUG = """
def begin(*_):
    raise RuntimeError("one-time password 4711")
"""

BUG_AFTER_FIRST_PAINT = """
from strakly_desktop.app.composition import compose

def fail(_qt, picture, _keychain):
    look.window = picture.window
    raise RuntimeError("one-time password 4711")

compose.complete = fail
"""
BUG_AFTER_COMPOSING = """
from strakly_desktop.app.composition.application import Application

async def fail(_application):
    raise RuntimeError("one-time password 4711")

Application.open = fail
"""


def start(home: Path, more: str = "", **environment: str) -> tuple[list[str], Any]:
    """What the window of the failed start said, and the process."""
    script = f"{READER}{more}\nsys.exit(module.run(['--home', {str(home)!r}]))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout), done


def test_a_setting_that_cannot_be_used_is_named_in_a_window(tmp_path: Path) -> None:
    (fact, reason, _details), done = start(tmp_path, STRAKLY_BOT_URL="no address")
    assert fact == "Strakly Desktop could not be started."
    assert "STRAKLY_BOT_URL" in reason
    assert f"strakly-desktop: {reason}" in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize("bug", [BUG, BUG_AFTER_FIRST_PAINT, BUG_AFTER_COMPOSING])
@pytest.mark.parametrize("packaged", ["", "sys.stderr = None\n"])
def test_a_bug_is_told_and_logged_without_its_words(tmp_path: Path, packaged: str, bug: str) -> None:
    """On Windows a packaged app has no stderr."""
    (fact, reason, details), done = start(tmp_path, bug + packaged)
    assert fact == "Strakly Desktop could not be started."
    assert reason.startswith("Something went wrong inside this app.")
    assert "RuntimeError" in details
    log = "".join(path.read_text("utf-8") for path in tmp_path.rglob("strakly-desktop.log"))
    assert "bug: RuntimeError" in log
    assert "4711" not in log + details + reason + done.stderr
    assert done.returncode == 1


# Types as soon as there is a window, and ends the process, or closes the window, right then.
HASTY = """
import os, signal, sys
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from strakly_desktop.app.composition import after_first_paint, run

async def shown(window):
    await show(window)
    edit = window.composer.focusProxy()
    QTest.keyClicks(edit, "Who pays?")
    if "enter" in sys.argv:
        QTest.keyClick(edit, Qt.Key.Key_Return)
    if "close" in sys.argv:
        window.close()
    else:
        os.kill(os.getpid(), signal.SIGTERM)

show, after_first_paint.show_and_wait = after_first_paint.show_and_wait, shown
sys.exit(run.run(["--server", "http://127.0.0.1:9", "--home", sys.argv[1]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM there")
@pytest.mark.parametrize("end", ["close", "SIGTERM"])
@pytest.mark.parametrize(
    ("keys", "kept"), [("enter", "SELECT text FROM message"), ("", "SELECT text FROM draft")]
)
def test_an_end_in_the_first_moment_loses_nothing(tmp_path: Path, end: str, keys: str, kept: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HASTY, str(tmp_path), end, keys],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(tmp_path / "history.sqlite3")) as database:
        texts = [text for (text,) in database.execute(kept)]
    assert "Who pays?" in texts


def test_the_process_survives_what_was_copied_where_the_display_keeps_none() -> None:
    script = (
        "from PySide6.QtCore import QMimeData\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from strakly_desktop.app.composition.run import drop_unkept_copy\n"
        "qt = QApplication([])\n"
        "qt.clipboard().setMimeData(QMimeData())\n"
        "drop_unkept_copy(qt)\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    assert subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode == 0
