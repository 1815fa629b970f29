"""What the window's process holds in memory: `python tests/benchmarks/bench_memory.py`.

The app asks the real local bot ten questions, long lists among them, as a person at the desk would; the bot
is a process of its own and is not counted. `unique` is what ending the app would give back to the machine;
`resident` also counts the pages of Qt's libraries that other programs may share, `proportional` its share of them.
"""

# ruff: noqa: T201

import asyncio
import gc
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from strakly_desktop.app.process.program.interpreter import prepare_interpreter

if __name__ == "__main__":
    # Before anything else is imported, as in the app.
    prepare_interpreter()

import psutil
from PySide6.QtWidgets import QApplication
from support.bot_process import RunningBot, running_bot
from support.desk import open_desk

from strakly_desktop.app.process.background import worker_threads
from strakly_desktop.app.process.event_loop import EventLoop

GOALS_MB = 90, 75
QUESTIONS = (
    "Which memberships expire this week, and who still has to pay?",
    "List all active clients",
    "How much revenue did we make this month?",
    "Who checked in today?",
    "Which clients have not come for 14 days?",
    "switch to dark mode with a purple accent",
    "List all clients",
    "Which plans do we offer?",
    "List all active clients",
    "Who still has to pay?",
)


def report(moment: str) -> None:
    memory = psutil.Process().memory_full_info()
    megabytes = [f"{size / 1e6:.0f} MB" for size in (memory.rss, memory.pss, memory.uss)]
    print("{}: resident {}, proportional {}, unique {} (goal {}, {})".format(moment, *megabytes, *GOALS_MB))


async def ask_ten(application: QApplication, bot: RunningBot, home: Path) -> None:
    desk = open_desk(application, home, bot.url, bot.token)
    await asyncio.sleep(1)
    report("window shown")
    desk.house.connect()
    characters = 0
    for number, question in enumerate(QUESTIONS, start=1):
        characters += len(await desk.ask(question))
        if number == 1:
            report("after 1 answer")
    gc.collect()
    report(f"after {len(QUESTIONS)} answers of {characters} characters")
    await desk.close()


def main() -> None:
    application = QApplication(["strakly-desktop"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    loop.set_default_executor(worker_threads())
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as home, running_bot() as bot, loop:
        loop.run_until_complete(ask_ten(application, bot, Path(home)))


if __name__ == "__main__":
    main()
