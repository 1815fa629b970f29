"""Fixtures that every room's tests share."""

import asyncio
import gc
import itertools
import os
from collections.abc import Callable, Coroutine, Iterator
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot
from support.limits import LAST_RESORT_S

# Before anything of Qt is imported. As large as a screen of today: the platform's own one is 800 pixels wide, and
# the window would open smaller there.
_SCREEN = Path(__file__).parent / "support" / "screen.json"
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_SCREEN}"

# The same examples in every run of the suite; others each time where somebody asks for more of them.
_EXAMPLES = int(os.environ.get("STRAKLY_EXAMPLES", "0"))
settings.register_profile(
    "suite",
    derandomize=not _EXAMPLES,
    max_examples=max(100, _EXAMPLES),
    # A first example loads fonts, and a busy machine is slow: no limit of real time.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")

# Collecting a QObject in a worker thread crashes Qt: as in the app, only the main thread collects.
# It walks over all that is alive, 0.1 s at the end of a run.
_TESTS_PER_COLLECTION = 40
_finished_tests = itertools.count(1)


def pytest_configure() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: no collection has to walk over them again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown() -> None:
    gc.disable()
    if next(_finished_tests) % _TESTS_PER_COLLECTION == 0:
        gc.collect()


RunInLoop = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Iterator[Any]:
    """As in the app, closing a window ends nothing: Qt's wish to quit would end the loop of a later test.

    And what was copied goes before Python does: without a screen Qt destroys it after that, and crashes.
    """
    qapp.setQuitOnLastWindowClosed(False)
    yield qapp
    qapp.clipboard().clear()


class PatientBot(QtBot):
    """Waits for what comes as long as a very busy machine may take for it: its own five seconds are met there.

    The limit only makes an end of what never comes.
    """

    waitUntil = partialmethod(QtBot.waitUntil, timeout=LAST_RESORT_S * 1000)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=LAST_RESORT_S * 1000)
    waitExposed = partialmethod(QtBot.waitExposed, timeout=LAST_RESORT_S * 1000)
    waitActive = partialmethod(QtBot.waitActive, timeout=LAST_RESORT_S * 1000)
    waitCallback = partialmethod(QtBot.waitCallback, timeout=LAST_RESORT_S * 1000)


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with more patience."""
    return PatientBot(request)


async def _let_sockets_go() -> None:
    """A transport that was closed closes its socket in a turn of its own, which only a running loop has.

    What fell due while it did not run was put off by some milliseconds.
    """
    await asyncio.sleep(0.025)


@pytest.fixture
def qloop(qapp: Any) -> Iterator[asyncio.AbstractEventLoop]:
    """The app's event loop on the test's QApplication, closed again after the test."""
    from strakly_desktop.app.process.event_loop import EventLoop

    loop = EventLoop(qapp, already_running=False)
    asyncio.set_event_loop(loop)
    yield loop
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    if pending:
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
    loop.run_until_complete(_let_sockets_go())
    loop.run_until_complete(loop.shutdown_asyncgens())
    asyncio.set_event_loop(None)
    loop.close()


@pytest.fixture
def run(qloop: asyncio.AbstractEventLoop) -> RunInLoop:
    """Run a coroutine to its end on the Qt loop, bounded so that a hang is a failure."""

    def run_in_loop(coroutine: Coroutine[Any, Any, Any]) -> Any:
        return qloop.run_until_complete(asyncio.wait_for(coroutine, LAST_RESORT_S))

    return run_in_loop
