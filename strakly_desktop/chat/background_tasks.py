"""Tasks that nobody waits for: each has an owner, and what goes wrong in one is handed to the bug hook.

asyncio tells of it only when the task is collected, if at all.
"""

import asyncio
from collections.abc import Coroutine


class BackgroundTasks:
    """Starts coroutines and ends them with their owner."""

    def __init__(self, name: str) -> None:
        """`name` says in a bug report whose tasks these are."""
        self._name = name
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, coroutine: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Run `coroutine` beside everything else."""
        task = asyncio.get_running_loop().create_task(coroutine, name=self._name)
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
        """Wait for what still runs."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _note_end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        report_bug(task)


def report_bug(task: asyncio.Task[None]) -> bool:
    """Whether the ended `task` had a bug; it is handed to the exception handler of its loop then."""
    if task.cancelled() or (error := task.exception()) is None:
        return False
    task.get_loop().call_exception_handler(
        {"message": f"{task.get_name()} ended with a bug", "exception": error, "task": task}
    )
    return True
