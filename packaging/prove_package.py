"""Proves that the built executable runs on nothing: `run.py package --prove`.

It is started on a bare Debian (no fonts, no X11, no GL, no network), as an ordinary user who may not write to
the program's folder. xdotool asks it questions as a person would, and pictures of the screen, taken by
ImageMagick, are judged by what is on them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bare_root
import executable
import shared_libraries
from desk import PATIENCE, PICTURES, Desk, NotProven, app_process, end_quietly, fonts, started
from launcher.display import virtual_display

PROGRAM = "/opt/strakly-desktop/strakly-desktop"
HOME = f"/home/{bare_root.USER}/strakly"
QUESTION = "Who has memberships expiring this week?"
COLUMNS = ("Name", "Plan", "Valid until")
DARK = "switch to dark mode"
HINDI = "नमस्ते"


def prove(desk: Desk) -> None:
    """Ask and look.

    Raises:
        NotProven: the first thing that was not as it should be.
    """
    desk.wait_until_open("1-open")
    desk.type(QUESTION)
    answered = desk.wait_to_see(
        "2-table", is_there=lambda seen: desk.shows_table(seen, COLUMNS), what="the answer, with a table"
    )
    if not desk.shows(answered, QUESTION, "bubble-text", "bubble-bg"):
        raise NotProven(f"The question itself cannot be read: {PICTURES}/2-table.png")
    if not desk.is_all(answered, "light"):
        raise NotProven(f"The light theme is not light: {PICTURES}/2-table.png")
    desk.type(DARK)
    desk.wait_to_see(
        "3-dark",
        is_there=lambda seen: (
            desk.is_all(seen, "dark") and desk.shows(seen, DARK, "bubble-text", "bubble-bg", mode="dark")
        ),
        what="the dark theme",
    )
    prove_hindi(desk)


def prove_hindi(desk: Desk) -> None:
    """Ask in Hindi and look, slower each time.

    For letters that the keyboard lacks, xdotool gives a key another meaning for a moment; a busy app may read
    it too late, and the letter is lost before it comes to us.
    """
    for pause_ms in (100, 300, 600):
        desk.type(HINDI, pause_ms)
        with contextlib.suppress(NotProven):
            desk.wait_to_see(
                "4-hindi",
                is_there=lambda seen: desk.shows(seen, HINDI, "bubble-text", "bubble-bg", mode="dark"),
                what="Devanagari in its own letters",
                patience=PATIENCE / 3,
            )
            return
    raise NotProven(f"Devanagari cannot be read: {PICTURES}/4-hindi.png")


def prove_it_used_our_copies(process_id: int) -> None:
    """The bare system has no X11 library: the one in use is ours, and the C library is the system's."""
    maps = Path(f"/proc/{process_id}/maps").read_text()
    if "/fallback/libX11.so.6" not in maps or "/fallback/libc.so" in maps:
        raise NotProven("The bare system's missing libraries did not come from the package.")
    print("seen: libraries that the system lacks, taken from the package")


def prove_system_wins(display: str) -> None:
    """On this machine, which has the libraries, none of our copies may be loaded."""
    with tempfile.TemporaryDirectory() as home:
        command = [
            str(executable.TARGET / executable.program_name()),
            "--home",
            home,
            "--server",
            "http://127.0.0.1:9",
        ]
        environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
        app = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
        try:
            maps = maps_once_open(app)
        finally:
            app.kill()
            app.wait()
    ours = {line.split("/")[-1] for line in maps.splitlines() if "/fallback/" in line}
    if needless := ours & set(shared_libraries.system_library_paths()):
        raise NotProven(f"Taken from the package although this system has them: {', '.join(needless)}")
    print("seen: where the system has a library, its own is used", flush=True)


def maps_once_open(app: subprocess.Popen[bytes]) -> str:
    """What the app has in memory as soon as its window system is there."""
    give_up = time.monotonic() + PATIENCE
    while app.poll() is None and time.monotonic() < give_up:
        maps = Path(f"/proc/{app.pid}/maps").read_text()
        if "libqxcb" in maps and "libQt6Svg" in maps:
            return maps
        time.sleep(0.1)
    raise NotProven("The package does not start on this machine.")


def prove_history(home: Path) -> None:
    """What was asked is in the history database, which is whole."""
    with contextlib.closing(sqlite3.connect(home / "history.sqlite3")) as history:
        found = history.execute("SELECT count(*) FROM message WHERE text = ?", (QUESTION,)).fetchone()[0]
        verdict = history.execute("PRAGMA integrity_check").fetchone()[0]
    if (found, verdict) != (1, "ok"):
        raise NotProven(f"The history holds the question {found} times and says {verdict!r} of itself.")
    print("seen: the conversation in the history database")


def prove_on_bare_system(root: Path, display: str) -> None:
    home = root / HOME.lstrip("/")
    shutil.copytree(executable.TARGET, root / "opt" / "strakly-desktop", symlinks=True)
    with started(root, display, [PROGRAM, "--home", HOME]) as app:
        prove(Desk(app, display))
        prove_it_used_our_copies(app_process(app))
        end_quietly(app, home / "logs" / "strakly-desktop.log")
    prove_history(home)


def main() -> int:
    try:
        with fonts():
            with virtual_display() as server:
                prove_system_wins(server["DISPLAY"])
            # A display of its own: a proof must not see the window of the one before.
            with bare_root.bare_root() as root, virtual_display() as server:
                prove_on_bare_system(root, server["DISPLAY"])
    except bare_root.NotPossibleHere as reason:
        print(f"\nSKIPPED, nothing was proven on a bare system: {reason}", flush=True)
        return 0
    except NotProven as failure:
        print(f"\nNOT PROVEN: {failure}", file=sys.stderr, flush=True)
        return 1
    print(f"\nIt runs on a bare system. Pictures: {PICTURES}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
