"""Tasks that nobody waits for: each has an owner, and what goes wrong in one is handed to the bug hook.

asyncio tells of it only when the task is collected, if at all. It is imported with the first task: an owner is there
before the first paint, which does without.
"""

from collections.abc import Coroutine
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


class BackgroundTasks:
    """Starts coroutines and ends them with their owner."""

    def __init__(self, name: str) -> None:
        """`name` says in a bug report whose tasks these are."""
        self._name = name
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, coroutine: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        """Run `coroutine` beside everything else; where the loop rests, from its next run on."""
        task = event_loop().create_task(coroutine, name=self._name)
        self._tasks.add(task)
        task.add_done_callback(self._note_end)
        return task

    def cancel(self) -> None:
        """Cancel what still runs."""
        for task in self._tasks:
            task.cancel()

    async def aclose(self) -> None:
        """Cancel what still runs and wait for it."""
        self.cancel()
        await self.finish()

    async def finish(self) -> None:
        """Wait for what still runs. Whoever is cancelled meanwhile only stops waiting."""
        import asyncio

        if self._tasks:
            await asyncio.wait(tuple(self._tasks))

    def _note_end(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        report_bug(task)


def event_loop() -> "asyncio.AbstractEventLoop":
    """The loop of this thread; where it rests between two runs, what is begun waits for the next one.

    Qt tells of timers and processes while asyncio's loop is at rest too, as at the end of the process. To raise there
    would lose what was to begin.
    """
    import asyncio

    return asyncio.get_event_loop()


def report_bug(task: "asyncio.Task[None]") -> bool:
    """Whether the ended `task` had a bug; it is handed to the exception handler of its loop then."""
    if task.cancelled() or (error := task.exception()) is None:
        return False
    task.get_loop().call_exception_handler(
        {"message": f"{task.get_name()} ended with a bug", "exception": error, "task": task}
    )
    return True
