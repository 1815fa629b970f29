"""A computer that slept is noticed, whichever of its clocks stood still."""

import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from strakly_desktop.app.process.wake_watch import WakeWatch


@pytest.mark.parametrize(
    ("by_wall", "by_steady", "slept"),
    [(5, 5, False), (7, 6, False), (3600, 5, True), (3600, 3600, True), (-3600, 5, True), (12, 12, False)],
)
def test_sleep_is_told_from_a_busy_moment(qapp: Any, by_wall: float, by_steady: float, slept: bool) -> None:
    now = {"wall": 1_000_000.0, "steady": 50.0}
    told: list[bool] = []
    watch = WakeWatch(wall=lambda: now["wall"], steady=lambda: now["steady"])
    watch.woke.connect(lambda: told.append(True))
    now["wall"] += by_wall
    now["steady"] += by_steady
    watch.look()
    assert bool(told) == slept
    told.clear()
    now["wall"] += 5
    now["steady"] += 5
    watch.look()
    assert told == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows tells it by itself")
def test_a_time_zone_that_is_set_while_the_app_runs_is_taken(
    qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    watch = WakeWatch()
    try:
        with monkeypatch.context() as patch:
            for zone, hour in (("Asia/Kolkata", 1), ("America/New_York", 15)):
                patch.setenv("TZ", zone)
                watch.look()
                assert moment.astimezone().hour == hour
    finally:
        time.tzset()


# The bus of the test stands for the system's, on which the login service tells of sleep.
_LISTEN = """
import os, subprocess, sys
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection
from strakly_desktop.app.process.wake_watch import WakeWatch

app = QCoreApplication([])
login = QDBusConnection.connectToBus(os.environ["DBUS_SESSION_BUS_ADDRESS"], "login")
assert login.registerService("org.freedesktop.login1")
watch = WakeWatch()
watch.woke.connect(lambda: (print("woke"), app.quit()))
watch.listen()
from PySide6.QtDBus import QDBusMessage
def tell(begins):
    message = QDBusMessage.createSignal(
        "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep"
    )
    message.setArguments([begins])
    assert login.send(message)
    print("sleeps" if begins else "wakes", flush=True)
QTimer.singleShot(200, lambda: (tell(True), QTimer.singleShot(200, lambda: tell(False))))
QTimer.singleShot(15000, app.quit)
app.exec()
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs a message bus")
def test_the_login_service_tells_that_the_computer_woke_and_not_that_it_falls_asleep() -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    listening = ["dbus-run-session", "--", sys.executable, "-c", _LISTEN]
    heard = subprocess.run(
        listening, env=environment, capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert heard.split() == ["sleeps", "wakes", "woke"]


def test_where_there_is_no_system_bus_nothing_is_heard() -> None:
    script = (
        "from PySide6.QtCore import QCoreApplication; app = QCoreApplication([]);"
        "from strakly_desktop.app.process.wake_watch import WakeWatch; WakeWatch().listen(); print('well')"
    )
    environment = os.environ | {
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere/bus",
    }
    told = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert told.stdout.split() == ["well"]
    assert told.stderr == ""
