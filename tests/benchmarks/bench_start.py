"""How soon the window is there: `python tests/benchmarks/bench_start.py [runs]`.

From the creation of the process to the painted window, warm (the first two starts are not counted), once per
window system: offscreen, and xcb where DISPLAY is set. Also says which heavy libraries were imported by then.
"""

# ruff: noqa: T201

import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.start_probe import start_once

GOAL_MS = 350
HEAVY = ("httpx", "markdown", "pygments", "nh3", "starlette", "sqlalchemy", "PySide6.QtNetwork")


def measure(platform: str, runs: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        # Not every checkout may write bytecode beside its sources; an installed app always has it.
        environment = {
            "QT_QPA_PLATFORM": platform,
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": f"{home}/bytecode",
        }
        starts = [start_once(Path(home), environment) for _ in range(runs + 2)][2:]
    times = sorted(start.seconds * 1000 for start in starts)
    median = statistics.median(times)
    print(
        f"{starts[0].platform}: median {median:.0f} ms (goal {GOAL_MS}), {times[0]:.0f} to {times[-1]:.0f} ms,"
        f" {len(starts[0].modules)} modules, of them heavy: {sorted(starts[0].loaded(*HEAVY)) or 'none'}"
    )


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    measure("offscreen", runs)
    if os.environ.get("DISPLAY"):
        measure("xcb", runs)


if __name__ == "__main__":
    main()
