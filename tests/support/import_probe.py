"""Opens the app in a process of its own and says what it loads: until it is connected, and with its first answer."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from pathlib import Path

from strakly_desktop.app.process.program.interpreter import import_asyncio, prepare_interpreter

if __name__ == "__main__":
    prepare_interpreter()
    import_asyncio()

import asyncio

from PySide6.QtWidgets import QApplication
from support.bot_process import running_bot
from support.start_probe import run_app, widget_classes

from strakly_desktop.app.composition.compose import compose
from strakly_desktop.app.process.first_paint import FirstPaint
from strakly_desktop.app.settings.arguments import Arguments
from strakly_desktop.conversation.connection_state import ConnectionState


class Watch(MetaPathFinder):
    """Finds nothing, and notes who looked for what."""

    def __init__(self) -> None:
        self.on_gui_thread: list[str] = []
        self.elsewhere: list[str] = []

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> None:
        is_gui = threading.current_thread() is threading.main_thread()
        (self.on_gui_thread if is_gui else self.elsewhere).append(fullname)


@dataclass(frozen=True)
class Loaded:
    """What one run of the app had loaded.

    `on_gui_thread` and `elsewhere`: imported there between the first paint and the connection to the local assistant;
    `modules` and `widget_classes`: all, and the names of Qt's classes of widgets, after the first answer.
    """

    on_gui_thread: list[str]
    elsewhere: list[str]
    modules: frozenset[str]
    widget_classes: frozenset[str]


def loaded_by_first_answer(home: Path) -> Loaded:
    """Open the app with `home` as its directory, and ask the local assistant one question."""
    with running_bot() as bot:
        environment = {**os.environ, "STRAKLY_TOKEN": bot.token, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, __file__, str(home), bot.url]
        said = json.loads(subprocess.check_output(command, env=environment))
    return Loaded(
        said["gui"], said["elsewhere"], frozenset(said["modules"]), frozenset(said["widget_classes"])
    )


async def probe(application: QApplication, home: Path, url: str) -> None:
    house = compose(application, Arguments(server=url, home=home), os.environ)
    connected = asyncio.Event()
    house.connection.state_changed.connect(
        lambda state: connected.set() if state is ConnectionState.CONNECTED else None
    )
    first_paint = FirstPaint(house.window)
    living = asyncio.ensure_future(house.live())
    await first_paint.wait(at_most=60)
    watch = Watch()
    sys.meta_path.insert(0, watch)
    await connected.wait()
    sys.meta_path.remove(watch)
    answered = asyncio.Event()
    house.session.turn_finished.connect(answered.set)
    house.window.question_submitted.emit("List all active clients")
    await answered.wait()
    house.transcript.draw_all()
    house.transcript.repaint()
    said = {
        "gui": watch.on_gui_thread,
        "elsewhere": watch.elsewhere,
        "modules": sorted(sys.modules),
        "widget_classes": sorted(widget_classes()),
    }
    print(json.dumps(said), flush=True)  # noqa: T201
    living.cancel()
    # Only the start is of interest.
    os._exit(0)


if __name__ == "__main__":
    run_app(lambda application: probe(application, Path(sys.argv[1]), sys.argv[2]))
