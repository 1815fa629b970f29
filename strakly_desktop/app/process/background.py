"""Threads beside the window, for what would block it."""

from concurrent.futures import ThreadPoolExecutor

_MOST_THREADS = 10


def worker_threads() -> ThreadPoolExecutor:
    """Threads for `asyncio.to_thread` and looking up hosts, each begun when no other is free.

    qasync's own pool begins ten at once, and every thread keeps memory of its own.
    """
    return ThreadPoolExecutor(_MOST_THREADS, thread_name_prefix="worker")
