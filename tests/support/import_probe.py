"""Opens the app in a process of its own and says what its GUI thread imports between first paint and connection."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path

from strakly_desktop.app.process.program.interpreter import prepare_interpreter

if __name__ == "__main__":
    prepare_interpreter()

from PySide6.QtWidgets import QApplication
from support.bot_process import running_bot
from support.start_probe import run_app

from strakly_desktop.app.composition.compose import compose
from strakly_desktop.app.process.first_paint import FirstPaint
from strakly_desktop.app.settings.arguments import Arguments
from strakly_desktop.conversation.model import ConnectionState


class Watch(MetaPathFinder):
    """Finds nothing, and notes who looked for what."""

    def __init__(self) -> None:
        self.on_gui_thread: list[str] = []
        self.elsewhere: list[str] = []

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> None:
        is_gui = threading.current_thread() is threading.main_thread()
        (self.on_gui_thread if is_gui else self.elsewhere).append(fullname)


def imports_after_first_paint(home: Path) -> tuple[list[str], list[str]]:
    """What is imported on the GUI thread and in others, until the app is connected to the local assistant."""
    with running_bot() as bot:
        environment = {**os.environ, "STRAKLY_TOKEN": bot.token, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, __file__, str(home), bot.url]
        said = json.loads(subprocess.check_output(command, env=environment))
    return said["gui"], said["elsewhere"]


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
    said = {"gui": watch.on_gui_thread, "elsewhere": watch.elsewhere}
    print(json.dumps(said), flush=True)  # noqa: T201
    living.cancel()
    # Only the start is of interest.
    os._exit(0)


if __name__ == "__main__":
    run_app(lambda application: probe(application, Path(sys.argv[1]), sys.argv[2]))
