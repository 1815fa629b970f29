"""Starting the app again brings its window forward; nothing that ended badly keeps it from starting."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from support.desk import open_desk

from strakly_desktop.app.process import single_instance
from strakly_desktop.app.process.single_instance import SingleInstance, use_activation_token

NOBODY = "http://127.0.0.1:9"
TOKEN = {"XDG_ACTIVATION_TOKEN": "token-of-the-second-start"}


@pytest.fixture
def first(tmp_path: Path) -> Iterator[SingleInstance]:
    """Holds the place, and does not answer yet."""
    instance = SingleInstance(tmp_path)
    assert instance.claim({})
    yield instance
    instance.release()


def say(home: Path, secret: str) -> socket.socket:
    """Send the holder a request to come forward; an empty secret stands for the right one."""
    port, right = (home / "running.address").read_text("ascii").split()
    asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asker.setblocking(False)
    asker.sendto(f"{secret or right} ".encode(), ("127.0.0.1", int(port)))
    return asker


def test_a_second_start_asks_the_first_to_come_forward(
    run: Any, first: SingleInstance, tmp_path: Path
) -> None:
    asked: list[str] = []
    first.come_forward_requested.connect(asked.append)
    second = SingleInstance(tmp_path)

    async def story() -> bool:
        first.listen()
        return await asyncio.to_thread(second.claim, TOKEN)

    assert not run(story())
    assert asked == ["token-of-the-second-start"]


def test_a_first_that_is_still_starting_is_waited_for(
    run: Any, first: SingleInstance, tmp_path: Path
) -> None:
    second = SingleInstance(tmp_path)

    async def story() -> bool:
        asking = asyncio.ensure_future(asyncio.to_thread(second.claim, {}))
        await asyncio.sleep(0.1)
        assert not asking.done()
        first.listen()
        return await asking

    assert not run(story())


def test_a_first_that_ends_makes_room(run: Any, first: SingleInstance, tmp_path: Path) -> None:
    asked: list[str] = []
    first.come_forward_requested.connect(asked.append)
    second = SingleInstance(tmp_path)

    async def story() -> bool:
        first.listen()
        first.stop_answering()
        asking = asyncio.ensure_future(asyncio.to_thread(second.claim, {}))
        await asyncio.sleep(0.1)
        assert not asking.done()
        first.release()
        return await asking

    try:
        assert run(story())
    finally:
        second.release()
    assert asked == []


def test_a_first_that_hangs_does_not_keep_the_desk_closed(
    first: SingleInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "PATIENCE_S", 0.1)
    second = SingleInstance(tmp_path)
    assert second.claim({})
    second.release()
    # It did not take the door of the first with it.
    assert (tmp_path / "running.address").exists()


def test_what_a_crash_left_behind_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "running.lock").touch()
    (tmp_path / "running.address").write_text("9 secret")
    (tmp_path / "running.partial").write_text("9")
    instance = SingleInstance(tmp_path)
    assert instance.claim({})
    assert "secret" not in (tmp_path / "running.address").read_text()
    instance.release()


def test_another_home_has_a_window_of_its_own(first: SingleInstance, tmp_path: Path) -> None:
    other = SingleInstance(tmp_path / "other")
    assert other.claim({})
    other.release()


def test_without_a_directory_the_app_opens_all_the_same(tmp_path: Path) -> None:
    blocked = tmp_path / "home"
    blocked.write_text("no directory")
    assert SingleInstance(blocked).claim({})


@pytest.mark.skipif(os.name == "nt", reason="permissions are the profile's there")
def test_only_its_user_can_ask(run: Any, first: SingleInstance, tmp_path: Path) -> None:
    assert (tmp_path / "running.address").stat().st_mode & 0o777 == 0o600
    asked: list[str] = []

    async def story() -> bytes:
        heard = asyncio.Event()
        first.come_forward_requested.connect(asked.append)
        first.come_forward_requested.connect(heard.set)
        first.listen()
        with say(tmp_path, "guessed") as stranger, say(tmp_path, "") as own:
            # Datagrams on loopback come in order: when the second was heard, the first was too.
            await heard.wait()
            with pytest.raises(BlockingIOError):
                stranger.recv(100)
            return own.recv(100)

    assert run(story())
    assert asked == [""]


def test_a_minimised_window_comes_back_as_it_was(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def story() -> tuple[Qt.WindowState, bool]:
        desk = open_desk(qapp, tmp_path, NOBODY, "a.b.c")
        window = desk.house.window
        window.setWindowState(Qt.WindowState.WindowMaximized | Qt.WindowState.WindowMinimized)
        window.on_screen.come_forward()
        found = window.windowState(), window.isVisible()
        await desk.close()
        return found

    state, visible = run(story())
    assert state & Qt.WindowState.WindowMaximized
    assert not state & Qt.WindowState.WindowMinimized
    assert visible


def test_the_activation_token_is_left_where_qt_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "old")
    use_activation_token("")
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "old"
    use_activation_token("new")
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "new"


class Starts:
    """Starts the real app again and again with one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "strakly_desktop", "--home", str(self.home), "--server", NOBODY]
        self.running.append(subprocess.Popen(command))
        return self.running[-1]

    def until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        """Return when `process` has the place and its window reads what is asked."""
        answer = b""
        while not answer and process.poll() is None:
            try:
                with say(self.home, "") as asker:
                    asker.settimeout(0.2)
                    answer = asker.recv(100)
            except (OSError, ValueError):
                pass
        assert answer


@pytest.fixture
def starts(tmp_path: Path) -> Iterator[Starts]:
    starts = Starts(tmp_path)
    yield starts
    for process in starts.running:
        process.kill()
        process.wait()


@pytest.mark.skipif(os.name == "nt", reason="uses signals")
def test_two_real_starts_and_a_crash(starts: Starts) -> None:
    first = starts.start()
    starts.until_it_answers(first)
    assert starts.start().wait() == 0
    assert first.poll() is None

    first.kill()
    first.wait()
    after_crash = starts.start()
    starts.until_it_answers(after_crash)
    assert starts.start().wait() == 0

    after_crash.send_signal(signal.SIGTERM)
    assert after_crash.wait() == 0
    assert not (starts.home / "running.address").exists()
