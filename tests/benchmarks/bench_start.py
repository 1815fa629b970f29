"""How soon the window is there: `python tests/benchmarks/bench_start.py [runs]`.

From the creation of the process to the painted window, warm (the first two starts are not counted), once per
window system: offscreen, and xcb where DISPLAY is set. In turns with it, a bare window of the same Qt: only a
QMainWindow with a QTextBrowser. Also says which heavy libraries were imported by then.
"""

# ruff: noqa: T201

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.start_probe import start_once

GOAL_MS = 350
HEAVY = ("httpx", "markdown", "pygments", "nh3", "starlette", "sqlalchemy", "PySide6.QtNetwork")
GOAL_OF_BARE = 1.5
_BARE = """
import os, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QTextBrowser

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.monotonic(), flush=True)
            os._exit(0)
        return False

application = QApplication([])
window = QMainWindow()
page = QTextBrowser()
painted = Painted()
page.viewport().installEventFilter(painted)
window.setCentralWidget(page)
window.show()
application.exec()
"""


def bare_once(environment: dict[str, str]) -> float:
    """Seconds from the creation of a process to its first painted window, with nothing of the app."""
    began = time.monotonic()
    command = [sys.executable, "-c", _BARE]
    child = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=os.environ | environment)
    return float(child.stdout) - began


def measure(platform: str, runs: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        # Not every checkout may write bytecode beside its sources; an installed app always has it.
        environment = {
            "QT_QPA_PLATFORM": platform,
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": f"{home}/bytecode",
        }
        both = [(start_once(Path(home), environment), bare_once(environment)) for _ in range(runs + 2)][2:]
    starts = [start for start, _ in both]
    bare = statistics.median(seconds for _, seconds in both) * 1000
    times = sorted(start.seconds * 1000 for start in starts)
    median = statistics.median(times)
    print(
        f"{starts[0].platform}: median {median:.0f} ms (goal {GOAL_MS}), {times[0]:.0f} to {times[-1]:.0f} ms,"
        f" {median / bare:.2f}x of a bare window's {bare:.0f} ms (goal {GOAL_OF_BARE}x),"
        f" {len(starts[0].modules)} modules, of them heavy: {sorted(starts[0].loaded(*HEAVY)) or 'none'}"
    )


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    measure("offscreen", runs)
    if os.environ.get("DISPLAY"):
        measure("xcb", runs)


if __name__ == "__main__":
    main()
