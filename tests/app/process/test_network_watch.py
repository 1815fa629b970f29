"""A network that goes and comes is told at once: with real interfaces, in a network of the test's own."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.network_namespace import why_impossible

from strakly_desktop.app.process.network_watch import NetworkWatch

IMPOSSIBLE = why_impossible() or ("" if shutil.which("unshare") else "there is no unshare (util-linux)")

# Two cables: each end of one is an interface, and runs while the other is up. Written after a step is what was told
# of it, and whether nothing leads out then.
_SCRIPT = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from strakly_desktop.app.process.network_watch import NetworkWatch

def ip(*words):
    subprocess.run(["ip", "link", *words], check=True)

app = QCoreApplication([])
for near, far in (("a0", "a1"), ("b0", "b1")):
    ip("add", near, "type", "veth", "peer", "name", far)
    ip("set", near, "up")
    ip("set", far, "up")
watch = NetworkWatch()
told = []
watch.cut.connect(lambda: told.append("cut"))
watch.changed.connect(lambda: told.append("changed"))
assert watch.begin() and not watch.is_cut
for step in ("a1 down", "b1 down", "b1 up"):
    told.clear()
    waiting = QEventLoop()
    watch.changed.connect(waiting.quit)
    limit = QTimer(singleShot=True, interval=15_000)
    limit.timeout.connect(waiting.quit)
    limit.start()
    ip("set", *step.split())
    waiting.exec()
    limit.stop()
    print(step, *told, watch.is_cut, sep=", ")
watch.close()
app.processEvents()
"""


@pytest.mark.skipif(bool(IMPOSSIBLE), reason=IMPOSSIBLE)
def test_a_cable_that_is_pulled_is_told_and_of_two_only_the_second_cuts_off() -> None:
    alone = ["unshare", "--net", sys.executable, "-c", _SCRIPT]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    told = subprocess.run(alone, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert told.stderr == "", "nor does its end leave a warning"
    assert told.stdout.splitlines() == [
        "a1 down, changed, False",
        "b1 down, cut, changed, True",
        "b1 up, changed, False",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux")
def test_this_computer_as_it_is_tells_nothing(qapp: Any) -> None:
    watch = NetworkWatch()
    told: list[str] = []
    watch.changed.connect(lambda: told.append("changed"))
    assert watch.begin()
    watch.close()
    assert told == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux")
def test_where_the_kernel_does_not_tell_nothing_is_heard(qapp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EPERM, "not in this sandbox")

    monkeypatch.setattr("socket.socket", refuse)
    watch = NetworkWatch()
    assert not watch.begin()
    watch.close()


def test_a_change_of_many_steps_is_told_at_its_first_and_after_its_last(qtbot: Any) -> None:
    watch = NetworkWatch()
    told: list[str] = []
    watch.changed.connect(lambda: told.append("changed"))
    watch.cut.connect(lambda: told.append("cut"))
    for _ in range(50):
        watch.note(is_cut=False)
    assert told == ["changed"]
    with qtbot.waitSignal(watch.changed, timeout=10_000):
        pass
    watch.note(is_cut=True)
    watch.note(is_cut=True)
    assert told == ["changed", "changed", "cut", "changed"], "what cuts off is told without a rest"
