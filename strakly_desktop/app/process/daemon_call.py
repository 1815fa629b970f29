"""Runs what may never come back beside the window: a keychain that asks somebody who is not there, say.

A thread of the pool would keep the process from ending for as long as it waits; a daemon thread does not.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

_Answer = TypeVar("_Answer")


async def in_daemon_thread(what: Callable[[], _Answer], name: str) -> _Answer:
    """Wait for `what()` in a thread of its own. Cancelled, it is no longer waited for; it runs on."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[_Answer] = loop.create_future()

    def settle(result: _Answer | None, error: BaseException | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = what()
        except Exception as caught:  # noqa: BLE001 - handed to whoever waits
            error = caught
        # The loop may be closed by now, with the window.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await answer
