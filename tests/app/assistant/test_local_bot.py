"""The local assistant as a child process, with real processes that behave well and badly."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from pytestqt.qtbot import QtBot

from strakly_desktop.app.assistant.local_bot import BotEndpoint, LocalBot, serve_command
from strakly_desktop.app.process.bounded_log import BoundedLog

WAIT_MS = 60_000

# What `serve` promises: one ready line, then service until the end of input. Its gym_id is its process id.
CHILD = """\
import json, os, sys, time
print(json.dumps({"url": "http://127.0.0.1:1", "token": os.environ["JWT_SECRET"], "gym_id": os.getpid(),
                  "gym_name": "Demo"}), flush=True)
"""
UNTIL_END_OF_INPUT = "sys.stdin.buffer.read()\n"

MakeBot = Callable[..., LocalBot]


@pytest.fixture
def make_bot(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeBot]:
    """Builds LocalBots whose child is a Python script, and ends what a test left running."""
    bots: list[LocalBot] = []

    def make(script: str, pauses: tuple[float, ...] = (0.0, 0.0), **options: Any) -> LocalBot:
        command = (sys.executable, "-c", script)
        bots.append(LocalBot(tmp_path / "state" / "bot.log", command, pauses=pauses, **options))
        return bots[-1]

    yield make
    for bot in bots:
        with qtbot.waitSignal(bot.stopped, timeout=WAIT_MS):
            bot.stop()


def started(qtbot: QtBot, bot: LocalBot) -> BotEndpoint:
    with qtbot.waitSignal(bot.ready, timeout=WAIT_MS) as ready:
        bot.start()
    endpoint = ready.args[0]
    assert isinstance(endpoint, BotEndpoint)
    return endpoint


def wait_until_gone(pid: int) -> None:
    """Fails (TimeoutExpired) if the process is still there after a good while."""
    try:
        psutil.Process(pid).wait(WAIT_MS / 1000)
    except psutil.NoSuchProcess:
        return


def test_tells_where_it_listens(qtbot: QtBot, make_bot: MakeBot) -> None:
    endpoint = started(qtbot, make_bot(CHILD + UNTIL_END_OF_INPUT))
    assert endpoint.url == "http://127.0.0.1:1"
    assert endpoint.gym_name == "Demo"
    assert psutil.pid_exists(endpoint.gym_id)


def test_words_before_the_ready_line_do_no_harm(qtbot: QtBot, make_bot: MakeBot) -> None:
    noise = (
        "import sys\nsys.stdout.buffer.write(b'hello\\n{}\\n[1]\\n\\xff\\xfe\\n' + b'x' * 200_000 + b'\\n')\n"
    )
    endpoint = started(qtbot, make_bot(noise + CHILD + UNTIL_END_OF_INPUT))
    assert endpoint.gym_name == "Demo"


def test_stop_ends_it_by_the_end_of_its_input(qtbot: QtBot, make_bot: MakeBot, tmp_path: Path) -> None:
    farewell = tmp_path / "farewell"
    bot = make_bot(CHILD + UNTIL_END_OF_INPUT + f"open({str(farewell)!r}, 'w').close()\n")
    endpoint = started(qtbot, bot)
    with qtbot.waitSignal(bot.stopped, timeout=WAIT_MS), qtbot.assertNotEmitted(bot.restarting):
        bot.stop()
    assert farewell.exists()
    assert not psutil.pid_exists(endpoint.gym_id)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_stop_ends_even_one_that_refuses(qtbot: QtBot, make_bot: MakeBot) -> None:
    stubborn = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + CHILD + "time.sleep(3600)\n"
    bot = make_bot(stubborn)
    endpoint = started(qtbot, bot)
    with qtbot.waitSignal(bot.stopped, timeout=WAIT_MS):
        bot.stop()
    assert not psutil.pid_exists(endpoint.gym_id)


def test_stop_does_not_wait_in_place(qtbot: QtBot, make_bot: MakeBot) -> None:
    bot = make_bot(CHILD + UNTIL_END_OF_INPUT)
    started(qtbot, bot)
    ended: list[bool] = []
    bot.stopped.connect(lambda: ended.append(True))
    bot.stop()
    assert ended == []  # stop() came back first; the event loop brings the end.
    qtbot.waitUntil(lambda: ended == [True], timeout=WAIT_MS)


def test_stop_right_after_start_leaves_nothing(qtbot: QtBot, make_bot: MakeBot, tmp_path: Path) -> None:
    bot = make_bot(CHILD + UNTIL_END_OF_INPUT)
    before = set(psutil.Process().children())
    bot.start()
    with qtbot.waitSignal(bot.stopped, timeout=WAIT_MS), qtbot.assertNotEmitted(bot.ready):
        bot.stop()
    assert set(psutil.Process().children()) == before


def test_aclose_waits_for_the_end(run: Callable[..., Any], tmp_path: Path) -> None:
    async def scenario() -> None:
        bot = LocalBot(tmp_path / "bot.log", (sys.executable, "-c", CHILD + UNTIL_END_OF_INPUT))
        ready: asyncio.Future[BotEndpoint] = asyncio.get_running_loop().create_future()
        bot.ready.connect(ready.set_result)
        bot.start()
        endpoint = await ready
        await bot.aclose()
        assert not psutil.pid_exists(endpoint.gym_id)
        await bot.aclose()  # Nothing left to end: returns all the same.

    run(scenario())


def test_a_killed_child_comes_back_with_a_new_endpoint(qtbot: QtBot, make_bot: MakeBot) -> None:
    bot = make_bot(CHILD + UNTIL_END_OF_INPUT)
    first = started(qtbot, bot)
    with (
        qtbot.waitSignal(bot.ready, timeout=WAIT_MS) as ready,
        qtbot.waitSignal(bot.restarting, timeout=WAIT_MS),
    ):
        psutil.Process(first.gym_id).kill()
    second: BotEndpoint = ready.args[0]
    assert second.gym_id != first.gym_id
    assert second.token != first.token, "each child has its own secret"


def test_gives_up_after_several_quick_deaths_and_says_what_to_do(qtbot: QtBot, make_bot: MakeBot) -> None:
    bot = make_bot("raise SystemExit(3)")
    restarts: list[bool] = []
    bot.restarting.connect(lambda: restarts.append(True))
    with qtbot.waitSignal(bot.died, timeout=WAIT_MS) as died:
        bot.start()
    assert len(restarts) == 2
    assert "Open Strakly Desktop again" in died.args[0]
    assert "bot.log" in died.args[0]


def test_start_after_giving_up_tries_anew(qtbot: QtBot, make_bot: MakeBot, tmp_path: Path) -> None:
    mended = tmp_path / "mended"
    bot = make_bot(f"import os\nassert os.path.exists({str(mended)!r})\n" + CHILD + UNTIL_END_OF_INPUT, ())
    with qtbot.waitSignal(bot.died, timeout=WAIT_MS):
        bot.start()
    mended.touch()
    assert started(qtbot, bot).gym_name == "Demo"


def test_one_that_never_gets_ready_is_ended_and_the_time_is_named(
    qtbot: QtBot, make_bot: MakeBot, tmp_path: Path
) -> None:
    pid_file = tmp_path / "pid"
    silent = f"import os, sys\nopen({str(pid_file)!r}, 'w').write(str(os.getpid()))\n" + UNTIL_END_OF_INPUT
    bot = make_bot(silent, ready_within=2)
    with qtbot.waitSignal(bot.died, timeout=WAIT_MS) as died:
        bot.start()
    assert "not ready after 2 seconds" in died.args[0]
    assert not psutil.pid_exists(int(pid_file.read_text()))


def test_garbage_is_never_taken_for_an_endpoint(qtbot: QtBot, make_bot: MakeBot) -> None:
    garbage = """print('{"url": 1, "token": null, "gym_id": "x", "gym_name": 2}\\nnull\\n"', flush=True)\n"""
    bot = make_bot("import sys\n" + garbage + UNTIL_END_OF_INPUT, (), ready_within=1)
    with qtbot.assertNotEmitted(bot.ready), qtbot.waitSignal(bot.died, timeout=WAIT_MS):
        bot.start()


def test_a_missing_program_is_not_tried_again(qtbot: QtBot, tmp_path: Path) -> None:
    bot = LocalBot(tmp_path / "bot.log", (str(tmp_path / "no-such-program"),))
    with qtbot.assertNotEmitted(bot.restarting), qtbot.waitSignal(bot.died, timeout=WAIT_MS) as died:
        bot.start()
    assert "Reinstall Strakly Desktop" in died.args[0]


def test_what_it_writes_to_stderr_is_in_the_log(qtbot: QtBot, make_bot: MakeBot, tmp_path: Path) -> None:
    bot = make_bot("import sys\nprint('the port is taken', file=sys.stderr)\nsys.exit(3)\n", ())
    with qtbot.waitSignal(bot.died, timeout=WAIT_MS):
        bot.start()
    log = (tmp_path / "state" / "bot.log").read_text()
    assert "the port is taken" in log
    assert "ended with status 3" in log


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_child_gets_no_files_of_ours(qtbot: QtBot, make_bot: MakeBot, tmp_path: Path) -> None:
    report = tmp_path / "files"
    list_files = f"open({str(report)!r}, 'w').write(' '.join(os.listdir('/proc/self/fd')))\n"
    with (tmp_path / "ours").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        started(qtbot, make_bot("import os\n" + list_files + CHILD + UNTIL_END_OF_INPUT))
        # Beside the standard three: the report itself, and the listing of the directory.
        assert len(report.read_text().split()) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX sessions")
def test_a_ctrl_c_in_our_terminal_does_not_reach_it(qtbot: QtBot, make_bot: MakeBot) -> None:
    endpoint = started(qtbot, make_bot(CHILD + UNTIL_END_OF_INPUT))
    assert os.getpgid(endpoint.gym_id) != os.getpgid(0)
    assert os.getsid(endpoint.gym_id) != os.getsid(0)


APP = """\
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from strakly_desktop.app.assistant.local_bot import LocalBot
app = QCoreApplication([])
bot = LocalBot(Path(sys.argv[1]), (sys.executable, "-c", sys.argv[2]))
bot.ready.connect(lambda endpoint: print(endpoint.gym_id, flush=True))
bot.start()
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_the_child_ends_when_the_app_is_killed_without_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-c", APP, str(tmp_path / "bot.log"), CHILD + UNTIL_END_OF_INPUT]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as app:
        assert app.stdout is not None
        child = int(app.stdout.readline())
        assert psutil.pid_exists(child)
        app.send_signal(signal.SIGKILL)
        wait_until_gone(child)
    assert not psutil.pid_exists(child)


