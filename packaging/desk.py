"""The app on a screen, seen and driven from outside: xdotool types what a person would, ImageMagick takes pictures.

What counts is what can be seen on a picture (screen.py judges it). Each is kept under `build/proof`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import bare_root
import screen
from PySide6.QtGui import QFontDatabase, QGuiApplication, QImage

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "build" / "proof"
LEFT, TOP = 160, 216
WINDOW = f"1280x800+{LEFT}+{TOP}"
"""Where the app opens its window: in the middle, with room for a frame. The rest of the screen would only cost time."""
PATIENCE = 60.0
"""Seconds that anything may take here: the machine of a proof is slow and busy."""


class NotProven(Exception):
    """Something did not come as it should; the text says what, and where the last picture is."""


class Desk:
    """The app in the bare root, seen and driven from outside."""

    def __init__(self, app: subprocess.Popen[bytes], display: str) -> None:
        self._app = app
        self._environment = {**os.environ, "DISPLAY": display}
        roles = json.loads((ROOT / "resources" / "themes" / "tokens.json").read_text("utf-8"))["themes"]
        self.roles = {mode: {**roles[mode]["roles"], **roles[mode]["accents"]["green"]} for mode in roles}

    def wait_until_open(self, name: str, *, mode: str = "light") -> None:
        """Until the window is there, in `mode`, and its assistant connected; then the keyboard is the composer's."""
        self.wait_to_see(
            name,
            is_there=lambda seen: self.shows(seen, "Connected", "text-muted", "background", mode=mode),
            what="the window, in readable letters, with its assistant connected",
        )
        self.click(640, 740)

    def type(self, text: str, pause_ms: int = 30) -> None:
        """Type a question and send it. `pause_ms`: after each key."""
        self._xdotool("type", "--delay", str(pause_ms), text)
        self._xdotool("key", "Return")

    def click(self, x: int, y: int) -> None:
        """Click at a place of the pictures."""
        self._xdotool("mousemove", str(LEFT + x), str(TOP + y), "click", "1")

    def picture(self, name: str) -> QImage:
        """What is on the screen now; kept as `build/proof/NAME.png`."""
        file = PICTURES / f"{name}.png"
        command = ["import", "-window", "root", "-crop", WINDOW, "+repage", str(file)]
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

    def shows_table(self, picture: QImage, columns: Iterable[str]) -> bool:
        """Whether there is a table with these columns, 400 pixels wide or more, in the light theme."""
        roles = self.roles["light"]
        return screen.lines(picture, [roles["table-row-line"], roles["border"]], 400) >= 2 and all(
            self.shows(picture, column, "table-header-text", "table-header-bg") for column in columns
        )

    def is_all(self, picture: QImage, mode: str) -> bool:
        """Whether the window is in that theme, "light" or "dark", with nothing of the other."""
        other = {"light": "dark", "dark": "light"}[mode]
        return (
            screen.share(picture, self.roles[mode]["background"]) > 0.4
            and screen.share(picture, self.roles[other]["background"]) < 0.01
        )

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True)


@contextmanager
def started(
    root: Path, display: str, command: Sequence[str], **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in another root, as an ordinary user there, on a display of this machine; killed at the end."""
    inside = bare_root.environment_in(DISPLAY=display, **environment)
    app = subprocess.Popen(bare_root.command_in(root, command), env=inside, stdin=subprocess.DEVNULL)
    try:
        yield app
    finally:
        if app.poll() is None:
            # Taking another user's id, it lost the wish to end together with `unshare`.
            os.kill(app_process(app), signal.SIGKILL)
        app.wait()


@contextmanager
def fonts() -> Iterator[None]:
    """The fonts that the app draws with, for as long as its pictures are judged."""
    application = QGuiApplication(["prove"])
    for font in (ROOT / "resources" / "fonts").rglob("*.ttf"):
        QFontDatabase.addApplicationFont(str(font))
    PICTURES.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        application.quit()


def app_process(app: subprocess.Popen[bytes]) -> int:
    """The process id of the app itself, which `unshare` started."""
    return int(Path(f"/proc/{app.pid}/task/{app.pid}/children").read_text().split()[0])


def end_quietly(app: subprocess.Popen[bytes], log: Path) -> None:
    """Ask it to end: it closes by itself, and has nothing to complain about in its `log`.

    Raises:
        NotProven: it did something else.
    """
    os.kill(app_process(app), signal.SIGTERM)
    status = app.wait(PATIENCE)
    complaints = log.read_text("utf-8")
    if status != 0 or complaints:
        raise NotProven(f"It ended with status {status} and this log:\n{complaints}")
    print("seen: a clean end, and an empty log", flush=True)
