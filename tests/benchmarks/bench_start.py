"""How soon the window is there: `python tests/benchmarks/bench_start.py [runs] [--old DIR]`.

From the creation of the process to the painted window, warm (the first two starts are not counted), once per
window system: offscreen, and xcb where DISPLAY is set. In turns with it, a bare window of the same Qt: only a
QMainWindow with a QTextBrowser. Also says which heavy libraries were imported by then, and compares the CPU time of
both, and that of `--old`, the root of another checkout, with all in turns.
"""

# ruff: noqa: T201

import argparse
import os
import resource
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


def cpu_ms(command: list[str], environment: dict[str, str]) -> float:
    """CPU time of a process of its own, until it has painted its window, in ms."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *command], stdout=subprocess.DEVNULL, check=True, env=os.environ | environment
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def compare(roots: dict[str, Path], environment: dict[str, str], home: str, runs: int) -> None:
    spent: dict[str, list[float]] = {"bare": [], **{name: [] for name in roots}}
    for _ in range(runs + 2):
        spent["bare"].append(cpu_ms(["-c", _BARE], environment))
        for name, root in roots.items():
            path = {"PYTHONPATH": os.pathsep.join((str(root), str(root / "tests")))}
            probe = [str(root / "tests" / "support" / "start_probe.py"), home]
            spent[name].append(cpu_ms(probe, environment | path))
    medians = {name: statistics.median(times[2:]) for name, times in spent.items()}
    for name, median in medians.items():
        print(f"  CPU time, {name}: {median:.0f} ms, {median / medians['bare']:.2f}x (goal {GOAL_OF_BARE}x)")


def measure(platform: str, runs: int, roots: dict[str, Path]) -> None:
    with tempfile.TemporaryDirectory() as home:
        # Not every checkout may write bytecode beside its sources; an installed app always has it.
        environment = {
            "QT_QPA_PLATFORM": platform,
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": f"{home}/bytecode",
        }
        # Before the clock's own figures, for which it is warm then.
        print(f"{platform}:")
        compare(roots, environment, home, runs)
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=int, nargs="?", default=10)
    parser.add_argument("--old", type=Path, help="the root of another checkout")
    wanted = parser.parse_args()
    roots = {"this": Path(__file__).parents[2].resolve()} | ({"old": wanted.old} if wanted.old else {})
    measure("offscreen", wanted.runs, roots)
    if os.environ.get("DISPLAY"):
        measure("xcb", wanted.runs, roots)


if __name__ == "__main__":
    main()
