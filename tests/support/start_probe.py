"""Opens the app in a process of its own and says what it was like at the moment of the first paint."""

import json
import os
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import Enum, Flag, IntEnum, IntFlag
from pathlib import Path
from typing import Any

from strakly_desktop.app.process.program.interpreter import import_asyncio, prepare_interpreter

if __name__ == "__main__":
    # Before anything of Qt, as in the app.
    prepare_interpreter()

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

# Not used here: what it imports belongs to every start.
import strakly_desktop.app.composition.run  # noqa: F401
from strakly_desktop.app.composition.first_picture import first_picture
from strakly_desktop.app.process.first_paint import show_until_painted
from strakly_desktop.app.settings.arguments import Arguments

NOBODY = "http://127.0.0.1:9"
"""An address where no server listens, so that nothing but the window is started."""


@dataclass(frozen=True)
class Start:
    """One start: seconds from the creation of the process to the painted window, and what was loaded by then."""

    seconds: float
    modules: frozenset[str]
    platform: str
    visible: bool
    widget_classes: frozenset[str]
    enumerations: int
    """Those that PySide has made: each when it, or a class that has it, is first named."""
    widgets: int
    """All that were made, in sight or not."""

    def loaded(self, *packages: str) -> set[str]:
        """Those of `packages` of which anything was imported."""
        return {
            name for name in packages if any(f"{module}.".startswith(f"{name}.") for module in self.modules)
        }


def start_once(home: Path, environment: dict[str, str] | None = None) -> Start:
    """Start the app with `home` as its directory, wait for its first paint, and end it."""
    # What only this side of the pipe needs is no part of a start.
    import subprocess

    began = time.monotonic()
    child = subprocess.run(
        [sys.executable, __file__, str(home)],
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ | (environment or {}),
    )
    said = json.loads(child.stdout)
    return Start(
        said["painted_at"] - began,
        frozenset(said["modules"]),
        said["platform"],
        said["visible"],
        frozenset(said["widget_classes"]),
        said["enumerations"],
        said["widgets"],
    )


def widget_classes() -> set[str]:
    """The names of Qt's classes of widgets that PySide has made: each when it is asked for, some with many others."""
    found: set[str] = set()
    to_do: list[type] = [QWidget]
    while to_do:
        one = to_do.pop()
        if one.__module__.startswith("PySide6."):
            found.add(one.__name__)
            to_do += one.__subclasses__()
    return found


def enumerations_made() -> int:
    """How many enumerations PySide has made so far."""
    kinds = (Enum, IntEnum, Flag, IntFlag)
    return sum(made.__module__.startswith("PySide6.") for kind in kinds for made in kind.__subclasses__())


class AtFirstPaint(QObject):
    """Says how things are when `window` is painted, before anybody who waits for that goes on, and ends the process."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        said = {
            "painted_at": time.monotonic(),
            "modules": sorted(sys.modules),
            "platform": QGuiApplication.platformName(),
            "visible": self._window.isVisible(),
            "widget_classes": sorted(widget_classes()),
            "enumerations": enumerations_made(),
            "widgets": len(QApplication.allWidgets()),
        }
        print(json.dumps(said), flush=True)  # noqa: T201
        # Only the start is of interest: what is imported after it is no part of it.
        os._exit(0)


def run_app(story: Callable[[QApplication], Coroutine[Any, Any, None]]) -> None:
    """Run `story` on the loop of an application, as the app's own `run` does when its window is painted."""
    import_asyncio()
    import asyncio

    from strakly_desktop.app.process.event_loop import EventLoop

    application = QApplication(["strakly-desktop"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(story(application))


if __name__ == "__main__":
    qt = QApplication(["strakly-desktop"])
    qt.setQuitOnLastWindowClosed(False)
    picture = first_picture(qt, Arguments(server=NOBODY, home=Path(sys.argv[1])), {})
    # Watched from outside as well, because what comes next in the app changes what is imported.
    AtFirstPaint(picture.window)
    show_until_painted(picture.window)
