"""A bug is logged without a word of what it was about, and the person is told once."""

import asyncio
import faulthandler
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication

from strakly_desktop.app.process.bug_report import BugHooks, describe_without_text, open_log

SECRET = "one-time password 4711"


class Button(QObject):
    """Something whose slot has a bug."""

    clicked = Signal()


def fail() -> None:
    raise ValueError(SECRET)


async def fail_later() -> None:
    fail()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """An open log; called, it gives what was written."""
    logger = logging.getLogger("strakly_desktop")
    level, handlers = logger.level, list(logger.handlers)
    crashes_caught = faulthandler.is_enabled()
    open_log(tmp_path)
    yield lambda: (tmp_path / "strakly-desktop.log").read_text("utf-8")
    for handler in [handler for handler in logger.handlers if handler not in handlers]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)
    faulthandler.disable()
    if crashes_caught:
        faulthandler.enable(sys.__stderr__ or sys.stderr)


@pytest.fixture
def told(qloop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the person was told, with the hooks in place."""
    notices: list[str] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    hooks = BugHooks(notices.append, lambda text: text.startswith("expected"))
    hooks.install()
    hooks.follow(qloop)
    yield notices
    qInstallMessageHandler(None)


def test_a_description_has_the_places_but_no_text() -> None:
    try:
        fail()
    except ValueError as error:
        described = describe_without_text(error)
    assert described.startswith("ValueError at test_bug_report.py:")
    assert "fail" in described
    assert "4711" not in described
    assert str(Path(__file__).parents[1]) not in described


def test_an_error_that_was_never_raised_can_be_described() -> None:
    assert describe_without_text(KeyError(SECRET)) == "KeyError at unknown place"


def test_a_bug_in_a_task_is_logged_and_told(
    log: Callable[[], str], told: list[str], qloop: asyncio.AbstractEventLoop
) -> None:
    async def forget_a_task() -> None:
        task = asyncio.ensure_future(fail_later())
        await asyncio.wait([task])
        del task

    qloop.run_until_complete(forget_a_task())
    assert "bug: ValueError at test_bug_report.py" in log()
    assert "4711" not in log()
    assert len(told) == 1
    assert "4711" not in told[0]


def test_a_bug_in_a_slot_is_logged_and_told(
    log: Callable[[], str], told: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    button = Button()
    button.clicked.connect(fail)
    button.clicked.emit()
    assert "bug: ValueError" in log()
    assert "4711" not in log() + capfd.readouterr().err
    assert len(told) == 1


def test_many_bugs_are_told_once_and_the_same_one_is_logged_once(
    log: Callable[[], str], told: list[str], qloop: asyncio.AbstractEventLoop
) -> None:
    for _ in range(3):
        sys.excepthook(ValueError, ValueError(SECRET), None)
    qloop.call_exception_handler({"message": "a task failed", "exception": KeyError(SECRET)})
    assert log().count("bug: ValueError") == 1
    assert log().count("bug: KeyError") == 1
    assert len(told) == 1
    assert "4711" not in log()


def test_a_bug_while_something_is_put_away_is_logged_and_told(
    log: Callable[[], str], told: list[str]
) -> None:
    class Dying:
        def __del__(self) -> None:
            fail()

    Dying()
    assert "bug: ValueError at test_bug_report.py" in log()
    assert len(told) == 1


def test_a_bug_in_a_thread_is_logged_and_told_in_the_thread_of_the_window(
    log: Callable[[], str], told: list[str], run: Callable[..., None]
) -> None:
    async def start_a_thread() -> None:
        threading.Thread(target=fail).start()
        while not told:  # noqa: ASYNC110 - the thread knows no loop
            await asyncio.sleep(0.005)

    run(start_a_thread())
    assert "bug: ValueError at test_bug_report.py" in log()


def test_a_loop_that_complains_without_an_error_is_logged(
    log: Callable[[], str], told: list[str], qloop: asyncio.AbstractEventLoop
) -> None:
    qloop.call_exception_handler({"message": "Task was destroyed but it is pending!"})
    assert "event loop: Task was destroyed" in log()
    assert told == []


def test_control_c_is_no_bug(
    log: Callable[[], str], told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert told == []
    assert "bug" not in log()


def test_qt_warnings_are_logged_but_for_the_expected(
    log: Callable[[], str], told: list[str], qapp: QApplication
) -> None:
    qWarning("expected: no such letter")
    qWarning("QPainter: not active")
    assert "qt: QPainter: not active" in log()
    assert "expected" not in log()
    assert told == []


def test_a_log_directory_that_cannot_be_made_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "logs"
    blocked.write_text("no directory")
    logger = logging.getLogger("strakly_desktop")
    before = list(logger.handlers)
    open_log(blocked)
    (handler,) = [handler for handler in logger.handlers if handler not in before]
    logger.error("still here")
    logger.removeHandler(handler)
    assert "still here" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
@pytest.mark.parametrize("name", ["strakly-desktop.log", "crash.log"])
def test_what_stands_in_the_place_of_a_log_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, kind: str
) -> None:
    place = tmp_path / name
    match kind:
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case _:
            place.symlink_to("/dev/null")
    logger = logging.getLogger("strakly_desktop")
    level, before = logger.level, list(logger.handlers)
    open_log(tmp_path)
    logger.error("still here")
    for handler in [handler for handler in logger.handlers if handler not in before]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)
    if name == "crash.log":
        assert "still here" in (tmp_path / "strakly-desktop.log").read_text("utf-8")
    else:
        assert "still here" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
def test_a_log_that_becomes_a_pipe_while_the_app_runs_is_passed_over(
    log: Callable[[], str], tmp_path: Path
) -> None:
    logger = logging.getLogger("strakly_desktop")
    logger.error("first")
    assert "first" in log()
    (tmp_path / "strakly-desktop.log").unlink()
    os.mkfifo(tmp_path / "strakly-desktop.log")
    logger.error("second")


def test_the_last_crash_stays_readable(log: Callable[[], str], tmp_path: Path) -> None:
    (tmp_path / "crash.log").write_text("Fatal Python error")
    logger = logging.getLogger("strakly_desktop")
    before = list(logger.handlers)
    open_log(tmp_path)
    for handler in [handler for handler in logger.handlers if handler not in before]:
        logger.removeHandler(handler)
        handler.close()
    assert (tmp_path / "crash.previous.log").read_text() == "Fatal Python error"
    assert (tmp_path / "crash.log").read_text() == ""
