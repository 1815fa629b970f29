"""The app's event loop where Qt's is turned inside a task."""

import asyncio
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtTest import QTest

from strakly_desktop.app.process.event_loop import EventLoop


@pytest.fixture
def loop(qapp: Any) -> Iterator[EventLoop]:
    loop = EventLoop(qapp, already_running=False)
    asyncio.set_event_loop(loop)
    yield loop
    asyncio.set_event_loop(None)
    loop.close()


def test_a_task_that_falls_due_while_another_turns_the_loop_still_takes_its_step(loop: EventLoop) -> None:
    reports: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: reports.append(context))
    steps: list[str] = []

    async def other() -> None:
        steps.append("first")
        await asyncio.sleep(0)
        steps.append("second")

    async def turn_by_hand() -> None:
        task = asyncio.create_task(other())
        QTest.qWait(20)
        assert steps == []
        await task

    loop.run_until_complete(asyncio.wait_for(turn_by_hand(), 60))
    assert steps == ["first", "second"]
    assert reports == []


def test_what_is_cancelled_while_it_waits_for_its_turn_is_not_called(loop: EventLoop) -> None:
    called: list[str] = []

    async def turn_by_hand() -> None:
        handle = loop.call_soon(called.append, "cancelled")
        loop.call_soon(called.append, "kept")
        QTest.qWait(20)
        handle.cancel()
        await asyncio.sleep(0.05)

    loop.run_until_complete(asyncio.wait_for(turn_by_hand(), 60))
    assert called == ["kept"]


def test_a_task_that_falls_due_while_the_loop_does_not_run_takes_its_step_when_it_does(
    loop: EventLoop,
) -> None:
    started: list[asyncio.Task[None]] = []

    async def start_another() -> None:
        await asyncio.sleep(0)
        started.append(asyncio.create_task(asyncio.sleep(0)))

    async def begin() -> asyncio.Task[None]:
        return asyncio.create_task(start_another())

    task = loop.run_until_complete(begin())
    QTest.qWait(20)
    assert not task.done()
    loop.run_until_complete(asyncio.wait_for(task, 60))
    assert len(started) == 1
    loop.run_until_complete(started[0])


def test_a_task_that_failed_is_let_go_of_without_a_collection(loop: EventLoop) -> None:
    async def fail_later() -> None:
        await asyncio.sleep(0)
        raise ValueError

    async def forget_it() -> weakref.ref[asyncio.Task[None]]:
        task = asyncio.ensure_future(fail_later())
        await asyncio.wait([task])
        return weakref.ref(task)

    loop.set_exception_handler(lambda *_: None)
    assert loop.run_until_complete(forget_it())() is None