def test_the_command_starts_this_very_program(monkeypatch: pytest.MonkeyPatch) -> None:
    serve = ("serve", "--port", "0", "--json-ready", "--exit-with-stdin", "--database", "x")
    assert serve_command("--database", "x") == (sys.executable, "-P", "-m", "strakly_desktop", *serve)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert serve_command("--database", "x") == (sys.executable, *serve)


def test_the_log_stays_within_its_bound(tmp_path: Path) -> None:
    log = BoundedLog(tmp_path / "deep" / "bot.log", limit=1000)
    for number in range(500):
        log.write(f"line {number}\n".encode())
    log.write(b"x" * 5000 + b"the end\n")
    files = list((tmp_path / "deep").iterdir())
    assert sum(file.stat().st_size for file in files) <= 2000
    assert log.path.read_bytes().endswith(b"the end\n")


def test_a_log_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    log = BoundedLog(tmp_path / "a file" / "bot.log")
    log.write(b"lost")
    assert not log.path.exists()


def test_a_setting_that_cannot_work_is_told_at_once_in_its_own_words(qtbot: QtBot, make_bot: MakeBot) -> None:
    refusal = '{"failed": "STRAKLY_MODEL_URL is no address."}'
    bot = make_bot(f"import sys\nprint({refusal!r}, flush=True)\nsys.exit(1)\n")
    restarts: list[None] = []
    bot.restarting.connect(lambda: restarts.append(None))
    with qtbot.waitSignal(bot.died, timeout=WAIT_MS) as died:
        bot.start()
    assert died.args == ["STRAKLY_MODEL_URL is no address."]
    assert restarts == [], "the same settings fail again"


def test_a_problem_of_the_model_comes_with_the_ready_line(qtbot: QtBot, make_bot: MakeBot) -> None:
    problem = '"gym_name": "Demo", "problem": {"fact": "It cannot be reached.", "advice": "Start it."}'
    endpoint = started(qtbot, make_bot(CHILD.replace('"gym_name": "Demo"', problem) + UNTIL_END_OF_INPUT))
    assert endpoint.problem == ("It cannot be reached.", "Start it.")
