"""The lock of the computer reaches the app over a real message bus."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from strakly_desktop.app.process.system_lock import _as_label

_LISTEN = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication, QTimer
from strakly_desktop.app.process.system_lock import SystemLock

app = QCoreApplication([])
lock = SystemLock()
lock.was_locked.connect(lambda: (print("locked"), app.quit()))
lock.listen()
def tell(active):
    subprocess.run(["dbus-send", "--session", "--type=signal", "/org/gnome/ScreenSaver",
        "org.gnome.ScreenSaver.ActiveChanged", f"boolean:{active}"], check=True)
QTimer.singleShot(0, lambda: (tell("false"), tell("true")))
QTimer.singleShot(15000, app.quit)
app.exec()
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs a message bus")
def test_a_screen_saver_that_comes_is_heard_and_one_that_goes_is_not() -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    environment.pop("XDG_SESSION_ID", None)
    listening = ["dbus-run-session", "--", sys.executable, "-c", _LISTEN]
    heard = subprocess.run(
        listening, env=environment, capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert heard.split() == ["locked"]


def test_the_session_is_named_as_logind_names_it() -> None:
    assert _as_label("2") == "_32"
    assert _as_label("c1") == "c1"
    assert _as_label("12") == "_312"
