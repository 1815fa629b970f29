"""Work beside the window: tasks that nobody waits for, each with an owner, and threads for what would block."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

_MOST_THREADS = 10


def worker_threads() -> ThreadPoolExecutor:
    """Threads for `asyncio.to_thread` and looking up hosts, each begun when no other is free.

    qasync's own pool begins ten at once, and every thread keeps memory of its own.
    """
    return ThreadPoolExecutor(_MOST_THREADS, thread_name_prefix="worker")


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

    async def aclose(self) -> None:
        """Cancel what still runs and wait for it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def finish(self) -> None:
        """Wait for what still runs."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _note_end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            task.get_loop().call_exception_handler(
                {"message": f"{self._name} ended with a bug", "exception": error, "task": task}
            )
