"""Tasks that nobody waits for: a bug in one is told, and they end with their owner."""

import asyncio
from typing import Any

from strakly_desktop.chat.background_tasks import BackgroundTasks


def test_a_bug_is_handed_to_the_loop_and_named_for_its_owner() -> None:
    told: list[dict[str, Any]] = []

    async def fail() -> None:
        raise ValueError("4711")

    async def story() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
        tasks = BackgroundTasks("export")
        tasks.start(fail())
        await tasks.finish()
        await asyncio.sleep(0)

    asyncio.run(story())
    (context,) = told
    assert isinstance(context["exception"], ValueError)
    assert context["message"] == "export ended with a bug"


def test_what_is_cancelled_with_its_owner_is_no_bug() -> None:
    told: list[dict[str, Any]] = []

    async def story() -> bool:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
        tasks = BackgroundTasks("export")
        task = tasks.start(asyncio.Event().wait())  # type: ignore[arg-type]
        await asyncio.sleep(0)
        await tasks.aclose()
        return task.cancelled()

    assert asyncio.run(story())
    assert told == []


def test_whoever_is_cancelled_while_they_wait_cancels_nothing_of_it() -> None:
    done: list[str] = []

    async def story() -> None:
        may_end = asyncio.Event()

        async def note() -> None:
            await may_end.wait()
            done.append("noted")

        tasks = BackgroundTasks("history")
        tasks.start(note())
        waiter = asyncio.ensure_future(tasks.finish())
        await asyncio.sleep(0)
        waiter.cancel()
        await asyncio.wait([waiter])
        assert waiter.cancelled()
        may_end.set()
        await tasks.finish()

    asyncio.run(story())
    assert done == ["noted"]


def test_there_may_be_nothing_to_wait_for() -> None:
    asyncio.run(BackgroundTasks("history").finish())


def test_what_begins_while_the_loop_rests_runs_with_its_next_run() -> None:
    done: list[str] = []

    async def note() -> None:
        done.append("noted")

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        tasks = BackgroundTasks("connection")
        tasks.start(note())
        assert done == []
        loop.run_until_complete(tasks.finish())
    finally:
        asyncio.set_event_loop(None)
        loop.close()
    assert done == ["noted"]
