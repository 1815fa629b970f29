"""Measures the built executable: `run.py package --measure`; `--twice` also builds anew and compares every byte.

All from outside, as a person or the system sees it: nothing is added to the app for it. The first paint is told
by the log of the local assistant, which the app starts once it has imported the rest, so that it is some 0.1 s sooner;
the answer by the history database.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import executable
from launcher.display import virtual_display

QUESTION = "Who has memberships expiring this week?"
ANSWERED = "SELECT count(*) FROM message WHERE role = 'assistant' AND state = 'complete'"
RUNS = 10
SETTLED_S = 1.0
GOALS = {
    "folder, MB": 145,
    "Debian package, MB": 46,
    "first paint, ms (median of 10, warm)": 350,
    "first answer done after start, s, at its usual pace": 2.5,
    "the same without the pause before each word, s": 2.5,
    "window's process after it, MB resident": 90,
    "both processes, MB resident": 170,
}


@contextlib.contextmanager
def started(home: Path, display: str) -> Iterator[subprocess.Popen[bytes]]:
    """The packaged app, with `home` for its files, ended as a person would."""
    command = [str(executable.TARGET / executable.program_name()), "--home", str(home)]
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    app = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    try:
        yield app
    finally:
        app.terminate()
        app.wait()


def seconds_until(is_so: Callable[[], bool], began: float, at_most: float = 60) -> float:
    """Seconds from `began` (of time.monotonic) to the moment when it is so, seen to a millisecond.

    Raises:
        TimeoutError: it was not so within `at_most` seconds.
    """
    while not is_so():
        if time.monotonic() - began > at_most:
            raise TimeoutError
        time.sleep(0.001)
    return time.monotonic() - began


def first_paint(display: str) -> float:
    """Milliseconds from the start of the process to the painted window, median of ten warm starts."""
    times = []
    for _ in range(RUNS + 2):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "logs" / "local-bot.log"
            began = time.monotonic()
            with started(Path(folder), display):
                times.append(seconds_until(log.exists, began) * 1000)
    return statistics.median(times[2:])


def first_answer(display: str, word_delay_ms: int | None) -> tuple[float, list[float]]:
    """Seconds from the start to the finished answer, typed as soon as there is a window; and memory then.

    The offline assistant waits before each word, like a language model: `word_delay_ms`, None for its own pace.
    """
    os.environ.pop("STRAKLY_OFFLINE_TOKEN_DELAY_MS", None)
    if word_delay_ms is not None:
        os.environ["STRAKLY_OFFLINE_TOKEN_DELAY_MS"] = str(word_delay_ms)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        began = time.monotonic()
        with started(home, display) as app:
            seconds_until((home / "logs" / "local-bot.log").exists, began)
            environment = {**os.environ, "DISPLAY": display}
            # The composer of a window that opens in the middle of the screen.
            subprocess.run(["xdotool", "mousemove", "800", "956", "click", "1"], env=environment, check=True)
            for words in (["type", "--delay", "1", QUESTION], ["key", "Return"]):
                subprocess.run(["xdotool", *words], env=environment, check=True)
            seconds = seconds_until(lambda: is_answered(home), began)
            # The window draws the end of the answer, and its buttons, after that.
            time.sleep(SETTLED_S)
            return seconds, [resident(process) for process in (app.pid, *children(app.pid))]


def is_answered(home: Path) -> bool:
    file = home / "history.sqlite3"
    if not file.exists():
        return False
    try:
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as history:
            return bool(history.execute(ANSWERED).fetchone()[0])
    except sqlite3.OperationalError:
        return False  # It is just being made.


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def resident(process: int) -> float:
    """Megabytes in memory."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ValueError(f"process {process} is gone")


def digests(folder: Path) -> dict[str, str]:
    """What each file of a folder is, by its path: its content, mode and time, or where a link points to."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        if path.is_symlink():
            content = str(path.readlink())
        else:
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        found[path.relative_to(folder).as_posix()] = f"{content} {state.st_mode:o} {int(state.st_mtime)}"
    return found


def differences_of_two_builds() -> list[str]:
    """Build again, and name the files that are not the same.

    Raises:
        SystemExit: the first build is of another commit.
    """
    info = json.loads((executable.TARGET / "_internal" / "resources" / "build.json").read_bytes())
    if info != executable.build_info():
        raise SystemExit("The folder was built from another commit: run `run.py package` first.")
    first = digests(executable.TARGET)
    shutil.rmtree(executable.TARGET)
    second = digests(executable.build())
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--twice", action="store_true", help="build anew, and compare")
    wanted = parser.parse_args()
    figures = {"folder, MB": executable.size(executable.TARGET) / 1e6}
    packages = sorted(executable.TARGET.parent.glob("*.deb"))
    if packages:
        figures["Debian package, MB"] = packages[-1].stat().st_size / 1e6
    with virtual_display() as server:
        figures["first paint, ms (median of 10, warm)"] = first_paint(server["DISPLAY"])
        usual, _ = first_answer(server["DISPLAY"], None)
        figures["first answer done after start, s, at its usual pace"] = usual
        seconds, memory = first_answer(server["DISPLAY"], 0)
    figures["the same without the pause before each word, s"] = seconds
    figures["window's process after it, MB resident"] = memory[0]
    figures["both processes, MB resident"] = sum(memory)
    print(
        f"\non {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n\n| what | measured | at most |\n|---|---|---|"
    )
    for name, figure in figures.items():
        missed = ": **missed**" if figure > GOALS[name] else ""
        print(f"| {name} | {figure:.{2 if figure < 10 else 0}f}{missed} | {GOALS[name]} |")
    if wanted.twice:
        different = differences_of_two_builds()
        print("\nTwo builds differ in: " + (", ".join(different) if different else "nothing"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
