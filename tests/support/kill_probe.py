"""The real app in a process of its own that says what its page shows: `kill_probe.py {ask|look} HOME URL TEXT`.

`ask` asks TEXT and prints a line for each change of the page: seconds of the monotonic clock, which all processes
of a machine share, and the last whole number that stands there. `look` opens the conversation with the title TEXT
and prints what it shows. Only what the page shows is read: the app itself knows nothing of this.
"""

import asyncio
import os
import re
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from strakly_desktop.app.process.event_loop import EventLoop

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.desk import OpenDesk
from support.history_use import HistoryUse

from strakly_desktop.app.composition.application import Application
from strakly_desktop.app.composition.compose import compose
from strakly_desktop.app.process.first_paint import FirstPaint
from strakly_desktop.app.settings.arguments import Arguments

_NUMBER = re.compile(r"(\d{5})\s")
_TAIL = 60


def say(text: str) -> None:
    """At once, and without a buffer that would die with the process."""
    os.write(1, text.encode() + b"\n")


def tell_numbers(house: Application) -> None:
    """Say what the page shows with each change of it."""
    transcript = house.transcript
    said = 0

    def tell() -> None:
        nonlocal said
        found = _NUMBER.findall(transcript.toPlainText()[-_TAIL:] + " ")
        if found and int(found[-1]) > said:
            said = int(found[-1])
            say(f"{time.monotonic()} {said}")

    transcript.document().contentsChanged.connect(tell)


async def probe(application: QApplication, act: str, home: Path, url: str, text: str) -> None:
    house = compose(application, Arguments(server=url, home=home), {"STRAKLY_TOKEN": "a.b.c"})
    first_paint = FirstPaint(house.window)
    living = asyncio.ensure_future(house.live())
    await first_paint.wait(at_most=60)
    if act == "ask":
        tell_numbers(house)
        house.window.question_submitted.emit(text)
        say("asked")
    else:
        desk = OpenDesk(house)
        await HistoryUse(desk).open(text)
        say(desk.shown)
        house.window.close()
    await living


def main() -> None:
    act, home, url, text = sys.argv[1:]
    application = QApplication(["strakly-desktop"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(probe(application, act, Path(home), url, text))


if __name__ == "__main__":
    main()
