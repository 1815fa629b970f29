"""Proves that the built executable runs on nothing: `run.py package --prove`.

It is started on a bare Debian (no fonts, no X11, no GL, no network), as an ordinary user who may not write to
the program's folder. xdotool asks it questions as a person would, and pictures of the screen, taken by
ImageMagick, are judged by what is on them.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import bare_root
import bundle
import executable
import run
import screen
from PySide6.QtGui import QFontDatabase, QGuiApplication, QImage

PICTURES = executable.ROOT / "build" / "proof"
PROGRAM = "/opt/strakly-desktop/strakly-desktop"
HOME = f"/home/{bare_root.USER}/strakly"
QUESTION = "Who has memberships expiring this week?"
DARK = "switch to dark mode"
HINDI = "नमस्ते"
PATIENCE = 60.0
"""Seconds that anything may take here: the machine of a proof is slow and busy."""


class NotProven(Exception):
    """Something did not come as it should; the text says what, and where the last picture is."""


class Desk:
    """The app in the bare root, seen and driven from outside."""

    def __init__(self, app: subprocess.Popen[bytes], display: str) -> None:
        self._app = app
        self._environment = {**os.environ, "DISPLAY": display}
        roles = json.loads((executable.ROOT / "resources" / "themes" / "tokens.json").read_text("utf-8"))[
            "themes"
        ]
        self.roles = {mode: {**roles[mode]["roles"], **roles[mode]["accents"]["green"]} for mode in roles}

    def type(self, text: str, pause_ms: int = 30) -> None:
        """Type a question and send it. `pause_ms`: after each key."""
        self._xdotool("type", "--delay", str(pause_ms), text)
        self._xdotool("key", "Return")

    def click(self, x: int, y: int) -> None:
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def picture(self, name: str) -> QImage:
        """What is on the screen now; kept as `build/proof/NAME.png`."""
        file = PICTURES / f"{name}.png"
        command = ["import", "-window", "root", str(file)]
        subprocess.run(command, env=self._environment, check=True)
        return screen.load(file)

    def wait_to_see(
        self, name: str, *, is_there: Callable[[QImage], bool], what: str, patience: float = PATIENCE
    ) -> QImage:
        """Take pictures until one shows it, for at most `patience` seconds.

        Raises:
            NotProven: none did, or the app ended.
        """
        give_up = time.monotonic() + patience
        while time.monotonic() < give_up:
            if self._app.poll() is not None:
                raise NotProven(f"The app ended with status {self._app.returncode} before {what} was seen.")
            picture = self.picture(name)
            if is_there(picture):
                print(f"seen: {what}", flush=True)
                return picture
            time.sleep(0.3)
        raise NotProven(f"Not seen within {patience:.0f} s: {what}. The last picture: {PICTURES / name}.png")

    def shows(self, picture: QImage, text: str, ink: str, paper: str, *, mode: str = "light") -> bool:
        """Whether `text` can be read, drawn in role `ink` on role `paper`."""
        family = "Inter" if text.isascii() else "Noto Sans Devanagari"
        roles = self.roles[mode]
        return screen.best_text_match(picture, text, family, roles[ink], roles[paper]) >= screen.GOOD_MATCH

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True)


def prove(desk: Desk) -> None:
    """Ask and look.

    Raises:
        NotProven: the first thing that was not as it should be.
    """
    desk.wait_to_see(
        "1-open",
        is_there=lambda seen: desk.shows(seen, "Connected", "text-muted", "background"),
        what="the window, in readable letters, with its local assistant connected",
    )
    desk.click(640, 740)
    desk.type(QUESTION)

    def has_table(seen: QImage) -> bool:
        columns = ("Name", "Plan", "Valid until")
        rules = screen.lines(
            seen, [desk.roles["light"]["table-row-line"], desk.roles["light"]["border"]], 500
        )
        return rules >= 2 and all(
            desk.shows(seen, column, "table-header-text", "table-header-bg") for column in columns
        )

    answered = desk.wait_to_see("2-table", is_there=has_table, what="the answer, with a table")
    if not desk.shows(answered, QUESTION, "bubble-text", "bubble-bg"):
        raise NotProven(f"The question itself cannot be read: {PICTURES}/2-table.png")
    if screen.share(answered, desk.roles["light"]["background"]) < 0.4:
        raise NotProven(f"The light theme is not light: {PICTURES}/2-table.png")
    desk.type(DARK)
    desk.wait_to_see(
        "3-dark",
        is_there=lambda seen: (
            screen.share(seen, desk.roles["dark"]["background"]) > 0.4
            and screen.share(seen, desk.roles["light"]["background"]) < 0.01
            and desk.shows(seen, DARK, "bubble-text", "bubble-bg", mode="dark")
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
    if needless := ours & set(bundle.system_library_paths()):
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


def prove_quiet_end(app: subprocess.Popen[bytes], process_id: int, home: Path) -> None:
    """Asked to end, it closes by itself, and has nothing to complain about."""
    os.kill(process_id, signal.SIGTERM)
    status = app.wait(PATIENCE)
    complaints = (home / "logs" / "strakly-desktop.log").read_text("utf-8")
    if status != 0 or complaints:
        raise NotProven(f"It ended with status {status} and this log:\n{complaints}")
    print("seen: a clean end, and an empty log")


@contextlib.contextmanager
def running_app(root: Path, display: str) -> Iterator[subprocess.Popen[bytes]]:
    shutil.copytree(executable.TARGET, root / "opt" / "strakly-desktop", symlinks=True)
    command = bare_root.command_in(root, [PROGRAM, "--home", HOME])
    environment = bare_root.environment_in(DISPLAY=display)
    app = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    try:
        yield app
    finally:
        app.kill()
        app.wait()


def child_of(process: subprocess.Popen[bytes]) -> int:
    """The process id of the app itself, which `unshare` started."""
    return int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])


def main() -> int:
    application = QGuiApplication(["prove"])
    for font in (executable.ROOT / "resources" / "fonts").rglob("*.ttf"):
        QFontDatabase.addApplicationFont(str(font))
    PICTURES.mkdir(parents=True, exist_ok=True)
    try:
        with run.virtual_display() as server:
            prove_system_wins(server["DISPLAY"])
        # A display of its own: a proof must not see the window of the one before.
        with bare_root.bare_root() as root, run.virtual_display() as server:
            with running_app(root, server["DISPLAY"]) as app:
                desk = Desk(app, server["DISPLAY"])
                prove(desk)
                prove_it_used_our_copies(child_of(app))
                prove_quiet_end(app, child_of(app), root / HOME.lstrip("/"))
            prove_history(root / HOME.lstrip("/"))
    except bare_root.NotPossibleHere as reason:
        print(f"\nSKIPPED, nothing was proven on a bare system: {reason}", flush=True)
        return 0
    except NotProven as failure:
        print(f"\nNOT PROVEN: {failure}", file=sys.stderr, flush=True)
        return 1
    finally:
        application.quit()
    print(f"\nIt runs on a bare system. Pictures: {PICTURES}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
