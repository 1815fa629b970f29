"""Gives the event loop its turn while there is always something to do: what came in one read can be much.

The window draws in the same thread, so it would miss its frames.
"""

import asyncio
from time import perf_counter
from typing import Final

_LONGEST_SECONDS: Final = 0.002


class Spell:
    """How long the loop has been kept by one reader; it begins with the first turn that the reader gets."""

    def __init__(self) -> None:
        self._start = perf_counter()

    async def end_if_long(self) -> None:
        """Let everything else run, if this has been kept from it for long."""
        if perf_counter() - self._start > _LONGEST_SECONDS:
            await asyncio.sleep(0)
            self._start = perf_counter()
