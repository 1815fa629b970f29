"""asyncio on Qt's event loop, which loses no task when something turns Qt's loop inside a task.

A task cannot take a step while another is in the middle of one: asyncio raises, and the step that was due is
gone for good, so that its task sleeps for ever. Nothing of ours turns Qt's loop by hand, but Qt itself does: for
a drag, a slow clipboard, a dialog of the system. What falls due meanwhile waits until the running step is over.
The same while Qt's loop is turned and asyncio's is not running, as between two runs at the end of the process: what a
step would start there, asyncio refuses.
"""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Any

from qasync import QEventLoop

_TRY_AGAIN_S = 0.001


class EventLoop(QEventLoop):  # type: ignore[misc]
    """The loop of the whole app; everything else of it is qasync's."""

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Call `callback` in `delay` seconds, or as soon after it as no task is in the middle of a step."""
        handle: asyncio.Handle = self._add_callback(_PatientHandle(callback, args, self, context), delay)
        return handle


class _PatientHandle(asyncio.Handle):
    """A call that is put off while a task is in the middle of a step, and while the loop does not run."""

    _loop: "EventLoop"

    def _run(self) -> None:
        if asyncio.current_task(self._loop) is not None or not self._loop.is_running():
            self._loop._add_callback(self, _TRY_AGAIN_S)
            return
        super()._run()
        # The error of a failed task holds this frame, and this frame would hold the task: as asyncio's own does.
        del self
