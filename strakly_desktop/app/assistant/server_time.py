"""What time it is at the gym's server: a token's end is a moment of its clock, and not of this computer's.

A token that has just been given says what the server's clock showed. From then on time only passes: whoever sets the
clock of this computer, right or wrong, neither ends a sign-in nor makes it longer. Until a token was given in this run
the clock on the wall has to do, as it stands each time.
"""

import time
from collections.abc import Callable

from strakly_desktop.app.process.steady_clock import steady


class ServerTime:
    """Called, it gives seconds since 1970 at the server."""

    def __init__(
        self, *, wall: Callable[[], float] = time.time, passed: Callable[[], float] = steady
    ) -> None:
        """`wall` gives seconds since 1970, `passed` those since some moment, also while the computer sleeps."""
        self._wall = wall
        self._passed = passed
        # What to add to `passed`.
        self._since: float | None = None

    def __call__(self) -> float:
        return self._wall() if self._since is None else self._since + self._passed()

    def note(self, moment: float) -> None:
        """It is this moment there now."""
        self._since = moment - self._passed()

    def forget(self) -> None:
        """Another server counts: nothing is known of its clock."""
        self._since = None
