"""What the window's process holds in memory: `python tests/benchmarks/bench_memory.py [--old DIR]`.

The app asks the real local bot ten questions, long lists among them, as a person at the desk would; the bot is a
process of its own and is not counted. `unique` is what ending the app would give back to the machine; `resident` also
counts the pages of Qt's libraries that other programs may share, `proportional` its share of them.

The desk's process imports nothing that the app does not. In turns with it, the floor: a bare QMainWindow with a
QTextBrowser of the same Qt, then with the libraries that the app has in memory by then, then with the same page; none
of our own code is in it. Each is a fresh process with its bytecode at hand, as an installed app has it. `--old`: the
root of another checkout, measured as well.
"""

# ruff: noqa: T201

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT, TESTS = Path(os.environ.get("BENCH_ROOT", Path(__file__).parents[2])), Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(TESTS)]

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
RUNS = 3
DESK = "--desk"
FLOOR = """
import builtins, ctypes, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QMainWindow, QTextBrowser
from support.own_memory import report_memory

application = QApplication([])
window, page = QMainWindow(), QTextBrowser()
window.setCentralWidget(page)
window.resize(1120, 760)
window.show()
application.processEvents()
report_memory("a bare window")
# As in the app: PySide's own way to import keeps memory for every module that is not its own.
builtins.__import__ = builtins.__orig_import__
sys.modules["click"] = sys.modules["socksio"] = None
import PySide6.QtSvg, asyncio, qasync, httpx, truststore, anyio._backends._asyncio, sqlite3, nh3, platformdirs
import html.parser, xml.etree.ElementTree
report_memory("and the libraries")
page.setHtml(Path(sys.argv[1]).read_text("utf-8"))
application.processEvents()
# Reading the HTML takes for a moment what the app, which writes the page bit by bit, never takes.
ctypes.CDLL(None).malloc_trim(0)
report_memory("and the page")
"""
Moments = dict[str, list[float]]


async def ask_ten(qt: object, home: Path, url: str, page: Path) -> None:
    import asyncio

    from PySide6.QtWidgets import QApplication
    from support.own_memory import report_memory

    from strakly_desktop.app.composition.compose import compose
    from strakly_desktop.app.settings.arguments import Arguments

    assert isinstance(qt, QApplication)
    house = compose(qt, Arguments(server=url, home=home), os.environ)
    house.window.show()
    await asyncio.sleep(1)
    report_memory("window shown")
    house.connect()
    finished = asyncio.Event()
    house.session.turn_finished.connect(finished.set)
    for number, question in enumerate(QUESTIONS, start=1):
        finished.clear()
        house.session.ask(question)
        await finished.wait()
        while not house.transcript.is_drawn:  # noqa: ASYNC110 - seldom, for it is to rest
            await asyncio.sleep(0.1)
        if number == 1:
            report_memory("after 1 answer")
    await asyncio.sleep(1)
    report_memory("after 10 answers")
    page.write_text(house.transcript.document().toHtml(), "utf-8")  # noqa: ASYNC240 - nothing else goes on
    # Only what it held is of interest.
    os._exit(0)


def run_app(home: Path, url: str, page: Path) -> None:
    """One day at the desk, in this process."""
    from strakly_desktop.app.process.program import interpreter

    interpreter.prepare_interpreter()
    if hasattr(interpreter, "import_asyncio"):  # Older builds did it within.
        interpreter.import_asyncio()
    import asyncio

    from PySide6.QtWidgets import QApplication

    from strakly_desktop.app.process.background import worker_threads
    from strakly_desktop.app.process.event_loop import EventLoop

    application = QApplication(["strakly-desktop"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    loop.set_default_executor(worker_threads())
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(ask_ten(application, home, url, page))


def moments_of(command: list[str], environment: dict[str, str], into: Moments) -> None:
    import subprocess

    said = subprocess.run(
        [sys.executable, *command], env=environment, stdout=subprocess.PIPE, check=True, text=True
    ).stdout
    for line in said.splitlines():
        moment, *sizes = line.split("\t")
        into.setdefault(moment, []).extend(float(size) for size in sizes)


def measure(old: Path | None) -> None:
    import tempfile

    from support.bot_process import running_bot

    roots = {"this": ROOT} | ({"old": old} if old else {})
    found: dict[str, Moments] = {name: {} for name in (*roots, "floor")}
    with tempfile.TemporaryDirectory() as folder, running_bot() as bot:
        page = Path(folder) / "page.html"
        environment = os.environ | {
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": f"{folder}/bytecode",
            "PYTHONPATH": str(TESTS),
            "STRAKLY_TOKEN": bot.token,
        }
        for turn in range(RUNS + 1):
            for name, root in roots.items():
                home = str(Path(folder) / f"{name}{turn}")
                command = [__file__, DESK, home, bot.url, str(page)]
                into = found[name] if turn else {}
                moments_of(command, environment | {"BENCH_ROOT": str(root)}, into)
            moments_of(["-c", FLOOR, str(page)], environment, found["floor"] if turn else {})
    print(f"means of {RUNS}, MB; goal after ten answers: resident {GOALS_MB[0]}, proportional {GOALS_MB[1]}")
    for name, moments in found.items():
        for moment, sizes in moments.items():
            resident, proportional, unique = (sum(sizes[at::3]) / RUNS for at in range(3))
            print(
                f"{name}, {moment}: resident {resident:.1f}, proportional {proportional:.1f}, unique {unique:.1f}"
            )


def main() -> None:
    if sys.argv[1:2] == [DESK]:
        home, url, page = sys.argv[2:]
        run_app(Path(home), url, Path(page))
        return
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--old", type=Path, help="the root of another checkout")
    measure(parser.parse_args().old)


if __name__ == "__main__":
    main()
