"""Knows what the assistant can still remember: nothing for long, of anybody else, or from before a restart.

No server tells what it has forgotten, and a question about "the second of them" would then be answered wrongly.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from strakly_desktop.conversation.model import BotMemory

BOT_FORGETS_AFTER = timedelta(minutes=30)
# What was used later than now was used before the clock was set back, nobody knows how long ago; by that little clocks
# are corrected all day.
_CORRECTED = timedelta(minutes=1)


class MemoryTrust:
    """Judges by when a memory was last used, and for whom."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` is the time of day, timezone-aware."""
        self._now = now
        self._began: datetime | None = None
        self._doubted: datetime | None = None
        self.account = ""
        """Server and sign-in of whoever asks."""

    def note_restart(self) -> None:
        """The assistant was started anew just now."""
        self._began = self._now()

    def note_absence(self) -> None:
        """The assistant was away until now, and may have been started anew."""
        self._doubted = self._now()

    def remembers(self, memory: BotMemory) -> bool:
        """Whether the assistant still knows a conversation."""
        return (
            memory.account == self.account
            and -_CORRECTED < self._now() - memory.used_at < BOT_FORGETS_AFTER
            and (self._began is None or memory.used_at >= self._began)
        )

    def doubts(self, memory: BotMemory) -> bool:
        """Whether it may have been away since."""
        return self._doubted is not None and memory.used_at < self._doubted
