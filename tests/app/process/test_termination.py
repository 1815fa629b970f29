"""Ctrl+C and SIGTERM reach the app at once, though Qt's loop runs no Python while it sleeps."""

import asyncio
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from strakly_desktop.app.process.termination import TerminationSignals


@pytest.fixture
def termination(qloop: asyncio.AbstractEventLoop) -> Iterator[TerminationSignals]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    descriptor = signal.set_wakeup_fd(-1)
    signals = TerminationSignals()
    signals.install()
    yield signals
    signals.restore()
    signal.set_wakeup_fd(descriptor)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.skipif(os.name == "nt", reason="another process cannot send these signals there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_sleeping_app_hears_that_it_shall_end(
    run: Any, termination: TerminationSignals, number: signal.Signals
) -> None:
    heard: list[None] = []
    termination.received.connect(lambda: heard.append(None))

    async def sleep_until_asked() -> None:
        asked = asyncio.Event()
        termination.received.connect(asked.set)
        # From outside of the loop, while it waits for nothing else.
        threading.Timer(0.05, os.kill, (os.getpid(), number)).start()
        await asked.wait()

    run(sleep_until_asked())
    assert len(heard) == 1


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_other_signals_do_not_end_the_app(run: Any, termination: TerminationSignals) -> None:
    heard: list[str] = []
    termination.received.connect(lambda: heard.append("asked"))
    before = signal.signal(signal.SIGUSR1, lambda *_: heard.append("other"))

    async def story() -> None:
        os.kill(os.getpid(), signal.SIGUSR1)
        for _ in range(10):
            await asyncio.sleep(0)

    run(story())
    signal.signal(signal.SIGUSR1, before)
    assert heard == ["other"]
