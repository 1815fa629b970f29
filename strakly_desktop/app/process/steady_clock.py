"""A clock that nobody sets: for everything that lasts, and must not end early or late because the date was corrected.

It runs on while the computer sleeps, where Python's own monotonic clock stands still on Linux and macOS.
"""

import sys
import time

if sys.platform == "linux":

    def steady() -> float:
        """Seconds since some moment; they only ever grow."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

elif sys.platform == "darwin":

    def steady() -> float:
        """Seconds since some moment; they only ever grow."""
        return time.clock_gettime(time.CLOCK_MONOTONIC)

else:

    def steady() -> float:
        """Seconds since some moment; they only ever grow."""
        return time.monotonic()
